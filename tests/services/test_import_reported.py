"""Files that other systems read wrong, by public reports: from the upload to what stands in the catalogue."""

from decimal import Decimal
from pathlib import Path

import pytest

from services.models import Delivery, Import, Service
from tests.services.test_imports import apply, faults, kinds, upload, work

CASES = Path(__file__).parent / "cases"


@pytest.fixture
def bring_in(cast, browse):
    """bring_in(name of a file) is the file, read and its good rows applied."""

    def make(name: str) -> Import:
        browser = browse(cast.campus_editor)
        assert upload(browser, cast, (CASES / name).read_bytes(), name).status_code == 302
        work()
        return apply(browser, cast, Import.objects.latest("created_at"), only_good="yes")

    return make


@pytest.fixture
def catalogue(cast, bring_in):
    """catalogue(field) is that field of each service by name, after the first file."""
    bring_in("base.csv")

    def read(field: str) -> dict:
        return dict(Service.objects.filter(client=cast.campus).values_list("name", field))

    return read


def test_first_file_is_taken_over_whole(cast, catalogue):
    assert list(
        Service.objects.filter(client=cast.campus).order_by("name").values_list("name", "delivery", "annual_spend")
    ) == [
        ("Proef beveiliging", "outsourced", 210_000), ("Proef café", "mixed", 90_000),
        ("Proef glasbewassing", "outsourced", Decimal("18500.50")), ("Proef schoonmaak", "outsourced", 125_000),
    ]  # fmt: skip
    assert catalogue("code_en15221") == {
        "Proef schoonmaak": "2.100", "Proef glasbewassing": "2.110", "Proef café": "1.10", "Proef beveiliging": "015",
    }  # fmt: skip


def test_lines_that_end_in_a_carriage_return_are_lines(catalogue, bring_in):
    bring_in("cr_comma.csv")
    assert (catalogue("group")["Proef een"], catalogue("delivery")["Proef een"]) == ("Proef", Delivery.UNKNOWN)


def test_one_bad_byte_makes_no_second_cafe(catalogue, bring_in):
    source = bring_in("one_bad_byte.csv")
    assert kinds(source) == {"Proef café": "changed", "Proef 8\ufffd20": "wrong"}
    assert len(catalogue("name")) == 4


def test_formula_without_its_result_empties_nothing(cast, catalogue, bring_in, browse):
    source = bring_in("formula_no_result.xlsx")
    assert faults(source) == {"Proef schoonmaak": ["uncomputed"]}
    assert catalogue("annual_spend")["Proef schoonmaak"] == 125_000
    page = browse(cast.campus_editor).get(cast.campus.url("services:import", pk=source.pk)).content.decode()
    assert "Open the file in Excel, save it and choose it again." in page
    assert "UNCOMPUTED" not in page


def test_total_row_doubles_nothing(catalogue, bring_in):
    bring_in("total.csv")
    spend = catalogue("annual_spend")
    assert (spend["Proef een"], spend["Proef twee"], "Totaal" in spend) == (1000, 500, False)


def test_merged_group_holds_for_both_rows(catalogue, bring_in):
    bring_in("merged_group.xlsx")
    groups = catalogue("group")
    assert (groups["Proef een"], groups["Proef twee"]) == ("Proef gebouw", "Proef gebouw")


def test_hidden_row_is_left_out_and_said(cast, catalogue, bring_in, browse):
    source = bring_in("hidden_row.xlsx")
    assert source.counts["hidden"] == 1
    assert {"Proef een", "Proef verborgen"} & catalogue("name").keys() == {"Proef een"}


def test_amounts_below_zero_are_refused_and_a_dash_in_euros_is_nothing(catalogue, bring_in):
    source = bring_in("amounts.csv")
    assert faults(source) == {name: ["negative"] for name in ("Proef twee", "Proef drie", "Proef vier")}
    assert catalogue("annual_spend")["Proef een"] == 0


def test_codes_are_taken_over_as_excel_shows_them(catalogue, bring_in):
    source = bring_in("code_format.xlsx")
    assert source.rows.get().changes == {"code_nen2748": ["", "015"]}
    assert catalogue("code_en15221")["Proef café"] == "1.10"


def test_strict_workbook_is_taken_over(catalogue, bring_in):
    bring_in("strict.xlsx")
    assert catalogue("group")["Proef strikt"] == "Proef zacht"
