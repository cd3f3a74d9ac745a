"""The key of a form that makes something; see common.once."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.once import KEY

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A hidden field with a key of its own, by which the same sending is known again."""
    return format_html('<input type="hidden" name="{}" value="{}">', KEY, uuid4())
