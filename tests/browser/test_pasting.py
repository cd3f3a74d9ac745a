"""What office programs put on the clipboard keeps its meaning, and a picture that is left out is said."""

import pytest

from tests.browser.test_two_writers import FM, STATE, open_draft

PASTE = """([editor, html]) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h1><span style="font-weight:400">'
    'Kop</span></h1><p dir="ltr"><span style="font-weight:400">gewoon </span><span style="font-weight:700">vet</span>'
    ' en <span style="font-style:italic">schuin</span>, m<span style="vertical-align:super">2</span></p><ul><li><p>een'
    '</p></li><ul><li><p>twee</p></li></ul></ul><img src="https://x.example/y.png" style="a:b"></b>'
)
WORD = (
    "<html><head><style><!-- @list l0:level1 {mso-level-number-format:bullet;} --></style></head><body>"
    "<p class=MsoNormal><b>Vet</b></p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
    "<span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>een</p><p style='mso-list:l1 level1 lfo2'>"
    "<span style='mso-list:Ignore'>1. </span>eerste</p></body></html>"
)
EXCEL = "<table><tr><td>Dienst</td><td align=right>12</td></tr><tr><td>Post</td><td align=right>3,5</td></tr></table>"


@pytest.mark.parametrize(
    ("html", "shown", "said"),
    [
        (DOCS, "<h3>Kop</h3><p>gewoon <strong>vet</strong> en <em>schuin</em>, m<sup>2</sup></p>"
               "<ul><li><p>een</p><ul><li><p>twee</p></li></ul></li></ul>",
         "Eén afbeelding is weggelaten: een tekst kan geen afbeeldingen bevatten."),
        (WORD, "<p><strong>Vet</strong></p><ul><li><p>een</p></li></ul><ol><li><p>eerste</p></li></ol>", ""),
        (EXCEL, "<table><tbody><tr><td><p>Dienst</p></td><td><p>12</p></td></tr>"
                "<tr><td><p>Post</p></td><td><p>3,5</p></td></tr></tbody></table>", ""),
    ],
    ids=["docs", "word", "excel"],
)  # fmt: skip
def test_what_is_pasted_keeps_its_meaning(visitor, html, shown, said):
    fm = visitor()
    fm.arrive_as(FM)
    open_draft(fm)
    editor = fm.page.locator("#body-sustainability-editor")
    editor.click()
    fm.page.keyboard.press("ControlOrMeta+A")
    fm.page.keyboard.press("Delete")
    editor.evaluate("(editor, html) => (" + PASTE + ")([editor, html])", html)
    fm.page.locator(STATE.format("body-sustainability", "saved")).wait_for()
    field = fm.page.locator("#body-sustainability")
    got = field.evaluate("field => field.proseEditor.get()").replace(' colspan="1"', "").replace(' rowspan="1"', "")
    got = got.replace(' data-type="decimal"', "")
    assert got.removesuffix("<p></p>") == shown
    assert fm.page.locator(".prose-field:has(#body-sustainability) [data-prose-said]").inner_text() == said
    fm.settle()
