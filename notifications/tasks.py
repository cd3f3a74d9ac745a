"""Wake-ups of the outbox. All are safe to run at any time and any number of times."""

from celery import shared_task
from django.utils import timezone

from notifications import actions


@shared_task
def dispatch() -> None:
    """Sends what is due. At least once: see Message."""
    actions.dispatch_due()


@shared_task
def plan() -> None:
    """Plans what is due now. Each message once, by a unique constraint."""
    actions.plan(timezone.now())


@shared_task
def heartbeat() -> None:
    """Notes that a worker is alive."""
    actions.beat()
