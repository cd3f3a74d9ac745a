"""Time zones of calendar entries, read back with a reader of our own and with the rules of dateutil."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from meetings.time_zones import time_zone_of
from tests.meetings.ics import parse


def read(zone: ZoneInfo, moment: datetime):
    calendar = Calendar()
    calendar.add_component(time_zone_of(zone, moment))
    return parse(calendar.to_ical().decode()).part("VTIMEZONE")


def delta(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


def offset_at(part, local: datetime) -> timedelta:
    """RFC 5545: that of the observance whose latest beginning lies nearest before a time on the clock."""
    found = []
    for one in part.parts:
        start = datetime.fromisoformat(one.value("DTSTART"))
        rules = one.all("RRULE")
        begins = rrulestr(f"RRULE:{rules[0][1]}", dtstart=start).before(local, inc=True) if rules else start
        if begins and begins <= local:
            found.append((begins, delta(one.value("TZOFFSETTO"))))
    return max(found)[1]


ZONES = ["Europe/Amsterdam", "Europe/London", "Europe/Helsinki", "America/New_York", "Australia/Sydney", "Asia/Tokyo"]


@pytest.mark.parametrize("name", ZONES)
def test_the_clock_is_right_every_day_of_the_year_and_at_both_changes(name):
    zone, moment = ZoneInfo(name), datetime(2027, 3, 27, 12, tzinfo=UTC)
    part = read(zone, moment)
    for hours in range(-24 * 180, 24 * 300, 7):
        # Of an hour that comes twice the first is meant.
        local = (moment + timedelta(hours=hours)).astimezone(zone).replace(fold=0)
        assert offset_at(part, local.replace(tzinfo=None)) == local.utcoffset(), local


def test_summer_time_begins_at_two_and_ends_at_three_by_a_rule():
    part = read(ZoneInfo("Europe/Amsterdam"), datetime(2027, 3, 29, 8, tzinfo=UTC))
    found = {one.name: one for one in part.parts}
    assert len(part.parts) == 2
    summer, winter = found["DAYLIGHT"], found["STANDARD"]
    assert summer.value("DTSTART").endswith("T020000")
    assert winter.value("DTSTART").endswith("T030000")
    assert (summer.value("TZOFFSETFROM"), summer.value("TZOFFSETTO")) == ("+0100", "+0200")
    assert (winter.value("TZOFFSETFROM"), winter.value("TZOFFSETTO")) == ("+0200", "+0100")
    assert summer.value("RRULE") == "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"
    assert winter.value("RRULE") == "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"
    assert not [one for one in part.parts if one.all("COMMENT") or one.all("RDATE")]


def test_a_zone_that_never_changes_has_one_line():
    part = read(ZoneInfo("Asia/Tokyo"), datetime(2027, 3, 29, 8, tzinfo=UTC))
    assert [(one.name, one.value("TZOFFSETTO")) for one in part.parts] == [("STANDARD", "+0900")]
