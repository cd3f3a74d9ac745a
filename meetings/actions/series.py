"""The rhythm of a level, and the next meeting from it."""

from collections.abc import Collection, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from common.edges import check_moment
from common.models import revise
from meetings import rules
from meetings.actions.agenda import carry, copy_usual_agenda
from meetings.actions.common import hold_alive, locked, note
from meetings.actions.planning import cancel_with_partnership
from meetings.agendas import Point
from meetings.models import Meeting, MeetingSeries, Participant, SeriesItem
from meetings.times import nearest_moment
from partnerships.models import Partnership


@transaction.atomic
def make_series(
    *,
    partnership: Partnership,
    by: Membership,
    members: Collection[Membership] = (),
    points: Sequence[Point] = (),
    **details: Any,
) -> MeetingSeries:
    """Lays down a rhythm, its usual participants and agenda. Makes no meeting yet."""
    require(rules.can_organise(by, partnership), rules.why_over(partnership))
    hold_alive(partnership)
    series = MeetingSeries.objects.create(partnership=partnership, made_by=by, **details)
    series.members.set(members)
    _set_points(series, points)
    _note("meetings.series_made", series, by)
    return series


def _note(event: str, series: MeetingSeries, by: Membership) -> None:
    record(event, organisation=by.organisation, by=by, about=series, shared_with=series.partnership.other(by))


def _set_points(series: MeetingSeries, points: Sequence[Point]) -> None:
    SeriesItem.objects.for_system("the whole agenda").filter(series=series).delete()
    SeriesItem.objects.bulk_create(
        SeriesItem(series=series, position=n, title=one.title, purpose=one.purpose, minutes=one.minutes)
        for n, one in enumerate(points)
    )


@transaction.atomic
def change_series(
    *,
    series: MeetingSeries,
    revision: int,
    by: Membership,
    members: Collection[Membership],
    points: Sequence[Point],
    **changes: Any,
) -> None:
    """Changes the template. Meetings that exist already stay as they are. Raises Conflict."""
    require(rules.can_change_series(by, series), rules.why_over(series.partnership))
    revise(series, revision=revision, **changes)
    series.members.set(members)
    _set_points(series, points)
    _note("meetings.series_changed", series, by)


@transaction.atomic
def end_series(*, series: MeetingSeries, by: Membership) -> None:
    """No more meetings come from it; those that exist stay."""
    if series.ended_at:
        return
    require(rules.can_change_series(by, series), rules.why_over(series.partnership))
    series.ended_at = timezone.now()
    series.save(update_fields=["ended_at"])
    _note("meetings.series_ended", series, by)


@transaction.atomic
def end_with_partnership(*, partnership: Partnership, by: Membership) -> None:
    """Ends what a partnership that has just ended had before it: its series, all drafts, and the planned meetings whose
    time has not come, of which who was invited is told. What was begun is still finished."""
    at = partnership.ended_at
    assert at
    running = MeetingSeries.objects.for_system("of what ended").running().filter(partnership=partnership)
    for series in running.select_related("partnership__client", "partnership__supplier"):
        series.ended_at = at
        series.save(update_fields=["ended_at"])
        _note("meetings.series_ended", series, by)
    ahead = Meeting.objects.for_system("of what ended").filter(partnership=partnership).cancelled_at_end(at)
    for meeting in ahead.order_by("starts_at", "pk"):
        cancel_with_partnership(meeting=meeting, by=by, at=at)


def next_day(series: MeetingSeries, member: Membership, after: date | None = None) -> date:
    """The day of the next meeting: after the last that the member sees, or the day given, and not in the past."""
    if after is None:
        after = last_day(series, member)
    now = timezone.now().astimezone(series.zone)
    passed = now.date() - timedelta(days=now.time() < series.start_time)
    # One that was cancelled is no reason to wait.
    held = Meeting.objects.visible_to(member).filter(series=series).exclude(state=Meeting.State.CANCELLED)
    until = nearest_moment(after + timedelta(days=1), time(), series.zone)
    last = held.filter(starts_at__lt=until).order_by("-starts_at").first()
    return series.next_date(max(after, passed), last=last.local_start.date() if last else None)


def last_day(series: MeetingSeries, member: Membership) -> date:
    """The day of the last meeting that the member sees; the day before the first when there is none."""
    last = Meeting.objects.visible_to(member).filter(series=series).order_by("-starts_at").first()
    return last.local_start.date() if last else series.first_on - timedelta(days=1)


@transaction.atomic
def make_next(*, series: MeetingSeries, by: Membership, after: date | None = None) -> Meeting:
    """The meeting of the rhythm after a day, as a draft with the usual people and agenda and with what
    the meeting before it left. The same day twice gives the same meeting; a day for which the other side has a draft
    is refused."""
    require(rules.can_change_series(by, series), rules.why_over(series.partnership))
    hold_alive(series.partnership)
    # Two clicks wait for each other here.
    MeetingSeries.objects.for_system("held").select_for_update(of=("self",)).get(pk=series.pk)
    day = next_day(series, by, after)
    check_moment(day)
    starts_at = nearest_moment(day, series.start_time, series.zone)
    there = Meeting.objects.for_system("made before").filter(series=series, starts_at=starts_at)
    if found := there.exclude(state=Meeting.State.CANCELLED).first():
        if not Meeting.objects.visible_to(by).filter(pk=found.pk).exists():
            words = {"partner": series.partnership.other(by).name, "day": date_format(day, "j F Y")}
            raise ValidationError(
                _("%(partner)s is preparing the meeting of %(day)s. You see it once it is planned.") % words
            )
        return found
    meeting = Meeting.objects.create(
        partnership=series.partnership,
        series=series,
        level=series.level,
        title=series.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=series.length),
        time_zone=series.time_zone,
        place=series.place,
        link=series.link,
        language=series.partnership.client.language,
        side=series.partnership.side_of(by),
        organiser=by,
    )
    _usual_people(meeting, series)
    copy_usual_agenda(meeting, series.items.order_by("position"), by=by)
    earlier = Meeting.objects.for_system("before it").filter(series=series, starts_at__lt=starts_at)
    previous = earlier.filter(state__in=Meeting.DONE).order_by("-starts_at").first()
    if previous:
        carry(meeting, previous)
    note("meetings.made", locked(meeting), by)
    return meeting


def _usual_people(meeting: Meeting, series: MeetingSeries) -> None:
    """Those who are still here."""
    members = series.members.filter(ended_at=None, user__is_active=True)
    Participant.objects.bulk_create(
        Participant(meeting=meeting, membership=one, side=meeting.partnership.side_of(one)) for one in members
    )
