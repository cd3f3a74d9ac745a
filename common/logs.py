"""Structured logs: one JSON object a line."""

import json
import logging
from datetime import UTC, datetime

# What a log line may carry besides its message. Nothing that names a person or holds a text of theirs.
FIELDS = ("request_id", "method", "view", "status", "ms", "kind", "row", "count", "state")


class JsonFormatter(logging.Formatter):
    """time, level, logger, message, the fields above and, for errors, the place in the code."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # Django's own message holds the address of the page, which may hold a secret.
            "message": "request failed" if record.name == "django.request" else record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
