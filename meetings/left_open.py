"""What earlier meetings left to do, and what of it was closed, for the place on an agenda where it is discussed."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Case, Value, When
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from accounts.models import LANGUAGES, Membership
from common.names import fold
from meetings import rules
from meetings.models import Action, Meeting, Minutes

# The items of our usual agendas that are about it; see meetings.agendas.
TITLES = (_("Previous minutes and open actions"), _("Open actions"), _("Actions of last week"))
MOST = 50


@lru_cache
def _titles() -> frozenset[str]:
    found = set()
    for language, _name in LANGUAGES:
        with translation.override(language):
            found |= {fold(gettext(title)) for title in TITLES}
    return frozenset(found)


def item_about_it(items: list[Any]) -> Any:
    """The first agenda item that is about open actions, or None."""
    return next((item for item in items if fold(item.title) in _titles()), None)


def left_open(member: Membership, meeting: Meeting, items: list[Any]) -> dict[str, Any]:
    """The item that is about it, the open actions of earlier meetings, and the minutes before these.

    Actions of the partnership that do not come from this meeting, first those of its series and of each those due
    first, how many there are, and which of them the member may close; and those of its series that were closed. The
    minutes are the newest adopted of the series, else of the partnership. Empty when no item is about it.
    """
    item = item_about_it(items)
    if item is None:
        return {}
    rows = Action.objects.visible_to(member).open().filter(partnership=meeting.partnership_id)
    rows = rows.exclude(meeting=meeting.pk)
    shown = rows.select_related("owner__user", "organisation", "partnership")
    open_ = list(shown.order_by(*_near("meeting__series", meeting), "due", "created_at")[:MOST])
    closable = {action.pk for action in open_ if rules.can_close(member, action)}
    before = Meeting.objects.visible_to(member).filter(
        partnership=meeting.partnership_id, state=Meeting.State.ADOPTED, starts_at__lt=meeting.starts_at
    )
    return {
        "left_item": item,
        "left_open": open_,
        "left_count": rows.count() if len(open_) == MOST else len(open_),
        "closable": closable,
        "left_closed": closed_before(meeting, Action.objects.visible_to(member)),
        "previous": before.order_by(*_near("series", meeting), "-starts_at").first(),
    }


def closed_before(meeting: Meeting, actions: Any) -> list[Action]:
    """Of these actions, those of earlier meetings of the series that were closed since the minutes of the meeting
    before it went out, until its own did; so that each is told of once. Before they go out: until now."""
    if not meeting.series_id:
        return []
    earlier = Meeting.objects.for_system("before it").filter(series=meeting.series_id, starts_at__lt=meeting.starts_at)
    before = earlier.filter(held_at__isnull=False).order_by("-starts_at").first()
    if before is None:
        return []
    since, until = _sent_at(before) or before.starts_at, _sent_at(meeting) or timezone.now()
    rows = actions.filter(meeting__in=earlier, closed_at__gt=since, closed_at__lte=until)
    return list(rows.select_related("owner__user", "organisation").order_by("closed_at", "created_at"))


def _sent_at(meeting: Meeting) -> datetime | None:
    """When its minutes first went out; a correction comes later and tells of the same."""
    rows = Minutes.objects.for_system("when they went out").filter(meeting=meeting.pk, version=1)
    return rows.exclude(state=Minutes.State.DRAFT).values_list("sent_at", flat=True).first()


def _near(series: str, meeting: Meeting) -> list[Case]:
    """Puts what is of the meeting's own series first, where it has one."""
    if not meeting.series_id:
        return []
    return [Case(When(**{series: meeting.series_id}, then=Value(0)), default=Value(1))]
