"""Long work."""

from celery import shared_task


@shared_task
def take_up() -> None:
    """Takes up what a killed worker left."""
