"""What a file would do, in words: what is wrong with a cell, and what becomes of a field."""

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.numbers import SENTENCES
from services.imports.fields import BY_KEY, FIELDS
from services.models import Delivery

FAULTS: dict[str, Promise | str] = {
    "missing": gettext_lazy("The name is missing."),
    "long": gettext_lazy("This is too long: at most %(detail)s characters."),
    **SENTENCES,
    "letters": gettext_lazy(
        "A letter in this cell cannot be read (�). Correct it in the file, or save the file as an Excel "
        "workbook (.xlsx)."
    ),
    "uncomputed": gettext_lazy(
        "The file contains a formula here without its result. Open the file in Excel, save it and choose it again."
    ),
    "total": gettext_lazy("This looks like a total, not a service."),
    "sum": gettext_lazy("The amount is the sum of the rows above, so this looks like a total."),
    "sum_below": gettext_lazy("The amount is the sum of the rows below, so this looks like a total."),
    "formula": gettext_lazy("A formula adds this row up from other rows, so it looks like a total."),
    "heading": gettext_lazy(
        "This row contains only a name, so it looks like the heading of a group. New services below it without a group "
        "of their own get this group."
    ),
    "zeros": gettext_lazy("This row contains only zeros."),
    "not_known": gettext_lazy("The file says that this is not known. What is there stays."),
    "negative": gettext_lazy("This number is below zero."),
    "large": gettext_lazy("This number is too large: at most %(detail)s."),
    "date": gettext_lazy("This is not a date. Write it like 31-12-2026."),
    "dated": gettext_lazy(
        "Excel made a date or a time of this and shows %(detail)s. In Excel, give the column the format Text, type it "
        "again, save the file and choose it again."
    ),
    "dated_number": gettext_lazy(
        "Excel made a date or a time of this and shows %(detail)s. In Excel, give the column the format Number, type "
        "the number again, save the file and choose it again."
    ),
    "dated_text": gettext_lazy(
        "This looks like a date that Excel made of something else, as it makes 2-Oct of 2-10. In Excel, give the "
        "column the format Text, type it again, and save the file as an Excel workbook (.xlsx)."
    ),
    "year": gettext_lazy("This date does not lie between 1900 and 2200. Write it like 31-12-2026."),
    "choice": gettext_lazy("This is not a choice. Write in-house, outsourced or mixed."),
    "key": gettext_lazy("This is not a key of Samenspel. Leave the cell empty; we then look for the name."),
    "unknown": gettext_lazy(
        "Your organisation has no service with this key. Leave the cell empty; we then look for the name."
    ),
    "archived": gettext_lazy(
        "This service is in the archive. Take it back from the archive first, or leave this row out."
    ),
    "taken": gettext_lazy("Another service has this name already."),
    "several": gettext_lazy("More than one of your services has this name. Write it exactly as in the catalogue."),
    "double": gettext_lazy(
        "The same service stands in row %(detail)s as well. Keep one of the two and untick the other."
    ),
    "many": gettext_lazy(
        "This row has more cells than there are headings. Perhaps a text holds the mark that divides the columns."
    ),
    "error": gettext_lazy("The spreadsheet itself shows an error in this cell."),
    "place_archived": gettext_lazy(
        "The location %(detail)s is in the archive. Take it back from the archive first, or leave it out."
    ),
}
SHOWN_TEXT = 160


def faults_in_words(faults: list[list[str]]) -> list[tuple[str, str]]:
    """Each fault as the heading of its cell and a sentence."""
    found = []
    for key, code, detail in faults:
        if code == "large":
            detail = number_format(detail, force_grouping=True)
        found.append((str(BY_KEY[key].label) if key else "", str(FAULTS[code]) % {"detail": detail}))
    return found


def changes_in_words(changes: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    """Each field with what was there and what comes, in the order of the fields."""
    pairs = [(field.key, str(field.label), *changes[field.key]) for field in FIELDS if field.key in changes]
    return [(label, _value(key, old), _value(key, new)) for key, label, old, new in pairs]


def euros_in_words(text: str) -> str:
    """An amount as it is, with its cents where it has any."""
    whole = "." not in text or not text.rpartition(".")[2].strip("0")
    return "€\u00a0" + number_format(text, decimal_pos=0 if whole else 2, force_grouping=True)


def _value(key: str, text: str) -> Any:
    kind = BY_KEY[key].kind
    if kind == "choice":
        return str(dict(Delivery.choices).get(text, text))
    if not text:
        return _("not filled in")
    if kind == "date" and (day := parse_date(text)):
        return date_format(day, "j F Y")
    if kind == "money":
        return euros_in_words(text)
    if kind == "whole":
        return number_format(text, force_grouping=True)
    return text if len(text) <= SHOWN_TEXT else text[: SHOWN_TEXT - 1] + "…"
