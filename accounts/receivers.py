"""What other parts tell this room."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts.audit import record
from accounts.models import Membership


@receiver(user_logged_in)
def log_sign_in(sender: Any, user: Any, **kwargs: Any) -> None:
    """Signing in is an event of each organisation that one may then act for."""
    for member in Membership.objects.of_user(user):
        record("accounts.signed_in", organisation=member.organisation, by=member)
