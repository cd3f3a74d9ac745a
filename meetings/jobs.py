"""Long work of this room."""

from django.utils.translation import gettext_lazy as _

from documents.jobs import Progress, job
from documents.models import Job, Rendering
from meetings.actions.adoption import MINUTES_PDF
from meetings.models import Minutes
from meetings.pdf import pdf_of


@job(MINUTES_PDF, title=_("Minutes as PDF"), page="meetings:job", file="meetings:job-file")
def minutes_pdf(row: Job, progress: Progress) -> Rendering | None:
    """The PDF of adopted minutes; made once, however often it is asked."""
    rows = Minutes.objects.for_system("job").filter(pk=str(row.object_id))
    pair = ("meeting__partnership__client__logo", "meeting__partnership__supplier__logo")
    return pdf_of(rows.select_related(*pair).get())
