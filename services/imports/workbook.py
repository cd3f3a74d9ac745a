"""Reads a spreadsheet in a process that has nothing to lose: no settings, no database, little memory and time.

Run by services.imports.files as `python -I workbook.py`: the file on standard input, JSON lines on standard
output: {"sheet": its name, "hidden": numbers of hidden rows, which are left out}, then [row number, cells] for each
row with something in it, then "done"; or
{"refused": why} and nothing after it. The first argument is the language of the reader, in which months are named
that a format does not name otherwise. With a number it reads that sheet, with "peek" the first rows of each.
Whatever a hostile file does to this process, the worker reads its end and says so in words.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
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


# What "Strict Open XML" calls the same things.
STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip


def plain_names(content: bytes) -> bytes:
    """A workbook in strict form as one in the usual form; any other as it is. It has passed `check_archive`."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        if "xl/workbook.xml" not in old.namelist() or STRICT[0][0] not in old.read("xl/workbook.xml"):
            return content
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                part = old.read(name)
                if name.endswith((".xml", ".rels")):
                    for strict, usual in STRICT:
                        part = part.replace(strict, usual)
                new.writestr(name, part)
    return out.getvalue()


def sheets_of(content: bytes) -> list[Any]:
    """The sheets that somebody sees who opens the file."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(plain_names(content)), read_only=True, data_only=True, keep_links=False)
    found = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or list(book.worksheets)
    for sheet in found:
        sheet.reset_dimensions()  # a file may lie about them
    return found


def cells_of(
    sheet: Any, language: str, hidden: list[int] | None = None, merged: list[Any] | None = None
) -> Iterator[Any]:
    """The rows of a sheet with something in them, each with its number. Hidden ones are left out, and their numbers
    put into `hidden`; into `merged` come the ranges that are one cell to the eye."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    book = sheet.parent

    class Parser(WorkSheetParser):
        def parse_cell(self, element: Any) -> Any:
            cell = super().parse_cell(element)
            if cell["value"] is None and element.find(FORMULA_TAG) is not None and element.get("t") != "str":
                cell["value"] = UNCOMPUTED
            return cell

    with sheet._get_source() as source:
        parser = Parser(
            source, sheet._shared_strings, data_only=True, epoch=book.epoch, date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        for number, cells in parser.parse():
            plain: list[Any] = []
            for cell in cells:
                if cell["value"] is None:
                    continue
                place = min(cell["column"], COLUMNS + 1)
                plain += [None] * (place - len(plain))
                plain[place - 1] = seen_cell(cell["value"], book, cell["style_id"], language)
            while plain and plain[-1] in ("", None):
                plain.pop()
            if not plain:
                continue
            if parser.row_dimensions.pop(str(number), {}).get("hidden") in ("1", "true"):
                if hidden is not None:
                    hidden.append(number)
                continue
            yield number, plain
        if merged is not None and parser.merged_cells is not None:
            merged.extend(one.ref for one in parser.merged_cells.mergeCell)


def rows_of(
    content: bytes, language: str, wanted: int | None, hidden: list[int]
) -> tuple[str, list[tuple[int, list[Any]]]]:
    """The name of one sheet and its rows, each with its number: the one wanted, or the first that has any."""
    sheets = sheets_of(content)
    for sheet in sheets if wanted is None else sheets[wanted : wanted + 1]:
        rows: list[tuple[int, list[Any]]] = []
        merged: list[Any] = []
        size = 0
        for number, plain in cells_of(sheet, language, hidden, merged):
            if number > LAST_ROW:
                raise Refused("far")
            if len(plain) > COLUMNS:
                raise Refused("wide")
            size += sum(len(cell) for cell in plain if isinstance(cell, str))
            rows.append((number, plain))
            if len(rows) > ROWS + TITLE_ROWS + 1:
                raise Refused("long")
            if size > ALL_CELLS:
                raise Refused("large")
        if rows:
            spread(rows, merged)
            return sheet.title, rows
    return "", []


def spread(rows: list[tuple[int, list[Any]]], merged: list[Any]) -> None:
    """Puts what a merged cell says into each row that it spans, in its first column."""
    from openpyxl.utils import range_boundaries

    by_number = dict(rows)
    for ref in merged[:ROWS]:
        bounds: Any = range_boundaries(ref)  # a whole column or row has no number at its ends
        if None in bounds:
            continue
        column, first, _last_column, last = bounds
        value = by_number.get(first, [None] * column)[column - 1 : column]
        if last == first or column > COLUMNS or not value or value[0] is None:
            continue
        for number in range(first + 1, min(last, LAST_ROW) + 1):
            cells = by_number.get(number)
            if cells is not None:
                cells += [None] * (column - len(cells))
                cells[column - 1] = value[0] if cells[column - 1] is None else cells[column - 1]


def peek(content: bytes, language: str) -> Iterator[str]:
    """The first rows of each sheet, as [place of the sheet, cells]: a heading may stand on any of them."""
    check_archive(content)
    for place, sheet in enumerate(sheets_of(content)[:SHEETS]):
        for (number, plain), _count in zip(cells_of(sheet, language), range(TITLE_ROWS), strict=False):
            if number > LAST_ROW:
                break
            yield json.dumps([place, plain[:COLUMNS]])
    yield '"done"'


# How a formula stands here of which the file holds no result; see services.imports.cells.
UNCOMPUTED = "#UNCOMPUTED!"
# Zeros in front or behind that only the format shows, as codes have them: 000, 0.00.
_ZEROS = re.compile(r"^(0{2,}|0+\.0+)$")
_PERCENT = re.compile(r"^0(\.0+)?%$")
# How Excel names the months, by the language that a format asks for: Dutch, else English.
MONTHS = {
    "nl": ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"],
}  # fmt: skip
_SHORT_DUTCH = {"maart": "mrt"}
_LANGUAGE = re.compile(r"\[\$[^\]-]*-(?:[0-9a-f]*?([0-9a-f]{2})|([a-z]{2})[a-z-]*)\]")
# Also by the last two figures of the number that Windows gives a language, as in [$-413].
_LANGUAGES = {"13": "nl", "nl": "nl", "09": "en", "en": "en"}
_OF_A_FORMAT = re.compile(r"\[[^\]]*\]|\"([^\"]*)\"|\\(.)|_.|\*.|d+|m+|y+|.")


def seen_cell(value: Any, book: Any, style: int, language: str) -> Any:
    """A cell as somebody sees it, where its format adds figures to a number; a day and a time always, and marked as
    such: [1.1, "1.10"], ["2026-10-02", "2-Oct", "day"]."""
    plain = plain_cell(value)
    if isinstance(value, time | timedelta):
        return [plain, plain.removeprefix("0").removesuffix(":00"), "time"]
    if isinstance(plain, str) and not isinstance(value, date):
        return plain
    shown = number_format(book, style)
    if isinstance(value, date):
        return [plain, shown_day(value, shown, language), "day"]
    if _PERCENT.match(shown):
        return [plain, f"{value:.{shown.count('0') - 1}%}"]
    if value is not None and _ZEROS.match(shown):
        whole, _point, decimals = shown.partition(".")
        text = f"{value:0{len(whole) + (len(decimals) + 1 if decimals else 0)}.{len(decimals)}f}"
        # Never what the format only rounds away, as of an amount.
        return [plain, text] if float(text) == float(value) else plain
    return plain


# The short date of the reader's own computer (ECMA-376-1, 18.8.30): Excel writes it into the file as American.
_OWN_SHORT_DATES = {"mm-dd-yy", "m/d/yyyy", "m/d/yy h:mm"}


def shown_day(day: date, shown: str, language: str) -> str:
    """A day as Excel shows it by the format of its cell; the clock beside it is left out."""
    shown = shown.lower().split(";")[0]
    if asked := _LANGUAGE.match(shown):
        language = _LANGUAGES.get(asked[1] or asked[2], language)
    if shown in _OWN_SHORT_DATES or not re.search("[dmy]", shown):
        return f"{day.day}-{day.month}-{day.year}"
    name = MONTHS["nl" if language == "nl" else "en"][day.month - 1]
    short = _SHORT_DUTCH.get(name, name[:3])
    parts = {
        "d": f"{day.day}", "dd": f"{day.day:02}", "m": f"{day.month}", "mm": f"{day.month:02}", "mmm": short,
        "mmmm": name, "mmmmm": name[0], "yy": f"{day.year % 100:02}", "yyyy": f"{day.year}",
    }  # fmt: skip
    shown = re.split(r"\[?[hs]", shown)[0]
    text = ""
    for token in _OF_A_FORMAT.finditer(shown):
        sign = token[0]
        if sign[0] in "dmy":
            text += parts.get(sign, "")
        elif sign[0] not in "[_*@":
            text += token[1] or token[2] or (sign if len(sign) == 1 else "")
    return text.strip(" ,")


def number_format(book: Any, style: int) -> str:
    """How Excel is told to write the cell."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    number = book._cell_styles[style].numFmtId if style < len(book._cell_styles) else 0
    if number < BUILTIN_FORMATS_MAX_SIZE:
        return BUILTIN_FORMATS.get(number, "General")
    place = number - BUILTIN_FORMATS_MAX_SIZE
    return book._number_formats[place] if place < len(book._number_formats) else "General"


def plain_cell(value: Any) -> Any:
    """A text, a number, an ISO date or nothing."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)[:LONGEST_CELL]


def read(content: bytes, language: str, wanted: int | None = None) -> Iterator[str]:
    """The lines to print."""
    check_archive(content)
    hidden: list[int] = []
    sheet, rows = rows_of(content, language, wanted, hidden)
    if rows:
        yield json.dumps({"sheet": sheet[:LONGEST_TITLE], "hidden": hidden})
    for number, cells in rows:
        yield json.dumps([number, cells])
    yield '"done"'


def main() -> int:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        content, (language, *asked) = sys.stdin.buffer.read(), sys.argv[1:]
        if asked == ["peek"]:
            lines = peek(content, language)
        else:
            lines = read(content, language, int(asked[0]) if asked else None)
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
