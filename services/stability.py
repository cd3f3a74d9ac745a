"""How sure a ranking is: where services end under other weights and other values of the empty cells.

Ten thousand weight vectors, drawn uniformly from those that keep the order of the chosen weights, each
with every empty cell drawn uniformly from 1 to 5. Seeded, so that the same round gives the same answer.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, groupby
from random import Random

from services.result import HIGHEST, LOWEST, Column, Key, ServiceResult

DRAWS = 10_000


def places(found: Sequence[ServiceResult], *, seed: int, draws: int = DRAWS) -> dict[Key, list[int]]:
    """For each service how often it ended in place 1, in the first 2, in the first 3 and so on."""
    if not found:
        return {}
    rng = Random(seed)  # noqa: S311 - a simulation, no secret
    weights = [column.criterion.weight for column in found[0].columns]
    counts = [[0] * len(found) for _ in found]
    for _ in range(draws):
        drawn = draw_weights(weights, rng)
        totals = [
            sum(weight * _mean(column, rng) for weight, column in zip(drawn, one.columns, strict=True)) for one in found
        ]
        above = sorted(-total for total in totals)
        for service, total in enumerate(totals):
            counts[service][bisect_left(above, -total)] += 1
    return {one.key: list(accumulate(row)) for one, row in zip(found, counts, strict=True)}


def share(cumulative: Sequence[int], top: int) -> float:
    """The share of the draws in which a service was among the first `top`."""
    return cumulative[min(top, len(cumulative)) - 1] / cumulative[-1]


def draw_weights(weights: Sequence[int], rng: Random) -> list[float]:
    """Weights that total 1, uniform over those in the order of `weights`; equal ones have no order."""
    parts = sorted((rng.expovariate(1) for _ in weights), reverse=True)
    total = sum(parts)
    order: list[int] = []
    for _weight, group in groupby(sorted(range(len(weights)), key=lambda n: -weights[n]), key=lambda n: weights[n]):
        tied = list(group)
        rng.shuffle(tied)
        order += tied
    drawn = [0.0] * len(weights)
    for place, criterion in enumerate(order):
        drawn[criterion] = parts[place] / total
    return drawn


def _mean(column: Column, rng: Random) -> float:
    empty = column.cells - len(column.values)
    if not empty:
        return sum(column.values) / column.cells if column.cells else 0.0
    guessed = sum(rng.randint(LOWEST, HIGHEST) for _ in range(empty))
    return (sum(column.values) + guessed) / column.cells
