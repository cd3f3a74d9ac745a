"""What people write in a cell, and what it means."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from services.imports.cells import (
    NOT_KNOWN,
    Fault,
    day_of,
    decimal_mark,
    looks_like_made_by_excel,
    number_of,
    read,
    text_of,
)
from services.imports.fields import BY_KEY, DELIVERY_OF, FIELDS, field_of, match, words
from services.models import Delivery


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.234,50", "1234.50"), ("€ 1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("1234,5", "1234.5"),
        ("1234.5", "1234.5"), ("1.234", "1234"), ("1,234", "1234"), ("1.234.567", "1234567"),
        ("12.345.678,90", "12345678.90"),
        ("EUR 48.500", "48500"), ("48.500,-", "48500"), ("€\u00a01 234,00", "1234.00"), ("0,5", "0.5"), ("0", "0"),
        ("12,500", "12500"), ("-5", "-5"), (1234.5, "1234.50"), (3, "3.00"), (0.1 + 0.2, "0.30"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_they_are_meant(cell, value):
    assert number_of(cell) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("veel", "number"), ("ca. 500", "number"), ("1.23.4", "number"), ("1,2,3", "number"), ("€", "number"),
        ("12.34,56.7", "number"), ("1e9", "number"), ("١٢٣", "number"), ("12,3456", "decimals"),
        (float("inf"), "number"),
        ("50%", "number"), ("10-20", "number"), ("1234.567,00", "number"), ("0,125", "decimals"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(cell, code):
    with pytest.raises(Fault) as fault:
        number_of(cell)
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["1.234", "99,50"], ","), (["1,234", "99.50"], "."), (["1.234", "12"], ""), (["1.234", "1,234"], "both"),
        (["1,5", "1.5"], "both"), (["1.234.567"], ","), (["1,234,567"], "."), ([1.5, None, "x"], ""), (["0.125"], "."),
    ],
)  # fmt: skip
def test_column_tells_its_decimal_mark(column, mark):
    assert decimal_mark(column) == mark


@pytest.mark.parametrize(
    ("cell", "mark", "value"),
    [("1.234", ",", "1234"), ("1,234", ".", "1234"), ("1.234", "", "1234"), ("1.234", ".", None), ("1,234", ",", None),
     ("1.234", "both", None)],
)  # fmt: skip
def test_three_digits_behind_one_mark_are_read_by_the_column(cell, mark, value):
    if value is None:
        with pytest.raises(Fault, match="unclear"):
            number_of(cell, mark)
    else:
        assert number_of(cell, mark) == Decimal(value)


@pytest.mark.parametrize(
    "cell",
    ["31-12-2026", "2026-12-31", "31/12/2026", "31.12.2026", "31-12-26", "31 december 2026", "31 Dec. 2026",
     "31 dec 26", "2026-12-31 00:00:00", "2026/12/31", "31-dec-2026", " 31-12-2026 "],
)  # fmt: skip
def test_days_are_read_as_people_write_them(cell):
    assert day_of(cell) == date(2026, 12, 31)


@pytest.mark.parametrize("cell", ["12/31/2026", "31-02-2026", "2026", "volgend jaar", "1-1", 46387, "32-1-2026"])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(Fault, match="date"):
        day_of(cell)


@pytest.mark.parametrize(
    ("key", "cell", "code"),
    [
        ("name", "x" * 121, "long"), ("annual_spend", "-1", "negative"), ("end_users", "12,5", "whole"),
        ("end_users", "99.999.999", "large"), ("delivery", "magie", "choice"), ("contract_end", "31-12-0206", "year"),
        ("contract_end", "31-12-1899", "year"), ("contract_end", "1-1-2201", "year"),
        ("key", "12", "key"), ("supplier_name", "#VERW!", "error"), ("annual_spend", "#N/A", "error"),
    ],
)  # fmt: skip
def test_cell_that_does_not_fit_says_why(key, cell, code):
    with pytest.raises(Fault, match=code):
        read(BY_KEY[key], cell)


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("name", " Koffie \n en  thee ", "Koffie en thee"), ("description", "a \r\nb\x00\x07\n", "a\nb"),
        ("group", 12.0, "12"),
        ("end_users", "1.250", 1250), ("end_users", 40.0, 40), ("delivery", "In eigen beheer", "in_house"),
        ("delivery", "UITBESTEED", "outsourced"), ("delivery", "Deels uitbesteed", "mixed"), ("delivery", None, ""),
        ("annual_spend", None, None), ("contract_end", "", None),
        ("contract_end", "1-1-1900", date(1900, 1, 1)), ("contract_end", "31-12-2200", date(2200, 12, 31)),
        ("description", "een\x0btwee\x07drie\ufdd0", "een\ntwee drie"), ("name", "cafe\u0301\x85x", "café x"),
    ],
)  # fmt: skip
def test_cell_is_read_as_its_field_asks(key, cell, value):
    assert read(BY_KEY[key], cell) == value


DAY = ["2026-10-02", "2-okt", "day"]


@pytest.mark.parametrize(
    ("key", "cell", "code"),
    [
        ("code_en15221", DAY, "dated"), ("name", DAY, "dated"), ("description", DAY, "dated"),
        ("locations", DAY, "dated"), ("group", ["01:30:00", "1:30", "time"], "dated"),
        ("annual_spend", DAY, "dated_number"), ("end_users", DAY, "dated_number"),
        ("annual_spend", [0.5, "50%"], "number"),
    ],
)  # fmt: skip
def test_day_that_excel_made_is_refused_where_no_day_belongs(key, cell, code):
    with pytest.raises(Fault) as fault:
        read(BY_KEY[key], cell)
    assert (fault.value.code, fault.value.detail) == (code, "" if code == "number" else cell[1])


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("contract_end", DAY, date(2026, 10, 2)), ("code_en15221", ["2026-10-02", "2.10", "day"], "2.10"),
        ("description", [0.5, "50%"], "50%"),
    ],
)  # fmt: skip
def test_day_is_read_where_it_belongs(key, cell, value):
    assert read(BY_KEY[key], cell) == value


@pytest.mark.parametrize(
    ("key", "text", "is_doubtful"),
    [
        ("code_en15221", "2-okt", True), ("code_nen2748", "Oct-02", True), ("code_nen2748", "2-10-2026", True),
        ("code_nen2748", "2026-10-02", True), ("name", "24-jul", True), ("supplier_name", "mei-05", True),
        ("code_en15221", "2.10", False), ("code_en15221", "2-10", False),
        ("code_nen2748", "1-1-10", False), ("code_nen2748", "2-okt-26", True), ("code_nen2748", "2/10/2026", True),
        ("name", "24/7", False),
        ("name", "10 mei", False), ("name", "Mei-viering", False), ("description", "2-okt", False),
        ("name", "31-12-2026", False),
    ],
)  # fmt: skip
def test_text_that_excel_made_of_a_code_is_known(key, text, is_doubtful):
    assert (BY_KEY[key].kind == "line" and looks_like_made_by_excel(key, text)) == is_doubtful


def test_text_of_a_cell_is_the_same_when_it_is_read_again():
    assert text_of(text_of(" a_x000D_\n b\ufffe \n\n")) == "a\n b"


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Naam", "name"), ("NAAM VAN DE DIENST", "name"), ("Dienst:", "name"), ("service_name", "name"),
        ("Leverancier", "supplier_name"), ("Uitgaven per jaar (€)", "annual_spend"),
        ("Kosten per jaar in euro", "annual_spend"),
        ("Contractwaarde excl. btw", "annual_spend"), ("Éinddatum", "contract_end"), ("Aantal gebruikers", "end_users"),
        ("Jaaruitgaven", "annual_spend"), ("Jaaruitgaven (€)", "annual_spend"), ("Uitgaven p/jaar (€)", "annual_spend"),
        ("Omzet per jaar", "annual_spend"), ("Jaarbedrag incl. btw", "annual_spend"), ("Annual cost", "annual_spend"),
        ("Yearly spend", "annual_spend"), ("Annual expenditure (EUR)", "annual_spend"),
        ("Loopt tot", "contract_end"), ("Contract eindigt op", "contract_end"), ("Contract expires", "contract_end"),
        ("Intern of extern", "delivery"), ("Leveranciersnaam", "supplier_name"), ("Service category", "group"),
        ("Locatie", "locations"), ("Locatie(s)", "locations"), ("EN 15221-4", "code_en15221"),
        ("NEN 2748", "code_nen2748"),
        ("Opmerking", ""), ("", ""),
    ],
)  # fmt: skip
def test_headings_are_known_by_their_words(heading, key):
    assert field_of(heading) == key


def test_of_two_columns_with_one_meaning_the_first_counts():
    assert match(["Naam", "Dienst", "Leverancier"]) == ["name", "", "supplier_name"]


def test_every_heading_has_one_meaning():
    headings = [heading for field in FIELDS for heading in field.headings]
    assert len(headings) == len(set(headings)) > 80
    assert [heading for heading in headings if words(heading) != heading] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_words_of_the_export_are_known(language):
    with translation.override(language):
        assert [field_of(str(field.label)) for field in FIELDS] == [field.key for field in FIELDS]
        said = [one for one in Delivery if one != Delivery.UNKNOWN]
        assert [DELIVERY_OF.get(words(str(one.label))) for one in said] == [one.value for one in said]
        assert words(str(Delivery.UNKNOWN.label)) in NOT_KNOWN
