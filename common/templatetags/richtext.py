"""Rich text in templates: {% load richtext %}."""

from django import template
from django.utils.safestring import SafeString

from common.richtext import safe, text

register = template.Library()


@register.filter
def prose(html: str | None) -> SafeString:
    """Rich text to show, cleaned once more."""
    return safe(html or "")


@register.filter
def plain(html: str | None) -> str:
    """The same without its markup, for a plain field or a line in a list."""
    return text(html or "")
