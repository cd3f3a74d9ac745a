"""What was typed in the form that this page answers; see common.typed."""

from typing import Any

from django import template

from common.typed import typed_in

register = template.Library()


@register.simple_tag(takes_context=True)
def typed(context: Any) -> str:
    """Its texts, to copy them."""
    return typed_in(context["request"])
