"""What waits for one person in this room."""

from django.utils.translation import gettext as _

from accounts import actions, rules
from accounts.models import AccessRequest, Invitation, Membership
from common.asked import Asked

MOST = 20


def asked_of(member: Membership) -> list[Asked]:
    """People who ask the owners to be let in, and people under another address than the one that was invited."""
    if not (member.is_asked and rules.can_edit(member)):
        return []
    return [*_requests(member), *_claims(member)]


def _requests(member: Membership) -> list[Asked]:
    rows = AccessRequest.objects.visible_to(member).open() if rules.is_owner(member) else AccessRequest.objects.none()
    return [
        Asked(
            kind="respond",
            title=_("Answer %(name)s, who asks for access") % {"name": one.user},
            url=member.url("accounts:access-request", pk=one.pk),
            context=one.user.email,
        )
        for one in rows.select_related("user").order_by("created_at")[:MOST]
    ]


def _claims(member: Membership) -> list[Asked]:
    rows = Invitation.objects.visible_to(member).claimed()
    rows = rows.select_related("organisation", "connection", "claimed_by", "claimed_for").order_by("expires_at")
    return [
        Asked(
            kind="respond",
            title=_("Confirm whether you mean %(name)s, who accepted an invitation sent to another address")
            % {"name": one.claimed_for or one.claimed_by},
            url=member.url("accounts:invitation-claim", pk=one.pk),
            due=one.last_day,
            context=one.claimed_by.email if one.claimed_by else "",
        )
        for one in rows[:MOST]
        if actions.can_manage_invitation(member, one)
    ]
