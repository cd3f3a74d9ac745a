"""Words never overlap and never leave the picture, however long names are and however much there is."""

import random
from xml.etree import ElementTree

import pytest

from pictures.journey import Moment, Stage, Words, journey
from pictures.svg import Box, width_of
from services.starters_journey import JOURNEYS, stages_of

LONG = "Ontvangst van internationale gasten, promotieplechtigheden en avondopenstelling op alle locaties"
WORD = "Hottentottententententoonstellingsvoorbereidingscommissie"
WORDS = Words("Beleving nu", "Beleving gewenst", "Moment van de waarheid", "Aanname", "Enkele gesprekken", "Gemeten")
SPACE = "{http://www.w3.org/2000/svg}"


def drawn(stages, lanes=(), narrow=False) -> ElementTree.Element:
    text = journey(
        title="Reis", description="Een bezoek", stages=stages, lanes=lanes, words=WORDS, narrow=narrow
    )  # fmt: skip
    return ElementTree.fromstring(text)


def some(count: int, seed: int, services: int) -> list[Stage]:
    dice = random.Random(seed)
    titles = ["Uitnodiging", "Reis en parkeren", WORD, LONG, "Bijeenkomst & <werk>", "Eten"]
    stages: list[list[Moment]] = [[] for _ in range(max(1, min(count, 9)))]
    for n in range(count):
        stages[dice.randrange(len(stages))].append(
            Moment(
                dice.choice([LONG, "Balie"]), dice.choice([None, -2, -1, 0, 1, 2]), dice.choice([None, 0, 2]),
                dice.choice(["assumption", "talks", "measured"]), dice.random() < 0.2,
                frozenset(dice.sample(range(services), dice.randint(0, min(services, 4)))), f"#m{n}",
            )
        )  # fmt: skip
    return [Stage(titles[n % 6], tuple(moments)) for n, moments in enumerate(stages)]


def boxes(root: ElementTree.Element) -> list[Box]:
    found = []
    for text in root.iter(f"{SPACE}text"):
        size, words = float(text.get("font-size", "0")), text.text or ""
        assert size >= 12
        width = width_of(words, size)
        left = float(text.get("x", "0")) - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor", "")]
        found.append(Box(left, float(text.get("y", "0")) - size * 0.8, width, size))
    return found


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [0, 1, 2, 25, 200])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_words_do_not_overlap_and_stay_inside(count, narrow, seed):
    services = max(1, count)
    lanes = [[LONG, "Schoonmaak", WORD][n % 3] for n in range(services)]
    root = drawn(some(count, seed, services), lanes, narrow)
    width, height = (float(part) for part in root.get("viewBox", "").split()[2:])
    assert width <= 900
    whole = Box(0, 0, width, height)
    found = boxes(root)
    assert [box for box in found if not box.inside(whole)] == []
    assert [(a, b) for n, a in enumerate(found) for b in found[n + 1 :] if a.meets(b)] == []


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [1, 25, 200])
def test_no_shape_leaves_the_picture(count, narrow):
    root = drawn(some(count, 5, 3), ["A", "B", "C"], narrow)
    width, height = (float(part) for part in root.get("viewBox", "").split()[2:])
    whole = Box(-0.1, -0.1, width + 0.2, height + 0.2)
    shapes = [
        Box(*(float(rect.get(name, "0")) for name in ("x", "y", "width", "height")))
        for rect in root.iter(f"{SPACE}rect")
    ]
    assert len(shapes) >= count
    assert [box for box in shapes if not box.inside(whole)] == []


def test_every_moment_is_a_link_with_a_name():
    root = drawn(some(25, 1, 3), ["A", "B", "C"])
    links = root.findall(f".//{SPACE}a")
    assert {link.get("href") for link in links} == {f"#m{n}" for n in range(25)}
    assert [link.get("aria-label", "").split(".")[0] for link in links] == [str(n) for n in range(1, 26)]
    assert all(link[0].tag == f"{SPACE}title" for link in links)
    assert root.get("role") == "group"
    assert root[0].tag == f"{SPACE}title"


def lines(root: ElementTree.Element, kind: str) -> list[int]:
    """How many points each stretch of a line has."""
    return [len(one.get("points", "").split()) for one in root.iter(f"{SPACE}polyline") if one.get("class") == kind]


def test_unknown_experience_is_a_gap_and_no_value():
    values = [1, 2, None, 0, -1, 1]
    root = drawn([Stage("A", tuple(Moment("x", value, 2) for value in values))])
    assert lines(root, "journey-now") == [2, 3]
    assert lines(root, "journey-wanted") == [6]
    # The unknown one stands apart, under the lowest value.
    heights = [float(one.get("cy", "0")) for one in root.iter(f"{SPACE}circle")][:6]
    assert max(heights) == heights[2]
    assert heights.count(heights[2]) == 1


def test_stage_without_moments_breaks_the_line():
    two = (Moment("x", 1, None), Moment("y", 2, None))
    assert lines(drawn([Stage("A", two), Stage("B"), Stage("C", two)]), "journey-now") == [2, 2]
    assert lines(drawn([Stage("A", two), Stage("C", two)]), "journey-now") == [4]


def test_lines_and_evidence_differ_by_more_than_colour():
    root = drawn([Stage("A", tuple(Moment("x", 1, 2, level) for level in ("assumption", "talks", "measured")))])
    dashes = {one.get("class"): one.get("stroke-dasharray") for one in root.iter(f"{SPACE}polyline")}
    assert dashes == {"journey-now": None, "journey-wanted": "5 4"}
    links = [one for one in root.iter(f"{SPACE}g") if one.get("class") == "point"]
    looks = [
        [(part.tag.removeprefix(SPACE), part.get("fill"), part.get("stroke-dasharray")) for part in link[3:-1]]
        for link in links
    ]
    assert len({str(look) for look in looks}) == 3


def test_band_names_only_the_services_that_play_a_part_in_it():
    stages = [Stage("A", (Moment("x", 1, 2, lanes=frozenset({1})),))]
    words = [text.text for text in drawn(stages, ["Absent", "Present"]).iter(f"{SPACE}text")]
    assert "Present" in words
    assert "Absent" not in words


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("moments", [0, 1, 4])
def test_stages_of_the_starter_sets_are_named_in_whole_words(narrow, language, moments):
    for key in JOURNEYS:
        titles = stages_of(key, language)
        root = drawn([Stage(title, (Moment("x", 0, 1),) * moments) for title in titles], narrow=narrow)
        said = [text.text for text in root.iter(f"{SPACE}text")]
        assert [
            word for title in titles for word in title.split() if not any(word in line.split() for line in said)
        ] == []


def test_all_of_a_long_stage_name_is_there():
    root = drawn([Stage(LONG, (Moment("x", 0, 1),)), Stage(WORD, ())])
    said = "".join(text.text for text in root.iter(f"{SPACE}text")).replace(" ", "")
    assert LONG.replace(" ", "") in said
    assert WORD in said
