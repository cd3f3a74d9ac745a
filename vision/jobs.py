"""Long work of this room: the PDF of a vision."""

from django.core.exceptions import ValidationError
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from documents.attachments import picture_of
from documents.jobs import Progress, job
from documents.models import Job, Rendering
from documents.pdf import Frame, hash_of_input, html_of, make_pdf
from documents.renderings import PDF, Made, file_name, render_once
from vision.models import VisionVersion
from vision.reading import chapters_of

TEMPLATE = "vision/pdf.html"


@job("vision.pdf", title=gettext_lazy("Vision as PDF"), page="vision:job", file="vision:job-file")
def vision_pdf(job: Job, progress: Progress) -> Rendering | None:
    """The PDF of a version: of a published one made once and kept, of a draft for each text that it had."""
    member = Membership.objects.of_user(job.by).filter(organisation=job.organisation_id).first()
    rows = VisionVersion.objects.visible_to(member) if member else VisionVersion.objects.none()
    related = ("vision__client__logo", "published_by__user", "pdf")
    version = rows.filter(pk=job.object_id or job.pk).select_related(*related).first()
    if version is None:
        raise ValidationError(_("You can no longer see this vision."))
    if version.pdf:
        return version.pdf
    progress(0, 1)
    rendering = render(version)
    if version.is_published:
        VisionVersion.objects.for_system("pdf").filter(pk=version.pk, pdf=None).update(pdf=rendering)
    progress(1, 1)
    return rendering


def render(version: VisionVersion) -> Rendering:
    """The file; the same text a second time costs nothing."""
    chapters = chapters_of(version)
    context = {
        "version": version,
        "chapters": chapters,
        "parts": [(chapter.kind, chapter.title) for chapter in chapters],
    }
    frame = _frame(version)
    return render_once(
        "vision.pdf",
        about=version,
        language=version.language,
        input_hash=hash_of_input(html_of(TEMPLATE, context, frame)),
        make=lambda: Made(_name(version), PDF, make_pdf(TEMPLATE, context, frame=frame)),
    )


def _name(version: VisionVersion) -> str:
    with translation.override(version.language):
        number = " ".join([_("version"), str(version.number), *([] if version.is_published else [_("draft")])])
        return file_name(_("vision"), version.vision.client.slug, number, version.language) + ".pdf"


def _frame(version: VisionVersion) -> Frame:
    client = version.vision.client
    with translation.override(version.language):
        label = _("Facility vision, version %(number)d") % {"number": version.number}
        subtitle = _("Facility vision %(period)s") % {"period": version.period}
        facts = [(_("Version"), str(version.number))]
        if version.is_published:
            assert version.published_at
            day = timezone.localtime(version.published_at).date()
            by = ", ".join(part for part in (version.published_name, version.published_title) if part)
            facts += [(_("Adopted"), formats.date_format(day, "j F Y")), (_("By"), by)]
        else:
            label = _("%(label)s, draft") % {"label": label}
            facts += [(_("State"), _("draft, only for us"))]
    return Frame(
        title=version.title,
        subtitle=subtitle.strip(),
        owner=client.name,
        label=label,
        language=version.language,
        accent=client.accent,
        facts=facts,
        logo=picture_of(client.logo),
    )
