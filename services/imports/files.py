"""A file of services as headings and rows, whatever stands in it."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from documents.tables import csv_plain
from services.imports import workbook
from services.imports.cells import Cell, line_of
from services.imports.fields import match

ROWS, TITLE_ROWS = workbook.ROWS, workbook.TITLE_ROWS
SECONDS = 60

REFUSALS: dict[str, Promise | str] = {
    "broken": gettext_lazy(
        "This file cannot be read. Open it in your spreadsheet program, save it as an "
        "Excel workbook (.xlsx) and choose it anew."
    ),
    "locked": gettext_lazy("This file is locked with a password. Take the password off, save it and choose it anew."),
    "large": gettext_lazy(
        "This file holds too much to read. Keep only the sheet with the services, save "
        "it as an Excel workbook (.xlsx) and choose it anew."
    ),
    "odd": gettext_lazy(
        "This file holds parts that do not belong in a list. Copy the list to a new, "
        "empty workbook, save it as .xlsx and choose it anew."
    ),
    "far": gettext_lazy(
        "Something stands far below the list on this sheet. Take away everything under "
        "the list, save the file and choose it anew."
    ),
    "wide": gettext_lazy(
        "This sheet has more than %(columns)s columns. Keep only the columns of the "
        "services, save the file and choose it anew."
    ),
    "long": gettext_lazy(
        "This file has more than %(rows)s services. Divide it over more files and bring them in one by one."
    ),
    "empty": gettext_lazy(
        "There are no services in this file. The first row holds the headings, each next row a service."
    ),
    "quotes": gettext_lazy(
        "This file cannot be read: a text begins with a quotation mark that never "
        "ends. Save it as an Excel workbook (.xlsx) and choose it anew."
    ),
}


@dataclass(frozen=True)
class Table:
    """What a file holds: the headings, and each row with the number that it has in the file."""

    headings: list[str]
    rows: list[tuple[int, list[Cell]]]


def refusal(code: str) -> ValidationError:
    rows = number_format(ROWS, force_grouping=True)
    return ValidationError(str(REFUSALS[code]) % {"columns": workbook.COLUMNS, "rows": rows})


def read_table(content: bytes) -> Table:
    """The list in a file, by its content. Raises ValidationError with a sentence."""
    lines = list(_of_workbook(content) if content[:4] == b"PK\x03\x04" else _of_text(content))
    return _table(lines)


def _table(lines: list[tuple[int, list[Cell]]]) -> Table:
    place = _heading_place(lines)
    if len(lines) <= place + 1:
        raise refusal("empty")
    if len(lines) - place - 1 > ROWS:
        raise refusal("long")
    return Table([line_of(cell)[:80] for cell in lines[place][1]], lines[place + 1 :])


def _heading_place(lines: list[tuple[int, list[Cell]]]) -> int:
    """The first row that names a name column, among the first few; else the first row."""
    for place, (_number, cells) in enumerate(lines[:TITLE_ROWS]):
        if "name" in match([line_of(cell) for cell in cells]) and sum(bool(line_of(cell)) for cell in cells) > 1:
            return place
    return 0


def _of_workbook(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    """By a process of its own, which may not take much and has nothing to reveal."""
    command = [sys.executable, "-I", "-X", "utf8", str(Path(workbook.__file__))]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, env={}, check=False)
    except subprocess.TimeoutExpired as error:
        raise refusal("large") from error
    lines = done.stdout.decode().splitlines()
    last = json.loads(lines[-1]) if lines and done.returncode == 0 else None
    if isinstance(last, dict):
        raise refusal(last["refused"])
    if last != "done":  # it was ended by one of its limits
        raise refusal("large")
    del done
    for line in lines[:-1]:
        number, cells = json.loads(line)
        yield number, cells


# Text --------------------------------------------------------------------------------------------


def _of_text(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    text = _decoded(content)
    first, _end, rest = text.partition("\n")
    mark = ""
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        mark, text = first.strip()[-1], rest
    shift = 1 if mark else 0
    count = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark or _separator(text))):
            while cells and not cells[-1].strip():
                cells.pop()
            if not cells:
                continue
            count += 1
            if len(cells) > workbook.COLUMNS:
                raise refusal("wide")
            if count > ROWS + TITLE_ROWS + 1:
                raise refusal("long")
            yield number + 1 + shift, [csv_plain(cell.replace("\0", "")) for cell in cells]
    except csv.Error as error:
        raise refusal("quotes") from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """What divides the columns: what makes most of the first lines into known headings, and then into most cells."""
    head = text[:8192]

    def score(mark: str) -> tuple[int, int]:
        try:
            rows = [row for row, _number in zip(csv.reader(io.StringIO(head), delimiter=mark), range(TITLE_ROWS))]  # noqa: B905 - the shorter ends it
        except csv.Error:
            return (0, 0)
        known = max((sum(1 for key in match(row) if key) for row in rows), default=0)
        return (known, len(rows[0]) if rows else 0)

    return max((";", ",", "\t"), key=score)
