"""Structured logs: one JSON object a line, without secrets and without what people typed."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

from gunicorn.glogging import Logger

# What a log line may carry besides its message. Nothing that names a person or holds a text of theirs.
FIELDS = ("request_id", "method", "view", "status", "ms", "kind", "row", "about", "count", "state")

# The secret of a link of ours, and the key of a reset: whatever logs an address, these do not stand in it.
SECRET = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])|(?<![\w-])[0-9a-z]{1,13}-[0-9a-z]{6}-[0-9a-f]{32}(?![\w-])")

# Of an error: the innermost places in the code, and the errors that led to it.
PLACES, CAUSES = 15, 3


class JsonFormatter(logging.Formatter):
    """time, level, logger, message, the fields above and, for errors, the places in the code."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": SECRET.sub("…", _message(record)),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = _trace(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    # Django's own messages about a request hold its address.
    if hasattr(record, "request"):
        return str(record.msg).partition("%s")[0].strip(" :(") or "request failed"
    return record.getMessage()


def _trace(error: BaseException | None, most: int = CAUSES) -> str:
    """Where it happened and what kind of error it was; not its words, which quote addresses and values."""
    if error is None or not most:
        return ""
    before = _trace(error.__cause__ or (None if error.__suppress_context__ else error.__context__), most - 1)
    places = "".join(traceback.format_tb(error.__traceback__, limit=-PLACES))
    own = f"{places}{type(error).__module__}.{type(error).__qualname__}"
    return f"{before}\n\n{own}" if before else own


class GunicornLogger(Logger):
    """Gunicorn's own log in the same form. No log of requests: common.middleware writes one without addresses."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def access(self, *request: object) -> None:
        """Nothing."""
