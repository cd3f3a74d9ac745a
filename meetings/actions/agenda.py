"""The agenda, put together by both sides."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.rules import require
from common.models import revise
from documents.models import Attachment
from meetings import rules
from meetings.actions.common import locked, note
from meetings.models import (
    Action,
    AgendaFile,
    AgendaItem,
    Meeting,
    MeetingSeries,
    Minutes,
    MinutesText,
    SeriesItem,
)

MOST_ITEMS = 60


@transaction.atomic
def add_item(*, meeting: Meeting, by: Membership, title: str, **details: Any) -> AgendaItem:
    """Puts something on the agenda, at the end. Either side, until the meeting is held."""
    require(rules.can_put_on_agenda(by, meeting), rules.why_over(meeting.partnership))
    meeting = locked(meeting)
    _check_open(meeting)
    last = meeting.items.aggregate(last=Max("position"))["last"]
    if last is not None and last >= MOST_ITEMS:
        raise ValidationError(_("This agenda is full. Plan a second meeting."))
    item = AgendaItem.objects.create(
        meeting=meeting,
        title=title,
        position=0 if last is None else last + 1,
        side=meeting.on_side(by),
        put_by=by,
        **details,
    )
    _give_texts(meeting, [item])
    note("meetings.item_added", meeting, by, name=title)
    return item


def _check_open(meeting: Meeting) -> None:
    if not meeting.is_agenda_open:
        raise ValidationError(_("This meeting has been held; its agenda can no longer be changed."))


def _give_texts(meeting: Meeting, items: Iterable[AgendaItem]) -> None:
    """While minutes are being written, each new item gets its text in them."""
    minutes = Minutes.objects.for_system("being written").filter(meeting=meeting, state=Minutes.State.DRAFT).first()
    if minutes:
        MinutesText.objects.bulk_create([MinutesText(minutes=minutes, item=item) for item in items])


@transaction.atomic
def change_item(*, item: AgendaItem, revision: int, by: Membership, **changes: Any) -> None:
    """Changes title, explanation, purpose or minutes. Raises Conflict."""
    require(rules.can_put_on_agenda(by, item.meeting), rules.why_over(item.meeting.partnership))
    _check_open(locked(item.meeting))
    revise(item, revision=revision, **changes)
    note("meetings.item_changed", item.meeting, by, name=item.title)


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: Membership) -> None:
    """Changes places with the item before or after it; nothing at the end."""
    require(rules.can_put_on_agenda(by, item.meeting), rules.why_over(item.meeting.partnership))
    meeting = locked(item.meeting)
    _check_open(meeting)
    rows = list(
        AgendaItem.objects.for_system("the whole agenda").filter(meeting=meeting).order_by("position", "created_at")
    )
    place = next(n for n, row in enumerate(rows) if row.pk == item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows):
        row.position = position
    AgendaItem.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Membership) -> None:
    """Takes an item off the agenda, as long as nothing was written, decided or given out under it."""
    require(rules.can_put_on_agenda(by, item.meeting), rules.why_over(item.meeting.partnership))
    meeting = locked(item.meeting)
    _check_open(meeting)
    texts = MinutesText.objects.for_system("its own text").filter(item=item)
    if texts.exclude(text="").exists() or item.decisions.exists() or item.actions.exists():
        raise ValidationError(_("Something was noted under this item, so it stays."))
    texts.delete()
    item.files.all().delete()
    title = item.title
    AgendaItem.objects.for_system("taken off").filter(pk=item.pk).delete()
    note("meetings.item_removed", meeting, by, name=title)


@transaction.atomic
def attach(*, item: AgendaItem, attachment: Attachment, by: Membership, with_more: bool = False) -> None:
    """Adds a file that was checked already; `with_more`, when it comes with an act that is noted by itself."""
    require(rules.can_put_on_agenda(by, item.meeting), rules.why_over(item.meeting.partnership))
    _check_open(locked(item.meeting))
    AgendaFile.objects.get_or_create(item=item, attachment=attachment)
    if not with_more:
        note("meetings.item_changed", item.meeting, by, name=item.title)


@transaction.atomic
def detach(*, file: AgendaFile, by: Membership) -> None:
    """Takes a file off the agenda."""
    meeting = file.item.meeting
    require(rules.can_put_on_agenda(by, meeting), rules.why_over(meeting.partnership))
    _check_open(locked(meeting))
    AgendaFile.objects.for_system("taken off").filter(pk=file.pk).delete()
    note("meetings.item_changed", meeting, by, name=file.item.title)


def copy_usual_agenda(meeting: Meeting, points: Iterable[Any], *, by: Membership) -> None:
    """Gives a new meeting the points of its series or level, as its own."""
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            position=position,
            title=point.title,
            purpose=point.purpose,
            minutes=point.minutes,
            side=meeting.side,
            put_by=by,
            series_item=point if isinstance(point, SeriesItem) else None,
        )
        for position, point in enumerate(points)
    )


def carry_over(meeting: Meeting) -> None:
    """Puts what this meeting left on the agenda of the next one of its series, if there is one yet.

    Safe to call again: an item goes on once.
    """
    if not meeting.series_id:
        return
    coming = Meeting.objects.for_system("the next one of the series").filter(
        series=meeting.series_id,
        starts_at__gt=meeting.starts_at,
        state__in=[Meeting.State.DRAFT, Meeting.State.PLANNED],
    )
    following = coming.order_by("starts_at").first()
    if following:
        carry(following, meeting)


def carry(following: Meeting, meeting: Meeting) -> None:
    """What `meeting` left, onto the agenda of `following`, with its files. What went on to another meeting already
    stays there, and a point that stands there by the series' own agenda is not put there twice."""
    # A meeting that ends and a next one that is made at once take turns.
    list(MeetingSeries.objects.for_system("held").select_for_update(of=("self",)).filter(meetings=meeting))
    there = list(following.items.all())
    fixed = {row.series_item_id for row in there if row.series_item_id} | {row.title for row in there}
    place = max((row.position for row in there), default=-1) + 1
    left = [row for row in _left(meeting) if row.title not in fixed]
    carried = [
        AgendaItem(
            meeting=following,
            position=place + n,
            title=row.title,
            explanation=row.explanation,
            purpose=row.purpose,
            minutes=row.minutes,
            side=row.side,
            put_by_id=row.put_by_id,
            carried_from=row,
        )
        for n, row in enumerate(left)
        if row.series_item_id is None or row.series_item_id not in fixed
    ]
    try:
        with transaction.atomic():
            AgendaItem.objects.bulk_create(carried)
    except IntegrityError:
        raise ValidationError(
            _("What was left went on to another meeting at the same moment, so nothing was changed. Try again.")
        ) from None
    _carry_files(carried)


def _carry_files(carried: list[AgendaItem]) -> None:
    of = {row.carried_from_id: row for row in carried}
    files = AgendaFile.objects.for_system("they go along").filter(item__in=of.keys()).order_by("created_at", "pk")
    AgendaFile.objects.bulk_create(AgendaFile(item=of[row.item_id], attachment_id=row.attachment_id) for row in files)


def _left(meeting: Meeting) -> list[AgendaItem]:
    """Not discussed, or with an action that is still open; all of it when the meeting was cancelled. What went on
    already is left out."""
    rows = AgendaItem.objects.for_system("what is left").filter(meeting=meeting, carried_to=None).order_by("position")
    if meeting.state != Meeting.State.CANCELLED:
        open_actions = Action.objects.for_system("still open").open().filter(meeting=meeting, item__isnull=False)
        rows = rows.filter(Q(is_discussed=False) | Q(pk__in=open_actions.values("item")))
    return list(rows)
