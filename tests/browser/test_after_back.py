"""Back, and a page that a browser kept: what is shown never goes with a newer revision."""

from tests.browser.test_two_writers import COLLEAGUE, FM, open_draft, words_of


def away_and_back(person) -> None:
    person.visit("/o/rijnoever/services/")
    person.page.go_back()
    person.settle()


def test_back_shows_the_text_as_it_is_and_saves_nothing(visitor):
    first, second = visitor(), visitor()
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_draft(first, second)
    first.write("body-future", " Van Sanne.")
    before = words_of(first, "body-future")
    first.visit("/o/rijnoever/services/")
    second.page.reload()
    second.write("body-future", " Van Mehmet.")
    first.page.go_back()
    first.settle()
    assert words_of(first, "body-future") == f"{before} Van Mehmet."
    first.write("body-future", " En verder.")
    second.page.reload()
    assert words_of(second, "body-future") == f"{before} Van Mehmet. En verder."


def test_back_never_puts_an_older_plain_field_over_a_newer_one(visitor):
    first, second = visitor(), visitor()
    for person, address in ((first, FM), (second, COLLEAGUE)):
        person.arrive_as(address)
        open_draft(person)
        person.page.locator(".edit-item > summary").first.click()
    name = first.page.locator(".edit-item [name=name]").first
    name.fill("Gastvrij zijn")
    first.page.locator(".edit-item [data-autosave-state][data-state=saved]").wait_for()
    first.visit("/o/rijnoever/services/")
    second.page.reload()
    second.settle()
    second.page.locator(".edit-item > summary").first.click()
    second.page.locator(".edit-item [name=name]").first.fill("Hartelijk zijn")
    second.page.locator(".edit-item [data-autosave-state][data-state=saved]").wait_for()
    first.page.go_back()
    first.settle()
    assert name.input_value() == "Hartelijk zijn"


def open_details(person) -> None:
    open_draft(person)
    person.follow_link("/details/")


def test_what_was_typed_before_one_left_comes_back_with_the_revision_that_it_was_typed_over(visitor):
    first, second = visitor(), visitor()
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_details(first)
    first.page.locator("[name=title]").fill("Samen vooruit")
    away_and_back(first)
    assert first.page.locator("[name=title]").input_value() == "Samen vooruit"
    first.visit("/o/rijnoever/services/")
    open_details(second)
    second.fill(title="Vooruit met elkaar")
    second.send()
    first.page.go_back()
    first.settle()
    assert first.page.locator("[name=title]").input_value() == "Samen vooruit"
    first.send()
    assert "Vooruit met elkaar" in first.words
    assert first.page.locator("[name=title]").input_value() == "Samen vooruit"


def test_what_was_sent_does_not_come_back(visitor):
    first, second = visitor(), visitor()
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_details(first)
    first.page.locator("[name=title]").fill("Samen vooruit")
    first.send()
    open_details(second)
    second.fill(title="Vooruit met elkaar")
    second.send()
    first.page.go_back()
    first.settle()
    assert first.page.locator("[name=title]").input_value() == "Vooruit met elkaar"


def test_a_page_that_the_browser_kept_whole_is_loaded_anew_unless_something_was_typed(visitor):
    first, second = visitor(), visitor()
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_draft(first, second)
    second.write("body-future", " Van Mehmet.")
    with first.page.expect_navigation():
        first.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    first.settle()
    assert words_of(first, "body-future").endswith("Van Mehmet.")
