"""Queueing and planning of messages, and what people do with those that failed."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from common.wakeups import wake as wake_worker
from notifications.acting import acting
from notifications.composing import compose
from notifications.kinds import BUILDERS, PLANNERS, Planned
from notifications.models import Heartbeat, Message, MessageQuerySet
from notifications.sending import dispatch_due

__all__ = ["beat", "compose", "dispatch_due", "forget_old", "plan", "put_away", "queue", "queue_all", "retry"]

BATCH = 1000
# Longer than any planner looks back, so that nothing is planned a second time.
KEPT = timedelta(days=400)
DELETED_AT_ONCE = 5000


def queue(
    kind: str,
    *,
    about: Model,
    receiver: Any = None,
    address: str = "",
    language: str = "",
    organisation_id: UUID | None = None,
    moment: datetime | None = None,
    not_before: datetime | None = None,
) -> None:
    """Writes one message, in the caller's transaction, and wakes a worker when that commits.

    Give a `receiver` (a user, mailed in their own language) or an `address` with its `language`.
    `moment` tells apart messages of one kind about one object; now, unless given.
    """
    assert kind in BUILDERS, kind
    now = timezone.now()
    message = Message(
        kind=kind,
        receiver=receiver,
        address=address,
        object_type=about._meta.label_lower,
        object_id=about.pk,
        language=language or receiver.language,
        organisation_id=organisation_id,
        by_member=acting.get(),
        moment=moment or now,
        not_before=not_before or now,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    wake()


def queue_all(messages: Iterable[Planned]) -> None:
    """Writes any number of messages with one statement, in the caller's transaction, and wakes a worker."""
    rows = [_message(planned, timezone.now()) for planned in messages]
    assert all(row.kind in BUILDERS for row in rows)
    if rows:
        Message.objects.bulk_create(rows, ignore_conflicts=True)
        wake()


def wake() -> None:
    """Asks a worker to look, after commit. Without a broker the next sweep finds the message."""
    from notifications.tasks import dispatch

    wake_worker(dispatch)


def plan(now: datetime) -> int:
    """Inserts every message that is due at `now` and not planned before; returns how many these are.

    Safe to run at any moment, twice at once, and after a pause.
    """
    found = 0
    for planner in PLANNERS:
        for batch in _batches(planner(now), BATCH):
            rows = [_message(planned, now) for planned in _not_planned(batch)]
            Message.objects.bulk_create(rows, ignore_conflicts=True)
            found += len(rows)
    if found:
        wake()
    return found


def _not_planned(batch: list[Planned]) -> list[Planned]:
    """Those without a message yet. What another planner writes meanwhile the constraint turns away."""
    about = Message.objects.for_system("planned before").filter(
        object_id__in={one.object_id for one in batch}, moment__gte=min(one.moment for one in batch)
    )
    names = ("receiver_id", "address", "kind", "object_type", "object_id", "moment")
    known = set(about.values_list(*names))
    return [one for one in batch if tuple(getattr(one, name) for name in names) not in known]


def _message(planned: Planned, now: datetime) -> Message:
    return Message(
        kind=planned.kind,
        receiver_id=planned.receiver_id,
        address=planned.address,
        object_type=planned.object_type,
        object_id=planned.object_id,
        language=planned.language,
        organisation_id=planned.organisation_id,
        by_member=acting.get(),
        moment=planned.moment,
        not_before=now,
    )


def _batches(rows: Iterable[Planned], size: int) -> Iterator[list[Planned]]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def beat(name: str = "worker") -> None:
    """Notes that a worker is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def retry(failed: MessageQuerySet) -> int:
    """Puts back those of the messages that failed or wait for another try, once their cause was mended."""
    tried = failed.exclude(failure="").filter(state__in=[Message.State.FAILED, Message.State.WAITING])
    changes: dict[str, Any] = {"state": Message.State.WAITING, "failure": "", "answer": "", "tried_since": None}
    count = tried.update(**changes, attempts=0, not_before=timezone.now())
    if count:
        wake()
    return count


def put_away(failed: MessageQuerySet) -> int:
    """Those that failed are no longer wanted: somebody told the receiver in another way."""
    rows = failed.filter(state=Message.State.FAILED)
    return rows.update(state=Message.State.VOID, failure="", answer="")


def forget_old(now: datetime) -> int:
    """Deletes what was dealt with long ago, a few thousand at a time; returns how many."""
    ended = [Message.State.SENT, Message.State.VOID, Message.State.FAILED]
    old = Message.objects.for_system("history").filter(state__in=ended, created_at__lt=now - KEPT)
    count = 0
    while keys := list(old.values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        count += old.filter(pk__in=keys).delete()[0]
    return count
