"""What is done a second time, or too late, says what is so; what was typed with it is never taken in silence."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Invitation
from meetings import actions as meetings
from partnerships.actions import partnership as life
from services.actions import assessment as rounds
from tests.meetings.conftest import make, pair  # noqa: F401
from tests.partnerships.conftest import lunch, proposed  # noqa: F401
from tests.services.conftest import draft, opened, services  # noqa: F401


def test_another_note_on_an_action_that_is_closed_is_refused(cast, pair):  # noqa: F811
    action = meetings.make_action(
        partnership=pair, by=cast.campus_editor, text="Order", owner=cast.campus_editor, due=timezone.localdate()
    )
    meetings.close_action(action=action, by=cast.campus_editor, closing_note="Ordered")
    meetings.close_action(action=action, by=cast.campus_editor, closing_note="Ordered")
    with pytest.raises(ValidationError, match="This action is closed"):
        meetings.close_action(action=action, by=cast.campus_editor, closing_note="Not at all")


def test_another_reason_for_a_meeting_that_is_cancelled_is_refused(cast, make):  # noqa: F811
    meeting = make()
    meetings.plan_meeting(meeting=meeting, by=cast.campus_editor)
    meetings.cancel(meeting=meeting, by=cast.campus_editor, because="Snow")
    meetings.cancel(meeting=meeting, by=cast.campus_editor, because="Snow")
    with pytest.raises(ValidationError, match="was cancelled before"):
        meetings.cancel(meeting=meeting, by=cast.campus_editor, because="Ice")


def test_another_reason_for_a_proposal_that_is_declined_is_refused(cast, proposed):  # noqa: F811
    life.decline(partnership=proposed, by=cast.catering_owner, reason="No room")
    life.decline(partnership=proposed, by=cast.catering_owner, reason="No room")
    with pytest.raises(ValidationError, match="was declined before"):
        life.decline(partnership=proposed, by=cast.catering_owner, reason="No people")


def test_a_round_that_is_closed_is_not_said_to_be_open(cast, opened):  # noqa: F811
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    with pytest.raises(ValidationError, match="closed already"):
        rounds.open_assessment(assessment=opened, by=cast.campus_editor)


def test_an_invitation_that_was_declined_is_not_said_to_be_withdrawn(cast):
    invitation = accounts.invite_colleague(
        organisation=cast.campus, address="nova@example.org", role="editor", by=cast.campus_owner
    )
    Invitation.objects.filter(pk=invitation.pk).update(declined_at=timezone.now() - timedelta(days=1))
    with pytest.raises(ValidationError, match="declined"):
        accounts.withdraw_invitation(invitation=Invitation.objects.get(pk=invitation.pk), by=cast.campus_owner)
