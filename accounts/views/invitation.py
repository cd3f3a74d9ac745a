"""What somebody sees who follows the link of an invitation.

Opening the page changes nothing: mail scanners follow links too. It says the same whether the invited address has an
account or not; only the second link, which is mailed to that address, leads to a new account or to signing in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import BaseForm, Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.forms_invitations import ConnectForm, NewAccountForm
from accounts.limits import limited, too_often
from accounts.models import AccessRequest, Invitation, Membership, Organisation, Role, User
from accounts.views.answers import attempt, page, posted
from notifications.links import hash_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RELATED = ("organisation", "connection__client", "invited_by__user", "accepted_by", "claimed_by")
# How many mails one invitation may send to who wants to go on.
MAILS, MAILS_WITHIN = 5, 3600


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the invitation behind the link, in its language; nothing is stored, indexed or told elsewhere."""

    @login_not_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @limited("invitation", amount=60)
    @wraps(view)
    def guarded(request: Any, token: str, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(Invitation.objects.of_link(hash_of(token)).select_related(*RELATED), pk__isnull=False)
        with translation.override(_language(request, found)):
            response = view(request, found, token=token, **kwargs)
        # Never the path, which holds the secret. Not "no-referrer": then a browser sends "Origin: null" with
        # the form, and the CSRF check refuses it.
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex"
        add_never_cache_headers(response)
        return response

    return guarded


def _language(request: Any, invitation: Invitation) -> str:
    # A visitor reads on in the language of the mail, unless they chose another here.
    chosen = request.user.is_authenticated or request.COOKIES.get("django_language")
    return request.LANGUAGE_CODE if chosen else invitation.language


@by_link
def invitation(request: Any, invitation: Invitation, token: str) -> HttpResponse:
    """Shows what one is invited to. Who is signed in accepts it; anybody else asks for a mail to the address."""
    user = request.user
    if invitation.state != "open":
        return _no_longer_open(request, invitation)
    if not user.is_authenticated:
        return _as_nobody_yet(request, invitation)
    if invitation.claimed_by_id == user.pk:
        return render(request, "accounts/invitation_waiting.html", {"invitation": invitation})
    if invitation.is_for_supplier:
        return _as_supplier(request, invitation, user)
    return _as_colleague(request, invitation, user)


def _no_longer_open(request: Any, invitation: Invitation) -> HttpResponse:
    """Leads on who accepted it (a second submit); says to anybody else why the link does nothing."""
    if request.user.is_authenticated and request.user == invitation.accepted_by:
        return redirect("overview:start")
    return render(request, "accounts/invitation_gone.html", {"invitation": invitation}, status=410)


def _as_nobody_yet(request: Any, invitation: Invitation) -> HttpResponse:
    if request.method == "POST":
        if too_often(f"invitation-mail:{invitation.pk}", amount=MAILS, seconds=MAILS_WITHIN):
            return _form_page(request, invitation, Form(), 429, is_late=True)
        actions.send_proof(invitation=invitation)
        return redirect(f"{request.path}?mailed=1")
    return _form_page(request, invitation, Form(), is_mailed="mailed" in request.GET)


def _as_colleague(request: Any, invitation: Invitation, user: User) -> HttpResponse:
    member = Membership.objects.of_user(user).filter(organisation=invitation.organisation).first()
    form = Form(posted(request))
    made: list[Membership | None] = []
    if attempt(form, lambda: made.append(actions.accept_as_colleague(invitation=invitation, user=user))):
        return _welcome(invitation.organisation) if made[0] else redirect(request.path)
    return _form_page(request, invitation, form, already=member)


def _as_supplier(request: Any, invitation: Invitation, user: User) -> HttpResponse:
    if request.POST.get("answer") == "decline":
        actions.decline_invitation(invitation=invitation, user=user)
        return redirect(request.path)
    form = ConnectForm(posted(request), invitation=invitation, user=user)
    made: list[Organisation | None] = []
    if attempt(form, lambda: made.append(_connect(invitation, user, form))):
        return _welcome(made[0]) if made[0] else redirect(request.path)
    asked = AccessRequest.objects.of_user(user).open().exists()
    return _form_page(request, invitation, form, asked_access=asked)


def _connect(invitation: Invitation, user: User, form: ConnectForm) -> Organisation | None:
    """The organisation that is connected now; None where somebody else has to answer first."""
    if form.asks_access:
        actions.ask_access(organisation=form.other, user=user)
        return None
    if form.member is None:
        supplier = actions.found_supplier(invitation=invitation, user=user, **form.founding())
        return supplier if invitation.is_for(user) else None
    made = actions.accept_as_supplier(invitation=invitation, by=form.member)
    return form.member.organisation if made else None


@by_link
def invitation_account(request: Any, invitation: Invitation, token: str, proof: str) -> HttpResponse:
    """The second link: by it the address is proven. A new account, or the way to sign in."""
    if not actions.proves_address(invitation, proof):
        raise Http404
    if request.user.is_authenticated:
        return redirect("accounts:invitation", token=token)
    if invitation.has_account:
        user = _signs_in(request, invitation)
        return _signed_in(request, user, token) if user else _known(request, invitation, token)
    if invitation.state != "open":
        return _no_longer_open(request, invitation)
    make = actions.make_account if invitation.is_for_supplier else actions.join_as_new_colleague
    form = NewAccountForm(posted(request), invitation=invitation)
    made: list[User] = []
    if attempt(form, lambda: made.append(make(invitation=invitation, **form.cleaned_data))):
        return _signed_in(request, made[0], token)
    return page(request, "accounts/invitation_account.html", {"invitation": invitation, "form": form})


def _signs_in(request: Any, invitation: Invitation) -> User | None:
    # The second of a double click makes the browser forget the session that the first one began.
    if not (password := request.POST.get("password")):
        return None
    try:
        return get_adapter().authenticate(request, email=invitation.address, password=password)
    except ValidationError:  # too many tries
        return None


def _known(request: Any, invitation: Invitation, token: str) -> HttpResponse:
    context = {"invitation": invitation, "token": token}
    return render(request, "accounts/invitation_known.html", context, status=410 if request.method == "POST" else 200)


def _signed_in(request: Any, user: User, token: str) -> HttpResponse:
    login(request, user, backend=BACKEND)
    return redirect("accounts:invitation", token=token)


def _form_page(request: Any, invitation: Invitation, form: BaseForm, status: int = 0, **context: Any) -> HttpResponse:
    user = request.user
    context |= {
        "invitation": invitation,
        "form": form,
        "role_meaning": Role(invitation.role).meaning if invitation.role else "",
        "other_address": user.is_authenticated and not invitation.is_for(user),
    }
    response = page(request, "accounts/invitation.html", context)
    response.status_code = status or response.status_code
    return response


def _welcome(organisation: Organisation) -> HttpResponse:
    return redirect(organisation.url("overview:home"))
