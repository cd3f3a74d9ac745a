"""The score sheet: one service at a time, each score saved by itself; a plain form without JavaScript."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from services.actions.assessment import finish_sheet, set_scores
from services.computed import computed
from services.doors import client_only
from services.forms_assessment import ScoreForm
from services.models import AssessedService, Assessor, Criterion, Score
from services.sheet import Sheet, SheetRow, sheet_of

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
    first = next((row for row in sheet.services if not row.is_complete), sheet.services[0])
    return redirect(request.member.url("services:score-service", pk=pk, assessed=first.assessed.pk) + "#sheet")


@FORM
@client_only
def score_service(request: Any, pk: Any, assessed: Any) -> HttpResponse:
    """One service on one's own sheet. With htmx a score is saved alone; without, all of the page."""
    member = request.member
    assessor = _own_sheet(request, pk)
    rows = AssessedService.objects.visible_to(member).filter(assessment=pk).select_related("service")
    row = get_object_or_404(rows, pk=assessed)
    if request.method == "POST" and request.htmx and not request.htmx.boosted:
        return _save_one(request, assessor, row)
    if request.method == "POST":
        return _save_page(request, assessor, row)
    return _show(request, assessor, row, sheet_of(assessor, member))


def _save_one(request: Any, assessor: Assessor, row: AssessedService) -> HttpResponse:
    """Answers with the state of the cell, and the progress of the whole sheet."""
    sheet = sheet_of(assessor, request.member)
    criterion = next((one for one in sheet.criteria if str(one.pk) == request.GET.get("criterion")), None)
    if criterion is None:
        return HttpResponse(status=404)
    form = _forms(request, assessor, row, sheet, [criterion])[0]
    error, status = "", 200
    try:
        if not form.is_valid():
            raise ValidationError(form.faults())
        set_scores(assessor=assessor, assessed=row, by=request.member, values={criterion: form.value()})
    except ValidationError as refused:
        error, status = " ".join(refused.messages), 422
    sheet = sheet_of(assessor, request.member)
    context = {"sheet": sheet, "current": row, "error": error, "saved_at": timezone.localtime(), "oob": True}
    context |= {"assessment": assessor.assessment}
    if not error:
        value, reason = form.value()
        context["cell"] = _cell(criterion, sheet, row, str(value or ""), reason)
    return render(request, "services/score.html#saved", context, status=status)


def _forms(
    request: Any, assessor: Assessor, row: AssessedService, sheet: Sheet, criteria: list[Criterion]
) -> list[ScoreForm]:
    kept, said = _kept(request, assessor, row), sheet.said.get(row.pk)
    return [
        ScoreForm(request.POST, criterion=one, kept=kept.get(one.pk), has_figure=computed(one, said) is not None)
        for one in criteria
    ]


def _kept(request: Any, assessor: Assessor, row: AssessedService) -> dict[UUID, Score]:
    scores = Score.objects.visible_to(request.member).filter(assessor=assessor, assessed=row)
    return {score.criterion_id: score for score in scores}


def _save_page(request: Any, assessor: Assessor, row: AssessedService) -> HttpResponse:
    """Saves what is right; what is not is refused in words and stays as it was typed. `then` finishes the sheet."""
    member = request.member
    sheet = sheet_of(assessor, member)
    forms = _forms(request, assessor, row, sheet, sheet.criteria)
    right = [form for form in forms if form.is_valid()]
    finishes = request.POST.get("then") == "finish" and len(right) == len(forms)
    try:
        values = {form.criterion: form.value() for form in right}
        set_scores(assessor=assessor, assessed=row, by=member, values=values)
        if finishes:
            finish_sheet(assessor=assessor, by=member)
    except ValidationError as refused:
        return _show(request, assessor, row, sheet, forms=forms, error=" ".join(refused.messages))
    if len(right) < len(forms):
        return _show(request, assessor, row, sheet_of(assessor, member), forms=forms)
    if finishes:
        messages.success(request, _thanks(sheet_of(assessor, member)))
        return redirect(member.url("services:assessment", pk=assessor.assessment_id))
    return _go_on(request, assessor, sheet.after(row.pk))


def _go_on(request: Any, assessor: Assessor, following: SheetRow | None) -> HttpResponse:
    pk = assessor.assessment_id
    if following:
        url = request.member.url("services:score-service", pk=pk, assessed=following.assessed.pk)
        return redirect(url + "#sheet")
    messages.success(request, _("Your scores have been saved."))
    return redirect(request.member.url("services:assessment", pk=pk))


def _thanks(sheet: Sheet) -> str:
    """Says how many cells are left open: leaving them is allowed, overlooking them is a pity."""
    left = sheet.cells - sheet.filled
    if not left:
        return _("Thank you. You can still change your scores until the round closes.")
    return ngettext(
        "Thank you. You left %(count)d score empty; it stays unknown. You can change that until the round closes.",
        "Thank you. You left %(count)d scores empty; they stay unknown. You can change that until the round closes.",
        left,
    ) % {"count": left}


def _show(
    request: Any,
    assessor: Assessor,
    row: AssessedService,
    sheet: Sheet,
    *,
    forms: list[ScoreForm] | None = None,
    error: str = "",
) -> HttpResponse:
    kept = _kept(request, assessor, row)
    cells = []
    for place, criterion in enumerate(sheet.criteria):
        score = kept.get(criterion.pk)
        if forms:
            value, reason = (request.POST.get(f"{name}-{criterion.pk}", "") for name in ("value", "reason"))
            form = forms[place]
            cells.append(
                _cell(criterion, sheet, row, value, reason) | {"errors": form.faults(), "fault_at": form.fault_at()}
            )
        else:
            value = str(score.value or "") if score else ""
            cells.append(_cell(criterion, sheet, row, value, score.reason if score else ""))
    context = {
        "assessment": assessor.assessment,
        "assessor": assessor,
        "sheet": sheet,
        "current": row,
        "service": row.service,
        "spend": row.annual_spend if assessor.assessment.shows_scores else row.service.annual_spend,
        "cells": cells,
        "values": [value for value, _label in ScoreForm.VALUES],
        "number": sheet.number(row.pk),
        "refused": sum(1 for cell in cells if cell.get("errors")),
        "previous": sheet.before(row.pk),
        "next": sheet.after(row.pk),
        "error": error,
        "is_open": assessor.assessment.is_open and assessor.assessment.deadline > timezone.now(),
    }
    return render(request, "services/score.html", context, status=422 if forms else 200)


def _cell(criterion: Criterion, sheet: Sheet, row: AssessedService, value: str, reason: str) -> dict[str, Any]:
    """A cell as the sheet shows it; `computed` is what the journeys say, None where they do not know."""
    said = sheet.said.get(row.pk)
    return {
        "criterion": criterion,
        "value": value,
        "reason": reason,
        "computed": computed(criterion, said),
        "said": said,
    }


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
        messages.success(request, _thanks(sheet_of(assessor, request.member)))
    return redirect(request.member.url("services:assessment", pk=pk))
