"""Where the words beside points stand: near their own point, and never over another point or other words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, hypot, pi, sin, sqrt

from pictures import svg
from pictures.svg import Box

SIZE, LINE = 12.0, 15.0
# Between two short labels of one row.
GAP = 8.0
# How far from its point a label may stand: touching it, or a little further away at the end of a thin line.
TOUCHING, NEAR = (3.0,), (3.0, 14.0, 26.0, 40.0, 56.0)
# Directions that are tried around a point; further away there are more.
ANGLES = 16


@dataclass(frozen=True)
class Spot:
    """A point as it is drawn: its centre and radius."""

    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        return Box(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


@dataclass(frozen=True)
class Label:
    """Lines of words in a box; `leader` is the line from the point to a label that does not touch it."""

    lines: tuple[str, ...]
    box: Box
    leader: tuple[float, float, float, float] | None = None


class Room:
    """The space that is left among the points and the labels that were placed before.

    The words of a point within one of the `fields` stay within it, and those of others out of it.
    """

    def __init__(self, plot: Box, spots: Sequence[Spot], fields: Sequence[Box] = ()) -> None:
        self.plot, self.spots, self.fields = plot, spots, fields
        self.homes = [next((field for field in fields if field.holds(spot.x, spot.y)), None) for spot in spots]
        self.shapes, self.words, self.leaders = Boxes(), Boxes(), Boxes()
        for spot in spots:
            self.shapes.add(spot.box)

    def crowded_first(self) -> list[int]:
        """The points with the most neighbours have the least room, so they choose first."""
        return sorted(range(len(self.spots)), key=lambda n: -self.shapes.met_by(self.spots[n].box))

    def place(
        self, n: int, lines: tuple[str, ...], distances: Iterable[float], *, over: bool = False, width: float = 0.0
    ) -> Label | None:
        """A label at the nearest free place around point `n`, which from then on is taken; None without any.

        `over` lets its leader run over other words; `width` is that of its words, unless given.
        """
        width = width or max(svg.width_of(line, SIZE) for line in lines) + 4
        for box, distance in _around(self.spots[n], width, LINE * len(lines), distances):
            if not self._is_free(n, box) or self.shapes.meets(box):
                continue
            leader = None if distance <= TOUCHING[0] else _leader(self.spots[n], box)
            if over or not leader or not any(self.words.meets(piece) for piece in _pieces(leader)):
                return self._taken(Label(lines, box, leader))
        return None

    def place_within(self, n: int, lines: tuple[str, ...]) -> Label | None:
        """One line within the mark itself, where that is large enough and no other mark stands in the way."""
        spot, width = self.spots[n], svg.width_of(lines[0], SIZE)
        box = Box(spot.x - width / 2, spot.y - LINE / 2, width, LINE)
        fits = hypot(width, LINE) / 2 <= spot.radius and self.shapes.met_by(box) == 1
        return self._taken(Label(lines, box)) if fits and self._is_free(n, box) else None

    def place_block(self, members: Sequence[int], words: Sequence[str], distances: Iterable[float]) -> list[Label]:
        """Short labels of points that share a place, in rows at the end of one line; none without room for all."""
        first, cell = members[0], max(svg.width_of(word, SIZE) for word in words) + GAP
        widest = max(1, int((self.homes[first] or self.plot).width * 0.8 // cell))
        across = min(widest, ceil(sqrt(len(members) * LINE / cell)))
        block = self.place(first, ("",) * ceil(len(members) / across), distances, over=True, width=across * cell)
        if not block:
            return []
        x, y = block.box.x, block.box.y
        boxes = (Box(x + n % across * cell, y + n // across * LINE, cell, LINE) for n in range(len(members)))
        return [Label((word,), box, block.leader if n == 0 else None)
                for n, (word, box) in enumerate(zip(words, boxes, strict=True))]  # fmt: skip

    def _is_free(self, n: int, box: Box) -> bool:
        return self._is_home(n, box) and not self.words.meets(box) and not self.leaders.meets(box)

    def _is_home(self, n: int, box: Box) -> bool:
        home = self.homes[n]
        if not box.inside(home or self.plot):
            return False
        return not any(box.meets(field) for field in self.fields if field is not home)

    def _taken(self, label: Label) -> Label:
        self.words.add(label.box)
        for piece in _pieces(label.leader) if label.leader else ():
            self.leaders.add(piece)
        return label


class Boxes:
    """Boxes by the squares of a grid that they lie in, so that few of them have to be asked."""

    SQUARE = 32.0

    def __init__(self) -> None:
        self.squares: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        for square in self._squares(box):
            self.squares[square].append(box)

    def meets(self, box: Box) -> bool:
        """Whether any of them overlaps this box."""
        squares = self.squares
        return any(other.meets(box) for square in self._squares(box) for other in squares.get(square, ()))

    def met_by(self, box: Box) -> int:
        """How many of them overlap this box."""
        return len({id(other) for square in self._squares(box) for other in self.squares.get(square, ())
                    if other.meets(box)})  # fmt: skip

    def _squares(self, box: Box) -> Iterator[tuple[int, int]]:
        for across in range(int(box.x // self.SQUARE), int((box.x + box.width) // self.SQUARE) + 1):
            for down in range(int(box.y // self.SQUARE), int((box.y + box.height) // self.SQUARE) + 1):
                yield across, down


def _around(spot: Spot, width: float, height: float, distances: Iterable[float]) -> Iterator[tuple[Box, float]]:
    """Boxes around a point, the nearest first, and of those first below, above, right and left of it."""
    for distance in distances:
        angles = ANGLES * (1 + int(distance // 40))
        for step in sorted(range(angles), key=lambda step: (step * 4 % angles != 0, step * 8 % angles != 0)):
            across, down = cos(pi / 2 + 2 * pi * step / angles), sin(pi / 2 + 2 * pi * step / angles)
            # From the edge of the mark on, the box is moved out of the way by its own half in that direction.
            x = spot.x + across * (spot.radius + distance) + _outwards(across) * width / 2
            y = spot.y + down * (spot.radius + distance) + _outwards(down) * height / 2
            yield Box(x - width / 2, y - height / 2, width, height), distance


def _outwards(direction: float) -> float:
    return max(-1.0, min(1.0, direction * 1.5))


def _leader(spot: Spot, box: Box) -> tuple[float, float, float, float]:
    """From the edge of the mark to the nearest edge of the label."""
    x, y = max(box.x, min(box.x + box.width, spot.x)), max(box.y, min(box.y + box.height, spot.y))
    far = hypot(x - spot.x, y - spot.y) or 1.0
    return spot.x + (x - spot.x) * spot.radius / far, spot.y + (y - spot.y) * spot.radius / far, x, y


def _pieces(line: tuple[float, float, float, float]) -> list[Box]:
    x1, y1, x2, y2 = line
    steps = max(1, round(hypot(x2 - x1, y2 - y1) / 4))
    return [Box(x1 + (x2 - x1) * n / steps - 1, y1 + (y2 - y1) * n / steps - 1, 2, 2) for n in range(steps)]
