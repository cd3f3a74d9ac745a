"""PDFs: closed to the world, tagged, in the right language."""

import gc
import io
import os
import re
import subprocess
import sys
import tempfile

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from documents.pdf import Frame, Picture, hash_of_input, html_of, make_pdf, readable, tint
from documents.renderings import file_name

FRAME = Frame(
    title="Zo willen we mensen ontvangen",
    owner="Hogeschool Rijnoever",
    label="Facilitaire visie, versie 3",
    language="nl",
    facts=[("Versie", "3")],
)


def pdf_of(html: str, pictures=None) -> bytes:
    from documents.rendering import write

    return write(
        f'<!doctype html><html lang="nl"><head><title>T</title></head><body>{html}</body></html>', pictures or {}
    )


def test_web_process_does_not_load_the_renderer():
    load = "import config.wsgi, django.urls, sys; django.urls.get_resolver().url_patterns"
    code = f"{load}; sys.exit('weasyprint' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ.copy())


def test_worker_loads_the_renderer_before_it_forks():
    from celery.signals import worker_init

    from documents.tasks import load_renderer

    assert load_renderer in [receiver() for _, receiver in worker_init.receivers if receiver()]


@pytest.mark.parametrize(
    "asks",
    [
        '<img src="http://127.0.0.1:1/x.png" alt="x">',
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
        '<img src="app-image:unknown" alt="x">',
        '<img src="app-font:../../secret" alt="x">',
        '<link rel="stylesheet" href="https://evil.example/x.css">',
        '<a rel="attachment" href="file:///etc/hostname">x</a>',
        '<object data="file:///etc/hostname"></object>',
        '<p style="background: url(https://evil.example/x.png)">x</p>',
        '<style>@import "https://evil.example/x.css";</style>',
        "<style>@color-profile --x { src: url(file:///etc/hostname); }</style>",
        '<svg viewBox="0 0 1 1"><title>x</title><image href="https://evil.example/x.png"/></svg>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="file:///etc/passwd">x</a>',
    ],
)
def test_what_is_not_handed_in_is_refused(asks):
    with pytest.raises(Exception, match=r"."):
        pdf_of(asks)


def test_a_picture_without_description_is_refused():
    from documents.rendering import Refused

    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    with pytest.raises(Refused):
        pdf_of('<img src="app-image:a" alt="">', {"a": Picture(out.getvalue(), "image/png")})
    assert pdf_of('<img src="app-image:a" alt="A square">', {"a": Picture(out.getvalue(), "image/png")})[:5] == b"%PDF-"


def test_too_long_is_refused():
    from documents.rendering import Refused

    with pytest.raises(Refused, match="too long"):
        pdf_of("x" * 3_000_001)


def test_nothing_stays_behind_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gc.disable()  # as a worker that is stopped collects nothing any more
    try:
        pdf_of("<p>Text</p>")
        assert list(tmp_path.iterdir()) == []
    finally:
        gc.enable()


def test_half_an_image_stays_an_error_after_loading_the_renderer():
    from PIL import ImageFile

    import documents.rendering  # noqa: F401

    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


@pytest.mark.parametrize("template", ["documents/pdf_base.html", "documents/pdf_quiet.html"])
def test_pdf_is_tagged_and_says_its_language_and_title(template):
    content = make_pdf(template, {}, frame=FRAME)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert str(pdf.Root.Lang) == "nl"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        with pdf.open_metadata() as meta:
            assert meta["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert meta["dc:title"] == "Zo willen we mensen ontvangen, Hogeschool Rijnoever"
        fonts = {
            str(o.FontName)
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        }
        assert fonts
        assert all("Source" in name for name in fonts), fonts


def test_pages_are_numbered_in_the_language_of_the_document():
    html = html_of("documents/pdf_quiet.html", {}, FRAME)
    assert 'data-of="van"' in html
    text = PdfReader(io.BytesIO(make_pdf("documents/pdf_quiet.html", {}, frame=FRAME))).pages[0].extract_text()
    assert "1 van 1" in text
    assert "Facilitaire visie, versie 3" in text


def test_cover_carries_no_head_or_foot_and_its_colour_runs_past_the_edges_of_the_paper():
    content = make_pdf("documents/pdf_base.html", {}, frame=FRAME)
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "1 van" not in text
    assert "Facilitaire visie, versie 3" not in text
    with pikepdf.open(io.BytesIO(content)) as pdf:
        drawn = [list(map(float, one.operands)) for one in pikepdf.parse_content_stream(pdf.pages[0])
                 if str(one.operator) == "re"]  # fmt: skip
    # Points of CSS are 0.75 of those of paper: the sheet is 793.7 of them wide and 1122.5 high.
    assert any(x < 0 and y < 0 and x + width > 793.8 and y + height > 1122.6 for x, y, width, height in drawn)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Vision", "rijnoever", "version 2 draft", "en"), "vision-rijnoever-version-2-draft-en"),
        (("Überzicht / 7", "groene-tafel", "2026-04-01", "nl"), "uberzicht-7-groene-tafel-2026-04-01-nl"),
        (("Report", "campus", "", "nl"), "report-campus-nl"),
        (("Report", "campus", "x" * 90, "nl"), f"report-campus-{'x' * 60}-nl"),
    ],
)
def test_files_are_called_by_subject_organisation_version_and_language(parts, name):
    assert file_name(*parts) == name


def test_accent_is_darkened_until_it_can_be_read():
    assert readable("#0c3b44") == "#0c3b44"
    assert readable("nonsense") == "#0c3b44"
    dark = readable("#ffcc00")
    assert dark != "#ffcc00"
    assert readable(dark) == dark
    assert tint("#000000") == "#ebebeb"


def test_input_hash_tells_apart_what_is_joined_differently():
    assert hash_of_input("ab", "c") != hash_of_input("a", "bc")
    assert hash_of_input("ab", 1) == hash_of_input(b"ab", "1")


def test_a_list_begins_with_its_own_number():
    pdf = pdf_of('<ol start="3"><li>drie</li><li>vier<ol><li>binnen</li></ol></li></ol><ol><li>een</li></ol>')
    words = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert sorted(re.findall(r"\d+\.", words)) == ["1.", "1.", "3.", "4."]
