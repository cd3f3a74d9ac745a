"""Quadrants with their words, points at their places, and no words that overlap or leave the picture."""

import random
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from pictures.kraljic import Quadrant, across, kraljic, laid_out, quadrants_of, up
from pictures.labels import Spot
from pictures.marks import side_by_side
from pictures.portfolio import KINDS, Point
from pictures.svg import Box
from tests.pictures.test_portfolio import LONG, NAMES, SPACE, boxes_of, overlapping

QUADRANTS = {
    "strategic": Quadrant("Strategisch", "weinig leveranciers en veel belang: bouw een partnership op"),
    "leverage": Quadrant("Hefboom", "veel leveranciers en veel geld: laat concurreren en bundel"),
    "bottleneck": Quadrant("Knelpunt", "moeilijk te vervangen: stel zeker en zoek alternatieven"),
    "routine": Quadrant("Routine", "eenvoudig en goedkoop: standaardiseer en regel minder"),
}


def points(count: int, seed: int = 7) -> list[Point]:
    """Dependence is a mean of a few scores, so that many services share it."""
    dice = random.Random(seed)
    return [
        Point(str(n), NAMES[n % 6], dice.randint(0, 8) / 8, dice.random(), kind=KINDS[n % 5], href=f"/x/{n}/")
        for n in range(count)
    ]


def drawn(some: list[Point], narrow: bool) -> ElementTree.Element:
    return ElementTree.fromstring(
        kraljic(title="Kraljic", description="Diensten", points=some, quadrants=QUADRANTS,
                x_label="Afhankelijkheid van de leverancier", y_label="Uitgaven per jaar",
                y_marks=[(0.0, "€ 100.000"), (1.0, "€ 10.000.000")], kinds={kind: f"is {kind}" for kind in KINDS},
                narrow=narrow)
    )  # fmt: skip


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [1, 2, 25, 200])
@pytest.mark.parametrize("seed", [1, 2])
def test_no_words_overlap_or_leave_the_picture(count, narrow, seed):
    root = drawn(points(count, seed), narrow)
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    boxes = boxes_of(root)
    assert overlapping(boxes) == []
    assert [box for box in boxes if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height] == []


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [1, 25, 200])
def test_each_point_is_a_link_that_says_its_name(count, narrow):
    some = points(count)
    links = drawn(some, narrow).findall(f".//{SPACE}a")
    assert [link.attrib["href"] for link in links] == [point.href for point in some]
    assert [link.attrib["aria-label"] for link in links] == [point.label for point in some]
    assert all(link[0].tag == f"{SPACE}title" for link in links)


@pytest.mark.parametrize("narrow", [False, True])
def test_every_quadrant_has_its_name_and_its_advice(narrow):
    said = " ".join(node.text for node in drawn(points(5), narrow).iter(f"{SPACE}text"))
    for one in QUADRANTS.values():
        assert one.name in said
        assert one.advice in said.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("narrow", [False, True])
def test_marks_stand_at_their_values_and_stay_in_the_field(narrow):
    some = [replace(points(1)[0], x=x, y=y) for x in (0.0, 0.5, 1.0) for y in (0.0, 0.5, 1.0)]
    plot, spots, _labels = laid_out(some, narrow, top=40)
    for point, spot in zip(some, spots, strict=True):
        assert (spot.x, spot.y) == (across(point.x, plot, narrow), up(point.y, plot, narrow))
        assert spot.box.inside(plot)
    assert spots[4].x == pytest.approx(plot.x + plot.width / 2)
    assert spots[4].y == pytest.approx(plot.y + plot.height / 2)


@pytest.mark.parametrize("narrow", [False, True])
def test_services_at_one_spot_are_all_named(narrow):
    root = drawn([Point(str(n), LONG, 0.5, 0.5, href="/x/") for n in range(14)], narrow)
    assert overlapping(boxes_of(root)) == []
    assert len(root.findall(f".//{SPACE}a")) == 14


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [1, 2, 25, 200])
@pytest.mark.parametrize("seed", [1, 2])
def test_words_stay_in_the_quadrant_of_their_point(count, narrow, seed):
    """So that no line runs through them either."""
    plot, spots, labels = laid_out(points(count, seed), narrow, top=40)
    for spot, label in zip(spots, labels, strict=True):
        home = next(one for one in quadrants_of(plot, narrow) if one.holds(spot.x, spot.y))
        assert label.box.inside(home)


@pytest.mark.parametrize("count", [2, 3, 14])
@pytest.mark.parametrize("place", [(100.0, 100.0), (7.0, 7.0), (193.0, 193.0), (104.0, 7.0)])
def test_marks_at_one_spot_stand_side_by_side_within_the_field(count, place):
    plot = Box(0, 0, 200, 200)
    found = side_by_side([Spot(*place, 7.0)] * count, [plot] * count)
    assert all(spot.box.inside(plot) for spot in found)
    assert not any(a.box.meets(b.box) for n, a in enumerate(found) for b in found[n + 1 :])


def test_marks_that_do_not_hide_each_other_stay_where_they_are():
    apart = [Spot(50, 50, 7.0), Spot(58, 50, 7.0)]
    assert side_by_side(apart, [Box(0, 0, 200, 200)] * 2) == apart


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [2, 3, 9])
@pytest.mark.parametrize("x", [0.49, 0.5, 0.51])
@pytest.mark.parametrize("y", [0.49, 0.5, 0.51])
def test_marks_at_one_spot_near_a_border_stay_in_their_quadrant(narrow, count, x, y):
    some = [Point(str(n), NAMES[n % 6], x, y) for n in range(count)]
    plot, spots, _labels = laid_out(some, narrow, top=40)
    home = quadrants_of(plot, narrow)[(0 if y >= 0.5 else 2) + (0 if x >= 0.5 else 1)]
    inner = Box(home.x - 0.01, home.y - 0.01, home.width + 0.02, home.height + 0.02)
    assert all(spot.box.inside(inner) for spot in spots)
