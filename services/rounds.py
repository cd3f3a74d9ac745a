"""A round as its pages show it: progress while it is open, the outcome once it is closed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Membership
from services.models import AssessedService, Assessment, Assessor, Criterion, Score
from services.result import ServiceResult, Weighed, results


@dataclass(frozen=True)
class Outcome:
    """Results with the rows behind them, and each score by (assessed, assessor, criterion)."""

    results: list[ServiceResult]
    assessed: dict[UUID, AssessedService]
    criteria: list[Criterion]
    assessors: list[Assessor]
    scores: dict[tuple[UUID, UUID, UUID], Score]


def outcome_of(assessment: Assessment, member: Membership) -> Outcome:
    """Everything that was scored in a closed round; before that the door gives nobody the scores of others."""
    return _outcome(assessment, Score.objects.visible_to(member))


def closed_results(assessment: Assessment) -> list[ServiceResult]:
    """The results of a closed round, for work that acts for nobody."""
    return _outcome(assessment, Score.objects.for_system("counting a closed round")).results


def _outcome(assessment: Assessment, visible: Any) -> Outcome:
    assert assessment.shows_scores
    assessed = {row.pk: row for row in assessment.assessed.all()}
    criteria = list(assessment.criteria.all())
    assessors = list(assessment.assessors.select_related("member__user").order_by("member__user__name", "pk"))
    rows = visible.filter(assessor__assessment=assessment)
    scores: dict[tuple[UUID, UUID, UUID], Score] = {
        (row.assessed_id, row.assessor_id, row.criterion_id): row for row in rows
    }
    found = results(
        services=list(assessed),
        criteria=[Weighed(one.pk, one.weight, one.code) for one in criteria],
        assessors=[one.pk for one in assessors],
        values={cell: row.value for cell, row in scores.items() if row.value is not None},
    )
    return Outcome(found, assessed, criteria, assessors, scores)


@dataclass(frozen=True)
class Progress:
    """How far an open round is: for each assessor cells filled, and for all together."""

    assessors: list[Any]
    filled: int
    cells: int
    each: int


def progress_of(assessment: Assessment) -> Progress:
    """Numbers of filled cells and nothing of what is in them."""
    each = assessment.assessed.count() * assessment.criteria.count()
    rows = assessment.assessors.with_progress().select_related("member__user")
    assessors: list[Any] = list(rows.order_by("member__user__name", "pk"))
    return Progress(assessors, sum(one.filled for one in assessors), each * len(assessors), each)
