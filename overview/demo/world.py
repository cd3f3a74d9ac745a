"""What the parts of the scenario share."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Membership, Organisation

# New Year, King's Day and Christmas: nobody believes a meeting on one of them.
HOLIDAYS = {(1, 1), (4, 27), (12, 25), (12, 26)}


class World:
    """`org[slug]`, `member[address]` (or `member[address, slug]` for who has several), and dates from today."""

    def __init__(self) -> None:
        self.zone = ZoneInfo("Europe/Amsterdam")
        self.today: date = timezone.now().astimezone(self.zone).date()
        self.org: dict[str, Organisation] = {}
        self.member: dict[str | tuple[str, str], Membership] = {}

    def day(self, days: int) -> date:
        """The date so many days from today; negative is the past."""
        return self.today + timedelta(days=days)

    def workday(self, days: int) -> date:
        """The same, moved on out of a weekend; and, when it is still to come, off a holiday with a fixed date."""
        day = self.day(days)
        while day.weekday() > 4 or (days > 0 and (day.month, day.day) in HOLIDAYS):
            day += timedelta(days=1)
        return day

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """The moment on a working day near `days` from today, Dutch time."""
        return datetime.combine(self.workday(days), time(hour, minute), self.zone)

    def add(self, member: Membership) -> None:
        """Makes a member known by address, and by address and organisation."""
        self.member.setdefault(member.user.email, member)
        self.member[member.user.email, member.organisation.slug] = member
