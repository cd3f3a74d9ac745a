"""Who asks to be let in, answered by owners and by who invited."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions, rules
from accounts.forms_invitations import AccessForm, ClaimForm
from accounts.models import AccessRequest, Invitation
from accounts.rules import require
from accounts.views.answers import attempt, crumbs, page, posted


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_claim(request: Any, pk: Any) -> HttpResponse:
    """Shows who wants to accept under another address than the invited one, and asks whether they are meant."""
    member = request.member
    rows = Invitation.objects.visible_to(member)
    related = ("organisation", "connection", "invited_by__user", "claimed_by", "claimed_for")
    row = get_object_or_404(rows.select_related(*related), pk=pk)
    require(actions.can_manage_invitation(member, row))
    place = ("accounts:connections", _("Suppliers")) if row.is_for_supplier else ("accounts:people", _("People"))
    back = redirect(member.url(place[0]))
    if row.state != "open" or row.claimed_by is None:
        return _answered_before(request, back)
    form = ClaimForm(posted(request))
    if attempt(form, lambda: _answer_claim(row, form, member)):
        name = {"name": row.claimed_for or row.claimed_by}
        confirmed = form.cleaned_data["answer"] == "confirm"
        messages.success(request, (_("You confirmed %(name)s.") if confirmed else _("You refused %(name)s.")) % name)
        return back
    return page(request, "accounts/claim.html", {"invitation": row, "form": form, "crumbs": crumbs(request, place)})


def _answer_claim(row: Invitation, form: ClaimForm, member: Any) -> None:
    act = actions.confirm_claim if form.cleaned_data["answer"] == "confirm" else actions.refuse_claim
    act(invitation=row, claimed_by=form.cleaned_data["claimed_by"], by=member)


@require_http_methods(["GET", "HEAD", "POST"])
def access_request(request: Any, pk: Any) -> HttpResponse:
    """Somebody who gave our KvK number asks to be let in: with a role, or not; owners only."""
    member = request.member
    row = get_object_or_404(AccessRequest.objects.visible_to(member).select_related("user"), pk=pk)
    require(rules.is_owner(member))
    back = redirect(member.url("accounts:people"))
    if row.answered_at:
        return _answered_before(request, back)
    form = AccessForm(posted(request))
    if attempt(form, lambda: _answer_request(row, form, member)):
        given = form.cleaned_data["answer"] == "give"
        done = _("%(name)s now has access.") if given else _("You declined. %(name)s is told by mail.")
        messages.success(request, done % {"name": row.user})
        return back
    context = {"asked": row, "form": form, "crumbs": crumbs(request, ("accounts:people", _("People")))}
    return page(request, "accounts/access_request.html", context)


def _answered_before(request: Any, back: HttpResponse) -> HttpResponse:
    """From an old page, or at a second click."""
    if request.method == "POST":
        messages.info(request, _("This request was answered before. Nothing was changed."))
    return back


def _answer_request(row: AccessRequest, form: AccessForm, member: Any) -> None:
    if form.cleaned_data["answer"] == "give":
        actions.give_access(request=row, by=member, role=form.cleaned_data["role"])
    else:
        actions.decline_access(request=row, by=member)
