"""A partnership is proposed, answered and changed; ending.py ends it, life.py says which step is possible when."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Connection, Membership, Organisation, Side
from accounts.rules import require
from common.models import revise
from partnerships import rules
from partnerships.actions.common import check_one_side, locked, note, people_of, tell
from partnerships.actions.life import begins, take
from partnerships.actions.start import begin_programme
from partnerships.actions.team import tell_seated
from partnerships.models import Partnership, TeamMember
from services.models import Choice, Location, Service


@transaction.atomic
def propose(
    *,
    by: Membership,
    supplier: Organisation,
    name: str,
    services: Iterable[Service],
    locations: Iterable[Location] = (),
    why: str = "",
    wished_start: date | None = None,
    sponsor: Membership | None = None,
    choice: Choice | None = None,
) -> Partnership:
    """Proposes a partnership to a connected supplier and asks its owners by mail.

    The proposer leads the client's team.
    """
    require(rules.can_propose(by))
    client = by.organisation
    pairs = Connection.objects.for_system("pair").active()
    if not pairs.filter(client=client, supplier=supplier).exists():
        raise ValidationError({"supplier": _("You are not connected with this supplier. Invite it first.")})
    partnership = Partnership.objects.create(
        client=client, supplier=supplier, name=name, why=why, wished_start=wished_start,
        proposed_by=by, choice=choice if choice and choice.client_id == client.pk else None,
    )  # fmt: skip
    partnership.services.set([service for service in services if service.client_id == client.pk])
    partnership.locations.set([place for place in locations if place.client_id == client.pk])
    _seat(partnership, by, TeamMember.Part.LEAD, by)
    if sponsor and sponsor.pk != by.pk and sponsor.organisation_id == client.pk:
        tell_seated(_seat(partnership, sponsor, TeamMember.Part.SPONSOR, by), by)
    note("partnerships.proposed", partnership, by)
    owners = [owner.user for owner in Membership.objects.owners_of(supplier)]
    tell("partnerships.proposed", partnership, owners, Side.SUPPLIER, partnership)
    return partnership


def _seat(partnership: Partnership, member: Membership, part: str, by: Membership) -> TeamMember:
    return TeamMember.objects.create(
        partnership=partnership, membership=member, user=member.user, part=part,
        side=partnership.side_of(member), since=timezone.localdate(), added_by=by,
    )  # fmt: skip


@transaction.atomic
def accept(*, partnership: Partnership, by: Membership, starts_on: date | None = None, answer: str = "") -> None:
    """Accepts for the supplier: the start programme begins, and the client's team is told.

    Who accepts leads the supplier's team when it has no lead yet. Accepting twice is harmless.
    """
    partnership = locked(partnership)
    require(rules.can_answer(by, partnership))
    if not begins("accept", partnership):
        return
    check_one_side(partnership, by, [partnership.proposed_by])
    take(
        "accept", partnership, answered_by=by, answered_at=timezone.now(), answer_reason=answer,
        started_on=starts_on or timezone.localdate(),
    )  # fmt: skip
    seats = TeamMember.objects.for_system("accept").current().filter(partnership=partnership, side=Side.SUPPLIER)
    seated = {seat.membership_id: seat for seat in seats}
    has_lead = any(seat.part == TeamMember.Part.LEAD for seat in seated.values())
    if by.pk not in seated:
        _seat(partnership, by, TeamMember.Part.MEMBER if has_lead else TeamMember.Part.LEAD, by)
    elif not has_lead and seated[by.pk].part == TeamMember.Part.MEMBER:
        seated[by.pk].part = TeamMember.Part.LEAD
        seated[by.pk].save(update_fields=["part"])
    begin_programme(partnership)
    note("partnerships.accepted", partnership, by)
    tell("partnerships.answered", partnership, people_of(partnership, Side.CLIENT), Side.CLIENT, partnership)


@transaction.atomic
def decline(*, partnership: Partnership, by: Membership, reason: str) -> None:
    """Declines for the supplier, with a reason that the client reads. Declining twice is harmless."""
    partnership = locked(partnership)
    require(rules.can_answer(by, partnership))
    if not begins("decline", partnership):
        if reason.strip() not in ("", partnership.answer_reason):
            raise ValidationError({"reason": _("The proposal was declined before. Your reason was not saved.")})
        return
    check_one_side(partnership, by, [partnership.proposed_by])
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that the client learns from it.")})
    take("decline", partnership, answered_by=by, answered_at=timezone.now(), answer_reason=reason.strip())
    note("partnerships.declined", partnership, by)
    tell("partnerships.answered", partnership, people_of(partnership, Side.CLIENT), Side.CLIENT, partnership)


@transaction.atomic
def withdraw(*, partnership: Partnership, by: Membership, reason: str = "") -> None:
    """Takes the proposal back before it was answered. Withdrawing twice is harmless."""
    partnership = locked(partnership)
    require(rules.can_withdraw(by, partnership))
    if not begins("withdraw", partnership):
        if reason.strip() not in ("", partnership.end_reason):
            raise ValidationError({"reason": _("The proposal was withdrawn before. Your reason was not saved.")})
        return
    take("withdraw", partnership, end_reason=reason.strip(), ended_at=timezone.now())
    note("partnerships.withdrawn", partnership, by)


@transaction.atomic
def change(
    *,
    partnership: Partnership,
    by: Membership,
    revision: int,
    name: str,
    services: Iterable[Service],
    locations: Iterable[Location] = (),
    why: str = "",
) -> None:
    """Changes name, reason, services and locations, by the client; raises Conflict when somebody came first."""
    require(rules.can_change(by, partnership))
    if partnership.is_over:
        raise ValidationError(_("This partnership can no longer be changed."))
    revise(partnership, revision=revision, name=name, why=why)
    partnership.services.set([service for service in services if service.client_id == partnership.client_id])
    partnership.locations.set([place for place in locations if place.client_id == partnership.client_id])
    note("partnerships.changed", partnership, by)
