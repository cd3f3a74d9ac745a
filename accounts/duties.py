"""What hangs on one person in an organisation itself: being its only owner or signer, and open invitations."""

from django.utils.translation import gettext_lazy

from accounts import rules
from accounts.actions.memberships import give_right, hand_over_invitations
from accounts.handover import Duty, Held, Thing, register
from accounts.models import Invitation, Membership, Role


def _alone(member: Membership, **right: object) -> bool:
    """Whether the member has a right that no other has who is here."""
    here = Membership.objects.for_system("who else may").active().filter(organisation=member.organisation_id, **right)
    keys = set(here.values_list("pk", flat=True))
    return keys == {member.pk}


def _owner(member: Membership, by: Membership) -> list[Held]:
    if member.role != Role.OWNER or not _alone(member, role=Role.OWNER):
        return []
    return [
        Held(
            OWNER, member.organisation_id, "", [Thing(member.organisation.name, "accounts:people")], [member],
            fits=lambda one: one.pk != member.pk or one.role == Role.OWNER,
        )
    ]  # fmt: skip


def _give_ownership(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    assert taker
    give_right(membership=taker, by=by, role=Role.OWNER)


def _signer(member: Membership, by: Membership) -> list[Held]:
    """Only an owner gives the right to sign, so nobody fits where somebody else hands over."""
    if not member.may_sign or not _alone(member, may_sign=True):
        return []
    return [
        Held(
            SIGNER, member.organisation_id, "", [Thing(member.organisation.name, "accounts:people")], [member],
            fits=lambda one: one.may_sign if one.pk == member.pk else rules.is_owner(by),
        )
    ]  # fmt: skip


def _give_signing(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    if taker:
        give_right(membership=taker, by=by, may_sign=True)


def _invitations(member: Membership, by: Membership) -> list[Held]:
    rows = Invitation.objects.for_system("somebody leaves").open().filter(invited_by=member).order_by("created_at")
    colleagues = [row for row in rows if not row.is_for_supplier]
    suppliers = [row for row in rows if row.is_for_supplier]
    return [
        Held(INVITATIONS, place, "", [Thing(row.address, page) for row in found], found, fits=fits)
        for place, page, found, fits in (
            ("colleagues", "accounts:people", colleagues, rules.is_owner),
            ("suppliers", "accounts:connections", suppliers, rules.can_invite_supplier),
        )
        if found
    ]


def _give_invitations(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    hand_over_invitations(invitations=held.rows, taker=taker, by=by)


OWNER = Duty("accounts.owner", gettext_lazy("Is the only owner"), (), _owner, _give_ownership)
SIGNER = Duty(
    "accounts.signer", gettext_lazy("Is the only one who may sign"), (), _signer, _give_signing,
    without=gettext_lazy("Nobody may sign then; agreements wait until an owner appoints somebody."),
)  # fmt: skip
INVITATIONS = Duty(
    "accounts.invitations", gettext_lazy("Sent invitations that are still open"), ("accounts.Invitation.invited_by",),
    _invitations, _give_invitations, without=gettext_lazy("These invitations are then withdrawn."),
)  # fmt: skip

register(
    OWNER, SIGNER, INVITATIONS,
    history={
        "accounts.AccessRequest.answered_by": "who answered then",
        "accounts.KeptText.by": "who wrote a text that met another's",
        "accounts.DutyNotice.receiver": "to whom a mail went",
        "accounts.DutyNotice.giver": "whose duties moved then",
        "accounts.DutyNotice.by": "who moved them then",
    },
)  # fmt: skip
