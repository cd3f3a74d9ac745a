"""The PDF of adopted minutes: made once from the frozen row, and kept."""

from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.richtext import safe
from documents.attachments import picture_of
from documents.models import Rendering
from documents.pdf import Frame, make_pdf
from documents.renderings import PDF, Made, file_name, render_once
from meetings.models import Action, Approval, Decision, Level, Minutes
from meetings.moments import hours_of

KIND = "meetings.minutes"


def pdf_of(minutes: Minutes) -> Rendering:
    """The PDF, made now if there is none yet. Only in the worker: it takes seconds."""
    assert minutes.is_adopted
    return render_once(
        KIND,
        about=minutes,
        language=minutes.meeting.language,
        input_hash=minutes.sha256,
        make=lambda: Made(name_of(minutes), PDF, _make(minutes)),
    )


def kept_pdf(minutes: Minutes) -> Rendering | None:
    """The PDF, if it was made already."""
    rows = Rendering.objects.for_system("behind the door of the meeting")
    return rows.filter(kind=KIND, object_id=minutes.pk, input_hash=minutes.sha256).first()


def name_of(minutes: Minutes) -> str:
    meeting, pair = minutes.meeting, minutes.meeting.partnership
    with translation.override(meeting.language):
        subject = f"{_('Minutes')} {minutes.number}"
        version = _("version %(number)s") % {"number": minutes.version}
    return file_name(subject, f"{pair.client.slug} {pair.supplier.slug}", version, meeting.language) + ".pdf"


def _make(minutes: Minutes) -> bytes:
    meeting = minutes.meeting
    pair = meeting.partnership
    with translation.override(meeting.language):
        frame = _frame(minutes)
        context = document(minutes) | {"meeting": meeting, "minutes": minutes, "pair": pair}
    return make_pdf("meetings/pdf/minutes.html", context, frame=frame)


def _frame(minutes: Minutes) -> Frame:
    meeting, client = minutes.meeting, minutes.meeting.partnership.client
    number = {"number": minutes.number, "version": minutes.version}
    facts = [
        (_("Date"), date_format(meeting.local_start, "l j F Y")),
        (_("Time"), hours_of(meeting)),
        (_("Level"), str(Level(meeting.level).label)),
        (_("For"), f"{client.name}, {meeting.partnership.supplier.name}"),
    ]
    if meeting.place:
        facts.insert(2, (_("Place"), meeting.place))
    return Frame(
        title=meeting.title,
        subtitle=_("Minutes %(number)s, version %(version)s") % number,
        owner=f"{client.name} · {meeting.partnership.supplier.name}",
        label=_("Minutes %(number)s, version %(version)s") % number,
        language=meeting.language,
        accent=client.accent,
        facts=facts,
        logo=picture_of(client.logo),
        logo_beside=picture_of(meeting.partnership.supplier.logo),
    )


def document(minutes: Minutes) -> dict[str, Any]:
    """What the page and the PDF show of minutes that were sent: the copied content, with dates as dates,
    clean texts, and the numbers that the decisions got."""
    content = minutes.content or {}
    numbers = dict(
        Decision.objects.for_system("their numbers").filter(meeting=minutes.meeting_id).values_list("pk", "number")
    )
    known = {str(key): number for key, number in numbers.items()}
    items = [_item(item) | _led_to(item, known) for item in content.get("items", [])]
    return {
        "content": content,
        "items": items,
        "loose": _led_to(content, known),
        "approvals": list(
            Approval.objects.for_system("the document")
            .filter(minutes=minutes, voided_at=None)
            .select_related("by__user")
            .order_by("side")
        ),
        "starts_at": datetime.fromisoformat(content["starts_at"]) if content else None,
        "present": [one for one in content.get("people", []) if one["present"]],
        "absent": [one for one in content.get("people", []) if not one["present"]],
    }


def _item(item: dict[str, Any]) -> dict[str, Any]:
    # Minutes from before items said so do not hold these keys.
    day, closed = item.get("carried_from"), item.get("closed", [])
    return item | {
        "html": safe(item["text"]),
        "carried_from": date.fromisoformat(day) if day else None,
        "closed": [one | {"state": Action.State(one["state"]).label} for one in closed],
    }


def _led_to(part: dict[str, Any], known: dict[str, int | None]) -> dict[str, Any]:
    """Decisions and actions of an item, or of no item."""
    decisions = [
        one
        | {
            "number": known.get(one["id"]),
            "valid_from": date.fromisoformat(one["valid_from"]),
            "look_again_on": date.fromisoformat(one["look_again_on"]) if one["look_again_on"] else None,
        }
        for one in part.get("decisions", [])
    ]
    actions = [one | {"due": date.fromisoformat(one["due"])} for one in part.get("actions", [])]
    return {"decisions": decisions, "actions": actions}
