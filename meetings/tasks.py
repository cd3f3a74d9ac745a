"""Wake-ups of this room. Safe to run at any time and any number of times."""

from celery import shared_task
from django.utils import timezone

from meetings.actions import close_reviews


@shared_task(name="meetings.tasks.close_reviews")
def close_passed_reviews() -> None:
    """Adopts minutes whose term passed without an objection. Each once, under a lock."""
    close_reviews(timezone.now())
