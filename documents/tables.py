"""Tables out: XLSX and CSV in which nothing is a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone

from common.edges import clean_text
from documents.renderings import CSV, XLSX, Made

# What a spreadsheet program would take as the beginning of a formula, also behind a space or a quote.
_FORMULA = re.compile(r"^[\s'\"]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?$")
LONGEST_CELL = 32_000
# Number 14 of the built-in formats (ECMA-376-1, 18.8.30): the short date as the reader's program writes it.
SHORT_DATE = 14


@dataclass(frozen=True)
class Column:
    """A column of a spreadsheet; `kind` is "text", "number", "money" or "date"."""

    title: str
    width: int = 16
    kind: str = "text"


def xlsx(name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, sheet: str = "") -> Made:
    """A workbook of one sheet with a bold, fixed head and a filter. Rows are written as they come."""
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(sheet_name(sheet))
        formats = {
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "money": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            "date": book.add_format({"num_format": SHORT_DATE, "valign": "top"}),
        }
        head = book.add_format({"bold": True, "bottom": 1})
        for place, column in enumerate(columns):
            page.set_column(place, place, column.width)
            page.write_string(0, place, column.title, head)
        count = 0
        for count, row in enumerate(rows, start=1):
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write(page, count, place, value, formats[column.kind])
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(count, 1), len(columns) - 1)
    return Made(f"{name}.xlsx", XLSX, out.getvalue())


def _write(page: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        page.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, style)
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, value, style)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, timezone.localtime(value).replace(tzinfo=None), style)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, style)
    else:
        page.write_string(row, column, clean_text(str(value))[:LONGEST_CELL], style)


def sheet_name(name: str) -> str | None:
    """A name that a workbook allows for its sheet."""
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or None


def csv_file(name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]], *, delimiter: str = ";") -> Made:
    """A CSV file with a byte-order mark, all quoted. With semicolons Dutch Excel opens it by a double click."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([csv_safe(title) for title in titles])
    for row in rows:
        writer.writerow([csv_safe(value) for value in row])
    return Made(f"{name}.csv", CSV, out.getvalue().encode("utf-8-sig"))


def csv_safe(value: Any) -> str:
    """A value as text that no spreadsheet program executes; `csv_plain` takes the mark off again."""
    text = "" if value is None else clean_text(str(value))
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def csv_plain(text: str) -> str:
    """What `csv_safe` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
