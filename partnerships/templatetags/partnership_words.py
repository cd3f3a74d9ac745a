"""What the templates of this room ask of a text."""

from django import template

from common.richtext import is_empty

register = template.Library()


@register.filter
def has_text(html: str) -> bool:
    """Whether anything is left once the markup is gone."""
    return not is_empty(html)
