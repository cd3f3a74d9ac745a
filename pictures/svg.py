"""Small tools for SVG that is the same in a page and in a PDF.

Each shape carries literal attributes, which WeasyPrint sees, and a class, by which the page's sheet puts
its own colours in their place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

FONT = "'Source Sans 3', system-ui, sans-serif"
INK, MUTED, LINE = "#1d2b30", "#55656b", "#b9c4c4"
CLIENT, SUPPLIER, ACCENT = "#0f6370", "#a8532a", "#24343b"
# Width of a glyph as a share of the font size, in the widest of the common sans-serif fonts.
SHARES = {
    **dict.fromkeys("ijlIJ.,:;'|/ \N{NO-BREAK SPACE}", 0.34), **dict.fromkeys("frt-()[]!", 0.42),
    **dict.fromkeys("wCDGHNOQU&", 0.82), **dict.fromkeys("mMW@%…", 1.0),
}  # fmt: skip


def element(name: str, content: str = "", **attributes: object) -> str:
    """<name …>content</name>; an attribute's `_` becomes `-`, a trailing one is dropped, None leaves it out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def number(value: object) -> str:
    """Numbers with at most one decimal: small files, and the same text every time."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def text(words: str, x: float, y: float, *, size: float = 12, anchor: str = "start", quiet: bool = False,
         weight: int | None = None, **more: object) -> str:  # fmt: skip
    """Words with their baseline at y."""
    return element(
        "text", escape(words), class_="quiet" if quiet else "ink", x=x, y=y, font_size=size, font_family=FONT,
        text_anchor=anchor, fill=MUTED if quiet else INK, font_weight=weight, **more,
    )  # fmt: skip


def width_of(words: str, size: float = 12) -> float:
    """About how wide the words are, rather too wide than too narrow."""
    shares = (SHARES.get(c) or (0.72 if c.isupper() else 0.64 if c < "\u2000" else 0.84) for c in words)
    return sum(shares) * size


def shorten(words: str, width: float, size: float = 12) -> str:
    """The words, cut with an ellipsis where they would be wider than `width`."""
    if width_of(words, size) <= width:
        return words
    while words and width_of(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def wrap(words: str, width: float, size: float = 12, lines: int = 2) -> list[str]:
    """The words over at most so many lines, the last one cut where needed."""
    found: list[str] = []
    for word in words.split():
        if found and width_of(f"{found[-1]} {word}", size) <= width:
            found[-1] += f" {word}"
        elif len(found) < lines:
            found.append(word)
        else:
            found[-1] += f" {word}"
    return [shorten(line, width, size) for line in found]


def fold(words: str, width: float, size: float = 12) -> list[str]:
    """All words over as many lines as they need; a word that is wider than a line is broken."""
    found = [""]
    for word in words.split(" "):
        if width_of(f"{found[-1]} {word}".strip(), size) <= width:
            found[-1] = f"{found[-1]} {word}".strip()
        else:
            found += _broken(word, width, size)
    return [line for line in found if line]


def _broken(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@dataclass(frozen=True)
class Box:
    """A rectangle by its corner and size."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    def inside(self, other: "Box") -> bool:
        return (
            self.x >= other.x
            and self.y >= other.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )


def picture(
    parts: Iterable[str], *, title: str, description: str, width: float, height: float, has_links: bool = False
) -> str:
    """The whole SVG. The title comes first: it is the alternative text in page and PDF.

    With links it is a group of them, as what stands within an image cannot be reached.
    """
    box = f"0 0 {number(float(width))} {number(float(height))}"
    return element(
        "svg",
        element("title", escape(title)) + element("desc", escape(description)) + "".join(parts),
        xmlns="http://www.w3.org/2000/svg", viewBox=box, role="group" if has_links else "img",
        aria_label=f"{title}. {description}", font_family=FONT,
    )  # fmt: skip
