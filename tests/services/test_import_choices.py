"""Rows of a file that somebody leaves out or takes along, and rows that are set aside as they look like no service."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from services.actions import imports
from services.models import Import, Location, Service
from tests.services.files import sheets
from tests.services.test_imports import (  # noqa: F401 - a fixture
    HEAD,
    SPEND,
    apply,
    bring,
    brought,
    faults,
    kinds,
    names,
    post,
    work,
)


def ticks(*shown: str, row: tuple[int, ...] = (), **more) -> dict:
    """What the page sends: the ticks that it showed, as "2:1", and the rows that are ticked now."""
    return {"shown": shown, "row": row, **more}


def page_of(browser, cast, source, **asked):
    return browser.get(cast.campus.url("services:import", pk=source.pk), asked)


@pytest.fixture
def three(bring):  # noqa: F811
    """A file with two new services, of which one in a new location, and a changed one."""
    return bring(
        ["Parkeren", "Mobiliteit", "", "100", ""], ["Post", "Logistiek", "", "30", "Zuid"],
        ["Reception", "Balie", "", "", ""],
    )  # fmt: skip


# Left out ----------------------------------------------------------------------------------------


def test_row_without_its_tick_is_left_out_and_the_figures_follow(cast, three, browse):
    browser = browse(cast.campus_editor)
    assert page_of(browser, cast, three).context["spend"][1] == 130
    answer = post(browser, cast, three, "rows", **ticks("2:1", "3:1", "4:1", row=(2, 4)))
    assert answer.url == cast.campus.url("services:import", pk=three.pk)
    assert kinds(three) == {"Parkeren": "new", "Post": "out", "Reception": "changed"}
    page = page_of(browser, cast, three)
    assert page.context["spend"][1] == 100
    assert page.context["question"] == "Import 1 new and 1 changed service?"
    assertContains(page, "1 unticked row is left out.")
    assertNotContains(page, "Zuid</b>")
    apply(browser, cast, three)
    assert names(cast) == {"Reception", "Cleaning", "Catering", "Parkeren"}


def test_what_was_ticked_is_there_for_a_colleague_and_after_reading_again(cast, three, browse):
    post(browse(cast.campus_editor), cast, three, "rows", **ticks("3:1"))
    page = page_of(browse(cast.campus_owner), cast, three, kind="out")
    assert [one.row.number for one in page.context["rows"]] == [3]
    post(browse(cast.campus_owner), cast, three, "again")
    work()
    assert kinds(three)["Post"] == "out"


def test_row_comes_back_with_its_tick(cast, three, browse):
    browser = browse(cast.campus_editor)
    post(browser, cast, three, "rows", **ticks("3:1"))
    post(browser, cast, three, "rows", **ticks("3:0", row=(3,)))
    assert kinds(three)["Post"] == "new"


def test_row_that_is_taken_along_writes_no_group_of_another_otherwise(cast, bring, browse):  # noqa: F811
    source = bring(["Totaal", "ZACHT", ""], ["Bodes", "Zacht", ""], ["Post", "Zacht", ""], head=SPEND)
    browser = browse(cast.campus_editor)
    before = [row.changes["group"] for row in source.rows.filter(kind="new")]
    post(browser, cast, source, "rows", **ticks("2:0", row=(2,)))
    assert [row.changes["group"] for row in source.rows.filter(kind="new", number__gt=2)] == before
    assert apply(browser, cast, source).state == Import.State.APPLIED


def test_undoing_takes_back_what_was_ticked_and_nothing_else(cast, three, browse):
    browser = browse(cast.campus_editor)
    post(browser, cast, three, "rows", **ticks("2:1"))
    apply(browser, cast, three)
    post(browser, cast, three, "undo")
    assert names(cast) == {"Reception", "Cleaning", "Catering"}
    assert Service.objects.get(name="Reception").group == "Hospitality"
    post(browser, cast, three, "again")
    work()
    assert kinds(three) == {"Parkeren": "out", "Post": "new", "Reception": "changed"}


def test_of_two_rows_about_one_service_one_is_kept(cast, bring, browse):  # noqa: F811
    source = bring(["Parkeren", "A"], ["parkeren", "B"], head=HEAD[:2])
    browser = browse(cast.campus_editor)
    assert kinds(source) == {"Parkeren": "wrong", "parkeren": "wrong"}
    post(browser, cast, source, "rows", **ticks("2:1", "3:1", row=(3,)))
    assert kinds(source) == {"Parkeren": "out", "parkeren": "new"}
    post(browser, cast, source, "rows", **ticks("2:0", "3:1", row=(2, 3)))
    assert kinds(source) == {"Parkeren": "wrong", "parkeren": "wrong"}


def test_reason_of_a_double_goes_from_a_row_that_is_wrong_otherwise_too(cast, bring, browse):  # noqa: F811
    source = bring(["Parkeren", "A", "", "veel", ""], ["Parkeren", "B", "", "1", ""])
    post(browse(cast.campus_editor), cast, source, "rows", **ticks("3:1"))
    first = [["annual_spend", "number", ""]]
    assert list(source.rows.order_by("number").values_list("kind", "faults")) == [("wrong", first), ("out", [])]
    post(browse(cast.campus_editor), cast, source, "rows", **ticks("3:0", row=(3,)))
    double = ["name", "double", "3"]
    assert source.rows.get(number=2).faults == [*first, double]


def test_row_that_cannot_be_read_has_no_tick(cast, bring, browse):  # noqa: F811
    source = bring(["Parkeren", "A", "", "veel", ""], ["Cleaning", "", "", "", ""])
    browser = browse(cast.campus_editor)
    assertNotContains(page_of(browser, cast, source), 'name="row"')
    post(browser, cast, source, "rows", **ticks("2:1", "3:0", row=(3,)))
    assert kinds(source) == {"Parkeren": "wrong", "Cleaning": "same"}
    assertContains(page_of(browser, cast, source), "Not saved, as these rows changed meanwhile: 2, 3.")


@pytest.mark.parametrize("value", ["", "x:1", "2:7", "-2:1", "2:1:1", "9" * 40 + ":1", "²:1", "999999999:1"])
def test_nonsense_changes_nothing(cast, three, browse, value):
    browser = browse(cast.campus_editor)
    answer = post(browser, cast, three, "rows", **ticks(value, kind="?", page="²", go="page:x", q="\x00"))
    assert answer.url == cast.campus.url("services:import", pk=three.pk)
    assert kinds(three) == {"Parkeren": "new", "Post": "new", "Reception": "changed"}


def test_another_sheet_begins_without_the_ticks_of_this_one(cast, services, browse):
    browser = browse(cast.campus_editor)
    source = brought(browser, cast, sheets(Nu=[HEAD[:2], ["Parkeren", "A"]], Straks=[HEAD[:2], ["Post", "A"]]))
    post(browser, cast, source, "rows", **ticks("2:1"))
    page = page_of(browser, cast, source).content.decode()
    form = page[page.index('<form class="stack" id="import-form"') :]
    assert form.index("</form>") < form.index("<form", 1)  # a form in a form would end it
    post(browser, cast, source, "sheet", sheet="Straks")
    work()
    assert kinds(source) == {"Post": "new"}


# Two at once -------------------------------------------------------------------------------------


def test_who_saves_an_older_page_takes_nobodys_tick_back(cast, three, browse):
    shown = ("2:1", "3:1", "4:1")
    post(browse(cast.campus_owner), cast, three, "rows", **ticks(*shown, row=(3, 4)))
    post(browse(cast.campus_editor), cast, three, "rows", **ticks(*shown, row=(2, 3)))
    assert kinds(three) == {"Parkeren": "out", "Post": "new", "Reception": "out"}


def test_nothing_is_imported_when_a_colleague_changed_a_tick_meanwhile(cast, three, browse):
    seen = three.turn
    post(browse(cast.campus_owner), cast, three, "rows", **ticks("2:1"))
    browser = browse(cast.campus_editor)
    assert apply(browser, cast, three, revision=seen).state == Import.State.READY
    page = page_of(browser, cast, three)
    assertContains(page, "Nothing was imported: since you opened this page somebody changed the ticks.")
    assert apply(browser, cast, three, revision=page.context["source"].turn).state == Import.State.APPLIED
    assert "Parkeren" not in names(cast)


def test_unsaved_ticks_are_saved_first_and_their_figures_shown(cast, three, browse):
    browser = browse(cast.campus_editor)
    assert apply(browser, cast, three, **ticks("2:1", "3:1", row=(2,))).state == Import.State.READY
    assert kinds(three)["Post"] == "out"
    assertContains(page_of(browser, cast, three), "Nothing was imported yet: your ticks were saved first")


def test_ticks_are_not_saved_once_the_file_is_imported(cast, three, browse):
    apply(browse(cast.campus_owner), cast, three)
    browser = browse(cast.campus_editor)
    for name in ("rows", "apply"):
        post(browser, cast, three, name, **ticks("2:1"))
        assertContains(page_of(browser, cast, three), "has imported this file already, so your ticks were not saved.")
    assert kinds(three)["Parkeren"] == "new"
    assert Service.objects.filter(name="Parkeren").count() == 1


def test_second_click_on_import_imports_nothing_twice(cast, three, browse):
    browser = browse(cast.campus_editor)
    for _click in range(2):
        post(browser, cast, three, "apply", revision=three.turn)
    work()
    apply(browser, cast, three, revision=three.turn)
    assert Service.objects.filter(name__in=["Parkeren", "Post"]).count() == 2


# Pages and search --------------------------------------------------------------------------------


@pytest.fixture
def many(bring):  # noqa: F811
    return bring(*([f"Dienst {number}", "A", "", "", ""] for number in range(2, 102)), ["Café", "A", "", "", ""])


@pytest.mark.parametrize(
    ("sent", "query"),
    [
        ({"page": "2", "go": "page:3"}, "?page=3"),
        ({"page": "2"}, "?page=2"),
        ({"page": "2", "go": "kind:out", "q": "Dienst", "was_q": "Dienst"}, "?kind=out&q=Dienst"),
        ({"page": "2", "kind": "new", "q": "a & b"}, "?kind=new&q=a+%26+b"),
        ({"page": "2", "kind": "new", "go": "kind:"}, ""),
        ({"page": "1", "go": "//evil.example"}, ""),
    ],
)
def test_going_elsewhere_keeps_the_ticks(cast, many, browse, sent, query):
    answer = post(browse(cast.campus_editor), cast, many, "rows", **ticks("50:1", **sent))
    assert answer.url == cast.campus.url("services:import", pk=many.pk) + query
    assert kinds(many)["Dienst 50"] == "out"


def test_a_page_asks_of_its_own_rows_only(cast, many, browse):
    page = page_of(browse(cast.campus_editor), cast, many, page=3)
    assert page.content.decode().count('name="row"') == 21
    found = page_of(browse(cast.campus_editor), cast, many, q="cafe")
    assert [one.row.name for one in found.context["rows"]] == ["Café"]
    assertContains(page_of(browse(cast.campus_editor), cast, many, q="niets"), "No row has this in its name.")


def test_queries_of_counting_again_do_not_grow(cast, bring, browse):  # noqa: F811
    browser, counts = browse(cast.campus_editor), []
    for size in (3, 120):
        source = bring(*([f"Dienst {number}", "A", "", "", f"Gebouw {number}"] for number in range(size)))
        with CaptureQueriesContext(connection) as found:
            post(browser, cast, source, "rows", **ticks("2:1", "3:1", "4:1"))
        counts.append(len(found))
        assert source.rows.filter(kind="out").count() == 3
    assert counts == [10, 10]


# Set aside ---------------------------------------------------------------------------------------


def test_total_is_set_aside_and_does_not_hold_the_others_up(cast, bring, browse):  # noqa: F811
    source = bring(["Parkeren", "A", "1000"], ["Post", "A", "500"], ["Totaal", "", "1500"], head=SPEND)
    browser = browse(cast.campus_editor)
    page = page_of(browser, cast, source)
    assertContains(page, "1 row is set aside, as it looks like a total, a heading or an empty row.")
    assertContains(page, "This looks like a total, not a service.")
    assert page.context["spend"][1] == 1500
    apply(browser, cast, source)
    assert names(cast) == {"Reception", "Cleaning", "Catering", "Parkeren", "Post"}


def test_service_that_looks_like_a_total_is_ticked_in_and_out_again(cast, bring, browse):  # noqa: F811
    source = bring(["Totaal onderhoud", "A", "1000"], ["Post", "A", "500"], head=SPEND)
    browser = browse(cast.campus_editor)
    assert kinds(source) == {"Totaal onderhoud": "aside", "Post": "new"}
    post(browser, cast, source, "rows", **ticks("2:0", row=(2,)))
    assert kinds(source) == {"Totaal onderhoud": "new", "Post": "new"}
    assert page_of(browser, cast, source).context["spend"][1] == 1500
    post(browser, cast, source, "rows", **ticks("2:1"))
    assert kinds(source)["Totaal onderhoud"] == "aside"
    post(browser, cast, source, "rows", **ticks("2:0", row=(2,)))
    apply(browser, cast, source)
    assert Service.objects.get(name="Totaal onderhoud").annual_spend == 1000


def test_rows_that_are_set_aside_are_told_whichever_are_ticked(cast, bring, browse):  # noqa: F811
    source = bring(
        ["A", "P", "100"], ["B", "P", "50"], ["Zacht", "", "150"], ["C", "P", "30"], ["D", "P", "7"],
        ["Alles", "", "187"],
        head=SPEND,
    )  # fmt: skip
    browser = browse(cast.campus_editor)
    post(browser, cast, source, "rows", **ticks("2:1", "4:0", row=(4,)))
    assert kinds(source) == {"A": "out", "B": "new", "Zacht": "new", "C": "new", "D": "new", "Alles": "aside"}


def test_row_that_is_set_aside_and_has_no_name_cannot_be_ticked(cast, bring, browse):  # noqa: F811
    source = bring(["A", "P", "100"], ["B", "P", "50"], ["", "", "€ -"], ["", "Totaal", "150"], head=SPEND)
    page = page_of(browse(cast.campus_editor), cast, source, kind="aside")
    assert [one.row.has_tick for one in page.context["rows"]] == [False, False]
    assertNotContains(page, "The name is missing.")


def test_totals_are_not_among_the_wrong_rows(cast, bring, browse):  # noqa: F811
    source = bring(["A", "P", "veel"], ["B", "P", "50"], ["Totaal", "", "150"], head=SPEND)
    assert json.loads(json.dumps(source.counts)) == {"new": 1, "wrong": 1, "aside": 1, "emptied": 0}
    with pytest.raises(Exception, match="Correct the wrong rows first"):
        imports.apply_import(source=source, by=cast.campus_editor)


# Empty cells -------------------------------------------------------------------------------------


@pytest.fixture
def filled(cast, services):
    """Reception and Cleaning hold more than a file with empty cells says."""
    Service.objects.filter(name="Reception").update(supplier_name="Groene Tafel", annual_spend=5, description="Tekst")
    Service.objects.filter(name="Cleaning").update(supplier_name="Nieuwe Glans")
    services["Reception"].locations.add(Location.objects.create(client=cast.campus, name="Noord"))
    return services


@pytest.fixture
def blank(filled, bring):  # noqa: F811
    return bring(["Reception", "Balie", "", "", ";"], ["Cleaning", "", "", "", ""], ["Parkeren", "A", "", "", ""])


def held(name: str) -> tuple:
    service = Service.objects.get(name=name)
    return service.supplier_name, service.annual_spend, [place.name for place in service.locations.all()]


def empty(*keys: str, was: str = "0", shown=("supplier_name", "annual_spend", "locations")) -> dict:
    return {"empty": keys, "empty_shown": [f"{key}:{was}" for key in shown]}


def test_empty_cell_changes_nothing_unless_that_is_ticked(cast, blank, browse):
    browser = browse(cast.campus_editor)
    assert kinds(blank) == {"Reception": "changed", "Cleaning": "same", "Parkeren": "new"}
    assert blank.counts["blanks"] == {"supplier_name": 2, "annual_spend": 1, "locations": 1}
    page = page_of(browser, cast, blank)
    assertContains(page, "Make empty: Current supplier (2 services)")
    assertContains(page, "Current supplier: Groene Tafel stays, as the cell is empty")
    apply(browser, cast, blank)
    assert held("Reception") == ("Groene Tafel", 5, ["Noord"])
    assert held("Cleaning") == ("Nieuwe Glans", None, [])


def test_ticked_field_becomes_empty_and_others_stay(cast, blank, browse):
    browser = browse(cast.campus_editor)
    post(browser, cast, blank, "rows", **empty("supplier_name", "locations"))
    assert kinds(blank) == {"Reception": "changed", "Cleaning": "changed", "Parkeren": "new"}
    page = page_of(browser, cast, blank)
    assertContains(page, "3 fields that are filled in now become empty, as their cells are empty.")
    apply(browser, cast, blank)
    assert held("Reception") == ("", 5, [])
    assert held("Cleaning") == ("", None, [])
    post(browser, cast, blank, "undo")
    assert held("Reception") == ("Groene Tafel", 5, ["Noord"])
    assert held("Cleaning") == ("Nieuwe Glans", None, [])


def test_tick_that_empties_is_taken_back_and_survives_reading_again(cast, blank, browse):
    browser = browse(cast.campus_editor)
    post(browser, cast, blank, "rows", **empty("annual_spend"))
    assert page_of(browser, cast, blank).context["spend"] == (5, 0)
    post(browser, cast, blank, "again")
    work()
    assert page_of(browser, cast, blank).context["spend"] == (5, 0)
    post(browser, cast, blank, "rows", **empty(was="1", shown=["annual_spend"]))
    assert page_of(browser, cast, blank).context["spend"] is None
    assert blank.rows.get(name="Reception").changes == {"group": ["Hospitality", "Balie"]}


def test_import_does_not_begin_over_a_field_that_was_ticked_just_now(cast, blank, browse):
    browser = browse(cast.campus_editor)
    assert apply(browser, cast, blank, **empty("supplier_name")).state == Import.State.READY
    assert apply(browser, cast, blank, **empty("supplier_name", was="1", shown=["supplier_name"])).state == "applied"
    assert held("Reception") == ("", 5, ["Noord"])


def test_archived_service_is_said_only_when_the_file_would_change_it(cast, filled, bring, browse):  # noqa: F811
    Service.objects.filter(name="Reception").update(archived_at=timezone.now())
    source = bring([filled["Reception"].pk, "Reception", ""], head=["Key in Samenspel", "Naam", "Leverancier"])
    assert kinds(source) == {"Reception": "same"}
    browser = browse(cast.campus_editor)
    post(browser, cast, source, "rows", **empty("supplier_name"))
    assert (kinds(source), faults(source)) == ({"Reception": "wrong"}, {"Reception": ["archived"]})
    post(browser, cast, source, "rows", **empty(was="1", shown=["supplier_name"]))
    assert kinds(source) == {"Reception": "same"}


def test_rows_with_empty_cells_are_found(cast, blank, browse):
    browser = browse(cast.campus_editor)
    rows = page_of(browser, cast, blank, kind="empty").context["rows"]
    assert [one.row.name for one in rows] == ["Reception", "Cleaning"]


@pytest.mark.parametrize("value", ["nonsense:0", "", ":", "pk:0", "name:0", "supplier_name:2"])
def test_nonsense_empties_nothing(cast, blank, browse, value):
    post(browse(cast.campus_editor), cast, blank, "rows", empty=[value.partition(":")[0]], empty_shown=[value])
    apply(browse(cast.campus_editor), cast, blank)
    assert Service.objects.get(name="Reception").description == "Tekst"
    assert Service.objects.filter(client=cast.campus).exclude(name="").count() == 4
