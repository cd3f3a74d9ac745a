"""A meeting from draft to held: time, place and people, and who is told."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import record
from accounts.models import Membership, Side
from accounts.rules import require
from common.edges import check_moment
from common.models import revise
from meetings import rules
from meetings.actions.agenda import carry_over, copy_usual_agenda
from meetings.actions.common import check_state, hold_alive, is_reachable, locked, note, tell
from meetings.actions.follow_up import tell_of_draft
from meetings.agendas import Point, agenda_of
from meetings.models import Action, AgendaItem, Meeting, Minutes, MinutesText, Participant, Reply
from notifications.actions import queue
from notifications.models import Message
from partnerships.models import Partnership, TeamMember

Guest = tuple[str, str]
ALREADY_THERE = gettext_lazy(
    "A meeting of this name at this time is there already. Give this one another name or time."
)
# What a calendar must hear about.
TOLD = ("starts_at", "ends_at", "time_zone", "place", "link", "title")


@transaction.atomic
def make_meeting(
    *,
    partnership: Partnership,
    by: Membership,
    starts_at: datetime,
    ends_at: datetime,
    members: Collection[Membership] = (),
    guests: Sequence[Guest] = (),
    usual_agenda: bool = False,
    afterwards: bool = False,
    **details: Any,
) -> Meeting:
    """Prepares a meeting as a draft that only the organiser's side sees; nobody is mailed.

    With `afterwards` it is recorded as held: it has begun already, and nobody is ever mailed an invitation.
    Guests then get the adopted minutes and nothing else.
    Refuses a second one of the same name at the same time.
    """
    require(rules.can_organise(by, partnership), rules.why_over(partnership))
    check_times(starts_at, ends_at)
    if afterwards:
        _check_begun(starts_at)
    _check_somebody(members, guests)
    # Two sends of one form wait for each other here.
    hold_alive(partnership)
    if twin_of(partnership, by, details.get("title", ""), starts_at):
        raise ValidationError({"title": ALREADY_THERE})
    meeting = Meeting.objects.create(
        partnership=partnership,
        organiser=by,
        side=partnership.side_of(by),
        starts_at=starts_at,
        ends_at=ends_at,
        recorded_afterwards=afterwards,
        state=Meeting.State.HELD if afterwards else Meeting.State.DRAFT,
        held_at=ends_at if afterwards else None,
        **details,
    )
    _check_guests(meeting, guests, by)
    _put_people(meeting, members, guests)
    if usual_agenda:
        copy_usual_agenda(meeting, agenda_of(meeting.level, meeting.language), by=by)
    elif afterwards:
        # A place to write.
        with translation.override(meeting.language):
            copy_usual_agenda(meeting, [Point(_("What was discussed"))], by=by)
    if afterwards:
        _open_minutes(meeting)
    note("meetings.recorded" if afterwards else "meetings.made", meeting, by)
    return meeting


def twin_of(partnership: Partnership, by: Membership, title: str, starts_at: datetime) -> Meeting | None:
    """The meeting of this name at this time that is there already, as far as `by` may know of it."""
    rows = Meeting.objects.visible_to(by).exclude(state=Meeting.State.CANCELLED)
    return rows.filter(partnership=partnership, title=title, starts_at=starts_at).first()


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    for moment in (starts_at, ends_at):
        check_moment(moment)
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("The meeting ends before it begins. Choose a later end.")})


def _check_begun(starts_at: datetime) -> None:
    if starts_at > timezone.now():
        raise ValidationError({"starts_at": _("This meeting has not begun yet, so it cannot be recorded afterwards.")})


def _check_somebody(members: Collection[Membership], guests: Sequence[Guest]) -> None:
    if not members and not guests:
        raise ValidationError({"members": _("Choose who takes part, from each side.")})


def _check_guests(meeting: Meeting, guests: Sequence[Guest], by: Membership) -> None:
    """Refuses somebody whom one could choose as a participant. Of the other organisation only its team is
    looked at: who else has an account there is not told."""
    team = TeamMember.objects.for_system("who is no guest").current().filter(partnership=meeting.partnership_id)
    rows = Membership.objects.for_system("who is no guest").annotate(address=Lower("user__email"))
    rows = rows.filter(Q(pk__in=team.values("membership")) | Q(organisation=by.organisation_id), ended_at=None)
    at_home = rows.filter(address__in=[address.lower() for _name, address in guests])
    if names := [str(one.user) for one in at_home.select_related("user").order_by("user__name")]:
        raise ValidationError(
            {
                "guests": _(
                    "%(names)s is not a guest but a participant: choose that name above. Is the name not "
                    "there? Add that person to the partnership's team first."
                )
                % {"names": ", ".join(names)}
            }
        )


def _check_people(meeting: Meeting, members: Collection[Membership]) -> None:
    pair = (meeting.partnership.client_id, meeting.partnership.supplier_id)
    for member in members:
        if member.organisation_id not in pair:
            raise ValidationError({"members": _("Choose people of these two organisations.")})
        if member.ended_at or not member.user.is_active:
            raise ValidationError({"members": _("%(name)s has left. Choose somebody else.") % {"name": member.user}})
    if len({member.user_id for member in members}) < len(members):
        raise ValidationError({"members": _("Nobody may take part for both sides.")})


@transaction.atomic
def plan_meeting(*, meeting: Meeting, by: Membership) -> None:
    """Makes a draft planned: both sides see it, and everybody on the list is invited by mail."""
    require(rules.can_change(by, meeting), rules.why_over(meeting.partnership))
    meeting = locked(meeting)
    if meeting.state == Meeting.State.PLANNED:
        return
    check_state(meeting, Meeting.State.DRAFT)
    now = timezone.now()
    if meeting.starts_at <= now:
        raise ValidationError(_("This meeting is in the past. Choose another time, or record it afterwards."))
    people = _invited(meeting)
    if not people:
        raise ValidationError(_("Nobody is on the list yet. Choose who takes part."))
    if left := [str(one) for one in people if not is_reachable(one)]:
        raise ValidationError(
            _("%(names)s has left in the meantime. Choose somebody else.") % {"names": ", ".join(left)}
        )
    meeting.state, meeting.told_at = Meeting.State.PLANNED, now
    meeting.save(update_fields=["state", "told_at"])
    _invite(meeting, people, now)
    tell_of_draft(meeting, by)
    note("meetings.planned", meeting, by)


def _invited(meeting: Meeting) -> list[Participant]:
    rows = Participant.objects.for_system("an action tells everybody").filter(meeting=meeting).invited()
    return list(rows.select_related("membership__user"))


def _invite(meeting: Meeting, people: Collection[Participant], now: datetime) -> None:
    keys = [one.pk for one in people]
    Participant.objects.for_system("they are invited").filter(pk__in=keys).update(invited_at=now)
    come_as_organiser(meeting)
    tell("meetings.invitation", meeting, people, now)


def come_as_organiser(meeting: Meeting) -> None:
    """Who organises a meeting and takes part comes, unless they said otherwise."""
    own = Participant.objects.for_system("the organiser").filter(meeting=meeting, membership=meeting.organiser)
    own.filter(reply=Reply.NONE, removed_at=None).update(reply=Reply.ACCEPTED, replied_at=timezone.now())


@transaction.atomic
def change_meeting(*, meeting: Meeting, revision: int, by: Membership, **changes: Any) -> None:
    """Changes what is given. When time, place or title of a planned meeting change, everybody on the
    list is mailed; when the time does, they are asked again whether they come. Raises Conflict."""
    require(rules.can_change(by, meeting), rules.why_over(meeting.partnership))
    old = locked(meeting)
    if not old.is_agenda_open:
        raise ValidationError(_("This meeting has moved on in the meantime. Look at it again first."))
    starts_at = changes.get("starts_at", old.starts_at)
    check_times(starts_at, changes.get("ends_at", old.ends_at))
    if old.recorded_afterwards:
        _check_begun(starts_at)
    now = timezone.now()
    changes = {name: value for name, value in changes.items() if getattr(old, name) != value}
    if not changes and old.revision == revision:
        return
    moved = bool({"starts_at", "ends_at"} & changes.keys())
    if moved and old.state == Meeting.State.PLANNED and starts_at <= now:
        raise ValidationError({"starts_at": _("A planned meeting cannot be moved to the past.")})
    told = old.state == Meeting.State.PLANNED and any(name in changes for name in TOLD)
    if told:
        changes["sequence"] = old.sequence + 1
        changes["told_before"] = known_of(old)
        changes["told_by"] = by
    if told and "starts_at" in changes:
        changes["told_at"] = now
    revise(meeting, revision=revision, **changes)
    if told:
        tell_of_change(meeting, now, by=by, moved=moved)
    note(
        "meetings.moved" if told and moved else "meetings.changed",
        meeting,
        by,
        fields=sorted(changes.keys() - {"told_before", "told_by", "told_at", "sequence"}),
    )


def known_of(old: Meeting) -> dict[str, str]:
    """Time and place as the participants know them: before the first of the changes that no mail told yet."""
    people = Participant.objects.for_system("the whole list").filter(meeting=old)
    waiting = Message.objects.for_system("not told yet").filter(
        kind="meetings.changed", object_id__in=people.values("pk"), state=Message.State.WAITING
    )
    if old.told_before and waiting.exists():
        return old.told_before
    known = {name: getattr(old, name) for name in ("title", "place", "link", "time_zone")}
    return {**known, "starts_at": old.starts_at.isoformat(), "ends_at": old.ends_at.isoformat()}


def tell_of_change(meeting: Meeting, now: datetime, *, by: Membership, moved: bool) -> None:
    """Everybody, as each calendar must follow, but those whose invitation has yet to leave, which tells it."""
    people = _invited(meeting)
    # Held, so that none of these is sent before this change is there; one that is being sent tells it not.
    waiting = Message.objects.for_system("not sent yet").select_for_update(skip_locked=True, of=("self",))
    waiting = waiting.filter(kind="meetings.invitation", state=Message.State.WAITING)
    told = set(waiting.filter(object_id__in=[one.pk for one in people]).values_list("object_id", flat=True))
    people = [one for one in people if one.pk not in told]
    if moved:
        again = Participant.objects.for_system("asked again").filter(meeting=meeting).invited()
        again = again.exclude(membership__in=[meeting.organiser_id, by.pk])
        again.update(reply=Reply.NONE, replied_at=None)
    tell("meetings.changed", meeting, people, now)


@transaction.atomic
def set_people(
    *, meeting: Meeting, by: Membership, members: Collection[Membership], guests: Sequence[Guest] = ()
) -> None:
    """Makes the list of participants this one. Of a planned meeting, who is new is invited, and who is
    taken off gets a cancellation; nobody else is mailed."""
    require(rules.can_change(by, meeting), rules.why_over(meeting.partnership))
    meeting = locked(meeting)
    if not meeting.is_agenda_open:
        raise ValidationError(_("This meeting has moved on in the meantime. Look at it again first."))
    if meeting.told_at and not members and not guests:
        raise ValidationError({"members": _("Choose at least one participant. Cancel the meeting if nobody comes.")})
    _check_somebody(members, guests)
    _check_guests(meeting, guests, by)
    before = {one.pk: one for one in _invited(meeting)}
    _put_people(meeting, members, guests)
    after = {one.pk: one for one in _invited(meeting)}
    added = [one for key, one in after.items() if key not in before]
    removed = [one for key, one in before.items() if key not in after]
    if not added and not removed:
        return
    if meeting.told_at:
        now = timezone.now()
        meeting.sequence += 1
        meeting.told_by = by
        meeting.save(update_fields=["sequence", "told_by"])
        _invite(meeting, added, now)
        tell("meetings.removed", meeting, removed, now)
    note("meetings.people_changed", meeting, by, added=len(added), removed=len(removed))


def _put_people(meeting: Meeting, members: Collection[Membership], guests: Sequence[Guest]) -> None:
    """Adds who is new, brings back who was taken off before, and takes off the others."""
    _check_people(meeting, members)
    rows = Participant.objects.for_system("the whole list").filter(meeting=meeting)
    known = {(one.membership_id, one.address.lower()): one for one in rows}
    wanted: dict[tuple, Participant] = {}
    # Who is put on the list once it has begun was there.
    present = True if meeting.state in (Meeting.State.UNDER_WAY, Meeting.State.HELD) else None
    for member in members:
        side = meeting.partnership.side_of(member)
        wanted[member.pk, ""] = Participant(meeting=meeting, membership=member, side=side, present=present)
    for name, address in guests:
        wanted[None, address.lower()] = Participant(
            meeting=meeting, name=name, address=address.lower(), present=present
        )
    Participant.objects.bulk_create([row for key, row in wanted.items() if key not in known])
    back = [one.pk for key, one in known.items() if key in wanted and one.removed_at]
    if back:
        rows.filter(pk__in=back).update(removed_at=None, reply=Reply.NONE, replied_at=None, present=present)
    gone = [one.pk for key, one in known.items() if key not in wanted and not one.removed_at]
    if gone:
        rows.filter(pk__in=gone).update(removed_at=timezone.now())


@transaction.atomic
def cancel(*, meeting: Meeting, by: Membership, because: str = "") -> None:
    """Cancels a draft or a planned meeting; who was invited is told. What stood on the agenda goes on
    to the next meeting of the series."""
    require(rules.can_cancel(by, meeting.partnership))
    meeting = locked(meeting)
    if meeting.state == Meeting.State.CANCELLED:
        if because.strip() not in ("", meeting.cancelled_because.strip()):
            raise ValidationError({"because": _("The meeting was cancelled before. Your reason was not saved.")})
        return
    check_state(meeting, Meeting.State.DRAFT, Meeting.State.PLANNED)
    note("meetings.cancelled", meeting, by)
    _cancel(meeting, by, timezone.now(), because)
    carry_over(meeting)


def _cancel(meeting: Meeting, by: Membership, at: datetime, because: str = "") -> None:
    was_planned = meeting.state == Meeting.State.PLANNED
    meeting.state, meeting.cancelled_at, meeting.cancelled_because = Meeting.State.CANCELLED, at, because
    meeting.sequence += 1
    meeting.told_by = by
    meeting.save(update_fields=["state", "cancelled_at", "cancelled_because", "sequence", "told_by"])
    if was_planned:
        tell("meetings.cancelled", meeting, _invited(meeting), at)


@transaction.atomic
def cancel_with_partnership(*, meeting: Meeting, by: Membership, at: datetime) -> None:
    """Cancels what a partnership that ended had planned; who was invited is told. A draft stays of its own side, also
    where the other side completed the end."""
    meeting = locked(meeting)
    if meeting.state not in Meeting.AHEAD:
        return
    organisation = meeting.partnership.organisation_on(Side(meeting.side))
    shared = meeting.partnership.other(meeting.organiser) if meeting.state == Meeting.State.PLANNED else None
    record("meetings.cancelled", organisation=organisation, actor=by.user, about=meeting, shared_with=shared)
    _cancel(meeting, by, at)


@transaction.atomic
def reply(*, meeting: Meeting, answer: str, by: Membership) -> None:
    """Says whether one comes. Only who is invited; as often as one changes one's mind, until it is held."""
    mine = Participant.objects.for_system("one's own place").filter(meeting=meeting).of(by).first()
    require(mine is not None)
    assert mine
    check_state(meeting, Meeting.State.PLANNED, Meeting.State.UNDER_WAY)
    if meeting.state == Meeting.State.PLANNED and (over := rules.why_over(meeting.partnership)):
        raise ValidationError(over)
    if answer not in (Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED):
        raise ValidationError(_("Choose whether you are coming."))
    if mine.reply == answer:
        return
    mine.reply, mine.replied_at = answer, timezone.now()
    mine.save(update_fields=["reply", "replied_at"])
    note("meetings.replied", meeting, by, answer=answer)
    if answer == Reply.DECLINED and meeting.organiser.user_id != by.user_id and not meeting.organiser.ended_at:
        queue(
            "meetings.declined", about=mine, receiver=meeting.organiser.user, moment=mine.replied_at,
            organisation_id=meeting.organiser.organisation_id,
        )  # fmt: skip


@transaction.atomic
def begin(*, meeting: Meeting, by: Membership) -> None:
    """The meeting is under way, and its minutes can be written by both sides. One that was planned for a later day
    moves to now, as minutes, decisions and the term to adopt count from its day; whoever is invited is told."""
    require(rules.can_hold(by, meeting), rules.why_over(meeting.partnership))
    meeting = locked(meeting)
    if meeting.state == Meeting.State.UNDER_WAY:
        return
    check_state(meeting, Meeting.State.PLANNED)
    now = timezone.now()
    if meeting.is_on_later_day:
        _move_to_now(meeting, now, by)
    meeting.state = Meeting.State.UNDER_WAY
    meeting.save(update_fields=["state"])
    _open_minutes(meeting)
    Participant.objects.for_system("who begins is there").of(by).filter(meeting=meeting).update(present=True)
    note("meetings.begun", meeting, by)


def _move_to_now(meeting: Meeting, now: datetime, by: Membership) -> None:
    length = meeting.ends_at - meeting.starts_at
    meeting.told_before, meeting.told_by = known_of(meeting), by
    meeting.starts_at = now
    meeting.ends_at = meeting.starts_at + length
    meeting.sequence += 1
    meeting.save(update_fields=["starts_at", "ends_at", "sequence", "told_before", "told_by"])
    tell_of_change(meeting, now, by=by, moved=False)
    note("meetings.moved", meeting, by, fields=["ends_at", "starts_at"])


def _open_minutes(meeting: Meeting) -> None:
    minutes = Minutes.objects.create(meeting=meeting, partnership=meeting.partnership)
    items = AgendaItem.objects.for_system("a text for each").filter(meeting=meeting)
    MinutesText.objects.bulk_create([MinutesText(minutes=minutes, item=item) for item in items])
    there = Participant.objects.for_system("who said to come").filter(meeting=meeting, present=None).invited()
    if not meeting.recorded_afterwards:
        there = there.filter(reply=Reply.ACCEPTED)
    there.update(present=True)


@transaction.atomic
def finish(*, meeting: Meeting, by: Membership) -> None:
    """The meeting is held. An item that nobody marked counts as discussed when something stands under it;
    what was not discussed, or has an open action, goes on to the next meeting of the series."""
    require(rules.can_hold(by, meeting), rules.why_over(meeting.partnership))
    meeting = locked(meeting)
    if meeting.state == Meeting.State.HELD:
        return
    check_state(meeting, Meeting.State.UNDER_WAY)
    _mark_silent_items(meeting)
    meeting.state, meeting.held_at = Meeting.State.HELD, timezone.now()
    meeting.save(update_fields=["state", "held_at"])
    carry_over(meeting)
    note("meetings.held", meeting, by)


def _mark_silent_items(meeting: Meeting) -> None:
    silent = AgendaItem.objects.for_system("marked at the end").filter(meeting=meeting, is_discussed=None)
    written = MinutesText.objects.for_system("what was written").filter(item__meeting=meeting).exclude(text="")
    acted = Action.objects.for_system("what was agreed").filter(meeting=meeting, item__isnull=False)
    touched = {*written.values_list("item", flat=True), *acted.values_list("item", flat=True)}
    touched |= set(meeting.decisions.filter(item__isnull=False).values_list("item", flat=True))
    silent.filter(pk__in=touched).update(is_discussed=True)
    silent.exclude(pk__in=touched).update(is_discussed=False)
