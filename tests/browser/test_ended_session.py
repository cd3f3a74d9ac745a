"""A session that ends while somebody types."""

from tests.browser.test_two_writers import FM, STATE, open_draft, open_minutes


def test_what_was_typed_stands_there_again_after_signing_in(visitor):
    owner = visitor()
    owner.sign_in("fm@rijnoever.example")
    owner.visit("/o/rijnoever/people/invite/")
    owner.page.locator("[name=address]").fill("later@rijnoever.example")
    owner.page.locator("[name=role][value=reader]").check()
    owner.context.clear_cookies(name="samenspel-session")
    owner.page.locator("main form button[type=submit]").first.click()
    owner.settle()
    assert "/account/login/" in owner.page.url

    owner.page.locator("input[name=login]").fill("fm@rijnoever.example")
    owner.page.locator("input[name=password]").fill("samenspel-demo")
    owner.page.locator("form:has(input[name=login]) button[type=submit]").click()
    owner.settle()
    assert owner.page.url.endswith("/o/rijnoever/people/invite/")
    assert owner.page.locator("[name=address]").input_value() == "later@rijnoever.example"
    assert owner.page.locator("[name=role][value=reader]").is_checked()

    owner.page.locator("main form button[type=submit]").first.click()
    owner.settle()
    assert "later@rijnoever.example" in owner.page.locator("main").inner_text()
    owner.visit("/o/rijnoever/people/invite/")
    assert owner.page.locator("[name=address]").input_value() == ""


def test_one_is_led_to_the_text_that_was_being_typed(visitor):
    fm = visitor()
    fm.arrive_as(FM)
    open_draft(fm)
    goes_on_after_signing_in(fm, "body-culture")
    goes_on_after_signing_in(fm, open_minutes(fm))


def goes_on_after_signing_in(person, field: str) -> None:
    person.context.clear_cookies(name="samenspel-session")
    person.type_in(field, " Halverwege")
    mark = person.page.locator(STATE.format(field, "out"))
    mark.locator("a").click()
    person.settle()
    person.page.locator("input[name=login]").fill(FM)
    person.page.locator("input[name=password]").fill("samenspel-demo")
    person.page.locator("form:has(input[name=login]) button[type=submit]").click()
    person.page.locator(STATE.format(field, "saved")).wait_for()
    person.settle()
    form = person.page.locator(f"form:has(#{field})")
    assert form.locator(".notice").inner_text() == (
        "Je moest opnieuw inloggen. Wat je typte, staat hier weer en wordt opgeslagen."
    )
    person.page.keyboard.type(" verder.")
    person.page.locator(STATE.format(field, "busy")).wait_for()
    person.page.locator(STATE.format(field, "saved")).wait_for()
    assert person.page.locator(f"#{field}-editor").inner_text().endswith("Halverwege verder.")
    person.page.reload()
    person.settle()
    assert form.locator(".notice").count() == 0
