"""What returns: the rhythm of one level of consultation in a partnership."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Self
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulebase, rrulestr
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, check_time_zone
from common.models import Doors, Record, Revised
from partnerships.models import Partnership


class Level(models.TextChoices):
    OPERATIONAL = "operational", _("operational")
    TACTICAL = "tactical", _("tactical")
    STRATEGIC = "strategic", _("strategic")
    COOPERATION = "cooperation", _("partnership review")
    ANNUAL = "annual", _("annual review")

    @property
    def meeting(self) -> str:
        """How a meeting of this level is called."""
        return str(MEETING_NAMES[self])


MEETING_NAMES = {
    Level.OPERATIONAL: _("Operational meeting"),
    Level.TACTICAL: _("Tactical meeting"),
    Level.STRATEGIC: _("Strategic meeting"),
    Level.COOPERATION: _("Partnership review"),
    Level.ANNUAL: _("Annual review"),
}


class Purpose(models.TextChoices):
    INFORM = "inform", _("to inform")
    DISCUSS = "discuss", _("to discuss")
    DECIDE = "decide", _("to decide")


# Recurrence rules that people choose from, RFC 5545.
RULES = {
    "FREQ=WEEKLY": _("every week"),
    "FREQ=WEEKLY;INTERVAL=2": _("every 2 weeks"),
    "FREQ=WEEKLY;INTERVAL=4": _("every 4 weeks"),
    "FREQ=MONTHLY": _("every month"),
    "FREQ=WEEKLY;INTERVAL=6": _("every 6 weeks"),
    "FREQ=MONTHLY;INTERVAL=2": _("every 2 months"),
    "FREQ=MONTHLY;INTERVAL=3": _("every quarter"),
    "FREQ=MONTHLY;INTERVAL=4": _("three times a year"),
    "FREQ=MONTHLY;INTERVAL=6": _("every half year"),
    "FREQ=YEARLY": _("every year"),
}


def check_rule(rule: str) -> None:
    if rule not in RULES:
        raise ValidationError(_("Choose how often from the list."))


SATURDAY = 5


def out_of_weekend(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


class SeriesQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        return self.filter(partnership__in=Partnership.objects.visible_to(member))

    def editable_by(self, member: Any) -> Self:
        """The same rows; whether the role allows it is asked of rules.py."""
        return self.visible_to(member)

    def running(self) -> Self:
        return self.filter(ended_at=None)


class MeetingSeries(Revised):
    """The rhythm of one level. What is changed here touches no meeting that already exists."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="series")
    level = models.CharField(_("level"), max_length=11, choices=Level)
    title = models.CharField(_("title"), max_length=120)
    rule = models.CharField(_("how often"), max_length=60, choices=list(RULES.items()), validators=[check_rule])
    first_on = models.DateField(_("first meeting on"))
    start_time = models.TimeField(_("from"))
    length = models.PositiveSmallIntegerField(
        _("length in minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(720)]
    )
    time_zone = models.CharField(_("time zone"), max_length=50, validators=[check_time_zone])
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link for a video call"), max_length=500, blank=True)
    members = models.ManyToManyField(Membership, blank=True, related_name="+", verbose_name=_("usual participants"))
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(length__gte=5, length__lte=720), name="series_length")]
        indexes = [models.Index(fields=["partnership", "level"], name="series_of_partnership")]

    def __str__(self) -> str:
        return self.title

    def next_date(self, after: date, last: date | None = None) -> date:
        """The first day of the rhythm after a day; Monday when that falls in a weekend.

        The plan is counted from the first day, so that a meeting that is moved shifts nothing. A day that
        comes sooner after the `last` meeting than half of the usual time is left out.
        """
        near = datetime.combine(after - timedelta(days=1), time())
        for planned, following in pairwise(self._plan().xafter(near, inc=True)):
            day = out_of_weekend(planned.date())
            if day > after and (last is None or 2 * (day - last) >= following - planned):
                return day
        raise AssertionError("the rules have no end")

    def _plan(self) -> rrulebase:
        """All days of the rhythm. A month without the day takes its last one."""
        rule = self.rule
        if self.first_on.day > 28 and not rule.startswith("FREQ=WEEKLY"):
            # The 31st of a month that has 30 days would be left out by RFC 5545.
            days = ",".join(str(day) for day in range(28, self.first_on.day + 1))
            month = f";BYMONTH={self.first_on.month}" if rule.startswith("FREQ=YEARLY") else ""
            rule += f"{month};BYMONTHDAY={days};BYSETPOS=-1"
        return rrulestr(f"RRULE:{rule}", dtstart=datetime.combine(self.first_on, time()))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class SeriesItem(Record):
    """A point that stands on the agenda of every meeting of a series."""

    series = models.ForeignKey(MeetingSeries, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("agenda item"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=7, choices=Purpose, default=Purpose.DISCUSS)
    minutes = models.PositiveSmallIntegerField(
        pgettext_lazy("of an hour", "minutes"), default=10, validators=[MaxValueValidator(480)]
    )

    objects = Doors.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "position"], name="one_series_item_per_place")]

    def __str__(self) -> str:
        return self.title
