"""The edges of what people type: which characters a text may hold, and between which years a day lies.

`common.middleware.CleanInput` cleans all that a request brings before any view reads it, and
`common.forms.Form` holds every field to the range. What comes another way (the cells of a file, a mail)
calls the same functions.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
DAY = timedelta(days=1)

# What stands for the end of a line: also Word's vertical tab, the form feed, NEL and Unicode's own two.
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]+")
# Halves of a pair, and the code points that are no character: UTF-8, XML and with it mail and PDF refuse them.
_NEVER = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_SUSPECT = re.compile(f"{_BREAKS.pattern}|{_CONTROLS.pattern}|{_NEVER.pattern}")
# Composed with the stroke that may follow it, the end of a tag would no longer be one.
_TAG_AND_STROKE = re.compile("(?<=[<>])(?=\u0338)")


def clean_text(text: str) -> str:
    """The text as everything after us can hold it: in NFC, lines divided by "\\n". Idempotent.

    A control character becomes a space, or a line break where it stands for one; what is no character goes.
    """
    if _SUSPECT.search(text):
        text = _NEVER.sub("", _BREAKS.sub("\n", text))
        # No space beside another; never a pattern that begins with " *", which takes the square of a run of spaces.
        text = re.sub(" ?\x00 ?", " ", _CONTROLS.sub("\x00", text))
    if unicodedata.is_normalized("NFC", text):
        return text
    return "".join(unicodedata.normalize("NFC", piece) for piece in _TAG_AND_STROKE.split(text))


def one_line(text: str) -> str:
    """The same for a name or a title: a line break or a tab in it becomes a space."""
    return " ".join(part.strip(" ") for part in re.split(r"[\n\t]+", clean_text(text))).strip(" ")


def clean_query(data: QueryDict) -> QueryDict:
    """What an address or a form brought, name by name and value by value; the same object where nothing changes."""
    pairs = [(name, value) for name, values in data.lists() for value in values]
    cleaned = [(clean_text(name), clean_text(value)) for name, value in pairs]
    if cleaned == pairs:
        return data
    found = QueryDict(mutable=True, encoding=data.encoding)
    for name, value in cleaned:
        found.appendlist(name, value)
    found._mutable = False
    return found


def check_fits(text: str, most: int, field: str) -> None:
    """Refuses, beside its field, a text that is longer than is kept; for actions behind fields that no form reads.

    Cut, its end would be lost without a word.
    """
    if len(text) > most:
        raise ValidationError(
            {
                field: ValidationError(
                    _("This has %(length)s characters; at most %(most)s are kept. Make it shorter."),
                    code="too_long",
                    params={
                        "length": number_format(len(text), force_grouping=True),
                        "most": number_format(most, force_grouping=True),
                    },
                )
            }
        )


def is_in_range(value: date) -> bool:
    """Whether a day lies in the range; a moment may be a day further, as midnight comes later elsewhere."""
    if isinstance(value, datetime):
        return FIRST_DAY - DAY <= value.date() <= LAST_DAY + DAY
    return FIRST_DAY <= value <= LAST_DAY


def check_moment(value: date) -> None:
    """Refuses a day or a moment that is out of range; for actions."""
    if not is_in_range(value):
        raise ValidationError(
            _("Choose a date from %(first)s to %(last)s."),
            code="out_of_range",
            params={"first": date_format(FIRST_DAY), "last": date_format(LAST_DAY)},
        )


def check_day(value: date) -> None:
    """The same for what somebody typed, on the clock that they typed it by; a validator of fields."""
    check_moment(value.date() if isinstance(value, datetime) else value)


def whole_number(text: str, digits: int = 8) -> int | None:
    """The number that a text holds, if it is one of so many digits: Python refuses to read thousands of them."""
    return int(text) if text.isdecimal() and len(text) <= digits else None


def day_of(text: str | None) -> date | None:
    """The day that an address or a hidden field names, written YYYY-MM-DD; None for anything else."""
    return _within(parse_date, text)


def moment_of(text: str | None) -> datetime | None:
    """The moment that an address or a hidden field names, in ISO form; None for anything else."""
    return _within(parse_datetime, text)


def _within(parse: Any, text: str | None) -> Any:
    try:
        found = parse(text or "")
    except ValueError:  # written right, but no day of the calendar
        return None
    return found if found and is_in_range(found) else None
