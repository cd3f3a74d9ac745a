"""The mails of this room."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.actions import link_of, proof_link_of
from accounts.handover import DUTIES
from accounts.models import AccessRequest, Connection, DutyNotice, Invitation, Membership, Role
from accounts.senders import sent_by
from accounts.waiting import nobody_may
from notifications.kinds import Mail, Planned, mail, planner
from notifications.models import Message

WEEK = timedelta(days=7)
OF_NOTICE = ("receiver__user", "receiver__organisation", "by__user", "by__organisation")


@mail("accounts.invitation")
def invitation(message: Message) -> Mail | None:
    """To an address: what one is invited to, by whom, until when."""
    row = _invitation(message)
    if not row or row.state != "open":
        return None
    inviter = row.invited_by
    return Mail(
        "accounts/mail/invitation",
        {"invitation": row, "link": link_of(row), "inviter": str(inviter.user) if inviter else ""},
        **sent_by(inviter),
    )


def _invitation(message: Message) -> Invitation | None:
    rows = Invitation.objects.for_system("mail").filter(pk=message.object_id)
    return rows.select_related(
        "organisation", "invited_by__user", "connection__supplier", "claimed_by", "claimed_for"
    ).first()


@mail("accounts.invitation_account")
def invitation_account(message: Message) -> Mail | None:
    """To the invited address, when somebody who followed the link wants to go on: make an account, or sign in."""
    row = _invitation(message)
    if not row or row.state != "open":
        return None
    return Mail(
        "accounts/mail/invitation_account",
        {"invitation": row, "link": proof_link_of(row), "has_account": row.has_account},
    )


@mail("accounts.invitation_claimed")
def invitation_claimed(message: Message) -> Mail | None:
    """To who invited: somebody with another address wants to accept."""
    row = _invitation(message)
    if not row or row.state != "open" or not row.claimed_by:
        return None
    link = settings.SITE_URL + row.organisation.url("accounts:invitation-claim", pk=row.pk)
    return Mail("accounts/mail/invitation_claimed", {"invitation": row, "link": link}, reply_to=row.claimed_by.email)


@mail("accounts.invitation_confirmed")
def invitation_confirmed(message: Message) -> Mail | None:
    """To who accepted under another address: they are meant."""
    row = _invitation(message)
    if not row:
        return None
    return Mail(
        "accounts/mail/invitation_confirmed",
        {"invitation": row, "link": settings.SITE_URL + reverse("overview:start")},
    )


@mail("accounts.invitation_refused")
def invitation_refused(message: Message) -> Mail | None:
    """To who wanted to accept under another address: they are not meant."""
    row = _invitation(message)
    return Mail("accounts/mail/invitation_refused", {"invitation": row}) if row else None


@mail("accounts.access_asked")
def access_asked(message: Message) -> Mail | None:
    """To the owners of an organisation: somebody asks to be let in."""
    row = _request(message)
    if not row or row.answered_at:
        return None
    link = settings.SITE_URL + row.organisation.url("accounts:access-request", pk=row.pk)
    return Mail("accounts/mail/access_asked", {"asked": row, "link": link}, reply_to=row.user.email)


@mail("accounts.access_answered")
def access_answered(message: Message) -> Mail | None:
    """To who asked to be let in. Who declined stays unnamed, as the organisation does."""
    row = _request(message)
    if not row or not row.answered_at:
        return None
    link = settings.SITE_URL + reverse("overview:start") if row.role else ""
    return Mail("accounts/mail/access_answered", {"asked": row, "link": link})


def _request(message: Message) -> AccessRequest | None:
    rows = AccessRequest.objects.for_system("mail").filter(pk=message.object_id)
    return rows.select_related("organisation", "user").first()


@mail("accounts.connected")
def connected(message: Message) -> Mail | None:
    """To the inviter: the supplier accepted."""
    rows = Connection.objects.for_system("mail").active().filter(pk=message.object_id)
    row = rows.select_related("client", "supplier").first()
    if not row:
        return None
    accepted = row.invitations.exclude(accepted_by=None).select_related("accepted_by").first()
    return Mail(
        "accounts/mail/connected",
        {
            "connection": row,
            "accepted_by": accepted.accepted_by.email if accepted and accepted.accepted_by else "",
            "link": settings.SITE_URL + row.client.url("accounts:connection", pk=row.pk),
        },
    )


@mail("accounts.declined")
def declined(message: Message) -> Mail | None:
    """To the inviter: the supplier said no. Not wanted any more when it was asked anew meanwhile."""
    rows = Connection.objects.for_system("mail").filter(pk=message.object_id, state=Connection.State.ENDED)
    row = rows.select_related("client").first()
    if not row:
        return None
    link = settings.SITE_URL + row.client.url("accounts:connection", pk=row.pk)
    return Mail("accounts/mail/declined", {"connection": row, "link": link})


@mail("accounts.password_reset")
def password_reset(message: Message) -> Mail | None:
    """The link to choose a new password; its secret is made here."""
    user = message.receiver
    if not user or not Membership.objects.of_user(user).exists():
        return None
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
    return Mail("accounts/mail/password_reset", {"link": link})


@mail("accounts.password_changed")
def password_changed(message: Message) -> Mail | None:
    """So that somebody who did not do it can act."""
    return Mail("accounts/mail/password_changed", {"link": settings.SITE_URL + reverse("account_reset_password")})


@mail("accounts.duties")
def duties(message: Message) -> Mail | None:
    """To somebody who takes things over, who had asked for something that another does now, or who got a right:
    one mail with all of it."""
    rows = DutyNotice.objects.for_system("mail").filter(pk=message.object_id, receiver__ended_at=None)
    row = rows.select_related(*OF_NOTICE, "giver__user").first()
    if row is None:
        return None
    receiver = row.receiver
    context = {
        "notice": row,
        "organisation": receiver.organisation,
        "taken": [_told(receiver, one) for one in row.taken],
        "passed": [_told(receiver, one) for one in row.passed],
        "gained": [_told(receiver, one) for one in row.gained],
        **_given(row),
        "count": sum(len(one["things"]) for one in row.taken),
        "link": settings.SITE_URL + receiver.url("overview:home"),
    }
    return Mail("accounts/mail/duties", context, **sent_by(row.by))


def _given(row: DutyNotice) -> dict[str, Any]:
    """What the receiver became or may now, that things waited for."""
    given = row.gained[0] if row.gained else {}
    return {"role": Role(given["role"]).label if given.get("role") else "", "signs": given.get("may_sign")}


def _told(receiver: Membership, one: dict[str, Any]) -> dict[str, Any]:
    """The words and links of one duty, for this receiver."""
    duty = DUTIES.get(one["name"])
    things = [{"title": thing["title"], "link": _page(receiver, thing)} for thing in one["things"]]
    return {**one, "label": duty.label if duty else "", "things": things}


def _page(receiver: Membership, thing: dict[str, str]) -> str:
    if not thing["page"]:
        return ""
    key = {"pk": thing["pk"]} if thing["pk"] else {}
    return settings.SITE_URL + receiver.url(thing["page"], **key)


@mail("accounts.membership_ended")
def membership_ended(message: Message) -> Mail | None:
    """To somebody whose membership another ended: since when, by whom, what they still have, whom they may ask."""
    rows = DutyNotice.objects.for_system("mail").filter(pk=message.object_id).exclude(receiver__ended_at=None)
    row = rows.select_related(*OF_NOTICE).first()
    if row is None:
        return None
    others = Membership.objects.of_user(row.receiver.user)
    context = {
        "notice": row,
        "organisation": row.receiver.organisation,
        "others": [one.organisation.name for one in others],
        "link": settings.SITE_URL + reverse("overview:start") if others else "",
        **_to_ask(row),
    }
    return Mail("accounts/mail/membership_ended", context, **sent_by(row.by))


def _to_ask(row: DutyNotice) -> dict[str, Any]:
    """Whom they may ask: who ended it, or the longest owner when that one has left as well."""
    if sent_by(row.by):
        return {"to_ask": row.by}
    owners = Membership.objects.owners_of(row.receiver.organisation).select_related("user")
    return {"to_ask": owners.order_by("created_at").first()}


@planner
def ask_to_appoint(now: datetime) -> Iterator[Planned]:
    """The owners, once a week while something waits for a right that nobody has; missed weeks make one mail."""
    for wait in nobody_may():
        if wait.since > now:
            continue
        for owner in Membership.objects.for_system("planner").owners_of(wait.organisation):
            yield Planned(
                kind="accounts.nobody_may",
                object_type=f"wait.{wait.right.name}",
                object_id=wait.thing.pk,
                moment=wait.since + (now - wait.since) // WEEK * WEEK,
                language=owner.user.language,
                receiver_id=owner.user_id,
                organisation_id=owner.organisation_id,
            )


@mail("accounts.nobody_may")
def nobody_may_mail(message: Message) -> Mail | None:
    """To an owner: something waits, and nobody may do it. Not wanted any more once somebody may."""
    rows = Membership.objects.for_system("mail").active().filter(role=Role.OWNER, user=message.receiver_id)
    owner = rows.filter(organisation=message.organisation_id).select_related("organisation", "user").first()
    waits = [one for one in nobody_may(owner.organisation) if one.thing.pk == message.object_id] if owner else []
    if not owner or not waits:
        return None
    wait = waits[0]
    key = {"pk": wait.place} if wait.place else {}
    context = {
        "wait": wait,
        "appoint": wait.right.appoint,
        "organisation": owner.organisation,
        "thing": settings.SITE_URL + owner.url(wait.thing.page, pk=wait.thing.pk),
        "link": settings.SITE_URL + owner.url(wait.right.page, **key),
    }
    return Mail("accounts/mail/nobody_may", context)
