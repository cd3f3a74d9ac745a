"""Where services stand on Kraljic's axes, against values worked out by hand."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from uuid import uuid4

import pytest

from services.kraljic import Scale, dependence_of, kraljic_context, quadrant_of
from services.result import Weighed, results


def row(name: str, spend: int | None, values: list[int]):
    """A service of a round in which two people score dependence only."""
    [result] = results(
        services=["a"], criteria=[Weighed("c6", 100, "C6")], assessors=["one", "two"],
        values={("a", who, "c6"): value for who, value in zip(("one", "two"), values, strict=False)},
    )  # fmt: skip
    assessed = SimpleNamespace(pk=uuid4(), name=name, annual_spend=None if spend is None else Decimal(spend))
    return {"assessed": assessed, "result": result, "relation": None, "before": None, "suggestion": "transactional"}


SCALE = Scale.of([Decimal(10_000), Decimal(100_000), Decimal(1_000_000)])


@pytest.mark.parametrize(
    ("spend", "place"), [(10_000, 0.0), (100_000, 0.5), (1_000_000, 1.0), (31_623, 0.25), (316_228, 0.75)]
)
def test_spend_stands_on_a_logarithmic_scale(spend, place):
    assert SCALE.place(Decimal(spend)) == pytest.approx(place, abs=1e-5)


@pytest.mark.parametrize(
    ("dependence", "spend", "quadrant"),
    [
        (Fraction(3), 100_000, "strategic"),
        (Fraction(29, 10), 100_000, "leverage"),
        (Fraction(3), 99_999, "bottleneck"),
        (Fraction(29, 10), 99_999, "routine"),
        (Fraction(5), 1_000_000, "strategic"),
        (Fraction(1), 10_000, "routine"),
    ],
)
def test_quadrants_meet_at_three_and_at_the_median_of_the_spends(dependence, spend, quadrant):
    assert quadrant_of(dependence, Decimal(spend), SCALE) == quadrant


def test_middle_and_marks_are_round_amounts_within_the_scale():
    assert SCALE.middle == 100_000
    assert [place for place, _words in SCALE.marks()] == sorted(place for place, _words in SCALE.marks())
    assert all(0 <= place <= 1 for place, _words in SCALE.marks())
    assert len(SCALE.marks()) <= 6
    assert Scale.of([Decimal("0.01"), Decimal(10**12)]).marks()


def test_amount_that_is_far_off_does_not_move_the_border():
    spends = [Decimal(amount) for amount in (40_000, 50_000, 60_000)]
    assert Scale.of([*spends, Decimal(55_000)]).middle == 52_500
    assert Scale.of([*spends, Decimal(55_000_000_000)]).middle == 55_000
    one = Scale.of([Decimal(1), Decimal(1), Decimal(100)])
    assert [one.place(Decimal(1)), one.place(Decimal(100)), one.is_high(Decimal(1))] == [0.5, 1.0, True]


def test_only_service_stands_in_the_middle():
    scale = Scale.of([Decimal(5000)])
    assert (scale.place(Decimal(5000)), len(scale.marks()), scale.is_high(Decimal(5000))) == (0.5, 1, True)


def test_dependence_is_the_mean_of_what_is_known():
    assert dependence_of(row("A", 1, [2, 5])["result"]) == Fraction(7, 2)
    assert dependence_of(row("A", 1, [4])["result"]) == 4
    assert dependence_of(row("A", 1, [])["result"]) is None


def test_what_lacks_an_axis_stands_beside_the_picture_and_says_why():
    rows = [row("Both", 5000, [4, 4]), row("No spend", None, [3, 3]), row("Nothing spent", 0, [3, 3]),
            row("No score", 5000, []), row("Neither", None, [])]  # fmt: skip
    found = kraljic_context(rows)
    assert [one[0] for one in found["figure"]["rows"]] == ["Both"]
    assert {one["name"]: one["lacks"] for one in found["beside"]} == {
        "No spend": "no spend known",
        "Nothing spent": "no spend known",
        "No score": "no score on dependence",
        "Neither": "no spend known and no score on dependence",
    }


def test_nothing_to_place_gives_no_picture():
    assert kraljic_context([row("A", None, [1, 1])])["figure"] is None


def test_result_shows_either_picture_by_its_address(cast, closed, services, browse):
    from services.models import AssessedService

    browser, address = browse(cast.campus_reader), cast.campus.url("services:assessment", pk=closed.pk)
    assert AssessedService.objects.filter(assessment=closed, annual_spend=None).count() == 3
    assert "no spend known" not in browser.get(address).content.decode()
    page = browser.get(address, {"view": "kraljic"}).content.decode()
    assert "there is no picture yet" in page
    assert page.count("no spend known") == 3
