"""When the next meeting of a series is. The dates are worked out by hand; 2026-06-01 is a Monday."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.models import User
from documents.models import Attachment
from meetings import actions
from meetings.actions.series import last_day, next_day
from meetings.models import Meeting, MeetingSeries
from tests.meetings.conftest import at, fresh


def days(rule: str, first: str, count: int) -> list[str]:
    """The first days of a rhythm, each after the one before."""
    series, found, last = MeetingSeries(rule=rule, first_on=date.fromisoformat(first)), [], None
    for _time in range(count):
        day = series.next_date(last or series.first_on - timedelta(days=1), last=last)
        found.append(day.isoformat())
        last = day
    return found


@pytest.mark.parametrize(
    "rule,expected",
    [
        ("FREQ=WEEKLY", ["2026-06-02", "2026-06-09", "2026-06-16"]),
        ("FREQ=WEEKLY;INTERVAL=6", ["2026-06-02", "2026-07-14", "2026-08-25"]),
        # 2 August is a Sunday: that meeting is on Monday, and September's on the 2nd again.
        ("FREQ=MONTHLY", ["2026-06-02", "2026-07-02", "2026-08-03", "2026-09-02", "2026-10-02"]),
        # 2 June 2029 is a Saturday.
        ("FREQ=YEARLY", ["2026-06-02", "2027-06-02", "2028-06-02", "2029-06-04", "2030-06-03"]),
        # The last day of a month stays the last: 31 January 2027 is a Sunday, and so is 28 February.
        ("FREQ=MONTHLY 2027-01-31", ["2027-02-01", "2027-03-01", "2027-03-31", "2027-04-30", "2027-05-31"]),
        # Who begins on a Saturday meets on Mondays.
        ("FREQ=WEEKLY 2026-06-06", ["2026-06-08", "2026-06-15", "2026-06-22"]),
    ],
)
def test_a_rhythm_keeps_to_its_plan_and_out_of_the_weekend(rule, expected):
    rule, _space, first = rule.partition(" ")
    assert days(rule, first or "2026-06-02", len(expected)) == expected


@pytest.mark.parametrize(
    "rule,last,expected",
    [
        # Weekly on Tuesday 2, 9, 16, 23 June.
        ("FREQ=WEEKLY", "2026-06-09", "2026-06-16"),
        ("FREQ=WEEKLY", "2026-06-11", "2026-06-16"),  # two days later: the plan holds
        ("FREQ=WEEKLY", "2026-06-15", "2026-06-23"),  # to the day before the next: that one is left out
        ("FREQ=WEEKLY", "2026-06-08", "2026-06-16"),  # a day earlier: not again tomorrow
        # Every six weeks on 2 June, 14 July, 25 August, 6 October.
        ("FREQ=WEEKLY;INTERVAL=6", "2026-07-10", "2026-08-25"),
        ("FREQ=WEEKLY;INTERVAL=6", "2026-07-24", "2026-08-25"),
        ("FREQ=WEEKLY;INTERVAL=6", "2026-08-20", "2026-10-06"),
        # Monthly on the 2nd, in August on Monday the 3rd.
        ("FREQ=MONTHLY", "2026-07-10", "2026-08-03"),
        ("FREQ=MONTHLY", "2026-07-31", "2026-09-02"),
        ("FREQ=MONTHLY", "2026-08-03", "2026-09-02"),
    ],
)
def test_a_moved_meeting_neither_shifts_the_plan_nor_is_followed_at_once(rule, last, expected):
    series, day = MeetingSeries(rule=rule, first_on=date(2026, 6, 2)), date.fromisoformat(last)
    assert series.next_date(day, last=day).isoformat() == expected


@pytest.fixture
def rhythm(pair, cast):
    """rhythm("FREQ=WEEKLY", "2026-06-02") is a series that meets at nine, laid down a week before."""

    def series(rule: str, first: str) -> MeetingSeries:
        with time_machine.travel(at(f"{first}T09:00") - timedelta(days=7), tick=False):
            return actions.make_series(
                partnership=pair, by=cast.campus_editor, members=[cast.campus_editor, cast.catering_editor],
                level="operational", title="Consultation", rule=rule, length=30, first_on=date.fromisoformat(first),
                start_time=time(9), time_zone="Europe/Amsterdam",
            )  # fmt: skip

    return series


@pytest.fixture
def weekly(rhythm):
    """On Tuesdays."""
    return rhythm("FREQ=WEEKLY", "2026-06-02")


def make(series, by, moment: str, **more) -> Meeting:
    with time_machine.travel(at(moment), tick=False):
        return actions.make_next(series=series, by=by, **more)


def move(meeting, by, to: str) -> None:
    actions.change_meeting(
        meeting=meeting, revision=meeting.revision, by=by, starts_at=at(to), ends_at=at(to) + timedelta(minutes=30)
    )


def test_the_next_meeting_follows_the_last_of_the_series(weekly, cast):
    by = cast.campus_editor
    made = [make(weekly, by, "2026-05-26T09:00").local_start.date().isoformat() for _time in range(3)]
    assert made == ["2026-06-02", "2026-06-09", "2026-06-16"]


def test_after_a_moved_meeting_the_plan_goes_on(weekly, cast):
    by = cast.campus_editor
    first = make(weekly, by, "2026-05-26T09:00")
    with time_machine.travel(at("2026-05-27T09:00"), tick=False):
        move(first, by, "2026-06-08T07:00")
        assert last_day(weekly, by) == date(2026, 6, 8)
        assert next_day(weekly, by) == date(2026, 6, 16)
    assert make(weekly, by, "2026-05-27T09:00").local_start.date() == date(2026, 6, 16)


def test_after_a_cancelled_meeting_the_plan_goes_on(weekly, cast):
    by = cast.campus_editor
    first = make(weekly, by, "2026-05-26T09:00")
    with time_machine.travel(at("2026-05-27T09:00"), tick=False):
        move(first, by, "2026-06-08T07:00")
        actions.cancel(meeting=fresh(first), by=by)
        assert next_day(weekly, by) == date(2026, 6, 9)


def test_a_draft_of_the_other_side_skips_no_day_unsaid(weekly, cast):
    make(weekly, cast.campus_editor, "2026-05-26T09:00")
    with time_machine.travel(at("2026-05-26T09:00"), tick=False):
        assert next_day(weekly, cast.catering_editor) == date(2026, 6, 2)
        assert next_day(weekly, cast.campus_editor) == date(2026, 6, 9)
    with pytest.raises(ValidationError, match="Campus Noord is preparing the meeting of 2 June 2026"):
        make(weekly, cast.catering_editor, "2026-05-26T09:00")


def test_two_clicks_on_a_page_make_one_meeting(weekly, cast):
    by, after = cast.campus_editor, date(2026, 6, 1)
    assert make(weekly, by, "2026-05-26T09:00", after=after) == make(weekly, by, "2026-05-26T09:01", after=after)


@pytest.mark.parametrize(
    "now,expected",
    [("2026-06-30T06:00", "2026-06-30"), ("2026-06-30T08:00", "2026-07-07"), ("2026-07-04T08:00", "2026-07-07")],
)
def test_what_lies_in_the_past_is_left_out(weekly, cast, now, expected):
    """At eight on a Tuesday the meeting of nine can still be; at ten it cannot."""
    with time_machine.travel(at(now), tick=False):
        assert next_day(weekly, cast.campus_editor).isoformat() == expected


def test_a_meeting_of_the_weekend_is_still_ahead_on_sunday(rhythm, cast):
    """The 6th is a Saturday, so June's meeting is on Monday the 8th."""
    monthly = rhythm("FREQ=MONTHLY", "2026-05-06")
    with time_machine.travel(at("2026-06-07T09:00"), tick=False):
        assert next_day(monthly, cast.campus_editor) == date(2026, 6, 8)


def test_ones_own_zone_and_that_of_the_meetings_stand_first(cast, browse, pair):
    User.objects.filter(pk=cast.campus_editor.user_id).update(time_zone="Europe/London")
    for name in ("new", "series-new"):
        form = browse(cast.campus_editor).get(
            cast.campus_editor.url(f"meetings:{name}") + f"?partnership={pair.pk}&level=tactical"
        ).context["form"]  # fmt: skip
        first = [zone for zone, _name in form.fields["time_zone"].choices[0][1]]
        assert first == ["Europe/Amsterdam", "Europe/London"]


def test_what_was_left_stands_on_one_next_meeting_with_its_files(weekly, cast):
    """Two next meetings made: the item stands on the first."""
    first = actions.make_next(series=weekly, by=cast.campus_editor)
    item = actions.add_item(meeting=first, by=cast.campus_editor, title="The lifts")
    file = Attachment.objects.create(
        name="lifts.txt", content_type="text/plain", size=1, sha256="0" * 64, uploaded_by=cast.campus_editor.user
    )
    actions.attach(item=item, attachment=file, by=cast.campus_editor)
    Meeting.objects.filter(pk=first.pk).update(state="under_way")
    actions.finish(meeting=fresh(first), by=cast.campus_editor)
    later = [actions.make_next(series=weekly, by=cast.campus_editor) for _ in range(2)]
    assert [one.items.filter(title="The lifts").count() for one in later] == [1, 0]
    assert [one.attachment for one in later[0].items.get(title="The lifts").files.all()] == [file]
