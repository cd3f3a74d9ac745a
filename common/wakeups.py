"""Waking a worker: a courtesy, as a sweep finds everything that waits."""

import logging
import time
from typing import Any

from django.db import transaction

log = logging.getLogger("samenspel.wakeups")

# After a failure nobody is woken for this long: a broker that hangs must not hold up each write of everybody.
PAUSE = 30
_paused_until = 0.0


def wake(task: Any, *arguments: str) -> None:
    """Queues a task of Celery once the transaction commits. Lost without harm when the broker does not answer."""
    transaction.on_commit(lambda: _send(task, arguments), robust=True)


def _send(task: Any, arguments: tuple[str, ...]) -> None:
    global _paused_until
    if time.monotonic() < _paused_until:
        return
    try:
        task.apply_async(list(arguments), retry=False)
    except Exception as error:
        _paused_until = time.monotonic() + PAUSE
        log.warning("the broker does not answer", exc_info=error)
