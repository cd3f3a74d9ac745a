"""What waits for one person in this room, and what comes next."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership, Side
from common.asked import Asked, Coming, once
from meetings import rules
from meetings.models import Action, Amendment, Approval, Meeting, Minutes, Participant, Reply
from meetings.moments import hours_of, start_of
from partnerships.asked import in_sight
from partnerships.models import Partnership

MOST = 20
AHEAD = timedelta(days=60)


def asked_of(member: Membership) -> list[Asked]:
    """Minutes to adopt or proposals for them to answer, invitations, what one organises and left lying, and
    one's own actions that are late or due within two weeks."""
    return [*_of_minutes(member), *_to_answer(member), *_left_lying(member), *_to_do(member)]


def _partner(member: Membership, partnership: Partnership) -> dict[str, Any]:
    return {"side": partnership.side_of(member).other, "who": partnership.other(member).name}


def _with_partnership(member: Membership, rows: Iterable[Any]) -> list[Any]:
    """The rows, each with its partnership and both organisations; two queries at most, mostly none."""
    found = list(rows)
    known = {one.pk: one for one in in_sight(member)}
    if missing := {row.partnership_id for row in found} - known.keys():
        others = Partnership.objects.for_system("of what one is invited to, or has to do").filter(pk__in=missing)
        known |= {one.pk: one for one in others.select_related("client", "supplier")}
    for row in found:
        row.partnership = known[row.partnership_id]
    return found


def _under_review(member: Membership) -> list[Any]:
    """Minutes under review that one sees, the earliest term first, with what is known of each in one query."""
    amendments = Amendment.objects.for_system("what is open").open().filter(minutes=OuterRef("pk"))
    theirs = amendments.exclude(by__organisation=member.organisation_id).exclude(by__user=member.user_id)
    answered = Approval.objects.for_system("one's own side's").filter(minutes=OuterRef("pk"), voided_at=None)
    there = Participant.objects.for_system("was there").of(member).filter(meeting=OuterRef("meeting"), present=True)
    rows = Minutes.objects.visible_to(member, seen=_keys(member)).under_review()
    rows = rows.annotate(
        was_there=Exists(there),
        client_answered=Exists(answered.filter(side=Side.CLIENT)),
        supplier_answered=Exists(answered.filter(side=Side.SUPPLIER)),
        is_amended=Exists(amendments),
        their_amendment=Subquery(theirs.order_by("created_at").values("pk")[:1]),
    )
    found = _with_partnership(member, rows.select_related("meeting", "sent_by").order_by("review_until"))
    for one in found:
        one.meeting.partnership = one.partnership
    return found


def _of_minutes(member: Membership) -> list[Asked]:
    """A proposal of the other side first: until it is answered nobody can adopt."""
    found = []
    for one in _under_review(member):
        if one.their_amendment and _answers(member, one):
            found.append(_to_respond(member, one))
        elif not one.is_amended and not _answered(member, one) and rules.can_adopt(member, one, one.was_there):
            found.append(_to_adopt(member, one))
    return found


def _answers(member: Membership, one: Any) -> bool:
    """Whether a proposal is for this member: who sent the minutes, else who may adopt them."""
    if one.sent_by and rules.answers_as_sender(one.sent_by, one, one.partnership.side_of(member)):
        return one.sent_by_id == member.pk
    return rules.can_adopt(member, one, one.was_there)


def _answered(member: Membership, one: Any) -> bool:
    is_client = one.partnership.side_of(member) == Side.CLIENT
    return one.client_answered if is_client else one.supplier_answered


def _keys(member: Membership) -> list[UUID]:
    return [one.pk for one in in_sight(member)]


def _to_adopt(member: Membership, one: Any) -> Asked:
    words = _("Adopt the corrected minutes of %(date)s") if one.version > 1 else _("Adopt the minutes of %(date)s")
    title = words % {"date": date_format(one.meeting.local_start, "j F")}
    return _about(member, one, "adopt", title, member.url("meetings:adoption", pk=one.meeting_id))


def _to_respond(member: Membership, one: Any) -> Asked:
    url = member.url("meetings:amendment", pk=one.their_amendment)
    return _about(member, one, "respond", _("Respond to the proposed change"), url)


def _about(member: Membership, one: Minutes, kind: str, title: str, url: str) -> Asked:
    who = _partner(member, one.meeting.partnership)
    return Asked(kind=kind, title=title, url=url, due=one.last_day, context=one.meeting.title, **who)


@once
def _meetings(member: Membership) -> list[Meeting]:
    """Those that are planned or under way, with one's own reply where one is a participant; and those that one
    organises and that were never begun, closed, or sent the minutes or their correction of. All in one query."""
    own = Participant.objects.for_system("one's own").of(member).filter(meeting=OuterRef("pk"))
    ahead = Q(state__in=[Meeting.State.PLANNED, Meeting.State.UNDER_WAY], ends_at__gt=timezone.now())
    drafts = Minutes.objects.for_system("corrections").filter(meeting=OuterRef("pk"), state=Minutes.State.DRAFT)
    open_states = [Meeting.State.PLANNED, Meeting.State.UNDER_WAY, Meeting.State.HELD]
    lying = Q(organiser=member.pk) & (Q(state__in=open_states) | Q(Exists(drafts), state=Meeting.State.ADOPTED))
    rows = Meeting.objects.visible_to(member, seen=_keys(member)).filter(ahead | lying)
    rows = rows.annotate(own_reply=Subquery(own.values("reply")[:1])).order_by("starts_at")
    return _with_partnership(member, rows[: MOST * 2])


def _to_answer(member: Membership) -> list[Asked]:
    now = timezone.now()
    return [
        Asked(
            kind="respond",
            title=_("Let us know whether you are coming on %(date)s")
            % {"date": f"{date_format(one.local_start, 'j F')}, {start_of(one, ZoneInfo(member.user.time_zone))}"},
            url=member.url("meetings:detail", pk=one.pk),
            due=timezone.localdate(one.starts_at),
            context=one.title,
            **_partner(member, one.partnership),
        )
        for one in _meetings(member)
        if one.own_reply == Reply.NONE
        and one.state == Meeting.State.PLANNED
        and one.starts_at > now
        and one.partnership.is_alive
    ]


def _left_lying(member: Membership) -> list[Asked]:
    """Of one's own meetings: whose time passed and that nobody began, that nobody closed, and minutes that
    were not sent, nor their correction."""
    if not rules.can_contribute(member):
        return []
    now = timezone.now()
    rows = [one for one in _meetings(member) if one.organiser_id == member.pk]
    return [
        *(_lying(member, one, _("Begin or cancel the meeting of %(date)s"), "detail") for one in rows
          if one.state == Meeting.State.PLANNED and one.ends_at <= now and rules.is_of_its_time(one)),
        *(_lying(member, one, _("Close the meeting of %(date)s"), "minutes") for one in rows
          if one.state == Meeting.State.UNDER_WAY and one.ends_at <= now),
        *(_lying(member, one, _("Send the minutes of %(date)s"), "minutes") for one in rows
          if one.state == Meeting.State.HELD),
        *(_lying(member, one, _("Send the corrected minutes of %(date)s"), "minutes") for one in rows
          if one.state == Meeting.State.ADOPTED),
    ]  # fmt: skip


def _lying(member: Membership, one: Meeting, title: str, page: str) -> Asked:
    return Asked(
        kind="act",
        title=title % {"date": date_format(one.local_start, "j F")},
        url=member.url(f"meetings:{page}", pk=one.pk),
        due=one.local_end.date(),
        context=one.title,
        **_partner(member, one.partnership),
    )


def _to_do(member: Membership) -> list[Asked]:
    soon = timezone.localdate() + timedelta(days=14)
    rows = (
        Action.objects.for_system("one's own is always seen")
        .of(member)
        .known_to_owner()
        .open()
        .filter(due__lte=soon, partnership__state__in=Partnership.ALIVE)
    )
    rows = rows.select_related("meeting").order_by("due", "created_at")
    return [
        Asked(
            kind="act",
            title=one.text,
            url=member.url("meetings:action", pk=one.pk),
            due=one.due,
            context=one.meeting.title if one.meeting else one.partnership.name,
            **_partner(member, one.partnership),
        )
        for one in _with_partnership(member, rows[:MOST])
    ]


def coming_for(member: Membership) -> list[Coming]:
    """Meetings of the coming weeks that one takes part in, or whose partnership one sees."""
    now = timezone.now()
    until = now + AHEAD
    return [
        Coming(
            title=one.title,
            url=member.url("meetings:detail", pk=one.pk),
            at=one.local_start,
            hours=hours_of(one, ZoneInfo(member.user.time_zone), always_place=False),
            context=one.place,
            with_me=one.own_reply not in (None, Reply.DECLINED),
            **_partner(member, one.partnership),
        )
        for one in _meetings(member)
        if one.starts_at < until
        and one.ends_at > now
        and one.state in (Meeting.State.PLANNED, Meeting.State.UNDER_WAY)
        and (one.partnership.is_alive or one.state == Meeting.State.UNDER_WAY)
    ]
