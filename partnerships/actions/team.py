"""Who sits in the team. Each side manages its own seats."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Side
from accounts.rules import require
from partnerships import rules
from partnerships.actions.common import note
from partnerships.models import Partnership, StartStep, TeamMember


@transaction.atomic
def join(*, partnership: Partnership, by: Membership, membership: Membership, part: str) -> TeamMember:
    """Puts a colleague into one's own side of the team, or changes the part they play there.

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
                side=partnership.side_of(by), since=timezone.localdate(),
            )  # fmt: skip
    except IntegrityError:
        message = _("%(name)s is in the team of the other side. Nobody may act for both sides.") % {"name": membership}
        raise ValidationError({"membership": message}) from None
    note("partnerships.team_joined", partnership, by, name=str(membership), part=part)
    return seat


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
    """Ends a seat of one's own side; its open steps go to the lead who stays. Twice is harmless."""
    partnership = seat.partnership
    require(rules.can_manage_team(by, partnership) and seat.side == partnership.side_of(by))
    if seat.until:
        return
    _end(seat)
    staying = TeamMember.objects.for_system("steps").current().filter(partnership=partnership, side=seat.side)
    lead = staying.filter(part=TeamMember.Part.LEAD).order_by("since").first()
    _hand_steps(partnership, Side(seat.side), seat.membership, lead.membership if lead else None)
    note("partnerships.team_left", partnership, by, name=str(seat.membership))


def _end(seat: TeamMember) -> None:
    seat.until = timezone.localdate()
    seat.save(update_fields=["until"])


def _hand_steps(partnership: Partnership, side: Side, giver: Membership, taker: Membership | None) -> None:
    field = f"{side.value}_owner"
    steps = StartStep.objects.for_system("hand over").open().filter(programme__partnership=partnership)
    steps.filter(**{field: giver}).update(**{field: taker})


def open_seats(membership: Membership) -> int:
    """How many partnerships that may still come to something the member has a seat in."""
    return _seats(membership).count()


def _seats(membership: Membership):  # type: ignore[no-untyped-def]
    open_ones = Partnership.objects.for_system("seats").open()
    return TeamMember.objects.for_system("seats").filter(membership=membership, until=None, partnership__in=open_ones)


@transaction.atomic
def hand_over_seats(*, membership: Membership, successor: Membership | None, by: Membership) -> None:
    """Gives the seats and open steps of somebody who leaves to the successor, in the caller's transaction.

    A successor who only took part in the team plays the part of who leaves from now on.
    """
    seats = list(_seats(membership).select_related("partnership__client", "partnership__supplier", "membership__user"))
    if seats and successor is None:
        raise ValidationError(_("Choose who takes over the places in the teams of partnerships."))
    for seat in seats:
        assert successor
        _end(seat)
        taken = TeamMember.objects.for_system("successor").filter(partnership=seat.partnership, until=None)
        there = taken.filter(user=successor.user_id).first()
        if there and there.side != seat.side:
            raise ValidationError(
                _("%(name)s is in the team of the other side. Nobody may act for both sides.") % {"name": successor}
            )
        if there and there.part == TeamMember.Part.MEMBER:
            _change_part(there, seat.partnership, by, seat.part)
        if there is None:
            TeamMember.objects.create(
                partnership=seat.partnership, membership=successor, user=successor.user, part=seat.part,
                side=seat.side, since=timezone.localdate(),
            )  # fmt: skip
        _hand_steps(seat.partnership, Side(seat.side), membership, successor)
        note("partnerships.team_joined", seat.partnership, by, name=str(successor), part=seat.part)


def _check_open(partnership: Partnership) -> None:
    if partnership.is_over:
        raise ValidationError(_("This partnership has ended; its team can no longer be changed."))
