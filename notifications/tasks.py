"""Wake-ups of the outbox. All are safe to run at any time and any number of times."""

from celery import shared_task
from django.utils import timezone

from notifications import actions
from notifications.sending import send_for

# One turn of mailing, after which others who wait for this worker get theirs.
SLICE = 5  # seconds


@shared_task
def dispatch() -> None:
    """Sends what is due for a while, and asks for another turn when there is more. At least once: see Message."""
    if send_for(SLICE).more:
        dispatch.apply_async(retry=False)


@shared_task
def plan() -> None:
    """Plans what is due now. Each message once, by a unique constraint."""
    actions.plan(timezone.now())


@shared_task
def heartbeat() -> None:
    """Notes that a worker is alive."""
    actions.beat()


@shared_task
def forget() -> None:
    """Deletes mails that were dealt with long ago."""
    actions.forget_old(timezone.now())
