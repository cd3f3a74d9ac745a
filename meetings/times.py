"""Local time, as people type it, and the moments that follow from it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.formats import time_format
from django.utils.translation import gettext as _

REVIEW_DAYS = 5
MORNING = time(8)


def to_moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment that a clock in a zone shows this day and time.

    An hour that comes twice, when summer time ends, is taken the first time. One that does not exist,
    when it begins, is refused.
    """
    local = datetime.combine(day, clock, tzinfo=zone).replace(fold=0)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(
            _("At %(time)s the clock jumps an hour ahead that day, so this time does not exist. Choose another."),
            code="missing_hour",
            params={"time": time_format(clock)},
        )
    return moment


def nearest_moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The same for planners: a time that does not exist becomes the first that does."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def days_before(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same time on the clock, some days earlier; not a number of hours, as a day may have 23 or 25."""
    local = moment.astimezone(zone)
    return nearest_moment(local.date() - timedelta(days=days), local.time(), zone)


def end_of_review(now: datetime, zone: ZoneInfo, days: int = REVIEW_DAYS) -> datetime:
    """The end of the fifth working day after today."""
    day = now.astimezone(zone).date()
    while days:
        day += timedelta(days=1)
        if day.weekday() < 5:
            days -= 1
    return nearest_moment(day + timedelta(days=1), time(0), zone) - timedelta(seconds=1)
