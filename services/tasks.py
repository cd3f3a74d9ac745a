"""What happens by itself."""

from celery import shared_task
from django.utils import timezone

from services.actions.assessment import close_due


@shared_task
def close_assessments() -> None:
    """Closes rounds whose deadline has passed. Each once: closing asks for the state under a lock."""
    close_due(timezone.now())
