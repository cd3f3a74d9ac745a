"""Rounds: list, preparation, opening, closing, outcome."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.rules import require
from common.autosave import revision_of
from common.models import Conflict
from common.once import once
from common.paging import page_of
from services import rules
from services.actions import assessment as actions
from services.doors import client_only, posted
from services.forms_assessment import AssessmentForm, OpenAssessmentForm, criteria_forms
from services.kraljic import kraljic_context
from services.models import Assessment, Assessor, Service
from services.offered import whole
from services.outcome import outcome_context, sheet_context
from services.rounds import outcome_of, progress_of
from services.what_if import WeightsForm, what_if_context

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@client_only
def list_assessments(request: Any) -> HttpResponse:
    """The rounds of the client, the newest first."""
    member = request.member
    rounds = Assessment.objects.visible_to(member).order_by("-created_at")
    rounds = rounds.annotate(services=Count("assessed", distinct=True), people=Count("assessors", distinct=True))
    asked = set(Assessor.objects.waiting_for(member).values_list("assessment", flat=True))
    page = page_of(request, rounds)
    for row in page:
        row.is_asked = row.pk in asked
    context = {
        "page_obj": page,
        "may_keep": rules.can_keep(member),
        "has_services": Service.objects.visible_to(member).active().exists(),
    }
    return render(request, "services/assessments.html", context)


@FORM
@client_only
@once
def new_assessment(request: Any) -> HttpResponse:
    """Prepares a round."""
    member = request.member
    require(rules.can_keep(member))
    form = AssessmentForm(posted(request), member=member)
    whole(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            assessment = actions.make_assessment(by=member, **form.changes())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The round is ready to be checked. Nobody has been mailed yet."))
            return redirect(member.url("services:assessment", pk=assessment.pk))
    return _answer_form(request, form)


@require_GET
@client_only
def assessment(request: Any, pk: Any) -> HttpResponse:
    """A round: what it lacks, how far it is, or its outcome."""
    member = request.member
    rounds = Assessment.objects.visible_to(member).select_related("client", "made_by__user", "closed_by__user")
    row = get_object_or_404(rounds, pk=pk)
    context: dict[str, Any] = {"assessment": row, "may_run": rules.can_run(member, row)}
    if row.shows_scores:
        return _outcome(request, row, context)
    progress = progress_of(row, member.organisation)
    context |= {
        "assessed": list(row.assessed.all()),
        "criteria": list(row.criteria.all()),
        "progress": progress,
        "own": next((one for one in progress.assessors if one.member_id == member.pk), None),
    }
    if row.is_draft:
        context["gaps"] = actions.gaps(row, timezone.now())
    return render(request, "services/assessment.html", context)


def _outcome(request: Any, row: Assessment, context: dict[str, Any]) -> HttpResponse:
    """The outcome; with weights in the address also what it would be under those, for htmx that alone.

    The ranking asks by htmx too, without weights, whether its places are counted: it gets the page.
    """
    member = request.member
    outcome = outcome_of(row, member)
    form = WeightsForm(request.GET, criteria=outcome.criteria)
    context["what_if"], status = form, 200
    if form.is_bound and form.is_valid():
        context |= what_if_context(form, outcome, row, member)
    elif form.is_bound:
        status = 422
    if form.is_bound and request.htmx and not request.htmx.boosted:
        return render(request, "services/what_if_answer.html", context, status=status)
    context |= outcome_context(row, member, outcome)
    if request.GET.get("view") == "kraljic":
        context["kraljic"] = kraljic_context(
            context["rows"], lambda one: member.url("services:assessed", pk=row.pk, assessed=one.pk)
        )
    return render(request, "services/outcome.html", context, status=status)


@FORM
@client_only
def edit_assessment(request: Any, pk: Any) -> HttpResponse:
    """Changes a draft, or the deadline and assessors of an open round."""
    member = request.member
    row = get_object_or_404(Assessment.objects.editable_by(member), pk=pk)
    require(rules.can_run(member, row) and not row.shows_scores)
    form_class, change = (
        (AssessmentForm, actions.change_draft) if row.is_draft else (OpenAssessmentForm, actions.change_open)
    )
    form = form_class(posted(request), instance=row, member=member)
    whole(request, form)
    if request.method == "POST" and form.is_valid():
        row.refresh_from_db()  # the form wrote its values into the row in hand
        try:
            change(assessment=row, by=member, revision=form.cleaned_data["revision"], **form.changes())
        except Conflict as conflict:
            return _answer_conflict(request, form_class, conflict.current)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(member.url("services:assessment", pk=pk))
    return _answer_form(request, form, assessment=row)


def _answer_form(request: HttpRequest, form: AssessmentForm, **context: Any) -> HttpResponse:
    context["form"] = form
    return render(request, "services/assessment_form.html", context, status=422 if form.is_bound else 200)


def _answer_conflict(request: Any, form_class: type[AssessmentForm], current: Any) -> HttpResponse:
    """One's own values stay in the form, under the newer revision; what is there now stands above it."""
    data = request.POST.copy()
    data["revision"] = current.revision
    form = form_class(data, instance=current, member=request.member)
    now = form_class(instance=Assessment.objects.editable_by(request.member).get(pk=current.pk), member=request.member)
    context = {"form": form, "assessment": current, "now": _values(now)}
    return render(request, "services/assessment_form.html", context, status=409)


def _values(form: AssessmentForm) -> list[tuple[Any, str]]:
    row = form.instance
    values = {
        "title": row.title,
        "introduction": row.introduction,
        "deadline": timezone.localtime(row.deadline).strftime("%d-%m-%Y %H:%M"),
        "services": ", ".join(one.name for one in row.assessed.all()),
        "assessors": ", ".join(str(one.member) for one in row.assessors.select_related("member__user")),
    }
    return [(field.label, values[name]) for name, field in form.fields.items() if name in values]


@FORM
@client_only
def criteria(request: Any, pk: Any) -> HttpResponse:
    """The criteria of a draft: their words and weights."""
    member = request.member
    row = get_object_or_404(Assessment.objects.editable_by(member), pk=pk)
    require(rules.can_run(member, row) and row.is_draft)
    formset = criteria_forms(row, posted(request))
    status = 422 if formset.is_bound else 200
    if request.method == "POST" and formset.is_valid():
        try:
            revision = revision_of(request)
            actions.set_criteria(assessment=row, by=member, revision=revision, criteria=formset.kept())
        except Conflict as error:
            row, status = error.current, 409  # type: ignore[assignment]
        else:
            messages.success(request, _("Saved."))
            return redirect(member.url("services:assessment", pk=pk))
    now = list(row.criteria.all()) if status == 409 else []
    context = {"assessment": row, "formset": formset, "now": now}
    return render(request, "services/criteria.html", context, status=status)


@require_POST
@client_only
def delete_assessment(request: Any, pk: Any) -> HttpResponse:
    """Throws a draft away."""
    row = get_object_or_404(Assessment.objects.editable_by(request.member), pk=pk)
    actions.delete_draft(assessment=row, by=request.member)
    messages.success(request, _("The draft has been deleted."))
    return redirect(request.member.url("services:assessments"))


@require_POST
@client_only
def open_round(request: Any, pk: Any) -> HttpResponse:
    """Opens the round and mails the assessors."""
    return _act(request, pk, actions.open_assessment, _("The round is open. The assessors get a mail."))


@require_POST
@client_only
def close_round(request: Any, pk: Any) -> HttpResponse:
    """Closes the round before its deadline."""
    return _act(request, pk, actions.close_assessment, _("The round is closed. This is the result."))


@require_POST
@client_only
def decide_round(request: Any, pk: Any) -> HttpResponse:
    """Says that the choices are made."""
    return _act(request, pk, actions.decide_assessment, _("The choices of this round are finished."))


def _act(request: Any, pk: Any, action: Any, done: str) -> HttpResponse:
    row = get_object_or_404(Assessment.objects.editable_by(request.member), pk=pk)
    try:
        action(assessment=row, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(request.member.url("services:assessment", pk=pk))


@require_GET
@client_only
def assessed_service(request: Any, pk: Any, assessed: Any) -> HttpResponse:
    """How one service came out: every assessor's value and reason beside each other."""
    row = get_object_or_404(Assessment.objects.visible_to(request.member), pk=pk, state__in=["closed", "decided"])
    outcome = outcome_of(row, request.member)
    if assessed not in outcome.assessed:
        get_object_or_404(row.assessed.none())
    context = {"assessment": row, "may_run": rules.can_run(request.member, row)}
    return render(request, "services/assessed.html", context | sheet_context(outcome, assessed, row, request.member))
