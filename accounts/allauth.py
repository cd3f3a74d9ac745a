"""How django-allauth works here: by invitation only, its mails through the outbox."""

from typing import Any

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from accounts.audit import record
from accounts.models import Membership
from notifications.actions import queue


@login_not_required
def password_reset_from_key(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """The page behind the link of a mail; 410 once the link no longer works."""
    response: Any = views.password_reset_from_key(request, **kwargs)
    if (getattr(response, "context_data", None) or {}).get("token_fail"):
        response.status_code = 410
    return response


class Adapter(DefaultAccountAdapter):
    """No open sign-up; mails are queued without their secret, which is made at sending."""

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
