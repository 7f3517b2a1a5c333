"""Where the level of a yearly series changes, how sure the years are, and whether stages that somebody names fit it.

Search: kernel change-point detection with a linear kernel and a penalty (Truong, Oudre and Vayatis 2020, Signal Processing 167: 107299,
whose ruptures does the work). Counts are put on a scale of even spread first: 2√(x + 3/8) (Anscombe 1948, Biometrika 35: 246-254).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from math import comb

import numpy as np
import ruptures
from numpy.typing import NDArray

Vector = NDArray[np.float64]
SHORTEST = 2
"""Least years of a stage."""
FEWEST = 6
"""Least known years of a series in which changes are looked for."""
PENALTY = 3.0
"""What a further change must gain, in variances times ln(years): 1 is lenient, 3 finds few changes that are not there."""
_MOST = 20_000
_SHUFFLES = 999


def even_spread(values: Vector, counts: bool) -> tuple[Vector, float]:
    """Values on a scale on which their spread does not grow with them, and the variance of their noise there.

    Counts by Anscombe, variance 1; amounts by logarithm, variance from the median of the steps from year to year, which few changes of
    level do not move.
    """
    if counts:
        return 2 * np.sqrt(values + 0.375), 1.0
    above = values[values > 0]
    offset = above.min() / 2 if len(above) and (values <= 0).any() else 0.0
    found = np.log(values + offset) if len(above) else np.zeros_like(values)
    steps = np.abs(np.diff(found))
    spread = float(np.median(steps)) / (0.6745 * np.sqrt(2)) if len(steps) else 0.0
    return found, max(spread, 1e-3) ** 2


def changes(series: Vector, variance: float, penalty: float = PENALTY) -> list[int]:
    """Places at which a new level begins, in order; none in a series that is short or even."""
    if len(series) < FEWEST or np.ptp(series) == 0:
        return []
    search = ruptures.KernelCPD(kernel="linear", min_size=SHORTEST).fit(series[:, None])
    return [int(place) for place in search.predict(pen=penalty * variance * np.log(len(series)))[:-1]]


def surroundings(
    series: Vector,
    variance: float,
    places: Sequence[int],
    level: float,
    draws: int,
    seed: int,
    penalty: float = PENALTY,
) -> list[tuple[int, int, float]]:
    """For each change: within which places it lies (the middle ``level`` of draws), and its support: in what part of the draws the
    search finds it again, at most one place away. A draw is the levels with resampled residuals."""
    if not places or not draws:
        return []
    generator = np.random.default_rng(seed)
    fitted = _levels(series, places)
    residuals = series - fitted
    found, again = [], np.zeros(len(places))
    for _ in range(draws):
        drawn = fitted + generator.choice(residuals, len(series))
        search = ruptures.KernelCPD(kernel="linear", min_size=SHORTEST).fit(drawn[:, None])
        found.append(search.predict(n_bkps=len(places))[:-1])
        free = np.array(search.predict(pen=penalty * variance * np.log(len(series)))[:-1], dtype=np.int64)
        again += [bool((np.abs(free - place) <= 1).any()) for place in places]
    low, high = np.quantile(np.array(found), [(1 - level) / 2, (1 + level) / 2], axis=0, method="nearest")
    return [(int(a), int(b), float(c)) for a, b, c in zip(low, high, again / draws, strict=True)]


def explained(series: Vector, places: Sequence[int]) -> float:
    """The part of the variance that the levels between these places explain, 0 to 1; NaN where there is none."""
    total = float(((series - series.mean()) ** 2).sum())
    return 1 - float(((series - _levels(series, places)) ** 2).sum()) / total if total > 0 else float("nan")


def fit_of(series: Vector, places: Sequence[int], seed: int = 0) -> tuple[float, float, list[int]]:
    """How well a division that somebody names fits: ``as_good``, ``chance`` and the best division.

    ``as_good``: the part of all divisions into as many stages (of ``SHORTEST`` years or more; a sample where they are many) that
    explain at least as much, the named one counted. ``chance``: the part of shuffled series of which it explains at least as much.
    """
    own = explained(series, places)
    generator = np.random.default_rng(seed)
    divisions = _divisions(len(series), len(places), generator)
    others = np.array([explained(series, one) for one in divisions] or [own])
    close = 1e-9
    as_good = float((np.append(others, own) >= own - close).sum() - (tuple(places) in divisions)) / (
        len(divisions) + (tuple(places) not in divisions)
    )
    shuffled = [explained(generator.permutation(series), places) for _ in range(_SHUFFLES)]
    chance = float((np.array(shuffled) >= own - close).sum() + 1) / (_SHUFFLES + 1)
    best = list(divisions[int(others.argmax())]) if divisions else list(places)
    return as_good, chance, best


def _divisions(years: int, count: int, generator: np.random.Generator) -> list[tuple[int, ...]]:
    """Divisions of the years into ``count`` + 1 stages."""
    free = years - SHORTEST * (count + 1)
    if free < 0:
        return []
    spread = np.arange(1, count + 1) * (SHORTEST - 1) + 1
    drawn: Iterable[tuple[int, ...]]
    if comb(free + count, count) <= _MOST:
        drawn = combinations(range(free + count), count)
    else:
        drawn = {tuple(sorted(generator.choice(free + count, count, replace=False).tolist())) for _ in range(_MOST)}
    return [tuple(int(place) for place in np.array(one, dtype=np.int64) + spread) for one in drawn]


def _levels(series: Vector, places: Sequence[int]) -> Vector:
    ends = [0, *places, len(series)]
    return np.concatenate([np.full(b - a, series[a:b].mean()) for a, b in pairwise(ends)])
