"""One's organisation: its details, its colour, the side it looks from."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import accent, actions, rules
from accounts.forms import OrganisationForm, SideForm
from accounts.rules import require
from accounts.views.answers import attempt, page, posted

A_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: Any) -> HttpResponse:
    """Name, number, sides, language, time zone and colour; owners only."""
    member = request.member
    require(rules.is_owner(member))
    form = OrganisationForm(posted(request), instance=member.organisation)
    if attempt(form, lambda: actions.change_organisation(by=member, **form.cleaned_data)):
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
