"""What the templates of this room show in their own way."""

from typing import Any

from django import template
from django.utils import formats, translation
from django.utils.safestring import SafeString

from common.richtext import is_empty, safe

register = template.Library()


@register.filter
def prose(html: str) -> SafeString:
    """Rich text, cleaned once more."""
    return safe(html)


@register.filter
def has_text(html: str) -> bool:
    """Whether anything is left once the markup is gone."""
    return not is_empty(html)


@register.filter
def short_date(day: Any, form: str = "j M") -> str:
    """A date in few letters. Dutch writes its months small, which the format letter M does not."""
    if not day:
        return ""
    form = form.replace("M", "b") if translation.get_language() == "nl" else form
    return formats.date_format(day, form)
