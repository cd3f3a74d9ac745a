"""The long work for bin/bench: from asking for a file, or bringing one in, to having it. Django is set up."""

import csv
import io
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg

ROWS = 10_000
WITHIN = 300  # seconds
BACKLOGS = (100, 10_000, 100_000)
CLAIMS = 50
SENDING = 5  # seconds
WAITING = """
INSERT INTO notifications_message (id, created_at, kind, receiver_id, address, object_type, object_id, language,
    moment, state, not_before, attempts, failure, answer)
SELECT gen_random_uuid(), now(), 'accounts.password_changed', %s, '', 'accounts.user', gen_random_uuid(), 'nl',
    now(), 'waiting', now() + %s * interval '1 second', 0, '', ''
FROM generate_series(1, %s)
"""


def lines(address: str) -> Iterator[str]:
    """One line for each, as it is known: files made by the worker, an import, and mail at three backlogs."""
    from accounts.models import Membership

    member = Membership.objects.for_system("bench").select_related("organisation", "user").get(user__email=address)
    yield from _files(member)
    yield from _import(member)
    yield from _mail(member)


def _mail(member: Any) -> Iterator[str]:
    """What one claim takes, and what the worker sends to the mailbox of this machine, with so many waiting."""
    from django.utils import timezone

    from notifications.models import Message
    from notifications.sending import claim
    from notifications.tasks import dispatch

    ours = Message.objects.for_system("bench").filter(kind="accounts.password_changed", receiver=member.user)
    for backlog in BACKLOGS:
        ours.delete()
        # Not due yet, so that the worker leaves them alone while they are claimed here.
        later = 3600
        _waiting(member, backlog, later)
        then = timezone.now() + timedelta(seconds=later + 1)
        began = time.perf_counter()
        claimed = [claim(then) for _number in range(CLAIMS)]
        taken = (time.perf_counter() - began) / CLAIMS
        assert all(claimed)
        ours.delete()
        _waiting(member, backlog, 0)
        dispatch.delay()
        began = time.perf_counter()
        while (sent := ours.filter(state="sent").count()) < backlog and time.perf_counter() - began < SENDING:
            time.sleep(0.05)
        rate = sent / (time.perf_counter() - began)
        yield f"mail, {backlog:,} waiting: a claim {taken * 1000:.1f} ms, sent {rate:.0f} a second"
    ours.delete()


def _waiting(member: Any, count: int, seconds: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(WAITING, [member.user_id, seconds, count])
    # As autovacuum does by itself a minute later. Only the owner of a table may.
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("ANALYZE notifications_message")


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
