"""Draws of uncertain inputs: from points of the unit cube to values, and the points of a plain Monte Carlo run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np

from tarazy.scenarios.case import Case, Floats, Input
from tarazy.scenarios.model import Draws

CENTRAL, MONTE_CARLO, SENSITIVITY = 0, 1, 2
"""Stages: the case as given, its draws, and the points of the sensitivity analysis; each has random numbers of its own."""


def points(case: Case) -> Floats:
    """Points of the unit cube for the case's runs, shape (runs, uncertain inputs).

    Each input has a stream of its own, so that making another one uncertain leaves its draws as they are.
    """
    columns = []
    for one in case.uncertain():
        sequence = np.random.SeedSequence(case.seed, spawn_key=(MONTE_CARLO + 200, crc32(one.name.encode())))
        columns.append(np.random.default_rng(sequence).random(case.runs))
    return np.column_stack(columns) if columns else np.empty((case.runs, 0))


def placed(one: Input, share: Floats) -> Floats:
    """The values of an input below which these shares of its draws lie (its quantiles)."""
    assert one.low is not None and one.high is not None
    low, high, middle = one.low, one.high, float(one.value)
    if one.shape == "uniform":
        return low + share * (high - low)
    turn = (middle - low) / (high - low)
    with np.errstate(invalid="ignore"):
        rising = low + np.sqrt(share * (high - low) * (middle - low))
        falling = high - np.sqrt((1 - share) * (high - low) * (high - middle))
    return np.where(share < turn, rising, falling)


def batches(case: Case, cube: Floats, size: int, stage: int, common: bool = False) -> Iterator[Draws]:
    """The runs of these points (shape (runs, uncertain inputs)), cut into batches of ``size``."""
    uncertain: Sequence[Input] = case.uncertain()
    values = {one.name: placed(one, cube[:, at]) for at, one in enumerate(uncertain)}
    for first in range(0, len(cube), size):
        chosen = {name: drawn[first : first + size] for name, drawn in values.items()}
        yield Draws(case, first, min(size, len(cube) - first), chosen, stage, common)


def central(case: Case) -> Draws:
    """One run of the case as given."""
    return Draws(case, 0, 1, {}, CENTRAL)
