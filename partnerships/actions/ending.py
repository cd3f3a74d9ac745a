"""The end of a partnership: announced, taken back, confirmed by both sides, or completed by one that waited."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership, Side
from accounts.rules import require
from partnerships import rules
from partnerships.actions.common import check_one_side, locked, may_confirm, note, people_of, tell
from partnerships.actions.life import begins, go_back, refuse, take
from partnerships.hooks import end_all
from partnerships.models import EndConfirmation, HandoverItem, Partnership
from partnerships.starters import handover_items

State = Partnership.State
# Days for the other side to confirm, from the mail that asks it.
PATIENCE = 14


@transaction.atomic
def announce_end(*, partnership: Partnership, by: Membership, reason: str, ends_on: date) -> None:
    """Announces the end, by either side, with a reason and a date; a hand-over list stands ready. Both teams are
    told, but for whoever announced it."""
    partnership = locked(partnership)
    require(rules.can_end(by, partnership))
    if not begins("announce_end", partnership):
        announcer = partnership.end_announced_by
        if announcer and announcer.organisation_id != by.organisation_id:
            who = {"name": announcer.organisation.name}
            raise ValidationError(_("%(name)s announced the end before you. Your own reason was not saved.") % who)
        return
    check_one_side(partnership, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason; the other side reads it.")})
    if ends_on < timezone.localdate():
        raise ValidationError({"ends_on": _("Choose a day that is still to come.")})
    take(
        "announce_end", partnership, end_announced_by=by, end_reason=reason.strip(), ends_on=ends_on,
        end_taken_back_by=None,
    )  # fmt: skip
    _make_handover(partnership)
    note("partnerships.ending", partnership, by)
    for side in Side:
        tell("partnerships.ending", partnership, people_of(partnership, side, but=by), side, partnership)


def _make_handover(partnership: Partnership) -> None:
    """The list of an end that was taken back serves again, with what was added to it."""
    if HandoverItem.objects.for_system("end").filter(partnership=partnership).exists():
        return
    HandoverItem.objects.bulk_create(
        HandoverItem(partnership=partnership, text=text, side=side, position=position)
        for position, (side, text) in enumerate(handover_items(partnership.client.language))
    )


@transaction.atomic
def take_back_end(*, partnership: Partnership, by: Membership) -> None:
    """Takes the announcement back, by the side that made it, until both confirmed; everybody else in the teams is told.

    The partnership is what it was before. What was ticked and confirmed counts no more. Twice is harmless.
    """
    partnership = locked(partnership)
    require(rules.can_end(by, partnership))
    if partnership.end_taken_back_by and partnership.is_agreeing:
        return
    if partnership.state != State.ENDING:
        refuse(partnership)
    announcer = partnership.end_announced_by
    if announcer and announcer.organisation_id != by.organisation_id:
        name = {"name": announcer.organisation.name}
        raise ValidationError(_("Only %(name)s can take this back, since it announced the end.") % name)
    EndConfirmation.objects.for_system("taken back").filter(partnership=partnership).delete()
    HandoverItem.objects.for_system("taken back").filter(partnership=partnership).update(done_by=None, done_at=None)
    go_back(partnership, end_taken_back_by=by, end_announced_by=None, end_reason="", ends_on=None)
    note("partnerships.end_taken_back", partnership, by)
    for side in Side:
        tell("partnerships.end_taken_back", partnership, people_of(partnership, side, but=by), side, partnership)


@transaction.atomic
def complete_end(*, partnership: Partnership, by: Membership) -> None:
    """Confirms the end for one's own side, from the last day on and once its own lines are handed over.

    The first to confirm asks the other side by mail; when both have, it has ended and both are told, and the rooms
    above end what they have in it. Doing it twice is harmless.
    """
    partnership = locked(partnership)
    require(rules.can_end(by, partnership))
    if not begins("complete_end", partnership):
        return
    given = list(EndConfirmation.objects.for_system("end").filter(partnership=partnership).select_related("by"))
    check_one_side(partnership, by, [partnership.end_announced_by, *(one.by for one in given)])
    side = partnership.side_of(by)
    if any(one.side == side for one in given):
        return
    _check_may_end(partnership, side)
    EndConfirmation.objects.create(partnership=partnership, side=side, by=by)
    note("partnerships.end_confirmed", partnership, by)
    if not given:
        tell("partnerships.end_confirmed", partnership, may_confirm(partnership, side.other), side.other, partnership)
        return
    take("complete_end", partnership, ended_at=timezone.now())
    end_all(partnership, by)
    note("partnerships.ended", partnership, by)
    for one in Side:
        tell("partnerships.ended", partnership, people_of(partnership, one), one, partnership)


def _check_may_end(partnership: Partnership, side: Side) -> None:
    if partnership.ends_on and timezone.localdate() < partnership.ends_on:
        day = {"day": date_format(partnership.ends_on)}
        raise ValidationError(_("The last day is %(day)s. The end can be confirmed from that day on.") % day)
    own = HandoverItem.objects.for_system("end").filter(partnership=partnership, side=side, done_at=None)
    if own.exists():
        raise ValidationError(_("Your own side has not handed over everything yet."))


@transaction.atomic
def complete_alone(*, partnership: Partnership, by: Membership, reason: str) -> None:
    """An owner's way out: completes the end when the other side did not confirm for fourteen days after being asked.

    That day is never before the last day, since nobody confirms earlier. Both sides are told, with the reason, and
    the history says who did not confirm. Twice is harmless.
    """
    partnership = locked(partnership)
    require(rules.can_complete_alone(by, partnership))
    if not begins("complete_end", partnership):
        if not partnership.ended_alone_by:
            raise ValidationError(_("Both sides confirmed the end. Your reason was not saved."))
        return
    given = list(EndConfirmation.objects.for_system("end").filter(partnership=partnership).select_related("by"))
    check_one_side(partnership, by, [partnership.end_announced_by, *(one.by for one in given)])
    other = partnership.other(by)
    if [one.side for one in given] != [partnership.side_of(by)]:
        raise ValidationError(_("Confirm the end for your own side first."))
    from_day = alone_from(given[0])
    if timezone.localdate() < from_day:
        words = _("%(name)s can still confirm. From %(day)s on an owner of your side can complete the end.")
        raise ValidationError(words % {"name": other.name, "day": date_format(from_day)})
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason; the other side reads it.")})
    take("complete_end", partnership, ended_at=timezone.now(), ended_alone_by=by, ended_alone_because=reason.strip())
    end_all(partnership, by)
    note("partnerships.ended_alone", partnership, by, name=other.name)
    for side in Side:
        tell("partnerships.ended", partnership, people_of(partnership, side), side, partnership)


def alone_from(confirmation: EndConfirmation) -> date:
    """The first day on which an owner of the side that confirmed can complete the end without the other."""
    return timezone.localdate(confirmation.created_at) + timedelta(days=PATIENCE)
