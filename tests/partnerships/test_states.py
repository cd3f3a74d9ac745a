"""Every step × every state × every role of both sides, and of others."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import AuditEvent
from partnerships.actions import ending
from partnerships.actions import partnership as actions
from partnerships.actions.life import STEPS
from partnerships.models import EndConfirmation, HandoverItem, Partnership

State = Partnership.State
ROLES = ("owner", "editor", "contributor", "reader")
WHO = [f"{side}_{role}" for side in ("campus", "catering", "kliniek", "schoon") for role in ROLES]

# Who may take a step; the state is asked after that.
MAY = {
    "accept": {"catering_owner", "catering_editor"},
    "decline": {"catering_owner", "catering_editor"},
    "withdraw": {"campus_owner", "campus_editor"},
    "announce_end": {"campus_owner", "campus_editor", "catering_owner", "catering_editor"},
    "complete_end": {"campus_owner", "campus_editor", "catering_owner", "catering_editor"},
}
FROM = {
    "accept": {"proposed": "starting"},
    "decline": {"proposed": "declined"},
    "withdraw": {"proposed": "withdrawn"},
    "announce_end": {"starting": "ending", "running": "ending"},
    "complete_end": {"ending": "ended"},
}


def take(step, row, by):
    extra = {
        "decline": {"reason": "No room"},
        "announce_end": {"reason": "Moving", "ends_on": timezone.localdate() + timedelta(days=30)},
    }.get(step, {})
    getattr(ending if step.endswith("_end") else actions, step)(partnership=row, by=by, **extra)


@pytest.mark.parametrize("step", MAY)
@pytest.mark.parametrize("state", State.values)
def test_step_by_state_and_role(cast, in_state, step, state):
    row = in_state(state)
    HandoverItem.objects.filter(partnership=row).delete()
    target = FROM[step].get(state)
    for who in WHO:
        Partnership.objects.filter(pk=row.pk).update(state=state, answer_reason="No room")
        member = getattr(cast, who)
        if who not in MAY[step]:
            with pytest.raises(PermissionDenied):
                take(step, row, member)
            expected = state
        elif target:
            # The first acceptance made the programme; the others are tried without it.
            getattr(Partnership.objects.get(pk=row.pk), "start_programme", None) and _clear(row)
            _other_side_confirmed(row, cast, member)
            take(step, row, member)
            expected = target
        elif state == STEPS[step][1]:
            take(step, row, member)  # taken already: harmless
            expected = state
        else:
            with pytest.raises(ValidationError):
                take(step, row, member)
            expected = state
        assert Partnership.objects.get(pk=row.pk).state == expected, (step, state, who)


def _other_side_confirmed(row, cast, member):
    """So that the end waits for this member's side alone."""
    EndConfirmation.objects.filter(partnership=row).delete()
    by = cast.catering_owner if member.organisation_id == cast.campus.pk else cast.campus_owner
    EndConfirmation.objects.create(partnership=row, side=row.side_of(by), by=by)


def _clear(row):
    from partnerships.models import StartProgramme, StartStep

    StartStep.objects.filter(programme__partnership=row).delete()
    StartProgramme.objects.filter(partnership=row).delete()


def test_table_of_steps_is_the_one_tested():
    table = {step: dict.fromkeys(sorted(states), str(target)) for step, (states, target) in STEPS.items()}
    assert table.pop("run") == {"starting": "running"}
    assert table == {step: {str(state): target for state, target in rows.items()} for step, rows in FROM.items()}


@pytest.mark.parametrize(
    ("step", "event"),
    [("accept", "accepted"), ("decline", "declined"), ("withdraw", "withdrawn")],
)
def test_step_is_audited_for_both(cast, proposed, step, event):
    by = cast.campus_editor if step == "withdraw" else cast.catering_owner
    take(step, proposed, by)
    take(step, proposed, by)
    events = AuditEvent.objects.filter(event=f"partnerships.{event}", object_id=proposed.pk)
    assert [(one.organisation_id, one.actor_id) for one in events] == [(by.organisation_id, by.user_id)]
    assert events[0].other_organisation_id == proposed.other(by).pk


def test_declined_without_reason_is_refused(cast, proposed):
    with pytest.raises(ValidationError) as refused:
        actions.decline(partnership=proposed, by=cast.catering_owner, reason="  ")
    assert "reason" in refused.value.message_dict
    assert Partnership.objects.get(pk=proposed.pk).state == State.PROPOSED


def test_end_needs_reason_and_a_day_to_come(cast, starting):
    yesterday = timezone.localdate() - timedelta(days=1)
    for reason, day in (("", timezone.localdate()), ("Moving", yesterday)):
        with pytest.raises(ValidationError):
            ending.announce_end(partnership=starting, by=cast.campus_owner, reason=reason, ends_on=day)
    assert Partnership.objects.get(pk=starting.pk).state == State.STARTING


def test_end_waits_for_the_handover(cast, starting):
    ending.announce_end(partnership=starting, by=cast.catering_owner, reason="Moving", ends_on=timezone.localdate())
    assert HandoverItem.objects.filter(partnership=starting).count() == 8
    with pytest.raises(ValidationError):
        ending.complete_end(partnership=starting, by=cast.campus_owner)
    HandoverItem.objects.filter(partnership=starting, side="client").update(done_at=timezone.now())
    ending.complete_end(partnership=starting, by=cast.campus_owner)
    with pytest.raises(ValidationError, match="Your own side has not"):
        ending.complete_end(partnership=starting, by=cast.catering_owner)
    HandoverItem.objects.filter(partnership=starting).update(done_at=timezone.now())
    assert Partnership.objects.get(pk=starting.pk).state == State.ENDING
    ending.complete_end(partnership=starting, by=cast.catering_owner)
    assert Partnership.objects.get(pk=starting.pk).state == State.ENDED
