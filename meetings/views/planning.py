"""One meeting: its page, and everything before it begins."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.limits import a_day
from accounts.models import AuditEvent, Side
from accounts.rules import require
from common.once import once
from meetings import actions, rules
from meetings.actions.planning import TOLD
from meetings.agendas import HABITS
from meetings.audit import sentence_of
from meetings.carried import with_earlier
from meetings.forms import CancelForm, MeetingForm, day_ahead, last_working_day
from meetings.left_open import left_open
from meetings.models import Action, Level, Meeting, Minutes, Reply
from meetings.pdf import kept_pdf
from meetings.views.answers import attempt, do, meeting_of, page, posted
from meetings.views.lists import partnerships_of
from meetings.views.presence import save_ticks

PAGE = ["GET", "HEAD", "POST"]
MOST_EVENTS = 30


@require_GET
def detail(request: Any, pk: Any) -> HttpResponse:
    """What is asked of me here first, then the agenda and what came of it, then the history."""
    member, meeting = request.member, meeting_of(request, pk)
    people = list(
        meeting.participants.filter(removed_at=None)
        .select_related("membership__user", "membership__organisation")
        .order_by("side", "created_at", "pk")
    )
    people.sort(key=lambda one: one.is_guest)
    mine = next((one for one in people if one.membership_id == member.pk), None)
    context = {
        "meeting": meeting,
        "partner": meeting.partnership.other(member),
        "partner_side": meeting.partnership.side_of(member).other,
        "people": people,
        "mine": mine,
        "decisions": list(meeting.decisions.order_by("number", "created_at")),
        "actions": _actions_of(meeting),
        "events": _events_of(member, meeting),
        "today": timezone.localdate(),
        "replies": [one for one in Reply.choices if one[0] != Reply.NONE],
        **(agenda := _agenda_of(member, meeting)),
        **_left_of(member, meeting, agenda["items"]),
        **_versions_of(member, meeting, mine),
        **_allowed(member, meeting),
    }
    return render(request, "meetings/detail.html", context)


def _agenda_of(member: Any, meeting: Meeting) -> dict[str, Any]:
    items = list(meeting.items.prefetch_related("files__attachment").order_by("position", "created_at"))
    with_earlier(member, items)
    allotted = sum(item.minutes for item in items)
    # Advice for who can still follow it.
    ahead = meeting.state in meeting.AGENDA_OPEN and not meeting.is_past
    return {"items": items, "allotted": allotted, "too_long": ahead and allotted > meeting.length}


def _left_of(member: Any, meeting: Meeting, items: list[Any]) -> dict[str, Any]:
    """What earlier meetings left to do, until the minutes of this one say what was said of it."""
    ahead = meeting.state in (Meeting.State.DRAFT, Meeting.State.PLANNED, Meeting.State.UNDER_WAY)
    return left_open(member, meeting, items) if ahead else {}


def _versions_of(member: Any, meeting: Meeting, mine: Any) -> dict[str, Any]:
    versions = list(meeting.versions.prefetch_related("approvals__by__user").order_by("-version"))
    newest = versions[0] if versions else None
    waits = bool(newest and newest.state == Minutes.State.REVIEW and _may_adopt(member, newest, mine))
    adopted = next((one for one in versions if one.is_adopted), None)
    file = kept_pdf(adopted) if adopted else None
    return {"versions": versions, "newest": newest, "to_adopt": waits, "adopted": adopted, "file": file}


def _events_of(member: Any, meeting: Meeting) -> list[Any]:
    events = AuditEvent.objects.visible_to(member).filter(object_type="meetings.meeting", object_id=meeting.pk)
    found: list[Any] = list(events.select_related("actor").order_by("-at")[:MOST_EVENTS])
    for one in found:
        one.words = sentence_of(one)
    return found


def _actions_of(meeting: Meeting) -> list[Action]:
    rows = list(meeting.actions.select_related("owner__user", "organisation").order_by("due", "created_at"))
    for row in rows:
        row.partnership = meeting.partnership
    return rows


def _may_adopt(member: Any, minutes: Minutes, mine: Any) -> bool:
    side = minutes.meeting.partnership.side_of(member)
    answered = any(one.side == side and one.voided_at is None for one in minutes.approvals.all())
    return not answered and rules.can_adopt(member, minutes, bool(mine and mine.present))


def _allowed(member: Any, meeting: Meeting) -> dict[str, bool]:
    return {
        "can_change": rules.can_change(member, meeting),
        "can_put": rules.can_put_on_agenda(member, meeting),
        "can_hold": rules.can_hold(member, meeting),
        "can_write": rules.can_write(member, meeting),
        "can_act": rules.can_act(member, meeting.partnership),
        "can_cancel": rules.can_cancel(member, meeting.partnership)
        and meeting.state in (Meeting.State.DRAFT, Meeting.State.PLANNED),
        "can_correct": rules.can_correct(member, meeting),
    }


@require_http_methods(PAGE)
@a_day("calendar", amount=200)
@once
def new(request: Any) -> HttpResponse:
    """First with whom and at which level, then when and with which people. With `afterwards` in the address
    it is one that was held already."""
    member, afterwards = request.member, bool(request.GET.get("afterwards"))
    require(rules.can_edit(member))
    choices = partnerships_of(member).alive()
    level = request.GET.get("level", "")
    if "partnership" not in request.GET or level not in Level.values:
        context = choices_of(member, choices, request.GET.get("partnership")) | {"afterwards": afterwards}
        return render(request, "meetings/new_choose.html", context)
    partnership = get_object_or_404(choices, pk=as_uuid(request.GET["partnership"]))
    require(rules.can_organise(member, partnership), rules.why_over(partnership))
    form = MeetingForm(
        posted(request), partnership=partnership, member=member,
        initial=_suggested(partnership, Level(level), afterwards=afterwards),
    )  # fmt: skip
    made: list[Meeting] = []
    if attempt(form, lambda: made.append(_make(form, partnership, level, member, request.POST.get("then")))):
        name = "meetings:minutes" if made[0].recorded_afterwards else "meetings:detail"
        return redirect(member.url(name, pk=made[0].pk))
    context = {
        "form": form,
        "afterwards": afterwards,
        "partnership": partnership,
        "partner": partnership.other(member),
        "partner_side": partnership.side_of(member).other,
        "level": Level(level),
    }
    return page(request, "meetings/new.html", context)


def as_uuid(text: str) -> Any:
    try:
        return UUID(text)
    except ValueError:
        return None


def choices_of(member: Any, partnerships: Any, chosen: str | None) -> dict[str, Any]:
    rows = list(partnerships)
    for row in rows:
        row.partner, row.partner_side = row.other(member), row.side_of(member).other
    only = rows[0] if len(rows) == 1 else next((row for row in rows if str(row.pk) == chosen), None)
    return {"partnerships": rows, "chosen": only, "levels": [(one.value, one.meeting) for one in Level]}


def _suggested(partnership: Any, level: Level, *, afterwards: bool) -> dict[str, Any]:
    """A week from now at ten, as long as the level usually takes, with both teams; or the last working day."""
    begin = datetime.combine(last_working_day() if afterwards else day_ahead(7), time(10))
    team = partnership.team.filter(until=None, membership__ended_at=None).select_related("membership__user")
    listed = [one.membership for one in team]
    with translation.override(partnership.client.language):  # that of its minutes
        title = str(level.meeting)
    return {
        "title": title,
        "day": begin.date(),
        "starts_at": begin.time(),
        "ends_at": (begin + timedelta(minutes=HABITS[level].length)).time(),
        "usual_agenda": True,
        "afterwards": afterwards,
        "client_people": [one for one in listed if partnership.side_of(one) == Side.CLIENT],
        "supplier_people": [one for one in listed if partnership.side_of(one) == Side.SUPPLIER],
    }


@transaction.atomic
def _make(form: MeetingForm, partnership: Any, level: str, member: Any, then: str | None) -> Meeting:
    """The meeting; planned at once when that button was pressed, so that both happen or neither."""
    values = form.cleaned_data
    meeting = actions.make_meeting(
        partnership=partnership,
        by=member,
        level=level,
        members=form.members,
        guests=values["guests"],
        usual_agenda=values["usual_agenda"],
        afterwards=values["afterwards"] and form.is_past,
        **form.changes(),
    )
    if then == "plan" and meeting.state == Meeting.State.DRAFT:
        actions.plan_meeting(meeting=meeting, by=member)
    return meeting


@require_http_methods(PAGE)
@a_day("calendar", amount=200)
def edit(request: Any, pk: Any) -> HttpResponse:
    """Time, place, people. Of a planned meeting everybody concerned is mailed."""
    member, meeting = request.member, meeting_of(request, pk)
    if rules.can_organise(member, meeting.partnership) and not meeting.is_agenda_open:
        return _fixed(request, meeting)
    require(rules.can_change(member, meeting), rules.why_over(meeting.partnership))
    form = MeetingForm(posted(request), partnership=meeting.partnership, member=member, meeting=meeting)
    if attempt(form, lambda: _change(form, meeting, member)):
        messages.success(request, _("Saved."))
        return redirect(member.url("meetings:detail", pk=meeting.pk))
    context = {"form": form, "meeting": meeting, "level": Level(meeting.level), "told": sorted(TOLD)}
    return page(request, "meetings/edit.html", context)


def _fixed(request: Any, meeting: Meeting) -> HttpResponse:
    """Why time, place and people stand, for who might change them otherwise, and what can be done instead."""
    newest = meeting.versions.order_by("-version").first()
    context = {"meeting": meeting, "newest": newest, "is_adopted": bool(newest and newest.is_adopted)}
    context["can_correct"] = context["is_adopted"] and rules.can_correct(request.member, meeting)
    return render(request, "meetings/fixed.html", context, status=403)


@transaction.atomic
def _change(form: MeetingForm, meeting: Meeting, member: Any) -> None:
    actions.change_meeting(meeting=meeting, revision=form.cleaned_data["revision"] or 0, by=member, **form.changes())
    actions.set_people(meeting=meeting, by=member, members=form.members, guests=form.cleaned_data["guests"])


@require_POST
@a_day("calendar", amount=200)
def plan(request: Any, pk: Any) -> HttpResponse:
    """Makes a draft planned and invites everybody."""
    meeting = meeting_of(request, pk)
    return do(
        request,
        request.member.url("meetings:detail", pk=meeting.pk),
        lambda: actions.plan_meeting(meeting=meeting, by=request.member),
        _("Planned. The invitations are on their way."),
    )


@require_http_methods(PAGE)
def cancel(request: Any, pk: Any) -> HttpResponse:
    """Asks once, says who will be told, and cancels."""
    member, meeting = request.member, meeting_of(request, pk)
    require(rules.can_cancel(member, meeting.partnership))
    if request.method != "POST" and meeting.state not in Meeting.AHEAD:
        messages.info(request, _why_not_cancelled(meeting))
        return redirect(member.url("meetings:detail", pk=meeting.pk))
    form = CancelForm(posted(request))
    if attempt(form, lambda: actions.cancel(meeting=meeting, by=member, because=form.cleaned_data["because"])):
        messages.success(request, _("The meeting is cancelled."))
        return redirect(member.url("meetings:detail", pk=meeting.pk))
    people = meeting.participants.filter(removed_at=None).count() if meeting.state == Meeting.State.PLANNED else 0
    return page(request, "meetings/cancel.html", {"form": form, "meeting": meeting, "people": people})


def _why_not_cancelled(meeting: Meeting) -> str:
    if meeting.state == Meeting.State.CANCELLED:
        return _("This meeting is cancelled already.")
    if meeting.state == Meeting.State.UNDER_WAY:
        return _("This meeting has begun, so it cannot be cancelled. Close it instead.")
    return _("This meeting was held, so it cannot be cancelled.")


@require_POST
def reply(request: Any, pk: Any) -> HttpResponse:
    """Says whether one comes."""
    meeting = meeting_of(request, pk)
    answer = request.POST.get("answer", "")
    return do(
        request,
        request.member.url("meetings:detail", pk=meeting.pk),
        lambda: actions.reply(meeting=meeting, answer=answer, by=request.member),
        _("Your answer is saved."),
    )


@require_http_methods(PAGE)
def begin(request: Any, pk: Any) -> HttpResponse:
    """Begins the meeting and leads to its minutes; asks once when its time is not there yet."""
    member, meeting = request.member, meeting_of(request, pk)
    require(rules.can_hold(member, meeting), rules.why_over(meeting.partnership))
    if request.method != "POST":
        if meeting.state == Meeting.State.PLANNED and meeting.is_ahead:
            return render(request, "meetings/begin.html", {"meeting": meeting})
        name = "meetings:minutes" if meeting.state == Meeting.State.UNDER_WAY else "meetings:detail"
        return redirect(member.url(name, pk=meeting.pk))
    try:
        actions.begin(meeting=meeting, by=member)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(member.url("meetings:detail", pk=meeting.pk))
    return redirect(member.url("meetings:minutes", pk=meeting.pk))


@require_POST
def finish(request: Any, pk: Any) -> HttpResponse:
    """Closes the meeting; what was left goes on to the next."""
    meeting = meeting_of(request, pk)

    def close() -> None:
        save_ticks(request, meeting)
        actions.finish(meeting=meeting, by=request.member)

    return do(
        request,
        request.member.url("meetings:minutes", pk=meeting.pk),
        close,
        _("The meeting is closed. You can now send the minutes for adoption."),
    )
