"""HTML to PDF, closed to the world. Only the worker imports this module; use documents.pdf to ask for one.

Importing WeasyPrint takes half a second and 50 MB and makes Pillow accept half an image, so no web
process loads it, and the worker does before it forks.
"""

import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import fontpkg_source_sans_3
import manimgx_fonts
import noto_cjk_sans_jp_regular
from django.conf import settings
from fontTools.ttLib import TTFont
from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from documents.pdf import LONGEST, Picture

# WeasyPrint sets this for the whole process; a truncated upload must stay an error.
ImageFile.LOAD_TRUNCATED_IMAGES = False

OURS = fontpkg_source_sans_3.ROOT / "files"
NOTO = Path(manimgx_fonts.__path__[0])
FONTS = {
    "regular": OURS / "SourceSans3[wght].ttf",
    "italic": OURS / "SourceSans3-Italic[wght].ttf",
}
# For what ours has no sign for, in this order: symbols and emoji in one colour, Chinese, Japanese and Korean, then
# each other script. A document names those that it needs only: they take memory and time.
FALLBACKS = {
    "emoji": NOTO / "NotoEmoji[wght].ttf",
    "symbols": NOTO / "NotoSansSymbols[wght].ttf",
    "letters": NOTO / "NotoSans[wght].ttf",
    "cjk": Path(str(noto_cjk_sans_jp_regular.FONT_PATH)),
    **{path.name.partition("[")[0].lower(): path for path in sorted(NOTO.glob("NotoSans[A-RT-Z]*.ttf"))},
}
# No weight range: with one, WeasyPrint takes a single instance of the variable font for all weights.
FONT_FACES = """
@font-face { font-family: "Source Sans 3"; font-style: normal; src: url("app-font:regular"); }
@font-face { font-family: "Source Sans 3"; font-style: italic; src: url("app-font:italic"); }
"""
SHEET = Path(__file__).with_name("pdf.css")
LINKS = ("https:", "mailto:")
# What is kept whole on a page moves as a whole, and leaves its heading alone where it is longer than a page; there
# it is not kept whole.
UNDONE = """
:is(.note, .card, .time li, .said, .apart, .whole, .quotes, tr) { break-inside: auto }
.cards { display: block } .card { width: auto; margin-bottom: 4mm }
"""
HEADINGS = {"h2", "h3", "h4"}


class Refused(Exception):
    """The document asked for something that it may not have, or is not fit to be read by everybody."""


class ClosedFetcher(URLFetcher):
    """Serves the pictures that were handed in and our own fonts, and refuses all else. One per document."""

    def __init__(self, pictures: dict[str, Picture]) -> None:
        super().__init__(timeout=1, allowed_protocols=("app-image", "app-font"), allow_redirects=False)
        self.pictures = pictures
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        scheme, _, key = url.partition(":")
        if scheme.lower() == "app-image" and key in self.pictures:
            picture = self.pictures[key]
            return URLFetcherResponse(url, picture.content, {"Content-Type": picture.content_type})
        if scheme.lower() == "app-font" and key in FONTS | FALLBACKS:
            return URLFetcherResponse(url, (FONTS | FALLBACKS)[key].read_bytes(), {"Content-Type": "font/ttf"})
        self.refused.append(url[:80])
        raise ValueError("refused")


@lru_cache
def _signs_of(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def fallbacks_for(text: str) -> list[str]:
    """The fonts that know what ours does not, as few as will do; empty for nearly every document."""
    missing = {ord(sign) for sign in set(text) if sign.isprintable()} - _signs_of(FONTS["regular"])
    found = []
    for name, path in FALLBACKS.items():
        if missing and (known := missing & _signs_of(path)):
            found.append(name)
            missing -= known
    return found


def sheet_for(text: str) -> str:
    """The style sheet, in which the fallbacks that a text needs stand behind our own font everywhere."""
    names = fallbacks_for(text)
    faces = "".join(f'@font-face {{ font-family: "{name}"; src: url("app-font:{name}"); }}' for name in names)
    families = ", ".join(f'"{name}"' for name in ("Source Sans 3", *names))
    return FONT_FACES + faces + SHEET.read_text().replace('"Source Sans 3"', families)


class _Faults(logging.Handler):
    """Keeps what WeasyPrint calls an error: it goes on, and the file is then less than it claims."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage()[:200])


def _leaves_a_heading_alone(document: Document) -> bool:
    """Whether a page holds headings and nothing else of the text."""
    return any(tags and tags <= HEADINGS for tags in map(_tags_of, document.pages))


def _tags_of(page: Page) -> set[str]:
    """The headings that the text of a page is part of, and "" where it is part of none; without its margins."""
    found: set[str] = set()

    def walk(box: Any, heading: str) -> None:
        if type(box).__name__ == "MarginBox":
            return
        heading = box.element_tag if box.element_tag in HEADINGS else heading
        if hasattr(box, "text") or type(box).__name__.endswith("ReplacedBox"):
            found.add(heading)
        for child in getattr(box, "children", ()):
            walk(child, heading)

    walk(page._page_box, "")
    return found


def _numbered(html: str) -> str:
    """Lists that begin at another number than 1 said by style, as WeasyPrint reads `start` among other hints only."""
    return re.sub(r'<ol start="(\d+)">', _numbered_from, html)


def _numbered_from(found: re.Match) -> str:
    number = int(found[1])
    wide = "; padding-left: 9mm" if number > 90 else ""
    return f'<ol style="counter-reset: list-item {number - 1}{wide}">'


def write(html: str, pictures: dict[str, Picture]) -> bytes:
    """The PDF (tagged, PDF/UA-1) of a whole HTML document, whose texts must have been cleaned.

    Raises Refused when it asks for a file or an address, links elsewhere than to https and mail,
    lacks a language, a title or the description of a picture, is too long or nested too deep.
    """
    if len(html) > LONGEST:
        raise Refused("too long")
    fetcher, faults = ClosedFetcher(pictures), _Faults()
    log = logging.getLogger("weasyprint")
    log.addHandler(faults)
    fonts = FontConfiguration()
    try:
        sheet = CSS(string=sheet_for(html), font_config=fonts, url_fetcher=fetcher)
        source = HTML(string=_numbered(html), url_fetcher=fetcher)
        document = source.render(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
        if _leaves_a_heading_alone(document):
            sheets = [sheet, CSS(string=UNDONE)]
            document = source.render(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
        links = [target for page in document.pages for kind, target, *_rest in page.links if kind == "external"]
        content = document.write_pdf(pdf_variant="pdf/ua-1")
    except RecursionError:
        raise Refused("nested too deep") from None
    finally:
        log.removeHandler(faults)
        # Left to the garbage collector, its folder with our fonts outlives a worker that is stopped.
        fonts.__del__()
    strange = [link[:80] for link in links if not link.lower().startswith((*LINKS, settings.SITE_URL))]
    if found := fetcher.refused + strange + faults.lines:
        raise Refused("; ".join(found))
    assert content
    return content
