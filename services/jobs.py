"""The long work of this room."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from documents.attachments import picture_of
from documents.jobs import Progress, job
from documents.models import Job, Rendering
from documents.pdf import Frame, hash_of_input, html_of, make_pdf
from documents.renderings import PDF, Made, file_name, render_once
from services.actions import import_work
from services.actions.report import KIND
from services.catalogue_files import cells_of, columns, name_of, relation_of, services_of, table_of
from services.models import Assessment, Service
from services.models.assessment import SHOWN
from services.report import TEMPLATE, report_of

PAGES: dict[str, Any] = {"page": "services:job", "file": "services:job-file"}


def member_of(row: Job) -> Membership:
    """Who asked for it, if they still belong to the organisation."""
    member = Membership.objects.of_user(row.by).filter(organisation=row.organisation_id).first()
    if member is None:
        raise ValidationError(_("You are no longer a member of this organisation."))
    return member


@job("services.catalogue_pdf", title=gettext_lazy("Services as PDF"), **PAGES)
def catalogue_pdf(row: Job, progress: Progress) -> Rendering:
    """The services that the filter shows, by group, with a total of what is known."""
    member = member_of(row)
    organisation = member.organisation
    services = list(services_of(member, row.parameters))
    today = timezone.localdate()
    frame = Frame(
        title=_("Services"),
        owner=organisation.name,
        label=_("Services, %(date)s") % {"date": date_format(today, "j F Y")},
        language=row.language,
        accent=organisation.accent,
        subtitle=_filter_words(row.parameters),
        facts=[
            (_("Made on"), date_format(today, "j F Y")),
            (_("Made by"), str(member.user)),
            (_("For"), _("internal use at %(name)s") % {"name": organisation.name}),
        ],
        logo=picture_of(organisation.logo),
    )
    context = {"groups": _by_group(services), "count": len(services)}
    html = html_of("services/pdf/catalogue.html", context, frame)

    def make() -> Made:
        progress(0, 1)
        content = make_pdf("services/pdf/catalogue.html", context, frame=frame)
        return Made(f"{name_of(organisation, row.language)}.pdf", PDF, content)

    return render_once(row.kind, about=organisation, language=row.language, input_hash=hash_of_input(html), make=make)


@job("services.catalogue_xlsx", title=gettext_lazy("Services as spreadsheet"), **PAGES)
def catalogue_xlsx(row: Job, progress: Progress) -> Rendering:
    """The same services as a spreadsheet, one row each."""
    return _table("xlsx", row, progress)


@job("services.catalogue_csv", title=gettext_lazy("Services as CSV file"), **PAGES)
def catalogue_csv(row: Job, progress: Progress) -> Rendering:
    """The same once more as text, with the marks that a spreadsheet program in this language expects."""
    return _table("csv", row, progress)


def _table(form: str, row: Job, progress: Progress) -> Rendering:
    member = member_of(row)
    services = list(services_of(member, row.parameters))
    rows = [cells_of(service) for service in services]

    def make() -> Made:
        progress(0, len(rows))
        return table_of(form, services, member, row.language)

    digest = hash_of_input(timezone.localdate(), [column.title for column in columns()], rows)
    return render_once(row.kind, about=member.organisation, language=row.language, input_hash=digest, make=make)


@job(KIND, title=gettext_lazy("Report for the board"), **PAGES)
def board_report(row: Job, progress: Progress) -> Rendering:
    """The report of a closed round, made once for what it says."""
    member = member_of(row)
    rounds = Assessment.objects.visible_to(member).filter(state__in=SHOWN, pk=_object_of(row))
    assessment = rounds.select_related("client__logo", "made_by__user").first()
    if assessment is None:
        raise ValidationError(_("You can no longer see this round."))
    context, frame = report_of(assessment, member)

    def make() -> Made:
        progress(0, 1)
        name = file_name(_("Report for the board"), assessment.client.slug, assessment.title, row.language)
        return Made(f"{name}.pdf", PDF, make_pdf(TEMPLATE, context, frame=frame))

    digest = hash_of_input(html_of(TEMPLATE, context, frame))
    return render_once(row.kind, about=assessment, language=row.language, input_hash=digest, make=make)


IMPORT_PAGE: dict[str, Any] = {"page": "services:import", "of_object": True}


@job("services.import_read", title=gettext_lazy("Reading the file with services"), **IMPORT_PAGE)
def import_read(row: Job, progress: Progress) -> None:
    """Reads a file that was brought in and compares it with the catalogue."""
    import_work.read_import(pk=_object_of(row), by=member_of(row), progress=progress)


@job("services.import_apply", title=gettext_lazy("Importing the services of the file"), **IMPORT_PAGE)
def import_apply(row: Job, progress: Progress) -> None:
    """Applies it."""
    import_work.carry_out(pk=_object_of(row), by=member_of(row), progress=progress)


def _object_of(row: Job) -> UUID:
    assert row.object_id is not None
    return row.object_id


def _filter_words(parameters: dict[str, Any]) -> str:
    return _("A selection from the catalogue") if parameters else ""


def _by_group(services: list[Service]) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for service in services:
        group = groups.setdefault(service.group, {"name": service.group, "services": [], "spend": None})
        service.relation = relation_of(service)  # type: ignore[attr-defined]
        group["services"].append(service)
        if service.annual_spend is not None:
            group["spend"] = (group["spend"] or 0) + service.annual_spend
    return list(groups.values())
