"""Bringing in a file: what the preview says, what applying does, who may, and what is thrown away."""

import io
import re
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import AuditEvent
from documents import jobs
from documents.models import Attachment, Job
from services.actions import catalogue, imports
from services.history import history_of
from services.imports.kinds import WAYS_OUT
from services.models import Delivery, Import, ImportRow, Location, Service
from tests.services.files import HOSTILE, csv, drawn, sheets, workbook

HEAD = ["Naam", "Groep", "Leverancier", "Uitgaven per jaar", "Locaties"]


def upload(browser, cast, content: bytes, name: str = "diensten.csv"):
    return browser.post(
        cast.campus.url("services:imports"), {"file": SimpleUploadedFile(name, content), "again": "yes"}
    )


def work() -> None:
    """What the worker does."""
    for pk in Job.objects.filter(state=Job.State.WAITING).values_list("pk", flat=True):
        jobs.run(pk)


@pytest.fixture
def bring(cast, services, browse):
    """bring(rows of a file) is the file, read, ready to be looked at by the editor of Campus."""

    def make(*rows, head=HEAD, name="diensten.csv") -> Import:
        content = csv(head, *rows) if name.endswith("csv") else workbook(head, *rows)
        assert upload(browse(cast.campus_editor), cast, content, name).status_code == 302
        work()
        return Import.objects.select_related("job").latest("created_at")

    return make


def post(browser, cast, source, name: str, **data):
    return browser.post(cast.campus.url(f"services:import-{name}", pk=source.pk), data)


def apply(browser, cast, source, **data) -> Import:
    post(browser, cast, source, "apply", **data)
    work()
    return Import.objects.select_related("job").get(pk=source.pk)


def kinds(source) -> dict[str, str]:
    return {row.name: row.kind for row in source.rows.order_by("number")}


def faults(source) -> dict[str, list[str]]:
    return {row.name: [code for _key, code, _detail in row.faults] for row in source.rows.filter(kind="wrong")}


def reasons(source) -> dict[str, str]:
    """Why each row is set aside."""
    return {row.name: row.looks_like for row in source.rows.filter(kind="aside")}


def names(cast) -> set[str]:
    return set(Service.objects.filter(client=cast.campus, archived_at=None).values_list("name", flat=True))


# What the preview says ----------------------------------------------------------------------------


def test_each_row_is_new_changed_the_same_or_wrong(bring):
    source = bring(
        ["Parkeren", "Mobiliteit", "Park BV", "1.234,50", ""],
        ["RECEPTION", "Hospitality", "Groene Tafel", "", ""],
        ["Cleaning", "Cleaning", "", "", ""],
        ["Post", "Logistiek", "", "veel", ""],
    )
    assert source.state == Import.State.READY
    assert kinds(source) == {"Parkeren": "new", "RECEPTION": "changed", "Cleaning": "same", "Post": "wrong"}
    assert source.counts == {"new": 1, "changed": 1, "same": 1, "wrong": 1, "emptied": 0}
    assert source.rows.get(name="RECEPTION").changes == {"supplier_name": ["", "Groene Tafel"]}
    assert source.rows.get(name="Post").faults == [["annual_spend", "number", ""]]


def test_reading_changes_nothing(cast, bring):
    bring(["Parkeren", "Mobiliteit", "", "", "Nieuwbouw"], ["Reception", "Anders", "", "", ""])
    assert names(cast) == {"Reception", "Cleaning", "Catering"}
    assert not Location.objects.exists()


def test_two_rows_about_one_service_name_each_other(bring):
    source = bring(["Parkeren", "A", "", "", ""], ["parkeren ", "B", "", "", ""], ["Post", "C", "", "", ""])
    found = {row.number: row.faults for row in source.rows.filter(kind="wrong")}
    assert found == {2: [["name", "double", "3"]], 3: [["name", "double", "2"]]}


def test_name_is_found_whatever_its_accents(cast, bring):
    Service.objects.filter(name="Catering").update(name="Café")
    assert kinds(bring(["CAFE", "Hospitality", "", "", ""])) == {"CAFE": "same"}


def test_group_of_a_new_service_comes_from_the_starter_list(cast, bring):
    source = bring(["Waste"], ["Windmolens"], head=["Naam"])
    assert [row.changes["group"][1] for row in source.rows.order_by("number")] == [
        "Cleaning and waste",
        "Other services",
    ]


def test_locations_are_known_by_name_and_new_ones_are_said(cast, bring):
    Location.objects.create(client=cast.campus, name="Hoofdgebouw; noord")
    Location.objects.create(client=cast.campus, name="West")
    Location.objects.create(client=cast.campus, name="Oud", archived_at=timezone.now())
    source = bring(
        ["Reception", "", "", "", '"west; Zuid"'], ["Cleaning", "", "", "", '"hoofdgebouw; Noord"'],
        ["Catering", "", "", "", "Oud"],
    )  # fmt: skip
    assert source.new_locations == ["Zuid"]
    assert source.rows.get(name="Reception").changes["locations"] == ["", "West; Zuid"]
    assert source.rows.get(name="Cleaning").changes["locations"] == ["", "Hoofdgebouw; noord"]
    assert faults(source) == {"Catering": ["place_archived"]}


def test_key_decides_and_the_name_may_change(cast, bring, browse, services):
    archived = Service.objects.create(client=cast.campus, name="Oud", group="X", archived_at=timezone.now())
    head = ["Key in Samenspel", "Name"]
    source = bring(
        [services["Reception"].pk, "Front desk"],
        [services["Cleaning"].pk, "Catering"],
        [services["Other"].pk, "Vreemd"],
        [archived.pk, "Anders"],
        ["12", "Kapot"],
        head=head,
    )
    assert faults(source) == {
        "Catering": ["taken"], "Vreemd": ["unknown"], "Anders": ["archived"], "Kapot": ["key"],
    }  # fmt: skip
    apply(browse(cast.campus_editor), cast, source, only_good="yes")
    services["Reception"].refresh_from_db()
    assert services["Reception"].name == "Front desk"
    services["Other"].refresh_from_db()
    assert services["Other"].name == "Other"


def test_row_with_more_cells_than_headings_is_wrong(bring):
    assert faults(bring(["Parkeren", "A", "B; C"], head=["Naam", "Groep", "Leverancier"])) == {"Parkeren": ["many"]}


def test_file_without_a_name_column_asks_which_it_is(cast, bring, browse):
    source = bring(["Parkeren", "Mobiliteit"], head=["Wat we doen", "Groep"])
    browser = browse(cast.campus_editor)
    page = browser.get(cast.campus.url("services:import", pk=source.pk)).content.decode()
    assert "We cannot tell which column contains the name" in page
    assert "For example: Parkeren" in page
    post(browser, cast, source, "columns", column0="name", column1="group")
    work()
    source.refresh_from_db()
    assert (source.matching, kinds(source)) == (["name", "group"], {"Parkeren": "new"})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"column0": "-", "column1": "group"}, "Choose the column that contains the name of the service."),
        ({"column0": "name", "column1": "name"}, "Another column is used for this already."),
        ({"column0": "pk", "column1": "name"}, "Select a valid choice. pk is not one of the available choices."),
    ],
)
def test_bad_choice_of_columns_is_refused(cast, bring, browse, data, sentence):
    source = bring(["Parkeren", "Mobiliteit"], head=["Naam", "Groep"])
    response = post(browse(cast.campus_editor), cast, source, "columns", **data)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    source.refresh_from_db()
    assert source.matching == ["name", "group"]


def test_rows_are_filtered_and_paged(cast, bring, browse):
    source = bring(*([f"Dienst {number}", "A", "", "", ""] for number in range(120)), ["Fout", "A", "", "x", ""])
    browser, url = browse(cast.campus_editor), cast.campus.url("services:import", pk=source.pk)
    assert len(browser.get(url).context["rows"]) == 40
    assert len(browser.get(url, {"page": 4}).context["rows"]) == 1
    wrong = browser.get(url, {"kind": "wrong"})
    assert [one.row.name for one in wrong.context["rows"]] == ["Fout"]
    assert "This is not a number. Write it like 1,234.50." in wrong.content.decode()
    assert len(browser.get(url, {"kind": "nonsense"}).context["rows"]) == 40


def test_queries_of_the_preview_do_not_grow(cast, bring, browse):
    url = [
        cast.campus.url(
            "services:import", pk=bring(*([f"Dienst {n}", "", "", "x" * (n % 2), ""] for n in range(size))).pk
        )
        for size in (1, 40)
    ]
    browser = browse(cast.campus_editor)
    counts = []
    for address in url:
        with CaptureQueriesContext(connection) as found:
            assert browser.get(address).status_code == 200
        counts.append(len(found))
    assert counts == [9, 9]


def test_wrong_rows_are_taken_along_with_their_reasons(cast, bring, browse):
    source = bring(["Parkeren", "A", "=1+1", "veel", ""], ["Post", "A", "", "", ""])
    response = browse(cast.campus_editor).get(cast.campus.url("services:import-wrong", pk=source.pk))
    assert response["Content-Disposition"] == 'attachment; filename="wrong-rows.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["Row", "What is wrong", *HEAD],
        [2, "Spend per year: This is not a number. Write it like 1,234.50.", "Parkeren", "A", "=1+1", "veel", None],
    ]
    assert sheet["E2"].data_type == "s"


def test_mended_rows_are_brought_in_as_they_were_taken_along(cast, bring, browse):
    source = bring(["Parkeren", "A", "", "veel", ""])
    browser = browse(cast.campus_editor)
    content = browser.get(cast.campus.url("services:import-wrong", pk=source.pk)).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active["F2"] = "1.000"
    out = io.BytesIO()
    book.save(out)
    upload(browser, cast, out.getvalue(), "mended.xlsx")
    work()
    again = Import.objects.latest("created_at")
    assert kinds(again) == {"Parkeren": "new"}
    assert again.rows.get().changes["annual_spend"] == ["", "1000"]


def test_empty_spreadsheet_has_headings_that_are_known(cast, browse, bring):
    browser = browse(cast.campus_editor)
    content = browser.get(cast.campus.url("services:import-example")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active.append(["Parkeren", "Mobiliteit"])
    out = io.BytesIO()
    book.save(out)
    upload(browser, cast, out.getvalue(), "empty.xlsx")
    work()
    source = Import.objects.get()
    assert "" not in source.matching
    assert kinds(source) == {"Parkeren": "new"}


def test_code_that_excel_made_a_date_of_is_said_and_not_taken_over(cast, services, bring, browse):
    Service.objects.filter(name="Catering").update(code_nen2748="2-okt")
    source = bring(
        ["Parkeren", date(2026, 10, 2), ""], ["Reception", "2-okt", ""], ["Cleaning", "2.10", "15"],
        ["Catering", "", "2-okt"], ["Post", "", date(2026, 10, 2)],
        head=["Naam", "EN 15221-4", "NEN 2748"], name="diensten.xlsx",
    )  # fmt: skip
    assert faults(source) == {"Parkeren": ["dated"], "Reception": ["dated_text"], "Post": ["dated"]}
    assert kinds(source)["Catering"] == "same"
    browser = browse(cast.campus_editor)
    page = browser.get(cast.campus.url("services:import", pk=source.pk))
    assertContains(page, "Excel made a date or a time of this and shows 02-10-2026.", count=2)
    apply(browser, cast, source, only_good="yes")
    assert dict(Service.objects.filter(client=cast.campus).values_list("name", "code_en15221")) == {
        "Reception": "", "Cleaning": "2.10", "Catering": "",
    }  # fmt: skip


def test_wrong_rows_with_days_come_back_as_they_were(cast, bring, browse):
    source = bring(
        ["Parkeren", date(2026, 10, 2), date(2027, 12, 31)], head=["Naam", "EN 15221-4", "Einde contract"],
        name="diensten.xlsx",
    )  # fmt: skip
    content = browse(cast.campus_editor).get(cast.campus.url("services:import-wrong", pk=source.pk)).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[2]][2:] == ["Parkeren", "02-10-2026", "2027-12-31"]


# Files that are refused --------------------------------------------------------------------------

OTHER = "The content of this file does not match its name. Save it anew and try again."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ODF = b"application/vnd.oasis.opendocument."


def zipped(*names: str, first: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for place, name in enumerate(names):
            archive.writestr(name, b"" if place else first)
    return out.getvalue()


LOCKED = (
    "This workbook is locked with a password or of an old kind. "
    "Save it as an Excel workbook (.xlsx) without a password and choose it anew."
)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("diensten.pdf", b"%PDF-1.7", "This kind of file cannot be added. You can use: xlsx, csv."),
        ("diensten.xlsx", b"PK\x03\x04Naam", OTHER),
        ("diensten.csv", b"Naam\0", OTHER),
        ("diensten.csv", b"Naam\x07;Groep", OTHER),
        ("diensten.xlsx", b"<html><table><tr><td>Naam", WAYS_OUT["page"]),
        ("diensten.xls", b"\xef\xbb\xbf\r\n<!-- x --><TABLE><tr>", WAYS_OUT["page"]),
        ("diensten.xls", b'<?xml version="1.0"?><Workbook>', WAYS_OUT["xml"]),
        ("diensten.xlsx", "<html><body>".encode("utf-16"), WAYS_OUT["page"]),
        ("diensten.xls", OLE + "Workbook".encode("utf-16-le"), WAYS_OUT["old"]),
        ("diensten.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), WAYS_OUT["locked"]),
        ("diensten.xlsx", OLE + "WordDocument".encode("utf-16-le"), WAYS_OUT["document"]),
        ("diensten.xlsx", zipped("mimetype", "content.xml", first=ODF + b"spreadsheet"), WAYS_OUT["ods"]),
        ("diensten.ods", zipped("mimetype", "content.xml", first=ODF + b"spreadsheet"), WAYS_OUT["ods"]),
        ("diensten.xlsx", zipped("mimetype", "content.xml", first=ODF + b"text"), WAYS_OUT["document"]),
        ("diensten.numbers", zipped("Index/Document.iwa"), WAYS_OUT["numbers"]),
        ("diensten.zip", zipped("Index.zip"), WAYS_OUT["numbers"]),
        ("diensten.xlsb", zipped("xl/workbook.bin"), WAYS_OUT["binary"]),
        ("diensten.xlsm", zipped("xl/workbook.xml", "xl/vbaProject.bin"), WAYS_OUT["macros"]),
        ("diensten.xlsx", zipped("word/document.xml"), WAYS_OUT["document"]),
        ("diensten.zip", zipped("diensten.csv"), WAYS_OUT["packed"]),
        ("diensten.csv", b"", "The submitted file is empty."),
        ("diensten.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, LOCKED),
    ],
)  # fmt: skip
def test_other_files_are_refused_beside_the_field(cast, browse, name, content, sentence):
    response = upload(browse(cast.campus_editor), cast, content, name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == [sentence]
    assert not Import.objects.exists()


@pytest.mark.parametrize("name", ["diensten.xlsx", "diensten.txt", "diensten.tsv", "diensten.xls"])
@pytest.mark.parametrize("letters", ["utf-8", "utf-16", "utf-16-le", "cp1252"])
def test_list_is_read_whatever_its_name_says(cast, services, browse, name, letters):
    assert (
        upload(browse(cast.campus_editor), cast, "Naam\tGroep\rCafé\tProef\r".encode(letters), name).status_code == 302
    )
    work()
    assert kinds(Import.objects.get()) == {"Café": "new"}


def test_nothing_chosen_is_refused(cast, browse):
    response = browse(cast.campus_editor).post(cast.campus.url("services:imports"))
    assert response.context["form"].errors["file"] == ["Choose a file."]


@pytest.mark.parametrize("name", ["far cell", "entities", "path upward"])
def test_hostile_file_ends_in_a_sentence_on_its_page(cast, browse, name):
    make, words = HOSTILE[name]
    browser = browse(cast.campus_editor)
    upload(browser, cast, make(), "diensten.xlsx")
    work()
    source = Import.objects.select_related("job").get()
    assert source.has_failed
    page = browser.get(cast.campus.url("services:import", pk=source.pk)).content.decode()
    assert words in page
    assert "Choose another file" in page


# Applying ----------------------------------------------------------------------------------------


def test_applying_adds_and_changes_and_every_history_says_so(cast, bring, browse, services):
    West = Location.objects.create(client=cast.campus, name="West")  # noqa: N806
    services["Reception"].locations.add(West)
    source = bring(
        ["Parkeren", "Mobiliteit", "Park BV", "1.234,50", '"West; Zuid"'],
        ["Reception", "Gastvrijheid", "Groene Tafel", "99,95", "Zuid"],
        ["Cleaning", "", "", "", ""],
    )
    browser = browse(cast.campus_editor)
    source = apply(browser, cast, source)
    assert (source.state, source.applied_by) == (Import.State.APPLIED, cast.campus_editor)
    made, changed = Service.objects.get(name="Parkeren"), Service.objects.get(name="Reception")
    assert (made.group, made.annual_spend, made.client) == ("Mobiliteit", Decimal("1234.50"), cast.campus)
    assert {place.name for place in made.locations.all()} == {"West", "Zuid"}
    assert (changed.pk, changed.revision, changed.annual_spend) == (services["Reception"].pk, 2, Decimal("99.95"))
    assert {place.name for place in changed.locations.all()} == {"Zuid"}
    assert Service.objects.get(name="Cleaning").revision == 1
    event = AuditEvent.objects.get(event="services.import_applied")
    assert (event.object_name, event.data) == ("diensten.csv", {"added": 1, "changed": 1, "left_out": 0})
    assert AuditEvent.objects.get(event="services.service_added", object_id=made.pk).actor == cast.campus_editor.user
    change = AuditEvent.objects.get(event="services.service_changed", object_id=changed.pk).data["changes"]
    assert change == {
        "group": ["Hospitality", "Gastvrijheid"], "supplier_name": ["", "Groene Tafel"],
        "annual_spend": ["", "99.95"], "locations": [],
    }  # fmt: skip
    page = browser.get(cast.campus.url("services:detail", pk=changed.pk)).content.decode()
    assert "Gastvrijheid" in page
    assert "took this file over on" in browser.get(cast.campus.url("services:import", pk=source.pk)).content.decode()


def test_wrong_rows_are_mended_first_or_left_out_knowingly(cast, bring, browse):
    source = bring(["Parkeren", "A", "", "", ""], ["Post", "A", "", "veel", ""])
    browser = browse(cast.campus_editor)
    assert apply(browser, cast, source).state == Import.State.READY
    assert "Parkeren" not in names(cast)
    assert apply(browser, cast, source, only_good="yes").state == Import.State.APPLIED
    assert names(cast) == {"Reception", "Cleaning", "Catering", "Parkeren"}


def test_nothing_to_take_over_is_refused(cast, bring, browse):
    assert apply(browse(cast.campus_editor), cast, bring(["Cleaning", "", "", "", ""])).state == Import.State.READY


def test_asked_twice_and_by_two_it_is_done_once(cast, bring, browse):
    source = bring(["Parkeren", "A", "", "", ""])
    for member in (cast.campus_editor, cast.campus_editor, cast.campus_owner):
        post(browse(member), cast, source, "apply")
    assert Job.objects.filter(kind="services.import_apply").count() == 1
    work()
    apply(browse(cast.campus_owner), cast, source)
    job = Job.objects.get(kind="services.import_apply")
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING)  # a wake-up that came twice
    jobs.run(job.pk)
    assert Service.objects.filter(client=cast.campus, name="Parkeren").count() == 1
    assert AuditEvent.objects.filter(event="services.import_applied").count() == 1


def rename(cast, services):
    catalogue.change_service(service=services["Reception"], by=cast.campus_owner, revision=1, supplier_name="Ander")


def archive(cast, services):
    catalogue.archive_service(service=services["Reception"], by=cast.campus_owner)


def add(cast, services):
    catalogue.add_service(by=cast.campus_owner, name="Parkeren", group="Anders")


@pytest.mark.parametrize("meanwhile", [rename, archive, add])
def test_nothing_is_taken_over_when_the_catalogue_changed_since(cast, services, bring, browse, meanwhile):
    source = bring(
        ["Reception", "Nieuw", "X", "", ""], ["Cleaning", "Nieuw", "", "", ""], ["Parkeren", "B", "", "", ""]
    )
    browser = browse(cast.campus_editor)
    meanwhile(cast, services)
    before = list(Service.objects.order_by("pk").values())
    source = apply(browser, cast, source)
    assert source.has_failed
    assert list(Service.objects.order_by("pk").values()) == before
    page = browser.get(cast.campus.url("services:import", pk=source.pk)).content.decode()
    assert "The catalogue changed since you opened this file." in page
    post(browser, cast, source, "again")
    work()
    source = apply(browser, cast, source)
    assert source.state == Import.State.APPLIED
    assert {"Cleaning", "Parkeren"} <= names(cast)


def test_change_that_the_file_does_not_touch_does_no_harm(cast, services, bring, browse):
    source = bring(["Cleaning", "Nieuw", "", "", ""])
    catalogue.change_service(service=services["Reception"], by=cast.campus_owner, revision=1, supplier_name="Ander")
    assert apply(browse(cast.campus_editor), cast, source).state == Import.State.APPLIED


def test_failure_half_way_leaves_nothing(cast, services, bring, browse, monkeypatch):
    """A service of the same name is added just when ours have been compared, so that only the database sees it."""
    from services.actions import import_work

    source = bring(["Reception", "Nieuw", "", "", ""], ["Parkeren", "A", "", "", "Zuid"])
    real = import_work._add_places

    def late(client, *rest):
        real(client, *rest)
        Service.objects.create(client=client, name="Parkeren", group="B")

    monkeypatch.setattr(import_work, "_add_places", late)
    source = apply(browse(cast.campus_editor), cast, source)
    assert source.has_failed
    assert "changed since" in source.job.failure
    assert names(cast) == {"Reception", "Cleaning", "Catering"}
    assert not Location.objects.exists()
    assert Service.objects.get(name="Reception").group == "Hospitality"


def test_who_left_applies_nothing(cast, bring, browse):
    source = bring(["Parkeren", "A", "", "", ""])
    post(browse(cast.campus_editor), cast, source, "apply")
    cast.campus_editor.ended_at = timezone.now()
    cast.campus_editor.save()
    work()
    assert "Parkeren" not in names(cast)


def test_page_shows_how_far_it_is_and_turns_into_the_preview(cast, services, browse):
    browser = browse(cast.campus_editor)
    url = upload(browser, cast, csv(HEAD, ["Parkeren", "A", "", "", ""]))["Location"]
    assert "We are working on it" in browser.get(url).content.decode()
    polled = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{url}"}
    assert "hx-get" in browser.get(url, headers=polled).content.decode()
    work()
    assert browser.get(url, headers=polled)["HX-Refresh"] == "true"
    elsewhere = {"HX-Request": "true", "HX-Current-URL": "http://testserver/o/campus/"}
    assert "View the result" in browser.get(url, headers=elsewhere).content.decode()
    assert "Parkeren" in browser.get(url).content.decode()


# Doors and time ----------------------------------------------------------------------------------

WRITES = ("again", "apply", "remove", "sheet", "columns")
READS = ("wrong", "file")


@pytest.mark.parametrize("name", ["", *WRITES, *READS])
def test_a_file_is_for_who_keeps_the_catalogue(cast, bring, browse, name):
    source = bring(["Parkeren", "A", "", "", ""])
    url = cast.campus.url(f"services:import-{name}" if name else "services:import", pk=source.pk)
    for member, status in ((cast.campus_reader, 403), (cast.campus_contributor, 403), (cast.kliniek_owner, 404)):
        browser = browse(member)
        answer = browser.post(url) if name in WRITES else browser.get(url)
        assert answer.status_code == status
    wrong = browse(cast.campus_editor)
    assert (wrong.get(url) if name in WRITES[:4] else wrong.put(url)).status_code == 405
    assert Import.objects.get().state == Import.State.READY


def test_reader_has_no_field_for_a_file(cast, services, browse):
    for name in ("imports", "import-example"):
        assert browse(cast.campus_reader).get(cast.campus.url(f"services:{name}")).status_code == 403
        assert browse(cast.catering_owner).get(cast.catering.url(f"services:{name}")).status_code == 404
    assert upload(browse(cast.campus_reader), cast, b"Naam\nx\n").status_code == 403
    with pytest.raises(PermissionDenied):
        imports.start_import(by=cast.campus_reader, upload=None)


def test_colleague_who_keeps_the_catalogue_sees_the_file(cast, bring, browse):
    source = bring(["Parkeren", "A", "", "", ""])
    browser = browse(cast.campus_owner)
    assert "diensten.csv" in browser.get(cast.campus.url("services:imports")).content.decode()
    response = browser.get(cast.campus.url("services:import-file", pk=source.pk))
    assert b"".join(response.streaming_content) == csv(HEAD, ["Parkeren", "A", "", "", ""])
    response.close()


def test_thrown_away_means_gone(cast, bring, browse, django_capture_on_commit_callbacks):
    source = bring(["Parkeren", "A", "", "", ""])
    storage, name = source.file.file.storage, source.file.file.name
    with django_capture_on_commit_callbacks(execute=True):
        post(browse(cast.campus_editor), cast, source, "remove")
    assert not (Import.objects.exists() or ImportRow.objects.exists() or Attachment.objects.exists())
    assert not storage.exists(name)


def test_old_files_are_forgotten(cast, bring, browse, django_capture_on_commit_callbacks):
    source = bring(["Parkeren", "A", "", "", ""])
    applied = apply(browse(cast.campus_editor), cast, bring(["Post", "A", "", "", ""]))
    assert imports.forget_imports(timezone.now() + timedelta(days=6)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            imports.forget_imports(timezone.now() + timedelta(days=8))
    assert not Import.objects.filter(pk__in=[source.pk, applied.pk]).exists()
    assert Service.objects.filter(name="Post").exists()


def test_new_row_that_is_nearly_a_service_says_so(cast, bring, browse):
    source = bring(["Receptoin"], ["Cleaning of windows"], ["Post"], head=["Naam"])
    page = browse(cast.campus_editor).get(cast.campus.url("services:import", pk=source.pk)).content.decode()
    assert re.findall(r"This looks like <a [^>]*>(\w+)</a>", page) == ["Reception", "Cleaning"]
    assert "Import 3 new services?" in page


def test_what_a_file_added_leads_to_the_service_and_its_history_names_the_file(cast, bring, browse):
    browser = browse(cast.campus_editor)
    source = apply(browser, cast, bring(["Parkeren", "Mobiliteit", "", "", ""]))
    service = Service.objects.get(name="Parkeren")
    url = cast.campus.url("services:detail", pk=service.pk)
    assertContains(browser.get(cast.campus.url("services:import", pk=source.pk)), f'href="{url}"')
    assertContains(browser.get(url), "added the service from the file diensten.csv")


# What was brought in before, and how ------------------------------------------------------------


COVER = [["Inventarisatie facilitair"], ["Versie", "3"], ["Opgesteld door", "Inkoop"]]


@pytest.mark.parametrize("cover", [COVER, [["x"] * 70]])
def test_sheet_with_the_headings_is_read_behind_a_cover_and_named(cast, services, browse, cover):
    browser = browse(cast.campus_editor)
    content = sheets(Voorblad=cover, Bron=[["a", "b"]], Diensten=[["Overzicht"], HEAD, ["Parkeren", "Mobiliteit"]])
    upload(browser, cast, content, "diensten.xlsx")
    work()
    source = Import.objects.latest("created_at")
    assert (source.sheet, kinds(source)) == ("Diensten", {"Parkeren": "new"})
    page = browser.get(cast.campus.url("services:import", pk=source.pk))
    assertContains(page, "Read from the sheet “Diensten”.")


def brought(browser, cast, content: bytes) -> Import:
    upload(browser, cast, content, "diensten.xlsx")
    work()
    return Import.objects.select_related("job").latest("created_at")


def test_another_sheet_is_chosen_and_read(cast, services, browse):
    browser = browse(cast.campus_editor)
    head, text = ["Naam", "Groep"], [["Lees dit"], ["en dat"]]
    lists = {"Nu": [head, ["Parkeren", "A"]], "Straks": [head, ["Post", "A"]], "Uitleg": text}
    source = brought(browser, cast, sheets(**lists))
    assert (source.sheet, source.other_sheets, kinds(source)) == ("Nu", ["Straks"], {"Parkeren": "new"})
    page = browser.get(cast.campus.url("services:import", pk=source.pk))
    assertContains(page, "Is the list on another sheet?")
    for sheet in ("Straks", "Nu", "Straks"):
        post(browser, cast, source, "sheet", sheet=sheet)
        work()
    source.refresh_from_db()
    assert (source.sheet, source.other_sheets, kinds(source)) == ("Straks", ["Nu"], {"Post": "new"})
    post(browser, cast, source, "again")
    work()
    source.refresh_from_db()
    assert source.sheet == "Straks"
    apply(browser, cast, source)
    assert "Post" in names(cast)


def test_sheet_that_is_not_offered_is_not_read(cast, services, browse):
    browser = browse(cast.campus_editor)
    source = brought(browser, cast, sheets(Nu=[["Naam", "Groep"], ["Parkeren"]], Uitleg=[["Lees dit"], ["en dat"]]))
    post(browser, cast, source, "sheet", sheet="Uitleg")
    source.refresh_from_db()
    assert (source.sheet, source.state) == ("Nu", Import.State.READY)


def test_sheet_that_cannot_be_read_leads_back_to_the_others(cast, services, browse):
    browser = browse(cast.campus_editor)
    long = [["Naam"], *([f"Dienst {number}"] for number in range(10_012))]
    source = brought(browser, cast, sheets(Nu=[["Naam"], ["Parkeren"]], Lang=long))
    post(browser, cast, source, "sheet", sheet="Lang")
    work()
    page = browser.get(cast.campus.url("services:import", pk=source.pk))
    assertContains(page, "This is about the sheet “Lang”.")
    assertContains(page, 'value="Nu"')
    post(browser, cast, source, "sheet", sheet="Nu")
    work()
    source.refresh_from_db()
    assert kinds(source) == {"Parkeren": "new"}


def test_without_known_headings_every_sheet_may_be_the_list(cast, services, browse):
    content = sheets(Een=[["Wat", "Wie"], ["Parkeren", "Wij"]], Leeg=[["x"]], Twee=[["Hoe"], ["Post"]])
    source = brought(browse(cast.campus_editor), cast, content)
    assert (source.sheet, source.other_sheets) == ("Een", ["Twee"])
    page = browse(cast.campus_editor).get(cast.campus.url("services:import", pk=source.pk))
    assertContains(page, 'name="sheet" value="Twee"')


def test_what_nobody_sees_in_the_file_is_said(cast, services, browse):
    def build(sheet):
        for row in (["Naam", "Leverancier", "Notitie"], ["Een", "A", "x"], ["Twee", "B", "y"], ["Drie", "C", "z"]):
            sheet.append(row)
        sheet.auto_filter.ref = "A1:C3"
        sheet.auto_filter.add_filter_column(0, ["Een"])
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions.group("B", "C", hidden=True)
        sheet.parent.create_sheet("Keuzes").sheet_state = "hidden"

    source = brought(browse(cast.campus_editor), cast, drawn(build))
    assert (kinds(source), source.other_sheets) == ({"Een": "new"}, [])
    page = browse(cast.campus_editor).get(cast.campus.url("services:import", pk=source.pk))
    for sentence in (
        "1 hidden row was left out.", "1 row that a filter hides was left out.",
        "This column is hidden in the file and is imported: Leverancier.",
        "This sheet is hidden in the file and was not read: Keuzes.",
    ):  # fmt: skip
        assertContains(page, sentence)


def test_first_sheet_is_read_when_no_sheet_has_known_headings(cast, services, browse):
    upload(browse(cast.campus_editor), cast, sheets(Een=[["Wat", "Wie"], ["Parkeren", "P"]], Twee=COVER), "een.xlsx")
    work()
    source = Import.objects.latest("created_at")
    assert (source.sheet, [heading for heading, _sample in source.headings]) == ("Een", ["Wat", "Wie"])


def test_column_that_was_matched_by_hand_is_known_in_the_mended_file(cast, bring, browse):
    first = bring(["Parkeren", "veel"], head=["Naam", "Wat het kost"])
    assert first.matching == ["name", ""]
    post(browse(cast.campus_editor), cast, first, "columns", column0="name", column1="annual_spend")
    work()
    assert bring(["Parkeren", "1200"], head=["Naam", "Wat het kost"]).matching == ["name", "annual_spend"]
    # The wrong rows as they are taken along have two columns more.
    again = bring([2, "Nee", "Parkeren", "1200"], head=["Rij", "Wat er mis is", "Naam", "wat het KOST"])
    assert again.matching == ["", "", "name", "annual_spend"]
    # What somebody of another organisation said counts for nobody else.
    Import.objects.update(client=cast.kliniek)
    assert bring(["Parkeren", "1200"], head=["Naam", "Wat het kost"]).matching == ["name", ""]


def test_columns_that_nothing_is_done_with_stand_above_the_button_with_the_way_to_choose(cast, bring, browse):
    source = bring(["Parkeren", "1200", "x"], head=["Naam", "Wat het kost", "Opmerking"])
    browser, address = browse(cast.campus_editor), cast.campus.url("services:import", pk=source.pk)
    page = browser.get(address).content.decode()
    notice = page[page.index('class="notice wait"') : page.index("Import</button>")]
    assert "2 columns are not imported" in notice
    assert "Wat het kost, Opmerking" in notice
    assert f'href="{cast.campus.url("services:import-columns", pk=source.pk)}"' in notice
    post(browser, cast, source, "columns", column0="name", column1="annual_spend", column2="description")
    work()
    assertNotContains(browser.get(address), "not imported")


def test_what_the_wrong_rows_are_taken_along_with_is_not_missed(cast, bring, browse):
    source = bring([2, "No", "Parkeren"], head=["Row", "What is wrong", "Naam"])
    page = browse(cast.campus_editor).get(cast.campus.url("services:import", pk=source.pk))
    assertNotContains(page, "not imported")


def test_name_of_an_archived_service_is_said_before_a_second_one_is_made(cast, services, bring, browse):
    catalogue.archive_service(service=services["Catering"], by=cast.campus_editor)
    source = bring(["catering", "Horeca"], ["Parkeren", "Mobiliteit"])
    assert kinds(source) == {"catering": "new", "Parkeren": "new"}
    page = browse(cast.campus_editor).get(cast.campus.url("services:import", pk=source.pk))
    assertContains(page, f'/services/{services["Catering"].pk}/">Catering</a> is in the archive.', count=1)


def test_new_groups_are_said_as_new_locations_are(cast, services, bring, browse):
    source = bring(["Parkeren", "Mobiliteit"], ["Post", "hospitality"], ["Reception", "Welkom"], ["", "Nergens"])
    assert source.new_groups == ["Mobiliteit", "Welkom"]
    page = browse(cast.campus_editor).get(cast.campus.url("services:import", pk=source.pk))
    assertContains(page, "These groups are new and will be added:")


def test_group_is_written_as_it_is_already(cast, services, bring, browse):
    source = bring(
        ["Parkeren", "HOSPITALITY "], ["Post", "\u201cZacht\u201d  werk"], ["Bodes", '"zacht" werk'],
        ["Reception", "hospitality"], ["Cleaning", "\u200bhospitality"],
        head=["Naam", "Groep"], name="diensten.xlsx",
    )  # fmt: skip
    assert (kinds(source)["Reception"], source.new_groups) == ("same", ["\u201cZacht\u201d werk"])
    apply(browse(cast.campus_editor), cast, source)
    assert dict(Service.objects.filter(client=cast.campus).values_list("name", "group")) == {
        "Parkeren": "Hospitality", "Post": "\u201cZacht\u201d werk", "Bodes": "\u201cZacht\u201d werk",
        "Reception": "Hospitality", "Cleaning": "Hospitality", "Catering": "Hospitality",
    }  # fmt: skip


def test_group_is_written_otherwise_by_who_gives_the_key(cast, services, bring):
    source = bring([services["Cleaning"].pk, "Cleaning", "CLEANING"], head=["Key in Samenspel", "Name", "Group"])
    assert source.rows.get().changes == {"group": ["Cleaning", "CLEANING"]}


def test_large_counts_are_written_with_their_thousands(cast, bring, browse):
    source = bring(["Parkeren"])
    Import.objects.filter(pk=source.pk).update(counts={"new": 9000, "wrong": 1200})
    page = browse(cast.campus_editor).get(cast.campus.url("services:import", pk=source.pk))
    for words in ("<b>10,200</b>", "<b>9,000</b>", "1,200 rows are wrong.", "Leave the 1,200 wrong rows out"):
        assertContains(page, words)


# What is no service ------------------------------------------------------------------------------

SPEND = ["Naam", "Groep", "Uitgaven per jaar"]


@pytest.mark.parametrize(
    "label",
    [
        "Totaal",
        "TOTAAL:",
        "Subtotaal",
        "Sub-totaal",
        "Total",
        "Som",
        "Eindtotaal",
        "Totaal zacht",
        "Zacht totaal",
        "Grand total",
    ],
)
def test_total_does_not_become_a_service(bring, label):
    source = bring(["Proef een", "Proef", "1000"], ["Proef twee", "Proef", "500"], [label, "", "1500"], head=SPEND)
    assert kinds(source) == {"Proef een": "new", "Proef twee": "new", label: "aside"}
    assert reasons(source) == {label: "total"}


def test_sum_is_known_by_its_amount(bring):
    source = bring(
        ["A", "P", "100"], ["B", "P", "50"], ["Zacht", "", "150"], ["C", "P", "30"], ["D", "P", "7"],
        ["Alles", "", "187"],
        head=SPEND,
    )  # fmt: skip
    assert reasons(source) == {"Zacht": "sum", "Alles": "sum"}


def test_heading_and_zeros_do_not_become_services(bring):
    source = bring(
        ["Facilitair – zacht", "", ""], ["A", "P", "100"], ["B", "P", "50"], ["C", "P", "3"], ["0", "0", "0"],
        ["", "", "€ -"],
        head=SPEND,
    )  # fmt: skip
    assert reasons(source) == {"Facilitair – zacht": "heading", "0": "zeros", "": "zeros"}


def test_heading_gives_its_group_to_the_new_services_under_it(cast, services, bring, browse):
    source = bring(
        ["Facilitair", "", ""], ["HOSPITALITY", "", ""], ["Bodes", "", "100"], ["Post", "Logistiek", "50"],
        ["Cleaning", "", "3"], ["Subtotaal", "", "153"], ["Parkeren", "", "7"], ["Techniek", "", ""],
        ["Liften", "", "9"], ["Totaal", "", "169"],
        head=SPEND,
    )  # fmt: skip
    assert reasons(source) == {
        "Facilitair": "heading", "HOSPITALITY": "heading", "Subtotaal": "total", "Techniek": "heading",
        "Totaal": "total",
    }  # fmt: skip
    apply(browse(cast.campus_editor), cast, source, only_good="yes")
    assert dict(Service.objects.filter(client=cast.campus).values_list("name", "group")) == {
        "Reception": "Hospitality", "Catering": "Hospitality", "Cleaning": "Cleaning", "Bodes": "Hospitality",
        "Post": "Logistiek", "Parkeren": "Other services", "Liften": "Techniek",
    }  # fmt: skip


def test_totals_above_their_rows_are_known_by_their_amount(bring):
    source = bring(
        ["Alles", "", "187"], ["Zacht", "", "150"], ["A", "x", "100"], ["B", "y", "50"], ["Hard", "", "37"],
        ["C", "x", "30"], ["D", "y", "7"],
        head=["Naam", "Leverancier", "Bedrag"],
    )  # fmt: skip
    assert reasons(source) == {"Alles": "sum_below", "Zacht": "sum_below", "Hard": "sum_below"}
    groups = {row.name: row.changes["group"][1] for row in source.rows.filter(kind="new")}
    assert groups == {"A": "Zacht", "B": "Zacht", "C": "Hard", "D": "Hard"}


@pytest.mark.parametrize(
    "rows",
    [
        [["A", "", "150"], ["B", "", "100"], ["C", "", "50"]], [["A", "z", "150"], ["B", "x", "100"], ["C", "y", "50"]],
        [["A", "", "100"], ["B", "x", "100"], ["C", "y", "50"]],
        [["A", "", "150"], ["B", "x", "100"], ["C", "y", "60"]],
    ],
)  # fmt: skip
def test_service_is_no_total_of_what_happens_to_follow(bring, rows):
    assert reasons(bring(*rows, head=["Naam", "Leverancier", "Bedrag"])) == {}


def test_number_in_the_list_makes_a_heading_no_service(bring):
    source = bring(
        ["1", "Zacht", "", ""], ["1.1", "Bodes", "A", "x"], ["1.2", "Post", "B", ""], ["2)", "Hard", "", ""],
        ["2.1", "Liften", "C", ""],
        head=["Nr", "Naam", "Leverancier", "Opmerking"],
    )  # fmt: skip
    assert reasons(source) == {"Zacht": "heading", "Hard": "heading"}
    assert [row.changes["group"][1] for row in source.rows.filter(kind="new").order_by("number")] == [
        "Zacht", "Zacht", "Hard",
    ]  # fmt: skip


def test_group_alone_in_its_column_is_a_heading_too(bring):
    source = bring(["", "Zacht", ""], ["Bodes", "", "100"], ["Post", "", "50"], ["Balie", "", "5"], head=SPEND)
    assert reasons(source) == {"Zacht": "heading"}
    assert {row.changes["group"][1] for row in source.rows.filter(kind="new")} == {"Zacht"}


def test_rows_that_a_formula_adds_up_are_totals_whatever_their_label(cast, services, browse):
    def build(sheet):
        for row in (
            ["Naam", "Leverancier", "Uitgaven per jaar"], ["Zachte diensten", "", "=SUM(C3:C4)"], ["Bodes", "A", 100],
            ["Post", "B", "=60-10"], ["", "", "=SUBTOTAL(9,C3:C4)"], ["Parkeren", "C", "=SUM(E6:F6)"],
            ["", "", "=C5+C6"],
        ):  # fmt: skip
            sheet.append(row)

    source = brought(browse(cast.campus_editor), cast, drawn(build))
    assert {row.number: row.looks_like or row.faults[0][1] for row in source.rows.exclude(kind="new")} == {
        2: "formula", 4: "uncomputed", 5: "formula", 6: "uncomputed", 7: "formula",
    }  # fmt: skip
    assert source.rows.get(number=3).changes["group"] == ["", "Zachte diensten"]


def test_service_of_the_catalogue_is_no_total(cast, services, bring):
    Service.objects.create(client=cast.campus, name="Totaal", group="P")
    source = bring(["Totaal", "P", "1500"], ["Totaalonderhoud", "P", "5"], ["Reception", "", "1"], head=SPEND)
    assert kinds(source) == {"Totaal": "changed", "Totaalonderhoud": "new", "Reception": "changed"}


@pytest.mark.parametrize(
    ("heading", "answers"),
    [
        ("Uitbesteed?", {"ja": "outsourced", "nee": "in_house", "deels": "mixed", "x": "outsourced"}),
        ("In eigen beheer", {"ja": "in_house", "nee": "outsourced", "gedeeltelijk": "mixed"}),
        ("Uitvoering", {"in eigen beheer": "in_house", "gemengd": "mixed", "extern": "outsourced"}),
    ],
)
def test_delivery_is_understood_from_yes_no_and_partly(bring, heading, answers):
    source = bring(*([f"Dienst {n}", "P", word] for n, word in enumerate(answers)), head=["Naam", "Groep", heading])
    found = [row.changes["delivery"][1] for row in source.rows.order_by("number")]
    assert found == list(answers.values())


def test_delivery_that_a_file_does_not_say_is_not_known(cast, bring, browse):
    source = bring(["Parkeren", "A"], head=["Naam", "Groep"])
    post(browse(cast.campus_editor), cast, source, "apply")
    work()
    assert Service.objects.get(name="Parkeren").delivery == Delivery.UNKNOWN
    again = bring(["Wasserij", "A", "onbekend"], head=["Naam", "Groep", "Uitvoering"])
    assert faults(again) == {}


def test_yes_under_a_heading_that_asks_nothing_is_not_guessed(bring):
    assert faults(bring(["A", "P", "ja"], head=["Naam", "Groep", "Uitvoering"])) == {"A": ["choice"]}


def test_history_keeps_the_cents_of_an_amount(cast, services, bring, browse):
    apply(browse(cast.campus_editor), cast, bring(["Reception", "1.234,50"], head=["Naam", "Bedrag"]))
    assert history_of(cast.campus_editor, services["Reception"])[0].changes == [
        ("Spend per year", "not filled in", "€\u00a01,234.50"),
    ]  # fmt: skip


def test_formula_without_its_result_is_taken_along_as_one(cast, bring, browse):
    source = brought(browse(cast.campus_editor), cast, drawn(lambda sheet: [
        sheet.append(row) for row in (["Naam", "Bedrag"], ["Parkeren", "=60*2"], ["=A2", 5])
    ]))  # fmt: skip
    content = browse(cast.campus_editor).get(cast.campus.url("services:import-wrong", pk=source.pk)).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [[cell.value for cell in row][2:] for row in sheet][1:] == [["Parkeren", "#N/A"], ["#N/A", 5]]
    again = brought(browse(cast.campus_editor), cast, content)
    assert [row.faults for row in again.rows.all()] == [[["annual_spend", "error", ""]], [["name", "error", ""]]]


def test_delivery_that_is_not_known_is_called_so(cast, services, bring, browse):
    source = bring(["Reception", "uitbesteed"], head=["Naam", "Uitvoering"])
    browser = browse(cast.campus_editor)
    page = browser.get(cast.campus.url("services:import", pk=source.pk))
    assert page.context["rows"][0].changes == [("Delivery", "not known", "outsourced")]
    apply(browser, cast, source)
    history = history_of(cast.campus_editor, services["Reception"])
    assert history[0].changes == [("Delivery", "not known", "outsourced")]


def test_preview_says_what_the_services_cost_before_and_after(cast, services, bring, browse):
    Service.objects.filter(name="Catering").update(annual_spend=Decimal("1000"))
    source = bring(["Parkeren", "A", "", "250,00", ""], ["Catering", "", "", "1200", ""])
    page = browse(cast.campus_editor).get(cast.campus.url("services:import", pk=source.pk))
    assert page.context["spend"] == (Decimal("1000.00"), Decimal("1450.00"))
    assertContains(page, "€\u00a01,000 now, €\u00a01,450 after this import.")
