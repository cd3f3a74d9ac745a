"""Services on two axes: contact and satisfaction against value to the primary process."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from pictures import svg
from pictures.svg import Box

SIZE = 12.0
LINE = 15.0
# Where a label is tried around its point, best first: how far along its width and height it is anchored.
AROUND = ((0.5, 1.0, 0, 1), (0.5, 0.0, 0, -1), (0.0, 0.5, 1, 0), (1.0, 0.5, -1, 0),
          (0.0, 0.0, 0.7, -0.7), (0.0, 1.0, 0.7, 0.7), (1.0, 0.0, -0.7, -0.7), (1.0, 1.0, -0.7, 0.7))  # fmt: skip
KINDS = ("strategic", "preferred", "performance", "transactional", "open")


@dataclass(frozen=True)
class Point:
    """A service: x and y from 0 to 1, `size` its share of the largest spend (0 to 1), `kind` one of KINDS.

    `kind` says the relationship that was chosen, "open" while nothing was.
    """

    key: str
    label: str
    x: float
    y: float
    size: float = 0.0
    kind: str = "open"
    href: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class Label:
    """Where the words of a point stand; `lines` is a number when there is no room for a name."""

    box: Box
    lines: tuple[str, ...]


def portfolio(
    *, title: str, description: str, points: Sequence[Point], x_label: str, y_label: str, zone_label: str = "",
    narrow: bool = False,
) -> str:  # fmt: skip
    """The picture as SVG text; `narrow` is for a phone. Points without room for a name carry their number,
    which is their place in `points` (and so in the table behind the picture) counted from 1."""
    width, height = (344.0, 380.0) if narrow else (760.0, 520.0)
    plot = Box(30, 12, width - 42, height - 52)
    spots = [_spot(point, plot, narrow) for point in points]
    labels = place(points, spots, plot, narrow)
    parts = [*_frame(plot, x_label, y_label, zone_label)]
    # The large ones first, so that a small one is never hidden behind them.
    for n in sorted(range(len(points)), key=lambda n: -spots[n][2]):
        parts.append(_point(points[n], spots[n], labels[n]))
    links = any(point.href for point in points)
    return svg.picture(parts, title=title, description=description, width=width, height=height, has_links=links)


def _spot(point: Point, plot: Box, narrow: bool) -> tuple[float, float, float]:
    """Centre and radius in the picture; the area follows the spend."""
    least, most = (6.0, 16.0) if narrow else (7.0, 26.0)
    radius = least + (most - least) * max(0.0, min(1.0, point.size)) ** 0.5
    x = plot.x + radius + max(0.0, min(1.0, point.x)) * (plot.width - 2 * radius)
    y = plot.y + plot.height - radius - max(0.0, min(1.0, point.y)) * (plot.height - 2 * radius)
    return x, y, radius


def place(
    points: Sequence[Point], spots: Sequence[tuple[float, float, float]], plot: Box, narrow: bool
) -> list[Label | None]:
    """A label for each point that overlaps no other and stays inside; a number, or None, without room."""
    taken: list[Box] = []
    shapes = [Box(x - r, y - r, 2 * r, 2 * r) for x, y, r in spots]
    found: list[Label | None] = [None] * len(points)
    # Those with the fewest neighbours have the most room: the crowded ones choose first.
    order = sorted(range(len(points)), key=lambda n: -sum(shapes[n].meets(other) for other in shapes))
    for written in (_name, _short, _number):
        for n in order:
            if found[n] is None:
                lines = written(points[n], n, narrow)
                own = n if written is _number else None
                found[n] = _free_place(lines, spots[n], plot, taken, shapes, own)
                if found[n]:
                    taken.append(found[n].box)  # type: ignore[union-attr]
    return found


def _name(point: Point, n: int, narrow: bool) -> tuple[str, ...]:
    return tuple(svg.wrap(point.label, 110 if narrow else 150, SIZE))


def _short(point: Point, n: int, narrow: bool) -> tuple[str, ...]:
    return (svg.shorten(point.label, 64 if narrow else 96, SIZE),)


def _number(point: Point, n: int, narrow: bool) -> tuple[str, ...]:
    return (str(n + 1),)


def _free_place(
    lines: tuple[str, ...], spot: tuple[float, float, float], plot: Box, taken: list[Box], shapes: list[Box],
    own: int | None,
) -> Label | None:  # fmt: skip
    x, y, radius = spot
    width = max(svg.width_of(line, SIZE) for line in lines) + 4
    height = LINE * len(lines)
    places = [
        Box(x + dx * (radius + 3) - (1 - ax if dx == 0 else ax) * width, y + dy * (radius + 3) - (1 - ay) * height
            if dy < 0 else y + dy * (radius + 3) - (0.5 * height if dy == 0 else 0), width, height)
        for ax, ay, dx, dy in AROUND
    ]  # fmt: skip
    if own is not None:
        places.insert(0, Box(x - width / 2, y - height / 2, width, height))
    for box in places:
        on_shape = any(box.meets(shape) for n, shape in enumerate(shapes) if n != own)
        if box.inside(plot) and not on_shape and not any(box.meets(other) for other in taken):
            return Label(box, lines)
    return None


def _frame(plot: Box, x_label: str, y_label: str, zone_label: str) -> list[str]:
    right, bottom = plot.x + plot.width, plot.y + plot.height
    zone = Box(plot.x + plot.width * 0.6, plot.y, plot.width * 0.4, plot.height * 0.4)
    parts = [
        svg.element("rect", class_="zone", x=zone.x, y=zone.y, width=zone.width, height=zone.height, rx=8,
                    fill="#e8f1f0"),
        svg.element("line", class_="axis", x1=plot.x, y1=bottom, x2=right, y2=bottom, stroke=svg.LINE),
        svg.element("line", class_="axis", x1=plot.x, y1=plot.y, x2=plot.x, y2=bottom, stroke=svg.LINE),
        svg.text(svg.shorten(f"{x_label} →", plot.width), right, bottom + 22, anchor="end", quiet=True),
        svg.text(svg.shorten(f"{y_label} →", plot.height), 0, 0, anchor="end", quiet=True,
                 transform=f"translate(16 {svg.number(plot.y)}) rotate(-90)"),
    ]  # fmt: skip
    if zone_label:
        words = svg.shorten(zone_label, plot.width)
        parts.append(svg.text(words, plot.x, bottom + 22 + LINE, quiet=True))
    return parts


def _point(point: Point, spot: tuple[float, float, float], label: Label | None) -> str:
    title = svg.element("title", escape(f"{point.label}{': ' + point.detail if point.detail else ''}"))
    inner = title + _shape(point.kind, *spot)
    if label:
        for n, line in enumerate(label.lines):
            middle = label.box.x + label.box.width / 2
            inner += svg.text(line, middle, label.box.y + 11.5 + n * LINE, size=SIZE, anchor="middle")
    if point.href:
        return svg.element("a", inner, class_="point", href=point.href, aria_label=point.label)
    return svg.element("g", inner, class_="point")


def _shape(kind: str, x: float, y: float, radius: float) -> str:
    """Circle, hexagon, square, triangle, open circle: the relationship, told by form and not by colour alone.

    No diamond: that is the mark of a supplier.
    """
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
