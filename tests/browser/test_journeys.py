"""Journeys in a browser: built with the keyboard alone, by dragging, without JavaScript, and by two at once."""

import re

import pytest

FM, COLLEAGUE = "fm@rijnoever.example", "contract@rijnoever.example"
JOURNEYS = "/o/rijnoever/services/journeys/"
MOMENTS = "[data-moment]"


@pytest.fixture
def fm(visitor):
    """The facility manager, signed in."""
    person = visitor()
    person.arrive_as(FM)
    return person


def tab_to(person, selector: str, *, most: int = 150) -> None:
    """Presses Tab until the element has the focus."""
    for _ in range(most):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def press(person, key: str = "Enter") -> None:
    """Presses a key that asks the server for something, and waits for the answer."""
    with person.page.expect_response(lambda answer: "/journeys/" in answer.url):
        person.page.keyboard.press(key)
    person.settle()


def go(person) -> None:
    """Presses Enter on what leads to another page."""
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.settle()


def told(person, stage: str) -> list[str]:
    """The contact moments of a stage, in order."""
    place = person.page.locator("[data-stage]").filter(has=person.page.locator("h2", has_text=stage))
    return [re.sub(r"^\d+\s*", "", words) for words in place.locator("h3").all_inner_texts()]


def focused(person) -> str:
    return person.page.evaluate("document.activeElement.innerText || document.activeElement.tagName").strip()


def said(person) -> str:
    # By the locator: a function that is asked again would need an eval that our policy refuses.
    place = person.page.locator("[data-announce]")
    person.live.wait(lambda: place.inner_text().strip())
    return place.inner_text()


def start(person, title: str, name: str) -> None:
    """A new journey of a new persona, with the stages of a visitor."""
    person.visit(JOURNEYS + "new/?start=visitor")
    person.fill(title=title, name=name, share="20")
    person.send()


def test_journey_is_built_with_the_keyboard_alone(fm):
    fm.visit(JOURNEYS)
    tab_to(fm, "a[href$='/journeys/new/']")
    go(fm)
    tab_to(fm, "[name=start]")
    fm.page.keyboard.press("Space")
    tab_to(fm, "[name=title]")
    fm.page.keyboard.type("Open dag")
    tab_to(fm, "[name=name]")
    fm.page.keyboard.type("Aankomende student")
    tab_to(fm, "[name=share]")
    fm.page.keyboard.type("15")
    go(fm)
    assert fm.page.locator("h1").inner_text() == "Open dag"
    assert fm.page.locator("[data-stage]").count() == 9

    for words in ("Ik zie de vlaggen", "Ik word welkom geheten"):
        tab_to(fm, "[id^=stage-][id$=-new] a")
        press(fm)
        assert fm.page.evaluate("document.activeElement.name") == "happens"
        fm.page.keyboard.type(words)
        press(fm)
        assert said(fm) == f"{words} is toegevoegd."
    assert told(fm, "Uitnodiging") == ["Ik zie de vlaggen", "Ik word welkom geheten"]

    # The focus is on what was added last; the arrow keys move it, and it stays there.
    assert "Ik word welkom geheten" in focused(fm)
    for key, stage, there in (
        ("ArrowUp", "Uitnodiging", ["Ik word welkom geheten", "Ik zie de vlaggen"]),
        ("ArrowRight", "Reis en parkeren", ["Ik word welkom geheten"]),
    ):
        press(fm, key)
        assert told(fm, stage) == there
        assert focused(fm) == "Verplaatsen: Ik word welkom geheten"
        assert said(fm) == "Ik word welkom geheten is verplaatst."

    fm.page.keyboard.press("Enter")  # opens the buttons
    tab_to(fm, "button[value=left]")
    press(fm)
    assert told(fm, "Reis en parkeren") == []
    assert told(fm, "Uitnodiging") == ["Ik zie de vlaggen", "Ik word welkom geheten"]

    # Its stage moves too, and the moment is changed where it stands.
    fm.page.locator("[data-stage] > div > .journey-head [data-handle]").first.focus()
    press(fm, "ArrowRight")
    assert fm.page.locator("[data-stage] h2[id^=at-]").nth(1).inner_text() == "2. Uitnodiging"
    tab_to(fm, "[data-moment] a[hx-get]")
    press(fm)
    fm.page.keyboard.press("End")
    fm.page.keyboard.type(" wapperen")
    press(fm)
    assert told(fm, "Uitnodiging")[0] == "Ik zie de vlaggen wapperen"


def test_moments_and_stages_are_dragged(fm):
    start(fm, "Avondschool", "Cursist")
    for words in ("Eerst", "Daarna"):
        fm.page.locator("[id^=stage-][id$=-new] a").first.click()
        fm.page.locator("[name=happens]").fill(words)
        fm.send("form.journey-form")
    drag(fm, fm.page.locator(MOMENTS).nth(1).locator("[data-handle]"), fm.page.locator(MOMENTS).first, top=True)
    assert told(fm, "Uitnodiging") == ["Daarna", "Eerst"]
    drag(fm, fm.page.locator(MOMENTS).first.locator("[data-handle]"), fm.page.locator("[data-stage]").nth(1))
    assert (told(fm, "Uitnodiging"), told(fm, "Reis en parkeren")) == (["Eerst"], ["Daarna"])
    # The press that was a drag opened no buttons.
    assert fm.page.locator(".journey-move[open]").count() == 0
    stages = fm.page.locator("[data-stage]")
    drag(fm, stages.nth(1).locator("[data-handle]").first, stages.first, top=True)
    assert fm.page.locator("[data-stage] h2").first.inner_text() == "1. Reis en parkeren"


def drag(person, handle, target, *, top: bool = False) -> None:
    handle.scroll_into_view_if_needed()
    one = handle.bounding_box()
    person.page.mouse.move(one["x"] + one["width"] / 2, one["y"] + one["height"] / 2)
    person.page.mouse.down()
    box = target.bounding_box()
    x, y = box["x"] + (10 if top else box["width"] / 2), box["y"] + (6 if top else box["height"] - 12)
    person.page.mouse.move(x, y, steps=8)
    with person.page.expect_response(lambda answer: "/move/" in answer.url):
        person.page.mouse.up()
    person.settle()


def test_of_two_who_change_one_moment_the_second_sees_both_texts(fm, visitor):
    colleague = visitor()
    colleague.arrive_as(COLLEAGUE)
    for person in (fm, colleague):
        person.visit(JOURNEYS)
        person.page.locator("th a").first.click()
        person.settle()
        person.page.locator(f"{MOMENTS} a[hx-get]").first.click()
        person.page.locator("[name=happens]").wait_for()
    first, second = (fm.page.locator("[data-stage]").nth(n).bounding_box() for n in range(2))
    assert first["x"] + first["width"] < second["x"]  # no stage lies over the form
    fm.page.locator("[name=happens]").fill("Ik krijg een kaartje")
    fm.send("form.journey-form")
    colleague.page.locator("[name=happens]").fill("Ik krijg een appje")
    colleague.send("form.journey-form")
    assert "Ik krijg een kaartje" in colleague.page.locator(".conflict").inner_text()
    assert "Ik krijg een appje" in colleague.page.locator(".conflict").inner_text()
    assert "Ik krijg een kaartje" in colleague.page.locator(".conflict label").nth(1).inner_text()
    colleague.send(".conflict form")
    assert told(colleague, "Uitnodiging") == ["Ik krijg een appje"]


def test_without_javascript_it_is_made_moved_and_archived(visitor):
    person = visitor(javascript=False)
    person.arrive_as(FM)
    start(person, "Avondschool", "Cursist")
    person.page.locator("[id^=stage-][id$=-new] a").first.click()
    person.fill("main form.form", happens="Ik meld me", now="-1", importance="4", services=["Receptie"])
    person.send("main form.form")
    assert told(person, "Uitnodiging") == ["Ik meld me"]
    person.page.locator(f"{MOMENTS} [data-handle]").click()
    person.page.locator(f"{MOMENTS} button[value=right]").click()
    assert told(person, "Reis en parkeren") == ["Ik meld me"]
    person.page.locator(f"{MOMENTS} form[action$='/archive/'] button").click()
    assert told(person, "Reis en parkeren") == []
    assert "1 contactmoment in het archief" in person.words


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_scrolls_sideways_and_the_picture_leads_to_its_moments(visitor, scheme):
    person = visitor(width=360, color_scheme=scheme)
    person.arrive_as(FM)
    person.visit(JOURNEYS)
    person.page.locator("th a").first.click()
    person.settle()
    assert person.page.evaluate("document.documentElement.scrollWidth") == 360
    link = person.page.locator(".narrow-only a.point").nth(4)
    link.focus()
    person.page.keyboard.press("Enter")
    person.settle()
    moment = person.page.locator(":target")
    assert moment.get_attribute("id") == link.get_attribute("href").removeprefix("#")
    assert moment.is_visible()


def test_escape_closes_the_buttons_of_moving(fm):
    fm.visit(JOURNEYS)
    fm.page.locator("main").get_by_role("link", name="Een bezoek aan ons gebouw").first.click()
    fm.settle()
    handle = fm.page.locator("[data-moment] [data-handle]").first
    handle.focus()
    fm.page.keyboard.press("Enter")
    menu = fm.page.locator(".journey-move[open]")
    menu.wait_for()
    fm.page.keyboard.press("Tab")
    fm.page.keyboard.press("Escape")
    assert menu.count() == 0
    assert handle.evaluate("handle => handle === document.activeElement")
