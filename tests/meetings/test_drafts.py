"""What hangs on a meeting that one side prepares is not known to the other, by no list, count, mail or log."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.handover import held_by
from accounts.models import AuditEvent
from meetings import actions
from meetings.asked import asked_of
from meetings.mails import plan_action_reminders
from meetings.models import Action, Decision, Meeting
from notifications.models import Message
from overview import reading
from tests.meetings.conftest import fresh


@pytest.fixture
def draft(make) -> Meeting:
    return make()


@pytest.fixture
def action(cast, pair, draft) -> Action:
    """Given to the editor of Catering in a draft of Campus."""
    return actions.make_action(
        partnership=pair, by=cast.campus_editor, text="Bring the figures", owner=cast.catering_editor,
        due=timezone.localdate() + timedelta(days=1), meeting=draft,
    )  # fmt: skip


def seen_by(member) -> set[str]:
    """Where the member meets the action."""
    places = {
        "list": Action.objects.visible_to(member).exists(),
        "overview": any(one.title == "Bring the figures" for one in asked_of(member)),
        "meeting": Meeting.objects.visible_to(member).exists(),
        "log": AuditEvent.objects.visible_to(member).filter(event="meetings.action_made").exists(),
        "mail": Message.objects.filter(kind="meetings.action_given", receiver=member.user).exists(),
        "reminder": any(one.receiver_id == member.user_id for one in plan_action_reminders(timezone.now())),
        "leaving": any(one.duty.name.startswith("meetings.") for one in held_by(member, member)),
    }
    return {name for name, seen in places.items() if seen}


def test_an_action_of_a_draft_is_not_known_to_the_other_side(cast, action):
    assert seen_by(cast.catering_editor) == set()
    assert seen_by(cast.catering_owner) == set()
    assert seen_by(cast.campus_editor) == {"list", "meeting", "log", "leaving"}


def test_a_place_in_a_draft_is_not_known_to_the_other_side(cast, make):
    make(members=[cast.campus_editor, cast.catering_editor])
    assert seen_by(cast.catering_editor) == set()
    assert {"meeting", "leaving"} <= seen_by(cast.campus_editor)


def test_an_action_of_a_draft_is_not_counted_on_the_cards(cast, pair, action):
    figures = {row["pk"]: row["open_actions"] for row in reading._figures([pair.pk])}
    assert figures == {pair.pk: None}


def test_who_is_to_do_it_hears_of_it_once_the_meeting_is_planned(cast, action, draft):
    actions.plan_meeting(meeting=draft, by=cast.campus_editor)
    assert {"list", "overview", "meeting", "mail", "leaving"} <= seen_by(cast.catering_editor)
    assert Message.objects.filter(kind="meetings.action_given").count() == 1


def test_a_draft_that_was_cancelled_stays_with_its_side(cast, action, draft):
    actions.cancel(meeting=draft, by=cast.campus_editor)
    assert fresh(draft).state == Meeting.State.CANCELLED
    assert seen_by(cast.catering_editor) == set()
    assert not Decision.objects.visible_to(cast.catering_editor).exists()
    assert not AuditEvent.objects.visible_to(cast.catering_editor).filter(event="meetings.cancelled").exists()


def test_ones_own_action_of_ones_own_draft_is_known(cast, pair, draft):
    own = actions.make_action(
        partnership=pair, by=cast.campus_editor, text="Bring the figures", owner=cast.campus_contributor,
        due=timezone.localdate() + timedelta(days=1), meeting=draft,
    )  # fmt: skip
    assert Action.objects.visible_to(cast.campus_contributor).get() == own
    assert {"overview", "mail"} <= seen_by(cast.campus_contributor)
