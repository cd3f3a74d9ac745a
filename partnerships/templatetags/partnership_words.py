"""What the templates of this room ask of a text."""

import re

from django import template

from common.richtext import is_empty

register = template.Library()


@register.filter
def has_text(html: str) -> bool:
    """Whether anything is left once the markup is gone."""
    return not is_empty(html)


@register.filter
def soft(words: str) -> str:
    """A title whose longest Dutch word may break where its parts meet: few browsers know where that is."""
    return re.sub(r"(\w{6,})(overeenkomst)", "\\1\u00ad\\2", words)
