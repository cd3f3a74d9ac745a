"""What somebody who leaves had to do in meetings goes to a colleague, in the transaction of the leaving."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from meetings.actions.common import locked, note, tell
from meetings.actions.follow_up import note_action
from meetings.actions.planning import come_as_organiser, known_of, tell_of_change
from meetings.models import Action, Meeting, MeetingSeries, Participant, Reply


@transaction.atomic
def hand_over_place(*, place: Participant, taker: Membership | None, by: Membership) -> None:
    """Gives the place, not the answer: the taker of a planned meeting is invited, and the entry leaves the calendar
    of who had it."""
    meeting = locked(place.meeting)
    now = timezone.now()
    place.removed_at = now
    place.save(update_fields=["removed_at"])
    added = _seat(meeting, place, taker) if taker else []
    if meeting.told_at:
        meeting.sequence += 1
        meeting.told_by = by
        meeting.save(update_fields=["sequence", "told_by"])
        tell("meetings.removed", meeting, [place], now)
        Participant.objects.for_system("they are invited").filter(pk__in=[one.pk for one in added]).update(
            invited_at=now
        )
        tell("meetings.invitation", meeting, added, now)
    note("meetings.people_changed", meeting, by, added=len(added), removed=1)


def _seat(meeting: Meeting, place: Participant, taker: Membership) -> list[Participant]:
    """The new participant; nobody when the taker is on the list already."""
    row, made = Participant.objects.get_or_create(meeting=meeting, membership=taker, defaults={"side": place.side})
    if not made and row.removed_at is None:
        return []
    if not made:
        row.removed_at, row.reply, row.replied_at = None, Reply.NONE, None
        row.save(update_fields=["removed_at", "reply", "replied_at"])
    return [row]


@transaction.atomic
def hand_over_usual_place(*, series: MeetingSeries, giver: Membership, taker: Membership | None) -> None:
    """Takes somebody off the usual participants of a series, and puts a colleague there."""
    series.members.remove(giver)
    if taker:
        series.members.add(taker)


@transaction.atomic
def hand_over_meeting(*, meeting: Meeting, taker: Membership, by: Membership) -> None:
    """Makes a colleague the organiser. Of a planned meeting everybody gets the same entry with the new organiser and
    a higher SEQUENCE, as RFC 5546 (3.2.2.6) asks, and the colleague comes, who takes part and did not answer yet."""
    meeting = locked(meeting)
    before = {"organiser": str(meeting.organiser), **known_of(meeting)}
    meeting.organiser = taker
    if meeting.state != Meeting.State.PLANNED:
        meeting.save(update_fields=["organiser"])
    else:
        meeting.sequence += 1
        meeting.told_before, meeting.told_by = before, by
        meeting.save(update_fields=["organiser", "sequence", "told_before", "told_by"])
        come_as_organiser(meeting)
        tell_of_change(meeting, timezone.now(), by=by, moved=False)
    note("meetings.handed_over", meeting, by, name=str(taker))


@transaction.atomic
def hand_over_series(*, series: Sequence[MeetingSeries], taker: Membership) -> None:
    """Lets a colleague stand for series that run."""
    rows = MeetingSeries.objects.for_system("somebody leaves").filter(pk__in=[one.pk for one in series])
    rows.update(made_by=taker)


@transaction.atomic
def hand_over_action(*, action: Action, taker: Membership, by: Membership) -> None:
    """Gives an open action to a colleague; its reminders start anew."""
    action.owner, action.given_at, action.revision = taker, timezone.now(), action.revision + 1
    action.save(update_fields=["owner", "given_at", "revision", "changed_at"])
    note_action("meetings.action_handed_over", action, by)
