"""What the outputs hang on: Morris's elementary effects and Sobol's indices, by SALib (Herman and Usher 2017)."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from tarazy.scenarios.case import Case, Floats

_COLUMNS = {
    "output": pl.String,
    "input": pl.String,
    "method": pl.String,
    "effect": pl.Float64,
    "effect_half_width": pl.Float64,
    "spread": pl.Float64,
    "first_order": pl.Float64,
    "part": pl.Float64,
    "basis": pl.String,
}
LEVELS = 4
"""Levels of Morris's grid, as in Morris 1991 and Saltelli et al. 2008."""
NEAR = 1e-12


def sensitivity_points(case: Case) -> Floats:
    """Points of the unit cube at which the outputs are needed, shape (points, uncertain inputs); none where nothing is uncertain."""
    names = [one.name for one in case.uncertain()]
    if not names or case.sensitivity.method == "none":
        return np.empty((0, len(names)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if case.sensitivity.method == "morris":
            from SALib.sample.morris import sample as morris_sample

            found = morris_sample(
                _problem(names), case.sensitivity.trajectories, num_levels=LEVELS, seed=case.seed % 2**32
            )
        else:
            from SALib.sample.sobol import sample as sobol_sample

            found = sobol_sample(
                _problem(names), case.sensitivity.samples, calc_second_order=False, seed=case.seed % 2**32
            )
    return np.asarray(found, dtype=np.float64)


def sensitivity(case: Case, cube: Floats, outputs: Mapping[str, npt.NDArray[Any]]) -> pl.DataFrame:
    """A row for each output and uncertain input, those on which the output hangs most first.

    ``effect``: for Morris μ*, the mean absolute elementary effect over the input's range, in units of the output; for Sobol the total index
    (part of the variance, interactions included). ``effect_half_width``: half of its 95 % interval, by bootstrap. ``spread``: Morris's σ
    (large beside μ*: not linear, or hangs on other inputs too). ``first_order``: Sobol's. ``part``: the effect's part of all effects on
    this output. Of Morris, trajectories on which an output is undefined are left out of it. Outputs that are undefined on all but one, or at any
    point of Sobol's, or that nothing moves, have no rows.
    """
    uncertain = case.uncertain()
    rows: list[dict[str, Any]] = []
    if len(cube):
        problem = _problem([one.name for one in uncertain])
        for name, values in outputs.items():
            if values.dtype.kind not in "fiub":
                continue
            numbers = values.astype(np.float64)
            defined = _defined(case, numbers, len(uncertain) + 1)
            points, numbers = cube[defined], numbers[defined]
            if not len(numbers) or np.ptp(numbers) <= NEAR * max(1.0, float(np.abs(numbers).max())):
                continue
            found = _indices(case, problem, points, numbers)
            total = sum(one["effect"] for one in found)
            ranked = sorted(zip(uncertain, found, strict=True), key=lambda pair: (-pair[1]["effect"], pair[0].name))
            for one, index in ranked:
                part = index["effect"] / total if total > 0 else None
                rows.append({"output": name, "input": one.name, "basis": one.basis, "part": part, **index})
    return pl.DataFrame(rows, schema=_COLUMNS)


def _defined(case: Case, values: Floats, block: int) -> npt.NDArray[np.bool_]:
    """The points that can be used: all of Morris's trajectories (``block`` points each) without gaps, at least two; Sobol's design only whole."""
    known = np.isfinite(values)
    if case.sensitivity.method != "morris":
        return np.full(len(values), known.all())
    whole = known.reshape(-1, block).all(axis=1)
    return np.repeat(whole & (whole.sum() > 1), block)


def _indices(case: Case, problem: dict[str, Any], cube: Floats, values: Floats) -> list[dict[str, Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if case.sensitivity.method == "morris":
            from SALib.analyze.morris import analyze as morris

            found = morris(problem, cube, values, num_levels=LEVELS, seed=case.seed % 2**32)
            effect, half, spread = found["mu_star"], found["mu_star_conf"], found["sigma"]
            first: list[float | None] = [None] * len(effect)
        else:
            from SALib.analyze.sobol import analyze as sobol

            found = sobol(problem, values, calc_second_order=False, seed=case.seed % 2**32)
            # Sampling error can push an index that is near zero below it.
            effect, half = np.maximum(found["ST"], 0.0), found["ST_conf"]
            spread, first = [None] * len(effect), [float(one) for one in found["S1"]]
    return [
        {
            "method": case.sensitivity.method,
            "effect": float(effect[at]),
            "effect_half_width": float(half[at]),
            "spread": None if spread[at] is None else float(spread[at]),
            "first_order": first[at],
        }
        for at in range(len(effect))
    ]


def _problem(names: list[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
