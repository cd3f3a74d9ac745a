"""The catalogue as a file."""

import io
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader
from pytest_django.asserts import assertContains

from documents import jobs
from documents.attachments import read
from documents.models import Job, Rendering
from services.models import Service


@pytest.fixture
def spend(services):
    Service.objects.filter(name="Reception").update(annual_spend="1000", supplier_name="=HYPERLINK(1)")
    return services


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


def test_spreadsheet_holds_rows_and_no_formula(cast, spend, browse):
    job = export(browse(cast.campus_reader), cast, form="xlsx", q="recep")
    sheet = openpyxl.load_workbook(io.BytesIO(read(job.result))).active
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Name", "Reception"]
    assert sheet["E2"].value == "=HYPERLINK(1)"
    assert sheet["E2"].data_type == "s"
    assert sheet["F2"].value == 1000


def test_dutch_csv_writes_dates_and_amounts_the_dutch_way(cast, spend, browse):
    Service.objects.filter(name="Reception").update(contract_end=date(2027, 3, 1))
    cast.campus_editor.user.language = "nl"
    cast.campus_editor.user.save()
    job = export(browse(cast.campus_editor), cast, form="csv", q="recep")
    row = read(job.result).decode("utf-8-sig").splitlines()[1]
    assert '"01-03-2027"' in row
    assert '"1000,00"' in row


def test_page_of_an_export_leads_back_and_shows_the_fingerprint(cast, spend, browse):
    job = export(browse(cast.campus_editor), cast, form="pdf")
    page = browse(cast.campus_editor).get(cast.campus.url("services:job", pk=job.pk))
    assertContains(page, f'<li><a href="{cast.campus.url("services:list")}">Services</a></li>', html=True)
    assertContains(page, job.result.sha256)


def test_job_and_file_are_for_who_asked(cast, spend, browse):
    job = export(browse(cast.campus_editor), cast, form="xlsx")
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
    browser.post(cast.campus.url("services:export"), {"form": "xlsx"})
    cast.campus_contributor.ended_at = cast.campus_contributor.created_at
    cast.campus_contributor.save()
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failure) == (Job.State.FAILED, "You are no longer a member of this organisation.")
