"""What waits for one person in this room."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rules
from accounts.models import Invitation, Membership, Side
from common.asked import Asked

MOST = 20


def asked_of(member: Membership) -> list[Asked]:
    """Clients that ask to connect: for the owners and editors of an organisation that is already here."""
    if not (member.is_asked and rules.can_edit(member)):
        return []
    requests = Invitation.objects.asked_of(member).select_related("organisation").order_by("expires_at")
    return [
        Asked(
            kind="respond",
            title=_("Answer %(name)s, who asks you to connect") % {"name": one.organisation.name},
            url=member.url("accounts:connect-answer", pk=one.pk),
            due=timezone.localdate(one.expires_at),
            side=Side.CLIENT,
            who=one.organisation.name,
        )
        for one in requests[:MOST]
    ]
