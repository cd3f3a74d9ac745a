"""Dates as people write them."""

from typing import Any

from django import template
from django.template.defaultfilters import date as django_date
from django.utils.translation import get_language

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> str:
    """Django's own filter, but with short months in Dutch as Dutch has them: "2 dec" where Django writes "2 Dec"."""
    # The name of a format, such as DATETIME_FORMAT, is no format.
    if form and not form.endswith("_FORMAT") and (get_language() or "").startswith("nl"):
        form = form.replace("M", "b")
    return django_date(value, form)
