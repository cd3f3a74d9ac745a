"""How figures of services are written."""

from decimal import Decimal

import pytest
from django.utils import translation

from services.templatetags.services_words import euros_exact


@pytest.mark.parametrize(
    ("amount", "words"), [("48500", "€ 48.500"), ("12500.50", "€ 12.500,50"), ("48500.00", "€ 48.500")]
)
def test_cents_are_shown_where_there_are_any(amount, words):
    with translation.override("nl"):
        assert euros_exact(Decimal(amount)).replace("\u00a0", " ") == words
