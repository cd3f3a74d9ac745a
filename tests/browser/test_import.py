"""A file of services in a browser: wrong rows seen and mended, taken over; and an export that comes back."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.services.files import HOSTILE, csv, workbook

FM = "fm@rijnoever.example"
SERVICES = "/o/rijnoever/services/"
HEAD = ["Naam", "Groep", "Leverancier", "Uitgaven per jaar", "Locatie"]
ROWS = [
    ["Leenfietsen", "Mobiliteit", "Rijwiel Oost", "12.345,50", '"Campus Rijnoever; Stalling West"'],
    ["Beveiliging", "Veiligheid", "Nieuwe Wacht", "€ 398.000", "Campus Rijnoever"],
    ["Laadpalen", "Mobiliteit", "Stroom BV", "veel", ""],
]


def bring(person, name: str, content: bytes) -> None:
    """Chooses a file and waits until it was read."""
    person.visit(SERVICES + "import/")
    person.page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": content}]
    )
    person.send()
    wait(person, ".import-counts, .notice.danger, form[action$='/columns/']")


def wait(person, selector: str) -> None:
    """Until a worker is done: the page turns by itself, or by its link where no script runs."""
    for _ in range(60):
        if person.page.locator(selector).count():
            break
        person.page.wait_for_timeout(500)
        if not person.javascript:
            person.page.reload()
    person.page.locator(selector).first.wait_for()
    person.settle()


def count(person, kind: str) -> int:
    return int(person.page.locator(f".import-counts button[value='kind:{kind}'] b").inner_text())


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_with_wrong_rows_is_mended_and_taken_over(visitor, javascript):
    fm = visitor(javascript=javascript)
    fm.arrive_as(FM)
    fm.visit(SERVICES)
    fm.follow_link("/import/")
    bring(fm, "diensten.csv", csv(HEAD, *ROWS, encoding="cp1252"))
    assert (count(fm, "new"), count(fm, "changed"), count(fm, "wrong")) == (1, 1, 1)
    assert "Stalling West" in fm.words
    assert "Waakzaam Beveiliging" in fm.words
    fm.page.locator(".import-counts button[value='kind:wrong']").click()
    fm.settle()
    assert "Dit is geen getal." in fm.words

    book = load_workbook(BytesIO(fm.take("main a[href$='/wrong/']")))
    assert [cell.value for cell in book.active[2]][2:6] == ["Laadpalen", "Mobiliteit", "Stroom BV", "veel"]
    mended = [*ROWS[:2], [*ROWS[2][:3], "98.000", ""]]
    bring(fm, "verbeterd.csv", csv(HEAD, *mended))
    assert (count(fm, "new"), count(fm, "changed"), count(fm, "wrong")) == (2, 1, 0)
    fm.press("/apply/")
    wait(fm, ".notice.good, .notice.danger")
    assert "Geïmporteerd" in fm.words

    fm.visit(SERVICES + "?q=Leenfietsen")
    fm.page.locator("main").get_by_role("link", name="Leenfietsen").click()
    fm.settle()
    assert "12.345,50" in fm.words
    assert "Stalling West" in fm.words
    assert "voegde de dienst toe" in fm.words
    fm.visit(SERVICES + "?q=Beveiliging")
    fm.page.locator("main").get_by_role("link", name="Beveiliging").first.click()
    fm.settle()
    assert "Waakzaam Beveiliging → " in " ".join(fm.page.locator(".history").inner_text().split())


def test_an_export_comes_back_unchanged_and_a_phone_shows_the_rest(visitor):
    fm = visitor(width=360)
    fm.arrive_as(FM)
    for form in ("xlsx", "csv"):
        fm.visit(SERVICES)
        bring(fm, f"diensten.{form}", fm.take(f"main form[action$='/export/'] button[value='{form}']"))
        assert (count(fm, "new"), count(fm, "changed"), count(fm, "wrong")) == (0, 0, 0)
        assert count(fm, "same") > 10
        assert fm.page.evaluate("document.documentElement.scrollWidth") == 360
    fm.page.locator("main [data-opens^='delete-']").first.click()
    fm.press("/removal/")
    assert "is verwijderd" in fm.page.locator("body").inner_text()

    bring(fm, "kolommen.xlsx", workbook(["Wat we doen", "Groep"], ["Leenfietsen", "Mobiliteit"]))
    assert "We weten niet welke kolom de naam bevat" in fm.words
    fm.fill("main form[action$='/columns/']", column0="Naam")
    fm.send("main form[action$='/columns/']")
    wait(fm, ".import-counts")
    assert count(fm, "new") == 1


@pytest.mark.parametrize("name", ["bomb of strings", "entities"])
def test_hostile_file_leaves_the_worker_at_work(visitor, name):
    fm = visitor()
    fm.arrive_as(FM)
    make, _words = HOSTILE[name]
    bring(fm, "kwaad.xlsx", make())
    assert "Dit bestand is niet gelezen" in fm.words
    bring(fm, "goed.csv", csv(HEAD, ROWS[0]))
    assert count(fm, "new") == 1


def search_for(fm, words: str) -> None:
    with fm.page.expect_response("**/offered/**"):
        fm.page.get_by_label("Zoek in de diensten").fill(words)
    fm.settle()


def test_after_a_large_file_a_round_is_made_of_what_is_searched_for(visitor):
    fm = visitor()
    fm.arrive_as(FM)
    bring(fm, "veel.csv", csv(["Naam", "Groep"], *([f"Dienst {n}", "Mobiliteit"] for n in range(250))))
    fm.press("/apply/")
    wait(fm, ".notice.good, .notice.danger")
    fm.visit(SERVICES + "rounds/new/")
    assert fm.page.locator("[data-choices] input[type=checkbox]").count() == 0
    search_for(fm, "dienst 24")
    fm.page.get_by_label("Dienst 249").check()
    search_for(fm, "")
    search_for(fm, "schoonm")
    fm.page.get_by_label("Schoonmaak", exact=True).check()
    search_for(fm, "")
    ticked = fm.page.locator("[data-choices] label:has(:checked)").all_inner_texts()
    assert sorted(ticked) == ["Dienst 249", "Schoonmaak"]
    fm.fill(title="Twee van velen", assessors=["Sanne de Vries"])
    fm.send()
    assert "Dienst 249" in fm.words and "Schoonmaak" in fm.words


def test_ticking_while_a_search_is_under_way_keeps_the_tick(visitor):
    fm = visitor()
    fm.arrive_as(FM)
    bring(fm, "veel.csv", csv(["Naam", "Groep"], *([f"Dienst {n}", "Mobiliteit"] for n in range(250))))
    fm.press("/apply/")
    wait(fm, ".notice.good, .notice.danger")
    fm.visit(SERVICES + "rounds/new/")
    search_for(fm, "dienst 24")
    held = []
    fm.page.route("**/offered/**", lambda route: held.append(route))  # a method of a list takes no mark of Playwright
    with fm.page.expect_request("**/offered/**"):
        fm.page.get_by_label("Zoek in de diensten").fill("schoonm")
    with fm.page.expect_request("**/offered/**"):
        fm.page.get_by_label("Dienst 249").check()
    for route in held:
        route.continue_()
    fm.page.get_by_label("Schoonmaak", exact=True).wait_for()
    assert fm.page.get_by_label("Dienst 249").is_checked()


MIXED = [
    ["Leenfietsen", "Mobiliteit", "", "100", ""], ["Laadpalen", "Mobiliteit", "", "50", ""],
    ["Beveiliging", "", "", "", ""], ["Totaal onderhoud", "Gebouw", "", "20", ""],
]  # fmt: skip


def tick(person, row: int):
    return person.page.locator(f"[name=row][value='{row}']")


def count_again(person) -> None:
    person.page.get_by_role("button", name="Opnieuw tellen").first.click()
    person.settle()


@pytest.mark.parametrize("javascript", [True, False])
def test_rows_are_ticked_on_a_phone_and_applied_as_ticked(visitor, javascript):
    fm = visitor(javascript=javascript, width=360)
    fm.arrive_as(FM)
    bring(fm, "diensten.csv", csv(HEAD, *MIXED))
    assert "Waakzaam Beveiliging blijft staan, want de cel is leeg" in fm.words
    tick(fm, 3).uncheck()
    fm.page.get_by_label("Importeer rij 5, Totaal onderhoud").check()
    count_again(fm)
    assert (count(fm, "new"), count(fm, "out")) == (2, 1)
    assert (tick(fm, 3).is_checked(), tick(fm, 5).is_checked()) == (False, True)
    fm.page.locator("[name=q]").fill("fiets")
    fm.page.locator("[name=q]").press("Enter")
    fm.settle()
    assert fm.page.locator(".import-table tbody tr").count() == 1
    tick(fm, 2).uncheck()
    fm.page.locator("button[value='kind:']").click()  # to all rows: the tick is kept
    fm.settle()
    assert not tick(fm, 2).is_checked()
    tick(fm, 2).check()
    fm.press("/apply/")  # not yet: the figures are shown first
    assert "Er is nog niets geïmporteerd" in fm.page.locator("body").inner_text()
    fm.press("/apply/")
    wait(fm, ".notice.good, .notice.danger")
    assert "2 nieuw, 0 gewijzigd. 1 uitgevinkte rij is overgeslagen." in fm.words
    assert fm.page.evaluate("document.documentElement.scrollWidth") == 360


def test_ticks_come_back_after_back_unless_a_colleague_ticked(visitor):
    fm, colleague = visitor(), visitor()
    fm.arrive_as(FM)
    bring(fm, "diensten.csv", csv(HEAD, *MIXED))
    address = fm.page.url

    def leave_and_come_back(meanwhile=lambda: None) -> None:
        fm.page.locator(".import-foot a, tbody th a").first.click()
        fm.settle()
        meanwhile()
        fm.page.go_back()
        fm.settle()

    tick(fm, 2).uncheck()
    leave_and_come_back()
    assert not tick(fm, 2).is_checked()
    colleague.arrive_as("contract@rijnoever.example")
    colleague.visit(address)

    def other_tick() -> None:
        tick(colleague, 3).uncheck()
        count_again(colleague)

    leave_and_come_back(other_tick)
    assert (tick(fm, 2).is_checked(), tick(fm, 3).is_checked()) == (True, False)
