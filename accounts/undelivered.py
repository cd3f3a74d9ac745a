"""Mails that did not arrive, as they are told to who caused them and to owners, and what these do."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import rules
from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from notifications.actions import put_away, retry
from notifications.composing import subject_of
from notifications.kinds import BUILDERS
from notifications.models import Message, MessageQuerySet

log = logging.getLogger("samenspel.outbox")


@dataclass(frozen=True)
class Undelivered:
    """One mail. `subject` is told only to who caused it; `next_try` when it is still being tried."""

    row: Message
    subject: str
    reason: str
    next_try: datetime | None


def told_of(member: Membership) -> MessageQuerySet:
    """The mails that somebody hears of: which they caused, and for an owner those of the organisation."""
    of = member.organisation_id if rules.is_owner(member) else None
    return Message.objects.told_to(member.pk, and_of=of).select_related("receiver")


def undelivered(member: Membership) -> MessageQuerySet:
    """Those of them that did not arrive."""
    return told_of(member).not_arrived(timezone.now()).order_by("-tried_since", "pk")


def shown_to(member: Membership, *, most: int) -> list[Undelivered]:
    """The newest of them; one query, and what each of one's own says."""
    return [
        Undelivered(
            row=row,
            subject=_subject(row) if row.by_member == member.pk else "",
            reason=_reason(row),
            next_try=row.not_before if row.state == Message.State.WAITING else None,
        )
        for row in undelivered(member)[:most]
    ]


def _subject(row: Message) -> str:
    try:
        mail = BUILDERS[row.kind](row)
        return subject_of(row, mail) if mail else ""
    except Exception as error:  # that it cannot be made may be why it did not arrive
        log.warning("no subject", extra={"kind": row.kind, "row": row.pk}, exc_info=error)
        return ""


def _reason(row: Message) -> str:
    said = str(dict(Message.Failure.choices).get(row.failure) or Message.Failure.AWAY.label)
    return f"{said.removesuffix('.')} ({row.answer})." if row.answer else said


# What people do with them ----------------------------------------------------------------------


@transaction.atomic
def retry_mail(*, message: Message, by: Membership) -> bool:
    """Puts a mail that did not arrive back in the outbox; whoever caused it, or an owner of its organisation.

    False when somebody did so already, or it was sent or given up meanwhile.
    """
    _require_told(message, by)
    retried = bool(retry(Message.objects.for_system("this one").filter(pk=message.pk)))
    if retried:
        record("accounts.mail_retried", organisation=by.organisation, by=by, name=message.to)
    return retried


@transaction.atomic
def retry_mails(*, by: Membership) -> int:
    """The same for all of them that somebody is told of; returns how many."""
    # Locked, so that of two at once only one says that it did so.
    rows = list(undelivered(by).select_for_update(of=("self",)))
    retry(Message.objects.for_system("these").filter(pk__in=[row.pk for row in rows]))
    for row in rows:
        record("accounts.mail_retried", organisation=by.organisation, by=by, name=row.to)
    return len(rows)


@transaction.atomic
def put_mail_away(*, message: Message, by: Membership) -> bool:
    """Gives up a mail that failed, as its receiver was told in another way. False as for `retry_mail`."""
    _require_told(message, by)
    given_up = bool(put_away(Message.objects.for_system("this one").filter(pk=message.pk)))
    if given_up:
        record("accounts.mail_given_up", organisation=by.organisation, by=by, name=message.to)
    return given_up


def _require_told(message: Message, by: Membership) -> None:
    own = rules.is_owner(by) and message.organisation_id == by.organisation_id
    require(message.by_member == by.pk or own)
