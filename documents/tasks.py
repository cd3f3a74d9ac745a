"""Long work."""

import sys
from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_init, worker_process_init
from django.utils import timezone

from documents import jobs

# Address space of a worker's child: several times what the longest document takes.
MEMORY = 3 * 1024**3


@worker_init.connect
def load_renderer(**kwargs: Any) -> None:
    """In the worker, before it forks: half a second once instead of for each child, and never in a web process."""
    from documents import rendering  # noqa: F401


@worker_process_init.connect
def limit_memory(**kwargs: Any) -> None:
    """A document that would eat the machine fails instead."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


@shared_task(soft_time_limit=jobs.SECONDS, time_limit=jobs.SECONDS_HARD)
def run_job(pk: str) -> None:
    """Does one job. At least once: a worker that is killed leaves it to another, which starts anew."""
    jobs.run(UUID(pk))


@shared_task
def take_up() -> None:
    """Takes up what a killed worker left."""
    jobs.take_up(timezone.now())
