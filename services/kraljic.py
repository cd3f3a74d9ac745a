"""Kraljic as a second view of a round: dependence against spend. It never decides (methods B.1).

Supply risk is the mean score on dependence (C6): 3 or more is high. Impact is the spend per year on a
logarithmic scale: from the median of what is known on it is high, so that one amount that is far off, as a typing
error is, does not move the border. What has no spend, or no score on dependence, has no place.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import log
from statistics import median
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pictures.kraljic import Quadrant, kraljic
from pictures.portfolio import Point, Size, letter
from services.models import Relationship
from services.outcome import drawn_kind, relation_words, state_words
from services.pictures import drawn, euros
from services.result import ServiceResult
from services.templatetags.services_words import one_decimal

DEPENDENCE = "C6"
MIDDLE = 3
MOST_MARKS = 6
QUADRANTS = {
    "strategic": (gettext_lazy("Strategic"), gettext_lazy("few suppliers, much at stake: build a partnership")),
    "leverage": (gettext_lazy("Leverage"), gettext_lazy("many suppliers, much money: compete and bundle")),
    "bottleneck": (
        gettext_lazy("Bottleneck"),
        gettext_lazy("hard to replace: secure the supply, look for alternatives"),
    ),
    "routine": (gettext_lazy("Routine"), gettext_lazy("easy to replace and cheap: standardise, spend less time on it")),
}


@dataclass(frozen=True)
class Scale:
    """Amounts on two logarithmic scales that meet: from the least to the middle, and from there to the most."""

    least: Decimal
    middle: Decimal
    most: Decimal

    @classmethod
    def of(cls, spends: Collection[Decimal]) -> Self:
        return cls(min(spends), median(spends), max(spends))

    def place(self, spend: Decimal) -> float:
        """From 0 to 1, with the middle halfway."""
        low, high, start = (self.middle, self.most, 0.5) if self.is_high(spend) else (self.least, self.middle, 0.0)
        return start if low == high else start + log(spend / low) / log(high / low) / 2

    def is_high(self, spend: Decimal) -> bool:
        return spend >= self.middle

    def marks(self) -> list[tuple[float, str]]:
        """Round amounts on the scale with their places, or the only amount that there is."""
        if self.least == self.most:
            return [(0.5, euros(self.least))]
        for steps in ((1, 2, 5), (1, 3), (1,)):
            found = self._round(steps)
            if len(found) <= MOST_MARKS:
                break
        else:
            found = found[:: -(-len(found) // MOST_MARKS)]
        return [(self.place(one), euros(one)) for one in found or [self.least, self.most]]

    def _round(self, steps: Sequence[int]) -> list[Decimal]:
        powers = range(self.least.adjusted(), self.most.adjusted() + 1)
        amounts = [step * Decimal(10) ** power for power in powers for step in steps]
        return [one for one in amounts if self.least <= one <= self.most]


def dependence_of(result: ServiceResult) -> Fraction | None:
    """The mean score on dependence; None when the round does not ask for it or nobody knew."""
    return next((column.mean for column in result.columns if column.criterion.code == DEPENDENCE), None)


def quadrant_of(dependence: Fraction, spend: Decimal, scale: Scale) -> str:
    risky = dependence >= MIDDLE
    if scale.is_high(spend):
        return "strategic" if risky else "leverage"
    return "bottleneck" if risky else "routine"


def kraljic_context(
    rows: Sequence[dict[str, Any]], url_of: Callable[[Any], str] | None = None, size: Size | None = None
) -> dict[str, Any]:
    """`figure` with its table (None when nothing can be placed), `beside` with what cannot, and `middle`.

    `rows` are those of services.outcome; `url_of` gives the page of an assessed service, `size` is
    for paper.
    """
    known = [row for row in rows if not _lacks(row)]
    context: dict[str, Any] = {
        "beside": [{"name": row["assessed"].name, "lacks": _lacks(row)} for row in rows if _lacks(row)],
        "figure": None,
        "middle": "",
    }
    if known:
        spends = [row["assessed"].annual_spend for row in known]
        scale = Scale.of(spends)
        context |= {"figure": _figure(known, scale, url_of, size), "middle": euros(scale.middle)}
    return context


def _lacks(row: dict[str, Any]) -> str:
    """What keeps a service out of the picture, in words; empty when nothing does."""
    lacks = []
    if not row["assessed"].annual_spend:
        lacks.append(_("no spend known"))
    if dependence_of(row["result"]) is None:
        lacks.append(_("no score on dependence"))
    return _(" and ").join(lacks)


def _figure(
    rows: Sequence[dict[str, Any]], scale: Scale, url_of: Callable[[Any], str] | None, size: Size | None
) -> dict[str, Any]:
    placed = [_placed(row, scale) for row in rows]
    quadrants = {key: Quadrant(str(name), str(advice)) for key, (name, advice) in QUADRANTS.items()}
    words: dict[str, Any] = {
        "title": _("Kraljic: dependence and spend"),
        "description": _("To the right a supplier is harder to replace, upwards a service costs more a year."),
        "points": [_point(row, one, scale, url_of) for row, one in zip(rows, placed, strict=True)],
        "quadrants": quadrants,
        "x_label": _("Dependence on the supplier"),
        "y_label": _("Spend per year"),
        "y_marks": scale.marks(),
        "kinds": {**dict(Relationship.choices), "open": _("nothing chosen yet")},
    }
    return {
        "svg": drawn(kraljic(**words, size=size)),
        "narrow_svg": drawn(kraljic(**words, narrow=True)),
        "headings": [
            _("Service"), _("Letter"), _("Dependence"), _("Spend per year"), _("Quadrant"), _("Relation chosen"),
        ],
        "rows": [
            [
                row["assessed"].name, letter(place), one_decimal(dependence_of(row["result"])),
                euros(row["assessed"].annual_spend), quadrants[one].name,
                relation_words(row),
            ]
            for place, (row, one) in enumerate(zip(rows, placed, strict=True))
        ],
    }  # fmt: skip


def _placed(row: dict[str, Any], scale: Scale) -> str:
    dependence = dependence_of(row["result"])
    assert dependence is not None
    return quadrant_of(dependence, row["assessed"].annual_spend, scale)


def _point(row: dict[str, Any], quadrant: str, scale: Scale, url_of: Callable[[Any], str] | None) -> Point:
    assessed = row["assessed"]
    dependence = dependence_of(row["result"])
    assert dependence is not None
    return Point(
        key=str(assessed.pk),
        label=assessed.name,
        x=float((dependence - 1) / 4),
        y=scale.place(assessed.annual_spend),
        kind=drawn_kind(row),
        href=url_of(assessed) if url_of else None,
        detail=f"{QUADRANTS[quadrant][0]}; {state_words(row)}",
    )
