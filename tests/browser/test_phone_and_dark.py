"""The main pages of both sides at 360 pixels and in the dark, and by keyboard."""

import re

import pytest

CLIENT, SUPPLIER = "fm@rijnoever.example", "account@groene-tafel.example"
UUID = "[0-9a-f-]{36}"
# Pages, and under each the first page of a kind that it leads to.
PAGES = {
    CLIENT: ("/o/rijnoever/", {
        "": [],
        "services/": [rf"services/{UUID}/", "services/new/"],
        "services/rounds/": [rf"services/rounds/{UUID}/", rf"services/rounds/{UUID}/score/"],
        "services/figures/": [],
        "vision/": [rf"vision/{UUID}/", rf"vision/{UUID}/edit/", rf"vision/{UUID}/share/"],
        "partnerships/": [rf"partnerships/{UUID}/"],
        "meetings/": [rf"meetings/{UUID}/", "meetings/actions/"],
        "people/": ["people/invite/"],
        "relations/": [],
        "settings/": [],
        "profile/": [],
    }),
    SUPPLIER: ("/o/groene-tafel/", {
        "": [],
        "partnerships/": [rf"partnerships/{UUID}/"],
        "relations/": [],
        "supplier-profile/": [],
        "meetings/": [rf"meetings/{UUID}/"],
        "people/": [],
    }),
}  # fmt: skip


def addresses(person, root: str, pages: dict[str, list[str]]):
    """Visits each page, and yields after each visit."""
    for page, kinds in pages.items():
        person.visit(root + page)
        yield person.path
        links = [a.get_attribute("href") for a in person.page.locator("main a[href]").all()]
        for kind in kinds:
            found = next((link for link in links if re.fullmatch(re.escape(root) + kind, link.split("?")[0])), None)
            assert found, f"{root}{page} leads to no {kind}"
            person.visit(found)
            yield person.path


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1320, "dark")])
def test_pages_fit_and_are_accessible(visitor, address, width, scheme):
    person = visitor(width=width, color_scheme=scheme)
    person.arrive_as(address)
    too_wide = []
    for path in addresses(person, *PAGES[address]):
        wide = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            too_wide.append(f"{path}: {wide} px")
        if scheme == "dark":
            assert is_dark(person), path
    assert too_wide == []


def is_dark(person) -> bool:
    """Whether ink is lighter than its ground, as drawn."""
    light = person.page.evaluate(
        """() => {
            const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
            const light = (colour) => {
                pixel.fillStyle = colour; pixel.fillRect(0, 0, 1, 1);
                return pixel.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((all, one) => all + one);
            };
            const body = getComputedStyle(document.body);
            const ground = body.backgroundColor === "rgba(0, 0, 0, 0)"
                ? getComputedStyle(document.documentElement).backgroundColor : body.backgroundColor;
            return [light(body.color), light(ground)];
        }"""
    )
    return light[0] > light[1]


def focused(person, what: str):
    """Something about the element that has the focus."""
    return person.page.evaluate(f"() => {{ const here = document.activeElement; return {what}; }}")


def press(person, key: str) -> None:
    person.page.keyboard.press(key)


def test_the_keyboard_skips_to_the_content_and_opens_the_menu(visitor):
    person = visitor(width=360)
    person.arrive_as(CLIENT)
    person.visit("/o/rijnoever/services/")
    press(person, "Tab")
    assert focused(person, "here.matches('.skip')")
    # It slides into view only while it has the focus.
    assert person.page.locator(".skip").bounding_box()["y"] >= 0
    press(person, "Enter")
    assert focused(person, "here.id") == "content"
    press(person, "Tab")
    assert focused(person, "here.closest('main') !== null")
    assert focus_shows(person)

    menu = person.page.locator("#menu")
    assert not menu.is_visible()
    person.visit("/o/rijnoever/services/")
    for _ in range(3):
        press(person, "Tab")
    assert focused(person, "here.matches('.rail-button')")
    assert focus_shows(person)
    press(person, "Enter")
    assert menu.is_visible()
    person.settle()
    press(person, "Tab")
    assert focused(person, "here.closest('#menu') !== null")
    assert focus_shows(person)
    press(person, "Escape")
    assert not menu.is_visible()
    assert focused(person, "here.matches('.rail-button')")

    press(person, "Enter")
    person.page.locator("#menu a[href$='/vision/']").focus()
    with person.page.expect_navigation():
        press(person, "Enter")
    person.settle()
    assert person.path == "/o/rijnoever/vision/"
    assert not menu.is_visible()


def focus_shows(person) -> bool:
    """Whether one sees where the focus is: an outline of at least two pixels, of the element or of the row that it
    covers, within the window."""
    shown = focused(
        person,
        """[getComputedStyle(here), getComputedStyle(here, "::after")].some(
            (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        )""",
    )
    box = focused(person, "(({ top, bottom }) => ({ top, bottom }))(here.getBoundingClientRect())")
    return shown and box["bottom"] > 0 and box["top"] < 900


def test_every_stop_of_the_keyboard_on_a_desk_shows_where_one_is(visitor):
    person = visitor()
    person.arrive_as(CLIENT)
    person.visit("/o/rijnoever/partnerships/")
    stops = []
    for _ in range(25):
        press(person, "Tab")
        here = focused(person, "here.outerHTML.slice(0, 120)")
        if here.startswith("<body"):
            break
        stops.append(here)
        assert focus_shows(person), here
    assert len(stops) > 12
