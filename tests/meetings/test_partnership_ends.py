"""What becomes of meetings, minutes and actions once both sides confirmed the end of their partnership."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import AuditEvent, User
from meetings import actions, asked
from meetings.actions.adoption import close_reviews
from meetings.models import Action, Meeting, MeetingSeries, Minutes
from notifications.actions import plan
from notifications.models import Message
from overview import reading
from partnerships.actions import ending
from partnerships.models import EndConfirmation, HandoverItem, Partnership
from tests.meetings.conftest import fresh
from tests.meetings.test_mails import calendar_of, send


def end(pair: Partnership, cast) -> None:
    """Announced by the client, handed over, and confirmed by both."""
    ending.announce_end(partnership=pair, by=cast.campus_editor, reason="Enough", ends_on=timezone.localdate())
    HandoverItem.objects.update(done_at=timezone.now())
    ending.complete_end(partnership=pair, by=cast.campus_editor)
    ending.complete_end(partnership=pair, by=cast.catering_editor)
    pair.refresh_from_db()


def mailed(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("receiver__email", flat=True))


@pytest.fixture
def series(pair, cast) -> MeetingSeries:
    return actions.make_series(
        partnership=pair, by=cast.campus_editor, level="tactical", title="Tactical meeting", rule="FREQ=MONTHLY",
        first_on=timezone.localdate() + timedelta(days=10), start_time=time(10), time_zone="Europe/Amsterdam",
        members=[cast.campus_editor, cast.catering_editor],
    )  # fmt: skip


def action(pair, cast, **more) -> Action:
    return actions.make_action(
        partnership=pair, by=cast.campus_editor, text="Count the queue", owner=cast.catering_contributor,
        due=timezone.localdate(), **more,
    )  # fmt: skip


def test_a_planned_meeting_is_cancelled_and_who_was_invited_hears_why(cast, pair, planned):
    send()
    end(pair, cast)
    assert (fresh(planned).state, fresh(planned).cancelled_because) == ("cancelled", "")
    mails = {one.to[0]: one for one in send() if one.subject.startswith("Cancelled")}
    assert set(mails) == {"editor@campus.example", "editor@catering.example"}
    for one in mails.values():
        assert "The partnership “Samen aan tafel” has ended. The meeting “Tactical meeting” on" in one.body
        assert "is therefore cancelled." in one.body
        assert calendar_of(one)[1] == "text/calendar; method=CANCEL"


def test_the_page_of_a_cancelled_meeting_says_that_the_partnership_ended(cast, browse, pair, planned):
    end(pair, cast)
    page = browse(cast.catering_editor).get(cast.catering_editor.url("meetings:detail", pk=planned.pk))
    assert "The partnership has ended." in page.content.decode()
    assert "No reason was given." not in page.content.decode()


def test_a_draft_of_the_other_side_is_cancelled_and_stays_its_own(cast, pair, make):
    draft = make(by=cast.catering_editor, title="Kanarie draft")
    ending.announce_end(partnership=pair, by=cast.campus_editor, reason="Enough", ends_on=timezone.localdate())
    HandoverItem.objects.update(done_at=timezone.now())
    ending.complete_end(partnership=pair, by=cast.catering_editor)
    ending.complete_end(partnership=pair, by=cast.campus_editor)
    assert fresh(draft).state == "cancelled"
    event = AuditEvent.objects.get(event="meetings.cancelled")
    assert (event.organisation, event.other_organisation) == (cast.catering, None)
    assert mailed("meetings.cancelled") == []


def test_the_series_ends_with_the_partnership(cast, pair, series):
    actions.make_next(series=series, by=cast.campus_editor)
    end(pair, cast)
    assert fresh(series).ended_at == fresh(pair).ended_at
    assert [one.state for one in Meeting.objects.all()] == ["cancelled"]
    with pytest.raises(PermissionDenied):
        actions.make_next(series=fresh(series), by=cast.campus_editor)


def test_a_meeting_whose_time_has_come_is_not_cancelled_and_can_be_begun(cast, pair, planned):
    now = timezone.now()
    Meeting.objects.filter(pk=planned.pk).update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    end(pair, cast)
    assert fresh(planned).state == "planned"
    actions.begin(meeting=fresh(planned), by=cast.campus_editor)
    assert fresh(planned).state == "under_way"


def test_one_side_that_confirms_cancels_nothing(cast, pair, planned):
    ending.announce_end(partnership=pair, by=cast.campus_editor, reason="Enough", ends_on=timezone.localdate())
    HandoverItem.objects.update(done_at=timezone.now())
    ending.complete_end(partnership=pair, by=cast.campus_editor)
    assert fresh(planned).state == "planned"


def test_an_end_without_confirmation_cancels_as_well(cast, pair, planned):
    ending.announce_end(partnership=pair, by=cast.campus_editor, reason="Enough", ends_on=timezone.localdate())
    HandoverItem.objects.update(done_at=timezone.now())
    ending.complete_end(partnership=pair, by=cast.campus_editor)
    EndConfirmation.objects.update(created_at=timezone.now() - timedelta(days=15))
    ending.complete_alone(partnership=pair, by=cast.campus_owner, reason="No answer")
    assert fresh(planned).state == "cancelled"


def test_minutes_that_were_begun_are_finished_and_adopted_after_the_end(cast, pair, held):
    end(pair, cast)
    minutes = Minutes.objects.get()
    text = minutes.texts.select_related("minutes__meeting__partnership").get(item__title="Lunch peak")
    actions.save_text(text=text, revision=text.revision, html="<p>Done.</p>", by=cast.campus_editor)
    actions.send_for_review(minutes=minutes, by=cast.campus_editor)
    assert [one.kind for one in asked.asked_of(cast.catering_editor)] == ["adopt"]
    minutes = fresh(minutes)
    actions.approve(minutes=minutes, sha256=minutes.sha256, by=cast.catering_editor)
    assert fresh(held).state == "adopted"


def test_minutes_under_review_are_fixed_after_the_end(cast, pair, review):
    end(pair, cast)
    assert close_reviews(timezone.now() + timedelta(days=30)) == 1
    assert fresh(review).state == "adopted"


def test_an_open_action_can_be_closed_and_nobody_is_asked_or_reminded(cast, pair):
    one = action(pair, cast)
    Action.objects.update(given_at=timezone.now() - timedelta(days=5))
    assert [row.title for row in asked.asked_of(cast.catering_contributor)] == ["Count the queue"]
    tomorrow = timezone.now() + timedelta(days=1)
    plan(tomorrow)
    planned = Message.objects.filter(kind__startswith="meetings.action_").exclude(kind="meetings.action_given").count()
    end(pair, cast)
    assert asked.asked_of(cast.catering_contributor) == []
    plan(tomorrow + timedelta(days=30))
    late = Message.objects.filter(kind__startswith="meetings.action_").exclude(kind="meetings.action_given").count()
    assert late == planned
    actions.close_action(action=fresh(one), by=cast.catering_contributor)
    assert fresh(one).state == "done"


def test_what_waits_to_be_mailed_about_an_action_is_not_sent_once_the_partnership_has_ended(cast, pair):
    action(pair, cast)
    assert Message.objects.filter(kind="meetings.action_given", state="waiting").count() == 1
    end(pair, cast)
    assert [one.subject for one in send() if "Count the queue" in one.body] == []


def test_the_overview_asks_nothing_about_a_meeting_that_an_earlier_end_left_planned(cast, pair, planned):
    Partnership.objects.update(state="ended", ended_at=timezone.now())
    assert asked.asked_of(cast.catering_editor) == []
    assert asked.coming_for(cast.catering_editor) == []
    assert reading.cards_of(cast.catering_editor) == []
    with pytest.raises(PermissionDenied):
        actions.begin(meeting=fresh(planned), by=cast.campus_editor)
    with pytest.raises(ValidationError):
        actions.reply(meeting=fresh(planned), answer="accepted", by=cast.catering_editor)
    plan(planned.starts_at - timedelta(minutes=30))
    assert Message.objects.filter(kind__startswith="meetings.reminder").count() == 0
    actions.cancel(meeting=fresh(planned), by=cast.campus_editor)
    assert fresh(planned).state == "cancelled"


def test_a_lately_sent_form_is_told_that_the_partnership_has_ended(cast, browse, pair, held):
    end(pair, cast)
    client = browse(cast.campus_editor)
    answer = client.post(cast.campus_editor.url("meetings:action-between", pk=pair.pk), {"text": "Late"})
    assert answer.status_code == 403
    assert "This partnership has ended; nothing can be added any more." in answer.content.decode()
    assert "Your role" not in answer.content.decode()


def test_what_will_happen_is_said_with_counts_before_one_confirms(cast, browse, pair, planned, series):
    action(pair, cast)
    ending.announce_end(partnership=pair, by=cast.campus_editor, reason="Enough", ends_on=timezone.localdate())
    HandoverItem.objects.update(done_at=timezone.now())
    page = browse(cast.catering_editor).get(cast.catering_editor.url("partnerships:ending", pk=pair.pk))
    words = page.content.decode()
    for said in (
        "1 meeting still to come is cancelled. Whoever was invited gets a mail that removes it from their calendar.",
        "1 meeting series ends.",
        "1 action stays open. It can still be read and closed; nobody is reminded of it any more.",
    ):
        assert said in words


def test_what_was_being_planned_while_the_end_came_is_refused(cast, pair, make):
    """The partnership in hand was read before."""
    before = fresh(pair)
    end(pair, cast)
    with pytest.raises(ValidationError, match="has ended; nothing can be added"):
        make(partnership=before)
    with pytest.raises(ValidationError, match="has ended; nothing can be added"):
        action(before, cast)


def test_a_dutch_reader_is_told_in_dutch(cast, pair, planned):
    User.objects.filter(pk=cast.catering_editor.user_id).update(language="nl")
    send()
    end(pair, cast)
    told = [one.body for one in send() if one.to == ["editor@catering.example"]]
    assert any("Het partnership “Samen aan tafel” is beëindigd." in one for one in told)
