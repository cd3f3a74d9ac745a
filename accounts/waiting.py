"""What waits in an organisation for somebody with a right, and who has it.

Roles always have somebody, as an organisation keeps an owner who may do what every other role may. What is given to
people by name need not: signing, leading a team, scoring in a round. Each room registers where such a thing waits;
the owners are asked where nobody may, and whoever gets the right is told what waits for them.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from accounts.handover import Thing
from accounts.models import Membership


@dataclass(frozen=True)
class Right:
    """A right that is given by name: what who has it does, what the owners are asked, and the name of the page where
    they give it."""

    name: str
    task: Promise | str
    appoint: Promise | str
    page: str


@dataclass(frozen=True)
class Wait:
    """One thing that waits for a right in one organisation, since when, and the keys of the members who have it."""

    right: Right
    organisation: Any
    thing: Thing
    context: str
    since: datetime
    may: frozenset[Any] = field(default_factory=frozenset)
    # The key for the page of `right`, where it has one.
    place: Any = None

    @property
    def key(self) -> tuple[str, Any]:
        return (self.right.name, self.thing.pk)


# Of one organisation, or of all for None.
Waits = Callable[[Any], Iterable[Wait]]
WAITS: list[Waits] = []


def waits(function: Waits) -> Waits:
    """Registers a function that yields what waits in an organisation, or in all for None; a few queries."""
    WAITS.append(function)
    return function


def waiting_in(organisation: Any = None) -> list[Wait]:
    return [wait for function in WAITS for wait in function(organisation)]


def nobody_may(organisation: Any = None) -> list[Wait]:
    """What waits for a right that nobody has."""
    return [wait for wait in waiting_in(organisation) if not wait.may]


@dataclass
class Gained:
    """What a member may do now that waited; filled when the block of `gains_of` ends."""

    waits: list[Wait] = field(default_factory=list)


@contextmanager
def gains_of(member: Membership) -> Iterator[Gained]:
    """Around an act that gives rights: what the member could not do before it and can after it, and what nobody
    could do before it and waits no more."""
    before = {wait.key: wait for wait in waiting_in(member.organisation)}
    gained = Gained()
    yield gained
    after = {wait.key: wait for wait in waiting_in(member.organisation)}
    own = [wait for key, wait in after.items() if member.pk in wait.may and member.pk not in _may(before.get(key))]
    gained.waits = own + [wait for key, wait in before.items() if not wait.may and key not in after]


def _may(wait: Wait | None) -> frozenset[Any]:
    return wait.may if wait else frozenset()
