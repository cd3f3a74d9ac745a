"""Journeys: the list, a journey, its title and persona, a copy, the archive."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from accounts.models import Membership
from accounts.rules import require
from common.models import Conflict
from common.once import once
from common.paging import page_of
from services import rules, starters_journey
from services.actions import journey as actions
from services.board import Focus, board_of, picture_of
from services.doors import client_only, other_language, posted
from services.forms_journey import JourneyForm, NewJourneyForm, PersonaForm
from services.history import history_of
from services.models import Journey, Persona
from services.said import all_said

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@client_only
def list_journeys(request: Any) -> HttpResponse:
    """The journeys in use and what they say about the services together; with ?show=archive the others."""
    member = request.member
    counted = Count("stages__moments", filter=Q(stages__moments__archived_at=None))
    rows = Journey.objects.visible_to(member).select_related("persona").annotate(count=counted)
    in_archive = request.GET.get("show") == "archive"
    rows = rows.exclude(archived_at=None) if in_archive else rows.active()
    context = {
        "page_obj": page_of(request, rows.order_by(*(["-archived_at"] if in_archive else ["title"]), "pk")),
        "in_archive": in_archive,
        "starters": [
            {"key": one.key, "title": one.words(member.organisation.language)["title"]}
            for one in starters_journey.JOURNEYS.values()
        ],
        "may_keep": rules.can_keep(member),
        **({} if in_archive else all_said(member)),
    }
    return render(request, "services/journeys.html", context)


@FORM
@client_only
@once
def new_journey(request: Any) -> HttpResponse:
    """Starts a journey from a starter set or empty, of a persona that is there or a new one."""
    member = request.member
    require(rules.can_keep(member))
    chosen = request.GET.get("start", "")
    start = starters_journey.JOURNEYS.get(chosen)
    initial = {"start": chosen, **(start.words(member.organisation.language) if start else {})}
    form = NewJourneyForm(posted(request), member=member, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            journey = actions.start_journey(by=member, stages=form.stages(), **form.facts())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("“%(name)s” is ready. Now add the contact moments.") % {"name": journey})
            return redirect(member.url("services:journey", pk=journey.pk))
    context = {"form": form, "other_language": other_language(member)}
    return render(request, "services/journey_new.html", context, status=422 if form.is_bound else 200)


@require_GET
@client_only
def journey(request: Any, pk: Any) -> HttpResponse:
    """A journey: its picture, its stages with their moments, its history."""
    row = get_object_or_404(Journey.objects.visible_to(request.member).select_related("persona"), pk=pk)
    if request.htmx and not request.htmx.boosted:
        return part_of(request, row, focus=Focus(_key(request.GET.get("at", ""))))
    context = {**context_of(request.member, row), "history": history_of(request.member, row)}
    return render(request, "services/journey.html", context)


def _key(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


def context_of(member: Membership, journey: Journey, focus: Focus | None = None) -> dict[str, Any]:
    """All that the page of a journey shows."""
    board = board_of(member, journey, focus)
    return {
        "journey": journey,
        "board": board,
        "may_map": rules.can_map(member, journey) and journey.archived_at is None,
        "may_keep": rules.can_map(member, journey),
        **picture_of(journey, board),
    }


def part_of(
    request: Any, journey: Journey, *, focus: Focus | None = None, says: str = "", problem: str = "", undo: Any = None
) -> HttpResponse:
    """The picture and the stages anew, for htmx: says what happened and puts the focus where the eye goes."""
    journey = Journey.objects.visible_to(request.member).select_related("persona").get(pk=journey.pk)
    context = {**context_of(request.member, journey, focus), "says": says, "problem": problem, "undo": undo}
    response = render(request, "services/journey.html#journey", context, status=409 if problem else 200)
    return reswap(retarget(response, "#journey"), "outerHTML")


@FORM
@client_only
def edit_journey(request: Any, pk: Any) -> HttpResponse:
    """Changes title and persona; 409 when somebody was first."""
    member = request.member
    row = get_object_or_404(Journey.objects.editable_by(member), pk=pk)
    require(rules.can_map(member, row))
    form = JourneyForm(posted(request), instance=row, member=member)
    if request.method == "POST" and form.is_valid():
        row.refresh_from_db()  # the form wrote its values into the row in hand
        revision = form.cleaned_data["revision"]
        try:
            actions.change_journey(journey=row, by=member, revision=revision, **form.changes())
        except Conflict as conflict:
            return _answer_conflict(request, "journey_edit", form, conflict.current, journey=conflict.current)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(member.url("services:journey", pk=pk))
        row.refresh_from_db()
    status = 422 if form.is_bound else 200
    return render(request, "services/journey_edit.html", {"form": form, "journey": row}, status=status)


def _answer_conflict(request: Any, page: str, form: Any, current: Any, **context: Any) -> HttpResponse:
    """The form with what was typed, under the newer revision, and a notice of what stands there now."""
    there = [(form.fields[name].label, getattr(current, name)) for name in form.changes()]
    form.data = {**form.data.dict(), "revision": current.revision}
    return render(request, f"services/{page}.html", {"form": form, "there": there, **context}, status=409)


@FORM
@client_only
def edit_persona(request: Any, pk: Any) -> HttpResponse:
    """Changes a persona; 409 when somebody was first."""
    member = request.member
    persona = get_object_or_404(Persona.objects.editable_by(member), pk=pk)
    require(rules.can_keep(member))
    form = PersonaForm(posted(request), instance=persona, member=member)
    if request.method == "POST" and form.is_valid():
        persona.refresh_from_db()
        revision = form.cleaned_data["revision"]
        try:
            actions.change_persona(persona=persona, by=member, revision=revision, **form.changes())
        except Conflict as conflict:
            return _answer_conflict(request, "persona_edit", form, conflict.current, persona=conflict.current)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(member.url("services:journeys"))
        persona.refresh_from_db()
    status = 422 if form.is_bound else 200
    return render(request, "services/persona_edit.html", {"form": form, "persona": persona}, status=status)


@FORM
@client_only
@once
def copy_journey(request: Any, pk: Any) -> HttpResponse:
    """Makes a new journey with the same stages and moments, under its own title, maybe of another persona."""
    member = request.member
    row = get_object_or_404(Journey.objects.editable_by(member), pk=pk)
    require(rules.can_map(member, row))
    first = {"title": _("%(title)s (copy)") % {"title": row.title[:100]}, "persona": row.persona_id}
    form = JourneyForm(posted(request), initial=first, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.copy_journey(journey=row, by=member, **form.changes())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("“%(name)s” has been made. It does not count yet.") % {"name": made})
            return redirect(member.url("services:journey", pk=made.pk))
    status = 422 if form.is_bound else 200
    return render(request, "services/journey_copy.html", {"form": form, "journey": row}, status=status)


@require_POST
@client_only
def count_journey(request: Any, pk: Any) -> HttpResponse:
    """Lets a concept count in the figures."""
    row = get_object_or_404(Journey.objects.editable_by(request.member), pk=pk)
    try:
        actions.count_journey(journey=row, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s is included in the figures from now on.") % {"name": row})
    return redirect(request.member.url("services:journey", pk=pk))


@require_POST
@client_only
def archive_journey(request: Any, pk: Any) -> HttpResponse:
    """Puts the journey away; it counts no more."""
    row = get_object_or_404(Journey.objects.editable_by(request.member), pk=pk)
    actions.archive_journey(journey=row, by=request.member)
    messages.success(request, _("%(name)s is now in the archive.") % {"name": row})
    return redirect(request.member.url("services:journey", pk=pk))


@require_POST
@client_only
def restore_journey(request: Any, pk: Any) -> HttpResponse:
    """Takes the journey back."""
    row = get_object_or_404(Journey.objects.editable_by(request.member), pk=pk)
    try:
        actions.restore_journey(journey=row, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s has been restored from the archive.") % {"name": row})
    return redirect(request.member.url("services:journey", pk=pk))
