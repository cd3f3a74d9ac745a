"""A KvK number as people type it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

DIGITS = 8
# Dashes of every kind; the words that stand before the number on letters and invoices.
FILLING = re.compile(r"[\s.\-\u2010-\u2015]+")
WORDS = re.compile(r"^(?:kvk|k\.v\.k\.|coc)(?:[\s-]*(?:nummer|number|nr|no))?[.:\s-]*", re.IGNORECASE)
VAT = re.compile(r"^[A-Z]{2}\d{9}B\d{2}$", re.IGNORECASE)


def read_number(typed: str) -> str:
    """The eight digits, where it is certain which are meant; raises ValidationError with what to do instead."""
    number = FILLING.sub("", WORDS.sub("", typed.strip()))
    if not number:
        return ""
    if VAT.match(number):
        raise forms.ValidationError(_("This is a VAT number. The KvK number has eight digits, such as 12345678."))
    if not (number.isascii() and number.isdigit()):
        raise forms.ValidationError(_("A KvK number has eight digits, such as 12345678."))
    if len(number) == DIGITS - 1:
        raise forms.ValidationError(_("This number has seven digits. Does it begin with a 0? Type that 0 too."))
    if len(number) == 12:
        raise forms.ValidationError(_("This is the number of a branch. The KvK number has eight digits."))
    if len(number) != DIGITS:
        count = {"count": len(number)}
        raise forms.ValidationError(
            ngettext(
                "A KvK number has eight digits; this one has %(count)s.",
                "A KvK number has eight digits; this one has %(count)s.",
                len(number),
            )
            % count
        )
    return number


class NumberField(forms.CharField):
    """A KvK number, without what people put before and between its digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(label=_("KvK number"), required=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return read_number(super().to_python(value) or "")
