"""HTML to PDF, closed to the world. Only the worker imports this module; use documents.pdf to ask for one.

Importing WeasyPrint takes half a second and 50 MB and makes Pillow accept half an image, so no web
process loads it, and the worker does before it forks.
"""

import logging
from pathlib import Path

import fontpkg_source_sans_3
from django.conf import settings
from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from documents.pdf import LONGEST, Picture

# WeasyPrint sets this for the whole process; a truncated upload must stay an error.
ImageFile.LOAD_TRUNCATED_IMAGES = False

FONTS = {
    "regular": "SourceSans3[wght].ttf",
    "italic": "SourceSans3-Italic[wght].ttf",
}
# No weight range: with one, WeasyPrint takes a single instance of the variable font for all weights.
FONT_FACES = """
@font-face { font-family: "Source Sans 3"; font-style: normal; src: url("app-font:regular"); }
@font-face { font-family: "Source Sans 3"; font-style: italic; src: url("app-font:italic"); }
"""
SHEET = Path(__file__).with_name("pdf.css")
LINKS = ("https:", "mailto:")


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
        if scheme.lower() == "app-font" and key in FONTS:
            return URLFetcherResponse(url, _font(key), {"Content-Type": "font/ttf"})
        self.refused.append(url[:80])
        raise ValueError("refused")


def _font(key: str) -> bytes:
    return (fontpkg_source_sans_3.ROOT / "files" / FONTS[key]).read_bytes()


class _Faults(logging.Handler):
    """Keeps what WeasyPrint calls an error: it goes on, and the file is then less than it claims."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage()[:200])


def write(html: str, pictures: dict[str, Picture]) -> bytes:
    """The PDF (tagged, PDF/UA-1) of a whole HTML document, whose texts must have been cleaned.

    Raises Refused when it asks for a file or an address, links elsewhere than to https and mail,
    lacks a language, a title or the description of a picture, or is too long.
    """
    if len(html) > LONGEST:
        raise Refused("too long")
    fetcher, faults = ClosedFetcher(pictures), _Faults()
    log = logging.getLogger("weasyprint")
    log.addHandler(faults)
    fonts = FontConfiguration()
    try:
        sheet = CSS(string=FONT_FACES + SHEET.read_text(), font_config=fonts, url_fetcher=fetcher)
        document = HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
        )
        links = [target for page in document.pages for kind, target, *_rest in page.links if kind == "external"]
        content = document.write_pdf(pdf_variant="pdf/ua-1")
    finally:
        log.removeHandler(faults)
        # Left to the garbage collector, its folder with our fonts outlives a worker that is stopped.
        fonts.__del__()
    strange = [link[:80] for link in links if not link.lower().startswith((*LINKS, settings.SITE_URL))]
    if found := fetcher.refused + strange + faults.lines:
        raise Refused("; ".join(found))
    assert content
    return content
