"""The register of audit events and the one way to record one."""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEvent, AuditOrigin, Membership, Organisation, User
from common.once import call

# Each room adds its own in its audit.py. The sentence follows the name of who did it.
EVENTS: dict[str, Promise | str] = {
    "accounts.signed_in": _("signed in"),
    "accounts.password_changed": _("changed the password"),
    "accounts.organisation_founded": _("founded the organisation"),
    "accounts.organisation_changed": _("changed the details of the organisation"),
    "accounts.profile_changed": _("changed their own profile"),
    "accounts.invited": _("sent an invitation to"),
    "accounts.invitation_renewed": _("renewed the invitation to"),
    "accounts.invitation_withdrawn": _("withdrew the invitation to"),
    "accounts.invitation_accepted": _("accepted the invitation to"),
    "accounts.invitation_claimed": _("asked to accept, under another address, the invitation to"),
    "accounts.invitation_confirmed": _("confirmed that an invitation may be accepted by"),
    "accounts.invitation_refused": _("refused that an invitation be accepted by"),
    "accounts.access_asked": _("asked for access:"),
    "accounts.access_given": _("gave access on request:"),
    "accounts.access_declined": _("declined to give access:"),
    "accounts.membership_changed": _("changed the role or details of"),
    "accounts.membership_ended": _("ended the membership of"),
    "accounts.connected": _("connected with"),
    "accounts.connection_declined": _("declined to connect with"),
    "accounts.connection_noted": _("changed the notes on"),
    "accounts.connection_ended": _("ended the relation with"),
    "accounts.two_texts": _("wrote at the same time as somebody else in"),
    "accounts.mail_retried": _("sent again the mail to"),
    "accounts.mail_given_up": _("stopped sending the mail to"),
}

# What an event is about, by the beginning of its name; the longest that fits counts. Each room adds its own.
KINDS: dict[str, Promise | str] = {
    "accounts.": _("account"),
    "accounts.access": _("access"),
    "accounts.invit": _("invitation"),
    "accounts.membership": _("membership"),
    "accounts.organisation": _("organisation"),
    "accounts.connect": _("relation"),
    "accounts.mail": _("mail"),
    "accounts.two_texts": _("text"),
}

# What was done, by the last word of the event's name.
VERBS: dict[str, tuple[Promise | str, str]] = {
    "added": (_("added or made"), "added begun chosen copied founded made noted planned recorded restored taken texts"),
    "changed": (_("changed"), "changed counts done finished held left joined moved over reopened skipped applied"),
    "removed": (
        _("removed or ended"),
        "alone archived back cancelled closed deleted dropped ended ending removed undone up withdrawn",
    ),
    "asked": (_("asked or sent"), "asked claimed invited opened proposed renewed retried sent"),
    "answered": (
        _("answered or decided"),
        "accepted adopted approved confirmed connected decided declined dismissed force given reaction refused "
        "replied reviewed",
    ),
    "shared": (_("published, shared or read"), "downloaded exported in published seen shared"),
}


def kind_of(event: str) -> str:
    """The longest beginning in KINDS that the name of the event has; raises ValueError for none."""
    return max((beginning for beginning in KINDS if event.startswith(beginning)), key=len)


def verb_of(event: str) -> str:
    """The key in VERBS of what was done; "changed" for a word that is not there, which a test forbids."""
    word = event.replace(".", "_").rsplit("_", 1)[-1]
    return next((key for key, (_label, words) in VERBS.items() if word in words.split()), "changed")


# The address that the request in hand came from; empty in tasks and commands.
origin: ContextVar[str] = ContextVar("origin", default="")


def record(
    event: str,
    *,
    organisation: Organisation,
    by: Membership | None = None,
    actor: User | None = None,
    about: Model | None = None,
    name: str = "",
    shared_with: Organisation | None = None,
    **data: Any,
) -> None:
    """Writes one event, in the caller's transaction.

    `organisation` and, where both sides see it, `shared_with` alone decide who reads it. `name` is how
    the object is called in the log. `data` holds facts such as an old and a new state: no texts, no
    addresses of people.
    """
    assert event in EVENTS, event
    row = AuditEvent.objects.create(
        organisation=organisation,
        other_organisation=shared_with,
        actor=by.user if by else actor,
        event=event,
        object_type=about._meta.label_lower if about is not None else "",
        object_id=about.pk if about is not None else None,
        object_name=(name or (str(about) if about is not None else ""))[:200],
        data=data,
    )
    if origin.get():
        AuditOrigin.objects.create(event=row, address=origin.get())
    call(row.object_name)


def record_each(
    event: str, rows: Iterable[tuple[Model, dict[str, Any]]], *, organisation: Organisation, by: Membership
) -> None:
    """One event for each of many objects, with its facts, for work in bulk; otherwise as `record`."""
    assert event in EVENTS, event
    events = [
        AuditEvent(
            organisation=organisation,
            actor=by.user,
            event=event,
            object_type=about._meta.label_lower,
            object_id=about.pk,
            object_name=str(about)[:200],
            data=data,
        )
        for about, data in rows
    ]
    AuditEvent.objects.bulk_create(events, batch_size=1000)
