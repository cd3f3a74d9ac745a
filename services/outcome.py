"""The outcome of a round as its pages show it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from pictures.portfolio import Point, Size, letter, portfolio
from services.models import AssessedService, Assessment, Choice, Relationship
from services.pictures import drawn, euros
from services.result import STRATEGIC_FROM, ServiceResult
from services.rounds import Outcome, outcome_of
from services.stability import share
from services.talk import line_of, talk_context
from services.templatetags.services_words import one_decimal

# How many places count as the first until a round has finished its choices.
UNTIL_CHOSEN = 3


def outcome_context(assessment: Assessment, member: Membership, outcome: Outcome | None = None) -> dict[str, Any]:
    """Ranking, portfolio, what is chosen, and what to talk about first."""
    outcome = outcome or outcome_of(assessment, member)
    chosen = chosen_in(assessment, member)
    # A figure that turned with every choice would lead who chooses next.
    here = [one.here for one in chosen.values() if one.here and assessment.state == Assessment.State.DECIDED]
    strategic = sum(choice.kind == Relationship.STRATEGIC for choice in here)
    top = strategic or UNTIL_CHOSEN
    rows = [outcome_row(result, outcome, chosen) for result in outcome.results]
    placed = [row for row in rows if row["rank"]]
    for row in rows:
        counts = row["assessed"].places if row["rank"] else None
        row["stays"] = round(100 * share(counts, top)) if counts else None
    empty = sum(1 for one in outcome.assessors if not any(key[1] == one.pk for key in outcome.scores))
    return {
        "rows": rows,
        "in_first": ngettext("In first place", "In the first %(top)d", top) % {"top": top},
        "why_first": _why_first(strategic, top),
        # Of so few that all of them are in the first, it says nothing how often each is.
        "shows_stays": top < len(placed),
        "has_spread": any(row["spread"] is not None for row in rows),
        "figure": portfolio_of(rows, lambda one: member.url("services:assessed", pk=assessment.pk, assessed=one.pk)),
        "unknown": [row for row in rows if row["x"] is None or row["y"] is None],
        "criteria": outcome.criteria,
        "assessors": outcome.assessors,
        "silent": empty,
        "counting": top < len(placed) and any(row["stays"] is None for row in placed),
        "undecided": sum(1 for row in rows if not row["relation"] and not row["later"]),
        "kept": sum(1 for row in rows if row["before"]),
        **talk_context(outcome),
    }


def _why_first(strategic: int, top: int) -> str:
    """How many places count as the first, and why so many."""
    if strategic:
        return ngettext(
            "First place, as this round chose one service for a strategic partnership.",
            "The first %(top)d, as this round chose so many services for a strategic partnership.",
            top,
        ) % {"top": top}
    return _(
        "The first %(top)d; once the choices of this round are finished, as many as it chose for a strategic "
        "partnership."
    ) % {"top": top}


@dataclass(frozen=True)
class Chosen:
    """The choices of a service seen from a round.

    `here` is the latest on the ground of this round; without one `before` is what held already when it closed.
    `later` took its place afterwards on another ground: told in words where one can choose, and nowhere else.
    """

    here: Choice | None = None
    before: Choice | None = None
    later: Choice | None = None
    earlier: Sequence[Choice] = ()


def chosen_in(assessment: Assessment, member: Membership) -> dict[UUID, Chosen]:
    """What was chosen for the services of a round, in it or elsewhere. One query."""
    of_round = Choice.objects.visible_to(member).filter(service__assessed__assessment=assessment)
    found: dict[UUID, list[Choice]] = defaultdict(list)
    for choice in of_round.select_related("made_by__user", "service", "assessment").newest_first():
        found[choice.service_id].append(choice)
    return {service: _chosen(choices, assessment) for service, choices in found.items()}


def _chosen(choices: Sequence[Choice], assessment: Assessment) -> Chosen:
    assert assessment.closed_at
    here = next((one for one in choices if one.assessment_id == assessment.pk), None)
    held = next((one for one in choices if one.created_at <= assessment.closed_at), None)
    before = None if here else held
    later = choices[0] if choices[0] not in (here, before) else None
    return Chosen(here, before, later, [one for one in choices if one not in (here, before, later)])


def outcome_row(result: ServiceResult, outcome: Outcome, chosen: dict[UUID, Chosen]) -> dict[str, Any]:
    """A service of the ranking, as a page shows it. `relation` is what counts as its choice, in every picture,
    table, text and count of the round: the one made in it, or else the one that held when it closed."""
    assessed = outcome.assessed[result.key]
    choices = chosen.get(assessed.service_id, Chosen())
    return {
        "assessed": assessed,
        "result": result,
        "rank": result.rank,
        "score": result.score,
        "lowest": result.lowest,
        "highest": result.highest,
        "is_complete": result.is_complete,
        "percentage": percentage(result.completeness),
        "spread": result.spread,
        "full": result.full,
        "suggestion": label_of(result.suggestion),
        "is_sure": result.is_sure,
        "choice": choices.here,
        "before": choices.before,
        "later": choices.later,
        "earlier": choices.earlier,
        "relation": choices.here or choices.before,
        "x": result.contact_and_satisfaction,
        "y": result.value_to_process,
    }


def percentage(share: Fraction) -> int:
    """Rounded, but neither 0 nor 100 unless it is that: what is not full must not look so."""
    whole = floor(100 * share + Fraction(1, 2))
    return whole if share in (0, 1) else min(99, max(1, whole))


def drawn_kind(row: dict[str, Any]) -> str:
    """The shape of a service in a picture."""
    return row["relation"].kind if row["relation"] else "open"


def relation_words(row: dict[str, Any]) -> str:
    """What was chosen, for a table; a dash when nothing was."""
    if not row["relation"]:
        return "–"
    words = row["relation"].get_kind_display()
    return _("%(relation)s (chosen before)") % {"relation": words} if row["before"] else words


def state_words(row: dict[str, Any]) -> str:
    """The same for who points at a mark; without a choice it says so before it names what the score suggests."""
    if row["relation"]:
        return relation_words(row)
    if row["suggestion"]:
        return _("nothing chosen yet; the score suggests %(relation)s") % {"relation": row["suggestion"]}
    return _("nothing chosen yet; the score makes no suggestion")


def label_of(kind: str) -> str:
    """A relation in words, empty when nothing is suggested."""
    return str(Relationship(kind).label) if kind else ""


def portfolio_of(
    rows: list[dict[str, Any]], url_of: Callable[[AssessedService], str] | None = None, size: Size | None = None
) -> dict[str, Any] | None:
    """The picture with its table, None without a service on both axes; `url_of` makes links of its marks, `size` is
    for paper."""
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
            kind=drawn_kind(row),
            href=url_of(row["assessed"]) if url_of else None,
            detail=state_words(row),
            is_ringed=row["result"].suggestion == Relationship.STRATEGIC,
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
        "ring_label": _("score of %(least)d or more: suggests a strategic partnership") % {"least": STRATEGIC_FROM},
        "kinds": {**dict(Relationship.choices), "open": _("nothing chosen yet")},
    }
    return {
        "svg": drawn(portfolio(**words, size=size)),
        "narrow_svg": drawn(portfolio(**words, narrow=True)),
        "headings": [
            _("Service"), _("Letter"), _("Contact and satisfaction"), _("Value to the primary process"),
            _("Spend per year"), _("Score"), _("The score suggests"), _("Relation chosen"),
        ],
        "rows": [
            [
                row["assessed"].name, letter(place), _on_axis(row["x"]), _on_axis(row["y"]),
                euros(row["assessed"].annual_spend), one_decimal(row["score"]), row["suggestion"] or "–",
                relation_words(row),
            ]
            for place, row in enumerate(known)
        ],
        "without_spend": _listed([row["assessed"].name for row in known if row["assessed"].annual_spend is None]),
    }  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    """A sentence about the services whose mark has no size of its own; empty where there are none."""
    if not names:
        return ""
    return _("Spend is not known of %(names)s: the size of their marks says nothing.") % {"names": ", ".join(names)}


def _on_axis(share: Fraction) -> str:
    """As the axes have it, from 1 to 5."""
    return one_decimal(1 + 4 * share)


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
        "has_reasons": any(line["reasons"] for line in lines),
        "assessors": outcome.assessors,
        "service": row["assessed"],
        "said": outcome.said.get(assessed),
        "has_overruled": any(cell["is_overruled"] for line in lines for cell in line["cells"]),
    }
