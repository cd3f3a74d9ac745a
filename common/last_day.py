"""Until when something works that is said in days: to the end of the last one, on the clock of who gives it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone


def end_of_day_in(days: int, zone: str) -> datetime:
    """The last second of the day that is so many days from today, where that clock is."""
    day = last_day_of(timezone.now(), zone) + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(zone))


def last_day_of(moment: datetime, zone: str) -> date:
    """The day to name to people, whatever zone they read in."""
    return timezone.localdate(moment, ZoneInfo(zone))
