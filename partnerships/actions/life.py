"""One table says which step in the life of a partnership is possible when, and where it leads."""

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partnerships.models import Partnership

State = Partnership.State

# Each step: from which states it is possible, and where it leads.
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "accept": (frozenset({State.PROPOSED}), State.STARTING),
    "decline": (frozenset({State.PROPOSED}), State.DECLINED),
    "withdraw": (frozenset({State.PROPOSED}), State.WITHDRAWN),
    "run": (frozenset({State.STARTING}), State.RUNNING),
    "announce_end": (frozenset({State.STARTING, State.RUNNING}), State.ENDING),
    "complete_end": (frozenset({State.ENDING}), State.ENDED),
}


def is_possible(step: str, state: str) -> bool:
    """Whether a step can be taken from a state."""
    return state in STEPS[step][0]


def begins(step: str, partnership: Partnership) -> bool:
    """Whether the step is to be taken: False when it was taken already; refuses what cannot be."""
    allowed, target = STEPS[step]
    if partnership.state == target:
        return False
    if partnership.state not in allowed:
        refuse(partnership)
    return True


def refuse(partnership: Partnership) -> NoReturn:
    """Says that a step comes too early or too late, and what the partnership is now."""
    state = partnership.get_state_display()
    raise ValidationError(_("This is no longer possible: the partnership is %(state)s.") % {"state": state})


def go_back(partnership: Partnership, **changes: Any) -> None:
    """What an announced end came between: starting, or running. The one step that leads back, and not in the table."""
    _write(partnership, State.RUNNING if partnership.running_since else State.STARTING, changes)


def take(step: str, partnership: Partnership, **changes: Any) -> None:
    """Writes the new state, and what belongs to it."""
    _write(partnership, STEPS[step][1], changes)


def _write(partnership: Partnership, state: str, changes: dict[str, Any]) -> None:
    partnership.state = state
    for name, value in changes.items():
        setattr(partnership, name, value)
    partnership.save(update_fields=["state", *changes])
