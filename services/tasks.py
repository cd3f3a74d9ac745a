"""What happens by itself."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from services.actions.assessment import close_due, count_places, uncounted
from services.actions.imports import forget_imports


@shared_task
def close_assessments() -> None:
    """Closes rounds whose deadline has passed, and counts what a lost wake-up left.

    Each round is closed once: closing asks for the state under a lock. Counting twice gives the same.
    """
    close_due(timezone.now())
    for pk in uncounted():
        count_places(pk)


@shared_task
def count(pk: str) -> None:
    """Counts how sure the ranking of a closed round is. At least once; the outcome is the same every time."""
    count_places(UUID(pk))


@shared_task
def forget_files() -> None:
    """Throws away files of services that were brought in a week ago. At least once; doing it twice is harmless."""
    forget_imports(timezone.now())
