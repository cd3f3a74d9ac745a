"""Where the words beside points stand: near their own point, and never over another point or other words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from math import ceil, cos, hypot, pi, sin, sqrt
from statistics import fmean

from pictures import svg
from pictures.svg import Box

SIZE, LINE = 12.0, 15.0
# Between two short labels of one row.
GAP = 8.0
# How far from its point a label may stand: touching it, or a little further away at the end of a thin line.
TOUCHING, NEAR = (3.0,), (3.0, 14.0, 26.0, 40.0, 56.0)
FAR = (*NEAR, 76.0, 100.0)
# Below, above, right and left.
SIDES = 4
# Directions that are tried around a point; further away there are more.
ANGLES = 16

# From its first to its second end.
Line = tuple[float, float, float, float]


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
    leader: Line | None = None


class Room:
    """The space that is left among the points and the labels that were placed before.

    The words of a point within one of the `fields` stay within it, and those of others out of it.
    """

    def __init__(self, plot: Box, spots: Sequence[Spot], fields: Sequence[Box] = ()) -> None:
        self.plot, self.spots, self.fields = plot, spots, fields
        self.homes = [next((field for field in fields if field.holds(spot.x, spot.y)), None) for spot in spots]
        self.shapes, self.words, self.leaders = Boxes(), Boxes(), Boxes()
        boxes = [spot.box for spot in spots]
        for box in boxes:
            self.shapes.add(box)
        self.under = [frozenset(id(box) for box in boxes if box.holds(spot.x, spot.y)) for spot in spots]

    def crowded_first(self) -> list[int]:
        """The points with the most neighbours have the least room, so they choose first."""
        return sorted(range(len(self.spots)), key=lambda n: -self.shapes.met_by(self.spots[n].box))

    def enclosed(self) -> list[int]:
        """The points that have others on all sides, so that no line can leave them."""
        return [n for n, spot in enumerate(self.spots) if self.shapes.met_by(_grown(spot.box)) > SIDES]

    def nearest(self, group: Set[int], reach: float) -> int | None:
        """The nearest point outside a group and in its field, if it is within reach."""
        home = self.homes[min(group)]
        near = [
            (min(_gap(self.spots[n], other.box) for n in group), k)
            for k, other in enumerate(self.spots)
            if k not in group and self.homes[k] == home
        ]
        gap, found = min(near, default=(reach, None))
        return found if gap < reach else None

    def place(
        self, members: Sequence[int], lines: tuple[str, ...], distances: Iterable[float], *, width: float = 0.0,
        over: bool = False,
    ) -> Label | None:  # fmt: skip
        """A label at the nearest free place around points, mostly one, which is then taken; None without any.

        `width` is that of its words, unless given; `over` lets its line run over others and over marks.
        """
        width = width or max(svg.width_of(line, SIZE) for line in lines) + 4
        spots = [self.spots[n] for n in members]
        within = self.homes[members[0]] or self.plot
        for around in _around(_middle(spots), width, LINE * len(lines), distances):
            box = _moved_into(within, around) if len(members) > 1 else around
            if self._is_free(members[0], box) and not self.shapes.meets(box):
                leader = _leader(spots, box)
                if over or not leader or self._is_clear(leader, members):
                    return self._taken(Label(lines, box, leader))
        return None

    def place_within(self, n: int, lines: tuple[str, ...]) -> Label | None:
        """One line within the mark itself, where that is large enough and no other mark stands in the way."""
        spot, width = self.spots[n], svg.width_of(lines[0], SIZE)
        box = Box(spot.x - width / 2, spot.y - LINE / 2, width, LINE)
        fits = hypot(width, LINE) / 2 <= spot.radius and self.shapes.met_by(box) == 1
        return self._taken(Label(lines, box)) if fits and self._is_free(n, box) else None

    def place_block(
        self, members: Sequence[int], words: Sequence[str], distances: Iterable[float], *, over: bool = False
    ) -> list[Label]:
        """Short labels of points that share a place, in rows at the end of one line; none without room for all."""
        cell = max(svg.width_of(word, SIZE) for word in words) + GAP
        widest = max(1, int((self.homes[members[0]] or self.plot).width * 0.8 // cell))
        across = min(widest, ceil(sqrt(len(members) * LINE / cell)))
        block = self.place(members, ("",) * ceil(len(members) / across), distances, width=across * cell, over=over)
        if not block:
            return []
        x, y = block.box.x, block.box.y
        boxes = (Box(x + n % across * cell, y + n // across * LINE, cell, LINE) for n in range(len(members)))
        return [Label((word,), box, block.leader if n == 0 else None)
                for n, (word, box) in enumerate(zip(words, boxes, strict=True))]  # fmt: skip

    def _is_clear(self, leader: Line, members: Sequence[int]) -> bool:
        """Whether a line runs through no words, no other line and no mark but one that its own mark lies on."""
        under = frozenset().union(*(self.under[n] for n in members))
        return not any(
            self.words.meets(piece) or self.leaders.meets(piece) or self.shapes.meets(piece, under)
            for piece in _pieces(leader)
        )

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

    def meets(self, box: Box, but: Set[int] = frozenset()) -> bool:
        """Whether any of them overlaps this box, apart from those with an id in `but`."""
        squares = self.squares
        return any(
            other.meets(box) and id(other) not in but
            for square in self._squares(box)
            for other in squares.get(square, ())
        )

    def met_by(self, box: Box) -> int:
        """How many of them overlap this box."""
        return len({id(other) for square in self._squares(box) for other in self.squares.get(square, ())
                    if other.meets(box)})  # fmt: skip

    def _squares(self, box: Box) -> Iterator[tuple[int, int]]:
        for across in range(int(box.x // self.SQUARE), int((box.x + box.width) // self.SQUARE) + 1):
            for down in range(int(box.y // self.SQUARE), int((box.y + box.height) // self.SQUARE) + 1):
                yield across, down


def _around(spot: Spot, width: float, height: float, distances: Iterable[float]) -> Iterator[Box]:
    """Boxes around a point, the nearest first, and of those first below, above, right and left of it."""
    for distance in distances:
        angles = ANGLES * (1 + int(distance // 40))
        for step in sorted(range(angles), key=lambda step: (step * 4 % angles != 0, step * 8 % angles != 0)):
            across, down = cos(pi / 2 + 2 * pi * step / angles), sin(pi / 2 + 2 * pi * step / angles)
            # From the edge of the mark on, the box is moved out of the way by its own half in that direction.
            x = spot.x + across * (spot.radius + distance) + _outwards(across) * width / 2
            y = spot.y + down * (spot.radius + distance) + _outwards(down) * height / 2
            yield Box(x - width / 2, y - height / 2, width, height)


def _grown(box: Box) -> Box:
    more = TOUCHING[0]
    return Box(box.x - more, box.y - more, box.width + 2 * more, box.height + 2 * more)


def _moved_into(home: Box, box: Box) -> Box:
    x = max(home.x, min(box.x, home.x + home.width - box.width))
    y = max(home.y, min(box.y, home.y + home.height - box.height))
    return Box(x, y, box.width, box.height)


def _outwards(direction: float) -> float:
    return max(-1.0, min(1.0, direction * 1.5))


def _middle(spots: Sequence[Spot]) -> Spot:
    return Spot(fmean(spot.x for spot in spots), fmean(spot.y for spot in spots), spots[0].radius)


def _leader(spots: Sequence[Spot], box: Box) -> Line | None:
    """From the edge of the nearest mark to the nearest edge of the label; None where they touch.

    From the nearest it runs through no other mark of the same group.
    """
    gap, spot = min(((_gap(spot, box), spot) for spot in spots), key=lambda pair: pair[0])
    if gap <= TOUCHING[0] + 0.1:
        return None
    x, y = _nearest(spot, box)
    share = spot.radius / (gap + spot.radius)
    return spot.x + (x - spot.x) * share, spot.y + (y - spot.y) * share, x, y


def _gap(spot: Spot, box: Box) -> float:
    x, y = _nearest(spot, box)
    return hypot(x - spot.x, y - spot.y) - spot.radius


def _nearest(spot: Spot, box: Box) -> tuple[float, float]:
    return max(box.x, min(box.x + box.width, spot.x)), max(box.y, min(box.y + box.height, spot.y))


def _pieces(line: Line) -> list[Box]:
    """Boxes that cover the line without a gap, so that no other line slips through."""
    x1, y1, x2, y2 = line
    steps = max(1, ceil(hypot(x2 - x1, y2 - y1) / 4))
    return [Box(x1 + (x2 - x1) * n / steps - 2, y1 + (y2 - y1) * n / steps - 2, 4, 4) for n in range(steps)]
