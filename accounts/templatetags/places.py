"""Addresses under the organisation that acts."""

from typing import Any

from django import template
from django.template import Context

from accounts.models import initials_of

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, pk: Any = None, **kwargs: Any) -> str:
    """Path of a page under the acting organisation: {% to 'services:detail' service.pk %}."""
    if pk is not None:
        kwargs["pk"] = pk
    return context["request"].member.url(name, **kwargs)


@register.filter
def initials(name: str) -> str:
    """For the avatar of somebody without an account."""
    return initials_of(name)


@register.filter
def side_of(organisation: Any, pair: Any) -> str:
    """Which side an organisation is on in something that has a client and a supplier."""
    return "client" if pair.client_id == organisation.pk else "supplier"
