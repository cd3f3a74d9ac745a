"""What both keep on the home page of a partnership: goals, links, the hand-over; and each side's own note."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Connection, Membership, Side
from accounts.rules import require
from common.models import revise
from notifications.actions import queue
from partnerships import rules
from partnerships.actions.common import check_one_side, locked, note, people_of
from partnerships.models import EndConfirmation, Goal, HandoverItem, Partnership, PartnershipNote, SystemLink
from vision.models import ItemText, VisionVersion

State = Partnership.State
GOALS, LINKS, ITEMS = 8, 12, 60


@transaction.atomic
def add_goal(
    *,
    partnership: Partnership,
    by: Membership,
    text: str,
    seen_by: str = "",
    serves: ItemText | None = None,
) -> None:
    """Adds a goal; a handful at most, as what is everything is nothing. `serves` is a text of the client's vision."""
    partnership = _open(partnership, by)
    if serves and serves.item.vision.client_id != partnership.client_id:
        raise ValidationError({"serves": _("Choose something from the vision of this client.")})
    goals = Goal.objects.for_system("count").filter(partnership=partnership, dropped_at=None)
    if goals.count() >= GOALS:
        raise ValidationError(_("You can have at most eight goals. Drop one first."))
    goal = Goal.objects.create(
        partnership=partnership, text=text, seen_by=seen_by, position=goals.count() + 1,
        vision_item=serves.item if serves else None, from_vision=serves.name if serves else "",
    )  # fmt: skip
    note("partnerships.goal_added", partnership, by, about=goal)


@transaction.atomic
def drop_goal(*, goal: Goal, by: Membership) -> None:
    """Drops a goal; it stays in the log. Twice is harmless."""
    partnership = _open(goal.partnership, by)
    if goal.dropped_at is None:
        goal.dropped_at = timezone.now()
        goal.save(update_fields=["dropped_at"])
        note("partnerships.goal_dropped", partnership, by, about=goal)


@transaction.atomic
def add_link(*, partnership: Partnership, by: Membership, label: str, url: str) -> None:
    """Adds a link to a system of either side."""
    partnership = _open(partnership, by)
    if SystemLink.objects.for_system("count").filter(partnership=partnership).count() >= LINKS:
        raise ValidationError(_("You can have at most twelve links. Remove one first."))
    link = SystemLink.objects.create(partnership=partnership, label=label, url=url)
    note("partnerships.link_added", partnership, by, about=link)


@transaction.atomic
def remove_link(*, link: SystemLink, by: Membership) -> None:
    """Removes a link."""
    partnership = _open(link.partnership, by)
    note("partnerships.link_removed", partnership, by, about=link)
    link.delete()


def _open(partnership: Partnership, by: Membership) -> Partnership:
    partnership = locked(partnership)
    require(rules.can_write(by, partnership))
    if partnership.is_over:
        raise ValidationError(_("This partnership can no longer be changed."))
    return partnership


@transaction.atomic
def add_handover(*, partnership: Partnership, by: Membership, text: str, side: str) -> HandoverItem:
    """Adds something that must be handed over. A side that confirmed the end is given nothing more by the other,
    which could hold the end up for ever by it; what it adds itself takes its confirmation back."""
    partnership = _ending(partnership)
    require(rules.can_write(by, partnership))
    given = EndConfirmation.objects.for_system("no more lines").filter(partnership=partnership, side=side)
    if side != partnership.side_of(by) and given.exists():
        name = {"name": partnership.other(by).name}
        raise ValidationError(
            {"side": _("%(name)s confirmed the end before. Ask them to add this line themselves.") % name}
        )
    items = HandoverItem.objects.for_system("count").filter(partnership=partnership)
    if items.count() >= ITEMS:
        raise ValidationError(_("The list can have at most sixty lines. Remove one first."))
    item = HandoverItem.objects.create(partnership=partnership, text=text, side=side, position=items.count() + 1)
    _confirm_anew(partnership, side)
    note("partnerships.handover_added", partnership, by, about=item)
    return item


@transaction.atomic
def remove_handover(*, item: HandoverItem, by: Membership) -> None:
    """Takes a line off the list that does not apply."""
    partnership = _ending(item.partnership)
    require(rules.can_write(by, partnership))
    _check_own(item, partnership, by)
    if item.done_at:
        raise ValidationError(_("This has been handed over; open it again first."))
    note("partnerships.handover_removed", partnership, by, about=item)
    item.delete()


@transaction.atomic
def tick_handover(*, item: HandoverItem, by: Membership, done: bool) -> None:
    """Says that something has been handed over, or takes that back. Twice is harmless."""
    partnership = _ending(item.partnership)
    require(rules.can_tick_handover(by, partnership))
    if bool(item.done_at) == done:
        return
    check_one_side(partnership, by, [partnership.end_announced_by])
    _check_own(item, partnership, by)
    if not done:
        _confirm_anew(partnership, item.side)
    item.done_by, item.done_at = (by, timezone.now()) if done else (None, None)
    item.save(update_fields=["done_by", "done_at"])
    note("partnerships.handed_over" if done else "partnerships.handover_reopened", partnership, by, about=item)


def _check_own(item: HandoverItem, partnership: Partnership, by: Membership) -> None:
    if item.side != partnership.side_of(by):
        name = {"name": partnership.other(by).name}
        raise ValidationError(_("%(name)s hands this over, and says so itself. Nothing was changed.") % name)


def _confirm_anew(partnership: Partnership, side: str) -> None:
    """A side with something to hand over again has not confirmed the end any more."""
    EndConfirmation.objects.for_system("open again").filter(partnership=partnership, side=side).delete()


def _ending(partnership: Partnership) -> Partnership:
    partnership = locked(partnership)
    if partnership.state != State.ENDING:
        raise ValidationError(_("There is a hand-over only while a partnership is ending."))
    return partnership


@transaction.atomic
def write_note(*, partnership: Partnership, by: Membership, revision: int, text: str) -> None:
    """Keeps the private note of one's own side; raises Conflict for the second of two writers."""
    require(rules.can_note(by, partnership))
    row, _made = PartnershipNote.objects.get_or_create(partnership=partnership, organisation=by.organisation)
    revise(row, revision=revision, text=text)


def tell_of_vision(*, version: VisionVersion) -> None:
    """Mails each supplier that may read it, which is every connected one, that a version was published: the teams
    of its living partnerships with the client, and its owners where it has none."""
    client = version.vision.client
    connections = Connection.objects.for_system("mail").active().filter(client=client)
    rows = Partnership.objects.for_system("mail").filter(client=client, state__in=Partnership.ALIVE)
    alive: dict[Any, list[Partnership]] = {}
    for partnership in rows.select_related("client", "supplier"):
        alive.setdefault(partnership.supplier_id, []).append(partnership)
    for connection in connections.select_related("supplier"):
        supplier = connection.supplier
        assert supplier
        users = [user for row in alive.get(supplier.pk, []) for user in people_of(row, Side.SUPPLIER)]
        users = users or [owner.user for owner in Membership.objects.owners_of(supplier)]
        for user in {one.pk: one for one in users}.values():
            queue("partnerships.vision_published", receiver=user, about=version, organisation_id=supplier.pk)
