"""The report of a round for the board."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.limits import sparingly
from accounts.rules import require
from documents.models import Rendering
from documents.views import send_made
from services import rules
from services.actions.report import KIND, start_report
from services.doors import client_only, posted
from services.forms_report import ReportForm
from services.models import Assessment
from services.models.assessment import SHOWN

MOST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@sparingly("report", amount=60)
@client_only
def report(request: Any, pk: Any) -> HttpResponse:
    """The reports that were made of a closed round, each with its fingerprint; and a form to make one."""
    member = request.member
    row = _closed(request, pk)
    may_make = rules.can_run(member, row)
    form = ReportForm(posted(request), initial={"language": row.language})
    if request.method == "POST":
        require(may_make)
        if form.is_valid():
            job = start_report(assessment=row, by=member, language=form.cleaned_data["language"])
            return redirect(member.url("services:job", pk=job.pk))
    context = {
        "assessment": row,
        "form": form,
        "may_make": may_make,
        "made": list(_made(row).order_by("-created_at")[:MOST]),
        "here": "report",
    }
    return render(request, "services/report.html", context, status=422 if form.is_bound else 200)


@require_GET
def report_file(request: Any, pk: Any, made: Any) -> FileResponse:
    """One report, byte for byte as it was made."""
    return send_made(get_object_or_404(_made(_closed(request, pk)), pk=made), request.member)


def _closed(request: Any, pk: Any) -> Assessment:
    return get_object_or_404(Assessment.objects.visible_to(request.member).filter(state__in=SHOWN), pk=pk)


def _made(row: Assessment) -> Any:
    return Rendering.objects.for_system("of a round that came through its door").filter(kind=KIND, object_id=row.pk)
