"""One cell: what people write, read as what it means.

Numbers: the mark of the decimals is learned from the column. A value in which it is plain ("1.234,50", "12,5",
"1.234.567") tells; a single mark with exactly three digits after it ("1.234") divides thousands, as amounts have
two decimals at most, unless the rest of the column says that this mark is the one of the decimals, or when the
column has both ("1.234" and "1,234") and nothing to tell them apart: then the reader is asked to write it plainly.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from services.imports.fields import DELIVERY_OF, LARGEST_AMOUNT, LARGEST_NUMBER, Field, words

Cell = str | int | float | None

# What PostgreSQL or XML cannot hold, and what a spreadsheet library makes of an underscore that it escaped.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|x005F_")
# The spreadsheet's own words for a cell that it could not compute.
_ERROR = re.compile(r"^#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|N/B|NAAM\?|VERW!|WAARDE!|DEEL/0!|LEEG!|GETAL!)$")
_AMOUNT = re.compile(r"^-?[0-9][0-9.,]*$")
_MONTHS = (
    "januari jan january", "februari feb february", "maart mrt march mar", "april apr", "mei may", "juni jun june",
    "juli jul july", "augustus aug august", "september sep sept", "oktober okt october oct", "november nov",
    "december dec",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}


class Fault(Exception):
    """A cell that cannot be read: a code that services.imports.words makes a sentence of, and what it needs."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def text_of(cell: Cell) -> str:
    """Any cell as text: line ends alike, nothing at its ends, nothing that cannot be kept."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    # A workbook holds the first half of a Windows line end as _x000D_.
    plain = _UNFIT.sub("", str(cell)).replace("_x000D_", "\r")
    text = plain.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def line_of(cell: Cell) -> str:
    """The same on one line, with single spaces."""
    return " ".join(text_of(cell).split())


def read(field: Field, cell: Cell, mark: str = "") -> Any:
    """The value of a cell; None or "" for an empty one. Raises Fault. `mark` is what `decimal_mark` learned."""
    if _ERROR.match(line_of(cell)):
        raise Fault("error")
    return _READERS[field.kind](field, cell, mark)


def _line(field: Field, cell: Cell, mark: str) -> str:
    return _fitting(line_of(cell), field.longest)


def _text(field: Field, cell: Cell, mark: str) -> str:
    return _fitting(text_of(cell), field.longest)


def _fitting(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Fault("long", str(longest))
    return text


def _choice(field: Field, cell: Cell, mark: str) -> str:
    plain = words(line_of(cell))
    if plain and plain not in DELIVERY_OF:
        raise Fault("choice")
    return DELIVERY_OF.get(plain, "")


def _places(field: Field, cell: Cell, mark: str) -> str:
    return text_of(cell)


def _key(field: Field, cell: Cell, mark: str) -> UUID | None:
    text = line_of(cell)
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Fault("key") from None


# Numbers -----------------------------------------------------------------------------------------


def _bare(cell: Cell) -> str:
    """An amount without its currency and its spaces: "€ 1.234,-" is "1.234"."""
    text = re.sub(r"(?i)€|\b(eur|euro|euros)\b", "", line_of(cell)).replace("\u2212", "-").replace(" ", "")
    return re.sub(r"[.,](-{1,2}|=|\u2013)$", "", text)


def _shape(bare: str) -> str:
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


def decimal_mark(cells: Iterable[Cell]) -> str:
    """What the column says about the mark of the decimals: "," or ".", "both", or "" where nothing tells."""
    shapes = {_shape(_bare(cell)) for cell in cells if isinstance(cell, str)}
    clear = shapes & {",", "."}
    if len(clear) == 2 or (not clear and {",?", ".?"} <= shapes):
        return "both"
    return clear.pop() if clear else ""


def number_of(cell: Cell, mark: str = "") -> Decimal | None:
    """The number in a cell, if there is one. Raises Fault when it is none, or may be two."""
    if isinstance(cell, int | float):
        try:
            return Decimal(str(cell)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        except InvalidOperation:
            raise Fault("number") from None
    bare = _bare(cell)
    if not bare:
        if line_of(cell):
            raise Fault("number")
        return None
    if not _AMOUNT.match(bare):
        raise Fault("number")
    shape = _shape(bare)
    if shape.endswith("?"):
        if mark in ("both", shape[0]):
            raise Fault("unclear")
        decimals = ""
    else:
        decimals = shape
    if not _grouped_well(bare.lstrip("-"), decimals):
        raise Fault("number")
    whole, _mark, rest = bare.rpartition(decimals) if decimals and decimals in bare else (bare, "", "")
    value = Decimal(re.sub(r"[.,]", "", whole) + ("." + rest if rest else ""))
    if len(rest.rstrip("0")) > 2:
        raise Fault("decimals")
    return value


def _grouped_well(bare: str, decimals: str) -> bool:
    """Whether what divides the thousands stands before three digits each: "1.23.4" is a slip of the hand."""
    whole = bare.rpartition(decimals)[0] if decimals and decimals in bare else bare
    first, *groups = re.split(r"[.,]", whole)
    return all(len(group) == 3 for group in groups) and (not groups or 0 < len(first) <= 3)


def _money(field: Field, cell: Cell, mark: str) -> Decimal | None:
    value = number_of(cell, mark)
    if value is not None and value < 0:
        raise Fault("negative")
    if value is not None and value > LARGEST_AMOUNT:
        raise Fault("large", str(LARGEST_AMOUNT))
    return value


def _whole(field: Field, cell: Cell, mark: str) -> int | None:
    value = _money(field, cell, mark)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise Fault("whole")
    if value > LARGEST_NUMBER:
        raise Fault("large", str(LARGEST_NUMBER))
    return int(value)


# Days --------------------------------------------------------------------------------------------

_DAY_FIRST = re.compile(r"^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})$")
_YEAR_FIRST = re.compile(r"^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$")
_WITH_MONTH = re.compile(r"^([0-9]{1,2})[-. ]+([a-z]+)[-. ]+([0-9]{4}|[0-9]{2})$")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")


def day_of(cell: Cell) -> date | None:
    """The day in a cell, if there is one: 31-12-2026, 2026-12-31, 31 december 2026. Raises Fault."""
    text = _TIME.sub("", line_of(cell)).casefold()
    if not text:
        return None
    if found := _YEAR_FIRST.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif (found := _WITH_MONTH.match(text)) and found[2] in MONTHS:
        day, month, year = int(found[1]), MONTHS[found[2]], int(found[3])
    else:
        raise Fault("date")
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        raise Fault("date") from None


def _date(field: Field, cell: Cell, mark: str) -> date | None:
    day = day_of(cell)
    if day is not None and not 1950 <= day.year <= 2150:
        raise Fault("year")
    return day


_READERS = {
    "line": _line, "text": _text, "choice": _choice, "places": _places, "key": _key, "money": _money,
    "whole": _whole, "date": _date,
}  # fmt: skip
