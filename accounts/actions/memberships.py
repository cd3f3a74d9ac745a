"""What people do with memberships: change one, end one, and hand over what hangs on it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import handover, rules
from accounts.actions.invitations import withdraw_invitation
from accounts.actions.people import save_changes
from accounts.audit import record
from accounts.handover import Held, Thing
from accounts.models import DutyNotice, Invitation, Membership, Role
from accounts.rules import require
from accounts.waiting import Wait, gains_of
from notifications.actions import queue

Takers = Mapping[str, Membership | None]


@transaction.atomic
def change_membership(
    *,
    membership: Membership,
    by: Membership,
    successor: Membership | None = None,
    takers: Takers | None = None,
    **changes: Any,
) -> None:
    """Changes role, job title, telephone or may_sign of a colleague; owners only. One owner stays.

    What the colleague can no longer do goes to whom `takers` names for it, else to `successor`; refuses where
    somebody must take something and nobody does. Who gets a right is mailed what waits for them.
    """
    require(rules.is_owner(by) and membership.organisation_id == by.organisation_id)
    lost = handover.lost_by(membership, by, **changes)
    if membership.role == Role.OWNER and changes.get("role", Role.OWNER) != Role.OWNER and not successor and not takers:
        _check_owner_stays(membership)
    _hand_over(membership, lost, by=by, successor=successor, takers=takers)
    with gains_of(membership) as gained:
        fields = save_changes(membership, changes)
    if membership.role != Role.OWNER:
        _check_owner_stays(membership)
    if fields:
        record("accounts.membership_changed", organisation=by.organisation, by=by, about=membership, fields=fields)
    tell_gained(membership, gained.waits, by=by, fields=fields)


@transaction.atomic
def give_right(*, membership: Membership, by: Membership, **changes: Any) -> None:
    """Makes a colleague owner, or lets them sign, in the act of handing that over."""
    require(rules.is_owner(by) and membership.organisation_id == by.organisation_id)
    if fields := save_changes(membership, changes):
        record("accounts.membership_changed", organisation=by.organisation, by=by, about=membership, fields=fields)


@transaction.atomic
def end_membership(
    *, membership: Membership, by: Membership, successor: Membership | None = None, takers: Takers | None = None
) -> None:
    """Ends a membership and hands over all that hangs on it, in the same act.

    By an owner, or by the member. Each duty goes to whom `takers` names for it, else to `successor`; each of them
    gets one mail with all of it, and who asked for something is told who does it now, as is the member whose
    membership another ended. Raises ValidationError for the last owner, and where somebody must take a duty and
    nobody does.
    """
    require(membership.organisation_id == by.organisation_id and (rules.is_owner(by) or membership.pk == by.pk))
    if membership.ended_at:
        return
    if successor and (successor.organisation_id != by.organisation_id or successor.ended_at):
        raise ValidationError(_("Choose a colleague who is still here."))
    if membership.role == Role.OWNER and not successor and not takers:
        _check_owner_stays(membership)
    _hand_over(membership, handover.held_by(membership, by), by=by, successor=successor, takers=takers)
    if membership.role == Role.OWNER:
        _check_owner_stays(membership)
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    record("accounts.membership_ended", organisation=by.organisation, by=by, about=membership)
    if membership.user_id != by.user_id:
        notice = DutyNotice.objects.create(receiver=membership, by=by)
        queue("accounts.membership_ended", about=notice, receiver=membership.user, organisation_id=by.organisation_id)


def _check_owner_stays(membership: Membership) -> None:
    # The lock makes two owners who leave at the same moment wait for each other.
    owners = Membership.objects.owners_of(membership.organisation).select_for_update(of=("self",))
    if not [owner for owner in owners if owner.pk != membership.pk]:
        raise ValidationError(_("An organisation keeps at least one owner. Make somebody else owner first."))


# Handing over ----------------------------------------------------------------------------------


@transaction.atomic
def hand_over_lost(*, membership: Membership, by: Membership, successor: Membership | None) -> None:
    """After an act by which a colleague no longer sees something: gives what they can no longer do to `successor`."""
    _hand_over(membership, handover.lost_by(membership, by), by=by, successor=successor, takers=None)


def _hand_over(
    giver: Membership,
    held: Collection[Held],
    *,
    by: Membership,
    successor: Membership | None,
    takers: Takers | None,
) -> None:
    if not held:
        return
    chosen = handover.takers_of(held, handover.colleagues_of(giver), successor=successor, chosen=takers or {})
    for one in held:
        _give(one, giver, chosen[one.key], by)
    _tell(giver, held, chosen, by)


def _give(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    """What a room refuses stands beside the duty that it is about."""
    try:
        held.duty.give(held, giver, taker, by)
    except ValidationError as error:
        raise ValidationError({held.key: error.messages}) from None


def _tell(giver: Membership, held: Collection[Held], chosen: Takers, by: Membership) -> None:
    """One mail to each who takes something or had asked for it, with all of it."""
    taken: dict[Membership, list[dict[str, Any]]] = defaultdict(list)
    passed: dict[Membership, list[dict[str, Any]]] = defaultdict(list)
    for one in held:
        taker = chosen[one.key]
        if taker:
            taken[taker].append(_plain(one.duty.name, one.context, one.things, reader=taker))
        for requester in one.requesters:
            if requester != giver and requester != taker:
                plain = _plain(one.duty.name, one.context, one.things, reader=requester)
                passed[requester].append({**plain, "taker": str(taker) if taker else ""})
    for receiver in {**taken, **passed}:
        _notify(receiver, by, giver=giver, taken=taken[receiver], passed=passed[receiver])


def tell_gained(receiver: Membership, waits: Sequence[Wait], *, by: Membership, fields: Collection[str]) -> None:
    """Mails somebody whose role or right to sign changed, as `fields` names, what now waits for them."""
    given = {"role": receiver.role if "role" in fields else "", "may_sign": "may_sign" in fields and receiver.may_sign}
    gained = []
    for wait in waits:
        plain = _plain(wait.right.name, wait.context, [wait.thing], reader=receiver)
        with translation.override(receiver.user.language):
            gained.append({**plain, **given, "task": str(wait.right.task)})
    if gained:
        _notify(receiver, by, gained=gained)


def _notify(receiver: Membership, by: Membership, **what: Any) -> None:
    """Tells somebody, but not about what they did themselves, nor after they left."""
    if receiver.ended_at is None and receiver.user_id != by.user_id:
        notice = DutyNotice.objects.create(receiver=receiver, by=by, **what)
        queue("accounts.duties", about=notice, receiver=receiver.user, organisation_id=receiver.organisation_id)


def _plain(name: str, context: str, things: Sequence[Thing], *, reader: Membership) -> dict[str, Any]:
    with translation.override(reader.user.language):
        rows = [{"title": str(one.title), "page": one.page, "pk": str(one.pk) if one.pk else ""} for one in things]
    return {"name": name, "context": context, "things": rows}


@transaction.atomic
def hand_over_invitations(*, invitations: Sequence[Invitation], taker: Membership | None, by: Membership) -> None:
    """Lets a colleague stand for open invitations, or withdraws them, in the caller's transaction."""
    for one in invitations:
        if taker is None:
            withdraw_invitation(invitation=one, by=by)
        else:
            one.invited_by = taker
            one.save(update_fields=["invited_by"])
