"""Days and moments as they are read from the database: none is so far away that a calendar fails on it.

The last hour of the year 9999 has no time in Amsterdam, and PostgreSQL holds years that Python has no date for. One
such row, however it came in, would break every list that it stands in, and its own page, where people could mend it.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from django.db.backends.signals import connection_created
from psycopg import DataError
from psycopg.types.datetime import DateLoader

# Far outside what a form takes (common.edges), and far enough from the ends of Python's calendar to reckon with.
EARLIEST, LATEST = date(1000, 1, 1), date(9000, 1, 1)


def within_reach(value: Any) -> Any:
    """The value, or the nearest with which one can reckon."""
    if EARLIEST.year <= value.year < LATEST.year:
        return value
    nearest = EARLIEST if value.year < EARLIEST.year else LATEST
    return _like(value, nearest)


def _like(value: Any, day: date) -> Any:
    return datetime.combine(day, time(), tzinfo=value.tzinfo) if isinstance(value, datetime) else day


def read_within_reach(connection: Any, **kwargs: Any) -> None:
    """Makes a new connection to the database read every day and moment so."""
    adapters = connection.connection.adapters
    moments: Any = adapters.get_loader(adapters.types["timestamptz"].oid, 0)
    adapters.register_loader("timestamptz", _bounded(moments, datetime.combine(LATEST, time(), tzinfo=UTC)))
    adapters.register_loader("date", _bounded(DateLoader, LATEST))


def _bounded(loader: Any, latest: date) -> Any:
    class Bounded(loader):
        def load(self, data: Any) -> Any:
            try:
                return within_reach(super().load(data))
            except DataError:
                text = bytes(data)
                if text.startswith(b"-") or text.endswith(b"BC"):
                    return _like(latest, EARLIEST)
                return latest

    return Bounded


def listen() -> None:
    connection_created.connect(read_within_reach, dispatch_uid="common.moments")
