"""Tables out: nothing in them is executed."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS

from common.edges import clean_text
from documents.tables import Column, csv_file, csv_plain, csv_safe, sheet_name, xlsx


def test_xlsx_keeps_kinds_and_holds_no_formula():
    columns = [
        Column("Name", 30),
        Column("Spend", kind="money"),
        Column("End", kind="date"),
        Column("Users", kind="number"),
    ]
    made = xlsx(
        "services", columns, [["=1+1", Decimal("12.50"), date(2027, 1, 2), 3], ["http://x\x00", None, None, None]]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    first = [cell.value for cell in sheet[2]]
    assert first[0] == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert first[1] == 12.5
    assert first[2].date() == date(2027, 1, 2)
    assert sheet["C2"].number_format == BUILTIN_FORMATS[14]  # the short date of the reader's own program
    assert sheet["A3"].value == "http://x "
    assert sheet["A3"].hyperlink is None
    assert sheet.freeze_panes == "A2"
    assert made.name == "services.xlsx"


@pytest.mark.parametrize("text", ["=1+1", "+31", "-x", "@x", "\t=1", " =1", '"=1', "＝1", "-1+2"])
def test_csv_marks_what_could_be_a_formula(text):
    escaped = csv_safe(text)
    assert escaped == f"'{text}" or text == "+31"
    assert csv_plain(escaped) == text


@pytest.mark.parametrize("text", ["-12,5", "+31", "12", "Koffie = lekker", ""])
def test_csv_leaves_numbers_and_words_alone(text):
    assert csv_safe(text) == text


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=500)))
def test_csv_escape_can_be_undone(text):
    if not text.startswith("'"):
        assert csv_plain(csv_safe(text)) == clean_text(text)


def test_csv_opens_in_dutch_excel():
    made = csv_file("x", ["Naam", "Bedrag"], [["Café", 1], [None, "=A1"]])
    assert made.content == '\ufeff"Naam";"Bedrag"\r\n"Café";"1"\r\n"";"\'=A1"\r\n'.encode()


def test_sheet_names_are_made_fit():
    assert sheet_name("a/b:c" + "x" * 40) == "a b c" + "x" * 26
    assert sheet_name("") is None
