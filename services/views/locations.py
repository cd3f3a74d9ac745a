"""Buildings and sites."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rules import require
from common.once import once
from common.paging import page_of
from services import rules
from services.actions import locations as actions
from services.doors import client_only, posted
from services.forms import LocationForm
from services.models import Location

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@client_only
@once
def list_locations(request: Any) -> HttpResponse:
    """The locations, with a form for one more."""
    member = request.member
    form = LocationForm(posted(request), member=member)
    if request.method == "POST":
        require(rules.can_keep(member))
        if form.is_valid():
            try:
                location = actions.add_location(by=member, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("%(name)s has been added.") % {"name": location})
                return redirect(member.url("services:locations"))
    rows = Location.objects.visible_to(member).by_name()
    context = {
        "page_obj": page_of(request, rows.annotate(count=Count("services", filter=Q(services__archived_at=None)))),
        "form": form,
        "may_keep": rules.can_keep(member),
    }
    return render(request, "services/locations.html", context, status=422 if form.is_bound else 200)


@FORM
@client_only
def edit_location(request: Any, pk: Any) -> HttpResponse:
    """Renames a location or changes its address."""
    member = request.member
    location = get_object_or_404(Location.objects.editable_by(member), pk=pk)
    require(rules.can_keep(member))
    form = LocationForm(posted(request), instance=location, member=member)
    if request.method == "POST" and form.is_valid():
        location.refresh_from_db()  # the form wrote its values into the row in hand
        try:
            actions.change_location(location=location, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(member.url("services:locations"))
    context = {"form": form, "location": location}
    return render(request, "services/location_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@client_only
def archive_location(request: Any, pk: Any) -> HttpResponse:
    """Offers the location no more."""
    location = get_object_or_404(Location.objects.editable_by(request.member), pk=pk)
    actions.archive_location(location=location, by=request.member)
    messages.success(request, _("%(name)s is now in the archive.") % {"name": location})
    return redirect(request.member.url("services:locations"))


@require_POST
@client_only
def restore_location(request: Any, pk: Any) -> HttpResponse:
    """Offers the location again."""
    location = get_object_or_404(Location.objects.editable_by(request.member), pk=pk)
    try:
        actions.restore_location(location=location, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s has been restored from the archive.") % {"name": location})
    return redirect(request.member.url("services:locations"))
