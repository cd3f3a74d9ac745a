"""The first hundred days on one line: the steps at their days, told apart by form, and where we are today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pictures import svg

WIDTHS = {False: 720.0, True: 292.0}
EDGE, LEVEL, PITCH, RADIUS = 16.0, 34.0, 24.0, 6.5
KINDS = ("done", "coming", "late", "skipped")
LATE = "#a3302a"


@dataclass(frozen=True)
class Step:
    """A step on its day, counted from the first; `kind` is one of KINDS."""

    label: str
    day: int
    kind: str


def days(
    *, title: str, description: str, steps: Sequence[Step], length: int, today: int | None, today_words: str,
    kinds: Mapping[str, str], narrow: bool = False,
) -> str:  # fmt: skip
    """The picture as SVG text. Steps carry their number, counted from 1, as in the table; `today` may be unknown."""
    width = WIDTHS[narrow]
    last = max([length, *(step.day for step in steps), today or 0])

    def across(day: int) -> float:
        return EDGE + max(0, day) / last * (width - 2 * EDGE)

    levels = _levels([across(step.day) for step in steps])
    line = 10 + LEVEL * (max(levels, default=0) + 1)
    parts = [svg.element("line", class_="axis", x1=EDGE, y1=line, x2=width - EDGE, y2=line, stroke=svg.LINE)]
    for day in range(0, length + 1, length // (2 if narrow else 4)):
        x = across(day)
        parts.append(svg.element("line", class_="axis", x1=x, y1=line, x2=x, y2=line + 5, stroke=svg.LINE))
        parts.append(svg.text(str(day), x, line + 19, anchor="middle", quiet=True))
    if today is not None:
        parts += _today(across(today), today_words, line, width)
    for number, (step, level) in enumerate(zip(steps, levels, strict=True), start=1):
        parts.append(_step(step, number, across(step.day), line - 12 - level * LEVEL))
    legend, end = _legend({kind: kinds[kind] for kind in KINDS if kind in {step.kind for step in steps}}, width, line)
    return svg.picture([*parts, *legend], title=title, description=description, width=width, height=end)


def _levels(places: Sequence[float]) -> list[int]:
    """How high each step stands, so that none hides another."""
    ends: list[float] = []
    found = [0] * len(places)
    for n in sorted(range(len(places)), key=lambda n: places[n]):
        level = next((level for level, end in enumerate(ends) if places[n] >= end), len(ends))
        ends[level : level + 1] = [places[n] + PITCH]
        found[n] = level
    return found


def _today(x: float, words: str, line: float, width: float) -> list[str]:
    half = svg.width_of(words) / 2 + 1
    middle = max(half, min(width - half, x))
    return [
        svg.element("line", class_="today", x1=x, y1=line, x2=x, y2=line + 25, stroke=svg.ACCENT, stroke_width=4.0),
        svg.text(words, middle, line + 38, anchor="middle", weight=650),
    ]


def _step(step: Step, number: int, x: float, y: float) -> str:
    title = svg.element("title", escape(f"{number}. {step.label}"))
    return svg.element("g", title + shape(step.kind, x, y) + svg.text(str(number), x, y - 10, anchor="middle"))


def shape(kind: str, x: float, y: float) -> str:
    """Done is a full circle, coming an open one, late a triangle, skipped a dashed square."""
    if kind == "late":
        corners = f"{x:.1f},{y - 7:.1f} {x + 7:.1f},{y + 6:.1f} {x - 7:.1f},{y + 6:.1f}"
        return svg.element("polygon", class_="step-late", points=corners, fill=LATE)
    if kind == "skipped":
        return svg.element("rect", class_="step-open", x=x - 6, y=y - 6, width=12.0, height=12.0, fill="#ffffff",
                           stroke=svg.ACCENT, stroke_width=1.5, stroke_dasharray="3 2")  # fmt: skip
    fill = svg.ACCENT if kind == "done" else "#ffffff"
    return svg.element("circle", class_="step-done" if kind == "done" else "step-open", cx=x, cy=y, r=RADIUS,
                       fill=fill, stroke=svg.ACCENT, stroke_width=1.5)  # fmt: skip


def _legend(kinds: Mapping[str, str], width: float, line: float) -> tuple[list[str], float]:
    parts, x, y = [], EDGE, line + 62
    for kind, words in kinds.items():
        room = 22 + svg.width_of(words)
        if x > EDGE and x + room > width:
            x, y = EDGE, y + 24
        parts += [shape(kind, x, y - 4), svg.text(words, x + 13, y)]
        x += room + 14
    return parts, y + 8
