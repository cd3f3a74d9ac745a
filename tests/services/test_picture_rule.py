"""What the picture marks for a partnership is what the score suggests, wherever the service lies."""

from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.utils import translation

from services.outcome import label_of, portfolio_of
from services.result import Weighed, results

# Names with their scores on C1, C2, C3 and another criterion that weighs most.
SERVICES = {"first": (3, 3, 3, 5), "corner": (5, 5, 5, 1), "last": (1, 1, 1, 1)}
CRITERIA = [Weighed("a", 10, "C1"), Weighed("b", 10, "C2"), Weighed("c", 10, "C3"), Weighed("d", 70)]


def rows() -> list[dict]:
    values = {(name, "who", one.key): value for name, own in SERVICES.items()
              for one, value in zip(CRITERIA, own, strict=True)}  # fmt: skip
    found = results(services=list(SERVICES), criteria=CRITERIA, assessors=["who"], values=values)
    return [
        {
            "assessed": SimpleNamespace(pk=one.key, name=one.key, annual_spend=None),
            "result": one, "score": one.score, "suggestion": label_of(one.suggestion), "relation": None,
            "x": one.contact_and_satisfaction, "y": one.value_to_process,
        }
        for one in found
    ]  # fmt: skip


@pytest.mark.parametrize("picture", ["svg", "narrow_svg"])
def test_only_services_with_a_score_of_seventy_or_more_are_ringed(picture):
    found = rows()
    assert [(row["assessed"].name, row["score"] >= 70) for row in found] == [
        ("first", True), ("corner", False), ("last", False),
    ]  # fmt: skip
    with translation.override("en"):
        figure = portfolio_of(found)
    # One around the service, one in the legend.
    assert figure[picture].count('class="ring"') == 2
    assert figure[picture].count('class="zone"') == 0


def test_table_behind_the_picture_names_the_score_and_what_it_suggests():
    with translation.override("en"):
        table = portfolio_of(rows())
    assert [(row[0], *row[5:7]) for row in table["rows"]] == [
        ("first", "85.0", label_of("strategic")), ("corner", "30.0", label_of("transactional")),
        ("last", "0.0", label_of("transactional")),
    ]  # fmt: skip
    assert Fraction(85) == rows()[0]["score"]
