"""Who may do what in a meeting, as pure predicates. Seeing the meeting is asked of its door first.

Editors organise; contributors of both sides put items on the agenda, write minutes and take actions;
minutes are adopted, per side, by an editor or by a contributor who was there.
"""

from typing import Any

from accounts.models import Membership, Side
from accounts.rules import acts_for_both, can_contribute, can_edit
from meetings.models import Action, Amendment, Decision, Meeting, MeetingSeries, Minutes
from partnerships.models import Partnership
from partnerships.rules import why_over as why_over


def of_pair(member: Membership, partnership: Partnership) -> bool:
    """Whether the member is of one of the two organisations."""
    return member.organisation_id in (partnership.client_id, partnership.supplier_id)


def can_organise(member: Membership, partnership: Partnership) -> bool:
    """Plan, change and cancel meetings and series: editors of either side, while the partnership lives."""
    return of_pair(member, partnership) and can_edit(member) and partnership.is_alive


def can_change(member: Membership, meeting: Meeting) -> bool:
    """Time, place, people: editors of either side, until the meeting is held."""
    return can_organise(member, meeting.partnership) and meeting.is_agenda_open


def can_change_series(member: Membership, series: MeetingSeries) -> bool:
    return can_organise(member, series.partnership) and series.ended_at is None


def can_cancel(member: Membership, partnership: Partnership) -> bool:
    """Editors of either side, also where a meeting was never begun and its partnership has ended."""
    return of_pair(member, partnership) and can_edit(member)


def can_put_on_agenda(member: Membership, meeting: Meeting) -> bool:
    return _may_add(member, meeting.partnership) and meeting.is_agenda_open


def can_hold(member: Membership, meeting: Meeting) -> bool:
    """Begin and close the meeting; once the partnership has ended, only one whose time came before."""
    return of_pair(member, meeting.partnership) and can_contribute(member) and is_of_its_time(meeting)


def is_of_its_time(meeting: Meeting) -> bool:
    """Whether it can have been held while its partnership was not over."""
    ended_at = meeting.partnership.ended_at if meeting.partnership.is_over else None
    return ended_at is None or meeting.starts_at <= ended_at or meeting.state not in Meeting.AHEAD


def can_write(member: Membership, meeting: Meeting) -> bool:
    """Minutes, decisions, attendance: until the minutes go out for review, and again in a correction. Also after the
    end of the partnership, as minutes that were begun are finished."""
    return of_pair(member, meeting.partnership) and can_contribute(member)


def can_correct(member: Membership, meeting: Meeting) -> bool:
    """Begin a new version of adopted minutes: editors of either side, while the partnership lives."""
    return can_organise(member, meeting.partnership)


def can_note(member: Membership, meeting: Meeting) -> bool:
    """Notes for one's own side."""
    return of_pair(member, meeting.partnership) and can_contribute(member)


def can_adopt(member: Membership, minutes: Minutes, was_there: bool) -> bool:
    """For one's own side: an editor, or a contributor who was there."""
    if not of_pair(member, minutes.meeting.partnership):
        return False
    return can_edit(member) or (was_there and can_contribute(member))


def can_amend(member: Membership, minutes: Minutes) -> bool:
    """Propose a change of minutes under review."""
    return of_pair(member, minutes.meeting.partnership) and can_contribute(member)


def can_answer(member: Membership, amendment: Amendment) -> bool:
    """Take a proposal over or dismiss it: the other side, and never who proposed it, also where that person
    sits on both sides."""
    ours = _is_ours(member, amendment)
    return can_amend(member, amendment.minutes) and not ours and not acts_for_both(member, [amendment.by])


def can_withdraw(member: Membership, amendment: Amendment) -> bool:
    """Take a proposal back: the side that made it."""
    return can_amend(member, amendment.minutes) and _is_ours(member, amendment)


def _is_ours(member: Membership, amendment: Amendment) -> bool:
    return amendment.minutes.meeting.partnership.organisation_on(Side(amendment.side)).pk == member.organisation_id


def answers_as_sender(sender: Membership, minutes: Minutes, side: Side) -> bool:
    """Whether a proposal that `side` must answer is for who sent the minutes."""
    same = minutes.meeting.partnership.organisation_on(side).pk == sender.organisation_id
    return same and sender.ended_at is None and can_amend(sender, minutes)


def can_end_decision(member: Membership, decision: Decision) -> bool:
    """Withdraw what was decided: editors of either side, while the partnership lives."""
    return can_organise(member, decision.partnership)


def can_act(member: Membership, partnership: Partnership) -> bool:
    """Make and change actions: contributors of both sides, while the partnership lives."""
    return _may_add(member, partnership)


def _may_add(member: Membership, partnership: Partnership) -> bool:
    return of_pair(member, partnership) and can_contribute(member) and partnership.is_alive


def can_close(member: Membership, action: Action) -> bool:
    """The owner, whatever the role; colleagues of the owner and editors of either side. Also after the end."""
    if action.owner_id == member.pk:
        return True
    same = action.organisation_id == member.organisation_id
    return of_pair(member, action.partnership) and (can_edit(member) or (same and can_contribute(member)))


def is_own(member: Any, organisation_id: Any) -> bool:
    return member.organisation_id == organisation_id
