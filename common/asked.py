"""What rooms tell the overview: what is asked of one person, and what comes next."""

from dataclasses import dataclass
from datetime import date, datetime

# Every kind of thing that may be asked; a test of the overview holds the list.
KINDS = ("score", "review", "approve", "respond", "adopt", "act", "read")


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
    """Something on the calendar. A room offers `coming_for(member) -> list[Coming]` in its `asked.py`."""

    title: str
    url: str
    at: datetime
    side: str = ""
    who: str = ""
    context: str = ""
