"""What this room has open at the end of a partnership."""

from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership
from meetings.models import Action, Meeting
from partnerships.hooks import Open, left_open, opened
from partnerships.models import Partnership

State = Meeting.State


@left_open
def open_when_it_ends(member: Membership, partnership: Partnership) -> Iterator[Open]:
    """Meetings still to come, minutes that are not adopted, actions that are not closed."""
    meetings = list(Meeting.objects.visible_to(member).filter(partnership=partnership).order_by("starts_at"))
    yield opened(_("Meetings still to come"), _named(member, (one for one in meetings if one.state in Meeting.AHEAD)))
    unsettled = (State.UNDER_WAY, State.HELD, State.REVIEW)
    yield opened(_("Minutes not adopted"), _named(member, (one for one in meetings if one.state in unsettled)))
    actions = Action.objects.visible_to(member).open().filter(partnership=partnership)
    rows = actions.order_by("due", "created_at")
    yield opened(_("Open actions"), [(str(one), member.url("meetings:action", pk=one.pk)) for one in rows])


def _named(member: Membership, rows: Iterable[Meeting]) -> list[tuple[str, str]]:
    return [
        (f"{one.title}, {date_format(one.local_start, 'j F Y')}", member.url("meetings:detail", pk=one.pk))
        for one in rows
    ]
