"""What earlier meetings said and gave out about an agenda item that was carried over from them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from accounts.models import Membership
from common.richtext import safe
from meetings import rules
from meetings.models import Action, AgendaItem, Meeting, Minutes, MinutesText

# Each meeting further back is a query.
MOST_BACK = 6


@dataclass
class Earlier:
    """One meeting that an item stood on before: what was said there, and its actions."""

    item_id: UUID
    meeting: Meeting
    discussed: bool
    html: str = ""
    has_minutes: bool = False
    actions: list[Action] = field(default_factory=list)


def with_earlier(member: Membership, items: Collection[Any]) -> None:
    """Gives each item `earlier`, the meetings that it was carried over from, the nearest first.

    Only what the member may read: a meeting through its door, minutes that are being written as their writer.
    """
    found = _before(member, items)
    earlier = {key: Earlier(key, row.meeting, row.is_discussed is not False) for key, row in found.items()}
    for one in _texts(member, found):
        earlier[one.item_id].html, earlier[one.item_id].has_minutes = safe(one.text), True
    for action in _actions(member, found):
        earlier[action.item_id].actions.append(action)
    for item in items:
        item.earlier = [earlier[key] for key in _way_back(item, found)]


def _before(member: Membership, items: Iterable[Any]) -> dict[UUID, AgendaItem]:
    """The items that these were carried over from, and those that these were, by their keys."""
    found: dict[UUID, AgendaItem] = {}
    wanted = {item.carried_from_id for item in items if item.carried_from_id}
    for _step in range(MOST_BACK):
        if not wanted:
            break
        rows = AgendaItem.objects.visible_to(member).filter(pk__in=wanted).select_related("meeting__partnership")
        new = {row.pk: row for row in rows}
        found |= new
        wanted = {row.carried_from_id for row in new.values() if row.carried_from_id}
    return found


def _texts(member: Membership, found: dict[UUID, AgendaItem]) -> list[MinutesText]:
    """The newest that was sent for adoption; the first draft for who may write it. In that order, the last holds."""
    if not found:
        return []
    rows = MinutesText.objects.visible_to(member).filter(item__in=found).select_related("minutes")
    return [
        one
        for one in rows.order_by("minutes__version")
        if one.minutes.state != Minutes.State.DRAFT
        or (one.minutes.version == 1 and rules.can_write(member, found[one.item_id].meeting))
    ]


def _actions(member: Membership, found: dict[UUID, AgendaItem]) -> Iterable[Any]:
    if not found:
        return []
    rows = Action.objects.visible_to(member).filter(item__in=found)
    return rows.select_related("owner__user", "organisation").order_by("due", "created_at")


def _way_back(item: Any, found: dict[UUID, AgendaItem]) -> Iterable[UUID]:
    key = item.carried_from_id
    while key in found:
        yield key
        key = found[key].carried_from_id
