"""What is typed while something is sent, and after the browser said that it keeps it."""

from tests.browser.test_two_writers import COLLEAGUE, FM, PANEL, STATE, open_draft, words_of


class Held:
    """Answers of one address that wait until they are let go."""

    def __init__(self, person, pattern: str) -> None:
        self.person, self.routes = person, []
        person.page.route(pattern, lambda route: self.routes.append(route))

    def wait(self) -> None:
        while not self.routes:
            self.person.page.wait_for_timeout(20)

    def let_go(self) -> None:
        self.routes.pop(0).continue_()


def test_what_is_typed_until_the_answer_is_in_the_panel(visitor):
    first, second = visitor(), visitor()
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_draft(first, second)
    second.write("body-future", " Van Mehmet.")
    held = Held(first, "**/vision/parts/*/")
    first.type_in("body-future", " Eerste zin.")
    held.wait()
    first.page.keyboard.type(" Tweede zin.")
    held.let_go()
    held.wait()
    first.page.keyboard.type(" Derde zin.")
    held.let_go()
    held.wait()
    held.let_go()
    panel = first.page.locator(PANEL)
    panel.wait_for()
    assert "Eerste zin. Tweede zin. Derde zin." in panel.inner_text()
    first.page.unroute("**/vision/parts/*/")
    panel.locator("button[name=keep][value=mine]").click()
    panel.wait_for(state="detached")
    first.settle()
    assert words_of(first, "body-future").endswith("Eerste zin. Tweede zin. Derde zin.")


def test_a_panel_waits_until_a_word_of_a_phones_keyboard_is_whole(visitor):
    first, second = visitor(), visitor()
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_draft(first, second)
    second.write("body-future", " Van Mehmet.")
    editor = first.page.locator("#body-future-editor")
    first.type_in("body-future", " Een")
    editor.dispatch_event("compositionstart", {})
    held = Held(first, "**/vision/parts/*/")
    held.wait()
    held.let_go()
    first.page.wait_for_timeout(1500)
    assert (len(held.routes), first.page.locator(PANEL).count()) == (0, 0)
    editor.dispatch_event("compositionend", {})
    held.wait()
    held.let_go()
    first.page.locator(PANEL).wait_for()


def sign_out(person) -> None:
    person.context.clear_cookies(name="samenspel-session")


def test_what_is_typed_after_the_sign_in_ended_is_saved_after_signing_in(visitor):
    fm = visitor()
    fm.arrive_as(FM)
    open_draft(fm)
    sign_out(fm)
    fm.type_in("body-future", " Eerste zin.")
    fm.page.locator(STATE.format("body-future", "out")).wait_for()
    fm.page.keyboard.type(" Tweede zin.")
    fm.page.locator("form:has(#body-future) [data-when=out] a").click()
    fm.settle()
    fm.page.locator("input[name=login]").fill(FM)
    fm.page.locator("input[name=password]").fill("samenspel-demo")
    fm.page.locator("form:has(input[name=login]) button[type=submit]").click()
    fm.page.locator(STATE.format("body-future", "saved")).wait_for()
    fm.page.reload()
    assert words_of(fm, "body-future").endswith("Eerste zin. Tweede zin.")


def test_signing_in_anew_in_another_window_goes_on_saving_here(visitor):
    fm = visitor()
    fm.arrive_as(FM)
    open_draft(fm)
    sign_out(fm)
    fm.context.clear_cookies(name="samenspel-csrf")
    fm.arrive_as(FM)
    fm.write("body-future", " Na het inloggen.")
    fm.page.reload()
    assert words_of(fm, "body-future").endswith("Na het inloggen.")


def test_somebody_else_who_signed_in_here_is_named_as_that(visitor):
    fm = visitor()
    fm.arrive_as(FM)
    open_draft(fm)
    sign_out(fm)
    fm.context.clear_cookies(name="samenspel-csrf")
    fm.arrive_as("team@helderwit.example")
    fm.type_in("body-future", " Van Sanne.")
    fm.page.locator(STATE.format("body-future", "refused")).wait_for()
    said = fm.page.locator("form:has(#body-future) [data-refusal]").inner_text()
    assert said.startswith("Iemand anders is in deze browser ingelogd.")
    sign_out(fm)
    fm.context.clear_cookies(name="samenspel-csrf")
    fm.arrive_as(FM)
    fm.page.reload()
    fm.page.locator(STATE.format("body-future", "saved")).wait_for()
    assert words_of(fm, "body-future").endswith("Van Sanne.")


def test_what_was_typed_in_a_text_that_is_gone_can_still_be_read(visitor):
    first, second = visitor(), visitor()
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_draft(first, second)
    first.page.locator(".edit-item > summary").first.click()
    form = first.page.locator(".edit-item form[data-autosave]").first
    address = form.get_attribute("action")
    second.page.locator(f"form[action='{address}removal/']").first.evaluate("form => form.submit()")
    second.settle()
    form.locator("[name=notices]").fill("Iemand loopt mee tot de juiste deur.")
    form.locator("[data-autosave-state][data-state=refused]").wait_for()
    assert form.locator("[data-refusal]").inner_text().startswith("Deze tekst is intussen verwijderd")
    first.faults.clear()
    first.visit("/o/rijnoever/services/")
    first.page.get_by_text("Toon wat je typte").click()
    assert "Iemand loopt mee tot de juiste deur." in first.page.locator("main textarea[readonly]").input_value()
    first.click("Deze tekst weggooien")
    first.visit("/o/rijnoever/services/")
    assert first.page.locator("main textarea[readonly]").count() == 0


def test_who_is_no_member_any_more_reads_so_and_can_copy_what_they_typed(visitor):
    first, second, other_tab = visitor(), visitor(), visitor()
    first.arrive_as(COLLEAGUE)
    other_tab.arrive_as(COLLEAGUE)
    second.arrive_as(FM)
    open_draft(first)
    other_tab.visit("/o/rijnoever/services/new/")
    second.visit("/o/rijnoever/people/")
    second.click("Mehmet Yılmaz", role="link")
    second.follow_link("/end/")
    second.fill(successor="Sanne")
    second.send()
    said = first.page.locator("form:has(#body-future) [data-refusal]")
    first.type_in("body-future", " Nog een zin.")
    first.page.locator("form:has(#body-future) [data-autosave-state][data-state=refused]").wait_for()
    assert said.inner_text().startswith("Je lidmaatschap van Hogeschool Rijnoever is beëindigd.")
    first.faults.clear()
    first.visit("/o/rijnoever/vision/")
    first.page.get_by_text("Toon wat je typte").click()
    assert "Nog een zin." in first.page.locator("main textarea[readonly]").input_value()
    # A form that is sent the ordinary way.
    other_tab.fill("main form[method=post]", name="Bewaking van de fietsenstalling")
    other_tab.send("main form[method=post]")
    assert "Je bent geen lid meer van Hogeschool Rijnoever" in other_tab.words
    assert other_tab.page.locator("main textarea[readonly]").input_value() == "Bewaking van de fietsenstalling"
