"""What hangs on one person in partnerships: places in teams, steps, and being named in the profile."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handover import Duty, Held, Thing, register
from accounts.models import Membership, Role
from accounts.rules import can_contribute
from partnerships.actions import profile, team
from partnerships.models import Contact, Partnership, StartStep, TeamMember


def who_sees(member: Membership, partnerships: Iterable[Any]) -> Callable[[Any], Callable[[Membership], bool]]:
    """Of each partnership who of the member's organisation sees it, or gets to by the place in the team that the
    member hands over; two queries for all."""
    seats = (
        TeamMember.objects.for_system("who sees it")
        .current()
        .filter(partnership__in=partnerships, membership__organisation=member.organisation_id)
    )
    seated = set(seats.values_list("partnership", "membership"))
    others = TeamMember.objects.for_system("nobody sits on both sides").current().filter(partnership__in=partnerships)
    opposite = set(others.exclude(membership__organisation=member.organisation_id).values_list("partnership", "user"))

    def of(partnership: Any) -> Callable[[Membership], bool]:
        def sees(one: Membership) -> bool:
            if (partnership, one.user_id) in opposite:
                return False
            handed = one.pk != member.pk and (partnership, member.pk) in seated
            return one.role == Role.OWNER or (partnership, one.pk) in seated or handed

        return sees

    return of


def check_sees(taker: Membership | None, partnership: Partnership) -> None:
    """Refuses to hand something over to somebody who does not see the partnership, once places in teams moved."""
    if taker and not Partnership.objects.visible_to(taker).filter(pk=partnership.pk).exists():
        raise ValidationError(
            _("%(name)s is not in the team of “%(partnership)s”. Let them take over the place in that team as well.")
            % {"name": taker, "partnership": partnership}
        )


# Places in teams -------------------------------------------------------------------------------


def _seats(member: Membership, by: Membership) -> list[Held]:
    rows = list(
        team.seats_of(member).select_related("partnership__client", "partnership__supplier", "user", "membership")
    )
    fits = who_sees(member, [row.partnership_id for row in rows])
    return [_seat(row, fits(row.partnership_id)) for row in rows]


def _seat(row: TeamMember, sees: Callable[[Membership], bool]) -> Held:
    leads = row.part == TeamMember.Part.LEAD
    thing = Thing(TeamMember.Part(row.part).label, "partnerships:home", row.partnership_id)
    return Held(
        SEAT, row.partnership_id, row.partnership.name, [thing], [row],
        fits=lambda one: sees(one) and (can_contribute(one) or not leads),
    )  # fmt: skip


def _give_seats(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    for seat in held.rows:
        team.hand_over_seat(seat=seat, taker=taker, by=by)


# Steps of the start programme ------------------------------------------------------------------


def _steps(member: Membership, by: Membership) -> list[Held]:
    rows = StartStep.objects.for_system("somebody leaves").open().owned_by(member)
    rows = rows.filter(programme__partnership__state__in=Partnership.ALIVE, programme__closed_at=None)
    places: dict[Any, list[StartStep]] = {}
    for row in rows.select_related("programme__partnership__client", "programme__partnership__supplier"):
        places.setdefault(row.programme.partnership, []).append(row)
    fits = who_sees(member, [partnership.pk for partnership in places])
    return [_of_programme(partnership, steps, fits(partnership.pk)) for partnership, steps in places.items()]


def _of_programme(partnership: Partnership, steps: list[StartStep], sees: Callable[[Membership], bool]) -> Held:
    things = [Thing(row.title, "partnerships:step", row.pk) for row in steps]
    return Held(
        STEPS, partnership.pk, partnership.name, things, steps, fits=lambda one: sees(one) and can_contribute(one)
    )


def _give_steps(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    partnership = held.rows[0].programme.partnership
    check_sees(taker, partnership)
    team.hand_over_steps(partnership=partnership, giver=giver, taker=taker)


# The profile -----------------------------------------------------------------------------------


def _contacts(member: Membership, by: Membership) -> list[Held]:
    rows = Contact.objects.for_system("somebody leaves").filter(
        profile__supplier=member.organisation_id, email__iexact=member.user.email
    )
    found = list(rows)
    things = [Thing(row.role, "partnerships:profile") for row in found]
    return [Held(CONTACT, member.organisation_id, "", things, found, fits=lambda one: True)] if found else []


def _give_contacts(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    profile.hand_over_contacts(contacts=held.rows, taker=taker, by=by)


SEAT = Duty(
    "partnerships.seat", gettext_lazy("Place in the team of a partnership"), ("partnerships.TeamMember.membership",),
    _seats, _give_seats,
)  # fmt: skip
STEPS = Duty(
    "partnerships.steps", gettext_lazy("Steps of the start programme"),
    ("partnerships.StartStep.client_owner", "partnerships.StartStep.supplier_owner"), _steps, _give_steps,
    without=gettext_lazy("These steps then have no owner on your side."),
)  # fmt: skip
CONTACT = Duty(
    "partnerships.contact", gettext_lazy("Contact in the profile of your organisation"), (), _contacts,
    _give_contacts, without=gettext_lazy("The profile then no longer names this contact."),
)  # fmt: skip

_WROTE = "who wrote or did it then; everybody who may write goes on"
register(
    SEAT, STEPS, CONTACT,
    history={
        "partnerships.Partnership.proposed_by": "who proposed it; the place in the team is what they hand over",
        "partnerships.Partnership.answered_by": "who answered then",
        "partnerships.TeamMember.added_by": "who put somebody into the team then",
        "partnerships.TeamMember.ended_by": "who took somebody out of the team then",
        "partnerships.Partnership.end_announced_by": "who announced the end then",
        "partnerships.HandoverItem.done_by": _WROTE,
        "partnerships.EndConfirmation.by": "the word of the side, that stays",
        "partnerships.StartStep.outcome_by": _WROTE,
        "partnerships.StartReview.by": "an answer that was given for the side",
        "partnerships.AgreementVersion.began_by": _WROTE,
        "partnerships.AgreementVersion.proposed_by": _WROTE,
        "partnerships.AgreementVersion.closed_by": _WROTE,
        "partnerships.AgreementSection.changed_by": _WROTE,
        "partnerships.AgreementAnnex.added_by": _WROTE,
        "partnerships.AgreementReceipt.by": "who saw it then",
        "partnerships.Partnership.ended_alone_by": "who ended it then",
        "partnerships.Partnership.end_taken_back_by": "who took the end back then",
        "partnerships.Approval.by": "an approval stays that of who gave it",
        "partnerships.ProfileText.changed_by": _WROTE,
    },
)  # fmt: skip
