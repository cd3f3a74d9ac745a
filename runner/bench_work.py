"""The long work for bin/bench: from asking for a file, or bringing one in, to having it. Django is set up."""

import csv
import io
import time
from collections.abc import Iterator
from typing import Any

ROWS = 10_000
WITHIN = 300  # seconds


def lines(address: str) -> Iterator[str]:
    """One line for each, as it is known: files made by the worker, and an import."""
    from accounts.models import Membership

    member = Membership.objects.for_system("bench").select_related("organisation", "user").get(user__email=address)
    yield from _files(member)
    yield from _import(member)


def _files(member: Any) -> Iterator[str]:
    """The report in English first, so that the worker is warm, as it is for all but the first reader of a day."""
    from services.models import Assessment
    from vision.models import VisionVersion

    rounds = Assessment.objects.visible_to(member).filter(state__in=["closed", "decided"])
    draft = VisionVersion.objects.visible_to(member).filter(state="draft")
    _done(member, "services.report", rounds.first(), "en")
    asked = [("services.report", rounds.first()), ("vision.pdf", draft.first()), ("services.catalogue_pdf", None)]
    for kind, about in asked:
        seconds, job = _done(member, kind, about, "nl")
        yield f"{kind}, {_pages(job)} pages, from click to file: {seconds:.2f} s"


def _import(member: Any) -> Iterator[str]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from documents.attachments import check
    from services.actions.imports import apply_import, start_import

    began = time.perf_counter()
    source = start_import(by=member, upload=check(SimpleUploadedFile("services.csv", _many()), ("csv",)))
    _wait(source.job_id)
    yield f"import of {ROWS:,} rows, to its preview: {time.perf_counter() - began:.1f} s"
    began = time.perf_counter()
    apply_import(source=source, by=member)
    source.refresh_from_db()
    _wait(source.job_id)
    yield f"import of {ROWS:,} rows, applied: {time.perf_counter() - began:.1f} s"


def _many() -> bytes:
    file = io.StringIO()
    rows = csv.writer(file, delimiter=";")
    rows.writerow(["Naam", "Groep", "Kosten per jaar", "Einde contract", "Eindgebruikers"])
    for number in range(ROWS):
        rows.writerow([f"Dienst {number}", "Gebouw", "1.234,50", "31-12-2027", number])
    return file.getvalue().encode()


def _done(member: Any, kind: str, about: Any, language: str) -> tuple[float, Any]:
    from documents.jobs import start

    began = time.perf_counter()
    row = start(kind, by=member, about=about, language=language)
    return _wait(row.pk) - began, row


def _wait(pk: Any) -> float:
    """The moment at which a job is done."""
    from documents.models import Job

    end = time.perf_counter() + WITHIN
    while time.perf_counter() < end:
        state = Job.objects.for_system("bench").values_list("state", flat=True).get(pk=pk)
        if state == "done":
            return time.perf_counter()
        assert state != "failed", pk
        time.sleep(0.01)
    raise TimeoutError(pk)


def _pages(job: Any) -> int:
    from pypdf import PdfReader

    from documents.attachments import read

    job.refresh_from_db()
    return len(PdfReader(io.BytesIO(read(job.result))).pages)
