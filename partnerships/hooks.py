"""How rooms above show themselves on the home page of a partnership, without being known here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import Membership
from partnerships.models import Partnership


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
