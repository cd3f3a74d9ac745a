"""What the acts of this room share."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from meetings.models import Meeting, Participant
from notifications.actions import queue_all
from notifications.kinds import Planned
from partnerships.models import Partnership
from partnerships.rules import why_over


def note(event: str, meeting: Meeting, by: Membership, *, name: str = "", **data: Any) -> None:
    """One audit event about a meeting. Both sides read it, unless the meeting is a draft of one."""
    shared = None if meeting.state == Meeting.State.DRAFT else meeting.partnership.other(by)
    record(event, organisation=by.organisation, by=by, about=meeting, name=name, shared_with=shared, **data)


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, held until the transaction ends, so that two acts take turns."""
    rows = Meeting.objects.for_system("an action holds the row").select_for_update(of=("self",))
    return rows.select_related("partnership__client", "partnership__supplier", "organiser__user").get(pk=meeting.pk)


def hold_alive(partnership: Partnership) -> None:
    """Holds the partnership until the transaction ends, so that nothing is made in it while it is being ended."""
    rows = Partnership.objects.for_system("held").select_for_update(of=("self",), no_key=True)
    if because := why_over(rows.get(pk=partnership.pk)):
        raise ValidationError(because)


def check_state(meeting: Meeting, *states: str) -> None:
    if meeting.state not in states:
        raise ValidationError(_("This meeting has moved on in the meantime. Look at it again first."))


def tell(kind: str, meeting: Meeting, people: Iterable[Participant], now: datetime) -> None:
    """Queues one mail to each participant, in one statement."""
    queue_all([planned(kind, meeting, one, now) for one in people if is_reachable(one)])


def is_reachable(participant: Participant) -> bool:
    member = participant.membership
    return member is None or (member.ended_at is None and member.user.is_active)


def planned(kind: str, meeting: Meeting, participant: Participant, moment: datetime) -> Planned:
    """A message about one's place in a meeting; a guest is written to in the language of the minutes."""
    member = participant.membership
    return Planned(
        kind=kind,
        object_type=Participant._meta.label_lower,
        object_id=participant.pk,
        moment=moment,
        language=member.user.language if member else meeting.language,
        receiver_id=member.user_id if member else None,
        address="" if member else participant.address,
        organisation_id=member.organisation_id if member else meeting.organiser.organisation_id,
    )
