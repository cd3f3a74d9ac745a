"""Who sits in the team. Each side manages its own seats."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import hand_over_lost
from accounts.models import Membership
from accounts.rules import require
from notifications.actions import queue
from partnerships import rules
from partnerships.actions.common import note
from partnerships.models import Partnership, StartStep, TeamMember
from partnerships.models.partnership import TeamMemberQuerySet


@transaction.atomic
def join(*, partnership: Partnership, by: Membership, membership: Membership, part: str) -> TeamMember:
    """Puts a colleague into one's own side of the team and mails them, or changes the part they play there.

    Refuses somebody who sits on the other side: nobody acts for both.
    """
    require(rules.can_manage_team(by, partnership) and membership.organisation_id == by.organisation_id)
    _check_open(partnership)
    if membership.ended_at:
        raise ValidationError({"membership": _("Choose a colleague who is still here.")})
    seats = TeamMember.objects.for_system("seat").filter(partnership=partnership, membership=membership, until=None)
    if seat := seats.select_for_update().first():
        _change_part(seat, partnership, by, part)
        return seat
    try:
        with transaction.atomic():
            seat = TeamMember.objects.create(
                partnership=partnership, membership=membership, user=membership.user, part=part,
                side=partnership.side_of(by), since=timezone.localdate(), added_by=by,
            )  # fmt: skip
    except IntegrityError:
        message = _("%(name)s is in the team of the other side. Nobody may act for both sides.") % {"name": membership}
        raise ValidationError({"membership": message}) from None
    note("partnerships.team_joined", partnership, by, name=str(membership), part=part)
    tell_seated(seat, by)
    return seat


def tell_seated(seat: TeamMember, by: Membership) -> None:
    """Mails somebody whom a colleague put into a team."""
    _tell("partnerships.seated", seat, by)


def _tell(kind: str, seat: TeamMember, by: Membership) -> None:
    if seat.user_id != by.user_id:
        queue(kind, receiver=seat.user, about=seat, organisation_id=seat.membership.organisation_id)


@transaction.atomic
def change_part(*, seat: TeamMember, by: Membership, part: str) -> None:
    """Changes the part that somebody of one's own side plays."""
    partnership = seat.partnership
    require(rules.can_manage_team(by, partnership) and seat.side == partnership.side_of(by))
    _check_open(partnership)
    _change_part(seat, partnership, by, part)


def _change_part(seat: TeamMember, partnership: Partnership, by: Membership, part: str) -> None:
    if seat.part != part:
        seat.part = part
        seat.save(update_fields=["part"])
        note("partnerships.team_changed", partnership, by, name=str(seat.membership), part=part)


@transaction.atomic
def leave(*, seat: TeamMember, by: Membership) -> None:
    """Ends a seat of one's own side, and mails who is taken out by somebody else. What this person can no longer do
    goes to the lead who stays, else to whoever takes them out: steps, actions, meetings. Twice is harmless."""
    partnership = seat.partnership
    require(rules.can_manage_team(by, partnership) and seat.side == partnership.side_of(by))
    if seat.until:
        return
    _end(seat, by)
    staying = TeamMember.objects.for_system("steps").current().filter(partnership=partnership, side=seat.side)
    lead = staying.filter(part=TeamMember.Part.LEAD).order_by("since").first()
    note("partnerships.team_left", partnership, by, name=str(seat.membership))
    hand_over_lost(membership=seat.membership, by=by, successor=lead.membership if lead else by)


def _end(seat: TeamMember, by: Membership) -> None:
    seat.until, seat.ended_by = timezone.localdate(), by
    seat.save(update_fields=["until", "ended_by"])
    _tell("partnerships.unseated", seat, by)


def seats_of(membership: Membership) -> TeamMemberQuerySet:
    """The member's places in partnerships that may still come to something."""
    open_ones = Partnership.objects.for_system("seats").open()
    return TeamMember.objects.for_system("seats").filter(membership=membership, until=None, partnership__in=open_ones)


@transaction.atomic
def hand_over_seat(*, seat: TeamMember, taker: Membership | None, by: Membership) -> None:
    """Gives somebody's place in a team to a colleague, in the caller's transaction. Whoever hands over tells who
    takes it; who stays in the organisation without the place is told here.

    Who only took part in the team plays the part of who leaves from now on.
    """
    partnership = seat.partnership
    _end(seat, by)
    if taker is None:
        return
    taken = TeamMember.objects.for_system("successor").filter(partnership=partnership, until=None)
    there = taken.filter(user=taker.user_id).first()
    if there and there.side != seat.side:
        raise ValidationError(
            _("%(name)s is in the team of the other side. Nobody may act for both sides.") % {"name": taker}
        )
    if there and there.part == TeamMember.Part.MEMBER:
        _change_part(there, partnership, by, seat.part)
    if there is None:
        TeamMember.objects.create(
            partnership=partnership, membership=taker, user=taker.user, part=seat.part,
            side=seat.side, since=timezone.localdate(), added_by=by,
        )  # fmt: skip
    note("partnerships.team_joined", partnership, by, name=str(taker), part=seat.part)


@transaction.atomic
def hand_over_steps(*, partnership: Partnership, giver: Membership, taker: Membership | None) -> None:
    """Gives somebody's open steps to a colleague, or leaves them without an owner, in the caller's transaction."""
    field = f"{partnership.side_of(giver).value}_owner"
    steps = StartStep.objects.for_system("hand over").open().filter(programme__partnership=partnership)
    steps.filter(**{field: giver}).update(**{field: taker})


def _check_open(partnership: Partnership) -> None:
    if partnership.is_over:
        raise ValidationError(_("This partnership has ended; its team can no longer be changed."))
