"""The register of mails: each room says in its `mails.py` how each of its kinds is made and planned."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from notifications.models import Message


@dataclass(frozen=True)
class File:
    """A file that goes with a mail."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Mail:
    """What a message becomes at sending.

    `template` names three files: <template>.subject.txt, <template>.txt and <template>.html.
    `sender` is the name shown before "via Samenspel"; answers go to `reply_to`.
    """

    template: str
    context: dict[str, Any]
    sender: str = ""
    reply_to: str = ""
    files: list[File] = field(default_factory=list)
    # A METHOD and an iCalendar text, added as the alternative that calendar programs look for.
    calendar: tuple[str, str] | None = None


@dataclass(frozen=True)
class Planned:
    """A message that a planner finds due."""

    kind: str
    object_type: str
    object_id: UUID
    moment: datetime
    language: str
    receiver_id: UUID | None = None
    address: str = ""
    organisation_id: UUID | None = None


Builder = Callable[[Message], Mail | None]
Planner = Callable[[datetime], Iterable[Planned]]

BUILDERS: dict[str, Builder] = {}
PLANNERS: list[Planner] = []


def mail(kind: str) -> Callable[[Builder], Builder]:
    """Registers the function that makes a kind of mail; it returns None when the mail is no longer wanted."""

    def register(builder: Builder) -> Builder:
        BUILDERS[kind] = builder
        return builder

    return register


def planner(function: Planner) -> Planner:
    """Registers a function that yields what is due at `now`; it may be called any number of times."""
    PLANNERS.append(function)
    return function
