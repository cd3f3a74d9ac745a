"""What somebody sees who follows the link of an invitation.

Opening the page changes nothing: mail scanners follow links too.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import BaseForm, Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from accounts import actions, rules
from accounts.forms import ConnectForm, NewAccountForm, NewSupplierForm
from accounts.limits import limited
from accounts.models import Invitation, Membership, Organisation, Role, User
from accounts.views.answers import attempt, page, posted
from notifications.links import hash_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("invitation", amount=60)
def invitation(request: Any, token: str) -> HttpResponse:
    """Shows what one is invited to, and accepts it; as a new user, or as who is signed in."""
    rows = Invitation.objects.of_link(hash_of(token))
    found = get_object_or_404(
        rows.select_related("organisation", "connection", "asked", "invited_by__user", "accepted_by"), pk__isnull=False
    )
    with translation.override(_language(request, found)):
        response = _answer(request, found)
    # Never the path, which holds the secret. Not "no-referrer": then a browser sends "Origin: null" with
    # the form, and the CSRF check refuses it.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response


def _language(request: Any, invitation: Invitation) -> str:
    # A visitor reads on in the language of the mail, unless they chose another here.
    chosen = request.user.is_authenticated or request.COOKIES.get("django_language")
    return request.LANGUAGE_CODE if chosen else invitation.language


def _answer(request: Any, invitation: Invitation) -> HttpResponse:
    if invitation.state != "open":
        return _no_longer_open(request, invitation)
    if invitation.asked:
        return _waiting(request, invitation)
    if request.user.is_authenticated:
        if invitation.is_for_supplier:
            return _as_supplier(request, invitation, request.user)
        return _as_colleague(request, invitation, request.user)
    return _as_nobody_yet(request, invitation)


def _no_longer_open(request: Any, invitation: Invitation) -> HttpResponse:
    """Leads on who accepted it (a second submit); says to anybody else why the link does nothing."""
    user = request.user if request.user.is_authenticated else _who_just_joined(request, invitation)
    if user and user == invitation.accepted_by:
        return redirect("overview:start")
    return render(request, "accounts/invitation_gone.html", {"invitation": invitation}, status=410)


def _who_just_joined(request: Any, invitation: Invitation) -> User | None:
    # The second of a double click makes the browser forget the session that the first one began.
    accepted_by, password = invitation.accepted_by, request.POST.get("password")
    if not accepted_by or not password or accepted_by.email != invitation.address:
        return None
    try:
        user = get_adapter().authenticate(request, email=accepted_by.email, password=password)
    except ValidationError:  # too many tries
        return None
    if user == accepted_by:
        login(request, user, backend=BACKEND)
        return user
    return None


def _waiting(request: Any, invitation: Invitation) -> HttpResponse:
    """The owners of an organisation that is already here are asked; one of them goes on from here."""
    if request.user.is_authenticated:
        members = Membership.objects.of_user(request.user).filter(organisation=invitation.asked_id)
        if (member := members.first()) and rules.can_edit(member):
            return redirect(member.url("accounts:connect-answer", pk=invitation.pk))
    return render(request, "accounts/invitation_waiting.html", {"invitation": invitation})


def _as_colleague(request: Any, invitation: Invitation, user: User) -> HttpResponse:
    member = Membership.objects.of_user(user).filter(organisation=invitation.organisation).first()
    form = Form(posted(request))
    if attempt(form, lambda: actions.accept_as_colleague(invitation=invitation, user=user)):
        return _welcome(invitation.organisation)
    return _form_page(request, invitation, form, already=member)


def _as_supplier(request: Any, invitation: Invitation, user: User) -> HttpResponse:
    form = ConnectForm(posted(request), invitation=invitation, user=user)
    made: list[Any] = []
    if attempt(form, lambda: made.append(_connect(invitation, user, form))):
        return _welcome(made[0].supplier) if made[0] else redirect(request.path)
    return _form_page(request, invitation, form)


def _connect(invitation: Invitation, user: User, form: ConnectForm) -> Any:
    if form.member:
        return actions.accept_as_supplier(invitation=invitation, by=form.member)
    return actions.found_supplier(
        invitation=invitation,
        user=user,
        name=form.cleaned_data["organisation_name"],
        registration_number=form.cleaned_data["registration_number"],
    )


def _as_nobody_yet(request: Any, invitation: Invitation) -> HttpResponse:
    """A form for a new account; somebody who has one signs in first."""
    kind = NewSupplierForm if invitation.is_for_supplier else NewAccountForm
    join = actions.join_as_new_supplier if invitation.is_for_supplier else actions.join_as_new_colleague
    form = kind(posted(request), invitation=invitation)
    made: list[User | None] = []
    if attempt(form, lambda: made.append(join(invitation=invitation, **form.cleaned_data))):
        return _signed_in(request, made[0])
    return _form_page(request, invitation, form, known=invitation.has_account)


def _signed_in(request: Any, user: User | None) -> HttpResponse:
    if user is None:
        return redirect(request.path)  # which now says that the owners are asked
    login(request, user, backend=BACKEND)
    return redirect("overview:start")


def _form_page(request: Any, invitation: Invitation, form: BaseForm, **context: Any) -> HttpResponse:
    user = request.user
    context |= {
        "invitation": invitation,
        "form": form,
        "role_meaning": Role(invitation.role).meaning if invitation.role else "",
        "other_address": user.is_authenticated and user.email.lower() != invitation.address.lower(),
    }
    return page(request, "accounts/invitation.html", context)


def _welcome(organisation: Organisation) -> HttpResponse:
    return redirect(organisation.url("overview:home"))
