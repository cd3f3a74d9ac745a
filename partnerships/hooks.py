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
    """What of one kind is not finished when a partnership ends: a heading, and title and address of the first."""

    label: str
    things: list[tuple[str, str]]
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


def opened(label: str, things: list[tuple[str, str]]) -> Open:
    """The first ten, and how many more there are."""
    return Open(label, things[:MOST], max(0, len(things) - MOST))
