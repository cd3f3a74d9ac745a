"""Writing minutes, together."""

from functools import partial
from typing import Any

from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.kept import with_kept
from accounts.rules import require
from accounts.views.two_texts import Field, Kept, kept_texts, two_texts
from common.autosave import refused, revision_of, saved
from common.models import Conflict
from common.news import answer, moments, news_of, saved_since
from common.richtext import safe, text, typed
from meetings import actions, rules
from meetings.actions.adoption import term_of
from meetings.actions.writing import MOST_NOTED
from meetings.carried import with_earlier
from meetings.forms import DecisionForm, day_ahead, owner_choices
from meetings.left_open import left_open
from meetings.models import AgendaItem, Meeting, Minutes, MinutesText, PrivateNote
from meetings.moments import DAY
from meetings.views.agenda import item_of
from meetings.views.answers import do, meeting_of, typed_again
from meetings.views.presence import mark_of

PAIR = ("meeting__partnership__client", "meeting__partnership__supplier")
OF_MEETING = tuple(f"minutes__{name}" for name in PAIR)


@require_GET
def writing(request: Any, pk: Any) -> HttpResponse:
    """The minutes while they are written: presence, a text for each item, decisions, actions, own notes."""
    member = request.member
    versions = Minutes.objects.visible_to(member).exclude(state=Minutes.State.ADOPTED).select_related(*PAIR)
    minutes = versions.filter(meeting=pk).first()
    meeting = minutes.meeting if minutes else meeting_of(request, pk)
    if minutes is None or minutes.state != Minutes.State.DRAFT:
        name = "meetings:adoption" if minutes else "meetings:detail"
        return redirect(member.url(name, pk=meeting.pk))
    require(rules.can_write(member, meeting))
    people = list(
        meeting.participants.filter(removed_at=None)
        .select_related("membership__user", "membership__organisation")
        .order_by("side", "created_at", "pk")
    )
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "partner": meeting.partnership.other(member),
        "partner_side": meeting.partnership.side_of(member).other,
        "people": sorted(people, key=lambda one: one.is_guest),
        "people_mark": mark_of(one.pk for one in people if one.present),
        "rows": (rows := _rows(member, meeting, minutes)),
        **left_open(member, meeting, [row["item"] for row in rows if row["item"]]),
        # Who put an item there is worth saying only of those that the other side did.
        "marks_sides": len({row["item"].side for row in rows if row["item"]}) > 1,
        "kept": with_kept([row["text"].pk for row in rows if row["item"]]),
        "note": PrivateNote.objects.visible_to(member).filter(meeting=meeting).first(),
        "decision_form": DecisionForm(meeting=meeting),
        "owners": owner_choices(meeting.partnership, member, meeting),
        "due": day_ahead(14),
        "now": timezone.now(),
        # That of sending it now.
        "last_day": date_format(term_of(minutes, timezone.now()).astimezone(minutes.zone), DAY),
        "can_adopt": rules.can_adopt(member, minutes, was_there=any(one.membership_id == member.pk for one in people)),
    }
    return render(request, "meetings/minutes.html", context)


def _rows(member: Any, meeting: Meeting, minutes: Minutes) -> list[dict[str, Any]]:
    """Each item with its text, its decisions of this version and its actions; last what has no item."""
    texts = minutes.texts.select_related("item").order_by("item__position", "item__created_at")
    texts = texts.prefetch_related("item__files__attachment")
    with_earlier(member, [row.item for row in texts])
    decisions = list(meeting.decisions.order_by("created_at"))
    actions_ = list(meeting.actions.select_related("owner__user", "organisation").order_by("due", "created_at"))
    rows = [
        {
            "item": row.item,
            "text": row,
            "files": row.item.files.all(),
            "field_id": f"text-{row.pk}",
            "decisions": [one for one in decisions if one.item_id == row.item_id],
            "actions": [one for one in actions_ if one.item_id == row.item_id],
        }
        for row in texts
    ]
    loose = {
        "item": None,
        "decisions": [one for one in decisions if one.item_id is None],
        "actions": [one for one in actions_ if one.item_id is None],
    }
    return [*rows, loose]


def text_of(request: Any, pk: Any) -> MinutesText:
    """One text of the minutes, through the door of the meeting."""
    rows = MinutesText.objects.visible_to(request.member).select_related("item", *OF_MEETING)
    return get_object_or_404(rows, pk=pk)


@require_POST
def save_text(request: Any, pk: Any) -> HttpResponse:
    """Saves one text. Answers a script with the new revision, a form with the page; 409 with both texts."""
    row = text_of(request, pk)
    html = typed(request.POST, "text", before=row.text)
    try:
        actions.save_text(text=row, revision=revision_of(request), html=html, by=request.member)
    except Conflict as conflict:
        return _both(request, row, conflict.current, html)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        context = {"meeting": row.minutes.meeting, "error": sentence, "kept": text(html)}
        return refused(request, error, lambda: render(request, "meetings/refused.html", context, status=422))
    back = request.member.url("meetings:minutes", pk=row.minutes.meeting_id) + f"#item-{row.item_id}"
    return saved(request, row, back)


def _both(request: Any, row: MinutesText, current: Any, html: str) -> HttpResponse:
    member, meeting = request.member, row.minutes.meeting
    here = member.url("meetings:minutes", pk=meeting.pk)
    return two_texts(
        request, current, [Field("text", row.item.title, html, current.text)], title=row.item.title,
        crumbs=_up(request, meeting), url=member.url("meetings:text", pk=row.pk), back=f"{here}#item-{row.item_id}",
        kept=Kept("meetings:text-kept", meeting, meeting.partnership.other(member)),
    )  # fmt: skip


def _up(request: Any, meeting: Meeting) -> list[dict[str, str]]:
    return [{"label": f"{_('Minutes')}: {meeting.title}", "url": request.member.url("meetings:minutes", pk=meeting.pk)}]


@require_GET
def news(request: Any, pk: Any) -> HttpResponse:
    """The texts that were saved since a page was opened, for static/js/news.js; 404 once the minutes were sent."""
    member, (now, since) = request.member, moments(request)
    rows = MinutesText.objects.visible_to(member).filter(minutes__meeting=pk, minutes__state=Minutes.State.DRAFT)
    first = rows.select_related(*OF_MEETING).first()
    if first is None:
        raise Http404
    require(rules.can_write(member, first.minutes.meeting))
    newer = rows.filter(saved_since(since)).select_related("changed_by__user")
    return answer(now, [news_of(one, {"text": safe(one.text)}) for one in newer])


@require_GET
def text_kept(request: Any, pk: Any) -> HttpResponse:
    """What two people wrote under one item at the same time; both sides read it."""
    row = text_of(request, pk)
    return kept_texts(request, row, title=row.item.title, crumbs=_up(request, row.minutes.meeting))


@require_POST
def save_note(request: Any, pk: Any) -> HttpResponse:
    """Saves the notes of one's own side."""
    member, meeting = request.member, meeting_of(request, pk)
    require(rules.can_note(member, meeting))
    words = request.POST.get("plain", "")
    try:
        note = actions.save_note(meeting=meeting, text=words, revision=revision_of(request), by=member)
    except Conflict as conflict:
        row: Any = conflict.current
        here = member.url("meetings:minutes", pk=meeting.pk)
        return two_texts(
            request, row, [Field("plain", _("Notes for ourselves"), words, row.text, "lines", MOST_NOTED)],
            title=_("Notes for ourselves"), crumbs=_up(request, meeting),
            url=member.url("meetings:note", pk=meeting.pk), back=f"{here}#notes",
        )  # fmt: skip
    except ValidationError as error:
        return refused(request, error, partial(typed_again, request, meeting, error, "plain"))
    return saved(request, note, member.url("meetings:minutes", pk=meeting.pk) + "#notes")


@require_POST
def discussed(request: Any, pk: Any) -> HttpResponse:
    """Whether an item was dealt with."""
    row: AgendaItem = item_of(request, pk)
    value = {"yes": True, "no": False}.get(request.POST.get("discussed", ""))
    to = request.member.url("meetings:minutes", pk=row.meeting_id) + f"#item-{row.pk}"
    answer = do(request, to, lambda: actions.mark_discussed(item=row, discussed=value, by=request.member))
    if not request.htmx:
        return answer
    if get_messages(request):
        return HttpResponse(headers={"HX-Redirect": to})
    row.is_discussed = value
    return render(request, "meetings/minutes_discussed.html", {"item": row, "meeting": row.meeting})
