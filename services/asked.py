"""What this room asks of one person."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from common.asked import Asked
from services.models import Assessor


def asked_of(member: Membership) -> list[Asked]:
    """The open rounds in which this member is not done."""
    if not member.organisation.is_client:
        return []
    rows = Assessor.objects.waiting_for(member).select_related("assessment").order_by("assessment__deadline")
    return [
        Asked(
            kind="score",
            title=_("Score the services: %(title)s") % {"title": row.assessment},
            url=member.url("services:score", pk=row.assessment_id),
            due=timezone.localtime(row.assessment.deadline).date(),
            side="client",
            who=member.organisation.name,
        )
        for row in rows
    ]
