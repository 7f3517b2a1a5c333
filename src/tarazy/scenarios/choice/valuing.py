"""Values of options from scores and weights by three methods; arrays have the axes (runs, options, criteria).

Weighted sum over value scales with swing weights: Keeney and Raiffa 1976; von Winterfeldt and Edwards 1986. TOPSIS: Hwang and Yoon 1981.
Net flows: PROMETHEE II with the usual preference function, Brans and Vincke 1985.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tarazy.scenarios.case import Floats

METHODS = ("weighted-sum", "topsis", "promethee")


def scaled(scores: Floats, up: npt.NDArray[np.bool_], worst: Floats, best: Floats) -> Floats:
    """Scores on value scales, 0 the worst and 1 the best.

    ``up`` (criteria,): whether more is better. ``worst``, ``best`` (criteria,) are fixed ends of a scale; where they are NaN the ends are
    the options' own. Where all options are alike each is worth 1.
    """
    low, high = scores.min(axis=1, keepdims=True), scores.max(axis=1, keepdims=True)
    bad = np.where(np.isnan(worst), np.where(up, low, high), worst)
    good = np.where(np.isnan(best), np.where(up, high, low), best)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.where(good == bad, 1.0, (scores - bad) / np.where(good == bad, 1.0, good - bad))
    # 0 is added so that no −0 is shown.
    return np.clip(found, 0.0, 1.0) + 0.0


def values(
    scores: Floats, weights: Floats, up: npt.NDArray[np.bool_], worst: Floats, best: Floats, method: str
) -> Floats:
    """The value of each option, shape (runs, options): 0 to 1, or −1 to 1 for net flows. ``weights`` (runs, criteria) need not sum to 1."""
    share = weights / weights.sum(axis=1, keepdims=True)
    if method == "topsis":
        return _topsis(scores, share, up)
    if method == "promethee":
        return _net_flows(scores, share, up)
    found: Floats = (scaled(scores, up, worst, best) * share[:, None, :]).sum(axis=2)
    return found


def ranks(value: Floats) -> npt.NDArray[np.int64]:
    """The place of each option, 1 for the greatest value; equal values share the better place; NaN comes last."""
    known = np.where(np.isnan(value), -np.inf, value)
    found: npt.NDArray[np.int64] = 1 + (known[:, None, :] > known[:, :, None] + 1e-12).sum(axis=2)
    return found


def _topsis(scores: Floats, share: Floats, up: npt.NDArray[np.bool_]) -> Floats:
    length = np.sqrt((scores**2).sum(axis=1, keepdims=True))
    placed = np.where(length > 0, scores / np.where(length > 0, length, 1.0), 0.0) * share[:, None, :]
    placed = np.where(up, placed, -placed)
    to_best = np.sqrt(((placed - placed.max(axis=1, keepdims=True)) ** 2).sum(axis=2))
    to_worst = np.sqrt(((placed - placed.min(axis=1, keepdims=True)) ** 2).sum(axis=2))
    whole = to_best + to_worst
    found: Floats = np.where(whole > 0, to_worst / np.where(whole > 0, whole, 1.0), 1.0)
    return found


def _net_flows(scores: Floats, share: Floats, up: npt.NDArray[np.bool_]) -> Floats:
    good = np.where(up, scores, -scores)
    better = (good[:, :, None, :] > good[:, None, :, :]).astype(float)
    preferred = (better * share[:, None, None, :]).sum(axis=3)
    others = max(scores.shape[1] - 1, 1)
    found: Floats = (preferred.sum(axis=2) - preferred.sum(axis=1)) / others
    return found
