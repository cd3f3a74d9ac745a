"""Who may do what with a partnership. Whoever asks has already seen it through its door."""

from django.utils.translation import gettext as _

from accounts.models import Membership, Side
from accounts.rules import can_contribute, can_edit, is_owner
from partnerships.models import AgreementVersion, Partnership, StartStep, SupplierProfile


def can_propose(member: Membership) -> bool:
    """An editor of a client."""
    return member.organisation.is_client and can_edit(member)


def is_on(member: Membership, partnership: Partnership, side: Side) -> bool:
    """Whether the member's organisation stands on this side."""
    return partnership.organisation_on(side).pk == member.organisation_id


def can_answer(member: Membership, partnership: Partnership) -> bool:
    """An editor of the supplier."""
    return is_on(member, partnership, Side.SUPPLIER) and can_edit(member)


def can_withdraw(member: Membership, partnership: Partnership) -> bool:
    """An editor of the client."""
    return is_on(member, partnership, Side.CLIENT) and can_edit(member)


def can_end(member: Membership, partnership: Partnership) -> bool:
    """An editor of either side."""
    return _is_party(member, partnership) and can_edit(member)


def can_complete_alone(member: Membership, partnership: Partnership) -> bool:
    """An owner of either side."""
    return _is_party(member, partnership) and is_owner(member)


def can_change(member: Membership, partnership: Partnership) -> bool:
    """Name, services and locations are the client's."""
    return is_on(member, partnership, Side.CLIENT) and can_edit(member)


def can_manage_team(member: Membership, partnership: Partnership) -> bool:
    """Editors, and only the seats of their own side."""
    return _is_party(member, partnership) and can_edit(member)


def can_write(member: Membership, partnership: Partnership) -> bool:
    """Goals, links, hand-over and agreement are written by the editors of both sides."""
    return _is_party(member, partnership) and can_edit(member)


def can_note(member: Membership, partnership: Partnership) -> bool:
    """The private note of one's own side."""
    return _is_party(member, partnership) and can_contribute(member)


def can_settle_step(member: Membership, step: StartStep) -> bool:
    """Whoever owns the step on either side, and the editors of both."""
    return can_edit(member) or (can_contribute(member) and member.pk in (step.client_owner_id, step.supplier_owner_id))


def can_tick_handover(member: Membership, partnership: Partnership) -> bool:
    """Contributors of both sides."""
    return _is_party(member, partnership) and can_contribute(member)


def can_take_back(member: Membership, partnership: Partnership) -> bool:
    """What is up for approval is taken back by who may write it or who is asked to approve it."""
    return _is_party(member, partnership) and (can_edit(member) or member.may_sign)


def can_approve(member: Membership, version: AgreementVersion) -> bool:
    """Somebody who may sign for either side. The role does not matter: directors read."""
    return member.may_sign and _is_party(member, version.agreement.partnership)


def can_keep_profile(member: Membership, profile: SupplierProfile) -> bool:
    """An editor of the supplier itself."""
    return profile.supplier_id == member.organisation_id and can_edit(member)


def may_have_profile(member: Membership) -> bool:
    """Only a supplier has one."""
    return member.organisation.is_supplier


def why_over(partnership: Partnership) -> str:
    """Why nobody may add to it, whatever the role; nothing as long as it is not over."""
    return _("This partnership has ended; nothing can be added any more.") if partnership.is_over else ""


def _is_party(member: Membership, partnership: Partnership) -> bool:
    return member.organisation_id in (partnership.client_id, partnership.supplier_id)
