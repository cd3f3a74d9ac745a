"""What the report of a round for the board says, in the words of its language."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Membership
from documents.attachments import picture_of as logo_of
from documents.pdf import Frame
from pictures.portfolio import BROAD
from services.computed import asked_cells
from services.kraljic import QUADRANTS, kraljic_context
from services.models import Assessment, Relationship
from services.outcome import drawn_kind, outcome_context, percentage, portfolio_of
from services.report_journeys import own_scores, told
from services.rounds import Outcome, outcome_of
from services.talk import differs, line_of
from services.templatetags.services_words import one_decimal

TEMPLATE = "services/pdf/report.html"
MOST_DISAGREEMENTS = 10


def report_of(assessment: Assessment, member: Membership) -> tuple[dict[str, Any], Frame]:
    """All that the template asks, and the frame around it. Holds nothing of the day on which it is made, so that
    the same round gives the same file."""
    outcome = outcome_of(assessment, member)
    shown = outcome_context(assessment, member, outcome)
    rows = shown["rows"]
    for row in rows:
        row["service"] = row["assessed"].service
        row["said"] = outcome.said.get(row["assessed"].pk)
    assert assessment.opened_at
    assert assessment.closed_at
    journeys = told(outcome, member, assessment.closed_at)
    own = own_scores(outcome)
    context = {
        "assessment": assessment,
        "rows": rows,
        "services": sorted(rows, key=lambda row: row["assessed"].name.casefold()),
        "in_first": shown["in_first"],
        "why_first": shown["why_first"],
        "shows_stays": shown["shows_stays"],
        "criteria": outcome.criteria,
        "has_computed": any(one.is_computed for one in outcome.criteria),
        "portfolio": portfolio_of(rows, size=BROAD),
        "unknown": shown["unknown"],
        "kraljic": kraljic_context(rows, size=BROAD),
        "quadrants": [{"name": name, "advice": advice} for name, advice in QUADRANTS.values()],
        "disagreements": _disagreements(outcome),
        "overruled": [one for one in own if one["before"] is not None],
        "unseen": [one for one in own if one["before"] is None],
        "journeys": journeys.journeys,
        "told": journeys,
        "period": _period(assessment.opened_at, assessment.closed_at),
        "chosen": [row for row in rows if row["choice"]],
        "before": [row for row in rows if row["before"]],
        "undecided": [row["assessed"].name for row in rows if not row["relation"]],
        "people": _people(outcome),
        "short": _short(rows, outcome),
    }
    return {**context, "parts": _parts(context)}, _frame(assessment, rows)


def _parts(context: dict[str, Any]) -> list[tuple[str, str]]:
    """The chapters that there are, by the id of their heading."""
    parts = [
        ("short", _("In short")),
        ("why", _("What was asked, of whom")),
        ("result", _("The result")),
        ("portfolio", _("Portfolio of services")) if context["portfolio"] else None,
        ("kraljic", _("A second view: Kraljic")) if context["kraljic"]["figure"] else None,
        ("choices", _("Choices")),
        ("apart", _("Where people differ")),
        ("criteria", _("What was scored")),
        ("services", _("The services")),
        ("journeys", _("What users go through")) if context["journeys"] else None,
        ("method", _("How this was worked out")),
    ]
    return [part for part in parts if part]


def _frame(assessment: Assessment, rows: list[dict[str, Any]]) -> Frame:
    client = assessment.client
    until = _day(_latest(assessment, rows))
    assert assessment.opened_at
    assert assessment.closed_at
    facts = [
        (_("Scored"), _period(assessment.opened_at, assessment.closed_at)),
        (_("State of"), until),
        (_("Prepared by"), str(assessment.made_by)),
    ]
    return Frame(
        title=assessment.title,
        subtitle=_("Report for the board: which services ask for which relation"),
        owner=client.name,
        label=_("Report for the board, state of %(date)s") % {"date": until},
        language=(get_language() or "nl")[:2],
        accent=client.accent,
        facts=facts,
        logo=logo_of(client.logo),
    )


def _latest(assessment: Assessment, rows: list[dict[str, Any]]) -> datetime:
    """The moment of the last thing that was decided."""
    moments = [assessment.closed_at, assessment.decided_at]
    moments += [row["choice"].created_at for row in rows if row["choice"]]
    return max(moment for moment in moments if moment)


def _period(opened: datetime, closed: datetime) -> str:
    """From the first day to the last; of a round of one day that day."""
    return " – ".join(dict.fromkeys([_day(opened), _day(closed)]))


def _day(moment: datetime) -> str:
    day: date = timezone.localtime(moment).date()
    return date_format(day, "j F Y")


def _short(rows: list[dict[str, Any]], outcome: Outcome) -> dict[str, Any]:
    """The figures of the first page."""
    filled = sum((result.completeness for result in outcome.results), Fraction(0)) / max(len(outcome.results), 1)
    return {
        "services": len(rows),
        "assessors": len(outcome.assessors),
        "filled": percentage(filled),
        "chosen": sum(1 for row in rows if row["choice"]),
        "before": sum(1 for row in rows if row["before"]),
        "differing": sum(1 for row in rows if row["choice"] and row["choice"].differs),
        "by_kind": [
            {"label": label, "names": names}
            for kind, label in Relationship.choices
            if (names := [_named(row) for row in rows if drawn_kind(row) == kind])
        ],
    }


def _named(row: dict[str, Any]) -> str:
    name: str = row["assessed"].name
    return _("%(service)s (chosen before)") % {"service": name} if row["before"] else name


def _people(outcome: Outcome) -> list[dict[str, Any]]:
    """Who scored: how much of what was asked of them, and when for the last time."""
    asked = asked_cells(outcome.assessed.values(), outcome.criteria, outcome.said)
    found = []
    for assessor in outcome.assessors:
        own = {
            (assessed, criterion): score
            for (assessed, who, criterion), score in outcome.scores.items()
            if who == assessor.pk and score.value is not None
        }
        last = max((score.changed_at for score in own.values()), default=None)
        found.append({
            "name": str(assessor.member), "job_title": assessor.member.job_title,
            "filled": len(own.keys() & asked), "cells": len(asked), "last": _day(last) if last else "–",
        })  # fmt: skip
    return found


def _disagreements(outcome: Outcome) -> list[dict[str, Any]]:
    """Where people differ most on one criterion, with what each said; of equal ones what weighs most."""
    found = [
        (result, criterion, column)
        for result in outcome.results
        for criterion, column in zip(outcome.criteria, result.columns, strict=True)
        if differs(column)
    ]
    found.sort(key=lambda one: (-(one[2].spread or 0), -one[1].weight))
    return [
        {
            "service": outcome.assessed[result.key].name,
            "criterion": criterion.name,
            "lowest": _value(min(column.values)),
            "highest": _value(max(column.values)),
            "voices": _voices(line_of(criterion, column, outcome, result.key)),
        }
        for result, criterion, column in found[:MOST_DISAGREEMENTS]
    ]


def _voices(line: dict[str, Any]) -> list[dict[str, Any]]:
    """Who gave which value and why, the highest first; and what the journeys gave where they were asked."""
    given = [(cell["own"], str(cell["who"]), cell["reason"]) for cell in line["cells"] if cell["own"] is not None]
    if line["computed"] is not None:
        given.append((line["computed"], _("the journeys"), ""))
    given.sort(key=lambda one: -one[0])
    return [{"value": _value(value), "who": who, "reason": reason} for value, who, reason in given]


def _value(value: Any) -> str:
    """A score as people gave it, or a figure of the journeys to one decimal."""
    return str(value) if isinstance(value, int) else one_decimal(value)
