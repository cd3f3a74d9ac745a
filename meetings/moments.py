"""How the time of a meeting is said: on the clock where it is, with the place, and the reader's own clock beside it
where that shows something else. Pages, mails and PDFs all say it by these functions."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.zones import city_of
from meetings.models import Meeting, Minutes

DAY, DAY_AND_YEAR = "l j F", "l j F Y"


def moment_of(meeting: Meeting, reader: ZoneInfo | None = None) -> str:
    """ "Monday 29 March 2027, 10:00–11:00 (Amsterdam; for you 09:00–10:00, London)"."""
    return f"{date_format(meeting.local_start, DAY_AND_YEAR)}, {hours_of(meeting, reader)}"


def hours_of(meeting: Meeting, reader: ZoneInfo | None = None, *, always_place: bool = True) -> str:
    """From when to when, without the day. Without `always_place` the place is left to who reads by the same clock."""
    said = _span(meeting.local_start, meeting.local_end, meeting.local_start)
    beside = _beside(meeting, reader, with_end=True)
    return f"{said} ({beside})" if beside else f"{said} ({place_of(meeting.zone)})" if always_place else said


def start_of(meeting: Meeting, reader: ZoneInfo | None = None, *, brief: bool = False) -> str:
    """When it begins, for who knows the day: "20:00 (New York; for you Thursday 11 March 02:00, Amsterdam)".

    Of a guest no clock is known: the place is said wherever it is not that of the client. `brief`, where a line has
    no room, it leaves out the reader's own.
    """
    said, beside = date_format(meeting.local_start, "H:i"), _beside(meeting, reader, with_end=False)
    if beside and brief:
        beside = place_of(meeting.zone)
    if reader is None and meeting.partnership_id:
        home = ZoneInfo(meeting.partnership.client.time_zone)
        beside = (
            "" if _clock(meeting.starts_at, home) == _clock(meeting.starts_at, meeting.zone) else place_of(meeting.zone)
        )
    return f"{said} ({beside})" if beside else said


def place_of(zone: ZoneInfo) -> str:
    """The city that a zone is named after, in the active language."""
    return city_of(zone.key, get_language() or "nl")


def last_day_of(minutes: Minutes, reader: ZoneInfo | None = None) -> str:
    """The day at whose end the term of minutes passes, with the place where the reader is elsewhere."""
    assert minutes.last_day and minutes.review_until
    day, until = date_format(minutes.last_day, DAY), minutes.review_until
    same = reader is None or _clock(until, reader) == _clock(until, minutes.zone)
    return day if same else f"{day} ({place_of(minutes.zone)})"


def is_same_day(meeting: Meeting, reader: ZoneInfo | None) -> bool:
    """Whether the reader's calendar shows the same day for it."""
    return reader is None or meeting.starts_at.astimezone(reader).date() == meeting.local_start.date()


def _beside(meeting: Meeting, reader: ZoneInfo | None, *, with_end: bool) -> str:
    """The place and the reader's own clock; nothing where both clocks show the same."""
    if reader is None:
        return ""
    start, end = meeting.starts_at.astimezone(reader), meeting.ends_at.astimezone(reader)
    if all(_clock(moment, reader) == _clock(moment, meeting.zone) for moment in (start, end)):
        return ""
    own = _span(start, end if with_end else start, meeting.local_start)
    words = {"place": place_of(meeting.zone), "own": own, "own_place": place_of(reader)}
    return _("%(place)s; for you %(own)s, %(own_place)s") % words


def _clock(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _span(start: datetime, end: datetime, said: datetime) -> str:
    """Both ends on their own clock, each with its day where that is not the one that was said before it."""
    first = _at(start, said)
    return first if start == end else f"{first}–{_at(end, start)}"


def _at(moment: datetime, said: datetime) -> str:
    return date_format(moment, "H:i" if moment.date() == said.date() else "l j F H:i")
