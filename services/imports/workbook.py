"""Reads a spreadsheet in a process that has nothing to lose: no settings, no database, little memory and time.

Run by services.imports.files as `python -I workbook.py`: the file on standard input, JSON lines on standard
output: {"sheet": its name}, then [row number, cells] for each row with something in it, then "done"; or
{"refused": why} and nothing after it. With a number it reads that sheet, with "peek" the first rows of each.
Whatever a hostile file does to this process, the worker reads its end and says so in words.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

MEMORY = 280 * 1024 * 1024  # of address space, so what is really used is less
SECONDS = 45  # of processor time
MEMBERS, UNPACKED, RATIO = 1000, 100 * 1024 * 1024, 100
ROWS, COLUMNS, LAST_ROW = 10_000, 60, 20_000
TITLE_ROWS = 10  # the heading may stand under a title
SHEETS, LONGEST_TITLE = 30, 60
LONGEST_CELL, ALL_CELLS = 4_000, 25_000_000


class Refused(Exception):
    """The argument is a word that services.imports.files puts into a sentence."""


def check_archive(content: bytes) -> None:
    """What can be known of a zip before anything in it is unpacked, and that no part declares entities."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Refused("broken") from error
    members = archive.infolist()
    names = [member.filename for member in members]
    size = sum(member.file_size for member in members)
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused("locked")
    if len(members) > MEMBERS or size > UNPACKED or size > RATIO * len(content):
        raise Refused("large")
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name for name in names):
        raise Refused("odd")
    if len(set(names)) != len(names) or any(name.lower().endswith((".zip", "vbaproject.bin")) for name in names):
        raise Refused("odd")
    if not any(name.startswith("xl/") for name in names):
        raise Refused("broken")
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")):
            with archive.open(member) as part:
                if b"<!DOCTYPE" in part.read(4096).replace(b"\0", b"").upper():
                    raise Refused("odd")


def sheets_of(content: bytes) -> list[Any]:
    """The sheets that somebody sees who opens the file."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    found = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or list(book.worksheets)
    for sheet in found:
        sheet.reset_dimensions()  # a file may lie about them
    return found


def cells_of(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a sheet with something in them, each with its number."""
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        plain = [plain_cell(cell) for cell in cells] if any(cell is not None for cell in cells) else []
        while plain and plain[-1] in ("", None):
            plain.pop()
        if plain:
            yield number, plain


def rows_of(content: bytes, wanted: int | None) -> Iterator[tuple[str, int, list[Any]]]:
    """The rows of one sheet, each with its name and its number: the one wanted, or the first that has any."""
    sheets = sheets_of(content)
    for sheet in sheets if wanted is None else sheets[wanted : wanted + 1]:
        found = False
        for number, plain in cells_of(sheet):
            if number > LAST_ROW:
                raise Refused("far")
            if len(plain) > COLUMNS:
                raise Refused("wide")
            found = True
            yield sheet.title, number, plain
        if found:
            return


def peek(content: bytes) -> Iterator[str]:
    """The first rows of each sheet, as [place of the sheet, cells]: a heading may stand on any of them."""
    check_archive(content)
    for place, sheet in enumerate(sheets_of(content)[:SHEETS]):
        for (number, plain), _count in zip(cells_of(sheet), range(TITLE_ROWS), strict=False):
            if number > LAST_ROW:
                break
            yield json.dumps([place, plain[:COLUMNS]])
    yield '"done"'


def plain_cell(value: Any) -> Any:
    """A text, a number, an ISO date or nothing."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)[:LONGEST_CELL]


def read(content: bytes, wanted: int | None = None) -> Iterator[str]:
    """The lines to print."""
    check_archive(content)
    size = 0
    for count, (sheet, number, cells) in enumerate(rows_of(content, wanted), start=1):
        if count == 1:
            yield json.dumps({"sheet": sheet[:LONGEST_TITLE]})
        size += sum(len(cell) for cell in cells if isinstance(cell, str))
        if count > ROWS + TITLE_ROWS + 1:
            raise Refused("long")
        if size > ALL_CELLS:
            raise Refused("large")
        yield json.dumps([number, cells])
    yield '"done"'


def main() -> int:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        content, asked = sys.stdin.buffer.read(), sys.argv[1:]
        lines = peek(content) if asked == ["peek"] else read(content, int(asked[0]) if asked else None)
        for line in lines:
            sys.stdout.write(line + "\n")
    except Refused as refused:
        sys.stdout.write(json.dumps({"refused": str(refused)}) + "\n")
    except MemoryError:
        return 3
    except Exception:  # whatever a parser finds in what a stranger wrote
        sys.stdout.write('{"refused": "broken"}\n')
    return 0


if __name__ == "__main__":
    sys.exit(main())
