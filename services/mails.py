"""The mails of this room."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from notifications.kinds import Mail, Planned, mail, planner
from notifications.models import Message
from services.models import Assessment, Assessor
from services.reminders import AHEAD, due_for


@mail("services.assessment_opened")
def assessment_opened(message: Message) -> Mail | None:
    """To an assessor: a round is open, on what, until when."""
    return _asked(message, "services/mail/assessment_opened")


@mail("services.assessment_reminder")
def assessment_reminder(message: Message) -> Mail | None:
    """To an assessor who is not done, a week and a day before the deadline."""
    return _asked(message, "services/mail/assessment_reminder")


def _asked(message: Message, template: str) -> Mail | None:
    rows = Assessor.objects.for_system("mail").filter(pk=message.object_id, member__ended_at=None, finished_at=None)
    open_rows = rows.filter(assessment__state=Assessment.State.OPEN)
    row = open_rows.select_related("assessment__client", "assessment__made_by__user", "member__organisation").first()
    if row is None:
        return None
    assessment, maker = row.assessment, row.assessment.made_by.user
    context = {
        "assessment": assessment,
        "client": assessment.client,
        "count": assessment.assessed.count(),
        "link": settings.SITE_URL + assessment.client.url("services:score", pk=assessment.pk),
    }
    return Mail(template, context, sender=str(maker), reply_to=maker.email)


@mail("services.assessment_closed")
def assessment_closed(message: Message) -> Mail | None:
    """To the one who prepared the round: the outcome is there."""
    rows = Assessment.objects.for_system("mail").filter(pk=message.object_id, state=Assessment.State.CLOSED)
    row = rows.select_related("client").first()
    if row is None:
        return None
    link = settings.SITE_URL + row.client.url("services:assessment", pk=row.pk)
    return Mail("services/mail/assessment_closed", {"assessment": row, "client": row.client, "link": link})


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
