"""What people type at the edges still makes a page: deep marks, words without an end, every script."""

import io

import pytest
from pypdf import PdfReader

from common.richtext import clean
from documents.pdf import Frame, html_of
from documents.rendering import fallbacks_for
from tests.documents.test_rendering import pdf_of


def test_three_hundred_quotes_within_one_another_make_a_page():
    pages = PdfReader(io.BytesIO(pdf_of(clean("<blockquote>" * 300 + "<p>deep</p>")))).pages
    assert "deep" in "".join(page.extract_text() for page in pages)


@pytest.mark.parametrize(
    ("text", "fonts"),
    [
        ("Café, naïve, façade: € 1.250,- → “goed” – 50 % • ½", []),
        ("👩\u200d🔧 ✅", ["emoji"]), ("漢字 かな 한국어", ["cjk"]),
        ("שלום", ["notosanshebrew"]), ("漢字 😀", ["emoji", "cjk"]),
    ],
)  # fmt: skip
def test_what_our_font_has_no_sign_for_comes_from_another(text, fonts):
    assert fallbacks_for(text) == fonts
    content = pdf_of(f"<p>{text}</p>")
    embedded = {str(font["/BaseFont"]).partition("+")[2] for font in fonts_of(content)}
    assert len(embedded) == 1 + len(fonts)


def fonts_of(content: bytes) -> list:
    pages = PdfReader(io.BytesIO(content)).pages
    return [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def furthest(html: str) -> float:
    """Millimetres from the left of the paper to the end of the text that reaches furthest."""
    from weasyprint import CSS, HTML
    from weasyprint.formatting_structure.boxes import TextBox
    from weasyprint.text.fonts import FontConfiguration

    from documents import rendering

    fonts, fetcher = FontConfiguration(), rendering.ClosedFetcher({})
    sheet = CSS(string=rendering.sheet_for(html), font_config=fonts, url_fetcher=fetcher)
    pages = HTML(string=html, url_fetcher=fetcher).render(stylesheets=[sheet], font_config=fonts).pages
    boxes, words = [page._page_box for page in pages], []
    while boxes:
        box = boxes.pop()
        box = getattr(box, "_box", box)  # what is placed absolutely
        boxes += getattr(box, "children", ())
        words += [box] if isinstance(box, TextBox) else []
    return max(box.position_x + box.width for box in words) * 25.4 / 96


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{LONG * 2}</p>", f"<h2>{LONG}</h2>",
        f'<p><a href="https://x.example">https://x.example/{"a" * 300}</a></p>',
        f"<table><tr><th>{LONG}</th><td>{LONG}</td><td>{LONG}</td></tr></table>",
        f'<div class="cards"><div class="card"><h3>{LONG}</h3></div></div>',
        f'<dl class="facts"><dt>{LONG}</dt><dd>{LONG * 2}</dd></dl>',
    ],
)  # fmt: skip
def test_a_word_without_an_end_stays_within_the_margins(html):
    assert furthest(f'<html lang="nl"><body data-owner="{LONG} BV" data-label="{LONG}">{html}</body></html>') <= 188.5


@pytest.mark.parametrize("template", ["documents/pdf_base.html", "documents/pdf_quiet.html"])
def test_long_names_stay_on_the_paper_of_a_cover_and_a_head(template):
    facts = [("Voor", LONG * 2), ("Versie", "3")]
    frame = Frame(title=LONG, owner=f"{LONG} BV", label=LONG * 2, language="nl", subtitle=LONG * 2, facts=facts)
    assert furthest(html_of(template, {}, frame)) <= 188.5


@pytest.mark.parametrize("kept", ["<div class=note>{}</div>", "<div class=cards><div class=card>{}</div></div>",
                                  "<div class=quotes>{}</div>", "<table><tr><td>{}</td></tr></table>",
                                  "<ol class=time><li>{}</li></ol>"])  # fmt: skip
def test_no_heading_stands_alone_before_what_is_longer_than_a_page(kept):
    words = "<p>" + "Every word fills the line until it is full. " * 8 + "</p>"
    pages = pages_of(f"<h2>First</h2>{words}<h2>Second</h2>" + kept.format(words * 30))
    assert [page for page in pages if "Second" in page and len(page.split()) < 20] == []
    assert len(pages) > 2


def pages_of(body: str) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(body))).pages]
