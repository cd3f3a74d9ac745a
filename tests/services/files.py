"""Files of services, built for a test: good ones, and hostile ones."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def workbook(*rows: Sequence[Any], title: str = "Diensten") -> bytes:
    """A sheet; dates and numbers are those of a spreadsheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd-mm-yyyy", "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def sheets(**named: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of several sheets by name."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for title, rows in named.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def drawn(build: Callable[[Any], Any]) -> bytes:
    """A workbook that openpyxl writes: with hidden rows, merged cells, formulas without a result, formats."""
    book = openpyxl.Workbook()
    build(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(*rows: Sequence[Any], mark: str = ";", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(mark.join("" if cell is None else str(cell) for cell in row) for row in rows).encode(encoding)


def rebuilt(content: bytes, changes: dict[str, bytes | None], *, stored: bool = False) -> bytes:
    """The same zip with other parts; None takes a part away."""
    out = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


GOOD = workbook(["Naam", "Groep"], ["Parkeren", "Mobiliteit"])


def with_sheet(rows: str, head: str = HEAD) -> bytes:
    return rebuilt(GOOD, {SHEET: f"{head}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()})


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


FIRST = f'<row r="1">{cell("A1", "Naam")}</row><row r="2">{cell("A2", "Parkeren")}</row>'
ENTITIES = (
    HEAD + '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
)


def far_cell() -> bytes:
    return with_sheet(FIRST + f'<row r="1048576">{cell("XFD1048576", "x")}</row>')


def far_column() -> bytes:
    return with_sheet(FIRST + f'<row r="3">{cell("A3", "y")}{cell("XFD3", "x")}</row>')


def far_format() -> bytes:
    """Only a colour stands so far away, as in many sheets of real life."""
    return with_sheet(FIRST + '<row r="1048576"><c r="XFD1048576" s="1"/></row>')


def many_rows() -> bytes:
    rows = "".join(f'<row r="{number}">{cell(f"A{number}", f"Dienst {number}")}</row>' for number in range(3, 12_000))
    return with_sheet(FIRST + rows)


def entities() -> bytes:
    return with_sheet(FIRST + f'<row r="3">{cell("A3", "&b;&f;")}</row>', ENTITIES)


def late_entities() -> bytes:
    return with_sheet(FIRST, HEAD + f"<!--{'x' * 5000}-->" + ENTITIES.removeprefix(HEAD))


def packed_bomb() -> bytes:
    """A few kilobytes that unpack to more than a hundred megabytes."""
    strings = f"{HEAD}<sst {MAIN}>".encode() + b"<si><t>" + b"a" * 120_000_000 + b"</t></si></sst>"
    return rebuilt(GOOD, {STRINGS: strings})


def strings_bomb() -> bytes:
    """Millions of empty strings, with noise beside them so that the ratio of the whole looks harmless."""
    import random

    noise = random.Random(1).randbytes(1_500_000)
    strings = f"{HEAD}<sst {MAIN}>".encode() + b"<si/>" * 15_000_000 + b"</sst>"
    return rebuilt(GOOD, {STRINGS: strings, "xl/media/image1.png": noise})


def styles_bomb() -> bytes:
    import random

    noise = random.Random(2).randbytes(1_500_000)
    styles = f"{HEAD}<styleSheet {MAIN}><cellXfs>".encode() + b"<xf/>" * 12_000_000 + b"</cellXfs></styleSheet>"
    return rebuilt(GOOD, {"xl/styles.xml": styles, "xl/media/image1.png": noise})


def locked() -> bytes:
    """Each part says that it is encrypted."""
    content = bytearray(GOOD)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def nested() -> bytes:
    return rebuilt(GOOD, {"xl/more.zip": GOOD})


def upward() -> bytes:
    return rebuilt(GOOD, {"../../etc/cron.d/x": b"x"})


def broken_part() -> bytes:
    return rebuilt(GOOD, {SHEET: b"<worksheet><sheetData><row"})


def without_sheet() -> bytes:
    return rebuilt(GOOD, {SHEET: None})


HOSTILE = {
    "far cell": (far_cell, "far below"),
    "far column": (far_column, "more than 60 columns"),
    "many rows": (many_rows, "more than 10,000 services"),
    "entities": (entities, "do not belong"),
    "entities behind a comment": (late_entities, "cannot be read"),
    "packed bomb": (packed_bomb, "too much"),
    "bomb of strings": (strings_bomb, "too much|cannot be read"),
    "bomb of styles": (styles_bomb, "too much|cannot be read"),
    "locked": (locked, "password"),
    "nested zip": (nested, "do not belong"),
    "path upward": (upward, "do not belong"),
    "half a part": (broken_part, "cannot be read"),
    "no sheet": (without_sheet, "no services"),
}


def large(rows: int = 10_000) -> bytes:
    """As many services as a file may hold, with all that a service can have."""
    head = ["Naam", "Groep", "Omschrijving", "Uitvoering", "Leverancier", "Uitgaven per jaar", "Einde contract",
            "Eindgebruikers", "Locaties", "EN 15221-4", "NEN 2748"]  # fmt: skip
    return workbook(head, *(
        [f"Dienst {number}", f"Groep {number % 40}", f"Wat gebruikers ervan merken, dienst {number}. " * 5,
         "uitbesteed", f"Leverancier {number % 300}", 1000 + number / 4, "31-12-2027", number,
         f"Gebouw {number % 30}; Gebouw {number % 7}", f"{number % 9}.{number % 5}", ""]
        for number in range(rows)
    ))  # fmt: skip
