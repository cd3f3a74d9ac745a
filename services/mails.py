"""The mails of this room."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from accounts.models import Membership
from accounts.senders import sent_by
from notifications.kinds import Mail, Planned, mail, planner
from notifications.models import Message
from services.models import Assessment, Assessor, Choice
from services.models.assessment import SHOWN
from services.reminders import AHEAD, due_for
from services.rules import can_run

MORNING = time(8)
# A choice of which the day passed longer ago, while nothing was sent, is only asked in the overview.
MISSED = timedelta(days=14)


@mail("services.assessment_opened")
def assessment_opened(message: Message) -> Mail | None:
    """To an assessor: a round is open, on what, until when."""
    return _asked(message, "services/mail/assessment_opened")


@mail("services.assessment_reminder")
def assessment_reminder(message: Message) -> Mail | None:
    """To an assessor who is not done, a week and a day before the deadline."""
    return _asked(message, "services/mail/assessment_reminder")


@mail("services.deadline_moved")
def deadline_moved(message: Message) -> Mail | None:
    """To an assessor: the round closes at another moment."""
    return _asked(message, "services/mail/deadline_moved", also_done=True)


def _asked(message: Message, template: str, *, also_done: bool = False) -> Mail | None:
    rows = Assessor.objects.for_system("mail").filter(pk=message.object_id, member__ended_at=None)
    open_rows = rows if also_done else rows.filter(finished_at=None)
    open_rows = open_rows.filter(assessment__state=Assessment.State.OPEN)
    row = open_rows.select_related("assessment__client", "assessment__made_by__user", "member__organisation").first()
    if row is None:
        return None
    assessment = row.assessment
    context = {
        "assessment": assessment,
        "client": assessment.client,
        "count": assessment.assessed.count(),
        "link": settings.SITE_URL + assessment.client.url("services:score", pk=assessment.pk),
    }
    return Mail(template, context, **sent_by(assessment.made_by))


@mail("services.assessment_closed")
def assessment_closed(message: Message) -> Mail | None:
    """To who scored in the round or prepared it: the outcome is there."""
    rows = Assessment.objects.for_system("mail").filter(pk=message.object_id, state__in=SHOWN)
    row = rows.select_related("client").first()
    member = next((one for one in people_of(row) if one.user_id == message.receiver_id), None) if row else None
    if row is None or member is None:
        return None
    context = {
        "assessment": row,
        "client": row.client,
        "may_run": can_run(member, row),
        "link": settings.SITE_URL + row.client.url("services:assessment", pk=row.pk),
    }
    return Mail("services/mail/assessment_closed", context)


def people_of(assessment: Assessment) -> Iterable[Membership]:
    """Who scores in a round and who prepared it, each once, as far as they still belong to the organisation."""
    members = Membership.objects.for_system("mail").active().select_related("user", "organisation")
    scoring = assessment.assessors.values("member")
    return members.filter(Q(pk__in=scoring) | Q(pk=assessment.made_by_id))


@planner
def reminders(now: datetime) -> Iterator[Planned]:
    """A week and a day before the deadline, to who is not done; once each."""
    rows = Assessor.objects.for_system("planner").filter(
        assessment__state=Assessment.State.OPEN,
        assessment__deadline__gt=now,
        assessment__deadline__lte=now + AHEAD,
        finished_at=None,
        member__ended_at=None,
    )
    for row in rows.select_related("assessment", "member__user").iterator(chunk_size=500):
        if moment := due_for(row, now):
            yield Planned(
                kind="services.assessment_reminder",
                object_type=row._meta.label_lower,
                object_id=row.pk,
                moment=moment,
                language=row.member.user.language,
                receiver_id=row.member.user_id,
                organisation_id=row.assessment.client_id,
            )


@mail("services.look_again")
def look_again(message: Message) -> Mail | None:
    """To who made a choice, or the owners when nobody keeps it any more: its day to look again has come."""
    rows = Choice.objects.for_system("mail").current().filter(pk=message.object_id, service__archived_at=None)
    choice = rows.select_related("client", "service", "made_by__user").first()
    if choice is None or message.receiver_id not in {one.user_id for one in keepers_of(choice)}:
        return None
    context = {
        "choice": choice,
        "service": choice.service,
        "client": choice.client,
        "own": choice.made_by.user_id == message.receiver_id,
        "link": settings.SITE_URL + choice.client.url("services:choose", pk=choice.service_id),
    }
    return Mail("services/mail/look_again", context)


def keepers_of(choice: Choice) -> list[Membership]:
    """Who looks at a choice again: its maker, or the owners once the maker left or may no longer choose."""
    if not choice.is_orphaned:
        return [choice.made_by]
    return list(Membership.objects.for_system("choices that nobody keeps").owners_of(choice.client))


@planner
def choices_to_look_at_again(now: datetime) -> Iterator[Planned]:
    """On the day itself, at eight in the morning where the receiver is."""
    tomorrow = now.date() + timedelta(days=1)  # where the receiver is, it may be tomorrow already
    rows = Choice.objects.for_system("planner").to_look_at_again(tomorrow)
    rows = rows.filter(look_again_on__gt=tomorrow - MISSED)
    for choice in rows.select_related("client", "made_by__user").iterator(chunk_size=500):
        for member in keepers_of(choice):
            moment = datetime.combine(choice.look_again_on, MORNING, ZoneInfo(member.user.time_zone))
            if moment <= now:
                yield Planned(
                    kind="services.look_again",
                    object_type=choice._meta.label_lower,
                    object_id=choice.pk,
                    moment=moment,
                    language=member.user.language,
                    receiver_id=member.user_id,
                    organisation_id=choice.client_id,
                )
