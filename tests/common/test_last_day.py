"""What works up to a day works to the end of it, on the clock of who gives it."""

from datetime import UTC, date, datetime

import pytest

from common.last_day import end_of_day_in, last_day_of
from overview.demo import clock


@pytest.mark.parametrize(
    ("zone", "day", "end"),
    [
        ("Europe/Amsterdam", date(2026, 12, 15), datetime(2026, 12, 15, 22, 59, 59, tzinfo=UTC)),
        ("America/New_York", date(2026, 12, 14), datetime(2026, 12, 15, 4, 59, 59, tzinfo=UTC)),
        ("Pacific/Kiritimati", date(2026, 12, 15), datetime(2026, 12, 15, 9, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_last_day_ends_where_its_clock_is(zone, day, end):
    with clock.at(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)):
        made = end_of_day_in(14, zone)
    assert (made, last_day_of(made, zone)) == (end, day)


def test_summer_time_between_changes_nothing():
    with clock.at(datetime(2026, 3, 20, 12, tzinfo=UTC)):
        made = end_of_day_in(14, "Europe/Amsterdam")
    assert made == datetime(2026, 4, 3, 21, 59, 59, tzinfo=UTC)
