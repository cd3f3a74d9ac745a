"""Two measures beside each other: one row for each group, each measure on a scale of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from pictures import svg

ROW, BAR, HEAD, SIZE = 34.0, 14.0, 26.0, 12.0


@dataclass(frozen=True)
class Bar:
    """A row: its label, two values (None where unknown) and how they are written."""

    label: str
    first: float | None
    first_text: str
    second: float | None
    second_text: str


def bars(*, title: str, description: str, heads: tuple[str, str], rows: Sequence[Bar], narrow: bool = False) -> str:
    """The picture as SVG text. `narrow` is for a phone: the label above its bars, text at 12 px or more."""
    width = 292.0 if narrow else 720.0
    label = 0.0 if narrow else 190.0
    gap = 16.0
    column = (width - label - gap) / 2
    row_height = ROW + 16 if narrow else ROW
    parts = [
        svg.text(svg.shorten(heads[0], column), label, 14, quiet=True),
        svg.text(svg.shorten(heads[1], column), label + column + gap, 14, quiet=True),
    ]
    most = [max((getattr(row, name) or 0 for row in rows), default=0) or 1 for name in ("first", "second")]
    for place, row in enumerate(rows):
        top = HEAD + place * row_height
        parts.append(svg.text(svg.shorten(row.label, width if narrow else label - 12), 0, top + 16))
        offset = 22 if narrow else 6
        parts += _measure(row.first, row.first_text, label, top + offset, column, most[0], "first")
        parts += _measure(row.second, row.second_text, label + column + gap, top + offset, column, most[1], "second")
    height = HEAD + len(rows) * row_height + 4
    return svg.picture(parts, title=title, description=description, width=width, height=height)


def _measure(value: float | None, written: str, x: float, y: float, column: float, most: float, kind: str) -> list[str]:
    room = svg.width_of(written) + 8
    length = 0.0 if value is None else max(2.0, (column - room) * value / most)
    bar = svg.element(
        "rect", class_=f"bar-{kind}", x=x, y=y, width=length, height=BAR, rx=2,
        fill=svg.ACCENT if kind == "first" else "#8b9aa0",
    )  # fmt: skip
    words = svg.text(written, x + length + (6 if value is not None else 0), y + BAR - 3, quiet=value is None)
    return [bar, words] if value is not None else [words]
