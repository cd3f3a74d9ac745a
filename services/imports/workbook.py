"""Reads a spreadsheet in a process that has nothing to lose: no settings, no database, little memory and time.

Run by services.imports.files as `python -I workbook.py LANGUAGE`: the file on standard input, JSON lines on standard
output: {"sheet": its name, "sheets": the names of all that are to be seen, ...} with what nobody sees, then
[row number, cells] for each row with something in it, then "done"; or {"refused": why} and nothing after it. Months are
named in that language where a format does not name them otherwise. With "sheet" and a name it reads that sheet, with
"peek" the first rows of each, as [name of the sheet, cells].
Whatever a hostile file does to this process, the worker reads its end and says so in words.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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


def sheets_of(content: bytes) -> tuple[list[Any], list[str]]:
    """The sheets that somebody sees who opens the file, and the names of the others."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(plain_names(content)), read_only=True, data_only=True, keep_links=False)
    found = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or list(book.worksheets)
    for sheet in found:
        sheet.reset_dimensions()  # a file may lie about them
    return found[:SHEETS], [name_of(sheet) for sheet in book.worksheets if sheet not in found]


def name_of(sheet: Any) -> str:
    return str(sheet.title)[:LONGEST_TITLE]


@dataclass
class Unseen:
    """What a sheet holds and nobody sees who opens it: the numbers of rows that are hidden, by hand and by a filter,
    and the places of hidden columns; and the ranges that are one cell to the eye."""

    rows: list[int] = field(default_factory=list)
    filtered: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def cells_of(sheet: Any, language: str, unseen: Unseen) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a sheet with something in them, each with its number. Hidden ones are left out."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    book = sheet.parent
    shared: dict[str, str] = {}

    class Parser(WorkSheetParser):
        def parse_cell(self, element: Any) -> Any:
            cell = super().parse_cell(element)
            if cell["value"] is None and element.find(FORMULA_TAG) is not None and element.get("t") != "str":
                cell["value"] = UNCOMPUTED
            cell["sum"] = self.sum_of(element, cell["row"], cell["column"])
            return cell

        def sum_of(self, element: Any, row: int, column: int) -> str:
            formula = element.find(FORMULA_TAG)
            if formula is None:
                return ""
            if formula.get("t") != "shared":
                return adds_up(formula.text or "", row, column)
            if formula.text:  # the others that share it hold only its number
                shared[formula.get("si")] = adds_up(formula.text, row, column)
            return shared.get(formula.get("si"), "")

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
                seen = seen_cell(cell["value"], book, cell["style_id"], language)
                plain[place - 1] = marked(seen, cell["sum"]) if cell["sum"] else seen
            while plain and plain[-1] in ("", None):
                plain.pop()
            if not plain:
                continue
            if is_hidden(parser.row_dimensions.pop(str(number), {})):
                unseen.rows.append(number)
                continue
            yield number, plain
    if parser.merged_cells is not None:
        unseen.merged = [one.ref for one in parser.merged_cells.mergeCell]
    for one in parser.column_dimensions.values():
        if is_hidden(one):
            unseen.columns += range(int(one["min"]) - 1, min(int(one["max"]), COLUMNS))
    filters, hidden = list(filters_of(sheet, parser)), unseen.rows
    unseen.filtered = [number for number in hidden if any(number in rows for rows in filters)]
    unseen.rows = [number for number in hidden if not any(number in rows for rows in filters)]


def is_hidden(dimension: Mapping[str, str]) -> bool:
    return dimension.get("hidden") in ("1", "true")


def filters_of(sheet: Any, parser: Any) -> Iterator[range]:
    """The rows of each filter that is set on a sheet: on its cells, or on a table on it."""
    from openpyxl.utils import range_boundaries
    from openpyxl.xml.functions import fromstring

    own = getattr(parser, "auto_filter", None)
    found = [own.ref] if own is not None and own.filterColumn else []
    for part in parts_of(sheet, TABLE):
        for element in fromstring(part).iter("{*}autoFilter"):
            found += [element.get("ref")] if element.find("{*}filterColumn") is not None else []
    for ref in filter(None, found):
        bounds: Any = range_boundaries(ref)
        if None not in bounds:
            yield range(bounds[1] + 1, bounds[3] + 1)


# How a sheet refers to a table on it.
TABLE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"


def parts_of(sheet: Any, kind: str) -> Iterator[bytes]:
    """The parts of the file that a sheet refers to, of one kind."""
    from openpyxl.packaging.relationship import get_dependents, get_rels_path

    archive, place = sheet.parent._archive, get_rels_path(sheet._worksheet_path)
    names = set(archive.namelist())
    for one in get_dependents(archive, place).find(kind) if place in names else ():
        if one.target in names:
            yield archive.read(one.target)


def rows_of(sheet: Any, language: str, unseen: Unseen) -> list[tuple[int, list[Any]]]:
    """The rows of a sheet, each with its number."""
    rows: list[tuple[int, list[Any]]] = []
    size = 0
    for number, plain in cells_of(sheet, language, unseen):
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
    spread(rows, unseen.merged)
    return rows


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
    """The first rows of each sheet: a heading may stand on any of them."""
    check_archive(content)
    for sheet in sheets_of(content)[0]:
        for (number, plain), _count in zip(cells_of(sheet, language, Unseen()), range(TITLE_ROWS), strict=False):
            if number > LAST_ROW:
                break
            yield json.dumps([name_of(sheet), plain[:COLUMNS]])
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


# What a formula holds that only adds: functions around it, references, numbers that say how.
_ADDING = re.compile(r"(?:_XLFN\.)?(?:SUM|SUBTOTAL|AGGREGATE|ROUND|IFERROR)\(")
_CELLS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_OF_A_TABLE = re.compile(r"(?:\w{1,255})?\[[^\[\]@#]{1,255}\]")
_REST = re.compile(r"[0-9,+()\s]*")


def adds_up(formula: str, row: int, column: int) -> str:
    """Whether a formula adds cells of other rows in its own column: "sum", "sum_below" when all stand below it, ""."""
    plain = formula.upper().replace("$", "")
    bare = _ADDING.sub("(", plain)
    if bare != plain and (in_table := _OF_A_TABLE.sub("", bare)) != bare and _REST.fullmatch(in_table):
        return "sum"
    rows: list[int] = []
    for first_column, first, last_column, last in _CELLS.findall(bare):
        if column_number(first_column) != column or column_number(last_column or first_column) != column:
            return ""
        rows += [int(first), int(last or first)]
    if not _REST.fullmatch(_CELLS.sub("", bare)) or len(set(rows)) < 2 or any(
        first <= row <= last for first, last in zip(rows[::2], rows[1::2], strict=True)
    ):  # fmt: skip
        return ""
    return "sum_below" if min(rows) > row else "sum"


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def marked(seen: Any, mark: str) -> Any:
    """A cell that is a number, or is to become one, with a mark: [1500, 1500, "sum"]."""
    if isinstance(seen, list):
        return [*seen[:2], mark] if len(seen) == 2 else seen
    return [seen, seen, mark] if isinstance(seen, int | float) or seen == UNCOMPUTED else seen


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


def read(content: bytes, language: str, wanted: str = "") -> Iterator[str]:
    """The lines to print: of the sheet that is wanted, or of the first that has any rows."""
    check_archive(content)
    sheets, hidden = sheets_of(content)
    names = [name_of(sheet) for sheet in sheets]
    for sheet in sheets:
        if wanted and name_of(sheet) != wanted:
            continue
        unseen = Unseen()
        if rows := rows_of(sheet, language, unseen):
            yield json.dumps({
                "sheet": name_of(sheet), "sheets": names, "hidden_sheets": hidden, "hidden": unseen.rows,
                "filtered": unseen.filtered, "hidden_columns": unseen.columns,
            })  # fmt: skip
            for number, cells in rows:
                yield json.dumps([number, cells])
            break
    yield '"done"'


def main() -> int:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        content, (language, *asked) = sys.stdin.buffer.read(), sys.argv[1:]
        lines = peek(content, language) if asked == ["peek"] else read(content, language, *asked[1:])
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
