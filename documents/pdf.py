"""What a room says to get a PDF. Safe to import anywhere: the renderer itself is loaded by the worker."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

# Characters of HTML: some two hundred pages. What is longer belongs in a spreadsheet.
LONGEST = 3_000_000
ACCENT = "#0c3b44"


@dataclass(frozen=True)
class Picture:
    """An image of our own making or re-encoded by us, shown as <img src="app-image:KEY" alt="…">."""

    content: bytes
    content_type: str


@dataclass(frozen=True)
class Frame:
    """What stands around the text: on the cover, in the heads and feet of the pages.

    `owner` is the organisation whose document it is; `label` stands at the foot of each page
    ("Facilitaire visie, versie 3"); `facts` are the pairs at the foot of the cover, the reader it is
    meant for among them. `accent` is the organisation's own colour, darkened here until it can be read.
    """

    title: str
    owner: str
    label: str
    language: str
    subtitle: str = ""
    accent: str = ""
    facts: Sequence[tuple[str, str]] = field(default_factory=tuple)
    logo: Picture | None = None
    # Of the other side, of what both made.
    logo_beside: Picture | None = None


def html_of(template: str, context: dict[str, Any], frame: Frame) -> str:
    """The whole HTML document, with the fixed words in the language of the document."""
    colour = readable(frame.accent or ACCENT)
    with translation.override(frame.language):
        return render_to_string(template, {**context, "frame": frame, "accent": colour, "tint": tint(colour)})


def make_pdf(
    template: str, context: dict[str, Any], *, frame: Frame, pictures: dict[str, Picture] | None = None
) -> bytes:
    """The PDF of a template that extends documents/pdf_base.html. Only in the worker: it takes seconds."""
    from documents import rendering

    pictures = dict(pictures or {})
    if frame.logo:
        pictures["logo"] = frame.logo
    if frame.logo_beside:
        pictures["logo-beside"] = frame.logo_beside
    return rendering.write(html_of(template, context, frame), pictures)


def hash_of_input(*parts: object) -> str:
    """SHA-256 over the HTML, or over whatever else decides what a file will hold."""
    digest = hashlib.sha256()
    for part in parts:
        piece = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()


# Colour ----------------------------------------------------------------------------------------


def readable(colour: str) -> str:
    """The colour, darkened until white text on it has a contrast of at least 7; ACCENT if it is none."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        colour = ACCENT
    parts = _parts(colour)
    while _contrast_with_white(parts) < 7:
        parts = [part * 0.94 for part in parts]
    return _hex(parts)


def tint(colour: str) -> str:
    """A pale form of a colour, for the ground of cards."""
    return _hex([255 - (255 - part) * 0.08 for part in _parts(colour)])


def _parts(colour: str) -> list[float]:
    return [float(int(colour[place : place + 2], 16)) for place in (1, 3, 5)]


def _hex(parts: Sequence[float]) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in parts)


def _contrast_with_white(parts: Sequence[float]) -> float:
    shares = [part / 255 for part in parts]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
