"""Numbers as people write them: one reading for forms and for files.

The mark of the decimals shows itself where it can ("1.234,50", "12,5", "1.234.567"). A single mark with exactly
three digits after it ("1.234") divides thousands, as amounts have two decimals at most, unless who calls knows that
this mark is the one of the decimals.
"""

import re
import unicodedata
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

SENTENCES: dict[str, Promise | str] = {
    "number": gettext_lazy("This is not a number. Write it like 1,234.50."),
    "decimals": gettext_lazy("This has more than two decimals. Write it like 1,234.50."),
    "unclear": gettext_lazy(
        "This number can be read in two ways, as the column uses points and commas "
        "for both. Write it without a mark between the thousands."
    ),
    "short": gettext_lazy("This number is shortened. Write it in full, like 12,500."),
    "currency": gettext_lazy("This amount is not in euros. Convert it to euros first."),
    "dash": gettext_lazy("A dash alone may mean nothing or not known. Write 0, or leave it empty."),
    "whole": gettext_lazy("This is not a whole number. Write it like 640 or 38,000."),
}

LONGEST = 60
# What stands in for a minus or as the dash of "48.500,-".
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc`\u00b4"), "'")
_EURO = re.compile(r"(?i)€|(?<![a-z])(?:eur|euro|euros)(?![a-z])\.?")
_OTHER = re.compile(r"(?i)[$£¥₩₹]|(?<![a-z])(?:usd|gbp|chf|dkk|sek|nok|pln|jpy|dollars?|ponden|pounds?)(?![a-z])")
_SHORT = re.compile(r"(?i)^[-(]*[0-9][0-9.,]*(?:k|m|mln|mio|mrd|ton|dzd|duizend|miljoen|million|thousand)\.?\)?$")
_AMOUNT = re.compile(r"^-?[0-9][0-9.,]*$")


class NotANumber(ValueError):
    """The argument is a key of SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def number_in(text: str, mark: str = "") -> Decimal | None:
    """The number that a text says; None for an empty one. Raises NotANumber when it says none, or may say two.

    `mark` is what `decimal_mark` learned of the other numbers beside it.
    """
    bare = _bare(text)
    if not bare:
        if _tidy(text):
            raise NotANumber("number")
        return None
    if bare == "-":
        # A spreadsheet writes the zero of an amount as "€ -"; without its sign people mean all sorts of things.
        if _EURO.search(text):
            return Decimal(0)
        raise NotANumber("dash")
    if _OTHER.search(bare):
        raise NotANumber("currency")
    if _SHORT.match(bare):
        raise NotANumber("short")
    if not _AMOUNT.match(bare) or len(bare) > LONGEST:
        raise NotANumber("number")
    return _value(bare, _decimals_of(bare, mark))


def _value(bare: str, decimals: str) -> Decimal:
    """`decimals` is the mark of the decimals in it, if it has one."""
    if not _grouped_well(bare.lstrip("-"), decimals):
        raise NotANumber("number")
    whole, _mark, rest = bare.rpartition(decimals) if decimals and decimals in bare else (bare, "", "")
    if len(rest.rstrip("0")) > 2:
        raise NotANumber("decimals")
    return Decimal(re.sub(r"[.,]", "", whole) + ("." + rest if rest else ""))


def _decimals_of(bare: str, mark: str) -> str:
    shape = shape_of(bare)
    if not shape.endswith("?"):
        return shape
    if mark in ("both", shape[0]):
        raise NotANumber("unclear")
    return ""


def _tidy(text: str) -> str:
    """Full-width figures and signs as plain ones, one kind of dash, quote and space, nothing invisible."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES)
    return " ".join("".join(one for one in plain if unicodedata.category(one) != "Cf").split())


def _bare(text: str) -> str:
    """An amount without its currency, its brackets and what divides thousands by nothing: "€ 1 234,-" is "1234"."""
    plain = re.sub(r"(?<=\d)[ '](?=\d{3}(?!\d))", "", _EURO.sub("", _tidy(text)).strip())
    plain = re.sub(r"(?<!\d) | (?!\d)", "", plain)
    if re.fullmatch(r"\(.+\)", plain):
        plain = "-" + plain[1:-1].lstrip("-")
    plain = re.sub(r"(?<=\d)[.,](-{1,2}|=)$", "", plain)
    return "-" + plain[:-1] if re.fullmatch(r"[0-9].*[0-9]-|[0-9]-", plain) else plain


def shape_of(bare: str) -> str:
    """What a written number tells of its decimal mark: "," or "." (clear), ".?" or ",?" (three digits), or ""."""
    marks = [one for one in bare if one in ".,"]
    if not marks or not _AMOUNT.match(bare):
        return ""
    last = marks[-1]
    other = "," if last == "." else "."
    behind = len(bare) - bare.rfind(last) - 1
    if other in marks:
        return last if marks.count(last) == 1 else ""
    if len(marks) > 1:
        return other
    return last if behind != 3 or bare.lstrip("-").startswith("0") else f"{last}?"


def decimal_mark(texts: list[str]) -> str:
    """What numbers side by side say about the mark of the decimals: "," or ".", "both", or "" where nothing tells."""
    shapes = {shape_of(_bare(text)) for text in texts}
    clear = shapes & {",", "."}
    if len(clear) == 2 or (not clear and {",?", ".?"} <= shapes):
        return "both"
    return clear.pop() if clear else ""


def _grouped_well(bare: str, decimals: str) -> bool:
    """Whether what divides the thousands stands before three digits each: "1.23.4" is a slip of the hand."""
    whole = bare.rpartition(decimals)[0] if decimals and decimals in bare else bare
    first, *groups = re.split(r"[.,]", whole)
    return all(len(group) == 3 for group in groups) and (not groups or 0 < len(first) <= 3)
