"""manage.py reloading_worker: the worker of bin/dev, anew at each change of the code."""

from typing import Any

from celery import current_app
from django.core.management.base import BaseCommand
from django.utils.autoreload import run_with_reloader


class Command(BaseCommand):
    help = "Runs one worker and starts it again when the code changes."

    def handle(self, *args: Any, **options: Any) -> None:
        run_with_reloader(self._work)

    def _work(self) -> None:
        current_app.Worker(pool="solo", loglevel="WARNING", quiet=True).start()
