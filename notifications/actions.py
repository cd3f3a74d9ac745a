"""Queueing, planning and sending of messages."""

import logging
import smtplib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Model
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import timezone, translation

from notifications.kinds import BUILDERS, PLANNERS, Mail, Planned
from notifications.models import TRIES, Heartbeat, Message

log = logging.getLogger("samenspel.outbox")

BATCH = 1000
RETRY_AFTER = timedelta(minutes=2)


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

    transaction.on_commit(lambda: dispatch.apply_async(retry=False), robust=True)


def plan(now: datetime) -> int:
    """Inserts every message that is due at `now` and not planned before; returns how many were looked at.

    Safe to run at any moment, twice at once, and after a pause.
    """
    seen = 0
    for planner in PLANNERS:
        for batch in _batches(planner(now), BATCH):
            Message.objects.bulk_create([_message(planned, now) for planned in batch], ignore_conflicts=True)
            seen += len(batch)
    if seen:
        wake()
    return seen


def _message(planned: Planned, now: datetime) -> Message:
    return Message(
        kind=planned.kind,
        receiver_id=planned.receiver_id,
        address=planned.address,
        object_type=planned.object_type,
        object_id=planned.object_id,
        language=planned.language,
        organisation_id=planned.organisation_id,
        moment=planned.moment,
        not_before=now,
    )


def _batches(rows: Iterable[Planned], size: int) -> Iterator[list[Planned]]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def dispatch_due(now: datetime | None = None) -> int:
    """Sends what is due, one message at a time, until nothing is left; returns how many were handled.

    A claim commits before the sending, so that no lock is held while the mail server thinks.
    """
    handled = 0
    while message := _claim(now or timezone.now()):
        _send(message)
        handled += 1
    return handled


def _claim(now: datetime) -> Message | None:
    with transaction.atomic():
        due = Message.objects.due(now).in_turn(now).select_for_update(skip_locked=True, of=("self",))
        due = due.order_by("not_before", "moment")
        message = due.select_related("receiver").first()
        if message:
            message.state, message.claimed_at = Message.State.CLAIMED, now
            message.attempts += 1
            message.save(update_fields=["state", "claimed_at", "attempts"])
    return message


def _send(message: Message) -> None:
    """One try. Ends in sent, void, waiting for another try, or failed where an owner sees it."""
    try:
        mail = BUILDERS[message.kind](message) if _can_receive(message) else None
        if mail is None:
            _mark(message, state=Message.State.VOID)
            return
        compose(message, mail).send()
    except smtplib.SMTPRecipientsRefused:
        _mark(message, state=Message.State.FAILED, failure=Message.REFUSED)
    except Exception as error:
        _mark_failure(message, error)
    else:
        _mark(message, state=Message.State.SENT, sent_at=timezone.now())


def _can_receive(message: Message) -> bool:
    return message.receiver is None or message.receiver.is_active


def _mark_failure(message: Message, error: Exception) -> None:
    log.warning("not sent", extra={"kind": message.kind, "row": message.pk}, exc_info=error)
    last = message.attempts >= TRIES
    _mark(
        message,
        state=Message.State.FAILED if last else Message.State.WAITING,
        not_before=timezone.now() + RETRY_AFTER * message.attempts,
        failure=type(error).__name__,
    )


def _mark(message: Message, **changes: Any) -> None:
    # Only while the claim is ours: a slow worker must not overwrite what its successor did.
    Message.objects.for_system("outbox").filter(pk=message.pk, claimed_at=message.claimed_at).update(**changes)


def compose(message: Message, mail: Mail) -> EmailMultiAlternatives:
    """The mail itself, in the receiver's language: text, HTML, files and calendar entry."""
    receiver = message.receiver
    zone = receiver.time_zone if receiver else settings.TIME_ZONE
    with translation.override(message.language), timezone.override(zone):
        context = {"site_url": settings.SITE_URL, "receiver": receiver, "LANGUAGE_CODE": message.language}
        context |= mail.context
        subject = one_line(_plain(f"{mail.template}.subject.txt", context))
        text = _plain(f"{mail.template}.txt", context).strip() + "\n"
        html = render_to_string(f"{mail.template}.html", {**context, "subject": subject})
    own_name, own_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    sender = f"{one_line(mail.sender)} via Samenspel" if mail.sender else own_name
    email = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=formataddr((sender, own_address)),
        to=[receiver.email if receiver else message.address],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "Message-ID": message.message_id,
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    email.attach_alternative(html, "text/html")
    if mail.calendar:
        method, calendar = mail.calendar
        email.attach_alternative(calendar, f'text/calendar; charset="utf-8"; method={method}')
    for file in mail.files:
        email.attach(file.name, file.content, file.content_type)
    return email


def _plain(template: str, context: dict[str, Any]) -> str:
    # Text is no HTML: "Smit & Zoon" stays as it is.
    compiled = Engine.get_default().get_template(template)
    return compiled.render(Context(context, autoescape=False))


def one_line(text: str) -> str:
    """Text that is safe in a header: one line, at most 150 characters."""
    return " ".join(text.split())[:150]


def beat(name: str = "worker") -> None:
    """Notes that a worker is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def retry(message: Message) -> None:
    """Puts a failed message back, for an owner who mended its cause."""
    Message.objects.for_system("outbox").filter(pk=message.pk, state=Message.State.FAILED).update(
        state=Message.State.WAITING, attempts=0, not_before=timezone.now()
    )
    wake()
