"""What the actions of this room share."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership, Role, Side, User
from accounts.rules import acts_for_both
from notifications.actions import queue
from partnerships.models import Partnership, TeamMember

Row = TypeVar("Row", bound=models.Model)
# Of the seats of a team: those of who may write and confirm, as rules.can_write and rules.can_end have it.
EDITORS = {"membership__role__in": [Role.OWNER, Role.EDITOR]}
PARENTS = ("partnership", "profile", "programme", "version", "proposed_by")


def locked(partnership: Partnership) -> Partnership:
    """The row as it is now, held until the transaction ends, so that two steps wait for each other."""
    # Without the key, so that an end, which locks its meetings next, does not wait for one whose minutes are made.
    rows = Partnership.objects.for_system("step").select_for_update(of=("self",), no_key=True)
    return rows.select_related("client", "supplier").get(pk=partnership.pk)


def note(
    event: str,
    partnership: Partnership,
    by: Membership,
    about: models.Model | None = None,
    name: str = "",
    **data: Any,
) -> None:
    """Records an event that both sides see, under the partnership; `about` or `name` says what in it."""
    side = partnership.side_of(by)
    record(
        event,
        organisation=partnership.organisation_on(side),
        shared_with=partnership.organisation_on(side.other),
        by=by,
        about=partnership,
        name=name or str(about or partnership),
        **data,
    )


def check_one_side(partnership: Partnership, by: Membership, acted: Iterable[Membership | None] = ()) -> None:
    """For each act that takes both sides: refuses who sits in the other side's team, or already `acted` for it.

    tests/system/test_both_sides.py walks all actions and asks of each whether it needs this.
    """
    other = partnership.side_of(by).other
    theirs = TeamMember.objects.for_system("both sides").current().filter(partnership=partnership, side=other)
    if acts_for_both(by, acted) or theirs.filter(user=by.user_id).exists():
        raise ValidationError(_("You act for the other side here, and nobody acts for both sides. Ask a colleague."))


def people_of(partnership: Partnership, side: Side, *, but: Membership | None = None) -> list[User]:
    """The team of one side, and its owners when it has none: whom a mail about the partnership goes to."""
    found = _seated(partnership, side)
    if but:
        found.pop(but.user_id, None)
    return list(found.values())


def may_confirm(partnership: Partnership, side: Side) -> list[User]:
    """Who of the team of one side may confirm its end, and its owners when nobody there may: who is named on the page
    and asked by mail."""
    return list(_seated(partnership, side, **EDITORS).values())


def leads_of(partnership: Partnership, side: Side) -> list[User]:
    """Who leads on one side and may write, and its owners when nobody does: whom the work on the agreement is asked
    of."""
    return list(_seated(partnership, side, part=TeamMember.Part.LEAD, **EDITORS).values())


def _seated(partnership: Partnership, side: Side, **which: Any) -> dict[Any, User]:
    team = TeamMember.objects.for_system("mail").current().filter(partnership=partnership, side=side, **which)
    if found := {seat.user_id: seat.user for seat in team.select_related("user").order_by("user__name")}:
        return found
    owners = Membership.objects.owners_of(partnership.organisation_on(side))
    return {owner.user_id: owner.user for owner in owners}


def tell(kind: str, partnership: Partnership, users: Iterable[User], side: Side, about: models.Model) -> None:
    """Queues one mail to each of the users of a side."""
    for user in users:
        queue(kind, receiver=user, about=about, organisation_id=partnership.organisation_on(side).pk)
