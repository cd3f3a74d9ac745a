"""What waits for one person in this room, and what comes next."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership, Side
from common.asked import Asked, Coming, once
from meetings import rules
from meetings.models import Action, Approval, Meeting, Minutes, Participant, Reply
from partnerships.models import Partnership

MOST = 20
AHEAD = timedelta(days=60)
PAIR = ("partnership__client", "partnership__supplier")


def asked_of(member: Membership) -> list[Asked]:
    """Minutes to adopt, invitations to answer, and one's own actions that are late or due within two weeks."""
    return [*_to_adopt(member), *_to_answer(member), *_to_do(member)]


def _partner(member: Membership, partnership: Partnership) -> dict[str, Any]:
    return {"side": partnership.side_of(member).other, "who": partnership.other(member).name}


def to_adopt(member: Membership) -> list[Minutes]:
    """Minutes that one may adopt and that one's side did not answer yet."""
    answered = Approval.objects.for_system("one's own side's").filter(minutes=OuterRef("pk"), voided_at=None)
    client = answered.filter(side=Side.CLIENT)
    supplier = answered.filter(side=Side.SUPPLIER)
    there = Participant.objects.for_system("was there").of(member).filter(meeting=OuterRef("meeting"), present=True)
    rows = Minutes.objects.visible_to(member).under_review().annotate(was_there=Exists(there))
    rows = rows.exclude(Q(partnership__client=member.organisation_id) & Exists(client))
    rows = rows.exclude(Q(partnership__supplier=member.organisation_id) & Exists(supplier))
    pair = ("meeting__partnership__client", "meeting__partnership__supplier")
    found = rows.select_related(*pair).order_by("review_until")[:MOST]
    return [one for one in found if rules.can_adopt(member, one, one.was_there)]


def _to_adopt(member: Membership) -> list[Asked]:
    return [
        Asked(
            kind="adopt",
            title=_("Adopt the minutes of %(date)s") % {"date": date_format(one.meeting.local_start, "j F")},
            url=member.url("meetings:adoption", pk=one.meeting_id),
            due=one.review_until.astimezone(one.meeting.zone).date() if one.review_until else None,
            context=one.meeting.title,
            **_partner(member, one.meeting.partnership),
        )
        for one in to_adopt(member)
    ]


@once
def _meetings(member: Membership) -> QuerySet[Meeting]:
    """Those that are planned or under way, with one's own reply where one is a participant."""
    now = timezone.now()
    own = Participant.objects.for_system("one's own").of(member).filter(meeting=OuterRef("pk"))
    rows = Meeting.objects.visible_to(member).filter(
        state__in=[Meeting.State.PLANNED, Meeting.State.UNDER_WAY], ends_at__gt=now
    )
    rows = rows.annotate(own_reply=Subquery(own.values("reply")[:1]))
    return rows.select_related(*PAIR).order_by("starts_at")[: MOST * 2]


def _to_answer(member: Membership) -> list[Asked]:
    now = timezone.now()
    return [
        Asked(
            kind="respond",
            title=_("Say whether you come on %(date)s")
            % {"date": date_format(timezone.localtime(one.starts_at), "j F H:i")},
            url=member.url("meetings:detail", pk=one.pk),
            due=timezone.localdate(one.starts_at),
            context=one.title,
            **_partner(member, one.partnership),
        )
        for one in _meetings(member)
        if one.own_reply == Reply.NONE and one.state == Meeting.State.PLANNED and one.starts_at > now
    ]


def _to_do(member: Membership) -> list[Asked]:
    soon = timezone.localdate() + timedelta(days=14)
    rows = Action.objects.visible_to(member).open().of(member).filter(due__lte=soon)
    return [
        Asked(
            kind="act",
            title=one.text,
            url=member.url("meetings:action", pk=one.pk),
            due=one.due,
            context=one.meeting.title if one.meeting else one.partnership.name,
            **_partner(member, one.partnership),
        )
        for one in rows.select_related(*PAIR, "meeting").order_by("due", "created_at")[:MOST]
    ]


def coming_for(member: Membership) -> list[Coming]:
    """Meetings of the coming weeks that one takes part in, or whose partnership one sees."""
    until = timezone.now() + AHEAD
    return [
        Coming(
            title=one.title,
            url=member.url("meetings:detail", pk=one.pk),
            at=one.starts_at,
            context=one.place,
            **_partner(member, one.partnership),
        )
        for one in _meetings(member)
        if one.starts_at < until
    ]
