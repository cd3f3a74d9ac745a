"""The VTIMEZONE of a calendar entry: when the clock changes around one meeting.

Written by us, as icalendar's own lists every change up to 2038 and lets summer time begin an hour late.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

# More than a year on either side, so that the change before the meeting is always among them.
AROUND = timedelta(days=400)
DAY = timedelta(days=1)
EU_MONTHS = (3, 10)


def time_zone_of(zone: ZoneInfo, moment: datetime) -> Timezone:
    """The zone around a moment. Where the clock changes as in the European Union it is a rule, otherwise each
    change of the years around; a zone that never changes has one line."""
    part = Timezone()
    part.add("tzid", zone.key)
    changes = list(_changes(zone, moment))
    if not changes:
        part.add_component(_observance(zone, datetime(1970, 1, 1, tzinfo=UTC), moment))
    by_rule = bool(changes) and all(_is_european(change, zone) for change in changes)
    seen = set()
    for change in changes:
        if by_rule and change.month in seen:
            continue
        seen.add(change.month)
        one = _observance(zone, change, change)
        if by_rule:
            one.add("rrule", {"freq": "yearly", "bymonth": change.month, "byday": "-1su"})
        part.add_component(one)
    return part


def _changes(zone: ZoneInfo, moment: datetime) -> Iterator[datetime]:
    """The moments at which the clock changes, the earliest first."""
    moment = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    day = moment - AROUND
    while day < moment + AROUND:
        if _offset(zone, day) != _offset(zone, day + DAY):
            yield _exact(zone, day)
        day += DAY


def _exact(zone: ZoneInfo, day: datetime) -> datetime:
    """The minute of the change within a day."""
    before, after = day, day + DAY
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        if _offset(zone, middle) == _offset(zone, day):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _is_european(change: datetime, zone: ZoneInfo) -> bool:
    """One o'clock UTC on the last Sunday of March or October, which is a Sunday on the spot as well."""
    before = change + _offset(zone, change - timedelta(minutes=1))
    last_sunday = change.weekday() == before.weekday() == 6 and (change + timedelta(days=7)).month != change.month
    return last_sunday and change.month in EU_MONTHS and (change.hour, change.minute) == (1, 0)


def _observance(zone: ZoneInfo, change: datetime, moment: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from a change on. Its beginning is told on the clock as it was before it."""
    there = moment.astimezone(zone)
    before = _offset(zone, moment - timedelta(minutes=1))
    one = TimezoneDaylight() if there.dst() else TimezoneStandard()
    one.add("dtstart", (change + before).replace(tzinfo=None))
    one.add("tzoffsetfrom", before)
    one.add("tzoffsetto", _offset(zone, moment))
    one.add("tzname", there.tzname())
    return one
