"""How sure a ranking is: where services end under other weights and other values of the empty cells.

Ten thousand weight vectors, drawn uniformly from those that keep the order of the chosen weights, each
with every empty cell drawn uniformly from 1 to 5. Seeded, so that the same round gives the same answer.
A service without a place takes no part: cells of which nobody knows anything would take the places of those that
people did score, against the ranking beside it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from services.result import HIGHEST, LOWEST, Key, ServiceResult

DRAWS = 10_000
# Totals that differ by less are equal: rounding must not part services that score the same.
DIGITS = 9

Floats = NDArray[np.float64]


def places(found: Sequence[ServiceResult], *, seed: int, draws: int = DRAWS) -> dict[Key, list[int]]:
    """For each service how often it ended in place 1, in the first 2, 3 and so on; nothing without a place."""
    placed = [one for one in found if one.rank]
    counted: dict[Key, list[int]] = {one.key: [] for one in found}
    if not placed:
        return counted
    rng = default_rng(seed)
    weights = draw_weights([float(column.criterion.weight) for column in placed[0].columns], draws, rng)
    totals = np.column_stack([_totals(one, weights, rng) for one in placed])
    for one, row in zip(placed, _counts(totals).cumsum(axis=1), strict=True):
        counted[one.key] = row.tolist()
    return counted


def share(cumulative: Sequence[int], top: int) -> float:
    """The share of the draws in which a service was among the first `top`."""
    return cumulative[min(top, len(cumulative)) - 1] / cumulative[-1]


def draw_weights(weights: Sequence[float], draws: int, rng: Generator) -> Floats:
    """Draws × criteria: each row totals 1, uniform over those in the order of `weights`; equal ones have no order.

    Sorted exponential variables, divided by their total, are uniform on the ordered simplex
    (Devroye, Non-Uniform Random Variate Generation, 1986, chapter V.2).
    """
    shape = draws, len(weights)
    parts = -np.sort(-rng.exponential(size=shape), axis=1)
    parts /= parts.sum(axis=1, keepdims=True)
    order = np.lexsort((rng.random(shape), np.broadcast_to(-np.array(weights), shape)), axis=-1)
    drawn = np.empty(shape)
    np.put_along_axis(drawn, order, parts, axis=1)
    return drawn


def _totals(one: ServiceResult, weights: Floats, rng: Generator) -> Floats:
    """The total of one service in each draw, from 1 to 5."""
    total = np.zeros(len(weights))
    for weight, column in zip(weights.T, one.columns, strict=True):
        known = float(sum(column.values))
        empty = column.cells - len(column.values)
        guessed = rng.integers(LOWEST, HIGHEST, size=(empty, len(weights)), endpoint=True).sum(axis=0)
        total += weight * (known + guessed) / max(column.cells, 1)
    return total.round(DIGITS)


def _counts(totals: Floats) -> NDArray[np.int64]:
    """Services × places: how often each ended in each place; equal totals share the better one."""
    draws, services = totals.shape
    order = np.argsort(-totals, axis=1)
    ranked = np.take_along_axis(totals, order, axis=1)
    place = np.tile(np.arange(services), (draws, 1))
    place[:, 1:][ranked[:, 1:] == ranked[:, :-1]] = 0
    place = np.maximum.accumulate(place, axis=1)
    cells = np.bincount((order * services + place).ravel(), minlength=services * services)
    return cells.reshape(services, services)
