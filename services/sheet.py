"""One assessor's own sheet: which services, and how far each is."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from accounts.models import Membership
from services.models import AssessedService, Assessor, Criterion


@dataclass(frozen=True)
class SheetRow:
    """A service on the sheet with its number of filled cells."""

    assessed: AssessedService
    filled: int


@dataclass(frozen=True)
class Sheet:
    """All services of the sheet in order; `each` is the number of cells of a service."""

    services: list[SheetRow]
    each: int

    @property
    def filled(self) -> int:
        return sum(row.filled for row in self.services)

    @property
    def cells(self) -> int:
        return self.each * len(self.services)

    def number(self, assessed: UUID) -> int:
        return next(place for place, row in enumerate(self.services, start=1) if row.assessed.pk == assessed)

    def before(self, assessed: UUID) -> SheetRow | None:
        place = self.number(assessed) - 1
        return self.services[place - 1] if place else None

    def after(self, assessed: UUID) -> SheetRow | None:
        place = self.number(assessed)
        return self.services[place] if place < len(self.services) else None


def sheet_of(assessor: Assessor, member: Membership) -> Sheet:
    """The sheet of this assessor, who must be the member that asks."""
    assert assessor.member_id == member.pk
    mine = Q(scores__assessor=assessor.pk, scores__value__isnull=False)
    rows = AssessedService.objects.visible_to(member).filter(assessment=assessor.assessment_id)
    rows = rows.annotate(filled=Count("scores", filter=mine)).order_by("position")
    each = Criterion.objects.visible_to(member).filter(assessment=assessor.assessment_id).count()
    return Sheet([SheetRow(row, row.filled) for row in rows], each)
