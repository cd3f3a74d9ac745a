"""What a proxy and a monitor ask. Each answers within seconds, whatever hangs."""

import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from documents.models import Job
from notifications.models import Heartbeat, Message

# A database that does not answer within this is down, for a proxy.
PATIENCE = 3  # seconds
# The beat asks for a sign of life every 20 seconds; a sweep sends what waits every half minute.
SILENT = timedelta(minutes=2)
TOO_OLD = timedelta(minutes=10)
ROOM = 500 * 1024**2  # bytes on the disk of the files

# One thread asks the database, so that a request can stop waiting for it.
_asker = ThreadPoolExecutor(1, thread_name_prefix="health")
_asked: Future | None = None


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """This process and its database; 503 when that does not answer."""
    answers = _ask(_select) is not None
    return JsonResponse({"status": "ok" if answers else "database"}, status=200 if answers else 503)


@login_not_required
@require_GET
def healthz_all(request: HttpRequest) -> JsonResponse:
    """Database, broker, worker, mail, long work and disk; 503 when one is down, with figures that say more."""
    facts = _ask(_facts)
    parts = {"database": facts is not None, "broker": _broker_answers(), "disk": _has_room()}
    if facts:
        parts |= {
            "worker": facts["worker_seen_seconds_ago"] is not None
            and facts["worker_seen_seconds_ago"] < SILENT.total_seconds(),
            "outbox": facts["oldest_waiting_seconds"] < TOO_OLD.total_seconds(),
            "mail_server": facts["mail_server_away_seconds"] < TOO_OLD.total_seconds(),
            "files": facts["oldest_job_seconds"] < TOO_OLD.total_seconds(),
        }
    return JsonResponse({**parts, **(facts or {})}, status=200 if all(parts.values()) else 503)


def _ask(question: Callable[[], Any]) -> Any:
    """The answer of the database, or None. While an earlier question still hangs nobody waits a second time."""
    global _asked
    if _asked and not _asked.done():
        return None
    _asked = _asker.submit(_apart, question)
    try:
        return _asked.result(PATIENCE)
    except Late:
        return None
    except Exception:
        return None


def _apart(question: Callable[[], Any]) -> Any:
    try:
        return question()
    finally:
        connection.close()  # that of this thread


def _select() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return 1


def _facts() -> dict[str, Any]:
    now = timezone.now()
    beat = Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()
    mails = Message.objects.for_system("health")
    waiting = mails.filter(state=Message.State.WAITING)
    away = waiting.filter(failure=Message.Failure.AWAY).order_by("tried_since")
    jobs = Job.objects.for_system("health").filter(state=Job.State.WAITING).order_by("created_at")
    due = Message.objects.due(now).order_by("not_before")
    return {
        "worker_seen_seconds_ago": _seconds(beat, now) if beat else None,
        "oldest_waiting_seconds": _seconds(due.values_list("not_before", flat=True).first(), now),
        "mail_server_away_seconds": _seconds(away.values_list("tried_since", flat=True).first(), now),
        "mails_waiting": waiting.count(),
        "mails_to_try_again": waiting.exclude(failure="").count(),
        "mails_failed": mails.filter(state=Message.State.FAILED).exclude(failure="").count(),
        "oldest_job_seconds": _seconds(jobs.values_list("created_at", flat=True).first(), now),
    }


def _seconds(since: datetime | None, now: datetime) -> int:
    return round((now - since).total_seconds()) if since else 0


def _has_room() -> bool:
    folder = settings.FILES_DIR
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free > ROOM


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except Exception:
        return False
    return True
