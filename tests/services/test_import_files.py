"""Files into rows: the marks and letters of CSV files, sheets of real life, and files that mean harm."""

import io
import zipfile
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table

from services.imports import workbook as workbook_process
from services.imports.files import read_table
from tests.services.files import FIRST, GOOD, HOSTILE, csv, drawn, far_format, large, rebuilt, with_sheet, workbook

ROWS = [(2, ["Parkeren", "1.234,50"]), (3, ["Café", "12"])]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_is_read_whatever_its_mark_and_letters(mark, encoding):
    amount = '"1.234,50"' if mark == "," else "1.234,50"
    table = read_table(
        csv(["Naam", "Uitgaven per jaar"], ["Parkeren", amount], ["Café", 12], mark=mark, encoding=encoding)
    )
    assert (table.headings, table.rows) == (["Naam", "Uitgaven per jaar"], ROWS)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_lines_end_as_their_program_ends_them(end, mark):
    text = f'Naam{mark}Groep{end}"Proef{end}een"{mark}Proef{end}Twee{mark}Proef{end}'
    assert read_table(text.encode()).rows == [(2, ["Proef\neen", "Proef"]), (3, ["Twee", "Proef"])]
    assert read_table(f"sep={mark}{end}{text}".encode()).rows == [(3, ["Proef\neen", "Proef"]), (4, ["Twee", "Proef"])]


@pytest.mark.parametrize(
    "letters",
    ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8", "utf-8-sig", "cp1252", "mac_roman", "cp850", "iso-8859-15"],
)
@pytest.mark.parametrize("name", ["Café", "patiëntenpost", "coördinatie", "geïnformeerd"])
def test_letters_are_known_by_the_file_itself(letters, name):
    assert read_table(f"Naam;Groep\n{name};Proef\n".encode(letters)).rows == [(2, [name, "Proef"])]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Café\n8".encode() + b"\x96" + b"20", ["Café", "8\ufffd20"]),
        ("Café\nReünie\n".encode() + b"Caf\xe9", ["Café", "Reünie", "Caf\ufffd"]),
        (b"foto\x92s\n80\x9620\n\x80 5", ["foto’s", "80–20", "€ 5"]),
        (b"Caf\xe9\n\x93Zacht\x94", ["Café", "“Zacht”"]),
        (b"Caf\x8e\nfoto\xd5s", ["Café", "foto’s"]),
    ],
)
def test_one_bad_byte_renames_no_other(content, names):
    assert [cells[0] for _number, cells in read_table(b"Naam\n" + content).rows] == names


def test_csv_with_a_line_that_names_its_mark():
    assert read_table(b"sep=|\r\nNaam|Groep\r\nParkeren|Auto's\r\n").rows == [(3, ["Parkeren", "Auto's"])]


def test_rows_keep_their_number_and_empty_ones_are_passed_over():
    content = b'Naam;Omschrijving\n\n;\nParkeren;"twee\nregels; en een ""woord"""\n;;;\nPost;\n'
    assert read_table(content).rows == [(4, ["Parkeren", 'twee\nregels; en een "woord"']), (6, ["Post"])]


def test_marks_against_formulas_are_taken_off_again():
    assert read_table(b"Naam;Omschrijving\n'=1+1;'t Gooi\n").rows == [(2, ["=1+1", "'t Gooi"])]


def test_sheet_keeps_numbers_and_days():
    table = read_table(
        workbook(["Naam", "Bedrag", "Einddatum"], ["Parkeren", 1234.5, date(2026, 12, 31)], [], ["Post", 3])
    )
    assert table.rows == [(2, ["Parkeren", 1234.5, ["2026-12-31", "31-12-2026", "day"]]), (4, ["Post", 3])]


def test_headings_may_stand_under_a_title():
    table = read_table(
        workbook(["Diensten van de campus"], [], ["Nr", "Dienst", "Groep"], [1, "Parkeren", "Mobiliteit"])
    )
    assert (table.headings, table.rows) == (["Nr", "Dienst", "Groep"], [(4, [1, "Parkeren", "Mobiliteit"])])


def test_colour_far_away_does_no_harm():
    assert read_table(far_format()).rows == [(2, ["Parkeren"])]


@pytest.mark.parametrize("content", [b"Naam;Groep\r\n", b"\r\n", workbook(["Naam"])])
def test_file_without_services_is_refused(content):
    with pytest.raises(ValidationError, match="no services"):
        read_table(content)


def test_long_csv_is_refused():
    with pytest.raises(ValidationError, match="more than 10,000 services"):
        read_table(b"Naam\n" + b"x\n" * 10_001)
    assert len(read_table(b"Naam\n" + b"x\n" * 10_000).rows) == 10_000


def test_quotation_mark_that_never_ends_is_refused():
    with pytest.raises(ValidationError, match="quotation mark"):
        read_table(b'Naam;Groep\n"Parkeren;' + b"x" * 200_000)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbook_is_refused_in_words_by_a_process_of_its_own(name):
    make, words = HOSTILE[name]
    with pytest.raises(ValidationError, match=words):
        read_table(make())


def test_largest_file_is_read_within_the_memory_that_the_process_gets():
    assert workbook_process.MEMORY < 300 * 1024 * 1024
    assert len(read_table(large()).rows) == 10_000


def test_reading_process_knows_nothing(monkeypatch):
    """No setting, no secret: its environment is empty."""
    import subprocess

    seen = {}
    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: seen.update(kwargs) or real(*args, **kwargs))
    read_table(GOOD)
    assert seen["env"] == {}


def test_merged_group_holds_for_all_its_rows():
    def build(sheet):
        for row in (["Groep", "Naam"], ["Zacht", "Een"], [None, "Twee"], ["Hard", "Drie"], [None, "Vier"]):
            sheet.append(row)
        sheet.merge_cells("A2:A3")

    assert read_table(drawn(build)).rows == [
        (2, ["Zacht", "Een"]), (3, ["Zacht", "Twee"]), (4, ["Hard", "Drie"]), (5, [None, "Vier"]),
    ]  # fmt: skip


def test_hidden_rows_are_left_out_and_named():
    def build(sheet):
        for name in ("Naam", "Een", "Twee", "Drie"):
            sheet.append([name, "x"])
        sheet.row_dimensions[3].hidden = True

    table = read_table(drawn(build))
    assert (table.rows, table.unseen.rows) == ([(2, ["Een", "x"]), (4, ["Drie", "x"])], (3,))


def test_hidden_rows_are_those_of_the_sheet_that_is_read():
    def build(sheet):
        for row in (["Naam", "Groep"], ["Een", "x"]):
            sheet.append(row)
        sheet.row_dimensions[1].hidden = sheet.row_dimensions[2].hidden = True
        other = sheet.parent.create_sheet("Ander")
        for row in (["Naam", "Groep"], ["Twee", "x"]):
            other.append(row)

    table = read_table(drawn(build))
    assert (table.sheet, table.rows, table.unseen.rows) == ("Ander", [(2, ["Twee", "x"])], ())


def test_rows_that_the_filter_of_a_table_hides_are_told_apart():
    def build(sheet):
        for name in ("Naam", "Een", "Twee", "Drie", "Vier"):
            sheet.append([name, "x"])
        table = Table(displayName="Lijst", ref="A1:B4")
        table.autoFilter = AutoFilter(ref="A1:B4")
        table.autoFilter.add_filter_column(0, ["Een"])
        table._initialise_columns()
        for column, name in zip(table.tableColumns, ("Naam", "x"), strict=True):
            column.name = name
        sheet.add_table(table)
        for number in (3, 4, 5):
            sheet.row_dimensions[number].hidden = True

    unseen = read_table(drawn(build)).unseen
    assert (unseen.filtered, unseen.rows) == ((3, 4), (5,))


@pytest.mark.parametrize(
    ("value", "shown", "seen"),
    [
        (15, "000", [15, "015"]), (1.1, "0.00", [1.1, "1.10"]), (2.1, "0.000", [2.1, "2.100"]),
        (15, "General", 15), (1.234, "0.00", 1.234),
        (0.125, "0.0%", [0.125, "12.5%"]), (time(1, 30), "h:mm", ["01:30:00", "1:30", "time"]),
        ("=1+1", "0", "#UNCOMPUTED!"),
    ],
)  # fmt: skip
def test_cell_is_read_as_somebody_sees_it(value, shown, seen):
    def build(sheet):
        sheet.append(["Naam", "EN 15221-4"])
        sheet.append(["Een", value])
        sheet["B2"].number_format = shown

    assert read_table(drawn(build)).rows == [(2, ["Een", seen])]


@pytest.mark.parametrize(
    ("shown", "seen"),
    [
        ("d.mm", "2.10"), ("dd-mm-yyyy", "02-10-2026"), ("mm-dd-yy", "2-10-2026"), ("d-mmm", "2-okt"),
        ("mmm-yy", "okt-26"), ("[$-413]d/mmm/yy;@", "2/okt/26"), ("[$-809]d\\ mmmm\\ yyyy;@", "2 October 2026"),
        ("[$-en-GB]dd mmmm", "02 October"), ("[$-F800]dddd, mmmm dd, yyyy", "oktober 02, 2026"),
        ("d-m-yyyy h:mm", "2-10-2026"),
    ],
)  # fmt: skip
def test_day_is_shown_as_excel_shows_it(shown, seen):
    with translation.override("nl"):
        assert workbook_process.shown_day(date(2026, 10, 2), shown, "nl") == seen
        assert read_table(drawn(lambda sheet: dated(sheet, shown))).rows[0][1][1][:2] == ["2026-10-02", seen]


def dated(sheet, shown) -> None:
    sheet.append(["Naam", "EN 15221-4"])
    sheet.append(["Een", date(2026, 10, 2)])
    sheet["B2"].number_format = shown


@pytest.mark.parametrize(
    ("formula", "mark"),
    [
        ("SUM(C2:C9)", "sum"), ("SUBTOTAL(109,$C$2:$C$9)", "sum"), ("SUBTOTAL(109,Tabel1[Uitgaven per jaar])", "sum"),
        ("AGGREGATE(9,5,C2:C9)", "sum"), ("C2+C9", "sum"), ("+C2+C5+C9", "sum"), ("SUM(C2,C5)", "sum"),
        ("ROUND(SUM(C2:C9),2)", "sum"), ("SUM(C2:C4)+SUM(C6:C9)", "sum"), ("SUM(C11:C14)", "sum_below"),
        ("SUM(D10:F10)", ""), ("SUM(C2:C10)", ""), ("C9*12", ""), ("C9", ""), ("SUM(D2:D9)", ""), ("SUM(C9:C9)", ""),
        ("SUM(Blad2!C2:C9)", ""), ("SUM(Tabel1[@[jan]:[dec]])", ""), ("AVERAGE(C2:C9)", ""), ("C2-C9", ""), ("", ""),
    ],
)  # fmt: skip
def test_formula_that_only_adds_other_rows_is_known(formula, mark):
    assert workbook_process.adds_up(formula, 10, 3) == mark


def test_formula_of_a_total_is_known_where_its_cells_share_it():
    rows = "".join(f'<row r="{n}"><c r="B{n}"><v>{n}</v></c><c r="C{n}"><v>{n}</v></c></row>' for n in (3, 4))
    total = (
        '<row r="5"><c r="B5"><f t="shared" ref="B5:C5" si="0">SUM(B3:B4)</f><v>7</v></c>'
        '<c r="C5" s="0"><f t="shared" si="0"/><v>7</v></c></row>'
    )
    assert read_table(with_sheet(FIRST + rows + total)).rows[-1] == (5, [None, [7, 7, "sum"], [7, 7, "sum"]])


def test_strict_workbook_is_read():
    content = drawn(lambda sheet: [sheet.append(row) for row in (["Naam", "Groep"], ["Een", "Zacht"])])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {}
        for name in book.namelist():
            parts[name] = book.read(name)
            for strict, usual in workbook_process.STRICT:
                parts[name] = parts[name].replace(usual, strict) if name.startswith("xl/") else parts[name]
    assert read_table(rebuilt(content, parts)).rows == [(2, ["Een", "Zacht"])]
