"""Dates as people write them."""

from datetime import UTC, datetime
from typing import Any

from django import template
from django.template.defaultfilters import date as django_date
from django.utils import timezone
from django.utils.translation import get_language

register = template.Library()


@register.filter(is_safe=False)
def date(value: Any, form: str | None = None) -> str:
    """Django's own filter, but with short months in Dutch as Dutch has them, "2 dec" where Django writes "2 Dec", and
    it leaves a time that was put on some clock on that clock: only moments as the database gives them, in UTC, are
    shown on the reader's."""
    if isinstance(value, datetime) and value.tzinfo is UTC:
        value = timezone.localtime(value)
    # The name of a format, such as DATETIME_FORMAT, is no format.
    if form and not form.endswith("_FORMAT") and (get_language() or "").startswith("nl"):
        form = form.replace("M", "b")
    return django_date(value, form)
