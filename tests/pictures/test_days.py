"""The line of the first hundred days: every step on it, no words that overlap or leave it."""

import random
from xml.etree import ElementTree

import pytest

from pictures.days import KINDS, Step, days
from tests.pictures.test_portfolio import LONG, SPACE, boxes_of, overlapping


def drawn(steps: list[Step], today: int | None, narrow: bool) -> ElementTree.Element:
    return ElementTree.fromstring(
        days(title="Start", description="Stappen", steps=steps, length=100, today=today,
             today_words=f"vandaag, dag {today}", kinds={kind: f"is {kind}" for kind in KINDS}, narrow=narrow)
    )  # fmt: skip


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [0, 1, 2, 25, 99])
@pytest.mark.parametrize("today", [None, 0, 50, 100])
def test_no_words_overlap_or_leave_the_picture(count, today, narrow):
    dice = random.Random(count)
    steps = [Step(LONG, dice.choice([0, 14, 100, dice.randint(0, 120)]), KINDS[n % 4]) for n in range(count)]
    root = drawn(steps, today, narrow)
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    boxes = boxes_of(root)
    assert overlapping(boxes) == []
    assert [box for box in boxes if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height] == []
    assert len(root.findall(f"{SPACE}g")) == count


def test_kinds_of_steps_differ_in_form_and_not_in_colour_only():
    root = drawn([Step("x", 10 * n, kind) for n, kind in enumerate(KINDS)], 5, narrow=False)
    forms = [(group[1].tag, group[1].get("class"), group[1].get("fill")) for group in root.findall(f"{SPACE}g")]
    assert len(set(forms)) == len(KINDS)
    assert {f"is {kind}" for kind in KINDS} <= {text.text for text in root.iter(f"{SPACE}text")}


def test_today_stands_on_its_day_and_is_left_out_when_the_start_is_over():
    [line] = [one for one in drawn([], 50, narrow=False).iter(f"{SPACE}line") if one.get("class") == "today"]
    assert float(line.get("x1")) == 360
    assert not [one for one in drawn([], None, narrow=False).iter(f"{SPACE}line") if one.get("class") == "today"]
