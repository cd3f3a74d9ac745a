"""What somebody who leaves had to do in rounds goes to a colleague, in the transaction of the leaving."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import Membership
from services.models import Assessment, Assessor


@transaction.atomic
def hand_over_round(*, assessment: Assessment, taker: Membership) -> None:
    """Lets a colleague run a round that is not closed yet."""
    rows = Assessment.objects.for_system("somebody leaves").filter(pk=assessment.pk)
    rows.filter(state__in=[Assessment.State.DRAFT, Assessment.State.OPEN]).update(made_by=taker)


@transaction.atomic
def hand_over_scoring(*, assessor: Assessor, taker: Membership | None, by: Membership) -> None:
    """Asks a colleague to score in somebody's place, or nobody. Scores that were given stay and count; nobody waits
    for the others. Mails nobody: whoever hands over tells them."""
    assessment = assessor.assessment
    if assessor.scores.exists():
        assessor.finished_at = timezone.now()
        assessor.save(update_fields=["finished_at"])
    else:
        assessor.delete()
    if taker:
        Assessor.objects.get_or_create(assessment=assessment, member=taker)
    record("services.assessment_changed", organisation=by.organisation, by=by, about=assessment)
