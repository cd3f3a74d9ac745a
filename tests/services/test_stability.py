"""How sure a ranking is."""

from hypothesis import given
from hypothesis import strategies as st
from numpy.random import default_rng

from services.result import Weighed, results
from services.stability import draw_weights, places, share


def found(weights, *sheets):
    """The results of a sheet for each assessor; None is an empty cell."""
    criteria = [Weighed(n, weight) for n, weight in enumerate(weights)]
    values = {
        (service, who, n): value
        for who, sheet in enumerate(sheets)
        for service, row in sheet.items()
        for n, value in enumerate(row)
        if value is not None
    }
    return results(services=list(sheets[0]), criteria=criteria, assessors=range(len(sheets)), values=values)


def test_best_on_everything_is_always_first():
    counted = places(found([60, 40], {"a": [5, 5], "b": [3, 3], "c": [1, 1]}), seed=1, draws=200)
    assert counted == {"a": [200, 200, 200], "b": [0, 200, 200], "c": [0, 0, 200]}


def test_order_of_the_chosen_weights_is_kept():
    # The first criterion always weighs more, so who leads there leads.
    assert places(found([60, 40], {"a": [5, 1], "b": [1, 5]}), seed=1, draws=500)["a"][0] == 500


def test_equal_weights_have_no_order():
    counted = places(found([50, 50], {"a": [5, 1], "b": [1, 5]}), seed=1, draws=4000)
    assert abs(share(counted["a"], 1) - 0.5) < 0.03


def test_equal_services_share_a_place():
    counted = places(found([60, 40], {"a": [3, 3], "b": [3, 3], "c": [1, 1]}), seed=1, draws=50)
    assert counted == {"a": [50, 50, 50], "b": [50, 50, 50], "c": [0, 0, 50]}


def test_empty_cells_make_it_less_sure():
    # b beats a only when its empty cell is a 5, equals it at a 4: at a weight of one, by hand 1/5 and 1/5.
    counted = places(found([100], {"a": [4], "b": [4]}, {"a": [4], "b": [None]}), seed=1, draws=5000)
    assert abs(share(counted["a"], 1) - 0.8) < 0.03
    assert abs(share(counted["b"], 1) - 0.4) < 0.03


def test_same_seed_gives_the_same_answer():
    full, hole = {"a": [5, 1, 3, 4, 2, 4], "b": [3] * 6}, {"a": [5, 1, 3, None, 2, 4], "b": [3] * 6}
    rows = found([25, 20, 20, 15, 10, 10], full, hole)
    assert places(rows, seed=7, draws=100) == places(rows, seed=7, draws=100)


def test_no_services_no_places():
    assert places([], seed=1) == {}


def test_without_any_place_nothing_is_counted():
    assert places(found([100], {"a": [None], "b": [None]}), seed=1, draws=50) == {"a": [], "b": []}


CELL = st.none() | st.integers(1, 5)
SHEET = st.dictionaries(st.sampled_from("abcde"), st.tuples(CELL, CELL, CELL), min_size=1)


@given(SHEET, st.integers(min_value=0))
def test_a_service_without_a_place_takes_no_part(sheet, seed):
    rows = found([50, 30, 20], sheet)
    placed = [one for one in rows if one.rank]
    counted = places(rows, seed=seed, draws=20)
    assert counted == places(placed, seed=seed, draws=20) | {one.key: [] for one in rows if not one.rank}


@given(SHEET, SHEET, st.integers(min_value=0))
def test_the_first_places_are_all_taken_by_services_that_have_one(sheet, other, seed):
    rows = found([50, 30, 20], sheet, {service: other.get(service, (None,) * 3) for service in sheet})
    counted = [counts for counts in places(rows, seed=seed, draws=20).values() if counts]
    assert len(counted) == sum(1 for one in rows if one.rank)
    # More than that where equal ones share a place.
    assert all(sum(counts[top] for counts in counted) >= 20 * (top + 1) for top in range(len(counted)))


@given(st.lists(st.integers(1, 100), min_size=2, max_size=8), st.integers(min_value=0))
def test_drawn_weights_total_one_and_keep_the_order(weights, seed):
    for drawn in draw_weights(weights, 20, default_rng(seed)):
        assert abs(drawn.sum() - 1) < 1e-9
        pairs = [(a, b) for a in range(len(weights)) for b in range(len(weights)) if weights[a] > weights[b]]
        assert all(drawn[a] >= drawn[b] for a, b in pairs)


def test_drawn_weights_are_uniform_over_those_that_keep_the_order():
    # The mean of the ordered simplex of three by hand: (1 + 1/2 + 1/3)/3, (1/2 + 1/3)/3 and 1/9.
    means = draw_weights([50, 30, 20], 20_000, default_rng(3)).mean(axis=0)
    assert abs(means - [11 / 18, 5 / 18, 2 / 18]).max() < 0.005


@given(st.permutations(range(4)))
def test_the_order_of_services_is_irrelevant_where_every_cell_is_filled(order):
    rows = {"a": [5, 1, 3], "b": [3, 3, 3], "c": [1, 5, 3], "d": [3, 3, 3]}
    names = [list(rows)[n] for n in order]
    mixed = found([50, 30, 20], {name: rows[name] for name in names})
    assert places(mixed, seed=2, draws=50) == places(found([50, 30, 20], rows), seed=2, draws=50)
