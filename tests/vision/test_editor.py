"""The editor under the strict Content-Security-Policy: no nonce, no hash, nothing inline."""

import re
from pathlib import Path

import django_prose_editor
import pytest

JS = Path(__file__).resolve().parents[2] / "static" / "js"
LIBRARY = Path(django_prose_editor.__file__).parent / "static" / "django_prose_editor" / "editor.js"


def test_the_policy_of_the_editing_page_is_that_of_every_page(cast, browse, draft):
    browser = browse(cast.campus_editor)
    page = browser.get(cast.campus.url("vision:edit", pk=draft.pk))
    assert page["Content-Security-Policy"] == browser.get(cast.campus.url("vision:home"))["Content-Security-Policy"]
    html = page.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|hx-on", html)
    assert html.count("data-prose=") == 6
    assert 'src="/static/js/editor.js" type="module"' in html


def test_pages_without_an_editor_do_not_load_it(cast, browse, draft):
    html = browse(cast.campus_editor).get(cast.campus.url("vision:version", pk=draft.pk)).content.decode()
    assert "editor.js" not in html and "django_prose_editor" not in html


@pytest.mark.parametrize(
    "name",
    ["Editor", "Document", "Paragraph", "Text", "HardBreak", "History", "Dropcursor", "Gapcursor", "Bold", "Italic",
     "Underline", "Strike", "Superscript", "Subscript",
     "Heading", "BulletList", "OrderedList", "ListItem", "Blockquote", "HorizontalRule", "Link",
     "Table", "TableRow", "TableHeader", "TableCell", "Extension", "Plugin", "getHTMLFromFragment"],
)  # fmt: skip
def test_the_library_still_hands_out_what_we_use(name):
    exported = LIBRARY.read_text().rpartition("export{")[2]
    assert re.search(rf"\bas {name}[,}}]", exported)
    assert f"lib.{name}" in (JS / "editor.js").read_text()


def test_what_the_library_would_inject_is_switched_off_and_still_known():
    # An upgrade that changes what it injects must be taken over in prose_field.css.
    assert "injectCSS: false" in (JS / "editor.js").read_text()
    assert "injectCSS:!0" in LIBRARY.read_text()
    assert "white-space: pre-wrap" in (JS.parent / "css" / "components" / "prose_field.css").read_text()
