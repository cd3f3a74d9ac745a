"""What hangs on one person in an organisation, and who takes it when that person no longer can.

Each room registers its duties in its `duties.py`: which columns make a member responsible for something. The other
columns that name a member only remember who did something; they are listed as history, with the reason. A test walks
every column, so that a new one is either.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Membership

MOST = 50


@dataclass(frozen=True)
class Thing:
    """One thing, with the name and key of the page where it is seen. Its title is lazy where it holds words of ours
    or a date: whom it is told reads another language than who hands it over."""

    title: Promise | str
    page: str = ""
    pk: Any = None


@dataclass(frozen=True)
class Held:
    """A duty as one member has it in one place: a partnership, a round, a version.

    `fits` says who may have it: of the holder, whether it can stay; of a colleague, whether it can be handed over.
    `requesters` asked for it and are told who takes it.
    """

    duty: "Duty"
    place: Any
    context: str
    things: list[Thing]
    rows: list[Any]
    fits: Callable[[Membership], bool]
    requesters: tuple[Membership, ...] = ()

    @property
    def key(self) -> str:
        """Tells it apart among all that one member has; the name of its field in a form."""
        return f"take-{self.duty.name}-{self.place}"


@dataclass(frozen=True)
class Duty:
    """A kind of duty. `without` says what happens when nobody takes it; somebody must where it is empty.

    `give(held, giver, taker, by)` moves it in the caller's transaction; `taker` is None where nobody takes it.
    """

    name: str
    label: Promise | str
    columns: tuple[str, ...]
    held_by: Callable[[Membership, Membership], list[Held]]
    give: Callable[[Held, Membership, Membership | None, Membership], None]
    without: Promise | str = ""


DUTIES: dict[str, Duty] = {}
HISTORY: dict[str, str] = {}


def register(*duties: Duty, history: Mapping[str, str]) -> None:
    """Adds the duties of a room in the order in which they move, and its columns that are history."""
    DUTIES.update({duty.name: duty for duty in duties})
    HISTORY.update(history)


def held_by(member: Membership, by: Membership) -> list[Held]:
    """Everything that hangs on a member, as `by` would hand it over."""
    return [held for duty in DUTIES.values() for held in duty.held_by(member, by)]


def lost_by(member: Membership, by: Membership, **changes: Any) -> list[Held]:
    """What the member can no longer do after these changes of their membership; nothing is saved."""
    after = Membership(**{field.attname: getattr(member, field.attname) for field in Membership._meta.concrete_fields})
    after.user, after.organisation = member.user, member.organisation
    for name, value in changes.items():
        setattr(after, name, value)
    return [held for held in held_by(member, by) if not held.fits(after)]


def colleagues_of(member: Membership) -> list[Membership]:
    """Who is here and could take something over."""
    rows = Membership.objects.visible_to(member).active().exclude(pk=member.pk)
    return list(rows.select_related("user", "organisation").order_by("user__name"))


def takers_of(
    held: Collection[Held],
    colleagues: Collection[Membership],
    *,
    successor: Membership | None,
    chosen: Mapping[str, Membership | None],
) -> dict[str, Membership | None]:
    """Who takes each duty: whom was chosen for it, else the successor of all. Refuses, beside each duty, who may not
    and where somebody must."""
    takers, errors = {}, {}
    for one in held:
        fit = [colleague for colleague in colleagues if one.fits(colleague)]
        taker = chosen.get(one.key, successor if fit else None)
        if taker and taker not in fit:
            errors[one.key] = _("%(name)s may not do this. Choose somebody else.") % {"name": taker}
        elif taker is None and not one.duty.without:
            errors[one.key] = _("Choose who takes this over.") if fit else _("Nobody here may take this over yet.")
        takers[one.key] = taker
    if errors:
        raise ValidationError(errors)
    return takers
