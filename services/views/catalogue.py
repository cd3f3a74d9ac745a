"""The catalogue: list, service, starter list, figures."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.rules import require
from common.models import Conflict
from common.once import once
from common.paging import order_of, page_of
from services import pictures, rules, starters
from services.actions import catalogue as actions
from services.catalogue import ORDERS, figures_of, filter_of, with_choice
from services.doors import client_only, other_language, posted
from services.forms import ServiceForm, StarterForm
from services.history import history_of
from services.models import Choice, Relationship, Service
from services.offered import found_services, groups
from services.pictures import euros
from services.said import said_of
from services.steps import steps_of

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@client_only
def list_services(request: Any) -> HttpResponse:
    """The services of the client: searched, filtered, sorted, paged; the state stands in the address."""
    member = request.member
    asked = filter_of(member, request.GET)
    sort, order = order_of(request, ORDERS, "name")
    services = with_choice(asked.apply(Service.objects.visible_to(member))).order_by(*order)
    page = page_of(request, services)
    for service in page:
        service.relation = Relationship(service.chosen).label if service.chosen else ""
    context = {
        "filter": asked,
        "sort": sort,
        "page_obj": page,
        "may_keep": rules.can_keep(member),
        "is_empty": not page.paginator.count and not asked.asked,
    }
    name = "services/list.html#results" if request.htmx and not request.htmx.boosted else "services/list.html"
    return render(request, name, context)


@require_GET
@client_only
def figures(request: Any) -> HttpResponse:
    """Spend and end users for each group."""
    groups = figures_of(request.member)
    return render(request, "services/figures.html", {"groups": groups, **pictures.of_groups(groups)})


@FORM
@client_only
@once
def new(request: Any) -> HttpResponse:
    """Adds a service."""
    require(rules.can_keep(request.member))
    form = ServiceForm(posted(request), member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            service = actions.add_service(by=request.member, **form.changes())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s has been added.") % {"name": service})
            return redirect(request.member.url("services:detail", pk=service.pk))
    return _answer_form(request, "services/new.html", form)


@require_GET
@client_only
def detail(request: Any, pk: Any) -> HttpResponse:
    """A service: what is chosen for it, its facts, its history."""
    member = request.member
    service = get_object_or_404(Service.objects.visible_to(member), pk=pk)
    rows = Choice.objects.visible_to(member).filter(service=service).newest_first()
    choices = list(rows.select_related("made_by__user", "assessment", "service"))
    context = {
        "service": service,
        "locations": list(service.locations.by_name()),
        "choice": choices[0] if choices else None,
        "earlier": choices[1:],
        "steps": [] if service.archived_at else steps_of(member, choices[:1]).get(service.pk, []),
        "said": said_of(member, service),
        "history": history_of(member, service),
        "may_change": rules.can_change(member, service),
    }
    return render(request, "services/detail.html", context)


@FORM
@client_only
def edit(request: Any, pk: Any) -> HttpResponse:
    """Changes the facts of a service; 409 with both texts when somebody was first."""
    member = request.member
    service = get_object_or_404(Service.objects.editable_by(member), pk=pk)
    require(rules.can_change(member, service))
    form = ServiceForm(posted(request), instance=service, member=member)
    if request.method == "POST" and form.is_valid():
        service.refresh_from_db()  # the form wrote its values into the row in hand
        try:
            actions.change_service(service=service, by=member, revision=form.cleaned_data["revision"], **form.changes())
        except Conflict as conflict:
            return _conflict(request, form, conflict.current)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(member.url("services:detail", pk=pk))
    return _answer_form(request, "services/edit.html", form, service=service)


def _answer_form(request: HttpRequest, template: str, form: ServiceForm, **context: Any) -> HttpResponse:
    context |= {"form": form, "groups": form.groups()}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _conflict(request: Any, form: ServiceForm, current: Any) -> HttpResponse:
    """Both versions side by side; the hidden fields of the answer carry one's own under the newer revision."""
    theirs = ServiceForm(instance=current, member=request.member)
    rows = []
    for name in form.fields:
        if name == "revision":
            continue
        mine, now = _shown(form, name, bound=True), _shown(theirs, name, bound=False)
        if mine != now:
            rows.append({"label": form.fields[name].label, "mine": mine, "theirs": now})
    data = [(name, value) for name, values in request.POST.lists() for value in values]
    skipped = {"revision", "csrfmiddlewaretoken"}
    context = {
        "service": current,
        "rows": rows,
        "revision": current.revision,
        "data": [(name, value) for name, value in data if name not in skipped],
    }
    return render(request, "services/conflict.html", context, status=409)


def _shown(form: ServiceForm, name: str, *, bound: bool) -> str:
    if name == "locations":
        rows = form.cleaned_data[name] if bound else form.instance.locations.all()
        return ", ".join(sorted(str(row) for row in rows))
    value = form.cleaned_data[name] if bound else getattr(form.instance, name)
    if name == "annual_spend":
        return "" if value is None else euros(value)
    if name == "delivery":
        return str(dict(form.fields[name].choices).get(value, value))  # type: ignore[attr-defined]
    return "" if value is None else str(value)


@require_POST
@client_only
def archive(request: Any, pk: Any) -> HttpResponse:
    """Takes the service out of the lists."""
    service = get_object_or_404(Service.objects.editable_by(request.member), pk=pk)
    actions.archive_service(service=service, by=request.member)
    messages.success(request, _("%(name)s is now in the archive.") % {"name": service})
    return redirect(request.member.url("services:detail", pk=pk))


@require_POST
@client_only
def restore(request: Any, pk: Any) -> HttpResponse:
    """Puts the service back into the lists."""
    service = get_object_or_404(Service.objects.editable_by(request.member), pk=pk)
    try:
        actions.restore_service(service=service, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s has been restored from the archive.") % {"name": service})
    return redirect(request.member.url("services:detail", pk=pk))


@FORM
@client_only
def starter(request: Any) -> HttpResponse:
    """The starter list: tick and take over; what is there already is marked."""
    member = request.member
    require(rules.can_keep(member))
    form = StarterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        count = actions.take_starters(by=member, keys=form.cleaned_data["keys"])
        done = ngettext("%(count)d service has been added.", "%(count)d services have been added.", count)
        messages.success(request, done % {"count": count})
        return redirect(member.url("services:list"))
    context = {"form": form, "groups": _starter_groups(request), "other_language": other_language(member)}
    return render(request, "services/starter.html", context, status=422 if form.is_bound else 200)


def _starter_groups(request: Any) -> list[dict[str, Any]]:
    language = request.member.organisation.language
    present = actions.present_starters(request.member)
    ticked = set(request.POST.getlist("keys"))
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in starters.SERVICES:
        row = {"key": one.key, "name": one.name(language), "present": one.key in present, "ticked": one.key in ticked}
        groups.setdefault(one.group(language), []).append(row)
    return [{"name": name, "services": rows} for name, rows in groups.items()]


@require_POST
@client_only
def offered(request: Any) -> HttpResponse:
    """The services that a search finds, to tick in a form. Changes nothing; sent, as what is ticked may be much."""
    name, prefix = (request.GET.get(key, "")[:60] for key in ("name", "prefix"))
    words = request.POST.get("service-words", "").strip()[:120]
    ticked = set(request.POST.getlist(name))
    rows, has_more = found_services(request.member, words, ticked)
    context = {"groups": groups(rows, ticked, prefix), "name": name, "is_large": True, "words": words}
    return render(request, "services/widgets/services_found.html", context | {"has_more": has_more})
