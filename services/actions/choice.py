"""The choice of a relation for a service."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from services import audit, rules  # noqa: F401 - audit registers the events
from services.models import Assessment, Choice, Service
from services.result import shown
from services.rounds import outcome_of


@transaction.atomic
def choose(
    *,
    service: Service,
    by: Membership,
    kind: str,
    reason: str,
    look_again_on: date,
    assessment: Assessment | None = None,
) -> Choice:
    """Records a choice, which never changes; a later one supersedes it. The same one twice is one.

    With a closed round, what it suggested is kept beside it.
    """
    require(rules.can_change(by, service))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that others can understand the choice later.")})
    if look_again_on <= timezone.localdate():
        raise ValidationError({"look_again_on": _("Choose a day in the future.")})
    # One choice of a service at a time, so that a double click finds the first one.
    Service.objects.editable_by(by).select_for_update(no_key=True).get(pk=service.pk)
    latest = Choice.objects.visible_to(by).filter(service=service).newest_first().first()
    same = (kind, reason.strip(), look_again_on, assessment.pk if assessment else None, by.pk)
    if latest and same == (latest.kind, latest.reason, latest.look_again_on, latest.assessment_id, latest.made_by_id):
        return latest
    suggested, score = _suggestion(service, by, assessment)
    choice = Choice.objects.create(
        client=by.organisation,
        service=service,
        assessment=assessment,
        kind=kind,
        suggested=suggested,
        score=score,
        reason=reason.strip(),
        made_by=by,
        look_again_on=look_again_on,
    )
    record(
        "services.chosen", organisation=by.organisation, by=by, about=service, kind=kind, before=latest and latest.kind
    )
    return choice


def _suggestion(service: Service, by: Membership, assessment: Assessment | None) -> tuple[str, Decimal | None]:
    if assessment is None:
        return "", None
    if not assessment.shows_scores:
        raise ValidationError(_("Close the round first."))
    outcome = outcome_of(assessment, by)
    found = next((one for one in outcome.results if outcome.assessed[one.key].service_id == service.pk), None)
    if found is None:
        raise ValidationError(_("This service is not part of the round."))
    score = None if found.score is None else Decimal(str(float(shown(found.score))))
    return found.suggestion, score
