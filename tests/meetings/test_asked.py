"""What a meeting that was left lying asks of who organises it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import actions
from meetings.asked import asked_of, coming_for
from meetings.models import Meeting
from tests.meetings.conftest import fresh


def asks(member) -> list[str]:
    return [one.title for one in asked_of(member)]


@pytest.fixture
def passed(planned) -> Meeting:
    """Planned for a time that is over, and never begun."""
    now = timezone.now()
    Meeting.objects.filter(pk=planned.pk).update(starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    return fresh(planned)


def test_a_meeting_that_nobody_began_is_asked_of_its_organiser(passed, cast):
    (one,) = asked_of(cast.campus_editor)
    assert (one.kind, one.url) == ("act", cast.campus_editor.url("meetings:detail", pk=passed.pk))
    assert one.title.startswith("Begin or cancel the meeting of ")
    assert one.due == passed.local_end.date()
    for member in (cast.catering_editor, cast.campus_owner, cast.kliniek_owner):
        assert asks(member) == []


@pytest.mark.parametrize("act", [actions.begin, actions.cancel])
def test_it_is_gone_once_it_was_begun_or_cancelled(passed, cast, act):
    act(meeting=passed, by=cast.campus_editor)
    assert not any(one.startswith("Begin or cancel") for one in asks(cast.campus_editor))


def test_a_meeting_that_nobody_closed_is_asked_of_its_organiser(passed, cast):
    actions.begin(meeting=passed, by=cast.campus_editor)
    assert [one[:18] for one in asks(cast.campus_editor)] == ["Close the meeting "]


def test_minutes_recorded_afterwards_are_asked_of_who_made_them_until_they_are_sent(make, cast):
    meeting = make(days=-2, afterwards=True)
    (one,) = asked_of(cast.campus_editor)
    assert one.url == cast.campus_editor.url("meetings:minutes", pk=meeting.pk)
    assert one.title.startswith("Send the minutes of ")
    actions.send_for_review(minutes=meeting.versions.get(), by=cast.campus_editor, adopt=True)
    assert asks(cast.campus_editor) == []


def test_what_was_left_lying_does_not_stand_on_the_calendar(passed, make, cast):
    make(days=-2, afterwards=True)
    assert coming_for(cast.campus_editor) == []


def test_what_comes_says_whether_one_takes_part(planned, cast):
    def mine(member):
        return [one.with_me for one in coming_for(member)]

    assert mine(cast.campus_editor) == mine(cast.catering_editor) == [True]
    assert mine(cast.campus_reader) == mine(cast.catering_contributor) == [False]
    actions.reply(meeting=fresh(planned), answer="declined", by=cast.catering_editor)
    assert mine(cast.catering_editor) == [False]


def test_a_reader_who_organised_it_once_is_not_asked(passed, cast):
    cast.campus_editor.role = "reader"
    assert asks(cast.campus_editor) == []


def test_sending_for_adoption_adopts_for_the_own_side_unless_it_is_unticked(held, cast, browse):
    Meeting.objects.filter(pk=held.pk).update(starts_at=timezone.now() - timedelta(hours=3))
    page = browse(cast.campus_editor).get(cast.campus_editor.url("meetings:minutes", pk=held.pk)).content.decode()
    (box,) = [part for part in page.split("<input") if 'name="adopt"' in part]
    assert "checked" in box.split(">")[0]


def test_a_correction_that_was_begun_is_asked_of_the_organiser_until_it_is_sent(adopted, cast):
    meeting = adopted.meeting
    minutes = actions.begin_correction(meeting=meeting, because="The wrong day", by=cast.campus_editor)
    assert [one for one in asks(cast.campus_editor) if one.startswith("Send the corrected minutes")]
    assert not [one for one in asks(cast.catering_editor) if "corrected" in one]
    actions.send_for_review(minutes=minutes, by=cast.campus_editor)
    assert not [one for one in asks(cast.campus_editor) if one.startswith("Send the corrected minutes")]


def test_who_has_not_answered_can_do_so_until_it_begins(make, cast, browse):
    meeting = make(starts_at=timezone.now() + timedelta(minutes=40))
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    page = browse(cast.catering_editor).get(cast.catering_editor.url("meetings:detail", pk=meeting.pk))
    words = page.content.decode()
    assert "Are you coming?" in words and 'value="declined"' in words
    assert "Begin the meeting" in words
