"""Numbers as people write them, in forms and in files alike."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from common.forms import MoneyField, WholeNumberField
from common.numbers import NotANumber, number_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("410.000,-", "410000"), ("€ 12.500,00", "12500.00"), ("410.000,--", "410000"), ("€ 5,=", "5"),
        ("€ 48.500,–", "48500"), (" €  -   ", "0"), ("-   €", "0"), ("EUR -", "0"), ("1.234,50-", "-1234.50"),
        ("(1.234,50)", "-1234.50"), ("€ (1.234,50)", "-1234.50"), ("(€ 5)", "-5"), ("−5", "-5"), ("–5,00", "-5"),
        ("1'234.50", "1234.50"), ("1’234’567", "1234567"), ("12 500", "12500"), ("１２．５", "12.5"),
        ("€12.500", "12500"), ("12.500 euro", "12500"), ("€\u200b 5", "5"), ("1\u202f234,50", "1234.50"), ("", None),
    ],
)  # fmt: skip
def test_number_is_read_as_it_is_meant(text, value):
    assert number_in(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12,5k", "short"), ("1,5 mln", "short"), ("€ 2 miljoen", "short"), ("$ 100", "currency"),
        ("100 USD", "currency"),        ("£5", "currency"), ("-", "dash"), ("–", "dash"), ("€", "number"),
        ("12 13", "number"), ("1.5 2", "number"),
        ("5%", "number"), ("12,3456", "decimals"), ("1e5", "number"), ("()", "number"), ("9" * 80, "number"),
    ],
)  # fmt: skip
def test_what_is_no_number_or_may_be_two_is_refused(text, code):
    with pytest.raises(NotANumber, match=code):
        number_in(text)


@pytest.mark.parametrize(
    ("text", "value"), [("410.000,-", 410_000), ("€ -", 0), ("€ 12.500,00", 12_500), ("12,50", Decimal("12.50"))]
)
def test_form_reads_amounts_as_files_are_read(text, value):
    assert MoneyField().clean(text) == value


def test_form_says_why_an_amount_is_refused():
    with translation.override("en"), pytest.raises(ValidationError, match="This number is shortened"):
        MoneyField().clean("12,5k")
    with pytest.raises(ValidationError):
        MoneyField().clean("1.234,50-")


def test_form_reads_whole_numbers_with_their_thousands():
    assert (WholeNumberField().clean("1.250"), WholeNumberField().clean("12 500")) == (1250, 12_500)
    with translation.override("en"), pytest.raises(ValidationError, match="not a whole number"):
        WholeNumberField().clean("12,5")
