"""Services on two axes: contact and satisfaction against value to the primary process."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from pictures import svg
from pictures.labels import FAR, LINE, NEAR, SIZE, TOUCHING, Label, Room, Spot
from pictures.marks import side_by_side
from pictures.svg import Box

KINDS = ("strategic", "preferred", "performance", "transactional", "open")
# By `narrow`: a phone's picture is as wide as a card on a screen of 360 px, so that its words are 12 px there.
WIDTHS, HEIGHTS = {False: 760.0, True: 292.0}, {False: 468.0, True: 300.0}
# What a point with its number takes at least among many.
SPACE = 1200.0
MARKS = {False: (7.0, 26.0), True: (6.0, 15.0)}
LEFT, TOP, MARGIN = 42.0, 12.0, 12.0
# Both axes run over the values of a score.
VALUES = ("1", "2", "3", "4", "5")
# How far a ring lies around its mark.
RING = 5.0
# How wide a line of a name beside its point may be, and how many lines it may have; a row of legend and key, large
# enough for a finger.
NAME, LINES, PITCH = {False: 150.0, True: 110.0}, {False: 3, True: 2}, 24.0

# So many points at one place are named together.
CROWD = 4
# How often points without room are joined before the plot is made higher.
TRIES = 5
# Once points are named together from so far away, or are so many, room counts for more than lines that stay clear.
PATIENCE, MANY = 3 * LINE, 80

Size = tuple[float, float]
# On a broad page of paper: as wide as the page at letters of some eight points.
BROAD: Size = (1040.0, 345.0)


@dataclass(frozen=True)
class Point:
    """A service: x and y from 0 to 1, `size` its share of the largest spend (0 to 1), `kind` one of KINDS.

    `kind` says the relationship that was chosen, "open" while nothing was; `is_ringed` marks what the score suggests
    for a partnership.
    """

    key: str
    label: str
    x: float
    y: float
    size: float = 0.0
    kind: str = "open"
    href: str | None = None
    detail: str = ""
    is_ringed: bool = False


def portfolio(
    *, title: str, description: str, points: Sequence[Point], x_label: str, y_label: str, ring_label: str = "",
    kinds: Mapping[str, str] | None = None, narrow: bool = False, size: Size | None = None,
) -> str:  # fmt: skip
    """The picture as SVG text; `narrow` is for a phone; `size` the width and the least height of the field, for
    paper; `kinds` names the marks in the legend.

    Each point carries its name or, without room for it, a letter: that of its place in `points` (and so in the
    table behind the picture), as a number looks like a rank. The letters are explained under the axes.
    """
    width = (size or (WIDTHS[narrow], 0))[0]
    plot, spots, labels = laid_out(points, narrow, size)
    foot = Foot(plot.y + plot.height + 34, width)
    parts = [
        *_frame(plot, y_label, narrow, len(points)),
        *foot.words(f"{x_label}\N{NO-BREAK SPACE}→", end=True),
    ]
    marks = {kind: words for kind, words in (kinds or {}).items() if kind in {p.kind for p in points}}
    parts += foot.legend(marks | ({"ring": ring_label} if any(point.is_ringed for point in points) else {}))
    lettered = [n for n, label in enumerate(labels) if label.lines == as_letter(n)]
    keys = foot.key({n: points[n].label for n in lettered}, columns=1 if narrow else 3)
    # The large ones first, so that a small one is never hidden behind them; of equal ones what was chosen lies on top.
    for n in sorted(range(len(points)), key=lambda n: (-spots[n].radius, -KINDS.index(points[n].kind))):
        parts.append(marked(points[n], spots[n], labels[n], keys.get(n, "")))
    links, height = any(point.href for point in points), foot.y - LINE + 5
    return svg.picture(parts, title=title, description=description, width=width, height=height, has_links=links)


def laid_out(points: Sequence[Point], narrow: bool, size: Size | None = None) -> tuple[Box, list[Spot], list[Label]]:
    """Plot, marks and labels; the plot is made higher until there is room for every label."""
    whole, least = size or (WIDTHS[narrow], HEIGHTS[narrow])
    width = whole - LEFT - MARGIN
    height = max(least, SPACE * len(points) / width)
    reach = LINE
    while True:
        plot = Box(LEFT, TOP, width, height)
        places = [_spot(point, plot, narrow, len(points)) for point in points]
        spots = side_by_side(places, [plot] * len(places))
        labels = named([point.label for point in points], plot, spots, narrow, (), places, reach)
        if all(labels):
            return plot, spots, [label for label in labels if label]
        # What a higher plot does not set apart is named together from further away, so that this ends.
        height, reach = height * 1.3, reach * 2.5


def _spot(point: Point, plot: Box, narrow: bool, many: int) -> Spot:
    """The area of a mark follows the spend; among many points the large ones are smaller."""
    least, most = MARKS[narrow][0], largest(narrow, many)
    radius = least + (most - least) * max(0.0, min(1.0, point.size)) ** 0.5
    scale = scale_of(plot, narrow, many)
    x = scale.x + max(0.0, min(1.0, point.x)) * scale.width
    y = scale.y + scale.height - max(0.0, min(1.0, point.y)) * scale.height
    return Spot(x, y, radius + (RING if point.is_ringed else 0.0))


def largest(narrow: bool, many: int) -> float:
    """The radius of the largest mark, without a ring."""
    least, most = MARKS[narrow]
    return max(least + 1, most * min(1.0, 25 / max(1, many)) ** 0.5)


def scale_of(plot: Box, narrow: bool, many: int) -> Box:
    """Where the values of both axes run: the largest mark stays within the plot at each end, with its ring."""
    most = largest(narrow, many) + RING
    return Box(plot.x + most, plot.y + most, plot.width - 2 * most, plot.height - 2 * most)


def named(
    names: Sequence[str], plot: Box, spots: Sequence[Spot], narrow: bool, fields: Sequence[Box] = (),
    places: Sequence[Spot] = (), reach: float = LINE,
) -> list[Label | None]:  # fmt: skip
    """Names where there is room and letters elsewhere; on a phone all are names, or else all are letters.

    Of many points that share a place, which `places` tells when `spots` do not, the letters stand together, and so
    do those of points that are too close for a line to each, within `reach` of the next. None for what has no place.
    """
    room = Room(plot, spots, fields)
    crowds = joined(crowds_of(places or spots), room.enclosed(), room, reach)
    if narrow and not crowds:
        found = _labelled(names, room, narrow, ())
        if all(label and label.lines != as_letter(n) for n, label in enumerate(found)):
            return found
    for _again in range(TRIES):
        room = Room(plot, spots, fields)
        found = _labelled(() if narrow else names, room, narrow, crowds, over=reach > PATIENCE or len(names) > MANY)
        larger = joined(crowds, stuck_of(found, crowds), room, reach)
        if larger == crowds:
            break
        crowds = larger
    return found


def _labelled(
    names: Sequence[str], room: Room, narrow: bool, crowds: Sequence[Sequence[int]], over: bool = False
) -> list[Label | None]:
    """A label for each point that has room for one: those of crowds first, then names, then letters. `over` lets the
    line of a crowd run over what lies between."""
    found: list[Label | None] = [None] * len(room.spots)
    anywhere = further(3, room.plot.width + room.plot.height)
    for crowd in crowds:
        block = room.place_block(crowd, [letter(n) for n in crowd], anywhere, over=over)
        for n, label in zip(crowd, block, strict=False):
            found[n] = label
    crowded = {n for crowd in crowds for n in crowd}
    order = [n for n in room.crowded_first() if n not in crowded]
    for n in order if names else ():
        lines = tuple(svg.fold(names[n], NAME[narrow], SIZE))
        if len(lines) <= LINES[narrow]:
            found[n] = room.place([n], lines, TOUCHING if narrow else NEAR)
    for n in order:
        found[n] = found[n] or room.place_within(n, as_letter(n)) or room.place([n], as_letter(n), FAR)
    return found


def stuck_of(labels: Sequence[Label | None], crowds: Sequence[Sequence[int]]) -> list[int]:
    """One point of each crowd without room, and each point without room that is in none."""
    later = {n for crowd in crowds for n in crowd[1:]}
    return [n for n, label in enumerate(labels) if not label and n not in later]


def joined(crowds: list[list[int]], stuck: Sequence[int], room: Room, reach: float) -> list[list[int]]:
    """The crowds, with each point or crowd that has no room joined to what is nearest, if anything is near."""
    found = [set(crowd) for crowd in crowds]
    for n in stuck:
        group = next((crowd for crowd in found if n in crowd), {n})
        near = room.nearest(group, reach)
        if near is not None:
            whole = group.union({near}, *(crowd for crowd in found if near in crowd))
            found = [crowd for crowd in found if not crowd & whole] + [whole]
    return sorted((sorted(crowd) for crowd in found), key=len, reverse=True)


def further(start: float, end: float) -> list[float]:
    """Distances with steps that grow, as far away a little more or less is nothing."""
    found = [start]
    while found[-1] < end:
        found.append(found[-1] + max(9.0, found[-1] * 0.15))
    return found


def crowds_of(spots: Sequence[Spot]) -> list[list[int]]:
    """The points of which too many share a place for a label each beside it, the largest crowd first."""
    sharing: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for n, spot in enumerate(spots):
        sharing[round(spot.x), round(spot.y)].append(n)
    return sorted((members for members in sharing.values() if len(members) >= CROWD), key=len, reverse=True)


def letter(n: int) -> str:
    """A … Z, AA, AB … for 0, 1, 2 …"""
    return (letter(n // 26 - 1) if n >= 26 else "") + chr(65 + n % 26)


def as_letter(n: int) -> tuple[str, ...]:
    return (letter(n),)


def _frame(plot: Box, y_label: str, narrow: bool, many: int) -> list[str]:
    right, bottom = plot.x + plot.width, plot.y + plot.height
    scale = scale_of(plot, narrow, many)
    steps = [(n / (len(VALUES) - 1), words) for n, words in enumerate(VALUES)]
    return [
        *(svg.text(words, scale.x + share * scale.width, bottom + 15, anchor="middle", quiet=True)
          for share, words in steps),
        *(svg.text(words, plot.x - 6, scale.y + (1 - share) * scale.height + 4, anchor="end", quiet=True)
          for share, words in steps),
        svg.element("line", class_="axis", x1=plot.x, y1=bottom, x2=right, y2=bottom, stroke=svg.LINE),
        svg.element("line", class_="axis", x1=plot.x, y1=plot.y, x2=plot.x, y2=bottom, stroke=svg.LINE),
        svg.text(svg.shorten(f"{y_label} →", plot.height), 0, 0, anchor="end", quiet=True,
                 transform=f"translate(16 {svg.number(plot.y)}) rotate(-90)"),
    ]  # fmt: skip


class Foot:
    """What stands under the axes, line after line; `y` is the baseline of the next one."""

    def __init__(self, y: float, width: float) -> None:
        self.y, self.width = y, width

    def words(self, words: str, *, end: bool = False) -> list[str]:
        """Quiet words over as many lines as they need."""
        x, anchor = (self.width - MARGIN, "end") if end else (LEFT, "start")
        return [svg.text(line, x, self._next(LINE), anchor=anchor, quiet=True)
                for line in svg.fold(words, self.width - LEFT - MARGIN, SIZE)]  # fmt: skip

    def legend(self, kinds: Mapping[str, str]) -> list[str]:
        """The marks with their meaning, in rows."""
        x, parts = LEFT, []
        self.y += 8
        for kind, words in kinds.items():
            lines = svg.fold(words, self.width - LEFT - 20 - MARGIN, SIZE)
            room = 22 + max(svg.width_of(line, SIZE) for line in lines)
            if x > LEFT and x + room > self.width:
                x, self.y = LEFT, self.y + PITCH
            parts += [shape(kind, x + 7, self.y - 4, 6.5)]
            parts += [svg.text(line, x + 20, self.y + n * LINE) for n, line in enumerate(lines)]
            # What needs more than one line has the row to itself.
            self.y += (len(lines) - 1) * LINE
            x += room + 14
        self.y += PITCH if parts else -8
        return parts

    def key(self, names: Mapping[int, str], *, columns: int) -> dict[int, str]:
        """Letter and name of the points that carry a letter, in columns."""
        column, gap = (self.width - LEFT) / columns, 26.0
        self.y += 6 if names else 0
        found: dict[int, str] = {}
        top = lowest = self.y
        for place, (n, name) in enumerate(names.items()):
            if place % -(-len(names) // columns) == 0:
                self.y = top
            x = LEFT + column * (place // -(-len(names) // columns))
            mark = svg.text(letter(n), x + gap - 8, self.y, anchor="end", weight=600)
            lines = svg.fold(name, column - gap - 8, SIZE)
            found[n] = mark + "".join(svg.text(line, x + gap, self._next(LINE)) for line in lines)
            self.y += PITCH - LINE
            lowest = max(lowest, self.y)
        self.y = lowest
        return found

    def _next(self, height: float) -> float:
        self.y += height
        return self.y - height


def marked(point: Point, spot: Spot, label: Label, key: str) -> str:
    title = svg.element("title", escape(f"{point.label}{': ' + point.detail if point.detail else ''}"))
    inner = title + shape("ring", spot.x, spot.y, spot.radius) * point.is_ringed
    inner += shape(point.kind, spot.x, spot.y, spot.radius - RING * point.is_ringed)
    if label.leader:
        x1, y1, x2, y2 = label.leader
        inner += svg.element("line", class_="leader", x1=x1, y1=y1, x2=x2, y2=y2, stroke=svg.MUTED)
    for n, line in enumerate(label.lines):
        middle = label.box.x + label.box.width / 2
        inner += svg.text(line, middle, label.box.y + 11.5 + n * LINE, size=SIZE, anchor="middle")
    if point.href:
        return svg.element("a", inner + key, class_="point", href=point.href, aria_label=point.label)
    return svg.element("g", inner + key, class_="point")


def shape(kind: str, x: float, y: float, radius: float) -> str:
    """Circle, hexagon, square, triangle, open circle: the relationship, told by form and not by colour alone. "ring"
    is what lies around a mark.

    No diamond: that is the mark of a supplier.
    """
    if kind == "ring":
        return svg.element(
            "circle", class_="ring", cx=x, cy=y, r=radius, fill="none", stroke=svg.ACCENT, stroke_width=2
        )
    look: dict[str, Any] = {
        "class_": f"mark {kind}", "fill": "#ffffff" if kind == "open" else "#c3d3d2", "stroke": svg.ACCENT,
        "stroke_width": 1.5, "fill_opacity": 0.85,
    }  # fmt: skip
    if kind == "strategic":
        look["fill"] = "#5d7d84"
    if kind == "preferred":
        half = radius * 0.87
        corners = [(x, y - radius), (x + half, y - radius / 2), (x + half, y + radius / 2), (x, y + radius),
                   (x - half, y + radius / 2), (x - half, y - radius / 2)]  # fmt: skip
    elif kind == "performance":
        side = radius * 0.86
        corners = [(x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)]
    elif kind == "transactional":
        corners = [(x, y - radius), (x + radius * 0.9, y + radius * 0.75), (x - radius * 0.9, y + radius * 0.75)]
    else:
        if kind == "open":
            look["stroke_dasharray"] = "3 2"
        return svg.element("circle", cx=x, cy=y, r=radius, **look)
    return svg.element("polygon", points=" ".join(f"{a:.1f},{b:.1f}" for a, b in corners), **look)
