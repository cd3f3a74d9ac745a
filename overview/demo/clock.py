"""Lets the scenario act in the past: actions run as if it were another moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from accounts.models import AuditEvent


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, `timezone.now()` is `moment`, for dates that a row gets when it is made and for the audit log."""
    happened = AuditEvent._meta.get_field("at")
    with (
        patch("django.utils.timezone.now", return_value=moment),
        patch.object(happened, "_get_default", lambda: moment),
    ):
        yield
