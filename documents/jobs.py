"""Long work: a row that says how far it is, and a worker that does it, also when another one was killed.

A room registers what it can do in its `jobs.py`, which is loaded at start-up in every process (so it
imports the renderer through documents.pdf only):

    @job("services.catalogue_pdf", title=_("Services as PDF"), page="services:job", file="services:job-file")
    def catalogue_pdf(job: Job, progress: Progress) -> Rendering | None: ...

and a view starts it by an action that calls `start(...)`. The function runs outside a transaction, may
be run again from its beginning, and refuses with ValidationError (a sentence for people). The page and
the file of a job are views of the room, behind the door of the object: see documents.views.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common import wakeups
from documents.models import Job, Rendering

log = logging.getLogger("samenspel.jobs")

BEAT = timedelta(seconds=5)
# No sign of life for this long: the worker was killed.
SILENT = timedelta(seconds=30)
TRIES = 3
# The soft and the hard limit of one run.
SECONDS, SECONDS_HARD = 120, 150
KEPT = timedelta(days=30)
# How long what is ready stands in the overview of who does not take it.
WAITS = timedelta(days=1)


class Progress(Protocol):
    """Call it as often as there is something to tell; it also shows that the worker lives."""

    def __call__(self, done: int, total: int) -> None: ...


@dataclass(frozen=True)
class Kind:
    """One sort of long work. `page` and `file` are the names of the views of its progress and its result.

    Work whose outcome stands on the page of its object is `of_object`: `page` is then the view of that object.
    """

    run: Callable[[Job, Progress], Rendering | None]
    title: Promise | str
    page: str
    file: str
    of_object: bool = False


KINDS: dict[str, Kind] = {}


class Acting(Protocol):
    """The membership that acts, as far as this room knows it."""

    user_id: UUID
    organisation_id: UUID
    user: Any


def job(
    kind: str, *, title: Promise | str, page: str, file: str = "", of_object: bool = False
) -> Callable[[Callable], Callable]:
    """Registers a function as a sort of long work."""

    def register(function: Callable[[Job, Progress], Rendering | None]) -> Callable:
        KINDS[kind] = Kind(function, title, page, file, of_object)
        return function

    return register


def start(
    kind: str,
    *,
    by: Acting,
    about: models.Model | None = None,
    parameters: dict[str, Any] | None = None,
    language: str = "",
    by_itself: bool = False,
) -> Job:
    """Writes the job in the caller's transaction and wakes a worker when that commits.

    Asked twice while the first is at work, the first is given back. What comes `by_itself`, along with
    something else that was done, waits in nobody's overview unless it fails.
    """
    assert kind in KINDS, kind
    values = {
        "kind": kind,
        "by_id": by.user_id,
        "organisation_id": by.organisation_id,
        "object_type": about._meta.label_lower if about is not None else "",
        "object_id": about.pk if about is not None else None,
        "language": language or by.user.language,
        "parameters": parameters or {},
    }
    open_jobs = Job.objects.for_system("asked twice").filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
    if found := open_jobs.filter(**values).first():
        return found
    row = Job.objects.create(**values, seen_at=timezone.now() if by_itself else None)
    wake(row.pk)
    return row


def wake(pk: UUID) -> None:
    """Asks a worker to do it, after commit. Without a broker the next `take_up` does."""
    from documents.tasks import run_job

    wakeups.wake(run_job, str(pk))


# What the worker does ---------------------------------------------------------------------------


def run(pk: UUID) -> None:
    """Claims the job, does it, and ends it in done or failed. A second claim finds nothing to do."""
    row = _claim(pk, timezone.now())
    if row is None:
        return
    with translation.override(row.language), _beating(row):
        try:
            result = KINDS[row.kind].run(row, _progress_of(row))
        except ValidationError as error:
            _end(row, state=Job.State.FAILED, failure=" ".join(error.messages)[:300])
        except (SoftTimeLimitExceeded, TimeoutError):
            _end(row, state=Job.State.FAILED, failure=_("This took too long. Choose less and try again."))
        except MemoryError:
            _end(row, state=Job.State.FAILED, failure=_("This is too large to make. Choose less and try again."))
        except Exception as error:
            about = f"{row.object_type} {row.object_id}"
            log.error("job failed", extra={"kind": row.kind, "row": row.pk, "about": about}, exc_info=error)
            _end(row, state=Job.State.FAILED, failure=_("Something went wrong on our side. Please try again."))
        else:
            _end(row, state=Job.State.DONE, result=result)


def _claim(pk: UUID, now: datetime) -> Job | None:
    jobs = Job.objects.for_system("worker")
    free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, beat_at__lt=now - SILENT)
    claimed = jobs.filter(free, pk=pk, attempts__lt=TRIES).update(
        state=Job.State.RUNNING, beat_at=now, attempts=F("attempts") + 1, done=0
    )
    return jobs.select_related("by").get(pk=pk) if claimed == 1 else None


def _ours(row: Job) -> models.QuerySet:
    # Only while the claim is ours: a worker that was thought dead must not overwrite its successor.
    return Job.objects.for_system("worker").filter(pk=row.pk, state=Job.State.RUNNING, attempts=row.attempts)


def _progress_of(row: Job) -> Progress:
    def progress(done: int, total: int) -> None:
        _ours(row).update(done=done, total=total, beat_at=timezone.now())

    return progress


@contextmanager
def told_at_once(progress: Progress) -> Iterator[Progress]:
    """The same progress for work in one transaction: told by a connection of its own, as else nobody sees it
    before the end, and the signs of life would wait for it."""
    with ThreadPoolExecutor(1) as other:
        try:
            yield lambda done, total: other.submit(progress, done, total).result()
        finally:
            other.submit(lambda: connection.close()).result()  # that of the other thread


@contextmanager
def _beating(row: Job) -> Iterator[None]:
    """Signs of life from a thread of its own, as laying out a long PDF reports nothing for a while."""
    ended = threading.Event()

    def beat() -> None:
        try:
            while not ended.wait(BEAT.total_seconds()):
                _ours(row).update(beat_at=timezone.now())
        finally:
            connection.close()

    threading.Thread(target=beat, daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _end(row: Job, **changes: Any) -> None:
    if changes["state"] == Job.State.FAILED:
        changes["seen_at"] = None
    _ours(row).update(finished_at=timezone.now(), **changes)


def take_up(now: datetime) -> int:
    """Wakes a worker for what was lost, gives up what was tried too often, and forgets what is old.

    Returns how many jobs were woken. Safe to run at any time.
    """
    jobs = Job.objects.for_system("sweep")
    dead = jobs.filter(state=Job.State.RUNNING, beat_at__lt=now - SILENT)
    for row in dead.filter(attempts__gte=TRIES):
        with translation.override(row.language):
            failure = _("This did not succeed after several tries. Choose less and try again.")
        jobs.filter(pk=row.pk, state=Job.State.RUNNING, attempts=row.attempts).update(
            state=Job.State.FAILED, failure=failure, finished_at=now, seen_at=None
        )
    lost = jobs.filter(state=Job.State.WAITING, created_at__lt=now - SILENT)
    keys = [*dead.filter(attempts__lt=TRIES).values_list("pk", flat=True), *lost.values_list("pk", flat=True)]
    for pk in keys:
        wake(pk)
    jobs.filter(finished_at__lt=now - KEPT).delete()
    return len(keys)


# What pages ask ---------------------------------------------------------------------------------


def unseen_jobs(member: Acting) -> models.QuerySet:
    """The member's jobs whose result was not seen yet, newest first: for the overview. A file waits there for a day."""
    rows = Job.objects.visible_to(member).filter(seen_at=None).select_related("result")
    waited = Q(state=Job.State.DONE, finished_at__lt=timezone.now() - WAITS)
    return rows.exclude(waited).order_by("-created_at")


def mark_seen(row: Job) -> None:
    """The reader saw how it ended; the overview shows it no more."""
    unseen = Job.objects.for_system("seen").filter(pk=row.pk, seen_at=None)
    unseen.filter(state__in=[Job.State.DONE, Job.State.FAILED]).update(seen_at=timezone.now())


def mark_taken(result: Rendering, member: Acting) -> None:
    """The member took this very file elsewhere; their jobs that made it wait in the overview no more."""
    Job.objects.visible_to(member).filter(result=result, seen_at=None).update(seen_at=timezone.now())
