"""The outcome of a round as its pages show it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Membership
from pictures.portfolio import Point, letter, portfolio
from services.models import AssessedService, Assessment, Choice, Relationship
from services.pictures import drawn, euros
from services.result import ServiceResult
from services.rounds import Outcome, outcome_of
from services.stability import share
from services.talk import line_of, talk_context


def outcome_context(assessment: Assessment, member: Membership, outcome: Outcome | None = None) -> dict[str, Any]:
    """Ranking, portfolio, what is chosen, and what to talk about first."""
    outcome = outcome or outcome_of(assessment, member)
    chosen = chosen_in(assessment, member)
    # The number of services chosen as strategic; three until there is one.
    here = [one.here for one in chosen.values() if one.here]
    top = sum(choice.kind == Relationship.STRATEGIC for choice in here) or 3
    rows = [outcome_row(result, outcome, chosen) for result in outcome.results]
    for row in rows:
        counts = row["assessed"].places
        row["stays"] = None if counts is None else round(100 * share(counts, top))
    empty = sum(1 for one in outcome.assessors if not any(key[1] == one.pk for key in outcome.scores))
    return {
        "rows": rows,
        "top": min(top, len(rows)),
        # Of so few that all of them are in the first, it says nothing how often each is.
        "shows_stays": top < len(rows),
        "has_spread": any(row["spread"] is not None for row in rows),
        "figure": portfolio_of(rows, lambda one: member.url("services:assessed", pk=assessment.pk, assessed=one.pk)),
        "unknown": [row for row in rows if row["x"] is None or row["y"] is None],
        "criteria": outcome.criteria,
        "assessors": outcome.assessors,
        "silent": empty,
        "counting": top < len(rows) and any(row["rank"] and row["stays"] is None for row in rows),
        "undecided": sum(1 for row in rows if not row["choice"]),
        **talk_context(outcome),
    }


@dataclass(frozen=True)
class Chosen:
    """The choices of a service seen from a round: the latest made in it, the one that holds, and those before."""

    here: Choice | None = None
    standing: Choice | None = None
    earlier: Sequence[Choice] = ()


def chosen_in(assessment: Assessment, member: Membership) -> dict[UUID, Chosen]:
    """What was chosen for the services of a round, in it or elsewhere. One query."""
    of_round = Choice.objects.visible_to(member).filter(service__assessed__assessment=assessment)
    found: dict[UUID, list[Choice]] = defaultdict(list)
    for choice in of_round.select_related("made_by__user", "service", "assessment").newest_first():
        found[choice.service_id].append(choice)
    return {service: _chosen(choices, assessment) for service, choices in found.items()}


def _chosen(choices: Sequence[Choice], assessment: Assessment) -> Chosen:
    here = next((one for one in choices if one.assessment_id == assessment.pk), None)
    return Chosen(here, choices[0], [one for one in choices if one not in (here, choices[0])])


def outcome_row(result: ServiceResult, outcome: Outcome, chosen: dict[UUID, Chosen]) -> dict[str, Any]:
    """A service of the ranking, as a page shows it. `elsewhere` is the choice that holds, if not made in the round."""
    assessed = outcome.assessed[result.key]
    choices = chosen.get(assessed.service_id, Chosen())
    elsewhere = choices.standing if choices.standing != choices.here else None
    return {
        "assessed": assessed,
        "result": result,
        "rank": result.rank,
        "score": result.score,
        "lowest": result.lowest,
        "highest": result.highest,
        "is_complete": result.is_complete,
        "percentage": int(result.completeness * 100),
        "spread": result.spread,
        "suggestion": label_of(result.suggestion),
        "is_sure": result.is_sure,
        "choice": choices.here,
        "elsewhere": elsewhere,
        "earlier": choices.earlier,
        "x": result.contact_and_satisfaction,
        "y": result.value_to_process,
    }


def label_of(kind: str) -> str:
    """A relation in words, empty when nothing is suggested."""
    return str(Relationship(kind).label) if kind else ""


def portfolio_of(
    rows: list[dict[str, Any]], url_of: Callable[[AssessedService], str] | None = None
) -> dict[str, Any] | None:
    """The picture with its table, None without a service on both axes; `url_of` makes links of its marks."""
    known = [row for row in rows if row["x"] is not None and row["y"] is not None]
    if not known:
        return None
    most = max((row["assessed"].annual_spend or 0 for row in known), default=0) or 1
    points = [
        Point(
            key=str(row["assessed"].pk),
            label=row["assessed"].name,
            x=float(row["x"]),
            y=float(row["y"]),
            size=float((row["assessed"].annual_spend or 0) / most),
            kind=_holds(row).kind if _holds(row) else "open",
            href=url_of(row["assessed"]) if url_of else None,
            detail=_holds(row).get_kind_display() if _holds(row) else row["suggestion"],
        )
        for row in known
    ]
    words: dict[str, Any] = {
        "title": _("Portfolio of services"),
        "description": _(
            "To the right more contact with users and effect on their satisfaction, upwards more value to the "
            "primary process; the area of a mark follows the spend."
        ),
        "points": points,
        "x_label": _("Contact and effect on satisfaction"),
        "y_label": _("Value to the primary process"),
        "zone_label": _("Shaded: where a partnership is most likely"),
        "kinds": {**dict(Relationship.choices), "open": _("nothing chosen yet")},
    }
    return {
        "svg": drawn(portfolio(**words)),
        "narrow_svg": drawn(portfolio(**words, narrow=True)),
        "headings": [
            _("Service"), _("Letter"), _("Contact and satisfaction"), _("Value to the primary process"),
            _("Spend per year"), _("Relation chosen"),
        ],
        "rows": [
            [
                row["assessed"].name, letter(place), _percent(row["x"]), _percent(row["y"]),
                euros(row["assessed"].annual_spend), _holds(row).get_kind_display() if _holds(row) else "–",
            ]
            for place, row in enumerate(known)
        ],
    }  # fmt: skip


def _holds(row: dict[str, Any]) -> Any:
    return row["elsewhere"] or row["choice"]


def _percent(share: Fraction) -> str:
    return f"{round(share * 100)} / 100"


def sheet_context(outcome: Outcome, assessed: UUID, assessment: Assessment, member: Membership) -> dict[str, Any]:
    """One service: criteria × assessors, with mean and spread."""
    result = next(one for one in outcome.results if one.key == assessed)
    row = outcome_row(result, outcome, chosen_in(assessment, member))
    lines = [
        line_of(criterion, column, outcome, assessed)
        for criterion, column in zip(outcome.criteria, result.columns, strict=True)
    ]
    return {
        "row": row,
        "lines": lines,
        "assessors": outcome.assessors,
        "service": row["assessed"],
        "said": outcome.said.get(assessed),
        "has_overruled": any(cell["is_overruled"] for line in lines for cell in line["cells"]),
    }
