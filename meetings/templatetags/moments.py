"""The time of a meeting in templates: {% load moments %}. The reader is who looks or gets the mail; a guest's own
clock is not known, so that a guest reads the meeting's only."""

from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.utils import timezone

from meetings import moments
from meetings.models import Meeting, Minutes

register = template.Library()


def _reader(context: Context) -> ZoneInfo | None:
    place: Any = context.get("place")
    return None if getattr(place, "is_guest", False) else ZoneInfo(timezone.get_current_timezone_name())


@register.simple_tag(takes_context=True)
def moment(context: Context, meeting: Meeting) -> str:
    """The day and the hours, with the place."""
    return moments.moment_of(meeting, _reader(context))


@register.simple_tag(takes_context=True)
def hours(context: Context, meeting: Meeting) -> str:
    """The hours beside a day, with the place for who reads by another clock."""
    return moments.hours_of(meeting, _reader(context), always_place=False)


@register.simple_tag(takes_context=True)
def start(context: Context, meeting: Meeting) -> str:
    """When it begins, beside a day; with `brief` in the context, without the reader's own clock."""
    return moments.start_of(meeting, _reader(context), brief=bool(context.get("brief")))


@register.simple_tag(takes_context=True)
def last_day(context: Context, minutes: Minutes) -> str:
    """The day at whose end the term of minutes passes."""
    return moments.last_day_of(minutes, _reader(context))
