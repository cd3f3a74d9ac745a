"""How rooms above show themselves on the pages of a partnership, without being known here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import Membership
from partnerships.models import Partnership

MOST = 10


@dataclass(frozen=True)
class HomeSection:
    """A section of the page: a template and what it shows. `position` orders them; this room uses none."""

    template: str
    context: dict[str, Any]
    position: int = 50


Section = Callable[[Membership, Partnership], HomeSection | None]
SECTIONS: list[Section] = []


def home_section(function: Section) -> Section:
    """Registers a section, for example in the `receivers.py` of a room. At most two queries each."""
    SECTIONS.append(function)
    return function


def sections_of(member: Membership, partnership: Partnership) -> list[HomeSection]:
    """The sections of other rooms for this reader, in their order."""
    found = [section for function in SECTIONS if (section := function(member, partnership))]
    return sorted(found, key=lambda section: section.position)


@dataclass(frozen=True)
class Open:
    """What of one kind is not finished when a partnership ends: a heading, title and address of the first, and a
    sentence that says what becomes of them, with how many they are."""

    label: str
    things: list[tuple[str, str]]
    then: str
    more: int = 0


LeftOpen = Callable[[Membership, Partnership], Iterable[Open]]
LEFT_OPEN: list[LeftOpen] = []


def left_open(function: LeftOpen) -> LeftOpen:
    """Registers what a room has open, in its `receivers.py`. One query for each kind."""
    LEFT_OPEN.append(function)
    return function


def open_of(member: Membership, partnership: Partnership) -> list[Open]:
    """What is still open, of this room and those above, as far as the reader sees it."""
    return [one for function in LEFT_OPEN for one in function(member, partnership) if one.things]


def opened(label: str, things: list[tuple[str, str]], then: Callable[[int], str]) -> Open:
    """The first ten, and how many more there are; `then` makes the sentence from how many there are in all."""
    return Open(label, things[:MOST], then(len(things)) % {"count": len(things)}, max(0, len(things) - MOST))


AtEnd = Callable[[Partnership, Membership], None]
AT_END: list[AtEnd] = []


def at_end(function: AtEnd) -> AtEnd:
    """Registers what a room does when a partnership ends, in the same transaction, by whoever completed the end."""
    AT_END.append(function)
    return function


def end_all(partnership: Partnership, by: Membership) -> None:
    """Lets each room end what it has in a partnership that has just ended."""
    for function in AT_END:
        function(partnership, by)
