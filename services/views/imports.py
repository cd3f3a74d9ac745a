"""Bringing in a file of services: choose it, look at what it would change, apply it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.limits import sparingly
from accounts.rules import require
from common.once import once
from common.paging import page_of
from documents.attachments import serve, serve_made
from documents.jobs import mark_seen
from documents.views import job_context
from services import rules
from services.actions import import_undo as undoing
from services.actions import imports as actions
from services.doors import client_only, posted
from services.forms_import import ImportForm, MatchForm, fields_to_empty, place_asked, place_to_go, rows_wanted
from services.imports.pages import (
    Names,
    bar_of,
    blanks_of,
    example,
    hidden_columns,
    passed_over,
    question,
    shown,
    spend_of,
    wrong_rows,
)
from services.models import Import, ImportRow, Service

ROWS_SHOWN = 40
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _source(request: Any, pk: Any) -> Import:
    """The file, for who keeps the catalogue of the organisation that brought it in."""
    rows = Import.objects.editable_by(request.member)
    source = get_object_or_404(
        rows.select_related("file", "job", "by__user", "applied_by__user", "undone_by__user"), pk=pk
    )
    require(rules.can_keep(request.member))
    return source


@FORM
@sparingly("import", amount=60)
@client_only
@once
def imports(request: Any) -> HttpResponse:
    """How it works, the field for the file, and the files of the last days."""
    member = request.member
    require(rules.can_keep(member))
    form = ImportForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        source = actions.start_import(by=member, upload=form.cleaned_data["file"])
        return redirect(member.url("services:import", pk=source.pk))
    rows = Import.objects.editable_by(member).select_related("file", "by__user", "job").order_by("-created_at")
    context = {"form": form, "page_obj": page_of(request, rows, 20), "kept_days": actions.KEPT.days}
    return render(request, "services/imports.html", context, status=422 if form.is_bound else 200)


@require_GET
@client_only
def show(request: Any, pk: Any) -> HttpResponse:
    """One file: how far its reading is, what it would change, or what became of it."""
    source = _source(request, pk)
    if source.job and source.job.by_id == request.member.user_id:
        mark_seen(source.job)
    if request.htmx and not request.htmx.boosted:
        here = request.htmx.current_url_abs_path == request.get_full_path()
        if here and not source.is_at_work:
            return HttpResponseClientRefresh()
        if source.job:
            return render(request, "parts/job.html", job_context(request, source.job))
    if source.is_at_work or source.has_failed:
        context = {"source": source, **(job_context(request, source.job) if source.job else {})}
        return render(request, "services/import_work.html", context)
    if source.lacks_name:
        return _answer_columns(request, source, MatchForm(None, source=source))
    place = place_asked(request.GET)
    rows = ImportRow.objects.visible_to(request.member).filter(source=source).asked_for(place.kind, place.q)
    page = page_of(request, rows.select_related("service").order_by("number"), ROWS_SHOWN)
    names = Names(Service.objects.visible_to(request.member).values_list("pk", "name", "archived_at"))
    context = {
        "source": source,
        "page_obj": page,
        "rows": [shown(row, source, names) for row in page],
        "place": place,
        "bar": bar_of(source),
        "blanks": blanks_of(source),
        "passed_over": passed_over(source),
        "hidden_columns": hidden_columns(source),
        "question": question(source),
        "kept_until": source.created_at + actions.KEPT,
        "to_apply": (to_apply := source.counts.get("new", 0) + source.counts.get("changed", 0)),
        "spend": spend_of(request.member, source) if to_apply and not source.applied_at else None,
    }
    return render(request, "services/import.html", context)


@FORM
@client_only
def columns(request: Any, pk: Any) -> HttpResponse:
    """Says which column holds what."""
    source = _source(request, pk)
    form = MatchForm(posted(request), source=source)
    if request.method == "POST" and form.is_valid():
        return _do(request, source, lambda: actions.match_columns(source=source, by=request.member,
                                                                  matching=form.matching()))  # fmt: skip
    return _answer_columns(request, source, form)


def _answer_columns(request: Any, source: Import, form: MatchForm) -> HttpResponse:
    context = {"source": source, "form": form}
    return render(request, "services/import_columns.html", context, status=422 if form.is_bound else 200)


@require_POST
@sparingly("import", amount=60)
@client_only
def sheet(request: Any, pk: Any) -> HttpResponse:
    """Reads another sheet of the workbook."""
    source, name = _source(request, pk), request.POST.get("sheet", "")
    return _do(request, source, lambda: actions.choose_sheet(source=source, by=request.member, sheet=name))


@require_POST
@sparingly("import", amount=60)
@client_only
def again(request: Any, pk: Any) -> HttpResponse:
    """Compares the file anew with the catalogue."""
    source = _source(request, pk)
    return _do(request, source, lambda: actions.look_again(source=source, by=request.member))


@require_POST
@client_only
def rows(request: Any, pk: Any) -> HttpResponse:
    """Keeps which of the rows shown are brought in, counts anew, and goes to the rows that were asked for."""
    source = _source(request, pk)
    try:
        saved = actions.choose_rows(source=source, by=request.member, **_asked_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        _say(request, saved)
    return redirect(request.member.url("services:import", pk=pk) + place_to_go(request.POST).query())


def _asked_of(request: Any) -> dict[str, Any]:
    return {"wanted": rows_wanted(request.POST), "emptying": fields_to_empty(request.POST)}


def _say(request: Any, saved: actions.Saved) -> None:
    if saved.changed:
        messages.success(request, _("Your ticks are saved, and the figures are counted again."))
    if saved.refused:
        numbers = ", ".join(str(number) for number in saved.refused)
        messages.warning(request, _("Not saved, as these rows changed meanwhile: %(rows)s.") % {"rows": numbers})


@require_POST
@client_only
def apply(request: Any, pk: Any) -> HttpResponse:
    """Has the file applied. Ticks that were changed and not saved yet are saved first, and the figures shown."""
    source = _source(request, pk)
    if any((asked := _asked_of(request)).values()):
        return _save_and_look(request, source, asked)
    good, turn = request.POST.get("only_good") == "yes", request.POST.get("revision", "")
    seen = int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 10 else None
    return _do(
        request, source, lambda: actions.apply_import(source=source, by=request.member, only_good=good, turn=seen)
    )


def _save_and_look(request: Any, source: Import, asked: dict[str, Any]) -> HttpResponse:
    def save() -> None:
        actions.choose_rows(source=source, by=request.member, **asked)
        messages.warning(
            request,
            _("Nothing was imported yet: your ticks were saved first. Check the new figures, then import."),
        )

    return _do(request, source, save)


def _do(request: Any, source: Import, action: Callable[[], None]) -> HttpResponse:
    try:
        action()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(request.member.url("services:import", pk=source.pk))


@FORM
@client_only
def undo(request: Any, pk: Any) -> HttpResponse:
    """What undoing the file does or what stands in the way, with the button; and the undoing itself."""
    source, found = _source(request, pk), None
    if request.method == "POST":
        try:
            undoing.undo_import(source=source, by=request.member)
        except undoing.Obstructed as error:
            found = error.obstacles
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        if found is None:
            return redirect(request.member.url("services:import", pk=pk))
    elif not source.can_be_undone:
        return redirect(request.member.url("services:import", pk=pk))
    found = undoing.what_obstructs(source, request.member) if found is None else found
    context = {"source": source, "obstacles": found[:ROWS_SHOWN], "more": max(len(found) - ROWS_SHOWN, 0)}
    return render(request, "services/import_undo.html", context, status=409 if request.method == "POST" else 200)


@require_POST
@client_only
def remove(request: Any, pk: Any) -> HttpResponse:
    """Throws the file away."""
    source = _source(request, pk)
    try:
        actions.remove_import(source=source, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(request.member.url("services:import", pk=pk))
    messages.success(request, _("%(name)s has been deleted.") % {"name": source})
    return redirect(request.member.url("services:imports"))


@require_GET
@client_only
def file(request: Any, pk: Any) -> HttpResponse:
    """The file as it was brought in."""
    return serve(_source(request, pk).file)  # type: ignore[return-value]


@require_GET
@client_only
def wrong(request: Any, pk: Any) -> HttpResponse:
    """The wrong rows with their reasons as a spreadsheet, to mend and bring in again."""
    source = _source(request, pk)
    rows = ImportRow.objects.visible_to(request.member).filter(source=source, kind=ImportRow.Kind.WRONG)
    made = wrong_rows(source, rows.order_by("number"))
    return serve_made(made.name, made.content, made.content_type)


@require_GET
@client_only
def empty(request: Any) -> HttpResponse:
    """An empty spreadsheet with the right headings."""
    require(rules.can_keep(request.member))
    made = example()
    return serve_made(made.name, made.content, made.content_type)
