"""A meeting that begins on an earlier day than planned took place on that day."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.actions import end_membership
from meetings import actions
from meetings.models import Meeting
from notifications.actions import dispatch_due
from tests.meetings.conftest import fresh


@pytest.fixture
def ahead(cast, make) -> Meeting:
    """Planned for a week from now, with everybody told."""
    meeting = make(days=7, members=[cast.campus_editor, cast.catering_editor, cast.catering_contributor])
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    dispatch_due()
    mail.outbox = []
    return fresh(meeting)


def test_a_meeting_that_begins_on_an_earlier_day_moves_to_now(cast, ahead):
    actions.begin(meeting=ahead, by=cast.catering_editor)
    begun = fresh(ahead)
    assert abs(begun.starts_at - timezone.now()) < timedelta(minutes=2)
    assert begun.ends_at - begun.starts_at == ahead.ends_at - ahead.starts_at


def test_everybody_gets_the_new_day_and_nobody_is_asked_whether_they_come(cast, ahead):
    actions.begin(meeting=ahead, by=cast.catering_editor)
    dispatch_due()
    assert sorted(one.to[0] for one in mail.outbox) == [
        "contributor@catering.example", "editor@campus.example", "editor@catering.example",
    ]  # fmt: skip
    begun = fresh(ahead)
    for one in mail.outbox:
        entry = one.message().as_string()
        assert f"SEQUENCE:{begun.sequence}" in entry
        assert "whether you are coming" not in entry


def test_a_meeting_that_begins_on_its_own_day_keeps_its_time(cast, make):
    soon = timezone.now().replace(microsecond=0) + timedelta(seconds=50)
    meeting = make(starts_at=soon, ends_at=soon + timedelta(hours=1), members=[cast.campus_editor])
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    actions.begin(meeting=meeting, by=cast.campus_editor)
    if not meeting.is_on_later_day:
        assert fresh(meeting).starts_at == soon


def test_the_question_says_that_it_moves_to_today(cast, browse, ahead):
    page = browse(cast.campus_editor).get(cast.campus_editor.url("meetings:begin", pk=ahead.pk))
    assert "The meeting then moves to today" in page.content.decode()
    assert "Move it to today and begin" in page.content.decode()


def test_who_begins_a_meeting_is_there_without_having_answered(cast, ahead):
    actions.begin(meeting=ahead, by=cast.catering_editor)
    there = {one.membership_id: one.present for one in ahead.participants.all()}
    assert there == {cast.campus_editor.pk: True, cast.catering_editor.pk: True, cast.catering_contributor.pk: None}


def test_who_was_there_stays_so_when_their_membership_ends_before_the_meeting_does(cast, ahead):
    actions.begin(meeting=ahead, by=cast.catering_editor)
    end_membership(membership=cast.catering_editor, successor=cast.catering_owner, by=cast.catering_owner)
    (there,) = ahead.participants.filter(membership=cast.catering_editor)
    assert (there.present, there.removed_at) == (True, None)
