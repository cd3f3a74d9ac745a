"""What must not run."""

import sys
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from accounts.models import Installation

REASON = (
    "This database holds the demo scenario, with accounts whose password everybody knows. "
    "Production mode does not start on it: use an empty database, or run bin/demo."
)


def no_demo_in_production(**kwargs: Any) -> list[CheckMessage]:
    """For manage.py check: what the server itself refuses too."""
    deploying = "--deploy" in sys.argv
    return [Error(REASON, id="accounts.E001")] if settings.PRODUCTION and not deploying and _holds_demo() else []


def refuse_demo_in_production() -> None:
    """Called by the web server's start; raises ImproperlyConfigured."""
    if settings.PRODUCTION and _holds_demo():
        raise ImproperlyConfigured(REASON)


def _holds_demo() -> bool:
    try:
        return Installation.objects.filter(demo=True).exists()
    except DatabaseError:
        return False  # not migrated yet, or out of reach: other checks say so
