"""Services in a browser: making, finding, taking along as a file, and two people who change the same one."""

import time
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

FM, COLLEAGUE = "fm@rijnoever.example", "contract@rijnoever.example"
SERVICES = "/o/rijnoever/services/"
ROWS = ".services-table tbody tr"
AS = "main form[action$='/export/'] button[value={}]"


@pytest.fixture
def fm(visitor):
    """The facility manager, signed in."""
    person = visitor()
    person.arrive_as(FM)
    return person


def add(person, name: str) -> None:
    person.visit(SERVICES + "new/")
    person.fill(
        name=name, group="Mobiliteit", delivery="outsourced", supplier_name="Rijwiel Oost", annual_spend="12.345,50",
        contract_end="2027-06-30", end_users="2300", description="Leenfietsen bij station en campus.",
        locations=["Campus Rijnoever", "Nijmegen"],
    )  # fmt: skip


def found(person, name: str) -> int:
    """How many rows of the list carry this name."""
    person.visit(SERVICES + f"?q={name}")
    return person.page.locator(ROWS).filter(has_text=name).count()


def test_a_service_is_made_changed_found_and_taken_along(fm):
    add(fm, "")
    fm.send()
    assert fm.page.locator("[name=name][aria-invalid=true]").count() == 1
    assert fm.page.locator("[name=annual_spend]").input_value() == "12.345,50"
    fm.fill(name="Leenfietsen")
    fm.send()
    assert fm.page.locator("h1").inner_text() == "Leenfietsen"
    assert "12.345,50" in fm.words

    fm.follow_link("/edit/")
    assert fm.page.locator("[name=annual_spend]").input_value() == "12.345,50"
    fm.fill(annual_spend="15000")
    fm.send()
    assert "15.000" in fm.words

    search_while_typing(fm)
    pdf = fm.take(AS.format("pdf"))
    read = PdfReader(BytesIO(pdf))
    words = " ".join(page.extract_text() for page in read.pages)
    assert "Leenfietsen" in words
    assert "Bedrijfsrestaurant" not in words
    assert read.trailer["/Root"]["/Lang"] == "nl"

    fm.visit(SERVICES + "?q=leenf")
    sheet = load_workbook(BytesIO(fm.take(AS.format("xlsx")))).active
    assert fm.path == SERVICES + "?q=leenf"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    row = next(row for row in rows if "Leenfietsen" in row)
    assert {"Mobiliteit", "Rijwiel Oost", 15000, 2300} <= set(row)
    assert not any("Bedrijfsrestaurant" in row for row in rows)


def search_while_typing(fm) -> None:
    """The list follows, the address too, without a button."""
    fm.visit(SERVICES)
    everything = fm.page.locator(ROWS).count()
    assert everything > 10
    fm.page.locator("#id_q").press_sequentially("leenf", delay=30)
    fm.page.wait_for_url("**q=leenf**")
    fm.settle()
    assert fm.page.locator(ROWS).count() == 1
    assert fm.page.locator("#id_q").evaluate("field => field === document.activeElement")
    fm.page.reload()
    assert fm.page.locator("#id_q").input_value() == "leenf"
    assert fm.page.locator(ROWS).count() == 1


def test_of_two_who_change_one_service_the_second_sees_both_texts(fm, visitor):
    colleague = visitor()
    colleague.arrive_as(COLLEAGUE)
    fm.visit(SERVICES + "?q=Banqueting")
    fm.page.locator(ROWS).locator("a", has_text="Banqueting").first.click()
    fm.settle()
    service = fm.path
    for person, words in ((fm, "Ook op zaterdag."), (colleague, "Alleen na overleg op zondag.")):
        person.visit(service + "edit/")
        person.fill(description=words)
    fm.send()
    assert fm.path == service

    with colleague.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        colleague.send()
    assert answered.value.status == 409
    assert "Ook op zaterdag." in colleague.words
    assert "Alleen na overleg op zondag." in colleague.words
    assert colleague.page.locator("[data-focus]").evaluate("panel => panel === document.activeElement")
    fm.visit(service)
    assert "Alleen na overleg" not in fm.words

    colleague.press("/edit/")
    assert colleague.path == service
    assert "Alleen na overleg op zondag." in colleague.words
    fm.visit(service)
    assert "Alleen na overleg op zondag." in fm.words


def test_a_double_click_makes_one_service(fm):
    add(fm, "Parkeren")
    fm.page.locator("main form[method=post] button[type=submit]").dblclick()
    fm.page.wait_for_url(lambda url: not url.endswith("/new/"))
    fm.settle()
    assert fm.page.locator("h1").inner_text() == "Parkeren"
    assert found(fm, "Parkeren") == 1


@pytest.fixture
def slow(fm):
    """The facility manager at a server that takes its time for what is sent to it."""
    fm.sent = []

    def wait(route) -> None:
        if route.request.method == "POST":
            fm.sent.append(route.request.url)
            time.sleep(1)
        route.continue_()

    fm.page.route("**/o/**", wait)
    return fm


def click_twice(person) -> None:
    person.page.locator("main form[method=post]:not([action]) button[type=submit]").first.dblclick()
    person.page.wait_for_url(lambda url: url.removeprefix(person.live.url) != person.form)
    person.settle()
    assert len(person.sent) == 1


def test_a_double_click_leads_to_the_round_that_it_made(slow):
    slow.form = SERVICES + "rounds/new/"
    slow.visit(slow.form)
    slow.fill(title="Twee klikken, een ronde", services=["Energie"], assessors=["Sanne"])
    click_twice(slow)
    assert slow.page.locator("h1").inner_text() == "Twee klikken, een ronde"
    slow.visit(SERVICES + "rounds/")
    assert slow.page.locator("main a", has_text="Twee klikken, een ronde").count() == 1


def test_a_double_click_leads_to_the_choices_with_the_new_one(slow):
    slow.visit(SERVICES + "rounds/")
    slow.page.locator("main a", has_text="Welke diensten vragen om een partnership?").click()
    slow.settle()
    outcome = slow.path
    slow.page.locator(".services-outcome tr", has_text="Servicedesk").locator("a[href*='/choice/']").click()
    slow.settle()
    slow.form = slow.path
    slow.fill(kind="strategic", reason="Elke maand komt iedereen hier een keer.")
    click_twice(slow)
    assert slow.path == outcome + "choices/"
    row = slow.page.locator(".services-choices > li", has_text="Servicedesk")
    assert "Elke maand komt iedereen hier een keer." in row.inner_text()


def test_a_double_click_leads_to_the_agreement_that_was_put_up(slow):
    slow.visit("/o/rijnoever/partnerships/")
    slow.page.locator("main a", has_text="Catering en banqueting").first.click()
    slow.settle()
    slow.follow_link("/agreement/")
    slow.press("/agreement/new/")
    draft = slow.path
    slow.follow_link("/proposal/")
    slow.form, slow.sent[:] = slow.path, []
    click_twice(slow)
    assert slow.path == draft


# The picture -------------------------------------------------------------------------------------

WORDS = """svg => {
    const whole = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")].map(text => {
        const { left, top, right, bottom, height } = text.getBoundingClientRect();
        // A line box is higher than its letters.
        return { words: text.textContent, left, right, top: top + height * .12, bottom: bottom - height * .12 };
    });
    const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    return {
        size: Math.min(...[...svg.querySelectorAll("text")].map(text => parseFloat(getComputedStyle(text).fontSize)
            * whole.width / svg.viewBox.baseVal.width)),
        over: boxes.flatMap((a, n) => boxes.slice(n + 1).filter(b => !apart(a, b)).map(b => [a.words, b.words])),
        outside: boxes.filter(a => a.left < whole.left - 1 || a.right > whole.right + 1 || a.top < whole.top - 1
            || a.bottom > whole.bottom + 1).map(a => a.words),
    };
}"""


@pytest.mark.parametrize("width", [360, 1320])
def test_the_words_of_the_portfolio_stand_apart_and_the_keyboard_reaches_each_point(visitor, width):
    person = visitor(width=width)
    person.arrive_as(FM)
    person.visit(SERVICES + "rounds/")
    person.page.locator("main a", has_text="Welke diensten vragen om een partnership?").click()
    person.settle()
    picture = person.page.locator("figure svg:visible").first
    found = picture.evaluate(WORDS)
    assert (found["over"], found["outside"]) == ([], [])
    assert found["size"] >= 11.9

    names = {row.inner_text() for row in person.page.locator(".services-outcome tbody th").all()}
    assert len(names) == 14
    points = picture.locator("a")
    assert {point.get_attribute("aria-label") for point in points.all()} == names
    points.first.focus()
    reached = set()
    for _ in names:
        reached.add(person.page.evaluate("document.activeElement.getAttribute('aria-label')"))
        person.page.keyboard.press("Tab")
    assert reached == names

    person.page.locator("figure summary").click()
    rows = person.page.locator("figure tbody tr")
    assert {row.locator("th").inner_text() for row in rows.all()} == names
    numbers = {row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows.all()}
    for point in points.all():
        said = " ".join(point.locator("text").all_text_contents())
        name = point.get_attribute("aria-label")
        assert name in said or numbers[name] in said.split()


def test_search_leaves_what_matches_and_what_is_ticked(fm):
    fm.visit(SERVICES + "rounds/new/")
    seen = lambda: fm.page.locator("[data-choices] [data-group] label:visible").all_inner_texts()  # noqa: E731
    all_of_them = seen()
    fm.page.get_by_label("Schoonmaak", exact=True).check()
    search = fm.page.get_by_label("Zoek in de diensten")
    search.fill("RECEP")
    assert seen() == ["Receptie en ontvangst", "Schoonmaak"]
    search.press("Enter")  # sends nothing
    fm.settle()
    assert fm.path == SERVICES + "rounds/new/"
    search.fill("")
    assert seen() == all_of_them


SHORT_FIELD = """max => {
    const field = Object.assign(document.createElement("textarea"), { id: "short", maxLength: max });
    document.body.append(field);
    field.insertAdjacentHTML("afterend", "<span class='counter' data-counter-for='short'></span>");
    return typed => {
        field.value = "x".repeat(typed);
        field.dispatchEvent(new Event("input", { bubbles: true }));
        const counter = field.nextElementSibling;
        return [counter.textContent, counter.classList.contains("near")];
    };
}"""


def test_the_counter_of_a_short_field_warns_near_its_end_and_not_at_nothing(fm):
    fm.visit(SERVICES + "new/")
    said = fm.page.evaluate(f"[0, 15, 16, 20].map(({SHORT_FIELD})(20))")
    assert said == [["0 / 20", False], ["15 / 20", False], ["16 / 20", True], ["20 / 20", True]]
