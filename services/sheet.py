"""One assessor's own sheet: which services, and how far each is."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Membership
from services.computed import Said, asked_cells, said_in
from services.models import AssessedService, Assessor, Criterion, Score


@dataclass(frozen=True)
class SheetRow:
    """A service on the sheet with the number of cells that are asked, and of those that are filled."""

    assessed: AssessedService
    filled: int
    asked: int

    @property
    def is_complete(self) -> bool:
        return self.filled == self.asked


@dataclass(frozen=True)
class Sheet:
    """All services of the sheet in order, the criteria, and what the journeys say of each service."""

    services: list[SheetRow]
    criteria: list[Criterion]
    said: Said

    @property
    def filled(self) -> int:
        return sum(row.filled for row in self.services)

    @property
    def cells(self) -> int:
        return sum(row.asked for row in self.services)

    @property
    def is_complete(self) -> bool:
        return self.filled == self.cells

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
    rows = list(AssessedService.objects.visible_to(member).filter(assessment=assessor.assessment_id))
    criteria = list(Criterion.objects.visible_to(member).filter(assessment=assessor.assessment_id))
    said = said_in(assessor.assessment, rows, criteria, member.organisation)
    asked = asked_cells(rows, criteria, said)
    own = Score.objects.visible_to(member).known().filter(assessor=assessor).values_list("assessed", "criterion")
    filled = Counter(assessed for assessed, criterion in own if (assessed, criterion) in asked)
    wanted = Counter(assessed for assessed, _criterion in asked)
    return Sheet([SheetRow(row, filled[row.pk], wanted[row.pk]) for row in rows], criteria, said)
