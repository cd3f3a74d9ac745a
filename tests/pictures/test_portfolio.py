"""Labels never overlap and never leave the frame; long names, many points."""

import random
from xml.etree import ElementTree

import pytest

from pictures.portfolio import KINDS, Box, Point, _spot, place, portfolio

LONG = "Ontvangst van internationale gasten, promotieplechtigheden en avondopenstelling op alle locaties"


def points(count: int, seed: int = 7) -> list[Point]:
    dice = random.Random(seed)
    names = ["Receptie en ontvangst", "Bedrijfsrestaurant", "Schoonmaak", LONG, "Post & <logistiek>"]
    return [
        Point(str(n), names[n % len(names)], dice.random(), dice.random(), dice.random(), KINDS[n % 5], href=f"/x/{n}/")
        for n in range(count)
    ]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [1, 2, 14, 25, 200])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_labels_do_not_overlap_and_stay_inside(count, narrow, seed):
    width, height = (344.0, 380.0) if narrow else (760.0, 520.0)
    plot = Box(30, 12, width - 42, height - 52)
    some = points(count, seed)
    spots = [_spot(point, plot, narrow) for point in some]
    boxes = [label.box for label in place(some, spots, plot, narrow) if label]
    assert all(box.inside(plot) for box in boxes)
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if a.meets(b)]
    for x, y, radius in spots:
        assert Box(x - radius, y - radius, 2 * radius, 2 * radius).inside(
            Box(plot.x - 0.01, plot.y - 0.01, plot.width + 0.02, plot.height + 0.02)
        )


def test_all_points_at_one_spot_still_give_labels_apart():
    some = [Point(str(n), LONG, 0.9, 0.9, 1.0) for n in range(14)]
    plot = Box(30, 12, 718, 468)
    boxes = [label.box for label in place(some, [_spot(p, plot, False) for p in some], plot, False) if label]
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if a.meets(b)]


@pytest.mark.parametrize("narrow", [False, True])
def test_picture_is_valid_and_says_what_it_is(narrow):
    drawn = portfolio(
        title="Portfolio", description="Veertien diensten", points=points(14), x_label="contact", y_label="waarde",
        narrow=narrow,
    )  # fmt: skip
    root = ElementTree.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    assert root[0].tag == f"{space}title"
    links = root.findall(f".//{space}a")
    assert len(links) == 14
    assert all(link[0].tag == f"{space}title" for link in links)
    assert "<logistiek>" not in drawn
