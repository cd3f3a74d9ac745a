"""What is written during the meeting, by several people at once."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.rules import require
from common.edges import check_fits
from common.models import Conflict, revise
from common.richtext import check_length, clean
from meetings import rules
from meetings.models import AgendaItem, Meeting, Minutes, MinutesText, Participant, PrivateNote

MOST_NOTED = 20_000


def check_writable(minutes: Minutes) -> None:
    """Refuses what comes after the minutes were sent. Holds them, so that they are not sent meanwhile."""
    rows = Minutes.objects.for_system("held").select_for_update(no_key=True)
    if rows.get(pk=minutes.pk).state != Minutes.State.DRAFT:
        raise ValidationError(_("These minutes have been sent for adoption. Propose a change instead."))


@transaction.atomic
def save_text(*, text: MinutesText, revision: int, html: str, by: Membership) -> None:
    """Saves what was said about one item; for autosave, so without an event. Raises Conflict."""
    require(rules.can_write(by, text.minutes.meeting))
    check_writable(text.minutes)
    check_length(html)
    html = clean(html)
    # Saved already: the answer of the first try got lost.
    if text.text == html:
        return
    revise(text, revision=revision, text=html, changed_by=by)


@transaction.atomic
def save_note(*, meeting: Meeting, text: str, revision: int, by: Membership) -> PrivateNote:
    """Saves the notes of one's own side, which the other side never sees. Raises Conflict."""
    require(rules.can_note(by, meeting))
    check_fits(text, MOST_NOTED, "plain")
    row, made = PrivateNote.objects.get_or_create(
        meeting=meeting, organisation=by.organisation, defaults={"text": text, "changed_by": by}
    )
    if made or row.text == text:
        return row
    if revision == 0:
        raise Conflict(row)
    revise(row, revision=revision, text=text, changed_by=by)
    return row


@transaction.atomic
def mark_present(
    *, meeting: Meeting, present: Collection[UUID], by: Membership, base: Collection[UUID] | None = None
) -> None:
    """Who was there, by the keys of their places; who is not named was not.

    With `base`, the list that `present` was made from, only what differs between the two is changed, so that
    two people who tick at the same time lose nothing of each other.
    """
    require(rules.can_write(by, meeting))
    check_writable(open_version(meeting))
    rows = Participant.objects.for_system("the whole list").filter(meeting=meeting).invited()
    keys = set(present)
    if base is not None:
        now = set(rows.filter(present=True).values_list("pk", flat=True))
        keys = (now | (keys - set(base))) - (set(base) - keys)
    rows.filter(pk__in=keys).update(present=True)
    rows.exclude(pk__in=keys).update(present=False)


@transaction.atomic
def mark_discussed(*, item: AgendaItem, discussed: bool | None, by: Membership) -> None:
    """Whether an item was dealt with; what was not goes on to the next meeting."""
    require(rules.can_write(by, item.meeting))
    check_writable(open_version(item.meeting))
    AgendaItem.objects.for_system("marked").filter(pk=item.pk).update(is_discussed=discussed)


def open_version(meeting: Meeting) -> Minutes:
    """The version that is being written or under review; a sentence when there is none."""
    rows = Minutes.objects.for_system("one is open").filter(meeting=meeting)
    found = rows.exclude(state=Minutes.State.ADOPTED).first()
    if not found:
        raise ValidationError(_("The minutes are not open. Begin the meeting, or a correction, first."))
    return found
