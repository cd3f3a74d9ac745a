"""The stages and contact moments of a journey. htmx gets the part that changed, everybody else a page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.kept import keep_both
from accounts.rules import require
from accounts.views.two_texts import kept_texts
from common.models import Conflict
from common.once import once
from services import rules
from services.actions import journey as actions
from services.board import Focus, experience
from services.doors import client_only, posted
from services.forms_journey import MomentForm, MoveForm, StageForm
from services.models import ContactMoment, Journey, Stage
from services.offered import whole
from services.two_writers import Merge, as_text, merge, value_of
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
@once
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
    says = _("The stage %(name)s has been removed.") % {"name": row}
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
@once
def new_moment(request: Any, pk: Any) -> HttpResponse:
    """Adds a contact moment at the end of a stage."""
    stage = _stage(request, pk)
    form = MomentForm(posted(request), member=request.member, auto_id="moment_%s")
    whole(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_moment(stage=stage, by=request.member, **form.changes())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            says = _("%(name)s has been added.") % {"name": made}
            return _done(request, stage.journey, _warned(says, made), Focus(made.pk))
    return _form(request, "journey_moment_form", form, stage.journey, stage=stage, place=f"stage-{pk}-new")


@FORM
@client_only
def moment(request: Any, pk: Any) -> HttpResponse:
    """Changes a contact moment; 409 where somebody else changed the same field first."""
    row = _moment(request, pk)
    form = MomentForm(posted(request), instance=row, member=request.member, auto_id="moment_%s")
    whole(request, form)
    journey, stage = row.stage.journey, row.stage
    if request.method == "POST" and form.is_valid():
        row = _moment(request, pk)  # the form wrote its values into the row in hand
        try:
            return _save(request, form, row, form.cleaned_data["revision"], Merge(form.changes()))
        except ValidationError as error:
            form.add_error(None, error)
    return _form(request, "journey_moment_form", form, journey, stage=stage, moment=row, place=f"moment-{pk}")


def _save(request: Any, form: MomentForm, row: ContactMoment, revision: int, merged: Merge) -> HttpResponse:
    """Saves; when somebody was first, puts both together, or asks where both changed the same field."""
    try:
        actions.change_moment(moment=row, by=request.member, revision=revision, **merged.changes)
    except Conflict as conflict:
        current: Any = conflict.current
        current.stage = row.stage
        merged = merge(form, current)
        if merged.clashes:
            return _conflict(request, form, current, merged)
        # Again and again only while somebody else keeps saving in between.
        return _save(request, form, current, current.revision, merged)
    together = _("Saved, together with what somebody else changed in the meantime.")
    says = together if revision != form.cleaned_data["revision"] else _("Saved.")
    return _done(request, row.stage.journey, _warned(says, row), Focus(row.pk))


def _warned(says: str, row: ContactMoment) -> str:
    """With what is legal but mostly a slip."""
    return f"{says} {_('Desired is lower than now. Is that what you mean?')}" if row.wants_less else says


def _conflict(request: Any, form: MomentForm, current: ContactMoment, merged: Merge) -> HttpResponse:
    """Asks per field that both changed which text stays; both are kept, the rest is put together."""
    journey = current.stage.journey
    both = MomentForm(instance=current, member=request.member, initial=merged.changes, auto_id=False)
    there = MomentForm(instance=current, member=request.member, auto_id=False)
    rows = [_clash(form, current, name) for name in merged.clashes]
    keep_both(
        row=current, mine=as_text(rows, "mine"), theirs=as_text(rows, "theirs"), by=request.member,
        page="services:moment-kept", name=current.happens, about=journey,
    )  # fmt: skip
    hidden = [both[name].as_hidden() for name in both.fields if name not in merged.clashes]
    hidden += [there[name].as_hidden(only_initial=True) for name in there.fields if name != "revision"]
    context = {
        "moment": current,
        "journey": journey,
        "rows": rows,
        "taken": [form.fields[name].label for name in merged.taken],
        "hidden": hidden,
        "back_url": _at(request, journey),
    }
    template = "services/journey_conflict.html#conflict" if request.htmx else "services/journey_conflict.html"
    return render(request, template, context, status=409)


def _clash(form: MomentForm, current: ContactMoment, name: str) -> dict[str, Any]:
    """A field that both changed: each value in words, and as the form sends it."""
    field, mine, theirs = form.fields[name], form.cleaned_data[name], value_of(current, name)
    sent = {side: field.prepare_value(value) for side, value in (("my_value", mine), ("their_value", theirs))}
    return {
        "name": name, "label": field.label, "mine": _words(form, name, mine), "theirs": _words(form, name, theirs),
        **{side: "" if value is None else str(value) for side, value in sent.items()},
    }  # fmt: skip


@require_GET
@client_only
def moment_kept(request: Any, pk: Any) -> HttpResponse:
    """What two people wrote in a contact moment at the same time."""
    rows = ContactMoment.objects.visible_to(request.member).select_related("stage__journey")
    row = get_object_or_404(rows, pk=pk)
    journey = row.stage.journey
    crumbs = [
        {"label": _("Journeys"), "url": request.member.url("services:journeys")},
        {"label": journey.title, "url": request.member.url("services:journey", pk=journey.pk)},
    ]
    return kept_texts(request, row, title=row.happens, crumbs=crumbs)


def _words(form: MomentForm, name: str, value: Any) -> str:
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
    says = _("%(name)s has been restored from the archive.") % {"name": row}
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
