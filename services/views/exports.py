"""The catalogue as a file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.limits import sparingly
from documents.attachments import serve_made
from documents.models import Job
from documents.views import send_result, show_job
from services.actions.catalogue import export_at_once, export_catalogue
from services.actions.report import KIND as REPORT
from services.catalogue import filter_of
from services.doors import client_only


@require_POST
@sparingly("export", amount=60)
@client_only
def export(request: Any) -> HttpResponse:
    """The spreadsheet of what the filter shows, at once; or the page of the job that makes it, or the PDF."""
    member, form = request.member, request.POST.get("form", "")
    filters = filter_of(member, request.POST).asked
    if made := export_at_once(by=member, form=form, filters=filters):
        return serve_made(made.name, made.content, made.content_type)
    try:
        job = export_catalogue(by=member, form=form, filters=filters)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(member.url("services:list"))
    return redirect(member.url("services:job", pk=job.pk))


@require_GET
def job(request: Any, pk: Any) -> HttpResponse:
    """How far one's export or report is."""
    row = get_object_or_404(Job.objects.visible_to(request.member).select_related("result"), pk=pk)
    return show_job(request, row, crumbs=_crumbs(request.member, row))


def _crumbs(member: Any, row: Job) -> list[dict[str, str]]:
    crumbs = [{"label": _("Services"), "url": member.url("services:list")}]
    if row.kind == REPORT:
        crumbs.append({"label": _("Assessment and choice"), "url": member.url("services:assessments")})
        crumbs.append({"label": _("Report for the board"), "url": member.url("services:report", pk=row.object_id)})
    return crumbs


@require_GET
def job_file(request: Any, pk: Any) -> FileResponse:
    """The file that was made."""
    return send_result(get_object_or_404(Job.objects.visible_to(request.member).select_related("result"), pk=pk))
