"""The cache, which nobody may have to wait for."""

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as Late
from redis.retry import Retry

log = logging.getLogger("samenspel.cache")

# How long the memory of this process serves, once the server did not answer.
PAUSE = 30


class PatientCache(RedisCache):
    """Valkey, and while it does not answer the memory of this process: limits still count, each process for itself."""

    # Of the class: each thread has an object of its own.
    _away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {**params.get("OPTIONS", {}), "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, {**params, "OPTIONS": options})
        self._instead = LocMemCache("instead of the server", {})

    def _either(self, name: str, *arguments: Any, **named: Any) -> Any:
        if time.monotonic() >= self._away_until:
            try:
                return getattr(super(), name)(*arguments, **named)
            except (Unreachable, Late) as error:
                PatientCache._away_until = time.monotonic() + PAUSE
                log.warning("the cache does not answer", exc_info=error)
        return getattr(self._instead, name)(*arguments, **named)


def _method(name: str) -> Any:
    def call(self: PatientCache, *arguments: Any, **named: Any) -> Any:
        return self._either(name, *arguments, **named)

    return call


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
    "clear",
):
    setattr(PatientCache, _name, _method(_name))
