"""Days at the edge of the calendar: refused where they are typed, and borne where they stand."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from meetings import actions
from meetings.models import Meeting, MeetingSeries
from tests.meetings.conftest import at, fresh
from tests.meetings.test_mails import send

OUT_OF_RANGE = "Choose a date from 1 January 1900 to 31 December 2200."


def form_of(browse, member, meeting) -> dict:
    """What the form of a meeting sends when nothing is changed."""
    form = browse(member).get(member.url("meetings:edit", pk=meeting.pk)).context["form"]
    return {one.html_name: one.value() for one in form if one.value() is not None}


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2201-01-01"])
def test_a_meeting_is_not_moved_out_of_the_calendar(browse, cast, planned, day):
    member = cast.campus_editor
    data = form_of(browse, member, planned) | {"day": day, "time_zone": "America/New_York"}
    data |= {"starts_at": "18:00", "ends_at": "18:30", "guests": ""}
    answer = browse(member).post(member.url("meetings:edit", pk=planned.pk), data)
    assert (answer.status_code, answer.context["form"].errors) == (422, {"day": [OUT_OF_RANGE]})
    assert fresh(planned).starts_at == planned.starts_at


def test_the_action_refuses_it_too(cast, make):
    with pytest.raises(ValidationError, match="Choose a date"):
        make(starts_at=at("9998-01-01T10:00"))


def test_the_last_evening_of_the_range_is_taken_everywhere(cast, make):
    assert make(starts_at=at("2201-01-01T02:00"), time_zone="America/New_York").pk


@pytest.fixture
def bad(cast, planned):
    """A meeting as it could be stored before: its last hour has no time in Amsterdam."""
    rows = Meeting.objects.filter(pk=planned.pk)
    rows.update(starts_at=at("9999-12-31T23:00"), ends_at=at("9999-12-31T23:30"), time_zone="America/New_York")
    User.objects.filter(pk=cast.catering_editor.user_id).update(time_zone="Pacific/Kiritimati")
    return fresh(planned)


@pytest.mark.parametrize("side", ["campus", "catering"])
def test_a_meeting_that_is_stored_out_of_the_calendar_breaks_no_page_and_says_so(browse, cast, bad, side):
    member = getattr(cast, f"{side}_editor")
    names = ["meetings:list", "meetings:actions", "overview:home", "meetings:series-list"]
    about = [("meetings:detail", bad.pk), ("meetings:decisions", bad.partnership_id),
             ("partnerships:home", bad.partnership_id)]  # fmt: skip
    paths = [member.url(name) for name in names] + [member.url(name, pk=pk) for name, pk in about]
    paths += [f"{member.url('meetings:list')}?show=past"]
    pages = {path: browse(member).get(path) for path in paths}
    assert [path for path, page in pages.items() if page.status_code != 200] == []
    assert "date cannot be right" in pages[paths[0]].content.decode()


def test_it_can_be_mended_and_cancelled(browse, cast, bad):
    member = cast.campus_editor
    data = form_of(browse, member, bad) | {"day": "2027-03-01", "starts_at": "10:00", "ends_at": "11:00", "guests": ""}
    assert browse(member).post(member.url("meetings:edit", pk=bad.pk), data).status_code == 302
    assert fresh(bad).starts_at == at("2027-03-01T15:00")
    Meeting.objects.filter(pk=bad.pk).update(starts_at=at("9999-12-31T23:00"), ends_at=at("9999-12-31T23:30"))
    answer = browse(member).post(member.url("meetings:cancel", pk=bad.pk), {"because": "a slip"}, follow=True)
    assert answer.status_code == 200
    assert fresh(bad).state == Meeting.State.CANCELLED


def test_its_mails_and_calendar_entries_go_out(cast, bad):
    invitations = send()
    actions.cancel(meeting=bad, by=cast.campus_editor, because="a slip")
    said = [part.content for mail in (*invitations, *send()) for part in mail.alternatives]
    assert [sum(f"METHOD:{method}" in one for one in said) for method in ("REQUEST", "CANCEL")] == [2, 2]


@pytest.fixture
def series(cast, pair) -> MeetingSeries:
    return actions.make_series(
        partnership=pair, by=cast.campus_editor, level="tactical", title="Tactical", rule="FREQ=WEEKLY",
        first_on=date(2026, 12, 1), start_time=time(10), length=60, time_zone="Europe/Amsterdam",
        members=[cast.campus_editor, cast.catering_editor],
    )  # fmt: skip


@pytest.mark.parametrize("after", ["2026-02-30", "9999-12-31", "0001-01-01", "x" * 5000, "\x00"])
def test_the_next_meeting_after_a_day_that_does_not_exist_is_the_next_there_is(browse, cast, series, after):
    member = cast.campus_editor
    browse(member).post(member.url("meetings:series-next", pk=series.pk), {"after": after})
    assert series.meetings.get().local_start.date() >= date(2026, 12, 1)


def test_no_meeting_of_a_series_is_made_out_of_the_calendar(browse, cast, series):
    member = cast.campus_editor
    answer = browse(member).post(member.url("meetings:series-next", pk=series.pk), {"after": "2200-12-31"}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [OUT_OF_RANGE]
    assert not series.meetings.exists()


@pytest.mark.parametrize("first", [date(9999, 12, 31), date(1, 1, 1)])
def test_a_series_that_is_stored_out_of_the_calendar_shows_its_page(browse, cast, series, first):
    MeetingSeries.objects.filter(pk=series.pk).update(first_on=first)
    member = cast.campus_editor
    assert browse(member).get(member.url("meetings:series", pk=series.pk)).context["next_day"] > date(1000, 1, 1)
    assert browse(member).get(member.url("meetings:series-edit", pk=series.pk)).context["form"]["title"].value()


def test_news_since_a_moment_out_of_the_calendar_are_those_since_now(browse, cast, planned):
    actions.begin(meeting=planned, by=cast.campus_editor)
    url = cast.campus_editor.url("meetings:news", pk=planned.pk)
    for since in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-02-30T00:00:00+00:00"):
        assert browse(cast.campus_editor).get(url, {"since": since}).json()["texts"] == []
