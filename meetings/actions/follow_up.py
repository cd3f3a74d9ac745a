"""Decisions, which stay as they were adopted, and actions, which somebody does."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from common.models import revise
from meetings import rules
from meetings.actions.common import hold_alive, note
from meetings.actions.writing import check_writable, open_version
from meetings.models import Action, Decision, Meeting, Participant
from meetings.reminders import DAYS_AHEAD
from notifications.actions import queue
from partnerships.models import Partnership

# Decisions -------------------------------------------------------------------------------------


@transaction.atomic
def note_decision(*, meeting: Meeting, by: Membership, text: str, valid_from: date, **details: Any) -> Decision:
    """Notes a decision in the minutes that are being written. It gets its number when they are adopted."""
    require(rules.can_write(by, meeting))
    minutes = open_version(meeting)
    check_writable(minutes)
    _check_look_again(valid_from, details.get("look_again_on"))
    _check_supersedes(meeting, details.get("supersedes"))
    decision = Decision.objects.create(
        partnership=meeting.partnership, meeting=meeting, minutes=minutes, text=text, valid_from=valid_from, **details
    )
    note("meetings.decision_noted", meeting, by, name=text)
    return decision


def _check_look_again(valid_from: date, look_again_on: date | None) -> None:
    if look_again_on and look_again_on < valid_from:
        raise ValidationError({"look_again_on": _("Choose a review date after the decision becomes valid.")})


def _check_supersedes(meeting: Meeting, old: Decision | None) -> None:
    if old and (old.partnership_id != meeting.partnership_id or old.state != Decision.State.VALID or not old.number):
        raise ValidationError({"supersedes": _("Choose a decision of this partnership that is valid now.")})


@transaction.atomic
def change_decision(*, decision: Decision, revision: int, by: Membership, **changes: Any) -> None:
    """Changes a decision that is not adopted yet. Raises Conflict."""
    require(rules.can_write(by, decision.meeting))
    _check_not_adopted(decision)
    _check_look_again(
        changes.get("valid_from", decision.valid_from), changes.get("look_again_on", decision.look_again_on)
    )
    _check_supersedes(decision.meeting, changes.get("supersedes"))
    revise(decision, revision=revision, **changes)
    note("meetings.decision_changed", decision.meeting, by, name=decision.text)


def _check_not_adopted(decision: Decision) -> None:
    if decision.number:
        raise ValidationError(
            _("This decision was adopted and cannot be changed. Record a new decision that replaces it.")
        )
    check_writable(decision.minutes)


@transaction.atomic
def remove_decision(*, decision: Decision, by: Membership) -> None:
    """Removes a decision that is not adopted yet; actions that came from it stay, without it."""
    require(rules.can_write(by, decision.meeting))
    _check_not_adopted(decision)
    decision.actions.update(decision=None)
    Decision.objects.for_system("not adopted").filter(pk=decision.pk).delete()
    note("meetings.decision_removed", decision.meeting, by, name=decision.text)


@transaction.atomic
def withdraw_decision(*, decision: Decision, because: str, by: Membership) -> None:
    """An adopted decision is no longer valid; it stays readable, with the reason."""
    require(rules.can_end_decision(by, decision), rules.why_over(decision.partnership))
    if decision.state == Decision.State.WITHDRAWN and because.strip() == decision.ended_because.strip():
        return
    if decision.state == Decision.State.WITHDRAWN:
        raise ValidationError(_("This decision was withdrawn before. Your reason was not saved."))
    if not decision.number or decision.state != Decision.State.VALID:
        raise ValidationError(_("Only a decision that is adopted and valid can be withdrawn."))
    if not because.strip():
        raise ValidationError({"because": _("Say why, so that both sides know.")})
    end = {"ended_at": timezone.now(), "ended_by": by, "ended_because": because}
    Decision.objects.for_system("ended").filter(pk=decision.pk, state=Decision.State.VALID).update(
        state=Decision.State.WITHDRAWN, **end
    )
    note("meetings.decision_withdrawn", decision.meeting, by, name=decision.text)


# Actions ---------------------------------------------------------------------------------------


@transaction.atomic
def make_action(
    *,
    partnership: Partnership,
    by: Membership,
    text: str,
    owner: Membership,
    due: date,
    meeting: Meeting | None = None,
    **details: Any,
) -> Action:
    """Gives one person something to do by a day; in a meeting, or between meetings."""
    require(rules.can_act(by, partnership), rules.why_over(partnership))
    hold_alive(partnership)
    _check_owner(partnership, meeting, owner)
    if meeting and meeting.state == Meeting.State.CANCELLED:
        raise ValidationError(_("This meeting was cancelled."))
    action = Action.objects.create(
        partnership=partnership,
        meeting=meeting,
        text=text,
        owner=owner,
        organisation=owner.organisation,
        due=due,
        given_at=timezone.now(),
        made_by=by,
        **details,
    )
    note_action("meetings.action_made", action, by)
    _tell_owner(action, by)
    return action


def _tell_owner(action: Action, by: Membership) -> None:
    """A mail at once to somebody else who has to do it, but for what is due later and stands in minutes that are
    being written, which are mailed themselves."""
    if not Action.objects.for_system("a draft of the other side").known_to_owner().filter(pk=action.pk).exists():
        return
    written = action.meeting and action.meeting.state in (Meeting.State.UNDER_WAY, Meeting.State.HELD)
    later = action.due > timezone.localdate() + timedelta(days=DAYS_AHEAD)
    if action.owner.user_id != by.user_id and not (written and later):
        queue(
            "meetings.action_given", about=action, receiver=action.owner.user, moment=action.given_at,
            organisation_id=action.organisation_id,
        )  # fmt: skip


def tell_of_draft(meeting: Meeting, by: Membership) -> None:
    """Mails those of the other side who were given something while the meeting was a draft of one."""
    rows = Action.objects.for_system("planned now").open().filter(meeting=meeting).select_related("owner__user")
    for action in rows.exclude(organisation=by.organisation_id):
        _tell_owner(action, by)


def note_action(event: str, action: Action, by: Membership) -> None:
    """About the meeting where there is one, so that its history shows it."""
    if action.meeting:
        note(event, action.meeting, by, name=action.text, action=str(action.pk))
        return
    record(
        event,
        organisation=by.organisation,
        by=by,
        about=action,
        shared_with=action.partnership.other(by),
        action=str(action.pk),
    )


def _check_owner(partnership: Partnership, meeting: Meeting | None, owner: Membership) -> None:
    if owner.ended_at or not owner.user.is_active:
        raise ValidationError({"owner": _("%(name)s has left. Choose somebody else.") % {"name": owner.user}})
    if not can_own(partnership, owner, meeting):
        raise ValidationError({"owner": _("Choose somebody of the teams of this partnership.")})


def can_own(partnership: Partnership, owner: Membership, meeting: Meeting | None = None) -> bool:
    """Whoever sees the partnership, or takes part in the meeting."""
    if not rules.of_pair(owner, partnership):
        return False
    if Partnership.objects.visible_to(owner).filter(pk=partnership.pk).exists():
        return True
    people = Participant.objects.for_system("who takes part").of(owner)
    return meeting is not None and people.filter(meeting=meeting).exists()


@transaction.atomic
def change_action(*, action: Action, revision: int, by: Membership, **changes: Any) -> None:
    """Changes text, owner or date of an open action; a new owner or date starts its reminders anew.
    Raises Conflict."""
    require(rules.can_act(by, action.partnership), rules.why_over(action.partnership))
    _check_open(action)
    owner = changes.get("owner", action.owner)
    if owner.pk != action.owner_id:
        _check_owner(action.partnership, action.meeting, owner)
        changes["organisation"] = owner.organisation
    is_given = owner.pk != action.owner_id
    if is_given or changes.get("due", action.due) != action.due:
        changes["given_at"] = timezone.now()
    revise(action, revision=revision, **changes)
    note_action("meetings.action_changed", action, by)
    if is_given:
        _tell_owner(action, by)


def _check_open(action: Action) -> None:
    if not action.is_open:
        raise ValidationError(_("This action is closed. Reopen it first."))


@transaction.atomic
def close_action(*, action: Action, by: Membership, state: str = Action.State.DONE, closing_note: str = "") -> None:
    """Done, or dropped with a reason. Twice is harmless; another note on what is closed is refused, as it is lost."""
    require(rules.can_close(by, action))
    action = Action.objects.for_system("held").select_for_update(of=("self",)).get(pk=action.pk)
    if action.state == state and closing_note.strip() in ("", action.closing_note):
        return
    _check_open(action)
    if state == Action.State.DROPPED and not closing_note.strip():
        raise ValidationError({"closing_note": _("Say why the action is dropped, so that everybody knows.")})
    action.state, action.closing_note = state, closing_note.strip()
    action.closed_at, action.closed_by = timezone.now(), by
    action.revision += 1
    action.save(update_fields=["state", "closing_note", "closed_at", "closed_by", "revision", "changed_at"])
    note_action("meetings.action_done" if state == Action.State.DONE else "meetings.action_dropped", action, by)


@transaction.atomic
def reopen_action(*, action: Action, by: Membership) -> None:
    """Opens an action again that was closed too soon."""
    require(rules.can_close(by, action))
    if action.is_open:
        return
    _check_owner(action.partnership, action.meeting, action.owner)
    action.state, action.closing_note, action.closed_at, action.closed_by = Action.State.OPEN, "", None, None
    action.given_at = timezone.now()
    action.revision += 1
    action.save(update_fields=["state", "closing_note", "closed_at", "closed_by", "given_at", "revision", "changed_at"])
    note_action("meetings.action_reopened", action, by)
