"""One's organisation: its details, its colour, the side it looks from."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import accent, actions, rules
from accounts.forms import OrganisationForm, SideForm
from accounts.models import Organisation
from accounts.rules import require
from accounts.views.answers import attempt, page, posted
from documents.attachments import serve_image

A_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: Any) -> HttpResponse:
    """Name, number, sides, language, time zone and colour; owners only."""
    member = request.member
    require(rules.is_owner(member))
    form = OrganisationForm(posted(request), request.FILES or None, instance=member.organisation)
    if attempt(form, lambda: actions.change_organisation(by=member, **form.changes())):
        messages.success(request, _("The details of %(name)s are saved.") % {"name": member.organisation})
        return redirect(member.url("accounts:organisation"))
    return page(request, "accounts/organisation.html", {"form": form})


@require_GET
def accent_sheet(request: Any, digest: str) -> HttpResponse:
    """The organisation's colour as a style sheet, under an address that changes with it."""
    colour = request.member.organisation.accent
    if not colour or digest != accent.hash_of(colour):
        raise Http404
    response = HttpResponse(accent.sheet(colour), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response


@require_GET
def logo(request: Any, pk: Any) -> HttpResponseBase:
    """The logo of one's own organisation, or of one that it knows."""
    found = get_object_or_404(Organisation.objects.visible_to(request.member).select_related("logo"), pk=pk)
    if not found.logo:
        raise Http404
    return serve_image(found.logo)


@require_POST
def side(request: Any) -> HttpResponse:
    """For an organisation that is both: which side its pages show, in this session."""
    member = request.member
    if not (member.organisation.is_client and member.organisation.is_supplier):
        raise Http404
    form = SideForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    request.session["sides"] = {**request.session.get("sides", {}), member.organisation.slug: form.cleaned_data["side"]}
    return redirect(member.url("overview:home"))
