"""Long work of this room: the PDF of an agreement."""

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.attachments import picture_of
from documents.jobs import Progress, job
from documents.models import Job, Rendering
from documents.pdf import Frame, hash_of_input, html_of, make_pdf
from documents.renderings import PDF, Made, file_name, render_once
from partnerships.models import AgreementVersion

TEMPLATE = "partnerships/agreement_pdf.html"


@job(
    "partnerships.agreement_pdf",
    title=gettext_lazy("Agreement as PDF"),
    page="partnerships:job",
    file="partnerships:job-file",
)
def agreement_pdf(job: Job, progress: Progress) -> Rendering | None:
    """Makes the PDF of what was put up for approval, or of what is in force, once, and keeps it."""
    related = ("agreement__partnership__client__logo", "agreement__partnership__supplier__logo")
    rows = AgreementVersion.objects.for_system("pdf").select_related(*related)
    assert job.object_id
    version = rows.get(pk=job.object_id)
    of = job.parameters["of"]
    column = "pdf" if of == "agreement" else "proposal_pdf"
    if existing := getattr(version, column):
        return existing
    progress(0, 1)
    context = _context(version, of)
    frame = _frame(version, of)
    rendering = render_once(
        f"partnerships.{of}",
        about=version,
        language=frame.language,
        input_hash=hash_of_input(html_of(TEMPLATE, context, frame)),
        make=lambda: Made(_name(version, of), PDF, make_pdf(TEMPLATE, context, frame=frame)),
    )
    AgreementVersion.objects.for_system("pdf").filter(pk=version.pk, **{column: None}).update(**{column: rendering})
    progress(1, 1)
    return rendering


def _name(version: AgreementVersion, of: str) -> str:
    pair, language = version.agreement.partnership, version.agreement.language
    with translation.override(language):
        number = _("version %(number)s") % {"number": _number(version, of)}
        state = _("proposal") if of == "proposal" and version.attempt == 1 else ""
        name = file_name(_("Agreement"), f"{pair.client.slug} {pair.supplier.slug}", f"{number} {state}", language)
    return f"{name}.pdf"


def _number(version: AgreementVersion, of: str) -> str:
    """As it was called when it was put up, or as what is in force: a file is made once."""
    return version.called_as_proposal if of == "proposal" else str(version.edition)


def _context(version: AgreementVersion, of: str) -> dict:
    approvals = version.approvals.all() if of == "agreement" else version.approvals.none()
    sections, annexes = list(version.sections.all()), list(version.annexes.select_related("file"))
    parts = [(f"section-{one.key}", f"{number}. {one.title}") for number, one in enumerate(sections, start=1)]
    parts += [("annexes", _("Annexes"))] if annexes else []
    parts += [("approvals", _("Approvals"))]
    return {
        "version": version,
        "facts": version.facts,
        "parts": parts,
        "sections": sections,
        "annexes": annexes,
        "approvals": sorted(approvals, key=lambda approval: approval.side),
        "of": of,
    }


def _frame(version: AgreementVersion, of: str) -> Frame:
    client, supplier = version.facts["client"]["name"], version.facts["supplier"]["name"]
    when = version.in_force_at if of == "agreement" else version.proposed_at
    state = _("in force since") if of == "agreement" else _("put up for approval on")
    assert when
    number = _number(version, of)
    date = formats.date_format(timezone.localtime(when), "DATE_FORMAT")
    organisation = version.agreement.partnership.client
    return Frame(
        title=version.title,
        subtitle=version.facts["partnership"],
        owner=f"{client} · {supplier}",
        label=_("Agreement, version %(number)s") % {"number": number},
        language=version.agreement.language,
        accent=organisation.accent,
        facts=[(_("Version"), number), (state.capitalize(), date), (_("For"), f"{client}, {supplier}")],
        logo=picture_of(organisation.logo),
        logo_beside=picture_of(version.agreement.partnership.supplier.logo),
    )
