"""The score sheet: one service at a time, each score saved by itself; a plain form without JavaScript."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from services.actions.assessment import finish_sheet, set_scores
from services.doors import client_only
from services.forms_assessment import ScoreForm
from services.models import AssessedService, Assessor, Criterion, Score
from services.sheet import sheet_of

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _own_sheet(request: Any, pk: Any) -> Assessor:
    rows = Assessor.objects.visible_to(request.member).filter(member=request.member, assessment=pk)
    return get_object_or_404(rows.exclude(assessment__state="draft").select_related("assessment", "member"))


@require_GET
@client_only
def score(request: Any, pk: Any) -> HttpResponse:
    """Leads to the first service on one's sheet that is not complete."""
    assessor = _own_sheet(request, pk)
    sheet = sheet_of(assessor, request.member)
    first = next((row for row in sheet.services if row.filled < sheet.each), sheet.services[0])
    return redirect(request.member.url("services:score-service", pk=pk, assessed=first.assessed.pk))


@FORM
@client_only
def score_service(request: Any, pk: Any, assessed: Any) -> HttpResponse:
    """One service on one's own sheet. With htmx a score is saved alone; without, all of the page."""
    member = request.member
    assessor = _own_sheet(request, pk)
    row = get_object_or_404(AssessedService.objects.visible_to(member).filter(assessment=pk), pk=assessed)
    criteria = list(Criterion.objects.visible_to(member).filter(assessment=pk))
    if request.method == "POST" and request.htmx and not request.htmx.boosted:
        return _save_one(request, assessor, row, criteria)
    if request.method == "POST":
        return _save_page(request, assessor, row, criteria)
    return _show(request, assessor, row, criteria)


def _save_one(request: Any, assessor: Assessor, row: AssessedService, criteria: list[Criterion]) -> HttpResponse:
    criterion = next((one for one in criteria if str(one.pk) == request.GET.get("criterion")), None)
    if criterion is None:
        return HttpResponse(status=404)
    form = ScoreForm(request.POST, criterion=criterion)
    error, status = "", 200
    try:
        if not form.is_valid():
            raise ValidationError([str(one) for errors in form.errors.values() for one in errors])
        set_scores(assessor=assessor, assessed=row, by=request.member, values={criterion: form.value()})
    except ValidationError as refused:
        error, status = " ".join(refused.messages), 422
    sheet = sheet_of(Assessor.objects.visible_to(request.member).get(pk=assessor.pk), request.member)
    context = {"sheet": sheet, "current": row, "error": error, "saved_at": timezone.localtime(), "oob": True}
    context |= {"assessment": assessor.assessment}
    return render(request, "services/score.html#saved", context, status=status)


def _save_page(request: Any, assessor: Assessor, row: AssessedService, criteria: list[Criterion]) -> HttpResponse:
    forms = [ScoreForm(request.POST, criterion=criterion) for criterion in criteria]
    valid = [form.is_valid() for form in forms]
    if not all(valid):
        return _show(request, assessor, row, criteria, forms=forms)
    try:
        values = {form.criterion: form.value() for form in forms}
        set_scores(assessor=assessor, assessed=row, by=request.member, values=values)
    except ValidationError as refused:
        return _show(request, assessor, row, criteria, forms=forms, error=" ".join(refused.messages))
    sheet = sheet_of(assessor, request.member)
    following = sheet.after(row.pk)
    if following:
        url = request.member.url("services:score-service", pk=assessor.assessment_id, assessed=following.assessed.pk)
    else:
        messages.success(request, _("Your scores have been saved."))
        url = request.member.url("services:assessment", pk=assessor.assessment_id)
    return redirect(url)


def _show(
    request: Any,
    assessor: Assessor,
    row: AssessedService,
    criteria: list[Criterion],
    *,
    forms: list[ScoreForm] | None = None,
    error: str = "",
) -> HttpResponse:
    scores = Score.objects.visible_to(request.member).filter(assessor=assessor, assessed=row)
    kept = {score.criterion_id: score for score in scores}
    sheet = sheet_of(assessor, request.member)
    cells = []
    for place, criterion in enumerate(criteria):
        score = kept.get(criterion.pk)
        cell: dict[str, Any] = {
            "criterion": criterion,
            "value": score.value if score else None,
            "reason": score.reason if score else "",
        }
        if forms:
            cell["value"] = request.POST.get(f"value-{criterion.pk}") or None
            cell["reason"] = request.POST.get(f"reason-{criterion.pk}", "")
            cell["errors"] = [one for errors in forms[place].errors.values() for one in errors]
        cells.append({**cell, "value": str(cell["value"] or "")})
    context = {
        "assessment": assessor.assessment,
        "assessor": assessor,
        "sheet": sheet,
        "current": row,
        "cells": cells,
        "values": [value for value, _label in ScoreForm.VALUES],
        "previous": sheet.before(row.pk),
        "next": sheet.after(row.pk),
        "error": error,
        "is_open": assessor.assessment.is_open and assessor.assessment.deadline > timezone.now(),
    }
    return render(request, "services/score.html", context, status=422 if forms else 200)


@require_POST
@client_only
def finish(request: Any, pk: Any) -> HttpResponse:
    """One's own word that one is done."""
    assessor = _own_sheet(request, pk)
    try:
        finish_sheet(assessor=assessor, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Thank you. You can still change your scores until the round closes."))
    return redirect(request.member.url("services:assessment", pk=pk))
