"""A thin line leads to one label: it runs through no other mark, words or line."""

import random

import pytest

from pictures import kraljic, portfolio
from pictures.labels import Label, _pieces
from pictures.portfolio import KINDS, Point
from pictures.svg import Box
from tests.pictures.test_portfolio import NAMES


def alike(count: int) -> list[Point]:
    """Services of one client: nearly the same dependence, and many equal values."""
    dice = random.Random(1)
    return [
        Point(str(n), f"{NAMES[n % 3]} {n}", dice.choice((0.5, 0.55, 0.56, 0.6)), dice.choice((dice.random(), 0.52)),
              dice.choice((0.0, 0.05, 0.3)), KINDS[n % 5])
        for n in range(count)
    ]  # fmt: skip


def pieces_of(label: Label) -> list[Box]:
    return _pieces(label.leader) if label.leader else []


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [14, 36])
@pytest.mark.parametrize("room", ["kraljic", "portfolio"])
def test_no_line_runs_through_words_or_another_line(room, count, narrow):
    some = alike(count)
    laid = kraljic.laid_out(some, narrow, 40) if room == "kraljic" else portfolio.laid_out(some, narrow)
    labels = laid[2]
    for n, label in enumerate(labels):
        others = [box for other in labels[:n] + labels[n + 1 :] for box in (other.box, *pieces_of(other))]
        assert not any(piece.meets(box) for piece in pieces_of(label) for box in others)


@pytest.mark.parametrize("narrow", [False, True])
def test_no_line_runs_through_the_mark_of_another(narrow):
    _plot, spots, labels = kraljic.laid_out(alike(14), narrow, 40)
    for n, label in enumerate(labels):
        for piece in pieces_of(label):
            others = [k for k, spot in enumerate(spots) if spot.box.meets(piece)]
            assert len(others) <= 1, (n, others)


@pytest.mark.parametrize("narrow", [False, True])
def test_services_at_one_place_are_all_to_be_seen(narrow):
    some = [Point(str(n), NAMES[n % 6], 0.5, 0.5, 0.0, KINDS[n % 5]) for n in range(5)]
    _plot, spots, _labels = portfolio.laid_out(some, narrow)
    assert not any(one.box.meets(two.box) for n, one in enumerate(spots) for two in spots[n + 1 :])


def test_two_hundred_alike_on_a_phone_still_find_room():
    plot, _spots, labels = kraljic.laid_out(alike(200), True, 40)
    assert len(labels) == 200
    assert plot.height < 5000
