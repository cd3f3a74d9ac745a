"""A round as its pages show it: progress while it is open, the outcome once it is closed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Membership
from services.computed import Said, asked_cells, computed, said_in, unanswered
from services.models import AssessedService, Assessment, Assessor, Criterion, Score
from services.result import ServiceResult, Value, Weighed, results

Cell = tuple[UUID, UUID, UUID]


@dataclass(frozen=True)
class Outcome:
    """What a closed round holds. A cell is (assessed, assessor, criterion): `scores` are the rows of the assessors,
    `values` what counts, with the figures of the journeys in it. `said` is what the journeys said per service.
    """

    results: list[ServiceResult]
    assessed: dict[UUID, AssessedService]
    criteria: list[Criterion]
    assessors: list[Assessor]
    scores: dict[Cell, Score]
    values: dict[Cell, Value]
    said: Said

    def under(self, weighed: Sequence[Weighed]) -> list[ServiceResult]:
        """The results under these weights."""
        assessors = [one.pk for one in self.assessors]
        return results(services=list(self.assessed), criteria=weighed, assessors=assessors, values=self.values)

    def computed(self, assessed: UUID, criterion: Criterion) -> Any:
        """What the journeys give for all, or None."""
        return computed(criterion, self.said.get(assessed))


def outcome_of(assessment: Assessment, member: Membership) -> Outcome:
    """Everything that was scored in a closed round; before that the door gives nobody the scores of others."""
    return _outcome(assessment, Score.objects.visible_to(member), member.organisation)


def closed_results(assessment: Assessment) -> list[ServiceResult]:
    """The results of a closed round, for work that acts for nobody."""
    return _outcome(assessment, Score.objects.for_system("counting a closed round"), assessment.client).results


def _outcome(assessment: Assessment, visible: Any, client: Any) -> Outcome:
    assert assessment.shows_scores
    assessed = {row.pk: row for row in assessment.assessed.all()}
    criteria = list(assessment.criteria.all())
    assessors = list(assessment.assessors.select_related("member__user").order_by("member__user__name", "pk"))
    rows = visible.filter(assessor__assessment=assessment)
    scores: dict[Cell, Score] = {(row.assessed_id, row.assessor_id, row.criterion_id): row for row in rows}
    said = said_in(assessment, assessed.values(), criteria, client)
    values = _for_all(assessed, criteria, assessors, said)
    values |= {cell: row.value for cell, row in scores.items() if row.value is not None}
    outcome = Outcome([], assessed, criteria, assessors, scores, values, said)
    outcome.results.extend(outcome.under([Weighed(one.pk, one.weight, one.code) for one in criteria]))
    return outcome


def _for_all(
    assessed: Sequence[UUID] | dict[UUID, Any], criteria: list[Criterion], assessors: list[Assessor], said: Said
) -> dict[Cell, Value]:
    """The figures of the journeys, in the cell of every assessor."""
    return {
        (row, assessor.pk, criterion.pk): value
        for row in assessed
        for criterion in criteria
        if (value := computed(criterion, said.get(row))) is not None
        for assessor in assessors
    }


@dataclass(frozen=True)
class Progress:
    """How far an open round is: for each assessor what is `filled` and `left` of the cells that are asked, and for
    all together. `unanswered` names the services that the journeys do not give every figure for."""

    assessors: list[Any]
    filled: int
    cells: int
    each: int
    unanswered: list[str]


def progress_of(assessment: Assessment, client: Any) -> Progress:
    """Numbers of filled cells and nothing of what is in them. What the journeys answer is not asked."""
    assessed, criteria = list(assessment.assessed.all()), list(assessment.criteria.all())
    said = said_in(assessment, assessed, criteria, client)
    asked = asked_cells(assessed, criteria, said)
    known = Score.objects.for_system("how far, not what").known().filter(assessor__assessment=assessment)
    counted = Counter(
        assessor for assessor, *cell in known.values_list("assessor", "assessed", "criterion") if tuple(cell) in asked
    )
    rows: list[Any] = list(assessment.assessors.select_related("member__user").order_by("member__user__name", "pk"))
    for row in rows:
        row.filled, row.left = counted[row.pk], len(asked) - counted[row.pk]
    return Progress(rows, counted.total(), len(asked) * len(rows), len(asked), unanswered(assessed, criteria, said))
