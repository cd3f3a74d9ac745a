"""The stages and contact moments of a journey. htmx gets the part that changed, everybody else a page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rules import require
from common.models import Conflict
from services import rules
from services.actions import journey as actions
from services.board import Focus, experience
from services.doors import client_only, posted
from services.forms_journey import MomentForm, MoveForm, StageForm
from services.models import ContactMoment, Journey, Stage
from services.views.journeys import part_of

FORM = require_http_methods(["GET", "HEAD", "POST"])
STEPS = {"up": -1, "down": 1, "earlier": -1, "later": 1}
BESIDE = {"left": -1, "right": 1}


def _journey(request: Any, pk: Any) -> Journey:
    row = get_object_or_404(Journey.objects.editable_by(request.member), pk=pk)
    require(rules.can_map(request.member, row))
    return row


def _stage(request: Any, pk: Any) -> Stage:
    row = get_object_or_404(Stage.objects.editable_by(request.member).select_related("journey"), pk=pk)
    require(rules.can_map(request.member, row.journey))
    return row


def _moment(request: Any, pk: Any) -> ContactMoment:
    rows = ContactMoment.objects.editable_by(request.member).select_related("stage__journey")
    row = get_object_or_404(rows, pk=pk)
    require(rules.can_map(request.member, row.stage.journey))
    return row


def _done(request: Any, journey: Journey, says: str, focus: Focus | None = None, undo: Any = None) -> HttpResponse:
    """To the journey, at the part that changed."""
    if request.htmx:
        return part_of(request, journey, focus=focus, says=says, undo=undo)
    messages.success(request, says)
    return redirect(_at(request, journey, focus))


def _at(request: Any, journey: Journey, focus: Focus | None = None) -> str:
    anchor = f"#at-{focus.pk}" if focus and focus.pk else ""
    return request.member.url("services:journey", pk=journey.pk) + anchor


def _refused(request: Any, journey: Journey, error: ValidationError) -> HttpResponse:
    """Nothing was changed; the journey as it is now, and why."""
    problem = " ".join(error.messages)
    if request.htmx:
        return part_of(request, journey, problem=problem)
    messages.error(request, problem)
    return redirect(_at(request, journey))


def _tried(request: Any, journey: Journey, act: Callable[[], Any], says: str, **more: Any) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        return _refused(request, journey, error)
    return _done(request, journey, says, **more)


def _form(request: Any, name: str, form: Any, journey: Journey, *, status: int = 200, **context: Any) -> HttpResponse:
    """A form as a page, or for htmx in the place of what it changes."""
    template = f"services/{name}.html#form" if request.htmx else f"services/{name}.html"
    back = request.member.url("services:journey", pk=journey.pk)
    context |= {"form": form, "journey": journey, "back_url": back, "url": request.path}
    return render(request, template, context, status=422 if form.is_bound and status == 200 else status)


@FORM
@client_only
def new_stage(request: Any, pk: Any) -> HttpResponse:
    """Adds a stage at the end of a journey."""
    journey = _journey(request, pk)
    form = StageForm(posted(request), auto_id="stage_%s")
    if request.method == "POST" and form.is_valid():
        try:
            stage = actions.add_stage(journey=journey, by=request.member, title=form.cleaned_data["title"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _done(request, journey, _("%(name)s has been added.") % {"name": stage}, Focus(stage.pk))
    return _form(request, "journey_stage_form", form, journey, place="stage-new")


@FORM
@client_only
def stage(request: Any, pk: Any) -> HttpResponse:
    """Gives a stage another title; 409 when somebody was first."""
    row = _stage(request, pk)
    form = StageForm(posted(request), instance=row, auto_id="stage_%s")
    status = 200
    if request.method == "POST" and form.is_valid():
        row.refresh_from_db()
        try:
            actions.rename_stage(stage=row, by=request.member, revision=form.cleaned_data["revision"], **form.changes())
        except Conflict as conflict:
            row, status = conflict.current, 409  # type: ignore[assignment]
            form.data = {**form.data.dict(), "revision": row.revision}  # type: ignore[attr-defined]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _done(request, row.journey, _("Saved."), Focus(row.pk))
    place = f"stage-{pk}-head"
    there = row.title if status == 409 else ""
    return _form(request, "journey_stage_form", form, row.journey, status=status, stage=row, place=place, there=there)


@require_POST
@client_only
def archive_stage(request: Any, pk: Any) -> HttpResponse:
    """Takes an empty stage away."""
    row = _stage(request, pk)
    says = _("The stage %(name)s has been taken away.") % {"name": row}
    return _tried(request, row.journey, lambda: actions.archive_stage(stage=row, by=request.member), says)


@require_POST
@client_only
def move_stage(request: Any, pk: Any) -> HttpResponse:
    """Moves a stage one place, to just before another, or to the end; without any of these nothing."""
    row = _stage(request, pk)
    asked = MoveForm(request.POST).asked()
    to, before = asked["to"], asked["before"]
    focus = Focus(row.pk, to, asked["open"])

    def act() -> None:
        if to in STEPS or to == "last" or before:
            actions.move_stage(stage=row, by=request.member, step=STEPS.get(to, 0), before=before)

    return _tried(request, row.journey, act, _("The stage %(name)s has been moved.") % {"name": row}, focus=focus)


@FORM
@client_only
def new_moment(request: Any, pk: Any) -> HttpResponse:
    """Adds a contact moment at the end of a stage."""
    stage = _stage(request, pk)
    form = MomentForm(posted(request), member=request.member, auto_id="moment_%s")
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_moment(stage=stage, by=request.member, **form.changes())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _done(request, stage.journey, _("%(name)s has been added.") % {"name": made}, Focus(made.pk))
    return _form(request, "journey_moment_form", form, stage.journey, stage=stage, place=f"stage-{pk}-new")


@FORM
@client_only
def moment(request: Any, pk: Any) -> HttpResponse:
    """Changes a contact moment; 409 with both texts when somebody was first."""
    row = _moment(request, pk)
    form = MomentForm(posted(request), instance=row, member=request.member, auto_id="moment_%s")
    journey, stage = row.stage.journey, row.stage
    if request.method == "POST" and form.is_valid():
        row = _moment(request, pk)  # the form wrote its values into the row in hand
        try:
            actions.change_moment(
                moment=row, by=request.member, revision=form.cleaned_data["revision"], **form.changes()
            )
        except Conflict as conflict:
            return _conflict(request, form, conflict.current, journey)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _done(request, journey, _("Saved."), Focus(row.pk))
    return _form(request, "journey_moment_form", form, journey, stage=stage, moment=row, place=f"moment-{pk}")


def _conflict(request: Any, form: MomentForm, current: Any, journey: Journey) -> HttpResponse:
    """Both versions side by side; the hidden fields of the answer carry one's own under the newer revision."""
    rows = []
    for name in form.changes():
        mine = _words(form, name, form.cleaned_data[name])
        theirs = getattr(current, name)
        now = _words(form, name, theirs.all() if hasattr(theirs, "all") else theirs)
        if mine != now:
            rows.append({"label": form.fields[name].label, "mine": mine, "theirs": now})
    data = [(name, value) for name, values in request.POST.lists() for value in values]
    skipped = {"revision", "csrfmiddlewaretoken"}
    template = "services/journey_conflict.html#conflict" if request.htmx else "services/journey_conflict.html"
    context = {
        "moment": current,
        "journey": journey,
        "rows": rows,
        "back_url": _at(request, journey),
        "data": [(name, value) for name, value in data if name not in skipped],
    }
    return render(request, template, context, status=409)


def _words(form: MomentForm, name: str, value: Any) -> str:
    if name in {"services", "locations"}:
        return ", ".join(sorted(str(row) for row in value))
    if name == "quotes":
        return "\n".join(value)
    if name in {"now", "desired"}:
        return experience(value)
    if name == "is_truth":
        return _("yes") if value else _("no")
    if name in {"channel", "evidence"}:
        return str(dict(form.fields[name].choices).get(value, value))  # type: ignore[attr-defined]
    return "" if value is None else str(value)


@require_POST
@client_only
def archive_moment(request: Any, pk: Any) -> HttpResponse:
    """Puts a contact moment away; it counts no more."""
    row = _moment(request, pk)
    says = _("%(name)s is now in the archive.") % {"name": row}
    act = lambda: actions.archive_moment(moment=row, by=request.member)  # noqa: E731
    return _tried(request, row.stage.journey, act, says, undo=row)


@require_POST
@client_only
def restore_moment(request: Any, pk: Any) -> HttpResponse:
    """Takes a contact moment back."""
    row = _moment(request, pk)
    says = _("%(name)s is in use again.") % {"name": row}
    act = lambda: actions.restore_moment(moment=row, by=request.member)  # noqa: E731
    return _tried(request, row.stage.journey, act, says, focus=Focus(row.pk))


@require_POST
@client_only
def move_moment(request: Any, pk: Any) -> HttpResponse:
    """Moves a contact moment one place, to the stage beside it, or into `stage` (to just before another moment)."""
    row = _moment(request, pk)
    asked = MoveForm(request.POST).asked()
    to = asked["to"]
    target = _stage(request, asked["stage"]) if asked["stage"] else _beside(request, row.stage, BESIDE.get(to, 0))
    focus = Focus(row.pk, to, asked["open"])

    def act() -> None:
        if target or to in STEPS:
            step, before = STEPS.get(to, 0), asked["before"]
            actions.move_moment(moment=row, by=request.member, stage=target, step=step, before=before)

    return _tried(request, row.stage.journey, act, _moved(row), focus=focus)


def _moved(row: ContactMoment) -> str:
    return _("%(name)s has been moved.") % {"name": row}


def _beside(request: Any, stage: Stage, step: int) -> Stage | None:
    """The stage just before or after this one, where there is one."""
    if not step:
        return None
    rows = list(Stage.objects.editable_by(request.member).active().filter(journey=stage.journey_id).in_order())
    here = next((place for place, one in enumerate(rows) if one.pk == stage.pk), None)
    there = -1 if here is None else here + step
    return rows[there] if 0 <= there < len(rows) else None
