"""Celery: wake-ups only. What must not be lost stands in PostgreSQL (outbox, jobs)."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("samenspel")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def look_at_once(**_signal: object) -> None:
    """A worker that has just started says that it lives, and looks for what waits; beat asks only later."""
    for task in ("heartbeat", "dispatch"):
        app.send_task(f"notifications.tasks.{task}")
