"""The choice of a relation for a service, and all choices of a round."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.rules import require
from services import rules
from services.actions.choice import choose as choose_action
from services.doors import client_only, posted
from services.forms_assessment import ChoiceForm
from services.models import Assessment, Choice, Service
from services.models.assessment import SHOWN
from services.outcome import label_of, outcome_context, sheet_context
from services.rounds import outcome_of
from services.steps import steps_of


@require_GET
@client_only
def round_choices(request: Any, pk: Any) -> HttpResponse:
    """What was chosen for each service of a closed round, why, and what can be done next."""
    member = request.member
    rounds = Assessment.objects.visible_to(member).filter(state__in=SHOWN)
    row = get_object_or_404(rounds, pk=pk)
    outcome = outcome_context(row, member)
    rows = outcome["rows"]
    # What a later choice replaced leads nowhere any more.
    steps = steps_of(member, [one["choice"] for one in rows if one["choice"] and not one["later"]])
    for one in rows:
        one["steps"] = steps.get(one["assessed"].service_id, [])
    context = {
        "assessment": row,
        "rows": rows,
        "undecided": outcome["undecided"],
        "may_run": rules.can_run(member, row),
        "here": "choices",
    }
    return render(request, "services/round_choices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@client_only
def choose(request: Any, pk: Any) -> HttpResponse:
    """Records the relation chosen; `?round=` names the closed round that it rests on."""
    member = request.member
    service = get_object_or_404(Service.objects.visible_to(member), pk=pk)
    require(rules.can_change(member, service))
    assessment = _round(request, service)
    shown = _shown(assessment, service, member)
    suggested = shown["suggested"] if shown else ""
    form = ChoiceForm(posted(request), suggested=suggested)
    choices = Choice.objects.visible_to(member).filter(service=service).newest_first()
    earlier = list(choices.select_related("made_by__user", "assessment"))
    if request.method == "POST" and form.is_valid():
        try:
            choose_action(service=service, by=member, assessment=assessment, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The choice for %(name)s has been recorded.") % {"name": service})
            if assessment:
                return redirect(member.url("services:round-choices", pk=assessment.pk))
            return redirect(member.url("services:detail", pk=pk))
    context = {
        "form": form,
        "service": service,
        "assessment": assessment,
        "shown": shown,
        "suggestion": label_of(suggested),
        "current": earlier[0] if earlier else None,
        "earlier": earlier[1:],
    }
    return render(request, "services/choose.html", context, status=422 if form.is_bound else 200)


def _round(request: Any, service: Service) -> Assessment | None:
    """The round in the address, or else the latest closed one that holds this service."""
    closed = Assessment.objects.visible_to(request.member).filter(state__in=SHOWN, assessed__service=service)
    asked = request.GET.get("round")
    if asked:
        return next((row for row in closed if str(row.pk) == asked), None)
    return closed.order_by("-closed_at").first()


def _shown(assessment: Assessment | None, service: Service, member: Any) -> dict[str, Any] | None:
    if assessment is None:
        return None
    outcome = outcome_of(assessment, member)
    assessed = next(row for row in outcome.assessed.values() if row.service_id == service.pk)
    result = next(one for one in outcome.results if one.key == assessed.pk)
    return {**sheet_context(outcome, assessed.pk, assessment, member), "suggested": result.suggestion}
