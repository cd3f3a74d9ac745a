"""Reminders: each once, on the clock where the meeting is, and only while they are wanted."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from accounts.models import User
from meetings import actions
from meetings.models import Action, Meeting
from meetings.times import days_before, end_of_review, to_moment
from notifications.actions import dispatch_due, plan
from notifications.models import CLAIM, Message
from tests.meetings.conftest import at, fresh

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def kinds() -> list[str]:
    return sorted(Message.objects.filter(kind__contains="reminder").values_list("kind", flat=True))


@pytest.fixture
def meet(make, cast):
    """meet("2026-03-29T08:00", told="2026-03-01T09:00") is planned at one moment for another, for one person."""

    def planned(starts: str, told: str) -> Meeting:
        with time_machine.travel(at(told), tick=False):
            meeting = make(starts_at=at(starts), members=[cast.catering_editor])
            actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
        Message.objects.all().delete()
        return fresh(meeting)

    return planned


def run(moment: str) -> list[str]:
    """The planner and a worker at a moment, three times each; the kinds of what was mailed."""
    mail.outbox = []
    with time_machine.travel(at(moment), tick=False):
        for _time in range(3):
            plan(datetime.now(UTC))
        before = len(mail.outbox)
        for _time in range(3):
            dispatch_due()
    return [one.subject for one in mail.outbox[before:]]


# Over both changes of the clock, in both years: ten o'clock stays ten o'clock.
@pytest.mark.parametrize(
    "starts,week,day,hour",
    [
        ("2026-03-30T08:00", "2026-03-23T09:00", "2026-03-29T08:00", "2026-03-30T07:00"),
        ("2026-10-26T09:00", "2026-10-19T08:00", "2026-10-25T09:00", "2026-10-26T08:00"),
        ("2027-03-28T08:00", "2027-03-21T09:00", "2027-03-27T09:00", "2027-03-28T07:00"),
        ("2027-10-31T09:00", "2027-10-24T08:00", "2027-10-30T08:00", "2027-10-31T08:00"),
    ],
)
def test_a_week_and_a_day_before_is_the_same_time_on_the_clock(meet, starts, week, day, hour):
    meet(starts, told="2026-01-05T09:00")
    for moment in (week, day, hour):
        minute_before = (at(moment) - timedelta(minutes=1)).isoformat()[:16]
        assert run(minute_before) == []
        assert len(run(moment)) == 1
        assert run(moment) == []
    assert kinds() == ["meetings.reminder_day", "meetings.reminder_hour", "meetings.reminder_week"]


def test_what_was_missed_collapses_into_the_last(meet):
    meet("2026-06-10T08:00", told="2026-05-01T09:00")
    assert len(run("2026-06-10T07:30")) == 1
    assert kinds() == ["meetings.reminder_hour"]


def test_what_lay_before_the_invitation_is_not_sent(meet):
    meet("2026-06-10T08:00", told="2026-06-08T09:00")
    assert run("2026-06-08T10:00") == []
    assert len(run("2026-06-09T08:00")) == 1
    assert kinds() == ["meetings.reminder_day"]


@pytest.mark.parametrize("moment", ["2026-06-04T08:00", "2026-06-08T23:00", "2026-06-09T22:30"])
def test_a_reminder_that_is_a_day_late_does_not_name_the_wrong_day(meet, moment):
    """Not "in a week" six days ahead, not "tomorrow" after midnight; the clock where the meeting is counts."""
    meet("2026-06-10T08:00", told="2026-05-01T09:00")
    assert run(moment) == []


def test_a_reminder_that_waited_for_the_mail_server_past_midnight_is_void(meet):
    meet("2026-06-10T08:00", told="2026-05-01T09:00")
    with time_machine.travel(at("2026-06-09T08:00"), tick=False):
        plan(datetime.now(UTC))
    mail.outbox = []
    with time_machine.travel(at("2026-06-10T05:00"), tick=False):
        dispatch_due()
    assert mail.outbox == []
    assert Message.objects.get(kind="meetings.reminder_day").state == Message.State.VOID


def test_tomorrow_is_counted_where_the_receiver_is(meet, cast):
    """At two in the afternoon in Amsterdam it is the day of the meeting in Auckland already."""
    User.objects.filter(pk=cast.catering_editor.user_id).update(time_zone="Pacific/Auckland")
    meet("2026-06-10T08:00", told="2026-05-01T09:00")
    assert len(run("2026-06-09T12:00")) == 1
    assert "Tomorrow" not in mail.outbox[-1].subject


@pytest.mark.parametrize("moment", ["2027-03-21T04:30", "2027-03-27T04:30", "2027-03-28T02:30"])
def test_a_receiver_whose_clock_does_not_change_that_night_is_reminded_too(meet, cast, moment):
    """At half past five in Amsterdam, on the morning of summer time; New York changed a fortnight before."""
    User.objects.filter(pk=cast.catering_editor.user_id).update(time_zone="America/New_York")
    meet("2027-03-28T03:30", told="2027-01-05T09:00")
    assert len(run(moment)) == 1


def test_nothing_after_it_began(meet):
    meet("2026-06-10T08:00", told="2026-05-01T09:00")
    assert run("2026-06-10T08:00") == []


@pytest.mark.parametrize("field,kind", [("remind_week", "week"), ("remind_day", "day"), ("remind_hour", "hour")])
def test_everybody_chooses_which(meet, cast, field, kind):
    meet("2026-06-10T08:00", told="2026-05-01T09:00")
    User.objects.filter(pk=cast.catering_editor.user_id).update(**{field: False})
    moment = {"week": "2026-06-03T08:00", "day": "2026-06-09T08:00", "hour": "2026-06-10T07:00"}[kind]
    run(moment)
    assert f"meetings.reminder_{kind}" not in kinds()


def test_who_declined_is_left_in_peace(meet, cast):
    meeting = meet("2026-06-10T08:00", told="2026-05-01T09:00")
    actions.reply(meeting=meeting, answer="declined", by=cast.catering_editor)
    assert run("2026-06-09T08:00") == []


@pytest.mark.parametrize("change", ["moved", "cancelled", "taken off", "left"])
def test_a_planned_reminder_is_not_sent_when_it_is_no_longer_wanted(meet, cast, change):
    meeting = meet("2026-06-10T08:00", told="2026-05-01T09:00")
    with time_machine.travel(at("2026-06-09T08:00"), tick=False):
        plan(datetime.now(UTC))
        if change == "moved":
            starts = at("2026-06-17T08:00")
            actions.change_meeting(
                meeting=meeting, revision=meeting.revision, by=cast.campus_editor,
                starts_at=starts, ends_at=starts + timedelta(hours=1),
            )  # fmt: skip
        elif change == "cancelled":
            actions.cancel(meeting=meeting, by=cast.campus_editor)
        elif change == "taken off":
            actions.set_people(meeting=meeting, by=cast.campus_editor, members=[cast.campus_editor])
        else:
            cast.catering_editor.ended_at = datetime.now(UTC)
            cast.catering_editor.save()
        dispatch_due()
    assert Message.objects.get(kind="meetings.reminder_day").state == Message.State.VOID


def test_a_moved_meeting_is_reminded_of_anew(meet, cast):
    meeting = meet("2026-06-10T08:00", told="2026-05-01T09:00")
    assert len(run("2026-06-09T08:00")) == 1
    with time_machine.travel(at("2026-06-09T12:00"), tick=False):
        starts = at("2026-06-20T08:00")
        actions.change_meeting(
            meeting=meeting, revision=meeting.revision, by=cast.campus_editor,
            starts_at=starts, ends_at=starts + timedelta(hours=1),
        )  # fmt: skip
    Message.objects.filter(kind="meetings.changed").delete()
    assert len(run("2026-06-19T08:00")) == 1


def test_a_worker_killed_while_sending_loses_nothing_and_doubles_nothing(meet):
    meet("2026-06-10T08:00", told="2026-05-01T09:00")
    with time_machine.travel(at("2026-06-09T08:00"), tick=False):
        plan(datetime.now(UTC))
        now = datetime.now(UTC)
        Message.objects.update(state=Message.State.CLAIMED, claimed_at=now, attempts=1)
        dispatch_due()
        assert mail.outbox == []
    with time_machine.travel(now + CLAIM + timedelta(seconds=1), tick=False):
        dispatch_due()
        dispatch_due()
    assert len(mail.outbox) == 1


def test_the_mail_speaks_the_receivers_language_and_clock(meet, cast):
    User.objects.filter(pk=cast.catering_editor.user_id).update(language="nl", time_zone="Asia/Tokyo")
    meeting = meet("2026-06-10T08:00", told="2026-05-01T09:00")
    run("2026-06-09T08:00")
    (one,) = mail.outbox
    assert "woensdag 10 juni 2026, 10:00–12:00 (Amsterdam; voor jou 17:00–19:00, Tokio)" in one.body
    assert f"/o/catering/meetings/{meeting.pk}/" in one.body


# Actions ---------------------------------------------------------------------------------------


@pytest.fixture
def task(pair, cast):
    with time_machine.travel(at("2026-05-01T09:00"), tick=False):
        made = actions.make_action(
            partnership=pair, by=cast.campus_editor, text="Call the roster office", owner=cast.catering_editor,
            due=date(2026, 6, 10),
        )  # fmt: skip
        dispatch_due()
    mail.outbox = []
    return made


def test_an_action_is_reminded_of_before_on_the_day_and_weekly(task):
    assert run("2026-06-08T05:59") == []
    assert run("2026-06-08T06:00") == ["Due in two days: Call the roster office"]
    assert run("2026-06-09T12:00") == []
    assert run("2026-06-10T06:00") == ["Due today: Call the roster office"]
    assert run("2026-06-16T12:00") == []
    assert run("2026-06-17T06:00") == ["Late: Call the roster office"]
    assert run("2026-06-24T06:00") == ["Late: Call the roster office"]


def test_what_is_due_today_and_in_two_days_is_told_once_each_on_the_receivers_own_morning(pair, cast):
    """The whole way: planner and worker every minute of an hour, for two people in two time zones."""
    User.objects.filter(pk=cast.campus_editor.user_id).update(time_zone="America/New_York")
    with time_machine.travel(at("2026-05-01T09:00"), tick=False):
        for owner, day in ((cast.catering_editor, 10), (cast.catering_editor, 12), (cast.campus_editor, 10)):
            actions.make_action(
                partnership=pair, by=cast.campus_editor, text=f"Do it by the {day}th", owner=owner,
                due=date(2026, 6, day),
            )  # fmt: skip
        dispatch_due()
    found = []
    for hour in range(24):
        for minute in (0, 1, 30):
            # Which of two that are due at one moment goes first is open.
            for subject in sorted(run(f"2026-06-10T{hour:02}:{minute:02}")):
                found.append((hour, minute, subject))
    assert found == [
        (6, 0, "Due in two days: Do it by the 12th"),
        (6, 0, "Due today: Do it by the 10th"),
        (12, 0, "Due today: Do it by the 10th"),
    ]


def test_a_mail_about_what_is_late_speaks_of_a_day_that_has_passed(task):
    run("2026-06-17T06:00")
    assert "was due on Wednesday 10 June" in mail.outbox[-1].body


@pytest.mark.parametrize("moment", ["2026-06-09T06:00", "2026-06-11T06:00"])
def test_an_action_is_never_due_today_on_another_day(task, moment):
    """A worker that was away finds the reminder of the day before."""
    assert run(moment) == []


def test_an_action_reminder_that_waited_a_day_is_void(task):
    with time_machine.travel(at("2026-06-10T06:00"), tick=False):
        plan(datetime.now(UTC))
    mail.outbox = []
    with time_machine.travel(at("2026-06-11T06:00"), tick=False):
        dispatch_due()
    assert mail.outbox == []
    assert Message.objects.get(kind="meetings.action_today").state == Message.State.VOID


def test_weeks_that_were_missed_collapse_into_one(task):
    assert run("2026-08-01T12:00") == ["Late: Call the roster office"]
    assert run("2026-08-01T13:00") == []


def test_a_closed_action_reminds_nobody(task, cast):
    with time_machine.travel(at("2026-06-10T06:00"), tick=False):
        plan(datetime.now(UTC))
        actions.close_action(action=task, by=cast.catering_editor)
        dispatch_due()
    assert mail.outbox == []


def test_a_new_date_starts_anew(task, cast):
    assert len(run("2026-06-10T06:00")) == 1
    with time_machine.travel(at("2026-06-10T09:00"), tick=False):
        actions.change_action(action=task, revision=1, by=cast.campus_editor, due=date(2026, 7, 1))
    assert run("2026-06-17T06:00") == []
    assert run("2026-07-01T06:00") == ["Due today: Call the roster office"]


def test_a_new_owner_is_reminded_and_the_old_one_is_not(task, cast):
    with time_machine.travel(at("2026-06-09T09:00"), tick=False):
        actions.change_action(action=fresh(task), revision=1, by=cast.campus_editor, owner=cast.campus_contributor)
        dispatch_due()
    run("2026-06-10T06:00")
    assert [one.to for one in mail.outbox] == [["contributor@campus.example"]]
    assert Action.objects.get().organisation == cast.campus


def test_minutes_are_asked_for_again_on_the_last_morning(review):
    Message.objects.all().delete()
    morning = (review.review_until.astimezone(AMSTERDAM)).replace(hour=8, minute=0, second=0).astimezone(UTC)
    assert run((morning - timedelta(minutes=1)).isoformat()[:16]) == []
    assert len(run(morning.isoformat()[:16])) == 1


def test_minutes_are_not_asked_for_after_their_term(review):
    """The mail waited for its server; the next sweep fixes the minutes."""
    mail.outbox = []
    with time_machine.travel(review.review_until + timedelta(minutes=1), tick=False):
        dispatch_due()
    assert [one for one in mail.outbox if "minutes" in one.subject] == []


# Local time ------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2027, 3, 28)])
def test_an_hour_that_does_not_exist_is_refused(day):
    from datetime import time

    with pytest.raises(ValidationError, match="does not exist"):
        to_moment(day, time(2, 30), AMSTERDAM)


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 10, 31)])
def test_an_hour_that_comes_twice_is_taken_the_first_time(day):
    from datetime import time

    assert to_moment(day, time(2, 30), AMSTERDAM) == datetime.combine(day, time(0, 30), UTC)


def test_a_day_before_is_not_a_number_of_hours():
    assert days_before(at("2026-03-29T08:00"), 1, AMSTERDAM) == at("2026-03-28T09:00")
    assert days_before(at("2026-10-25T09:00"), 1, AMSTERDAM) == at("2026-10-24T08:00")


def test_five_working_days_leave_out_the_weekend():
    assert end_of_review(at("2026-11-20T15:00"), AMSTERDAM).astimezone(AMSTERDAM).date() == date(2026, 11, 27)
