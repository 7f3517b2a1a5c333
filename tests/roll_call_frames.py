"""Synthetic roll calls with known positions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class RollCalls:
    """``truth``: periods × states, NaN where a state is not yet a member; ``votes`` of each period: states × roll calls, -1 missing, 0, 1, 2."""

    truth: NDArray[np.float64]
    votes: list[NDArray[np.int8]]


def walked(states: int, periods: int, draw: np.random.Generator, walk: float = 0.15) -> NDArray[np.float64]:
    """Positions of the standard deviation 1 that walk from period to period; a tenth of the states enter later."""
    truth = draw.normal(size=(1, states)) + np.cumsum(draw.normal(0, walk, (periods, states)), axis=0)
    late = draw.random(states) < 0.1
    entry = draw.integers(0, periods, states)
    truth[(np.arange(periods)[:, None] < entry) & late & (entry < periods - 1)] = np.nan
    return truth


def roll_calls(truth: NDArray[np.float64], calls: int, draw: np.random.Generator, missing: float = 0.12) -> RollCalls:
    """Votes by an ordinal probit; slopes and cuts vary, some roll calls are nearly unanimous, some states are often absent."""
    votes = []
    absent = np.clip(draw.beta(1.2, 1.2 / missing - 1.2, truth.shape[1]), 0, 0.9)
    for x in truth:
        slope = draw.normal(0, 1.2, calls)
        low = draw.normal(-1.2, 0.9, calls)
        high = low + draw.exponential(0.7, calls)
        z = x[:, None] * slope + draw.normal(size=(len(x), calls))
        cast = (z > low).astype(np.int8) + (z > high).astype(np.int8)
        cast[np.isnan(x)] = -1
        cast[draw.random(cast.shape) < absent[:, None]] = -1
        votes.append(cast)
    return RollCalls(truth, votes)
