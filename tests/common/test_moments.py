"""Whatever day stands in the database, it is read as one that can be reckoned with."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection


@pytest.mark.parametrize(
    ("stored", "day"),
    [
        ("2026-11-30", date(2026, 11, 30)), ("1900-01-01", date(1900, 1, 1)), ("9999-12-31", date(9000, 1, 1)),
        ("0001-01-01", date(1000, 1, 1)), ("294000-01-01", date(9000, 1, 1)), ("0044-03-15 BC", date(1000, 1, 1)),
        ("infinity", date(9000, 1, 1)), ("-infinity", date(1000, 1, 1)),
    ],
)  # fmt: skip
def test_a_day_and_a_moment_are_read_within_reach(db, stored, day):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::date, %s::timestamp AT TIME ZONE 'UTC'", [stored, stored])
        assert cursor.fetchone() == (day, datetime(day.year, day.month, day.day, tzinfo=UTC))
