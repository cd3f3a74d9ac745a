"""One cell: what people write, read as what it means. Numbers are read by common.numbers."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from common import numbers
from common.edges import clean_text, is_in_range
from common.names import fold, tidy
from services.imports.fields import DELIVERY_OF, LARGEST_AMOUNT, LARGEST_NUMBER, NO, YES, Field, words
from services.imports.workbook import UNCOMPUTED

# A list is what a cell holds, what somebody sees of it where its format shows otherwise, and what it is where a text
# cannot tell: [1.1, "1.10"], ["2026-10-02", "2-Oct", "day"], ["01:30:00", "1:30", "time"],
# and [1500, 1500, "sum"] or [1500, 1500, "sum_below"] where a formula adds up other rows.
Cell = str | int | float | list[Any] | None

# How a workbook holds the first half of a Windows line end, and what a library makes of an escaped underscore.
_HALF_LINE_END, _UNDERSCORE = "_x000D_", "x005F_"
# The spreadsheet's own words for a cell that it could not compute.
_ERROR = re.compile(r"^#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|N/B|NAAM\?|VERW!|WAARDE!|DEEL/0!|LEEG!|GETAL!)$")
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
    if isinstance(cell, list):
        cell = cell[1]
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).replace(_UNDERSCORE, "").replace(_HALF_LINE_END, "\r")
    if text.isascii() and text.isprintable():  # as most cells of large files
        return text.strip()
    text = clean_text(text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def line_of(cell: Cell) -> str:
    """The same on one line, as a name is kept."""
    return tidy(text_of(cell))


def read(field: Field, cell: Cell, mark: str = "") -> Any:
    """The value of a cell; None or "" for an empty one. Raises Fault. `mark` is what `decimal_mark` learned."""
    if held(cell) == UNCOMPUTED:
        raise Fault("uncomputed")
    if _ERROR.match(line_of(cell)):
        raise Fault("error")
    if is_made_by_excel(cell) and field.kind != "date":
        raise Fault("dated_number" if field.kind in ("money", "whole") else "dated", line_of(cell))
    return _READERS[field.kind](field, cell, mark)


def held(cell: Cell) -> Any:
    """What a cell holds, whatever is seen of it."""
    return cell[0] if isinstance(cell, list) else cell


def sum_of(cell: Cell) -> str:
    """Whether a formula adds the cell up from other rows: "sum", "sum_below" or ""."""
    return str(cell[2]) if isinstance(cell, list) and cell[2:] in (["sum"], ["sum_below"]) else ""


# A day that is written as a number with a point says as a code what somebody sees.
_LIKE_A_CODE = re.compile(r"^[0-9]{1,2}\.[0-9]{1,2}$")


def is_made_by_excel(cell: Cell) -> bool:
    """Whether a cell holds a day or a time that its program made of what was typed, as of the code 2-10."""
    return isinstance(cell, list) and cell[2:] in (["day"], ["time"]) and not _LIKE_A_CODE.match(cell[1])


_SHORT_MONTHS = "jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec"
_DAY_AND_MONTH = re.compile(rf"^[0-9]{{1,2}}-({_SHORT_MONTHS})$|^({_SHORT_MONTHS})-[0-9]{{2}}$", re.IGNORECASE)
# A year of two figures only behind the name of a month: 1-1-10 is how somebody may write a code.
_WHOLE_DAY = re.compile(
    rf"^[0-9]{{1,2}}([-/])[0-9]{{1,2}}\1[0-9]{{4}}$|^[0-9]{{1,2}}([-/])({_SHORT_MONTHS})\2([0-9]{{4}}|[0-9]{{2}})$"
    r"|^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    re.IGNORECASE,
)


def looks_like_made_by_excel(key: str, text: str) -> bool:
    """Whether a text is a day as Excel writes it into a CSV file; in a code a whole day too."""
    return bool(_DAY_AND_MONTH.match(text) or (key.startswith("code_") and _WHOLE_DAY.match(text)))


def _line(field: Field, cell: Cell, mark: str) -> str:
    return _fitting(line_of(cell), field.longest)


def _text(field: Field, cell: Cell, mark: str) -> str:
    return _fitting(text_of(cell), field.longest)


def _fitting(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Fault("long", str(longest))
    return text


# What people write where they do not know; it never takes away what is known already.
_NOT_KNOWN = (
    "onbekend|niet bekend|nog niet bekend|nog onbekend|weet niet|weten we niet|nnb|n n b|ntb|n t b|nog te bepalen|"
    "nader te bepalen|nvt|n v t|niet van toepassing|unknown|not known|not yet known|n a|tbd|t b d|tbc|not applicable|"
    "?|??|-|--|...|n/b"
)
NOT_KNOWN = set(_NOT_KNOWN.split("|"))


def _unless_unknown(text: str) -> str:
    """The same; raises Fault where it says that it is not known."""
    if words(text) in NOT_KNOWN or fold(text) in NOT_KNOWN:
        raise Fault("not_known")
    return text


def _choice(field: Field, cell: Cell, mark: str) -> str:
    """`mark` is the delivery that "yes" means in this column, if the heading asks so."""
    text = line_of(cell)
    plain = words(text) or fold(text)
    if plain in NOT_KNOWN:
        return ""
    if mark and plain in YES:
        return mark
    if mark and plain in NO:
        return "in_house" if mark == "outsourced" else "outsourced"
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


def decimal_mark(cells: Iterable[Cell]) -> str:
    """What the column says about the mark of the decimals; see common.numbers."""
    return numbers.decimal_mark([cell for cell in cells if isinstance(cell, str)])


def number_of(cell: Cell, mark: str = "") -> Decimal | None:
    """The number in a cell, if there is one. Raises Fault when it is none, or may be two."""
    if isinstance(cell, list) and str(cell[1]).endswith("%"):
        raise Fault("number")
    cell = held(cell)
    try:
        if isinstance(cell, int | float):
            return Decimal(str(cell)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return numbers.number_in(_unless_unknown(line_of(cell)), mark)
    except numbers.NotANumber as error:
        raise Fault(error.code) from None
    except InvalidOperation:
        raise Fault("number") from None


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
    text = _TIME.sub("", _unless_unknown(line_of(held(cell)))).casefold()
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
    if day is not None and not is_in_range(day):
        raise Fault("year")
    return day


_READERS = {
    "line": _line, "text": _text, "choice": _choice, "places": _places, "key": _key, "money": _money,
    "whole": _whole, "date": _date,
}  # fmt: skip
