"""Each point is named by its name or its number, and no words overlap or leave the picture."""

import random
from xml.etree import ElementTree

import pytest

from pictures.portfolio import KINDS, VALUES, Point, laid_out, letter, portfolio
from pictures.svg import fold, width_of

LONG = "Ontvangst van internationale gasten, promotieplechtigheden en avondopenstelling op alle locaties"
UNBROKEN = "Gebouwgebondeninstallatiebeheersorganisatieondersteuningsdienstverleningscoördinatie"
NAMES = ("Receptie en ontvangst", "Bedrijfsrestaurant", "Schoonmaak", LONG, "Post & <logistiek>", UNBROKEN)
SPACE = "{http://www.w3.org/2000/svg}"


def points(count: int, seed: int = 7) -> list[Point]:
    dice = random.Random(seed)
    return [
        Point(
            str(n), NAMES[n % 6], dice.random(), dice.random(), dice.random(), KINDS[n % 5], href=f"/x/{n}/",
            is_ringed=n % 4 == 0,
        )
        for n in range(count)
    ]  # fmt: skip


def drawn(some: list[Point], narrow: bool) -> ElementTree.Element:
    words = {kind: f"a relation that is {kind}" for kind in KINDS}
    return ElementTree.fromstring(
        portfolio(title="Portfolio", description="Diensten", points=some, x_label="Contact en effect op tevredenheid",
                  y_label="Waarde", ring_label="ring: de score raadt een strategisch partnership aan", kinds=words,
                  narrow=narrow)
    )  # fmt: skip


def boxes_of(root: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    """Where each line of words stands (left, top, right, bottom), without the one that is turned."""
    found = []
    for node in root.iter(f"{SPACE}text"):
        if "transform" not in node.attrib:
            x, y, width = float(node.attrib["x"]), float(node.attrib["y"]), width_of(node.text)
            left = x - width * {"start": 0, "middle": 0.5, "end": 1}[node.attrib["text-anchor"]]
            found.append((left, y - 10, left + width, y + 3))
    return found


def overlapping(boxes: list[tuple[float, float, float, float]]) -> list:
    return [
        (a, b)
        for n, a in enumerate(boxes)
        for b in boxes[n + 1 :]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [1, 2, 14, 25, 200])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_words_overlap_or_leave_the_picture(count, narrow, seed):
    root = drawn(points(count, seed), narrow)
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    boxes = boxes_of(root)
    assert overlapping(boxes) == []
    assert [box for box in boxes if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height] == []


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [1, 14, 25, 200])
def test_each_point_is_named_in_full(count, narrow):
    """By its name beside it, or by its letter beside it and again before its name in the key."""
    some = points(count)
    found = [[text.text for text in link.iter(f"{SPACE}text")] for link in drawn(some, narrow).iter(f"{SPACE}a")]
    assert len(found) == count
    said = {"".join(words).replace(" ", "") for words in found}
    names = {name: name.replace(" ", "") for name in NAMES}
    expected = [{names[point.label], f"{letter(n)}{letter(n)}{names[point.label]}"} for n, point in enumerate(some)]
    assert all(said & ways for ways in expected)
    assert said <= set.union(*expected)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [2, 3, 14, 60, 200])
def test_points_at_one_spot_are_named_too(count, narrow):
    some = [Point(str(n), LONG, 1.0, 1.0, 1.0) for n in range(count)]
    plot, _spots, labels = laid_out(some, narrow)
    assert [label.lines for label in labels] == [(letter(n),) for n in range(count)]
    assert all(label.box.inside(plot) for label in labels)
    assert overlapping(boxes_of(drawn(some, narrow))) == []


def test_a_phone_shows_names_or_letters_and_never_both():
    for count in (1, 3, 14):
        _plot, _spots, labels = laid_out(points(count, seed=2), narrow=True)
        assert len({label.lines == (letter(n),) for n, label in enumerate(labels)}) == 1


def test_marks_stay_inside_and_words_leave_them_free():
    plot, spots, labels = laid_out(points(14), narrow=False)
    for spot, label in zip(spots, labels, strict=True):
        assert plot.x - 0.01 <= spot.x - spot.radius
        assert spot.x + spot.radius <= plot.x + plot.width + 0.01
        others = [other.box for other in spots if other is not spot]
        assert not any(label.box.meets(box) for box in others)


@pytest.mark.parametrize("narrow", [False, True])
def test_picture_is_valid_and_says_what_it_is(narrow):
    root = drawn(points(14), narrow)
    assert root[0].tag == f"{SPACE}title"
    links = root.findall(f".//{SPACE}a")
    assert len(links) == 14
    assert all(link[0].tag == f"{SPACE}title" for link in links)
    words = {text.text for text in root.iter(f"{SPACE}text")}
    assert {f"a relation that is {kind}" for kind in KINDS} <= words


def test_words_fold_without_a_letter_lost():
    for words in (*NAMES, "", "x"):
        lines = fold(words, 60)
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
        assert all(width_of(line) <= 60 for line in lines)


def test_letters_go_on_after_the_last():
    assert [letter(n) for n in (0, 25, 26, 27, 51, 52, 701, 702)] == ["A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]


@pytest.mark.parametrize("narrow", [False, True])
def test_only_what_is_said_to_be_ringed_has_a_ring_and_the_legend_names_it(narrow):
    some = points(9)
    root = drawn(some, narrow)
    ringed = [link.find(f"{SPACE}circle[@class='ring']") is not None for link in root.iter(f"{SPACE}a")]
    assert ringed.count(True) == 3
    words = "".join(text.text for text in root.iter(f"{SPACE}text")).replace(" ", "")
    assert words.count("ring:descoreraadteenstrategischpartnershipaan") == 1
    assert "ring:" not in "".join(text.text for text in drawn(some[1:3], narrow).iter(f"{SPACE}text"))


@pytest.mark.parametrize("narrow", [False, True])
def test_both_axes_say_their_values(narrow):
    words = [text.text for text in drawn(points(3), narrow).iter(f"{SPACE}text")]
    assert [words.count(value) for value in VALUES] == [2] * len(VALUES)
