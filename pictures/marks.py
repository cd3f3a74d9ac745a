"""Where marks stand that would hide each other: in rows around their places."""

from collections.abc import Sequence
from math import ceil, hypot, sqrt
from statistics import fmean

from pictures.labels import Spot
from pictures.svg import Box


def side_by_side(spots: Sequence[Spot], homes: Sequence[Box]) -> list[Spot]:
    """The marks, those that would hide each other in rows, none of them out of the field that is its home."""
    groups, found = [[n] for n in range(len(spots))], list(spots)
    while len(larger := _grown(groups, found, spots, homes)) < len(groups):
        groups = larger
        for group in groups:
            if len(group) > 1:
                rows = _rows([spots[n] for n in group], homes[group[0]])
                for n, spot in zip(group, rows, strict=True):
                    found[n] = spot
    return found


def _grown(
    groups: Sequence[list[int]], found: Sequence[Spot], places: Sequence[Spot], homes: Sequence[Box]
) -> list[list[int]]:
    """The groups, with those made one of which a mark hides a mark of the other."""
    grown: list[list[int]] = []
    for group in groups:
        for other in list(grown):
            if homes[other[0]] == homes[group[0]] and any(_hides(found[a], found[b]) for a in group for b in other):
                both = sorted(group + other)
                if _is_near([places[n] for n in both]):
                    grown.remove(other)
                    group = both
        grown.append(group)
    return grown


def _hides(one: Spot, other: Spot) -> bool:
    """Whether less than half of the smaller mark's width is left to see of the larger one beneath it."""
    return hypot(one.x - other.x, one.y - other.y) + abs(one.radius - other.radius) < min(one.radius, other.radius)


def _is_near(spots: Sequence[Spot]) -> bool:
    """Whether their rows are as large as the space that they come from, so that none goes far from its place."""
    spread = max(
        max(spot.x for spot in spots) - min(spot.x for spot in spots),
        max(spot.y for spot in spots) - min(spot.y for spot in spots),
    )
    return spread <= ceil(sqrt(len(spots))) * _pitch(spots)


def _rows(spots: Sequence[Spot], home: Box) -> list[Spot]:
    """Marks in rows around their middle, moved inwards where they would leave their field."""
    pitch, most = _pitch(spots), max(spot.radius for spot in spots)
    columns = max(1, min(ceil(sqrt(len(spots))), int((home.width - 2 * most) // pitch) + 1))
    wide, high = (columns - 1) * pitch, (ceil(len(spots) / columns) - 1) * pitch
    left, top = fmean(spot.x for spot in spots) - wide / 2, fmean(spot.y for spot in spots) - high / 2
    x = max(home.x + most, min(left, home.x + home.width - most - wide))
    y = max(home.y + most, min(top, home.y + home.height - most - high))
    return [Spot(x + n % columns * pitch, y + n // columns * pitch, spot.radius) for n, spot in enumerate(spots)]


def _pitch(spots: Sequence[Spot]) -> float:
    return 2 * max(spot.radius for spot in spots) + 2
