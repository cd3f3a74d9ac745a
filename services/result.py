"""The arithmetic of a round: plain values in, plain values out, exact until they are shown.

A cell is one assessor × one criterion of a service; its value is a score of 1 to 5, or the exact figure that the
journeys give. An empty cell stays unknown: it widens the range (every empty cell at 1, every empty cell at 5) and
never moves what is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Any

# A key is whatever tells rows apart: a UUID here, a word in a test.
Key = Any
Value = int | Fraction

LOWEST, HIGHEST = 1, 5
STRATEGIC_FROM, IMPROVABLE_FROM = 70, 50
# From this mean of "scope for joint improvement" on, the middle band suggests a preferred supplier.
IMPROVEMENT = 4


@dataclass(frozen=True)
class Weighed:
    """A criterion: its key, its weight (they total 100) and what it is for ("C1" … or "")."""

    key: Key
    weight: int | Fraction
    code: str = ""


def scaled(criteria: Sequence[Weighed]) -> list[Weighed]:
    """The same criteria with weights that total 100; at least one must weigh something."""
    total = sum(one.weight for one in criteria)
    return [replace(one, weight=Fraction(one.weight) * 100 / total) for one in criteria]


@dataclass(frozen=True)
class Column:
    """How a service does on one criterion: mean and spread of the values that there are."""

    criterion: Weighed
    values: tuple[Value, ...]
    cells: int

    @property
    def mean(self) -> Fraction | None:
        return Fraction(sum(self.values)) / len(self.values) if self.values else None

    @property
    def spread(self) -> Value | None:
        """Highest − lowest; unknown with fewer than two values."""
        return max(self.values) - min(self.values) if len(self.values) > 1 else None

    def share(self, empty: int | None = None) -> Fraction | None:
        """What the criterion adds to the score; with `empty`, every empty cell counts as that value.

        Without weight it adds nothing, known or not.
        """
        if not self.criterion.weight:
            return Fraction(0)
        if empty is None:
            return None if self.mean is None else self.criterion.weight * (self.mean - 1) / 4
        total = sum(self.values) + empty * (self.cells - len(self.values))
        return self.criterion.weight * (Fraction(total) / self.cells - 1) / 4


@dataclass(frozen=True)
class ServiceResult:
    """The outcome for one service. `score` is None when a whole criterion is unknown; the range is not."""

    key: Key
    columns: tuple[Column, ...]
    score: Fraction | None
    lowest: Fraction
    highest: Fraction
    completeness: Fraction
    spread: Fraction | None
    # How many assessors filled every cell of it: those that the spread is of.
    full: int = 0
    rank: int | None = None

    @property
    def is_complete(self) -> bool:
        return self.completeness == 1

    @property
    def suggestion(self) -> str:
        """The band of the score, or "" when it is unknown. It suggests, never decides."""
        return "" if self.score is None else band(self.score, self._mean("C5"))

    @property
    def is_sure(self) -> bool:
        """Whether the whole range lies in one band."""
        improvement = self._mean("C5")
        return band(self.lowest, improvement) == band(self.highest, improvement)

    @property
    def contact_and_satisfaction(self) -> Fraction | None:
        """0 to 1: C2 and C3 by weight; unknown when either is."""
        return self._axis("C2", "C3")

    @property
    def value_to_process(self) -> Fraction | None:
        """0 to 1: C1."""
        return self._axis("C1")

    def _mean(self, code: str) -> Fraction | None:
        return next((column.mean for column in self.columns if column.criterion.code == code), None)

    def _axis(self, *codes: str) -> Fraction | None:
        found = [column for column in self.columns if column.criterion.code in codes]
        known = [(column.criterion.weight, column.mean) for column in found if column.mean is not None]
        if len(known) < len(codes):
            return None
        # Where none of them weighs anything they count alike.
        whole = sum(weight for weight, _mean in known)
        weighed = [(weight if whole else 1, mean) for weight, mean in known]
        return sum((weight * (mean - 1) / 4 for weight, mean in weighed), Fraction(0)) / (whole or len(weighed))


def shown(value: Fraction) -> Fraction:
    """To one decimal, halves up, as people read it."""
    return Fraction(floor(value * 10 + Fraction(1, 2)), 10)


def band(score: Fraction, improvement: Fraction | None) -> str:
    """strategic, preferred, performance or transactional (the values of Relationship).

    It looks at the score as it is shown, so that nobody reads 50,0 beside a band that ends below 50.
    """
    score = shown(score)
    if score >= STRATEGIC_FROM:
        return "strategic"
    if score < IMPROVABLE_FROM:
        return "transactional"
    return "preferred" if improvement is not None and improvement >= IMPROVEMENT else "performance"


Values = Mapping[tuple[Key, Key, Key], Value]


def results(
    *, services: Sequence[Key], criteria: Sequence[Weighed], assessors: Sequence[Key], values: Values
) -> list[ServiceResult]:
    """The outcome for each service, in the order of rank, the unranked last.

    `values` maps (service, assessor, criterion) to 1 … 5; what is missing is an empty cell.
    """
    found = [_result(service, criteria, assessors, values) for service in services]
    return sorted(_ranked(found), key=lambda one: (one.rank is None, one.rank or 0))


def _result(service: Key, criteria: Sequence[Weighed], assessors: Sequence[Key], values: Values) -> ServiceResult:
    columns = tuple(
        Column(
            criterion,
            tuple(values[cell] for who in assessors if (cell := (service, who, criterion.key)) in values),
            len(assessors),
        )
        for criterion in criteria
    )
    shares = [column.share() for column in columns]
    known = [share for share in shares if share is not None]
    filled, cells = sum(len(column.values) for column in columns), len(assessors) * len(criteria)
    totals = _totals(service, criteria, assessors, values)
    return ServiceResult(
        key=service,
        columns=columns,
        score=sum(known, Fraction(0)) if len(known) == len(columns) else None,
        lowest=_total(columns, LOWEST),
        highest=_total(columns, HIGHEST),
        completeness=Fraction(filled, cells) if cells else Fraction(0),
        spread=max(totals) - min(totals) if len(totals) > 1 else None,
        full=len(totals),
    )


def _total(columns: Sequence[Column], empty: int) -> Fraction:
    if not all(column.cells for column in columns):
        return Fraction(0 if empty == LOWEST else 100)
    return sum((share for column in columns if (share := column.share(empty)) is not None), Fraction(0))


def _totals(service: Key, criteria: Sequence[Weighed], assessors: Sequence[Key], values: Values) -> list[Fraction]:
    """Of the assessors who filled every cell of this service; the spread is highest − lowest of two or more."""
    totals = []
    for who in assessors:
        own = [values.get((service, who, criterion.key)) for criterion in criteria]
        if all(value is not None for value in own):
            pairs = zip(criteria, own, strict=True)
            totals.append(sum((Fraction(c.weight * (v - 1)) / 4 for c, v in pairs if v is not None), Fraction(0)))
    return totals


def _ranked(found: Sequence[ServiceResult]) -> list[ServiceResult]:
    """Equal scores share a rank, and the next one counts them all: 1, 1, 3.

    Equal as they are shown, or 55,0 would stand on place 5 and on place 6, which reads as a mistake.
    """
    ranked = []
    for one in found:
        above = sum(1 for other in found if _is_above(other, one))
        ranked.append(replace(one, rank=None if one.score is None else above + 1))
    return ranked


def _is_above(other: ServiceResult, one: ServiceResult) -> bool:
    return other.score is not None and one.score is not None and shown(other.score) > shown(one.score)
