"""What office programs put on the clipboard keeps its meaning, and a picture that is left out is said."""

import re

import pytest

from tests.browser.test_two_writers import FM, STATE, open_draft

FIELD = "body-sustainability"
PASTE = """(editor, [words, kind]) => {
    const data = new DataTransfer();
    data.setData(kind, words);
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
NUMBERED = (
    "<html><head><style><!-- @list l0:level1 {mso-level-number-format:arabic;} --></style></head><body>"
    + "".join(
        f"<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>"
        f"{sign}<span>&nbsp; </span></span><![endif]>{words}</p>{after}"
        for sign, words, after in [("1.", "een", ""), ("2.", "twee", "<p>Tussen</p>"), ("3.", "drie", "")]
    )
    + "<p>Los</p><ol start=4><li>vier</li><li value=7>zeven</li></ol><ol start='x'><li>a</li></ol></body></html>"
)
VIDEO = '<p>Zie <iframe src="https://x.example/v"></iframe></p><video src="/a.mp4"></video><img src="/a.png">'
ONE_VIDEO = '<p>Zie</p><iframe src="https://x.example/v"></iframe>'
LEVELS = "<h2>Deel</h2><p>a</p><h3>Stuk</h3><p>b</p><h2>Deel</h2>"
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
        (WEB, "<h3>Groot</h3><h4>Midden</h4><h4>Klein</h4><p>Tekst <s>oud</s> m<sup>3</sup></p><ul><li><p>een</p><ol>"
              "<li><p>binnen</p></li></ol></li><li><p>twee</p></li></ul><p>Onderschrift</p>",
         "2 afbeeldingen zijn weggelaten: een tekst kan geen afbeeldingen bevatten."),
        (NUMBERED, "<ol><li><p>een</p></li><li><p>twee</p></li></ol><p>Tussen</p>"
                   '<ol start="3"><li><p>drie</p></li></ol><p>Los</p>'
                   '<ol start="4"><li><p>vier</p></li></ol><ol start="7"><li><p>zeven</p></li></ol>'
                   "<ol><li><p>a</p></li></ol>", ""),
        (VIDEO, "<p>Zie</p>",
         "Eén afbeelding is weggelaten: een tekst kan geen afbeeldingen bevatten. "
         "2 ingesloten onderdelen, zoals video's, zijn weggelaten: een tekst kan die niet bevatten."),
        (ONE_VIDEO, "<p>Zie</p>",
         "Eén ingesloten onderdeel, zoals een video, is weggelaten: een tekst kan dat niet bevatten."),
        (LEVELS, "<h3>Deel</h3><p>a</p><h4>Stuk</h4><p>b</p><h3>Deel</h3>", ""),
    ],
    ids=["docs", "word", "excel", "word-on-the-web", "outlook", "writer", "web-page", "numbers", "video-and-picture",
         "video", "levels"],
)  # fmt: skip
def test_what_is_pasted_keeps_its_meaning(visitor, html, shown, said):
    fm = visitor()
    fm.arrive_as(FM)
    open_draft(fm)
    start_with(fm, FIELD, html)
    got = fm.page.locator(f"#{FIELD}").evaluate("field => field.proseEditor.get()")
    assert re.sub(r' (colspan="1"|rowspan="1"|data-type="decimal")', "", got) == shown
    assert fm.page.locator(f".prose-field:has(#{FIELD}) [data-prose-said]").inner_text() == said
    fm.settle()


def test_an_address_pasted_as_plain_text_is_a_link_that_works(visitor):
    fm = visitor()
    fm.arrive_as(FM)
    open_draft(fm)
    start_with(fm, FIELD, "Zie meerwijk.nl, a@meerwijk.nl, http://oud.nl en https://meerwijk.nl/plan.", "text/plain")
    fm.page.reload()
    fm.settle()
    links = fm.page.locator(f"#{FIELD}-editor a")
    assert [(one.inner_text(), one.get_attribute("href")) for one in links.all()] == [
        ("meerwijk.nl", "https://meerwijk.nl"),
        ("a@meerwijk.nl", "mailto:a@meerwijk.nl"),
        ("https://meerwijk.nl/plan", "https://meerwijk.nl/plan"),
    ]


def test_control_k_opens_the_panel_below_the_bar(visitor):
    fm = visitor()
    fm.arrive_as(FM)
    open_draft(fm)
    start_with(fm, FIELD, "woord", "text/plain")
    fm.page.keyboard.press("ControlOrMeta+A")
    fm.page.wait_for_timeout(100)  # as fast as a hand; see Visitor.type_in
    fm.page.keyboard.press("ControlOrMeta+K")
    fm.page.keyboard.type("https://meerwijk.nl/")
    fm.page.keyboard.press("Enter")
    fm.settle()
    link = fm.page.locator(f"#{FIELD}-editor a")
    assert (link.inner_text(), link.get_attribute("href")) == ("woord", "https://meerwijk.nl/")
    assert fm.page.locator("dialog[open], .prose-editor-dialog").count() == 0


def start_with(person, field: str, words: str, kind: str = "text/html") -> None:
    """Pastes in place of all that an editor holds, and waits until it is saved."""
    editor = person.page.locator(f"#{field}-editor")
    editor.click()
    person.page.keyboard.press("ControlOrMeta+A")
    person.page.keyboard.press("Delete")
    editor.evaluate(PASTE, [words, kind])
    person.page.locator(STATE.format(field, "saved")).wait_for()
