"""How a page writes what is known of a contact moment."""

from django import template

from services import board
from services.models import Channel, EvidenceLevel

register = template.Library()


@register.filter
def experience(value: int | None) -> str:
    """+1, 0, −2 or "not known"."""
    return board.experience(value)


@register.filter
def evidence(level: str) -> str:
    """How sure we are, in words."""
    return str(EvidenceLevel(level).label)


@register.filter
def channel(value: str) -> str:
    """How somebody meets you, in words."""
    return str(Channel(value).label)
