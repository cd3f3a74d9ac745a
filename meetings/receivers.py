"""What this room has open at the end of a partnership, and what it ends then."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from meetings.actions.series import end_with_partnership
from meetings.models import Action, Meeting, MeetingSeries
from partnerships.hooks import Open, at_end, left_open, opened
from partnerships.models import Partnership

State = Meeting.State


@left_open
def open_when_it_ends(member: Membership, partnership: Partnership) -> Iterator[Open]:
    """Meetings and series still to come, meetings never begun, minutes not adopted, actions that are not closed."""
    meetings = Meeting.objects.visible_to(member).filter(partnership=partnership).order_by("starts_at")
    coming = meetings.cancelled_at_end(timezone.now())
    yield opened(
        _("Meetings still to come"),
        _named(member, coming),
        lambda count: ngettext(
            "%(count)s meeting still to come is cancelled. Whoever was invited gets a mail that removes it from their "
            "calendar.",
            "%(count)s meetings still to come are cancelled. Whoever was invited gets a mail that removes them from "
            "their calendar.",
            count,
        ),
    )
    series = MeetingSeries.objects.visible_to(member).running().filter(partnership=partnership).order_by("title")
    yield opened(
        _("Meeting series"),
        [(one.title, member.url("meetings:series", pk=one.pk)) for one in series],
        lambda count: ngettext("%(count)s meeting series ends.", "%(count)s meeting series end.", count),
    )
    passed = meetings.filter(state=State.PLANNED).exclude(pk__in=coming.values("pk"))
    yield opened(
        _("Meetings whose time has passed and that nobody began"),
        _named(member, passed),
        lambda count: ngettext(
            "%(count)s meeting that nobody began stays. If it was held, its minutes can still be written.",
            "%(count)s meetings that nobody began stay. If they were held, their minutes can still be written.",
            count,
        ),
    )
    yield opened(
        _("Minutes not adopted"),
        _named(member, meetings.filter(state__in=(State.UNDER_WAY, State.HELD, State.REVIEW))),
        lambda count: ngettext(
            "The minutes of %(count)s meeting can still be finished and adopted.",
            "The minutes of %(count)s meetings can still be finished and adopted.",
            count,
        ),
    )
    actions = Action.objects.visible_to(member).open().filter(partnership=partnership)
    rows = actions.order_by("due", "created_at")
    yield opened(
        _("Open actions"),
        [(str(one), member.url("meetings:action", pk=one.pk)) for one in rows],
        lambda count: ngettext(
            "%(count)s action stays open. It can still be read and closed; nobody is reminded of it any more.",
            "%(count)s actions stay open. They can still be read and closed; nobody is reminded of them any more.",
            count,
        ),
    )


@at_end
def end_meetings(partnership: Partnership, by: Membership) -> None:
    """Series, drafts and planned meetings do not outlive it."""
    end_with_partnership(partnership=partnership, by=by)


def _named(member: Membership, rows: Iterable[Meeting]) -> list[tuple[str, str]]:
    return [
        (f"{one.title}, {date_format(one.local_start, 'j F Y')}", member.url("meetings:detail", pk=one.pk))
        for one in rows
    ]
