"""Oneself and one's colleagues."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Func, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions, handover, rules
from accounts.forms import InviteForm, PeopleFilter, ProfileForm
from accounts.forms_membership import EndForm, MembershipForm
from accounts.limits import sparingly
from accounts.models import AccessRequest, Invitation, Membership
from accounts.rules import require
from accounts.views.answers import attempt, crumbs, page, posted
from common.edges import whole_number
from common.once import once
from common.paging import page_of


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Any) -> HttpResponse:
    """Name, language, time zone, theme, reminders; job title and telephone in this organisation."""
    member = request.member
    form = ProfileForm(posted(request), instance=member.user, member=member)
    if attempt(form, lambda: actions.change_profile(user=member.user, membership=member, **form.cleaned_data)):
        # In the language that the next page speaks.
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Your profile is saved."))
        return redirect(member.url("accounts:profile"))
    return page(request, "accounts/profile.html", {"form": form})


@require_GET
def people(request: Any) -> HttpResponse:
    """Colleagues; for owners the open invitations too."""
    filters = PeopleFilter(request.GET)
    rows = page_of(request, _found(Membership.objects.visible_to(request.member), filters))
    is_owner = rules.is_owner(request.member)
    context = {
        "filters": filters,
        "left": filters.data.get("show") == "ended",
        "page_obj": rows,
        "is_owner": is_owner,
        "invitations": _open_invitations(request.member) if is_owner else [],
        "requests": _open_requests(request.member) if is_owner else [],
    }
    return page(request, "accounts/people.html", context)


def _found(members: QuerySet[Membership], filters: PeopleFilter) -> QuerySet[Membership]:
    wanted = filters.cleaned_data if filters.is_valid() else {}
    if words := wanted.get("q"):
        members = members.filter(Q(user__name__unaccent__icontains=words) | Q(user__email__icontains=words))
    members = members.filter(ended_at__isnull=wanted.get("show") != "ended")
    return members.select_related("user", "organisation").order_by(
        Lower(Func("user__name", function="unaccent")), "created_at"
    )


def _open_invitations(member: Membership) -> list[Invitation]:
    rows = Invitation.objects.visible_to(member).unanswered().filter(connection=None)
    rows = rows.select_related("organisation", "connection", "invited_by__user", "claimed_by")
    return list(rows.order_by("-created_at")[:50])


def _open_requests(member: Membership) -> list[AccessRequest]:
    return list(AccessRequest.objects.visible_to(member).open().select_related("user").order_by("created_at")[:50])


@require_http_methods(["GET", "HEAD", "POST"])
@sparingly("invite", amount=60)
@once
def invite(request: Any) -> HttpResponse:
    """Invites a colleague; owners only."""
    member = request.member
    require(rules.is_owner(member))
    form = InviteForm(posted(request), initial={"language": member.organisation.language})
    if attempt(
        form, lambda: actions.invite_colleague(organisation=member.organisation, by=member, **form.cleaned_data)
    ):
        messages.success(request, _("The invitation to %(address)s is on its way.") % form.cleaned_data)
        return redirect(member.url("accounts:people"))
    return page(request, "accounts/invite.html", {"form": form, "crumbs": _crumbs(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: Any, pk: Any) -> HttpResponse:
    """One colleague. Owners change role and details, as long as the colleague is here."""
    colleague = _colleague(request, pk)
    may_change = rules.is_owner(request.member) and colleague.ended_at is None
    if request.method == "POST":
        require(may_change)
    form = MembershipForm(posted(request), instance=colleague) if may_change else None
    handing = _lost(request, colleague, form) if form else None
    if (
        form
        and (handing is None or handing.is_valid())
        and attempt(handing or form, lambda: _change(colleague, request.member, form, handing))
    ):
        messages.success(request, _("Saved."))
        return redirect(request.member.url("accounts:people"))
    may_end = colleague.ended_at is None and (may_change or colleague.pk == request.member.pk)
    context = {
        "colleague": colleague,
        "form": form,
        "handing": handing,
        "may_end": may_end,
        "oneself": colleague.pk == request.member.pk,
        "crumbs": _crumbs(request),
    }
    if handing:
        return render(request, "accounts/member.html", context, status=422)
    return page(request, "accounts/member.html", context)


def _lost(request: Any, colleague: Membership, form: MembershipForm) -> EndForm | None:
    """Choosers for what the colleague can no longer do after the change that was sent; None where that is nothing."""
    if not form.is_bound or not form.is_valid():
        return None
    lost = handover.lost_by(colleague, request.member, **form.cleaned_data)
    return EndForm(request.POST, membership=colleague, held=lost) if lost else None


def _change(colleague: Membership, by: Membership, form: MembershipForm, handing: EndForm | None) -> None:
    chosen = handing.chosen() if handing else {}
    actions.change_membership(membership=colleague, by=by, **chosen, **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def member_end(request: Any, pk: Any) -> HttpResponse:
    """Asks once, names what will happen, and ends the membership; by an owner or by oneself."""
    colleague = _colleague(request, pk)
    oneself = colleague.pk == request.member.pk
    require(oneself or rules.is_owner(request.member))
    if colleague.ended_at:
        if request.method == "POST":
            messages.info(
                request, _("The membership of %(name)s had ended already. Nothing was changed.") % {"name": colleague}
            )
        return redirect(request.member.url("accounts:people"))
    form = EndForm(posted(request), membership=colleague, held=handover.held_by(colleague, request.member))
    if attempt(
        form,
        lambda: actions.end_membership(membership=colleague, by=request.member, **form.chosen()),
    ):
        messages.success(request, _("%(name)s no longer has access.") % {"name": colleague})
        return redirect("overview:start" if oneself else request.member.url("accounts:people"))
    context = {"colleague": colleague, "form": form, "oneself": oneself, "crumbs": _crumbs(request)}
    return page(request, "accounts/member_end.html", context)


def _crumbs(request: Any) -> list[dict[str, str]]:
    return crumbs(request, ("accounts:people", _("People")))


def _colleague(request: Any, pk: Any) -> Membership:
    rows = Membership.objects.visible_to(request.member).select_related("user", "organisation")
    return get_object_or_404(rows, pk=pk)


@require_POST
@sparingly("renew", amount=30)
def invitation_renew(request: Any, pk: Any) -> HttpResponse:
    """A new link, mailed; the old one stops working. A second click finds it renewed."""
    shown = whole_number(request.POST.get("generation", ""))

    def renew(invitation: Invitation, by: Membership) -> str:
        if actions.renew_invitation(invitation=invitation, by=by, generation=shown):
            return _("A new invitation is on its way.")
        said = _("The invitation of %(address)s was renewed before. Nothing more was sent.")
        return said % {"address": invitation.address}

    return _manage(request, pk, renew)


@require_POST
def invitation_withdraw(request: Any, pk: Any) -> HttpResponse:
    """The link stops working."""

    def withdraw(invitation: Invitation, by: Membership) -> str:
        actions.withdraw_invitation(invitation=invitation, by=by)
        return _("The invitation is withdrawn.")

    return _manage(request, pk, withdraw)


def _manage(request: Any, pk: Any, action: Callable[[Invitation, Membership], str]) -> HttpResponse:
    rows = Invitation.objects.visible_to(request.member).select_related(
        "organisation", "connection", "invited_by__user"
    )
    invitation = get_object_or_404(rows, pk=pk)
    try:
        messages.success(request, action(invitation, request.member))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(request.member.url("accounts:connections" if invitation.is_for_supplier else "accounts:people"))
