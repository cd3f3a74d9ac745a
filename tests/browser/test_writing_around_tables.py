"""A caret reaches every place around a table, what is typed there is saved, and nothing else is stored for it."""

import pytest

from tests.browser.test_pasting import start_with
from tests.browser.test_two_writers import FM, STATE, THEIRS, open_draft, open_minutes

TABLE = (
    "<table><tbody><tr><td><p>Dienst</p></td><td><p>12</p></td></tr>"
    "<tr><td><p>Post</p></td><td><p>3,5</p></td></tr></tbody></table>"
)
TEXT = "body-sustainability"


def stored(person, field: str = TEXT) -> str:
    """The text as the server has it."""
    person.page.reload()
    person.settle()
    return person.page.locator(f"#{field}").get_attribute("data-html")


def revision(person, field: str = TEXT) -> str:
    return person.page.locator(f"form:has(#{field}) [name=revision]").input_value()


def click_in(person, inside: str, field: str = TEXT) -> None:
    """Puts the caret there, and waits as long as a hand would: see Visitor.type_in."""
    person.page.locator(f"#{field}-editor {inside}").click()
    person.page.wait_for_timeout(100)


def type_saved(person, words: str, field: str = TEXT) -> None:
    person.page.keyboard.type(words)
    person.page.locator(STATE.format(field, "saved")).wait_for()


@pytest.fixture
def fm(visitor):
    person = visitor()
    person.arrive_as(FM)
    open_draft(person)
    return person


def test_control_end_leads_behind_a_table_that_ends_the_text(fm):
    start_with(fm, TEXT, f"<p>Begin.</p>{TABLE}")
    assert stored(fm) == f"<p>Begin.</p>{TABLE}"
    click_in(fm, "> p:first-child")
    fm.page.keyboard.press("ControlOrMeta+End")
    type_saved(fm, "Slotzin 1.")
    assert stored(fm) == f"<p>Begin.</p>{TABLE}<p>Slotzin 1.</p>"


def test_arrows_lead_out_of_a_table_at_both_ends(fm):
    start_with(fm, TEXT, TABLE)
    assert stored(fm) == TABLE
    click_in(fm, "td >> nth=3")
    fm.page.keyboard.press("ArrowDown")
    type_saved(fm, "Eronder.")
    click_in(fm, "td >> nth=0")
    fm.page.keyboard.press("ArrowUp")
    type_saved(fm, "Erboven.")
    assert stored(fm) == f"<p>Erboven.</p>{TABLE}<p>Eronder.</p>"


def test_a_line_can_be_written_between_two_tables(fm):
    start_with(fm, TEXT, TABLE + TABLE.replace("Dienst", "Plek"))
    assert stored(fm).count("<p></p>") == 0
    click_in(fm, "table >> nth=0 >> td >> nth=3")
    fm.page.keyboard.press("ArrowDown")
    type_saved(fm, "Ertussen.")
    assert stored(fm) == f"{TABLE}<p>Ertussen.</p>{TABLE.replace('Dienst', 'Plek')}"


def test_a_table_in_a_quotation_can_be_left(fm):
    start_with(fm, TEXT, f"<blockquote>{TABLE}</blockquote>")
    assert stored(fm) == f"<blockquote>{TABLE}</blockquote>"
    click_in(fm, "td >> nth=3")
    fm.page.keyboard.press("ControlOrMeta+End")
    type_saved(fm, "Slot.")
    assert stored(fm) == f"<blockquote>{TABLE}</blockquote><p>Slot.</p>"


def test_a_table_of_the_toolbar_can_be_gone_on_from_and_taken_out_again(fm):
    start_with(fm, TEXT, "<p>Begin.</p>")
    before = stored(fm)
    tools = fm.page.locator(f".prose-field:has(#{TEXT})")
    click_in(fm, "> p")
    fm.page.keyboard.press("ControlOrMeta+End")
    tools.locator("[data-do=table]").click()
    tools.locator("[data-do=headerRow]").click()
    type_saved(fm, "Cel")
    fm.page.keyboard.press("ControlOrMeta+End")
    type_saved(fm, "Slot.")
    html = stored(fm)
    assert html.startswith("<p>Begin.</p><table>") and html.endswith("</table><p>Slot.</p>")
    click_in(fm, "td >> nth=0")
    tools.locator("[data-do=tableDelete]").click()
    fm.page.locator(STATE.format(TEXT, "saved")).wait_for()
    assert stored(fm) == before + "<p>Slot.</p>"


def test_undoing_a_table_leaves_the_text_as_it_was(fm):
    start_with(fm, TEXT, "<p>Begin.</p>")
    before, number = stored(fm), revision(fm)
    click_in(fm, "> p")
    fm.page.keyboard.press("ControlOrMeta+End")
    fm.page.locator(f".prose-field:has(#{TEXT}) [data-do=table]").click()
    fm.page.keyboard.press("ControlOrMeta+Z")
    fm.page.locator(STATE.format(TEXT, "saved")).wait_for()
    assert (stored(fm), revision(fm)) == (before, number)


def test_a_text_that_nobody_changed_is_sent_as_it_is_stored(fm):
    start_with(fm, TEXT, f"{TABLE}<ol><li>een</li></ol>{TABLE}")
    html, number = stored(fm), revision(fm)
    field = fm.page.locator(f"#{TEXT}")
    assert field.evaluate("field => new FormData(field.form).get('body')") == html
    click_in(fm, "td >> nth=0")
    type_saved(fm, "x")
    fm.page.keyboard.press("ControlOrMeta+Z")
    fm.page.keyboard.press("ControlOrMeta+End")
    fm.page.locator(STATE.format(TEXT, "busy")).wait_for()
    fm.page.locator(STATE.format(TEXT, "saved")).wait_for()
    assert (stored(fm), int(revision(fm))) == (html, int(number) + 2)
    # One more visit, with nothing done but moving the caret.
    click_in(fm, "td >> nth=0")
    fm.page.keyboard.press("ControlOrMeta+End")
    assert fm.page.locator(f"form:has(#{TEXT})").evaluate("form => form.unsaved()") is False


@pytest.mark.parametrize("html", ["<ul><li><p>een</p></li></ul>", "<ol><li><p>een</p></li></ol>", "<h3>Kop</h3>"])
def test_behind_a_list_or_a_heading_one_goes_on_with_enter(fm, html):
    start_with(fm, TEXT, f"<p>Begin.</p>{html}")
    assert stored(fm) == f"<p>Begin.</p>{html}"
    click_in(fm, "> p")
    fm.page.keyboard.press("ControlOrMeta+End")
    for _enter in range(1 if html.startswith("<h3") else 2):
        fm.page.keyboard.press("Enter")
    type_saved(fm, "Slot.")
    assert stored(fm) == f"<p>Begin.</p>{html}<p>Slot.</p>"


def test_enter_in_the_last_cell_stays_there_and_tab_goes_to_the_next_field(fm):
    start_with(fm, TEXT, TABLE)
    stored(fm)
    click_in(fm, "td >> nth=3")
    fm.page.keyboard.press("End")
    fm.page.keyboard.press("Enter")
    type_saved(fm, "erbij")
    assert stored(fm) == TABLE.replace("<p>3,5</p>", "<p>3,5</p><p>erbij</p>")
    click_in(fm, "td >> nth=0")
    fm.page.keyboard.press("Tab")
    assert not fm.page.locator(f"#{TEXT}-editor").evaluate("editor => editor.contains(document.activeElement)")


def test_a_section_of_an_agreement_that_ends_in_a_table_can_be_gone_on_with(visitor):
    supplier = visitor()
    supplier.arrive_as(THEIRS)
    supplier.visit("/o/helderwit/partnerships/")
    supplier.page.locator("main a", has_text="Schoonmaak").first.click()
    supplier.settle()
    supplier.follow_link("/agreements/")
    supplier.follow_link("/back/")
    supplier.fill(reason="Het rooster van de zomer ontbreekt nog.")
    supplier.send()
    supplier.follow_link("/sections/")
    goes_on_behind_a_table(supplier, "body")


def test_minutes_that_end_in_a_table_can_be_gone_on_with(fm):
    goes_on_behind_a_table(fm, open_minutes(fm))


def goes_on_behind_a_table(person, field: str) -> None:
    start_with(person, field, f"<p>Begin.</p>{TABLE}")
    assert stored(person, field) == f"<p>Begin.</p>{TABLE}"
    click_in(person, "> p >> nth=0", field)
    person.page.keyboard.press("ControlOrMeta+End")
    type_saved(person, "Slot.", field)
    assert stored(person, field) == f"<p>Begin.</p>{TABLE}<p>Slot.</p>"
