"""What to talk about first: where assessors differ most, and where users see most room to improve."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.evidence import Figures, Moment
from services.models import Assessor, Criterion
from services.result import Column, ServiceResult
from services.rounds import Outcome

DIFFERS = 2  # points between the highest and the lowest value
SHOWN = 5


def talk_context(outcome: Outcome) -> dict[str, Any]:
    """The widest differences, each with every value and reason, and the services with the widest gap."""
    differing = _differing(outcome)
    gaps: list[dict[str, Any]] = [
        {"assessed": outcome.assessed[key], "gap": said.gap, "loudest": _loudest(said)}
        for key, said in outcome.said.items()
        if said.gap
    ]
    gaps.sort(key=lambda one: (-one["gap"], one["assessed"].position))
    return {
        "talks": [
            {"assessed": outcome.assessed[result.key], "spread": column.spread}
            | line_of(criterion, column, outcome, result.key)
            for result, criterion, column in differing[:SHOWN]
        ],
        "more_talks": max(0, len(differing) - SHOWN),
        "gaps": gaps[:SHOWN],
    }


def _loudest(said: Figures) -> Moment | None:
    """Of the moments with something that users said, the one with the widest gap."""
    told = [one for one in said.moments if one.quotes and one.gap]
    return max(told, key=lambda one: one.gap or 0, default=None)


def _differing(outcome: Outcome) -> Sequence[tuple[ServiceResult, Criterion, Column]]:
    """The widest first; of equal ones what weighs most, in the order of the ranking."""
    found = [
        (result, criterion, column)
        for result in outcome.results
        for criterion, column in zip(outcome.criteria, result.columns, strict=True)
        if differs(column)
    ]
    return sorted(found, key=lambda one: (-(one[2].spread or 0), -one[1].weight))


def differs(column: Column) -> bool:
    return column.spread is not None and column.spread >= DIFFERS


def line_of(criterion: Criterion, column: Column, outcome: Outcome, assessed: UUID) -> dict[str, Any]:
    """A service on one criterion: what each assessor gave, and what the journeys said."""
    cells = [cell_of(criterion, assessor, outcome, assessed) for assessor in outcome.assessors]
    return {
        "criterion": criterion,
        "cells": cells,
        "mean": column.mean,
        "spread": column.spread,
        "differs": differs(column),
        "computed": outcome.computed(assessed, criterion),
        "reasons": [cell for cell in cells if cell["reason"]],
    }


def cell_of(criterion: Criterion, assessor: Assessor, outcome: Outcome, assessed: UUID) -> dict[str, Any]:
    """One assessor's cell: what counts, why, and whether the journeys were overruled."""
    key = (assessed, assessor.pk, criterion.pk)
    score = outcome.scores.get(key)
    own = score.value if score else None
    return {
        "who": assessor.member,
        "value": outcome.values.get(key),
        "own": own,
        "is_overruled": own is not None and outcome.computed(assessed, criterion) is not None,
        "reason": score.reason if score else "",
    }
