"""How django-allauth works here: by invitation only, its mails through the outbox."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.audit import record
from accounts.models import Membership
from notifications.actions import queue

TOO_OFTEN = "too_many_login_attempts"


def refusing(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of django-allauth that says so in its status when it refuses: 422 for what was typed, 429 for too
    many tries, 410 for a link that no longer works."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response: Any = view(request, **kwargs)
        context = getattr(response, "context_data", None) or {}
        form = context.get("form")
        if context.get("token_fail"):
            response.status_code = 410
        elif form and form.errors:
            response.status_code = 429 if form.has_error(NON_FIELD_ERRORS, TOO_OFTEN) else 422
        return response

    return answer


class Adapter(DefaultAccountAdapter):
    """No open sign-up; mails are queued without their secret, which is made at sending."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and password do not match. Check them both."),
        "incorrect_password": _("This is not your password. Try again."),
        TOO_OFTEN: _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("overview:start")

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        queue("accounts.password_reset", receiver=user, about=user)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        if template_prefix in {"account/email/password_changed", "account/email/password_reset"}:
            queue("accounts.password_changed", receiver=user, about=user)
            for member in Membership.objects.of_user(user):
                record("accounts.password_changed", organisation=member.organisation, by=member)
