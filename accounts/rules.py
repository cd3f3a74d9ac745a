"""Who may do what, as pure predicates over a member."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied

from accounts.models import Membership, Role

RANK = {Role.OWNER: 4, Role.EDITOR: 3, Role.CONTRIBUTOR: 2, Role.READER: 1}


def has_role(member: Membership, least: Role) -> bool:
    """Whether the member's role is at least this one."""
    return RANK[Role(member.role)] >= RANK[least]


def is_owner(member: Membership) -> bool:
    """People, settings, everything below."""
    return has_role(member, Role.OWNER)


def can_edit(member: Membership) -> bool:
    """Create and change."""
    return has_role(member, Role.EDITOR)


def can_contribute(member: Membership) -> bool:
    """Score, comment, take actions."""
    return has_role(member, Role.CONTRIBUTOR)


def can_invite_supplier(member: Membership) -> bool:
    """An editor of a client."""
    return member.organisation.is_client and can_edit(member)


def acts_for_both(member: Membership, acted: Iterable[Membership | None]) -> bool:
    """Whether the same person acted for another organisation than the member's. In an act that takes two sides
    nobody acts for both, whatever roles they have on each."""
    others = [one for one in acted if one and one.organisation_id != member.organisation_id]
    return any(one.user_id == member.user_id for one in others)


def require(allowed: bool, because: str = "") -> None:
    """Answers 403 to somebody who sees the object but may not do this; `because` where it is not for their role."""
    if not allowed:
        raise PermissionDenied(because)
