"""A customer journey: experience now and desired over the stages, with the services in lanes beneath.

Too long for one row it goes on in a next band, so that it is never small and never wider than the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin
from typing import Any

from pictures import svg

SIZE, LINE = 12.0, 15.0
SLOT = 28.0  # of one contact moment, at least
STEP = 24.0  # between two values of the experience
BEST = 2
LEVELS = (2, 1, 0, -1, -2)
LEVEL_WORDS = {2: "+ +", 1: "+", 0: "0", -1: "–", -2: "– –"}
PAD = 3.0  # beside the title of a stage
LANE = 22.0
TRUTH, NUMBERS, BETWEEN = 20.0, 20.0, 22.0
WANTED, STAR = "#55656b", "#8a5a00"


@dataclass(frozen=True)
class Moment:
    """A contact moment: experience from -2 to 2 or None where unknown; `evidence` is assumption, talks or measured.

    `lanes` are places in the list of services; `detail` says all of it in words, for who does not see the picture.
    """

    label: str
    now: int | None
    desired: int | None
    evidence: str = "assumption"
    is_truth: bool = False
    lanes: frozenset[int] = frozenset()
    href: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class Stage:
    title: str
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class Words:
    """What the legend says."""

    now: str
    desired: str
    truth: str
    assumption: str
    talks: str
    measured: str


@dataclass(frozen=True)
class Frame:
    """Measures of the wide or the narrow picture; `left` is kept free for the values and the services."""

    width: float
    left: float
    stage: float
    stretch: float
    names_above: bool = False
    lane: float = LANE

    @property
    def room(self) -> float:
        return self.width - self.left - 4


WIDE = Frame(width=900, left=132, stage=78, stretch=2.4)
# On a broad page of paper the height is what is scarce: low lanes, with room for a name on one line beside them.
BROAD = Frame(width=900, left=204, stage=72, stretch=2.4, lane=16)
# On a phone of 360 pixels this is its own size, so that its words have 12 pixels.
NARROW = Frame(width=294, left=32, stage=84, stretch=2.4, names_above=True)


@dataclass(frozen=True)
class Part:
    """A stage within one band, with the numbers of its moments; a stage that is too long is several."""

    title: str
    moments: tuple[tuple[int, Moment], ...]

    def width(self, frame: Frame) -> float:
        """At least as wide as the longest word of its title, unless that is very long."""
        word = max(svg.width_of(one, SIZE) for one in self.title.split(" ")) + 2 * PAD
        return max(min(word, 2 * frame.stage), frame.stage, SLOT * len(self.moments))


@dataclass(frozen=True)
class Spot:
    """A moment in the picture: its number, and where it stands."""

    number: int
    moment: Moment
    left: float
    width: float

    @property
    def x(self) -> float:
        return self.left + self.width / 2


def journey(
    *, title: str, description: str, stages: Sequence[Stage], lanes: Sequence[str], words: Words,
    narrow: bool = False, broad: bool = False,
) -> str:  # fmt: skip
    """The picture as SVG text; `narrow` is for a phone and `broad` for paper. Moments carry their number, counted from
    1, as in the table."""
    frame = NARROW if narrow else BROAD if broad else WIDE
    bands = _bands(stages, frame)
    widest = max((sum(part.width(frame) for part in band) for band in bands), default=frame.room)
    scale = min(frame.stretch, frame.room / widest)
    parts: list[str] = []
    top = 0.0
    for band in bands:
        drawn, top = _band(band, lanes, frame, scale, top)
        parts += drawn
        top += BETWEEN
    legend, top = _legend(words, frame, top)
    links = any(moment.href for stage in stages for moment in stage.moments)
    return svg.picture(
        [*parts, *legend], title=title, description=description, width=frame.width, height=top, has_links=links
    )


def _bands(stages: Sequence[Stage], frame: Frame) -> list[list[Part]]:
    """The stages over as few rows as they need, about as full as each other."""
    parts = list(_parts(stages, int(frame.room / SLOT)))
    fewest = len(_packed(parts, frame, frame.room))
    limit = sum(part.width(frame) for part in parts) / max(1, fewest)
    while len(packed := _packed(parts, frame, limit)) > fewest:
        limit = min(frame.room, limit + SLOT)
    return packed


def _packed(parts: Sequence[Part], frame: Frame, limit: float) -> list[list[Part]]:
    """Rows that are filled in order until the next one would pass the limit."""
    rows: list[list[Part]] = []
    used = 0.0
    for part in parts:
        if not rows or used + part.width(frame) > limit:
            rows.append([])
            used = 0.0
        rows[-1].append(part)
        used += part.width(frame)
    return rows


def _parts(stages: Sequence[Stage], most: int) -> Iterator[Part]:
    number = 0
    for stage in stages:
        numbered = tuple(enumerate(stage.moments, start=number + 1))
        number += len(numbered)
        for first in range(0, len(numbered) or 1, most):
            yield Part(stage.title if not first else f"… {stage.title}", numbered[first : first + most])


def _band(
    band: Sequence[Part], lanes: Sequence[str], frame: Frame, scale: float, top: float
) -> tuple[list[str], float]:
    """One row of stages with the services that play a part in it, and where it ends."""
    spots, edges = _spots(band, frame, scale)
    unknown = any(spot.moment.now is None for part in spots for spot in part)
    titles = [
        svg.fold(part.title, after - before - 2 * PAD, SIZE)
        for part, before, after in zip(band, edges, edges[1:], strict=False)
    ]
    head = LINE * max(map(len, titles)) + 4
    plot = top + head + TRUTH + 8
    bottom = plot + STEP * (len(LEVELS) - 1)
    numbers = bottom + (STEP if unknown else 0) + NUMBERS
    used = sorted({lane for part in spots for spot in part for lane in spot.moment.lanes})
    rows = _rows([(lane, lanes[lane]) for lane in used], frame, numbers + 10)
    end = rows[-1].bottom if rows else numbers + 10
    right = edges[-1]
    parts = [
        *_stages(titles, edges, top, end),
        *_levels(frame.left, right, plot, unknown),
        *_curves(spots, plot),
        *(_moment(spot, top + head + TRUTH / 2, plot, numbers) for part in spots for spot in part),
    ]
    for row in rows:
        parts += _lane(row, spots, frame, right)
    return parts, end


def _spots(band: Sequence[Part], frame: Frame, scale: float) -> tuple[list[list[Spot]], list[float]]:
    """The moments of each part with their places, and the edges between the parts."""
    found, edges = [], [frame.left]
    for part in band:
        width = part.width(frame) * scale
        share = width / max(1, len(part.moments))
        found.append([
            Spot(number, moment, edges[-1] + share * place, share)
            for place, (number, moment) in enumerate(part.moments)
        ])  # fmt: skip
        edges.append(edges[-1] + width)
    return found, edges


def _stages(titles: Sequence[Sequence[str]], edges: Sequence[float], top: float, end: float) -> Iterator[str]:
    for place, lines in enumerate(titles):
        left, width = edges[place], edges[place + 1] - edges[place]
        if place % 2 == 0:
            yield svg.element("rect", class_="zone-stage", x=left, y=top, width=width, height=end - top, fill="#f1f4f3")
        for n, words in enumerate(lines):
            yield svg.text(words, left + PAD, top + 13 + n * LINE, size=SIZE)


def _levels(left: float, right: float, plot: float, unknown: bool) -> Iterator[str]:
    for place, value in enumerate(LEVELS):
        y = plot + STEP * place
        kind = "axis" if value == 0 else "grid"
        yield svg.element("line", class_=kind, x1=left, y1=y, x2=right, y2=y, stroke=svg.LINE)
        yield svg.text(LEVEL_WORDS[value], left - 6, y + 4, size=SIZE, anchor="end", quiet=True)
    if unknown:
        yield svg.text("?", left - 6, plot + STEP * len(LEVELS) + 4, size=SIZE, anchor="end", quiet=True)


def _height(value: int | None, plot: float) -> float:
    """Unknown stands apart, under the lowest value."""
    return plot + STEP * (len(LEVELS) if value is None else BEST - value)


def _curves(spots: Sequence[Sequence[Spot]], plot: float) -> Iterator[str]:
    """Both lines, broken wherever the experience is not known."""
    looks: tuple[tuple[str, dict[str, Any]], ...] = (
        ("desired", {"class_": "journey-wanted", "stroke": WANTED, "stroke_dasharray": "5 4", "stroke_width": 1.5}),
        ("now", {"class_": "journey-now", "stroke": svg.ACCENT, "stroke_width": 2.5}),
    )
    for name, look in looks:
        for run in _runs(spots, name):
            points = " ".join(f"{spot.x:.1f},{_height(value, plot):.1f}" for spot, value in run)
            yield svg.element("polyline", points=points, fill="none", **look)


def _runs(spots: Sequence[Sequence[Spot]], name: str) -> Iterator[list[tuple[Spot, int]]]:
    """Rows of neighbours of which the value is known; a stage without moments breaks them too."""
    run: list[tuple[Spot, int]] = []
    for part in spots:
        for spot in part or (None,):
            value = getattr(spot.moment, name) if spot else None
            if spot and value is not None:
                run.append((spot, value))
            else:
                if len(run) > 1:
                    yield run
                run = []
    if len(run) > 1:
        yield run


def _moment(spot: Spot, truth: float, plot: float, numbers: float) -> str:
    """All of one moment: its marks, its number, and a place to click that is as high as the picture."""
    moment, x = spot.moment, spot.x
    words = f"{spot.number}. {moment.label}{': ' + moment.detail if moment.detail else ''}"
    inner = svg.element("title", escape(words))
    inner += svg.element(
        "rect", x=spot.left, y=truth - 10, width=spot.width, height=numbers - truth + 16, fill="#ffffff",
        fill_opacity=0, class_="journey-hit",
    )  # fmt: skip
    if moment.is_truth:
        inner += star(x, truth)
    if moment.desired is not None:
        inner += wanted(x, _height(moment.desired, plot))
    inner += mark(moment.evidence, x, _height(moment.now, plot))
    inner += svg.text(str(spot.number), x, numbers, size=SIZE, anchor="middle")
    if moment.href:
        return svg.element("a", inner, class_="point", href=moment.href, aria_label=words)
    return svg.element("g", inner, class_="point")


def mark(evidence: str, x: float, y: float) -> str:
    """The experience now; how it is filled says how sure we are: not, half or wholly."""
    look: dict[str, Any] = {"stroke": svg.ACCENT, "stroke_width": 1.75}
    if evidence == "measured":
        return svg.element("circle", class_="mark journey-full", cx=x, cy=y, r=6.0, fill=svg.ACCENT, **look)
    dash = "2.5 2" if evidence == "assumption" else None
    shape = svg.element(
        "circle", class_="mark journey-open", cx=x, cy=y, r=6.0, fill="#ffffff", stroke_dasharray=dash, **look
    )
    if evidence == "talks":
        half = f"M{x:.1f} {y - 6:.1f}A6 6 0 0 0 {x:.1f} {y + 6:.1f}Z"
        shape += svg.element("path", class_="journey-full", d=half, fill=svg.ACCENT)
    return shape


def wanted(x: float, y: float) -> str:
    """The experience desired: an open triangle around where the other mark may stand."""
    corners = [(x, y - 11), (x + 10.5, y + 7), (x - 10.5, y + 7)]
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return svg.element("polygon", class_="journey-wanted", points=points, fill="none", stroke=WANTED, stroke_width=1.5)


def star(x: float, y: float) -> str:
    """A moment of truth."""
    turns = [(n * pi / 5 - pi / 2, 8.0 if n % 2 == 0 else 3.4) for n in range(10)]
    points = " ".join(f"{x + r * cos(a):.1f},{y + r * sin(a):.1f}" for a, r in turns)
    return svg.element("polygon", class_="journey-truth", points=points, fill=STAR)


@dataclass(frozen=True)
class Row:
    """A service in its lane: beside its bars in one or two lines, or above them."""

    lane: int
    name: str
    lines: tuple[str, ...]
    top: float
    above: bool
    high: float

    @property
    def middle(self) -> float:
        return self.top + 24 if self.above else self.top + self.high / 2 + 6 * (len(self.lines) - 1)

    @property
    def bottom(self) -> float:
        return self.top + 34 if self.above else self.top + self.high + 12 * (len(self.lines) - 1)


def _rows(lanes: Sequence[tuple[int, str]], frame: Frame, top: float) -> list[Row]:
    room = frame.width - 8 if frame.names_above else frame.left - 10
    found: list[Row] = []
    for lane, name in lanes:
        lines = tuple(svg.wrap(name, room, SIZE, lines=1 if frame.names_above else 2))
        found.append(Row(lane, name, lines, found[-1].bottom if found else top, frame.names_above, frame.lane))
    return found


def _lane(row: Row, spots: Sequence[Sequence[Spot]], frame: Frame, right: float) -> Iterator[str]:
    """A service, with a bar in each moment that it delivers."""
    first = row.top + 14 if row.above else row.middle + 4 - 6.5 * (len(row.lines) - 1)
    parts = svg.element("title", escape(row.name))
    for n, words in enumerate(row.lines):
        parts += svg.text(words, 2, first + 13 * n, size=SIZE)
    y = row.middle
    parts += svg.element("line", class_="grid", x1=frame.left, y1=y, x2=right, y2=y, stroke=svg.LINE)
    for spot in (spot for part in spots for spot in part if row.lane in spot.moment.lanes):
        parts += svg.element(
            "rect", class_="bar-first", x=spot.left + 4, y=y - 4, width=spot.width - 8, height=8, rx=4, fill=svg.ACCENT
        )
    yield svg.element("g", parts)


def _legend(words: Words, frame: Frame, top: float) -> tuple[list[str], float]:
    """What each sign means, over as many lines as it needs."""
    signs = (
        (_line_sign("journey-now", svg.ACCENT, None), words.now),
        (_line_sign("journey-wanted", WANTED, "5 4") + wanted(12, 0), words.desired),
        (star(12, 0), words.truth),
        (mark("assumption", 12, 0), words.assumption),
        (mark("talks", 12, 0), words.talks),
        (mark("measured", 12, 0), words.measured),
    )
    parts, x, y = [], 0.0, top + 6
    for sign, name in signs:
        name = svg.shorten(name, frame.width - 36, SIZE)
        width = 30 + svg.width_of(name, SIZE) + 14
        if x and x + width > frame.width:
            x, y = 0.0, y + 24
        parts.append(svg.element("g", sign, transform=f"translate({svg.number(x)} {svg.number(y)})"))
        parts.append(svg.text(name, x + 30, y + 4, size=SIZE))
        x += width
    return parts, y + 14


def _line_sign(kind: str, colour: str, dash: str | None) -> str:
    return svg.element(
        "line", class_=kind, x1=0.0, y1=0.0, x2=24.0, y2=0.0, stroke=colour, stroke_width=2.0, stroke_dasharray=dash
    )
