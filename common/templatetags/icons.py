"""Icons of Lucide, each drawn once: the library copies its tree at every use, which a page full of them feels."""

import re
from functools import lru_cache
from typing import Any

from django.template import Library
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide as drawn

register = Library()


@register.simple_tag
@lru_cache(maxsize=512)
def lucide(name: str, **attributes: Any) -> SafeString:
    """The icon of that name as SVG; attributes with "_" for "-". Raises `lucide.IconDoesNotExist`."""
    return mark_safe(re.sub(r"\s*\n\s*", "", drawn(name, **attributes)))  # noqa: S308 - from the library alone
