"""What minutes say, as plain data: copied into the row when they are sent, hashed, and shown to both sides."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from meetings.left_open import closed_before, item_about_it
from meetings.models import Action, AgendaFile, AgendaItem, Decision, Meeting, Minutes, MinutesText, Participant


def content_of(minutes: Minutes) -> dict[str, Any]:
    """All that the document says: meeting, people, and per agenda item text, decisions and actions."""
    meeting = minutes.meeting
    pair = meeting.partnership
    texts = MinutesText.objects.for_system("the document").filter(minutes=minutes)
    texts = texts.select_related("item__carried_from__meeting")
    files = _files(minutes)
    decisions = [_decision(row) for row in _decisions(minutes)]
    actions = [_action(row) for row in _actions(minutes)]
    rows = list(texts.order_by("item__position", "item__created_at"))
    about_open = item_about_it([row.item for row in rows])
    items = [
        {
            "id": str(row.item_id),
            "title": row.item.title,
            "purpose": row.item.purpose,
            "side": row.item.side,
            "carried_from": _carried_from(row.item),
            "discussed": row.item.is_discussed is not False,
            "text": row.text,
            "closed": _closed(meeting) if row.item == about_open else [],
            "files": files.get(row.item_id, []),
            "decisions": [one for one in decisions if one["item"] == str(row.item_id)],
            "actions": [one for one in actions if one["item"] == str(row.item_id)],
        }
        for row in rows
    ]
    return {
        "title": meeting.title,
        "level": meeting.level,
        "starts_at": meeting.local_start.isoformat(),
        "ends_at": meeting.local_end.isoformat(),
        "time_zone": meeting.time_zone,
        "place": meeting.place,
        "language": meeting.language,
        "client": pair.client.name,
        "supplier": pair.supplier.name,
        "partnership": pair.name,
        "version": minutes.version,
        "corrects_because": minutes.corrects_because,
        "recorded_afterwards": meeting.recorded_afterwards,
        "goes_on": meeting.goes_on,
        "people": [_person(row) for row in sorted(_people(minutes), key=lambda one: one.is_guest)],
        "items": items,
        "decisions": [one for one in decisions if not one["item"]],
        "actions": [one for one in actions if not one["item"]],
    }


def _carried_from(item: AgendaItem) -> str:
    """The day of the meeting that left it; empty for what this meeting began with."""
    return item.carried_from.meeting.local_start.date().isoformat() if item.carried_from else ""


def _closed(meeting: Meeting) -> list[dict[str, str]]:
    """The actions of earlier meetings that were closed, and how."""
    return [
        {
            "text": one.text,
            "owner": str(one.owner.user),
            "organisation": one.organisation.name,
            "state": one.state,
            "because": one.closing_note if one.state == Action.State.DROPPED else "",
        }
        for one in closed_before(meeting, Action.objects.for_system("the document"))
    ]


def _files(minutes: Minutes) -> dict[UUID, list[dict[str, str]]]:
    """The files of each agenda item; they stay, as an agenda is closed once its minutes are sent."""
    rows = AgendaFile.objects.for_system("the document").filter(item__meeting=minutes.meeting_id)
    found: dict[UUID, list[dict[str, str]]] = {}
    for row in rows.select_related("attachment").order_by("created_at", "pk"):
        found.setdefault(row.item_id, []).append({"id": str(row.pk), "name": row.attachment.name})
    return found


def _people(minutes: Minutes) -> Iterable[Participant]:
    rows = Participant.objects.for_system("the document").filter(meeting=minutes.meeting_id).invited()
    return rows.select_related("membership__user", "membership__organisation").order_by("side", "created_at", "pk")


def _person(row: Participant) -> dict[str, Any]:
    member = row.membership
    return {
        "name": str(row),
        "job_title": member.job_title if member else "",
        "organisation": member.organisation.name if member else "",
        "side": row.side,
        "present": bool(row.present),
    }


def _decisions(minutes: Minutes) -> Iterable[Decision]:
    """Those of this version and of the versions before it."""
    rows = Decision.objects.for_system("the document").filter(meeting=minutes.meeting_id)
    return rows.filter(minutes__version__lte=minutes.version).select_related("supersedes").order_by("created_at", "pk")


def _decision(row: Decision) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "item": str(row.item_id or ""),
        "text": row.text,
        "reason": row.reason,
        "alternatives": row.alternatives,
        "valid_from": row.valid_from.isoformat(),
        "look_again_on": row.look_again_on.isoformat() if row.look_again_on else "",
        "supersedes": row.supersedes.number if row.supersedes else None,
    }


def _actions(minutes: Minutes) -> Iterable[Action]:
    rows = Action.objects.for_system("the document").filter(meeting=minutes.meeting_id)
    return rows.select_related("owner__user", "organisation").order_by("due", "created_at", "pk")


def _action(row: Action) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "item": str(row.item_id or ""),
        "text": row.text,
        "owner": str(row.owner.user),
        "organisation": row.organisation.name,
        "due": row.due.isoformat(),
    }


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content, the same whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
