"""The figures from the journeys (methods B.3), worked out by hand, and what never changes them."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evidence import UNKNOWN, Figures, Moment, Path, figures

F = Fraction
NUMBERS = iter(range(10**9))


def moment(services="a", channel="in_person", evidence="measured", **more) -> Moment:
    return Moment(next(NUMBERS), "…", channel, evidence, frozenset(services), **more)


def of(service: str, *paths: Path) -> tuple:
    found = figures(paths, [service])[service]
    return found.contact, found.effect, found.gap


def path(*stages, persona="visitor", share=100) -> Path:
    return Path(persona, share, tuple(tuple(stage) for stage in stages))


def test_figures_of_one_journey_by_hand():
    journey = path(
        [moment(importance=5, now=-1, desired=2)],
        [moment(channel="telephone", evidence="talks", importance=3, now=1, desired=1)],
        [moment(channel="digital", evidence="assumption", importance=1, now=2, desired=0)],
        [moment("b", importance=2)],
    )
    # Contact: (1 + 3/4 + 1/2 + 0) / 4 = 9/16. Effect: (1·1 + 4/5·1/2 + 1/2·0) / (1 + 4/5 + 1/2) = 14/23.
    # Gap: (1·3 + 4/5·0 + 1/2·0) / 23/10 = 30/23.
    assert of("a", journey) == (1 + 4 * F(9, 16), 1 + 4 * F(14, 23), F(30, 23))


def test_strongest_channel_of_a_stage_counts():
    stage = [moment(channel="digital"), moment(channel="telephone")]
    assert of("a", path(stage, []))[0] == 1 + 4 * F(3, 8)


def test_contact_follows_the_share_of_the_persona():
    journeys = [path([moment()], share=90), path([moment("b")], persona="employee", share=30)]
    assert of("a", *journeys)[0] == 1 + 4 * F(3, 4)
    assert of("b", *journeys)[0] == 1 + 4 * F(1, 4)


def test_moments_of_one_stage_weigh_as_much_as_one():
    journey = path([moment(importance=5), moment(importance=3)], [moment(importance=1)])
    # The first stage gives 3/4, the second 0.
    assert of("a", journey)[1] == 1 + 4 * F(3, 8)


def test_moment_of_truth_counts_as_the_highest_importance():
    assert of("a", path([moment(importance=2, is_truth=True)]))[1] == 5
    assert of("a", path([moment(is_truth=True)]))[1] == 5


def test_service_that_nobody_meets_is_unknown():
    assert figures([path([moment("b", importance=5)])], ["a"]) == {"a": UNKNOWN}
    assert Figures(None, None, None, ()) == UNKNOWN


def test_unknown_importance_and_experience_stay_unknown():
    assert of("a", path([moment()])) == (5, None, None)
    assert of("a", path([moment(importance=5), moment(now=1)]))[1:] == (5, None)


def test_journey_without_moments_says_nothing_yet():
    journey = path([moment(importance=4)], [])
    assert of("a", journey, path([], [], persona="employee")) == of("a", journey)


def test_moments_behind_a_figure_are_listed():
    mine, other = moment("ab"), moment("b")
    found = figures([path([mine, other])], ["a", "b"])
    assert (found["a"].moments, found["b"].moments) == ((mine,), (mine, other))


MOMENTS = st.builds(
    moment,
    services=st.sets(st.sampled_from("abc")),
    channel=st.sampled_from(["in_person", "telephone", "digital"]),
    evidence=st.sampled_from(["assumption", "talks", "measured"]),
    importance=st.none() | st.integers(1, 5),
    is_truth=st.booleans(),
    now=st.none() | st.integers(-2, 2),
    desired=st.none() | st.integers(-2, 2),
)
PATHS = st.builds(
    lambda stages, persona: path(*stages, persona=persona[0], share=persona[1]),
    st.lists(st.lists(MOMENTS, max_size=4), min_size=1, max_size=4),
    st.sampled_from([("visitor", 30), ("employee", 60), ("guest", 1)]),
)
JOURNEYS = st.lists(PATHS, min_size=1, max_size=4)


def numbers(paths) -> dict:
    return {name: (one.contact, one.effect, one.gap) for name, one in figures(paths, "abc").items()}


def with_moment(journeys, change) -> tuple[list[Path], list[Path]] | None:
    """The journeys, and the same with the first moment found replaced by `change` of it."""
    for place, journey in enumerate(journeys):
        for number, stage in enumerate(journey.stages):
            if stage:
                stages = list(journey.stages)
                stages[number] = (*change(stage[0]), *stage[1:])
                other = list(journeys)
                other[place] = replace(journey, stages=tuple(stages))
                return journeys, other
    return None


@given(JOURNEYS)
def test_splitting_a_moment_changes_nothing(journeys):
    if found := with_moment(journeys, lambda one: (one, replace(one, key=next(NUMBERS), happens="the other half"))):
        assert numbers(found[0]) == numbers(found[1])


@given(JOURNEYS)
def test_adding_a_service_to_a_moment_changes_no_other_service(journeys):
    if found := with_moment(journeys, lambda one: (replace(one, services=one.services | {"new"}),)):
        assert numbers(found[0]) == numbers(found[1])


@given(JOURNEYS)
def test_service_that_becomes_good_keeps_its_weight(journeys):
    better = [
        replace(one, stages=tuple(tuple(replace(m, now=2) for m in stage) for stage in one.stages)) for one in journeys
    ]
    assert {k: v[:2] for k, v in numbers(journeys).items()} == {k: v[:2] for k, v in numbers(better).items()}


@given(JOURNEYS)
def test_copy_of_every_journey_changes_nothing(journeys):
    assert numbers(journeys) == numbers([*journeys, *journeys])


@given(JOURNEYS)
def test_figures_stay_within_their_scale(journeys):
    for contact, effect, gap in numbers(journeys).values():
        assert contact is None or 1 < contact <= 5
        assert effect is None or 1 <= effect <= 5
        assert gap is None or 0 <= gap <= 4


@given(JOURNEYS)
def test_figure_is_unknown_only_without_a_moment(journeys):
    met = {name for one in journeys for stage in one.stages for m in stage for name in m.services}
    assert {name for name, found in numbers(journeys).items() if found[0] is not None} == met & set("abc")


@pytest.fixture
def told(cast, services) -> SimpleNamespace:
    """A visitor of Campus who meets Reception and Cleaning, and one of Kliniek; see the last test."""
    from services.actions import journey as actions

    persona = actions.add_persona(by=cast.campus_editor, name="Visitor", share=40)
    made = actions.add_journey(by=cast.campus_editor, title="A visit", persona=persona, stages=["Arrival", "Departure"])
    stage = made.stages.in_order().first()
    facts = {"happens": "Welcome", "importance": 5, "evidence": "measured", "now": 0, "desired": 2}
    one = actions.add_moment(by=cast.campus_editor, stage=stage, services=[services["Reception"]], **facts)
    return SimpleNamespace(journey=made, moment=one)


def test_evidence_of_a_client_reads_its_own_journeys_in_two_queries(cast, services, told, django_assert_num_queries):
    from services.evidence import evidence_of

    keys = [one.pk for one in services.values()]
    with django_assert_num_queries(2):
        found = evidence_of(cast.campus, keys)
    reception = found[services["Reception"].pk]
    assert (reception.contact, reception.effect, reception.gap) == (3, 5, 2)
    assert [one.key for one in reception.moments] == [told.moment.pk]
    assert found[services["Cleaning"].pk] == UNKNOWN
    assert set(evidence_of(cast.kliniek, keys).values()) == {UNKNOWN}


@pytest.mark.parametrize("what", ["journey", "moment"])
def test_what_is_archived_does_not_count(cast, services, told, what):
    from services.actions import journey as actions
    from services.evidence import evidence_of

    getattr(actions, f"archive_{what}")(**{what: getattr(told, what)}, by=cast.campus_editor)
    assert set(evidence_of(cast.campus, [one.pk for one in services.values()]).values()) == {UNKNOWN}
