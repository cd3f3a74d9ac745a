"""The catalogue as a file."""

import io
import re
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader
from pytest_django.asserts import assertContains

from accounts.models import AuditEvent
from documents import jobs
from documents.attachments import read
from documents.models import Job, Rendering
from services.models import Service


@pytest.fixture
def spend(services):
    Service.objects.filter(name="Reception").update(annual_spend="1000", supplier_name="=HYPERLINK(1)")
    return services


@pytest.fixture
def large(monkeypatch):
    """A catalogue that a worker makes the file of, of however few services."""
    monkeypatch.setattr("services.actions.catalogue.MOST_AT_ONCE", 0)


def export(browser, cast, **data) -> Job:
    response = browser.post(cast.campus.url("services:export"), data)
    job = Job.objects.order_by("-created_at").first()
    assert response["Location"] == cast.campus.url("services:job", pk=job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_pdf_holds_what_the_filter_shows(cast, spend, browse):
    job = export(browse(cast.campus_reader), cast, form="pdf", group="Hospitality")
    assert job.failure == ""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(read(job.result))).pages)
    assert "Reception" in text
    assert "Catering" in text
    assert "Cleaning" not in text
    assert "Campus Noord" in text
    assert "Other" not in text


def test_same_pdf_is_made_once(cast, spend, browse):
    browser = browse(cast.campus_reader)
    assert export(browser, cast, form="pdf").result == export(browser, cast, form="pdf").result
    assert Rendering.objects.count() == 1


def at_once(browser, cast, **data):
    """The answer to the click itself."""
    response = browser.post(cast.campus.url("services:export"), data)
    assert response.status_code == 200
    return response


def test_a_spreadsheet_comes_with_the_click_and_waits_nowhere(cast, spend, browse):
    answer = at_once(browse(cast.campus_reader), cast, form="xlsx", q="recep")
    assert re.fullmatch(
        r'attachment; filename="services-campus-\d{4}-\d\d-\d\d-en.xlsx"', answer["Content-Disposition"]
    )
    assert not Job.objects.exists()
    assert [one.object_name for one in AuditEvent.objects.filter(event="services.exported")] == ["XLSX"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_of_a_large_catalogue_a_worker_makes_the_same_file(cast, spend, browse, large, monkeypatch, form):
    browser = browse(cast.campus_reader)
    made = read(export(browser, cast, form=form).result)
    monkeypatch.setattr("services.actions.catalogue.MOST_AT_ONCE", 1000)
    found = at_once(browser, cast, form=form).content
    assert rows_of(made, form) == rows_of(found, form)
    assert len(rows_of(found, form)) > 2


def rows_of(content: bytes, form: str) -> list:
    if form == "csv":
        return content.decode("utf-8-sig").splitlines()
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_a_file_of_a_worker_comes_by_itself_once_to_who_waits_for_it(cast, spend, browse):
    browser = browse(cast.campus_reader)
    job = export(browser, cast, form="pdf")
    page, file = (cast.campus.url(f"services:{name}", pk=job.pk) for name in ("job", "job-file"))
    starts = f'data-downloads="{file}"'
    there = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": f"http://testserver{page}"}
    elsewhere = {**there, "HTTP_HX_CURRENT_URL": f"http://testserver{cast.campus.url('overview:home')}"}
    assert [starts in browser.get(page, **heads).content.decode() for heads in ({}, there, elsewhere)] == [
        True, True, False,
    ]  # fmt: skip
    b"".join(browser.get(file).streaming_content)
    assert starts not in browser.get(page).content.decode()


def test_spreadsheet_holds_rows_and_no_formula(cast, spend, browse):
    found = at_once(browse(cast.campus_reader), cast, form="xlsx", q="recep").content
    sheet = openpyxl.load_workbook(io.BytesIO(found)).active
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Name", "Reception"]
    assert sheet["E2"].value == "=HYPERLINK(1)"
    assert sheet["E2"].data_type == "s"
    assert sheet["F2"].value == 1000


def test_dutch_csv_writes_dates_and_amounts_the_dutch_way(cast, spend, browse):
    Service.objects.filter(name="Reception").update(contract_end=date(2027, 3, 1))
    cast.campus_editor.user.language = "nl"
    cast.campus_editor.user.save()
    found = at_once(browse(cast.campus_editor), cast, form="csv", q="recep").content
    row = found.decode("utf-8-sig").splitlines()[1]
    assert '"01-03-2027"' in row
    assert '"1000,00"' in row


def test_page_of_an_export_leads_back_and_shows_the_fingerprint(cast, spend, browse):
    job = export(browse(cast.campus_editor), cast, form="pdf")
    page = browse(cast.campus_editor).get(cast.campus.url("services:job", pk=job.pk))
    assertContains(page, f'<li><a href="{cast.campus.url("services:list")}">Services</a></li>', html=True)
    assertContains(page, job.result.sha256)


def test_job_and_file_are_for_who_asked(cast, spend, browse):
    job = export(browse(cast.campus_editor), cast, form="pdf")
    for name in ("job", "job-file"):
        url = cast.campus.url(f"services:{name}", pk=job.pk)
        response = browse(cast.campus_editor).get(url)
        assert response.status_code == 200
        if response.streaming:
            assert b"".join(response.streaming_content) == read(job.result)
        assert browse(cast.campus_owner).get(url).status_code == 404
        assert browse(cast.kliniek_owner).get(url).status_code == 404
    assert not jobs.unseen_jobs(cast.campus_editor)


def test_unknown_form_makes_no_job(cast, spend, browse):
    browse(cast.campus_editor).post(cast.campus.url("services:export"), {"form": "exe"})
    assert not Job.objects.exists()


def test_who_left_gets_nothing(cast, spend, browse):
    browser = browse(cast.campus_contributor)
    browser.post(cast.campus.url("services:export"), {"form": "pdf"})
    cast.campus_contributor.ended_at = cast.campus_contributor.created_at
    cast.campus_contributor.save()
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failure) == (Job.State.FAILED, "You are no longer a member of this organisation.")
