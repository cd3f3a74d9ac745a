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
WORD_ON_THE_WEB = (
    '<div class="OutlineElement Ltr"><p class="Paragraph" role="heading" aria-level="1" style="font-weight:normal">'
    '<span class="TextRun" style="font-size:20pt;font-weight:normal"><span class="NormalTextRun">Kop</span></span>'
    '<span class="EOP">&nbsp;</span></p></div><div class="OutlineElement Ltr"><p class="Paragraph"><span '
    'class="TextRun" style="font-weight:bold">Vet</span><span class="TextRun" style="font-weight:normal"> '
    "gewoon</span></p></div>"
    '<div class="ListContainerWrapper"><ul role="list"><li data-aria-level="1" role="listitem">'
    '<p class="Paragraph"><span class="TextRun">een</span></p></li></ul></div><div class="ListContainerWrapper"><ul '
    '><li data-aria-level="2" role="listitem"><p class="Paragraph"><span class="TextRun">twee</span></p></li>'
    "</ul></div>"
)
OUTLOOK = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=NL><!--StartFragment--><p class=MsoNormal>Dag '
    "<span style='mso-fareast-language:EN-US'>allen,<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    '<ul type=disc><li class=MsoListParagraph style="mso-list:l0 level1 lfo1">een<o:p></o:p></li>'
    '<ul type=circle><li class=MsoListParagraph style="mso-list:l0 level2 lfo1">twee<o:p></o:p></li></ul></ul><p '
    'class=MsoNormal><a href="https://x.example/"><span style="color:#0563C1">hier</span></a> al</p><!--EndFragment-->'
    "</body></html>"
)
WRITER = (
    '<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice"/><style>p { margin: 0 }</style></head>'
    '<body lang="nl-NL"><h1 class="western">Kop</h1><p style="margin: 0"><font face="Arial"><b>Vet</b></font> en '
    '<span style="text-decoration: line-through">weg</span>, m<sup>2</sup></p><ol><li><p>eerste</p></li></ol><table>'
    "<col "
    'width="128*"/><thead><tr><th><p>Dienst</p></th></tr></thead><tbody><tr><td><p>Post</p></td></tr></tbody></table>'
    "</body></html>"
)
WEB = (
    "<article><h1>Groot</h1><h2>Midden</h2><h3>Klein</h3><p>Tekst <del>oud</del> m<sup>3</sup></p><ul><li>een<ol>"
    '<li>binnen</li></ol></li><li>twee</li></ul><figure><img src="/a.png" alt="a"><figcaption>Onderschrift</figcaption>'
    '</figure><img src="/b.png"></article>'
)


@pytest.mark.parametrize(
    ("html", "shown", "said"),
    [
        (DOCS, "<h3>Kop</h3><p>gewoon <strong>vet</strong> en <em>schuin</em>, m<sup>2</sup></p>"
               "<ul><li><p>een</p><ul><li><p>twee</p></li></ul></li></ul>",
         "Eén afbeelding is weggelaten: een tekst kan geen afbeeldingen bevatten."),
        (WORD, "<p><strong>Vet</strong></p><ul><li><p>een</p></li></ul><ol><li><p>eerste</p></li></ol>", ""),
        (EXCEL, "<table><tbody><tr><td><p>Dienst</p></td><td><p>12</p></td></tr>"
                "<tr><td><p>Post</p></td><td><p>3,5</p></td></tr></tbody></table>", ""),
        (WORD_ON_THE_WEB, "<h3>Kop</h3><p><strong>Vet</strong> gewoon</p>"
                          "<ul><li><p>een</p><ul><li><p>twee</p></li></ul></li></ul>", ""),
        (OUTLOOK, "<p>Dag allen,</p><ul><li><p>een</p><ul><li><p>twee</p></li></ul></li></ul>"
                  '<p><a href="https://x.example/">hier</a> al</p>', ""),
        (WRITER, "<h3>Kop</h3><p><strong>Vet</strong> en <s>weg</s>, m<sup>2</sup></p><ol><li><p>eerste</p></li></ol>"
                 "<table><tbody><tr><th><p>Dienst</p></th></tr><tr><td><p>Post</p></td></tr></tbody></table>", ""),
        (WEB, "<h3>Groot</h3><h3>Midden</h3><h4>Klein</h4><p>Tekst <s>oud</s> m<sup>3</sup></p><ul><li><p>een</p><ol>"
              "<li><p>binnen</p></li></ol></li><li><p>twee</p></li></ul><p>Onderschrift</p>",
         "2 afbeeldingen zijn weggelaten: een tekst kan geen afbeeldingen bevatten."),
    ],
    ids=["docs", "word", "excel", "word-on-the-web", "outlook", "writer", "web-page"],
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
