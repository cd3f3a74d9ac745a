"""What the templates of this room show in their own way."""

from typing import Any

from django import template
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


@register.simple_tag
def name_on(partnership: Any, side: Any) -> str:
    """The name of the organisation on a side of a partnership."""
    return partnership.client.name if side == "client" else partnership.supplier.name
