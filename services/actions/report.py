"""The report of a round for the board."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from documents.jobs import start
from documents.models import Job
from services import audit, rules  # noqa: F401 - audit registers the events
from services.models import Assessment

KIND = "services.report"


@transaction.atomic
def start_report(*, assessment: Assessment, by: Membership, language: str) -> Job:
    """Starts the PDF of a closed round. Asked twice while the first is at work, the first is given back."""
    require(rules.can_run(by, assessment))
    if not assessment.shows_scores:
        raise ValidationError(_("Close the round first."))
    job = start(KIND, by=by, about=assessment, language=language)
    record("services.report_asked", organisation=by.organisation, by=by, about=assessment, language=language)
    return job
