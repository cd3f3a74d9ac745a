"""Sending what waits: claimed one at a time, tried, and marked."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone

from notifications.composing import compose
from notifications.faults import Fault, fault_of, next_try
from notifications.kinds import BUILDERS
from notifications.models import Message

log = logging.getLogger("samenspel.outbox")

State, Failure = Message.State, Message.Failure


@dataclass(frozen=True)
class Slice:
    """What one turn of a worker came to; `more` when time was up before the mails were."""

    handled: int
    more: bool


def dispatch_due(now: datetime | None = None) -> int:
    """Sends what is due until nothing is left, or the mail server is away; returns how many were handled."""
    return send_for(None, now).handled


def send_for(seconds: float | None, now: datetime | None = None) -> Slice:
    """Sends what is due for at most so many seconds, one message at a time, over one connection.

    A claim commits before the sending, so that no lock is held while the mail server thinks. When the server
    is away the rest is left for the next turn, rather than waiting for it once for each mail.
    """
    handled, end = 0, time.monotonic() + seconds if seconds is not None else None
    with Line() as line:
        while message := claim(now or timezone.now()):
            fault = _send(message, line)
            handled += 1
            if fault and fault.is_of_server:
                break
            if end and time.monotonic() > end:
                return Slice(handled, more=True)
    return Slice(handled, more=False)


def claim(now: datetime) -> Message | None:
    """The message whose turn it is, ours from now on."""
    with transaction.atomic():
        due = Message.objects.due(now).in_turn(now).select_for_update(skip_locked=True, of=("self",))
        message = due.order_by("not_before", "moment").select_related("receiver").first()
        if message:
            message.state, message.claimed_at = State.CLAIMED, now
            message.attempts += 1
            message.save(update_fields=["state", "claimed_at", "attempts"])
    return message


def _send(message: Message, line: "Line") -> Fault | None:
    """One try. Ends in sent, void, waiting for another try, or failed where people see it."""
    try:
        mail = BUILDERS[message.kind](message) if _can_receive(message) else None
        email = compose(message, mail) if mail else None
    except Exception as error:
        return _mark_fault(message, Fault(Failure.OURS), error)
    if email is None:
        mark(message, state=State.VOID, failure="")
        return None
    try:
        line.hand_over(email)
    except Exception as error:
        return _mark_fault(message, fault_of(error), error)
    mark(message, state=State.SENT, sent_at=timezone.now(), failure="", answer="")
    return None


def _can_receive(message: Message) -> bool:
    return message.receiver is None or message.receiver.is_active


def _mark_fault(message: Message, fault: Fault, error: Exception) -> Fault:
    level = logging.ERROR if fault.failure == Failure.OURS else logging.WARNING
    log.log(level, "not sent", extra={"kind": message.kind, "row": message.pk, "state": fault.failure}, exc_info=error)
    now = timezone.now()
    since = message.tried_since or now
    again = None if fault.is_final else next_try(now, tries=message.attempts, since=since)
    mark(
        message,
        state=State.WAITING if again else State.FAILED,
        not_before=again or now,
        tried_since=since,
        failure=fault.failure,
        answer=fault.answer,
    )
    return fault


def mark(message: Message, **changes: Any) -> None:
    """Writes what became of a claim; only while it is ours: a slow worker must not overwrite its successor."""
    Message.objects.for_system("outbox").filter(pk=message.pk, claimed_at=message.claimed_at).update(**changes)


class Line:
    """A connection to the mail server for several mails; opened with the first."""

    def __init__(self) -> None:
        self.connection = get_connection()
        # The demo's files are one for each connection, and its mailbox one mail for each.
        self.keeps = isinstance(self.connection, EmailBackend)
        self.used = 0

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.close()

    def hand_over(self, email: EmailMultiAlternatives) -> None:
        """Sends one mail. When the server had hung up since the last one, over a new connection."""
        try:
            self._once(email)
        except Exception as error:
            if not (self.used and fault_of(error).is_of_server):
                self._hang_up_after(error)
                raise
            self._hang_up()
            try:
                self._once(email)
            except Exception as again:
                self._hang_up_after(again)
                raise
        self.used += 1
        if not self.keeps:
            self._hang_up()

    def _once(self, email: EmailMultiAlternatives) -> None:
        email.connection = self.connection
        self.connection.open()
        email.send()

    def _hang_up_after(self, error: Exception) -> None:
        # A refused receiver leaves the line as it was.
        if fault_of(error).failure not in (Failure.ADDRESS, Failure.MAIL, Failure.LATER):
            self._hang_up()

    def _hang_up(self) -> None:
        self.connection.close()
        self.used = 0
