"""What rooms tell the overview: what is asked of one person, and what comes next."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

# Every kind of thing that may be asked; a test of the overview holds the list.
KINDS = ("score", "review", "approve", "respond", "adopt", "act")


@dataclass(frozen=True)
class Asked:
    """One thing that one member must do, gone when it is done.

    `side` and `who` name the organisation that it is about or comes from. `due` is None when nothing
    presses. A room offers `asked_of(member) -> list[Asked]` in its `asked.py`.
    """

    kind: str
    title: str
    url: str
    due: date | None = None
    side: str = ""
    who: str = ""
    context: str = ""


@dataclass(frozen=True)
class Coming:
    """Something on the calendar. A room offers `coming_for(member) -> list[Coming]` in its `asked.py`.

    `at` is on the clock whose day counts; `hours` says the time in words, where there is more to say than when it
    begins. `with_me` is False of what the member sees and takes no part in.
    """

    title: str
    url: str
    at: datetime
    side: str = ""
    who: str = ""
    context: str = ""
    all_day: bool = False
    hours: str = ""
    with_me: bool = True


_kept: ContextVar[dict[Any, list] | None] = ContextVar("kept", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Within it, what a room reads for both its lists is read once."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(read: Callable[[Any], Iterable]) -> Callable[[Any], list]:
    """For a room's own query over a member that both `asked_of` and `coming_for` start from."""

    @wraps(read)
    def remembered(member: Any) -> list:
        kept = _kept.get()
        if kept is None:
            return list(read(member))
        key = (read, member.pk)
        if key not in kept:
            kept[key] = list(read(member))
        return kept[key]

    return remembered
