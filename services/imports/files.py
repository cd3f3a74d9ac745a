"""A file of services as headings and rows, whatever stands in it."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from documents.tables import csv_plain
from services.imports import workbook
from services.imports.cells import Cell, line_of
from services.imports.fields import match
from services.imports.letters import decoded

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


# What is wrong with one sheet says nothing of the others.
OF_ONE_SHEET = ("far", "wide", "long")


@dataclass(frozen=True)
class Unseen:
    """What nobody sees who opens the file: the numbers of rows hidden by hand and by a filter, which are left out, the
    places of hidden columns, which are read, and the names of hidden sheets, which are not."""

    rows: tuple[int, ...] = ()
    filtered: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """What a file holds: the headings, each row with the number that it has in the file, and of a workbook the
    name of the sheet and of the others that may hold a list."""

    headings: list[str]
    rows: list[tuple[int, list[Cell]]]
    sheet: str = ""
    others: tuple[str, ...] = ()
    unseen: Unseen = Unseen()


def refusal(code: str) -> ValidationError:
    rows = number_format(ROWS, force_grouping=True)
    return ValidationError(str(REFUSALS[code]) % {"columns": workbook.COLUMNS, "rows": rows}, code=code)


def read_table(content: bytes, sheet: str = "") -> Table:
    """The list in a file, by its content; of a workbook the one on that sheet, or on the one that `_of_workbook`
    finds. Raises ValidationError with a sentence."""
    if content[:4] == b"PK\x03\x04":
        return _of_workbook(content, sheet)
    return _table(list(_of_text(content)))


def _table(lines: list[tuple[int, list[Cell]]], **about: Any) -> Table:
    place = _heading_place([cells for _number, cells in lines]) or 0
    if len(lines) <= place + 1:
        raise refusal("empty")
    if len(lines) - place - 1 > ROWS:
        raise refusal("long")
    return Table([line_of(cell)[:80] for cell in lines[place][1]], lines[place + 1 :], **about)


def _heading_place(rows: Sequence[list[Cell]]) -> int | None:
    """The first row that names a name column, among the first few; None when none does, and the first one counts."""
    for place, cells in enumerate(rows[:TITLE_ROWS]):
        if "name" in match([line_of(cell) for cell in cells]) and sum(bool(line_of(cell)) for cell in cells) > 1:
            return place
    return None


@dataclass
class _Sheet:
    """A sheet as the process gives it: its rows, and what it says of the file."""

    rows: list[tuple[int, list[Cell]]]
    about: dict[str, Any]

    @property
    def has_heading(self) -> bool:
        return _heading_place([cells for _number, cells in self.rows]) is not None

    def table(self, others: Sequence[str]) -> Table:
        unseen = Unseen(*(tuple(self.about.get(key, ())) for key in (
            "hidden", "filtered", "hidden_columns", "hidden_sheets")))  # fmt: skip
        return _table(self.rows, sheet=self.about.get("sheet", ""), others=tuple(others), unseen=unseen)


def _of_workbook(content: bytes, asked: str) -> Table:
    """The sheet that is asked, else the first with anything on it; where that is a cover, the first on which a heading
    is recognised."""
    refused = None
    sheet = _Sheet([], {})
    try:
        sheet = _sheet(content, asked)
    except ValidationError as error:
        if asked or error.code not in OF_ONE_SHEET:
            raise
        refused = error
    if refused is None and len(sheet.about.get("sheets", ())) < 2:
        return sheet.table(())
    lists = _lists_of(content)
    if not asked and not sheet.has_heading:
        other = next((name for name, has_heading in lists.items() if has_heading), None)
        if other is not None:
            sheet = _sheet(content, other)
        elif refused:
            raise refused
    return sheet.table([
        name for name, has_heading in lists.items()
        if name != sheet.about.get("sheet") and (has_heading or not any(lists.values()))
    ])  # fmt: skip


def _lists_of(content: bytes) -> dict[str, bool]:
    """The sheets with more than one row by name, and whether a heading is recognised on each."""
    rows: dict[str, list[list[Cell]]] = {}
    for name, cells in _asked(content, "peek"):
        rows.setdefault(name, []).append(cells)
    return {name: _heading_place(found) is not None for name, found in rows.items() if len(found) > 1}


def _sheet(content: bytes, name: str = "") -> _Sheet:
    about, *rows = _asked(content, *(["sheet", name] if name else [])) or [{}]
    return _Sheet([(number, cells) for number, cells in rows], about)


def _asked(content: bytes, *arguments: str) -> list[Any]:
    """By a process of its own, which may not take much and has nothing to reveal."""
    language = (get_language() or "en")[:2]
    command = [sys.executable, "-I", "-X", "utf8", str(Path(workbook.__file__)), language, *arguments]
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
    return [json.loads(line) for line in lines[:-1]]


# Text --------------------------------------------------------------------------------------------


def _of_text(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
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


def _separator(text: str) -> str:
    """What divides the columns: what makes most of the first lines into known headings, and then into most cells."""
    head = text[:8192]

    def score(mark: str) -> tuple[int, int]:
        try:
            reader = csv.reader(io.StringIO(head, newline=""), delimiter=mark)
            rows = [row for row, _number in zip(reader, range(TITLE_ROWS))]  # noqa: B905 - the shorter ends it
        except csv.Error:
            return (0, 0)
        known = max((sum(1 for key in match(row) if key) for row in rows), default=0)
        return (known, len(rows[0]) if rows else 0)

    return max((";", ",", "\t", "|"), key=score)
