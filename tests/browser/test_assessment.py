"""A round by three people in three browsers, who cannot see each other's scores until it is closed."""

import re

import pytest

FM, LOTTE, RAVI = "fm@rijnoever.example", "assessor@rijnoever.example", "onderwijs@rijnoever.example"
NAMES = {FM: "Sanne de Vries", LOTTE: "Lotte Brandsma", RAVI: "Ravi Mohan"}
ROUNDS = "/o/rijnoever/services/rounds/"
SERVICES = ["Beveiliging", "Schoonmaak"]
SHEET = "form[data-scoresheet]"
SECRET = {LOTTE: "Overdag zie ik ze nooit.", RAVI: "In de avond zijn zij alles."}


@pytest.fixture
def people(visitor):
    found = {address: visitor() for address in (FM, LOTTE, RAVI)}
    for address, person in found.items():
        person.arrive_as(address)
    return found


def prepare(fm) -> str:
    """A round over two services by three people; the weights are tried first."""
    fm.visit(ROUNDS + "new/")
    fm.fill(title="Drie stoelen, één ronde", services=SERVICES, assessors=list(NAMES.values()))
    fm.send()
    page = fm.path
    fm.follow_link("/criteria/")
    total = fm.page.locator("[data-sum]")
    assert total.inner_text() == "Samen 100: dat klopt."
    first = fm.page.locator("[data-weight]").first
    fm.page.set_viewport_size({"width": 1320, "height": 600})
    first.fill("30")
    foot = fm.page.locator(".services-criteria-foot").bounding_box()
    assert foot["y"] + foot["height"] <= 600
    names = fm.page.locator("textarea[name$='-name']")
    assert names.evaluate_all("all => all.every(one => one.scrollHeight <= one.clientHeight)")
    assert total.inner_text() == "Samen 105: 5 te veel."
    fm.send()
    assert "gewichten zijn samen 105" in fm.words
    assert first.input_value() == "30"
    assert fm.page.locator("[name$=is_computed]:checked").count() == 2
    first.fill("25")
    fm.send()
    fm.press("/opening/")
    return page


def score(person, page: str, key: str) -> None:
    """All that is asked, by keyboard; what the journeys answer is passed by."""
    person.visit(page + "score/")
    for _service in SERVICES:
        cells = person.page.locator("[data-cell]")
        assert cells.count() == 4
        cells.first.locator("input[type=radio]").first.focus()
        for _cell in range(4):
            person.page.keyboard.press(key)
        person.page.locator("[data-cell] [data-state=saved]").nth(3).wait_for()
        person.send(SHEET)


def overrule(person, page: str, value: str, reason: str) -> None:
    """On the contact of the first service: refused without a reason, then kept."""
    person.visit(page + "score/")
    person.page.locator(f"{SHEET}").wait_for()
    person.page.locator(".services-sheet a").first.click()
    person.settle()
    cell = person.page.locator("[data-overrule]").first
    cell.locator("summary").nth(1).click()
    cell.locator(f"input[value='{value}']").check()
    cell.locator(".error").wait_for()
    assert "Zeg waarom" in cell.inner_text()
    cell.locator("input[type=text]").fill(reason)
    cell.locator("input[type=text]").press("Tab")
    cell.locator("[data-state=saved]").wait_for()
    assert re.search(r"wijkt af van de klantreizen \(\d,\d\)", cell.inner_text())
    person.settle()


def test_three_people_score_alone_and_talk_afterwards(people):
    fm, lotte, ravi = people.values()
    page = prepare(fm)
    for person, key in ((fm, "3"), (lotte, "2"), (ravi, "5")):
        score(person, page, key)
    overrule(lotte, page, "1", SECRET[LOTTE])
    overrule(ravi, page, "5", SECRET[RAVI])

    for address, person in people.items():
        person.visit(page)
        assert "24 van 24" in person.words
        first = person.page.locator("main")
        for other in set(SECRET) - {address}:
            assert SECRET[other] not in first.inner_text()
        person.visit(page + "score/")
        person.page.locator(".services-sheet a").first.click()
        person.settle()
        content = person.page.content()
        assert [words in content for who, words in SECRET.items() if who != address] == [False] * (
            len(set(SECRET) - {address})
        )

    # Lotte thinks again: the journeys count, and her reason goes with her value.
    lotte.visit(page + "score/")
    lotte.page.locator(".services-sheet a").first.click()
    lotte.settle()
    cell = lotte.page.locator("[data-overrule]").first
    cell.locator("input[value='']").check()
    cell.locator(".services-figure", has_text="uit de klantreizen").wait_for()
    assert cell.locator("input[type=text]").input_value() == ""

    fm.visit(page)
    fm.page.locator("main [data-opens^='close-']").click()
    fm.press("/closing/")
    assert SECRET[RAVI] in fm.words
    assert SECRET[LOTTE] not in fm.words
    ravi.visit(page)
    assert "Praat hier het eerst over" in ravi.words

    # From the figure to what a visitor said of it.
    ravi.page.locator(".services-outcome a", has_text="Beveiliging").first.click()
    ravi.settle()
    assert "Cijfers uit de klantreizen" in ravi.words
    quote = ravi.page.locator(".behind blockquote").first.inner_text()
    ravi.page.locator(".behind a").first.click()
    ravi.settle()
    assert "/services/journeys/" in ravi.path
    assert quote in ravi.words

    # Another weight: the ranking follows, nothing is kept.
    fm.visit(page)
    before = fm.page.locator(".services-outcome").first.inner_text()
    fm.page.locator("#what-if summary").click()
    fm.page.locator("#id_w1").fill("100")
    fm.page.locator("#what-if-answer table").first.wait_for()
    fm.settle()
    assert "w1=100" in fm.path
    assert "tellen op tot 175" in fm.words
    fm.page.reload()
    fm.settle()
    assert fm.page.locator("#id_w1").input_value() == "100"
    assert fm.page.locator(".services-outcome").first.inner_text() == before
    fm.visit(page)
    assert fm.page.locator("#id_w1").input_value() == "25"


def test_digit_scores_only_where_a_score_has_the_focus(people):
    """The last digit leads to the button; one more there scores nothing, and the next service begins at a score."""
    fm, lotte, _ravi = people.values()
    lotte.visit(prepare(fm) + "score/")
    page = lotte.page
    cells = page.locator("[data-cell]")
    given = lambda: [cells.nth(n).locator("input:checked").input_value() for n in range(4)]  # noqa: E731
    at = lambda: page.evaluate("document.activeElement.closest('[data-cell]')?.querySelector('legend').innerText")  # noqa: E731
    assert at() == cells.first.locator("legend").inner_text()
    for digit in "3452":
        page.keyboard.press(digit)
    cells.last.locator("[data-state=saved]").wait_for()
    assert page.evaluate("document.activeElement.type") == "submit"
    page.keyboard.press("1")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("1")
    assert given() == ["3", "4", "5", "2"]
    assert "ga je door" in lotte.words
    page.locator(f"{SHEET} button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#sheet")
    lotte.settle()
    assert at() == cells.first.locator("legend").inner_text()
    page.keyboard.press("0")
    assert at() == cells.nth(1).locator("legend").inner_text()


def test_places_are_filled_in_on_the_page_that_the_closing_leads_to(people):
    """Of more services than the first three, with cells that one of two people left empty."""
    fm, _lotte, _ravi = people.values()
    fm.visit(ROUNDS + "new/")
    services = ["Beveiliging", "Schoonmaak", "Bedrijfsrestaurant", "Receptie"]
    fm.fill(title="Vier diensten", services=services, assessors=[NAMES[FM], NAMES[LOTTE]])
    fm.send()
    page = fm.path
    fm.press("/opening/")
    fm.visit(page + "score/")
    for _service in services:
        for _cell in range(fm.page.locator("[data-cell]").count()):
            fm.page.keyboard.press("4")
        fm.page.locator("[data-cell] [data-state=saved]").last.wait_for()
        fm.send(SHEET)
    fm.visit(page)
    fm.page.locator("main [data-opens^='close-']").click()
    fm.page.locator("main form[action*='/closing/'] button[type=submit]").click()
    # The section stays where it is and the waiting ends by itself.
    fm.page.locator("#ranking:not([hx-get])").wait_for()
    places = fm.page.locator("#ranking tbody td[data-label^='Bij de eerste']").all_inner_texts()
    assert len(places) == len(services)
    assert all(re.fullmatch(r"\d+%", one.strip()) for one in places)
    fm.settle()


def test_which_service_is_scored_stays_in_view_and_covers_nothing(people):
    fm, lotte, _ravi = people.values()
    lotte.page.set_viewport_size({"width": 360, "height": 640})
    lotte.visit(prepare(fm) + "score/")
    page = lotte.page
    for name in SERVICES:
        bar = page.locator(".services-bar")
        assert bar.get_by_role("heading").inner_text() == name
        page.locator("[data-cell] input:focus").wait_for(state="attached")
        for key in ("Tab", "Shift+Tab", "ArrowDown", "ArrowDown", "ArrowDown", "Shift+Tab", "Shift+Tab"):
            page.keyboard.press(key)
            page.wait_for_timeout(250)  # the page scrolls softly
            top = page.evaluate(
                "(document.activeElement.closest('label') || document.activeElement).getBoundingClientRect().top"
            )
            box = bar.bounding_box()
            assert 0 <= box["y"] < 640
            assert top >= box["y"] + box["height"] - 1, key
        lotte.send(SHEET)


@pytest.mark.parametrize("javascript", [True, False])
def test_own_score_without_a_reason_is_never_dropped(visitor, people, javascript):
    """By the button under the form and by the word that one is done; the fragment of the page takes no focus."""
    fm = people[FM]
    page_of_round = prepare(fm)
    lotte = visitor(javascript=javascript)
    lotte.arrive_as(LOTTE)
    lotte.visit(page_of_round + "score/")
    page, cell = lotte.page, lotte.page.locator("[data-overrule]").first
    cell.locator("summary").nth(1).click()
    cell.locator("input[value='1']").check(force=True)
    lotte.settle()
    for button in (f"{SHEET} button[type=submit]", "button[name=then]"):
        page.locator(button).first.click()
        lotte.settle()
        assert "1 score is niet opgeslagen" in page.locator("#errors").inner_text()
        assert cell.locator("input[value='1']").is_checked()
        assert page.evaluate("document.activeElement.id") == "errors"
    page.locator("#errors a").click()
    assert page.evaluate("document.activeElement.name").startswith("reason-")
    page.keyboard.type("Daar kom ik zelf.")
    page.locator("button[name=then]").click()
    lotte.settle()
    assert "8 scores leeg" in page.locator("body").inner_text()
    lotte.visit(page_of_round + "score/")
    assert cell.locator("input:checked").first.input_value() == "1"


STATE = "[data-autosave-state]"


def own_sheet(lotte) -> list:
    """The sheet of the demo's open round, and its cells."""
    lotte.visit("/o/rijnoever/")
    lotte.follow_link("/score/")
    cells = lotte.page.locator("[data-cell]")
    return [cells.nth(place) for place in range(cells.count())]


def given(cell) -> str:
    return cell.locator("input:checked").input_value()


def heard(lotte) -> None:
    """Takes what the console said of the lost connection from what is a fault."""
    lotte.faults[:] = [one for one in lotte.faults if not one.startswith("console: htmx:")]


def test_score_given_without_connection_is_sent_when_it_is_back(visitor):
    lotte = visitor()
    lotte.arrive_as(LOTTE)
    first, second, *_rest = own_sheet(lotte)
    page, foot = lotte.page, lotte.page.locator("[data-unsaved]")
    path = lotte.path
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    lotte.context.set_offline(True)
    first.locator("input[value='4']").check()
    first.locator(f"{STATE}[data-state=failed]").wait_for()
    second.locator("input[value='2']").check()
    second.locator("input[type=text]").fill("Dat weet ik van de balie.")
    second.locator("input[type=text]").press("Tab")
    second.locator(f"{STATE}[data-state=failed]").wait_for()
    assert "Niet opgeslagen, we proberen het opnieuw" in first.inner_text()
    assert "Nog niet al je scores zijn opgeslagen" in foot.inner_text()
    assert page.locator(".toast").count() == 0
    heard(lotte)
    lotte.settle()

    # The button does not lead to a page that is not there, and a link asks first.
    page.locator(f"{SHEET} button[type=submit]").click()
    page.evaluate("() => { location.href = '/'; }")
    lotte.live.wait(lambda: page.wait_for_timeout(50) or asked)
    assert asked == ["beforeunload"]
    assert lotte.path == path
    assert page.locator(f"{STATE}[data-state=failed]").count() == 2

    lotte.context.set_offline(False)
    for cell in (first, second):
        cell.locator(f"{STATE}[data-state=saved]").wait_for()
    assert foot.inner_text() == ""
    heard(lotte)
    page.reload()
    lotte.settle()
    first, second, *_rest = (page.locator("[data-cell]").nth(place) for place in range(4))
    assert [given(first), given(second)] == ["4", "2"]
    assert second.locator("input[type=text]").input_value() == "Dat weet ik van de balie."
    assert asked == ["beforeunload"]


def test_score_given_after_the_sign_in_ended_is_sent_after_signing_in(visitor):
    lotte = visitor()
    lotte.arrive_as(LOTTE)
    first, *_rest = own_sheet(lotte)
    lotte.context.clear_cookies(name="samenspel-session")
    first.locator("input[value='4']").click()
    lotte.page.wait_for_url("**/account/login/**")
    lotte.page.locator("input[name=login]").fill(LOTTE)
    lotte.page.locator("input[name=password]").fill("samenspel-demo")
    lotte.page.locator("form:has(input[name=login]) button[type=submit]").click()
    first.locator(f"{STATE}[data-state=saved]").wait_for()
    lotte.settle()
    assert given(first) == "4"
    assert lotte.page.locator(f"{SHEET} .notice").count() == 0
    lotte.page.reload()
    lotte.settle()
    assert given(first) == "4"


def test_scores_of_a_criterion_stand_on_one_line_on_a_phone(visitor):
    lotte = visitor(width=320)
    lotte.arrive_as(LOTTE)
    first, *_rest = own_sheet(lotte)
    tops = {pill.bounding_box()["y"] for pill in first.locator(".pills label").all()}
    assert len(tops) == 1
    wide = lotte.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_services_of_a_group_are_ticked_at_once(visitor):
    fm = visitor()
    fm.arrive_as(FM)
    fm.visit(ROUNDS + "new/")
    group = fm.page.locator("[data-group]").filter(has=fm.page.locator("[data-ticks-all]")).first
    boxes, button = group.locator("input"), group.locator("[data-ticks-all]")
    boxes.first.check()
    button.click()
    assert group.locator("input:checked").count() == boxes.count()
    assert fm.page.locator("input[name=services]:checked").count() == boxes.count()
    button.click()
    assert fm.page.locator("input[name=services]:checked").count() == 0


def test_filters_of_the_services_are_folded_on_a_phone_until_one_is_set(visitor):
    fm = visitor(width=360)
    fm.arrive_as(FM)
    fm.visit("/o/rijnoever/services/")
    field = fm.page.locator(".services-filter input[type=search]")
    assert not field.is_visible()
    fm.page.locator(".services-filter summary").click()
    field.fill("schoon")
    fm.page.wait_for_url("**schoon**")
    fm.page.reload()
    fm.settle()
    assert field.is_visible()
    fm.page.set_viewport_size({"width": 1320, "height": 900})
    fm.visit("/o/rijnoever/services/")
    assert field.is_visible()
    assert not fm.page.locator(".services-filter summary").is_visible()
