"""What the overview page shows, gathered from the rooms through their doors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Connection, Membership, Side
from common.asked import Asked, Coming
from meetings.models import Action, Meeting
from meetings.moments import start_of
from partnerships.asked import in_sight
from partnerships.models import AgreementVersion, Partnership

ROOMS = [name for name in ("accounts", "services", "vision", "partnerships", "meetings") if find_spec(f"{name}.asked")]
MOST_COMING = 6
UNDATED = timedelta(days=7)
MOST_PARTNERSHIPS = 8
MOST_CLIENTS = 5
State = Partnership.State
# Those that need somebody come first.
ORDER = {State.PROPOSED: 0, State.STARTING: 1, State.ENDING: 2, State.RUNNING: 3}
TONES = {State.RUNNING: "good", State.PROPOSED: "wait", State.STARTING: "wait", State.ENDING: "danger"}
ICONS = {
    "score": "pencil-line",
    "review": "message-square-text",
    "approve": "file-check",
    "respond": "message-circle",
    "adopt": "circle-check",
    "act": "clock",
}


@dataclass(frozen=True)
class AskedRow:
    """One thing asked, with how long there is."""

    asked: Asked
    icon: str
    late: bool
    when: str


def asked_of(member: Membership) -> list[AskedRow]:
    """Everything that this one person must do, the oldest due first. Who waits without a date, for an approval or
    an answer, waits as if it were due within a week."""
    today = timezone.localdate()
    found = [one for room in ROOMS for one in import_module(f"{room}.asked").asked_of(member)]
    found.sort(key=lambda one: (one.due or today + UNDATED, one.title))
    return [
        AskedRow(one, ICONS[one.kind], bool(one.due and one.due < today), _when(one.due, today) if one.due else "")
        for one in found
    ]


def _when(due: date, today: date) -> str:
    days = (due - today).days
    if days < 0:
        return _("%(days)d days late") % {"days": -days} if days < -1 else _("1 day late")
    if days == 0:
        return _("today")
    return _("%(days)d days left") % {"days": days} if days > 1 else _("tomorrow")


def coming_for(member: Membership) -> list[Coming]:
    """What stands on the calendar, the nearest first."""
    modules = [import_module(f"{room}.asked") for room in ROOMS]
    found = [one for module in modules if hasattr(module, "coming_for") for one in module.coming_for(member)]
    return sorted(found, key=lambda one: one.at)[:MOST_COMING]


@dataclass(frozen=True)
class Card:
    """A partnership at a glance, for one side."""

    partnership: Partnership
    other: str
    side: str
    badge: str
    tone: str
    next_meeting: dict[str, Any] | None
    open_actions: int
    late_actions: int
    agreement: str


def cards_of(member: Membership) -> list[Card]:
    """The partnerships that one sees and that are not over, each with its state and next step. One query more."""
    seen = {row.pk: row for row in in_sight(member) if row.state in ORDER}
    ordered = sorted(seen.values(), key=lambda row: (ORDER[State(row.state)], row.name.lower()))[:MOST_PARTNERSHIPS]
    figures = {one["pk"]: one for one in _figures([row.pk for row in ordered])}
    return [_card(row, member, figures[row.pk]) for row in ordered]


def _figures(keys: list[UUID]) -> Iterable[Mapping[str, Any]]:
    """What is counted for a card; the partnerships came through their door, and both sides share these."""
    why = "within partnerships that this member sees"
    within = {"partnership": OuterRef("pk")}
    meetings = Meeting.objects.for_system(why).filter(
        **within, state=Meeting.State.PLANNED, starts_at__gt=timezone.now()
    )
    actions = Action.objects.for_system(why).open().known_to_both().filter(**within).order_by().values("partnership")
    versions = AgreementVersion.objects.for_system(why).filter(agreement__partnership=OuterRef("pk"))
    late = Q(due__lt=timezone.localdate())
    return (
        Partnership.objects.for_system(why)
        .filter(pk__in=keys)
        .values(
            "pk",
            next_meeting=Subquery(meetings.order_by("starts_at").values("starts_at")[:1]),
            next_zone=Subquery(meetings.order_by("starts_at").values("time_zone")[:1]),
            open_actions=Subquery(actions.annotate(n=Count("pk")).values("n")),
            late_actions=Subquery(actions.filter(late).annotate(n=Count("pk")).values("n")),
            has_agreement=Exists(versions.filter(state=AgreementVersion.State.IN_FORCE)),
            waiting=Exists(versions.filter(state=AgreementVersion.State.PROPOSED)),
            written=Exists(versions.filter(state=AgreementVersion.State.DRAFT)),
        )
    )


def _card(row: Partnership, member: Membership, figures: Mapping[str, Any]) -> Card:
    return Card(
        partnership=row,
        other=row.other(member).name,
        side=row.side_of(member).other,
        badge=_badge(row, member),
        tone=TONES[State(row.state)],
        next_meeting=figures["next_meeting"] and _on_its_clock(figures["next_meeting"], figures["next_zone"]),
        open_actions=figures["open_actions"] or 0,
        late_actions=figures["late_actions"] or 0,
        agreement=_agreement(figures),
    )


def _on_its_clock(at: datetime, zone: str) -> dict[str, Any]:
    """Day and hour where the meeting is, with the place for who reads by another clock."""
    meeting = Meeting(starts_at=at, ends_at=at, time_zone=zone)
    return {"day": meeting.local_start.date(), "hour": start_of(meeting, timezone.get_current_timezone(), brief=True)}


def _badge(row: Partnership, member: Membership) -> str:
    programme = getattr(row, "start_programme", None)
    if row.state == State.STARTING and programme:
        if programme.began_on > timezone.localdate():
            return _("Begins on %(day)s") % {"day": date_format(programme.began_on, "j F")}
        day = programme.day(timezone.localdate())
        return _("Start, day %(day)d of 100") % {"day": min(day, 100)}
    if row.state == State.PROPOSED and row.supplier_id == member.organisation_id:
        return pgettext("a supplier", "Waiting for you")
    if row.state == State.PROPOSED:
        return _("Waiting for %(name)s") % {"name": row.supplier.name}
    return row.get_state_display().capitalize()


def _agreement(figures: Mapping[str, Any]) -> str:
    if figures["has_agreement"]:
        return _("in force")
    if figures["waiting"]:
        return _("up for approval")
    return _("in preparation") if figures["written"] else _("not yet")


def clients_of(member: Membership) -> list[Connection]:
    """The clients of a supplier, for its first page while it has no partnership yet."""
    if member.side == Side.CLIENT:
        return []
    rows = Connection.objects.visible_to(member).active().filter(supplier=member.organisation_id)
    return list(rows.select_related("client").order_by("-began_at")[:MOST_CLIENTS])


def greeting(member: Membership) -> str:
    """Good morning, afternoon or evening, in the reader's own day."""
    hour = timezone.localtime().hour
    name = {"name": member.user.get_short_name()}
    if hour < 12:
        return _("Good morning %(name)s") % name
    return _("Good afternoon %(name)s") % name if hour < 18 else _("Good evening %(name)s") % name


def summary(asked: list[AskedRow], coming: list[Coming]) -> str:
    """One sentence that says how the day stands."""
    count = len(asked)
    if count == 0:
        first = _("Nothing is waiting for you.")
    elif count == 1:
        first = _("One thing needs your attention.")
    else:
        first = _("%(count)d things need your attention.") % {"count": count}
    meeting = next((one for one in coming if one.who and one.with_me and not one.all_day), None)
    if meeting and meeting.at - timezone.now() < timedelta(days=7):
        day = _day_name(timezone.localtime(meeting.at).date())
        return f"{first} " + _("Your next meeting with %(name)s is %(day)s.") % {"day": day, "name": meeting.who}
    return first


def _day_name(day: date) -> str:
    days = (day - timezone.localdate()).days
    if days == 0:
        return _("today")
    return _("tomorrow") if days == 1 else _("on %(day)s") % {"day": date_format(day, "l")}
