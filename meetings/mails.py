"""The mails of this room, and what plans them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Membership, Role, User
from accounts.senders import sent_by
from common.richtext import text
from documents.attachments import read
from meetings import reminders, rules
from meetings.actions.adoption import adopters, was_there
from meetings.actions.common import planned
from meetings.calendar import entry, with_both
from meetings.models import Action, Amendment, Approval, Meeting, Minutes, Participant, Reply
from meetings.moments import is_same_day
from meetings.pdf import pdf_of
from notifications.kinds import File, Mail, Planned, mail, planner
from notifications.models import Message
from partnerships.models import Partnership

INVITATION = "meetings/mail/invitation"
# The mails with a calendar entry; after the first two the receiver has one.
GIVEN = "meetings.action_given"
ENTERING = ("meetings.invitation", "meetings.changed")
ENTRIES = (*ENTERING, "meetings.cancelled", "meetings.removed")

# Invitations -----------------------------------------------------------------------------------


@mail("meetings.invitation")
def invitation(message: Message) -> Mail | None:
    """When, where, with whom, about what; with the entry for a calendar."""
    return _request(message, INVITATION)


@mail("meetings.changed")
def changed(message: Message) -> Mail | None:
    """The same meeting at another time or place; replaces the entry in a calendar. Who was never invited, as
    that mail could not be sent, is so now; where it still waits it says all."""
    if _has_entry(message):
        return _request(message, "meetings/mail/changed")
    waits = _about_place(message).filter(kind="meetings.invitation", state=Message.State.WAITING).exists()
    return None if waits else _request(message, INVITATION)


def _request(message: Message, template: str) -> Mail | None:
    """Also of a meeting that is under way: one that began on an earlier day than planned moved to that day."""
    place = _place(message)
    entered = (Meeting.State.PLANNED, Meeting.State.UNDER_WAY)
    if not place or place.removed_at or place.meeting.state not in entered or _is_overtaken(message):
        return None
    return _meeting_mail(message, place, template, "REQUEST")


@mail("meetings.declined")
def declined(message: Message) -> Mail | None:
    """To the organiser: somebody who was invited does not come."""
    place = _place(message)
    if not place or place.removed_at or place.reply != Reply.DECLINED or place.replied_at != message.moment:
        return None
    meeting, organiser = place.meeting, place.meeting.organiser
    if not place.membership or meeting.state != Meeting.State.PLANNED or organiser.user_id != message.receiver_id:
        return None
    context = {"meeting": meeting, "who": place.membership, "link": link_of(organiser, meeting)}
    return _from_member(place.membership, "meetings/mail/declined", context)


@mail("meetings.cancelled")
def cancelled(message: Message) -> Mail | None:
    """It does not take place; takes the entry out of a calendar."""
    place = _place(message)
    if not place or place.meeting.state != Meeting.State.CANCELLED or not _has_entry(message):
        return None
    _as_heard(message, place.meeting)
    return _meeting_mail(message, place, "meetings/mail/cancelled", "CANCEL")


@mail("meetings.removed")
def removed(message: Message) -> Mail | None:
    """One is no longer expected; takes the entry out of one's own calendar. It also goes to who left,
    without a link and without the agenda: else the entry would stay there."""
    place = _place(message, left_too=True)
    if not place or not place.removed_at or not _has_entry(message):
        return None
    _as_heard(message, place.meeting)
    return _meeting_mail(message, place, "meetings/mail/removed", "CANCEL")


def _place(message: Message, *, left_too: bool = False) -> Participant | None:
    rows = Participant.objects.for_system("mail").filter(pk=message.object_id)
    pair = ("meeting__partnership__client", "meeting__partnership__supplier", "meeting__organiser__user")
    more = ("meeting__told_by__user", "meeting__told_by__organisation", "membership__user", "membership__organisation")
    place = rows.select_related(*pair, *more).first()
    if place and place.membership and place.membership.ended_at and not left_too:
        return None
    return place


def _about_place(message: Message) -> QuerySet[Message]:
    """The mails that put an entry in the same receiver's calendar, changed it or took it out."""
    return Message.objects.for_system("what they were told").filter(object_id=message.object_id, kind__in=ENTRIES)


def _is_overtaken(message: Message) -> bool:
    """Whether a newer mail of the same kind says it all: of five changes in a minute the last counts."""
    newer = _about_place(message).filter(moment__gt=message.moment, kind=message.kind)
    return newer.exclude(state=Message.State.VOID).exists()


def _has_entry(message: Message) -> bool:
    """Whether the receiver has the meeting in the calendar: what they were told last put it there.

    The outbox sends one mail after the other about one thing to one person, so that what is older was tried. A
    mail that was set aside untried, as those of the demo's past, was told in another way.
    """
    earlier = _about_place(message).filter(moment__lt=message.moment).exclude(state=Message.State.VOID, attempts=0)
    last = earlier.filter(state=Message.State.SENT).order_by("-moment").first()
    return last.kind in ENTERING if last else not earlier.exists()


def _as_heard(message: Message, meeting: Meeting) -> None:
    """Gives the meeting in hand the time and place that the receiver knows: a change that was followed within a
    minute by the end of it was told to nobody."""
    changes = _about_place(message).filter(kind="meetings.changed", moment__lt=message.moment).order_by("-moment")
    last = changes.first()
    before = _before(meeting)
    if before and last and last.state != Message.State.SENT and last.attempts:
        for name in ("starts_at", "ends_at", "title", "place", "link", "time_zone"):
            setattr(meeting, name, getattr(before, name))


def _meeting_mail(message: Message, place: Participant, template: str, method: str) -> Mail:
    meeting = place.meeting
    people = Participant.objects.for_system("mail").filter(meeting=meeting).invited()
    listed = list(people.select_related("membership__user", "membership__organisation").order_by("created_at", "pk"))
    # A cancellation for one person names that person only.
    attendees = [place] if method == "CANCEL" and place.removed_at else listed
    link = link_of(place.membership, meeting)
    with override(message.language):
        calendar = entry(meeting, attendees, method=method, now=timezone.now(), place=place, link=link)
    before = _before(meeting)
    context = _about(meeting, place, link) | {"people": listed, "before": before}
    context |= _changes(meeting, before, place)
    told_by = meeting.told_by if template != INVITATION else None
    context["is_own"] = bool(told_by and told_by == place.membership)
    context["is_organiser"] = place.membership_id == meeting.organiser_id
    context["is_coming"] = place.reply == Reply.ACCEPTED
    return _from_member(told_by or meeting.organiser, template, context, calendar=(method, calendar))


def _about(meeting: Meeting, place: Participant, link: str) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "place": place,
        "partner": meeting.partnership.other(place.membership) if place.membership else None,
        "summary": with_both(meeting, meeting.title),
        "link": link,
        "items": list(meeting.items.order_by("position", "created_at")),
    }


def _before(meeting: Meeting) -> Meeting | None:
    """The meeting as it was before the last change that is told of; never saved."""
    if not meeting.told_before:
        return None
    known = {name: value for name, value in meeting.told_before.items() if name != "organiser"}
    moments = {name: datetime.fromisoformat(known.pop(name)) for name in ("starts_at", "ends_at")}
    return Meeting(**known, **moments)


def _changes(meeting: Meeting, before: Meeting | None, place: Participant) -> dict[str, Any]:
    """What differs from what was known, for the subject and the words of a mail."""
    if before is None:
        return {}
    new_day = before.starts_at != meeting.starts_at and before.local_start.date() != meeting.local_start.date()
    new_time = (before.starts_at, before.ends_at) != (meeting.starts_at, meeting.ends_at)
    return {
        "new_day": new_day,
        "new_start": before.starts_at != meeting.starts_at,
        "new_time": new_time,
        "old_organiser": _old_organiser(meeting),
        "new_end_only": new_time and before.starts_at == meeting.starts_at,
        "changed_names": [
            name for name in ("place", "link", "title", "time_zone") if getattr(before, name) != getattr(meeting, name)
        ],
        "asks_again": new_time
        and place.reply == Reply.NONE
        and not place.is_guest
        and meeting.state == Meeting.State.PLANNED,
    }


def _old_organiser(meeting: Meeting) -> str:
    """Who organised it before the last change that is told of; nothing when that is who does now."""
    before = meeting.told_before.get("organiser", "")
    return before if before != str(meeting.organiser) else ""


def _from_member(member: Membership, template: str, context: dict[str, Any], **more: Any) -> Mail:
    """The mail in somebody's name; replies go to them."""
    context["from_member"] = member
    return Mail(template, context, **sent_by(member), **more)


def _from_organiser(meeting: Meeting, template: str, context: dict[str, Any], **more: Any) -> Mail:
    return _from_member(meeting.organiser, template, context, **more)


def link_of(member: Membership | None, meeting: Meeting, anchor: str = "") -> str:
    """The page under the receiver's own organisation; nothing for a guest, who does not sign in, or who left."""
    if member is None or member.ended_at:
        return ""
    return settings.SITE_URL + member.url("meetings:detail", pk=meeting.pk) + anchor


# Reminders of meetings -------------------------------------------------------------------------


@planner
def plan_meeting_reminders(now: datetime) -> Iterator[Planned]:
    """A week, a day and an hour before, to who wants it; see reminders.py."""
    rows = (
        Participant.objects.for_system("planner")
        .invited()
        .filter(
            meeting__state=Meeting.State.PLANNED,
            meeting__partnership__state__in=Partnership.ALIVE,
            meeting__starts_at__gt=now,
            # A day more than a week: the clock may have jumped.
            meeting__starts_at__lte=now + timedelta(days=8),
            membership__ended_at=None,
            membership__user__is_active=True,
        )
    )
    for place in rows.select_related("meeting", "membership__user").iterator(chunk_size=1000):
        if due := reminders.due_for(place, now):
            yield planned(due[0], place.meeting, place, due[1])


def _reminder(message: Message) -> Mail | None:
    """Still wanted when it is still the last one due: not moved, not cancelled, not begun, not declined."""
    place = _place(message)
    if not place or reminders.due_for(place, timezone.now()) != (message.kind, message.moment):
        return None
    meeting = place.meeting
    if not meeting.partnership.is_alive:
        return None
    context = _about(meeting, place, link_of(place.membership, meeting))
    context["kind"] = message.kind.rsplit("_", 1)[-1]
    assert place.membership
    zone = ZoneInfo(place.membership.user.time_zone)
    days = reminders.days_until(meeting, timezone.now(), zone)
    # "Tomorrow" where it is tomorrow for the receiver too.
    context["same_day"] = is_same_day(meeting, zone) and days == reminders.DAYS_SAID.get(message.kind, days)
    return _from_organiser(meeting, "meetings/mail/reminder", context)


for _kind in (reminders.WEEK, reminders.DAY, reminders.HOUR):
    mail(_kind)(_reminder)


# Reminders of actions --------------------------------------------------------------------------


@planner
def plan_action_reminders(now: datetime) -> Iterator[Planned]:
    """Two days before, on the day, and each week that it is late; see reminders.py."""
    rows = (
        Action.objects.for_system("planner")
        .open()
        .known_to_owner()
        .filter(
            # A day more than two: owners live in other time zones.
            due__lte=(now + timedelta(days=reminders.DAYS_AHEAD + 1)).date(),
            partnership__state__in=Partnership.ALIVE,
            owner__ended_at=None,
            owner__user__is_active=True,
        )
    )
    for action in rows.select_related("owner__user").iterator(chunk_size=1000):
        if due := reminders.due_for_action(action, now):
            yield Planned(
                kind=due[0],
                object_type=Action._meta.label_lower,
                object_id=action.pk,
                moment=due[1],
                language=action.owner.user.language,
                receiver_id=action.owner.user_id,
                organisation_id=action.organisation_id,
            )


def _action_reminder(message: Message) -> Mail | None:
    """That one was given an action, and its reminders: while it is open, and the same person's with the same date."""
    rows = Action.objects.for_system("mail").known_to_owner()
    rows = rows.filter(pk=message.object_id, owner__user=message.receiver_id)
    pair = ("partnership__client", "partnership__supplier", "made_by__user", "meeting")
    action = rows.select_related(*pair, "owner__user", "owner__organisation").first()
    if not action or not _is_wanted(action, message):
        return None
    context = {
        "action": action,
        "kind": message.kind.rsplit("_", 1)[-1],
        "partner": action.partnership.other(action.owner),
        "link": settings.SITE_URL + action.owner.url("meetings:action", pk=action.pk),
    }
    giver = action.made_by if action.made_by.user_id != message.receiver_id else None
    return Mail("meetings/mail/action", context, **sent_by(giver))


def _is_wanted(action: Action, message: Message) -> bool:
    if not action.partnership.is_alive:
        return False
    if message.kind == GIVEN:
        return action.is_open and action.given_at == message.moment and not action.owner.ended_at
    return reminders.due_for_action(action, timezone.now()) == (message.kind, message.moment)


for _kind in (GIVEN, reminders.SOON, reminders.TODAY, reminders.LATE):
    mail(_kind)(_action_reminder)


# Minutes ---------------------------------------------------------------------------------------


@planner
def plan_minutes_reminders(now: datetime) -> Iterator[Planned]:
    """Minutes that wait for a side, on the morning of the last day of the term."""
    rows = (
        Minutes.objects.for_system("planner")
        .under_review()
        .filter(review_until__gt=now, review_until__lte=now + timedelta(days=1))
    )
    pair = ("meeting__partnership__client", "meeting__partnership__supplier")
    for minutes in rows.select_related(*pair):
        moment = reminders.last_morning(minutes)
        if moment > now:
            continue
        # Nobody can adopt, nor is anything fixed, while a proposal is open.
        if minutes.amendments.filter(state=Amendment.State.OPEN).exists():
            continue
        answered = {one.side for one in Approval.objects.for_system("planner").filter(minutes=minutes, voided_at=None)}
        for side in {"client", "supplier"} - answered:
            for member in adopters(minutes, side):  # type: ignore[arg-type]
                yield Planned(
                    kind="meetings.minutes_to_adopt",
                    object_type=Minutes._meta.label_lower,
                    object_id=minutes.pk,
                    moment=moment,
                    language=member.user.language,
                    receiver_id=member.user_id,
                    organisation_id=member.organisation_id,
                )


@mail("meetings.minutes_to_adopt")
def minutes_to_adopt(message: Message) -> Mail | None:
    """To those who may adopt for a side that has not answered yet, while the term lasts."""
    rows = (
        Minutes.objects.for_system("mail").under_review().filter(pk=message.object_id, review_until__gt=timezone.now())
    )
    pair = ("meeting__partnership__client", "meeting__partnership__supplier", "sent_by__user")
    minutes = rows.select_related(*pair).first()
    member = _of_side(minutes, message.receiver) if minutes and message.receiver else None
    if not minutes or not member:
        return None
    meeting = minutes.meeting
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "partner": meeting.partnership.other(member),
        "again": message.moment == reminders.last_morning(minutes),
        "new_text": bool(minutes.taken_back_at),
        # Asked once more when a proposed change was taken over.
        "changed": minutes.sent_at and message.moment > minutes.sent_at,
        "link": settings.SITE_URL + member.url("meetings:adoption", pk=meeting.pk),
    }
    return Mail("meetings/mail/minutes_to_adopt", context, **sent_by(minutes.sent_by))


@mail("meetings.minutes_taken_back")
def minutes_taken_back(message: Message) -> Mail | None:
    """To who was asked to adopt minutes that are being written on, as long as they are."""
    pair = ("meeting__partnership__client", "meeting__partnership__supplier", "taken_back_by__user")
    rows = Minutes.objects.for_system("mail").filter(pk=message.object_id, state=Minutes.State.DRAFT)
    minutes = rows.select_related(*pair, "taken_back_by__organisation").first()
    if not minutes or not minutes.taken_back_by or minutes.taken_back_at != message.moment:
        return None
    meeting = minutes.meeting
    member = _member_of(message, meeting.partnership)
    if not member or not _was_asked(message):
        return None
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "partner": meeting.partnership.other(member),
        "link": settings.SITE_URL + member.url("meetings:detail", pk=meeting.pk),
    }
    return _from_member(minutes.taken_back_by, "meetings/mail/minutes_taken_back", context)


def _was_asked(message: Message) -> bool:
    """Whether the mail that asked them to adopt went out; before that there is nothing to take back. Of what was
    set aside untried, as in the demo's past, they know."""
    asked = Message.objects.for_system("what they were told").filter(
        kind="meetings.minutes_to_adopt", object_id=message.object_id, receiver=message.receiver_id
    )
    tried = asked.exclude(state=Message.State.VOID, attempts=0)
    return tried.filter(state=Message.State.SENT).exists() or not tried.exists()


def _of_side(minutes: Minutes, user: User) -> Membership | None:
    """The membership under which somebody may still adopt, for a side that did not answer."""
    pair = minutes.meeting.partnership
    answered = set(
        Approval.objects.for_system("mail").filter(minutes=minutes, voided_at=None).values_list("side", flat=True)
    )
    for member in Membership.objects.of_user(user).filter(organisation__in=[pair.client_id, pair.supplier_id]):
        sees = Meeting.objects.visible_to(member).filter(pk=minutes.meeting_id).exists() or member.role == Role.OWNER
        may = sees and rules.can_adopt(member, minutes, was_there(member, minutes.meeting))
        if may and pair.side_of(member) not in answered:
            return member
    return None


@mail("meetings.change_proposed")
def change_proposed(message: Message) -> Mail | None:
    """To who must answer a proposed change, while it is open; leads to the proposal."""
    row = _amendment(message)
    if not row or row.state != Amendment.State.OPEN or row.minutes.state != Minutes.State.REVIEW:
        return None
    member = _member_of(message, row.minutes.meeting.partnership)
    if not member or not rules.can_answer(member, row):
        return None
    link = member.url("meetings:amendment", pk=row.pk)
    return _amendment_mail("meetings/mail/change_proposed", row, link, row.by)


@mail("meetings.change_answered")
def change_answered(message: Message) -> Mail | None:
    """To who proposed a change: what became of it; leads to the item in the minutes."""
    row = _amendment(message)
    if not row or not row.answered_by:
        return None
    member = _member_of(message, row.minutes.meeting.partnership)
    if not member:
        return None
    link = member.url("meetings:adoption", pk=row.minutes.meeting_id) + f"#item-{row.item_id}"
    return _amendment_mail("meetings/mail/change_answered", row, link, row.answered_by)


def _amendment(message: Message) -> Amendment | None:
    rows = Amendment.objects.for_system("mail").filter(pk=message.object_id)
    pair = ("minutes__meeting__partnership__client", "minutes__meeting__partnership__supplier")
    return rows.select_related(*pair, "item", "by__user", "answered_by__user").first()


def _member_of(message: Message, pair: Partnership) -> Membership | None:
    """The membership under which the receiver was written to, if it still is one."""
    assert message.receiver
    own = Membership.objects.of_user(message.receiver).filter(organisation__in=[pair.client_id, pair.supplier_id])
    return own.filter(organisation=message.organisation_id).first()


def _amendment_mail(template: str, row: Amendment, link: str, sender: Membership) -> Mail:
    meeting = row.minutes.meeting
    context = {
        "amendment": row,
        "meeting": meeting,
        "minutes": row.minutes,
        "proposed": text(row.html),
        "link": settings.SITE_URL + link,
    }
    return Mail(template, context, **sent_by(sender))


@mail("meetings.minutes_for_guest")
def minutes_for_guest(message: Message) -> Mail | None:
    """The adopted minutes as PDF, to everybody who was invited, with what they have to do themselves. The PDF is made
    here when it is not there yet: without it nothing leaves."""
    place = _place(message)
    rows = Minutes.objects.for_system("mail").filter(
        state=Minutes.State.ADOPTED, meeting=place.meeting if place else None
    )
    minutes = rows.order_by("-version").first()
    if not place or place.removed_at or not minutes:
        return None
    file = pdf_of(minutes)
    link = (
        settings.SITE_URL + place.membership.url("meetings:adoption", pk=place.meeting_id) if place.membership else ""
    )
    context = _about(place.meeting, place, link) | {"minutes": minutes, "content": minutes.content}
    own = Action.objects.for_system("their own").open().filter(meeting=place.meeting_id, owner=place.membership_id)
    context["own_actions"] = list(own.order_by("due", "created_at"))
    files = [File(file.name, read(file), file.content_type)]
    return _from_organiser(place.meeting, "meetings/mail/minutes_for_guest", context, files=files)
