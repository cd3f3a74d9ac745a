"""In whose name a mail goes out."""

from typing import Any

from accounts.models import Membership


def sent_by(member: Membership | None) -> dict[str, Any]:
    """`sender` and `reply_to` of a mail in a member's name. Nobody's once they left: an answer would reach somebody
    who does not belong to the organisation any more."""
    if member is None or member.ended_at or not member.user.is_active:
        return {}
    return {"sender": str(member.user), "reply_to": member.user.email}
