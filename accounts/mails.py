"""The mails of this room."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.actions import link_of
from accounts.models import Connection, Invitation, Membership
from accounts.senders import sent_by
from notifications.kinds import Mail, mail
from notifications.models import Message


@mail("accounts.invitation")
def invitation(message: Message) -> Mail | None:
    """To an address: what one is invited to, by whom, until when."""
    row = _invitation(message)
    if not row or row.state != "open" or row.asked_id:
        return None
    inviter = row.invited_by
    return Mail(
        "accounts/mail/invitation",
        {"invitation": row, "link": link_of(row), "inviter": str(inviter.user) if inviter else ""},
        **sent_by(inviter),
    )


@mail("accounts.connection_asked")
def connection_asked(message: Message) -> Mail | None:
    """To the owners of a supplier that is already here: a client asks to connect."""
    row = _invitation(message)
    if not row or row.state != "open" or not row.asked:
        return None
    link = settings.SITE_URL + row.asked.url("accounts:connect-answer", pk=row.pk)
    inviter = row.invited_by
    return Mail(
        "accounts/mail/connection_asked",
        {"invitation": row, "link": link},
        **sent_by(inviter),
    )


def _invitation(message: Message) -> Invitation | None:
    rows = Invitation.objects.for_system("mail").filter(pk=message.object_id)
    return rows.select_related("organisation", "invited_by__user", "connection", "asked").first()


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
