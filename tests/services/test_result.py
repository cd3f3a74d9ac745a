"""The arithmetic of a round, worked out by hand and for any sheet."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.outcome import percentage
from services.result import Weighed, band, results, scaled
from services.starters import CRITERIA

SIX = [Weighed(one.code, one.weight, one.code) for one in CRITERIA["nl"]]
TWO = [Weighed("a", 60, "C1"), Weighed("b", 40, "C5")]


def score(criteria, sheets: dict[str, dict[str, list[int | None]]]):
    """sheets: service → assessor → values in the order of the criteria."""
    assessors = list(dict.fromkeys(who for sheet in sheets.values() for who in sheet))
    values = {
        (service, who, criterion.key): value
        for service, sheet in sheets.items()
        for who, row in sheet.items()
        for criterion, value in zip(criteria, row, strict=True)
        if value is not None
    }
    found = results(services=list(sheets), criteria=criteria, assessors=assessors, values=values)
    return {one.key: one for one in found}


def test_default_weights_total_100_in_both_languages():
    for language, criteria in CRITERIA.items():
        assert sum(one.weight for one in criteria) == 100, language
        assert [one.code for one in criteria] == ["C1", "C2", "C3", "C4", "C5", "C6"]


@pytest.mark.parametrize(("value", "outcome"), [(1, 0), (2, 25), (3, 50), (4, 75), (5, 100)])
def test_score_runs_from_0_to_100(value, outcome):
    assert score(SIX, {"s": {"a": [value] * 6}})["s"].score == outcome


def test_score_by_hand():
    # a: 60 × mean(5, 3)→4 → 60 × 3/4 = 45; b: 40 × mean(2, 1)→1.5 → 40 × 0.5/4 = 5
    found = score(TWO, {"s": {"x": [5, 2], "y": [3, 1]}})["s"]
    assert found.score == 50
    assert (found.lowest, found.highest) == (50, 50)
    assert found.completeness == 1
    assert [column.spread for column in found.columns] == [2, 1]
    # The total of x is 70, that of y is 30.
    assert (found.spread, found.full) == (40, 2)


def test_empty_cell_widens_the_range_and_moves_nothing():
    # b is known from x only: 40 × (2 − 1)/4 = 10. Empty at 1: mean 1.5 → 5; at 5: mean 3.5 → 25.
    found = score(TWO, {"s": {"x": [5, 2], "y": [3, None]}})["s"]
    assert found.score == 45 + 10
    assert (found.lowest, found.highest) == (50, 70)
    assert found.completeness == Fraction(3, 4)
    assert (found.spread, found.full) == (None, 1)  # only x has a full sheet
    assert found.columns[1].spread is None


def test_criterion_that_nobody_scored_leaves_no_score():
    found = score(TWO, {"s": {"x": [5, None]}, "t": {"x": [1, 1]}})
    assert found["s"].score is None
    assert (found["s"].lowest, found["s"].highest) == (60, 100)
    assert (found["s"].rank, found["s"].suggestion) == (None, "")
    assert found["t"].rank == 1


def test_nobody_scored_anything():
    found = score(TWO, {"s": {"x": [None, None]}})["s"]
    assert (found.score, found.lowest, found.highest, found.completeness) == (None, 0, 100, 0)
    assert (found.contact_and_satisfaction, found.value_to_process) == (None, None)


def test_equal_services_share_a_rank_and_the_next_one_counts_them():
    found = score(TWO, {"a": {"x": [5, 5]}, "b": {"x": [3, 3]}, "c": {"x": [3, 3]}, "d": {"x": [1, 1]}})
    assert {key: one.rank for key, one in found.items()} == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_scores_that_are_shown_alike_share_a_rank():
    sheets = {
        "a": {"x": [2, 5], "y": [2, 5], "z": [2, 5]},  # 15 + 40 = 55
        "b": {"x": [Fraction(19999, 10000), 5], "y": [2, 5], "z": [2, 5]},  # 54,9995: read as 55,0
        "c": {"x": [Fraction(199, 100), 5], "y": [Fraction(199, 100), 5], "z": [Fraction(199, 100), 5]},  # 54,85: 54,9
        "d": {"x": [1, 5], "y": [1, 5], "z": [1, 5]},
    }
    found = score(TWO, sheets)
    assert {key: one.rank for key, one in found.items()} == {"a": 1, "b": 1, "c": 3, "d": 4}


@pytest.mark.parametrize(
    ("total", "improvement", "kind"),
    [
        (70, None, "strategic"),
        (Fraction(699, 10), 4, "preferred"),
        (Fraction(699, 10), Fraction(39, 10), "performance"),
        (50, None, "performance"),
        (50, 5, "preferred"),
        (Fraction(499, 10), 5, "transactional"),
        # As people read them: 49,95 is shown as 50,0, and 69,95 as 70,0.
        (Fraction(4995, 100), None, "performance"),
        (Fraction(4994, 100), None, "transactional"),
        (Fraction(6995, 100), None, "strategic"),
        (Fraction(6994, 100), None, "performance"),
    ],
)
def test_bands(total, improvement, kind):
    assert band(Fraction(total), improvement) == kind


def test_axes_of_the_portfolio():
    found = score(
        SIX, {"s": {"x": [4, 5, 3, 1, 1, 1]}, "t": {"x": [None, 5, 3, 1, 1, 1]}, "u": {"x": [4, 5, None, 1, 1, 1]}}
    )
    # C2 and C3 weigh 20 each: (1 + 1/2) / 2; C1: 3/4
    assert (found["s"].contact_and_satisfaction, found["s"].value_to_process) == (Fraction(3, 4), Fraction(3, 4))
    assert found["t"].value_to_process is None
    assert found["u"].contact_and_satisfaction is None


def test_range_that_crosses_a_band_is_not_sure():
    found = score(TWO, {"s": {"x": [5, 2], "y": [3, None]}})["s"]
    assert not found.is_sure
    assert score(TWO, {"s": {"x": [5, 5]}})["s"].is_sure


@pytest.mark.parametrize(
    ("share", "shown"),
    [(Fraction(16, 24), 67), (Fraction(1, 8), 13), (Fraction(999, 1000), 99), (1, 100), (Fraction(1, 900), 1), (0, 0)],
)
def test_completeness_is_rounded_but_full_only_when_it_is(share, shown):
    assert percentage(Fraction(share)) == shown


# Scores, and figures of the journeys.
values = st.one_of(st.integers(1, 5), st.fractions(1, 5, max_denominator=12))
cells = st.one_of(st.none(), values)
sheets = st.dictionaries(
    st.sampled_from("stuv"), st.lists(st.lists(cells, min_size=6, max_size=6), min_size=3, max_size=3), min_size=1
)


@given(sheets, st.permutations(["x", "y", "z"]))
def test_order_of_assessors_does_not_matter(drawn, order):
    one = score(SIX, {service: dict(zip("xyz", rows, strict=True)) for service, rows in drawn.items()})
    again = score(
        SIX,
        {service: {who: dict(zip("xyz", rows, strict=True))[who] for who in order} for service, rows in drawn.items()},
    )
    facts = ("score", "lowest", "highest", "completeness", "spread", "rank", "suggestion")
    assert {k: [getattr(v, f) for f in facts] for k, v in one.items()} == {
        k: [getattr(v, f) for f in facts] for k, v in again.items()
    }


@given(sheets, st.sampled_from("xyz"), st.integers(0, 5))
def test_missing_cell_widens_the_range_and_never_moves_the_rest(drawn, who, place):
    full = {service: dict(zip("xyz", rows, strict=True)) for service, rows in drawn.items()}
    service = sorted(full)[0]
    before = score(SIX, full)[service]
    holed = {key: {name: list(row) for name, row in sheet.items()} for key, sheet in full.items()}
    holed[service][who][place] = None
    after = score(SIX, holed)[service]
    assert after.lowest <= before.lowest <= before.highest <= after.highest
    others = [number for number in range(6) if number != place]
    assert [after.columns[n].mean for n in others] == [before.columns[n].mean for n in others]


@given(sheets)
def test_score_lies_in_its_range_and_empty_assessors_change_nothing_known(drawn):
    full = {service: dict(zip("xyz", rows, strict=True)) for service, rows in drawn.items()}
    silent = {service: {**sheet, "w": [None] * 6} for service, sheet in full.items()}
    one, two = score(SIX, full), score(SIX, silent)
    for service, found in one.items():
        if found.score is not None:
            assert found.lowest <= found.score <= found.highest
        assert two[service].score == found.score
        assert two[service].spread == found.spread
        assert two[service].lowest <= found.lowest <= found.highest <= two[service].highest


def test_figure_of_the_journeys_counts_exactly():
    # a: 60 × (17/5 − 1)/4 = 36; b: 40 × (mean(7/3, 4) − 1)/4 = 40 × (13/6)/4
    found = score(TWO, {"s": {"x": [Fraction(17, 5), Fraction(7, 3)], "y": [Fraction(17, 5), 4]}})["s"]
    assert found.score == 36 + Fraction(65, 3)
    assert [column.spread for column in found.columns] == [0, Fraction(5, 3)]
    # The totals of x and y differ by 40 × (4 − 7/3)/4.
    assert found.spread == Fraction(50, 3)


@given(sheets, st.integers(1, 9))
def test_weights_scale_out(drawn, times):
    full = {service: dict(zip("xyz", rows, strict=True)) for service, rows in drawn.items()}
    more = scaled([replace(one, weight=one.weight * times) for one in SIX])
    assert sum(one.weight for one in more) == 100
    facts = ("score", "lowest", "highest", "completeness", "spread", "rank", "suggestion", "contact_and_satisfaction")
    one, two = score(SIX, full), score(more, full)
    assert {k: [getattr(v, f) for f in facts] for k, v in one.items()} == {
        k: [getattr(v, f) for f in facts] for k, v in two.items()
    }


@given(sheets)
def test_services_with_the_same_cells_share_a_rank(drawn):
    full = {service: dict(zip("xyz", rows, strict=True)) for service, rows in drawn.items()}
    first = sorted(full)[0]
    found = score(SIX, {**full, "twin": full[first]})
    assert found["twin"].rank == found[first].rank
    known = [one.rank for one in found.values() if one.rank]
    assert all(1 + sum(other < rank for other in known) == rank for rank in known)


def test_criterion_without_weight_plays_no_part():
    none = [Weighed("a", 100, "C1"), Weighed("b", 0, "C5")]
    found = score(none, {"s": {"x": [5, None]}})["s"]
    assert (found.score, found.lowest, found.highest) == (100, 100, 100)
    flat = [Weighed("a", 100, "C1"), Weighed("b", 0, "C2"), Weighed("c", 0, "C3")]
    assert score(flat, {"s": {"x": [1, 5, 3]}})["s"].contact_and_satisfaction == Fraction(3, 4)
