"""What can be done next, now that a relation was chosen. Rooms above offer it, without being known here.

A room registers an offer in its `steps.py`, which is loaded at start-up:

    @offer
    def of_vision(member: Membership, choices: Sequence[Choice]) -> Offered: ...

It is asked once for all choices of a page and answers with steps by the key of the service.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Membership
from services.models import Choice


@dataclass(frozen=True)
class Step:
    """Something to start, or with `is_there` something that exists already.

    `words` say why or where it stands; `is_quiet` is another way beside the main one.
    """

    label: str
    url: str
    words: str = ""
    is_there: bool = False
    is_quiet: bool = False


Offered = Mapping[UUID, Sequence[Step]]
Offer = Callable[[Membership, Sequence[Choice]], Offered]
OFFERS: list[Offer] = []


def offer(function: Offer) -> Offer:
    """Registers what a room offers."""
    OFFERS.append(function)
    return function


def steps_of(member: Membership, choices: Sequence[Choice]) -> dict[UUID, list[Step]]:
    """The next steps of each service with one of these choices, in the order of the rooms."""
    found: dict[UUID, list[Step]] = {choice.service_id: [] for choice in choices}
    for function in OFFERS if found else ():
        for key, steps in function(member, choices).items():
            found[key] += steps
    return found
