"""How figures of services are written."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import number_format

from services.result import shown

register = template.Library()


@register.filter
def euros(value: Decimal | None) -> str:
    """€ 48.500, or a dash where it is unknown."""
    if value is None:
        return "–"
    # Rounded here: number_format cuts the cents off.
    whole = Decimal(value).quantize(Decimal(1), ROUND_HALF_UP)
    return "€\u00a0" + number_format(whole, decimal_pos=0, force_grouping=True)


@register.filter
def euros_exact(value: Decimal | None) -> str:
    """€ 48.500 or € 12.500,50: with the cents where there are any."""
    if value is None or value == value.to_integral_value():
        return euros(value)
    return "€\u00a0" + number_format(value, decimal_pos=2, force_grouping=True)


@register.filter
def people(value: int | None) -> str:
    """1.200, or a dash where it is unknown."""
    return "–" if value is None else number_format(value, force_grouping=True)


@register.filter
def one_decimal(value: Any) -> str:
    """69,6, or a dash where it is unknown."""
    return "–" if value is None else number_format(float(shown(Fraction(value))), decimal_pos=1)
