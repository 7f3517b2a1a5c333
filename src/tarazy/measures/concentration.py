"""Figures of concentration over shares, for many cells and many bootstrap draws at once.

Hill numbers: Hill 1973, Ecology 54: 427-432. HHI: Herfindahl 1950, Hirschman 1945. Normalised balance: one minus the normalised HHI.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

Matrix = NDArray[np.float64]
Rows = NDArray[np.int64]
FIGURES = ("top_share", "hhi", "effective_1", "effective_2", "balance")


def shares(weights: Matrix, starts: Rows) -> Matrix:
    """Each weight's share of its cell; NaN where the cell's weights sum to nothing.

    ``weights``: rows (partners, sorted by cell) × draws, not negative; ``starts``: the first row of each cell.
    """
    if not len(starts):
        return np.empty_like(weights)
    totals = np.add.reduceat(weights, starts, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Matrix = weights / np.repeat(
            np.where(totals > 0, totals, np.nan), _lengths(starts, len(weights)), axis=0
        )
    return found


def figures(share: Matrix, starts: Rows) -> Mapping[str, Matrix]:
    """The figures of each cell, shape cells × draws, by name (``FIGURES``); NaN where the shares are.

    ``top_share``: the greatest share, 0 to 1. ``hhi``: Σ s², 1/n to 1. ``effective_1``: exp(-Σ s ln s), and ``effective_2``: 1/Σ s², numbers
    of partners, at least 1. ``balance``: (1 - HHI)/(1 - 1/n) over the n partners with a share above 0: 1 where all are equal,
    0 where there is one.
    """
    if not len(starts):
        return {name: np.empty((0, share.shape[1])) for name in FIGURES}
    hhi = np.add.reduceat(share**2, starts, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        entropy = -np.add.reduceat(xlogy(share, share), starts, axis=0)
        count = np.add.reduceat((share > 0).astype(np.float64), starts, axis=0)
        balance = np.where(count > 1, (1 - hhi) / (1 - 1 / np.maximum(count, 2)), hhi * 0)
        return {
            "top_share": np.maximum.reduceat(share, starts, axis=0),
            "hhi": hhi,
            "effective_1": np.maximum(np.exp(entropy), 1),
            "effective_2": np.maximum(1 / hhi, 1),
            "balance": np.clip(balance, 0, 1),
        }


def quantiles(draws: Matrix, level: float) -> tuple[Matrix, Matrix]:
    """The middle ``level`` of each row, lower and upper bound; draws that are NaN are left out, NaN where all are."""
    ordered = np.sort(draws, axis=1)
    known = draws.shape[1] - np.isnan(draws).sum(1)
    if not draws.shape[1]:
        return (np.full(len(draws), np.nan),) * 2
    rows = np.arange(len(draws))

    def at(portion: float) -> Matrix:
        place = np.maximum(known - 1, 0) * portion
        low, high = np.floor(place).astype(np.int64), np.ceil(place).astype(np.int64)
        found: Matrix = ordered[rows, low] + (place - low) * (ordered[rows, high] - ordered[rows, low])
        return found

    return at((1 - level) / 2), at((1 + level) / 2)


def around(
    point: Matrix, draws: Matrix, level: float, least: float = -np.inf, most: Matrix | float = np.inf
) -> tuple[Matrix, Matrix]:
    """Bounds of figures, one a row: the middle ``level`` of the draws about their median, put about the recorded figure.

    A draw that keeps fewer records than there are has smaller sums and larger shares: its spread is what it tells, not its place. The
    bounds stay within ``least`` and ``most``, and always hold the figure.
    """
    low, high = quantiles(draws, level)
    middle, _ = quantiles(draws, 0)
    return np.clip(point + low - middle, least, most), np.clip(point + high - middle, least, most)


def starts_of(cells: Rows) -> Rows:
    """The first row of each run of equal numbers."""
    if not len(cells):
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate([[True], cells[1:] != cells[:-1]]))


def _lengths(starts: Rows, rows: int) -> Rows:
    return np.diff(np.append(starts, rows))
