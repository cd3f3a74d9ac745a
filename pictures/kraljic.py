"""Services on Kraljic's axes: how dependent one is on the supplier against what the service costs a year.

Four quadrants, each with its name and one line of advice in a strip of its own, where no point comes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pictures import svg
from pictures.labels import LINE, SIZE, Label, Spot
from pictures.marks import side_by_side
from pictures.portfolio import MARGIN, SPACE, VALUES, Foot, Point, Size, as_letter, marked, named
from pictures.svg import Box

WIDTHS, HEIGHTS = {False: 760.0, True: 292.0}, {False: 400.0, True: 300.0}
LEFT, RADIUS = {False: 112.0, True: 30.0}, {False: 7.0, True: 6.0}
# Top row and bottom row, from little to much dependence.
ROWS = (("leverage", "strategic"), ("routine", "bottleneck"))


@dataclass(frozen=True)
class Quadrant:
    """What it is called and what it advises."""

    name: str
    advice: str


def kraljic(
    *, title: str, description: str, points: Sequence[Point], quadrants: Mapping[str, Quadrant], x_label: str,
    y_label: str, y_marks: Sequence[tuple[float, str]] = (), kinds: Mapping[str, str] | None = None,
    narrow: bool = False, size: Size | None = None,
) -> str:  # fmt: skip
    """The picture as SVG text. x and y of a point run from 0 to 1, and the quadrants meet in the middle.

    `y_marks` are places on the upright axis with their words; a phone leaves them out. Names, letters and legend
    are those of the portfolio, and so is `size`.
    """
    width = (size or (WIDTHS[narrow], 0))[0]
    strips = [_strip([quadrants[key] for key in keys], narrow, width) for keys in ROWS]
    plot, spots, labels = laid_out(points, narrow, _high(strips[0]), size)
    bottom = plot.y + plot.height + _high(strips[1])
    foot = Foot(bottom + 34, width)
    parts = [*_frame(plot, bottom, y_label, narrow), *_upright(() if narrow else y_marks, plot, narrow)]
    parts += _words(strips[0], plot, 0, narrow) + _words(strips[1], plot, plot.y + plot.height, narrow)
    parts += foot.words(f"{x_label}\N{NO-BREAK SPACE}→", end=True)
    for key in (*ROWS[0], *ROWS[1]) if narrow else ():
        foot.y += 5
        parts += foot.words(f"{quadrants[key].name}: {quadrants[key].advice}")
    parts += foot.legend({kind: words for kind, words in (kinds or {}).items() if kind in {p.kind for p in points}})
    lettered = [n for n, label in enumerate(labels) if label.lines == as_letter(n)]
    keys = foot.key({n: points[n].label for n in lettered}, columns=1 if narrow else 3)
    parts += [marked(point, spots[n], labels[n], keys.get(n, "")) for n, point in enumerate(points)]
    links = any(point.href for point in points)
    return svg.picture(parts, title=title, description=description, width=width, height=foot.y, has_links=links)


def laid_out(
    points: Sequence[Point], narrow: bool, top: float, size: Size | None = None
) -> tuple[Box, list[Spot], list[Label]]:
    """The field of the points, with marks and labels; it is made higher until there is room for every label."""
    left = LEFT[narrow]
    whole, least = size or (WIDTHS[narrow], HEIGHTS[narrow])
    width = whole - left - MARGIN
    height = max(least, SPACE * len(points) / width)
    reach = LINE
    while True:
        plot = Box(left, top, width, height)
        places = [Spot(across(point.x, plot, narrow), up(point.y, plot, narrow), RADIUS[narrow]) for point in points]
        quadrants = quadrants_of(plot, narrow)
        spots = side_by_side(places, [home_of(point, quadrants) for point in points])
        labels = named([point.label for point in points], plot, spots, narrow, quadrants, places, reach)
        if all(labels):
            return plot, spots, [label for label in labels if label]
        # What a higher plot does not set apart is named together from further away, so that this ends.
        height, reach = height * 1.3, reach * 2.5


def quadrants_of(plot: Box, narrow: bool) -> list[Box]:
    """The four fields; what stands on a line between two belongs to the higher one, which comes first."""
    middle, level = across(0.5, plot, narrow), up(0.5, plot, narrow)
    right, bottom = plot.x + plot.width, plot.y + plot.height
    return [
        Box(x, y, x2 - x, y2 - y)
        for y, y2 in ((plot.y, level), (level, bottom))
        for x, x2 in ((middle, right), (plot.x, middle))
    ]


def home_of(point: Point, quadrants: Sequence[Box]) -> Box:
    """The quadrant of a point by its values: by its place a rounding could put it on the other side of the line."""
    return quadrants[(0 if point.y >= 0.5 else 2) + (0 if point.x >= 0.5 else 1)]


def across(x: float, plot: Box, narrow: bool) -> float:
    radius = RADIUS[narrow]
    return plot.x + radius + max(0.0, min(1.0, x)) * (plot.width - 2 * radius)


def up(y: float, plot: Box, narrow: bool) -> float:
    radius = RADIUS[narrow]
    return plot.y + plot.height - radius - max(0.0, min(1.0, y)) * (plot.height - 2 * radius)


def _strip(row: Sequence[Quadrant], narrow: bool, width: float) -> list[tuple[list[str], list[str]]]:
    """For each quadrant the lines of its name and of its advice; on a phone the advice stands underneath."""
    room = (width - LEFT[narrow] - MARGIN) / 2 - 16
    return [(svg.fold(one.name, room, SIZE), [] if narrow else svg.fold(one.advice, room, SIZE)) for one in row]


def _high(strip: Sequence[tuple[list[str], list[str]]]) -> float:
    return max(len(name) + len(advice) for name, advice in strip) * LINE + 12


def _words(strip: Sequence[tuple[list[str], list[str]]], plot: Box, top: float, narrow: bool) -> list[str]:
    found = []
    for place, (name, advice) in enumerate(strip):
        x, anchor = (plot.x + 8, "start") if place == 0 else (plot.x + plot.width - 8, "end")
        for n, line in enumerate([*name, *advice]):
            bold = n < len(name)
            y = top + 17 + n * LINE
            found.append(svg.text(line, x, y, anchor=anchor, quiet=not bold, weight=650 if bold else None))
    return found


def _frame(plot: Box, bottom: float, y_label: str, narrow: bool) -> list[str]:
    """Both axes, and the lines where the quadrants meet."""
    middle, right = across(0.5, plot, narrow), plot.x + plot.width
    level = up(0.5, plot, narrow)
    lines = [(plot.x, bottom, right, bottom), (plot.x, 0.0, plot.x, bottom)]
    halves = [(middle, 0.0, middle, bottom), (plot.x, level, right, level)]
    return [
        *(svg.element("line", class_="axis", x1=a, y1=b, x2=c, y2=d, stroke=svg.LINE) for a, b, c, d in lines),
        *(svg.element("line", class_="axis", x1=a, y1=b, x2=c, y2=d, stroke=svg.LINE, stroke_dasharray="5 4")
          for a, b, c, d in halves),
        *(svg.text(words, across(n / 4, plot, narrow), bottom + 15, anchor="middle", quiet=True)
          for n, words in enumerate(VALUES)),
        svg.text(svg.shorten(f"{y_label} →", bottom), 0, 0, anchor="end", quiet=True,
                 transform=f"translate(16 {svg.number(4.0)}) rotate(-90)"),
    ]  # fmt: skip


def _upright(marks: Sequence[tuple[float, str]], plot: Box, narrow: bool) -> list[str]:
    found = []
    for place, words in marks:
        y = up(place, plot, narrow)
        found.append(svg.element("line", class_="grid", x1=plot.x - 4, y1=y, x2=plot.x, y2=y, stroke=svg.LINE))
        found.append(svg.text(words, plot.x - 8, y + 4, anchor="end", quiet=True))
    return found
