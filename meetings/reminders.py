"""When who is reminded of what. Pure: the planner asks what is due, the sender whether it is still so.

A reminder is tied to its moment. Of those that were missed only the last is due, as long as its words are
still true: "tomorrow" is not sent on the day itself. Those from before somebody knew of the meeting, or had
the action, never were.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from meetings.models import Action, Meeting, Minutes, Participant, Reply
from meetings.times import MORNING, days_before, nearest_moment

WEEK, DAY, HOUR = "meetings.reminder_week", "meetings.reminder_day", "meetings.reminder_hour"
SOON, TODAY, LATE = "meetings.action_soon", "meetings.action_today", "meetings.action_late"
DAYS_AHEAD = 2
# What a reminder says of the day: so many days before the meeting, or after the action was due. The others
# name no day.
DAYS_SAID = {WEEK: 7, DAY: 1, SOON: -DAYS_AHEAD, TODAY: 0}
Due = tuple[str, datetime]


def moments_of(meeting: Meeting, user: User) -> list[Due]:
    """The reminders that somebody wants of a meeting, the earliest first. A week and a day are counted
    on the clock where the meeting is, an hour by its length."""
    wanted = (
        (user.remind_week, WEEK, days_before(meeting.starts_at, 7, meeting.zone)),
        (user.remind_day, DAY, days_before(meeting.starts_at, 1, meeting.zone)),
        (user.remind_hour, HOUR, meeting.starts_at - timedelta(hours=1)),
    )
    return [(kind, moment) for wants, kind, moment in wanted if wants]


def due_for(participant: Participant, now: datetime) -> Due | None:
    """The reminder that is due for somebody who takes part, if any."""
    meeting, member = participant.meeting, participant.membership
    if meeting.state != Meeting.State.PLANNED or meeting.starts_at <= now:
        return None
    if participant.removed_at or participant.reply == Reply.DECLINED or member is None or member.ended_at:
        return None
    known = _latest(meeting.told_at, participant.invited_at)
    if known is None:
        return None
    return _if_true(_last(moments_of(meeting, member.user), known, now), days_until(meeting, now, meeting.zone))


def days_until(meeting: Meeting, now: datetime, zone: ZoneInfo) -> int:
    """How many days ahead a meeting is on a clock. What is due goes by the clock where the meeting is, as its
    moments do; what a mail says of the day by the receiver's, where the date may be another one."""
    return (meeting.starts_at.astimezone(zone).date() - now.astimezone(zone).date()).days


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def _last(moments: Iterable[Due], known: datetime, now: datetime) -> Due | None:
    due = [one for one in moments if known < one[1] <= now]
    return max(due, key=lambda one: one[1], default=None)


def _if_true(due: Due | None, days: int) -> Due | None:
    """Nothing when the day that it names is another one by now."""
    return due if due and DAYS_SAID.get(due[0], days) == days else None


def due_for_action(action: Action, now: datetime) -> Due | None:
    """The reminder that is due for the owner of an open action: two days ahead, on the day, and each
    week that it is late; at eight in the morning where the owner is."""
    if not action.is_open or action.owner.ended_at:
        return None
    zone = ZoneInfo(action.owner.user.time_zone)
    today = now.astimezone(zone).date()
    late = (today - action.due).days
    weeks = max(late // 7, 0)
    days = [(SOON, -DAYS_AHEAD), (TODAY, 0), *((LATE, 7 * week) for week in (weeks - 1, weeks) if week > 0)]
    moments = [(kind, nearest_moment(action.due + timedelta(days=day), MORNING, zone)) for kind, day in days]
    return _if_true(_last(moments, action.given_at, now), late)


def last_morning(minutes: Minutes) -> datetime:
    """Eight in the morning, where the client is, on the last day to adopt minutes."""
    assert minutes.last_day
    return nearest_moment(minutes.last_day, MORNING, minutes.zone)
