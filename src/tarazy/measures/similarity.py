"""How alike two actors' positions are: Signorino and Ritter's S, Scott's π, Cohen's κ, over matrices of ties.

All three are 1 - observed / expected disagreement; they differ in what is expected (Häge 2011, Political Analysis 19: 287-305):
half the greatest disagreement that the scale allows (S: Signorino and Ritter 1999, International Studies Quarterly 43: 115-144),
that of two actors with one common propensity to form ties (π: Scott 1955, Public Opinion Quarterly 19: 321-325), or that of two
actors who each keep their own (κ: Cohen 1960, Educational and Psychological Measurement 20: 37-46).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from tarazy.errors import UsageError

Coefficient = Literal["kappa", "pi", "s"]
Distance = Literal["absolute", "squared", "nominal"]
COEFFICIENTS: tuple[Coefficient, ...] = ("kappa", "pi", "s")
DEFAULT: Coefficient = "kappa"
"""κ, because alliances are rare and states differ in how many they have: without correction for chance nearly all look alike (Häge 2011)."""
_FEW = 64
Matrix = NDArray[np.float64]


def similarity(
    ties: ArrayLike,
    coefficient: Coefficient = DEFAULT,
    distance: Distance = "absolute",
    weights: ArrayLike | None = None,
    scale: tuple[float, float] | None = None,
    tied_from: float | None = None,
) -> Matrix:
    """Similarity of every two rows of ``ties`` (actors × objects of ties), shape actors × actors, at most 1.

    ``ties`` holds ordinal or interval values, NaN where a tie is unknown: those columns are left out of that pair. ``tied_from`` makes
    the values binary: 1 from this value on. ``weights``, one for each column (such as capabilities). ``scale``: the least and the greatest
    value that a tie can have, which S is normalised by; the range of the matrix unless told. ``distance`` between two values: their
    absolute or squared difference, or for named categories ("nominal") whether they differ. NaN where nothing is known of
    a pair, or where no disagreement could be expected. Raises UsageError for shapes that do not fit.
    """
    x = np.array(ties, dtype=np.float64)
    if x.ndim != 2:
        raise UsageError(f"ties must be a matrix of actors × objects, not of {x.ndim} dimension(s).")
    if tied_from is not None:
        x = np.where(np.isnan(x), np.nan, (x >= tied_from).astype(np.float64))
        scale = (0.0, 1.0)
    w = _weights(weights, x.shape[1])
    known = (~np.isnan(x)).astype(np.float64)
    values = np.unique(x[known > 0])
    if scale is None:
        scale = (float(values[0]), float(values[-1])) if values.size else (0.0, 0.0)
    elif values.size and (values[0] < scale[0] or values[-1] > scale[1]):
        raise UsageError(
            f"ties reach from {values[0]:g} to {values[-1]:g}, outside the scale {scale[0]:g} to {scale[1]:g}."
        )
    with np.errstate(invalid="ignore", divide="ignore"):
        compared = (known * w) @ known.T
        observed, expected = _disagreement(
            np.where(known > 0, x, 0.0), known, w, compared, values, coefficient, distance
        )
        if coefficient == "s":
            width = scale[1] - scale[0]
            expected = np.full_like(observed, {"absolute": width, "squared": width**2, "nominal": 1.0}[distance] / 2)
        # Differences of sums that should be 0 may be some 1e-17.
        expected = np.where(expected < 1e-12 * max(1.0, scale[1] - scale[0]), np.nan, expected)
        found: Matrix = np.where(compared > 0, 1 - observed / expected, np.nan)
    return (found + found.T) / 2


def _weights(weights: ArrayLike | None, columns: int) -> Matrix:
    if weights is None:
        return np.ones(columns)
    w = np.asarray(weights, dtype=np.float64)
    if w.shape != (columns,):
        raise UsageError(f"weights has the shape {w.shape}, but ties has {columns} columns: give one weight a column.")
    if not np.isfinite(w).all() or (w < 0).any():
        raise UsageError("weights must be finite and not negative.")
    return w


def _disagreement(
    x: Matrix, known: Matrix, w: Matrix, compared: Matrix, values: Matrix, coefficient: str, distance: Distance
) -> tuple[Matrix, Matrix]:
    """Mean observed disagreement of each pair, and that which its marginal distributions let expect."""
    if distance == "squared":
        mean, square = ((x * w) @ known.T) / compared, ((x**2 * w) @ known.T) / compared
        observed = np.maximum(square + square.T - 2 * ((x * w) @ x.T) / compared, 0)
        if coefficient == "pi":
            return observed, square + square.T - (mean + mean.T) ** 2 / 2
        return observed, square + square.T - 2 * mean * mean.T
    if distance == "absolute" and values.size > _FEW and coefficient == "s":
        return _absolute_by_row(x, known, w) / compared, compared
    observed, expected = np.zeros_like(compared), np.zeros_like(compared)
    if distance == "nominal":
        for value in values:
            here = known * (x == value)
            part = ((here * w) @ known.T) / compared
            observed += ((here * w) @ here.T) / compared
            expected += (part + part.T) ** 2 / 4 if coefficient == "pi" else part * part.T
        return 1 - observed, 1 - expected
    # |x - y| is the sum of the steps of the scale that lie between x and y.
    for step, value in zip(np.diff(values), values[1:], strict=True):
        above, below = known * (x >= value), known * (x < value)
        apart = ((above * w) @ below.T) / compared
        observed += step * (apart + apart.T)
        part = ((above * w) @ known.T) / compared
        if coefficient == "pi":
            pooled = (part + part.T) / 2
            expected += step * 2 * pooled * (1 - pooled)
        else:
            expected += step * (part * (1 - part.T) + (1 - part) * part.T)
    return observed, expected


def _absolute_by_row(x: Matrix, known: Matrix, w: Matrix) -> Matrix:
    return np.stack([(np.abs(x - row) * known * (seen * w)).sum(1) for row, seen in zip(x, known, strict=True)])


def tie_matrix(
    ties: pl.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str] | None = None,
    absent: float | None = None,
    own: float | None = None,
    directed: bool = False,
) -> Matrix:
    """The matrix of ``ties`` (columns ``source``, ``target``, ``weight``), shape rows × columns; the greatest of several weights.

    ``columns``: the same as the rows unless told. ``absent``: what a pair without a row has: NaN (unknown) unless told; 0 is right only
    where the list is complete. ``own``: an actor's tie to itself. Undirected ties hold both ways; ``directed`` keeps those from row to column.
    """
    across = list(rows if columns is None else columns)
    index = pl.DataFrame({"a": list(rows), "i": np.arange(len(rows))})
    other = pl.DataFrame({"b": across, "j": np.arange(len(across))})
    found = ties.select(a="source", b="target", weight="weight")
    if not directed:
        found = pl.concat([found, found.select(a="b", b="a", weight="weight")])
    placed = found.join(index, on="a").join(other, on="b").group_by("i", "j").agg(pl.col("weight").max())
    matrix = np.full((len(rows), len(across)), np.nan if absent is None else absent, dtype=np.float64)
    matrix[placed["i"].to_numpy(), placed["j"].to_numpy()] = placed["weight"].to_numpy()
    if own is not None:
        place = {name: j for j, name in enumerate(across)}
        for i, name in enumerate(rows):
            if name in place:
                matrix[i, place[name]] = own
    return matrix


def dyads(actors: Sequence[str], **matrices: Matrix) -> pl.DataFrame:
    """Square matrices as a table: ``a``, ``b``, then one column for each matrix; every ordered pair, null where it is undefined."""
    size = len(actors)
    i, j = np.nonzero(~np.eye(size, dtype=bool))
    names = pl.Series(list(actors), dtype=pl.String)
    columns = {name: pl.Series(matrix[i, j]).fill_nan(None) for name, matrix in matrices.items()}
    return pl.DataFrame({"a": names.gather(i), "b": names.gather(j), **columns})


def similarity_table(
    ties: ArrayLike,
    actors: Sequence[str],
    scale: tuple[float, float] | None = None,
    tied_from: float = 1,
    weights: ArrayLike | None = None,
) -> pl.DataFrame:
    """All coefficients of every ordered pair: ``a``, ``b``, ``kappa``, ``pi`` and ``s_binary`` over whether there is a tie,
    ``kappa_valued`` and ``s_valued`` over how strong it is, ``compared`` (columns known of both). Null: undefined."""
    x = np.array(ties, dtype=np.float64)
    known = (~np.isnan(x)).astype(np.float64)
    table = dyads(
        actors,
        kappa=similarity(x, "kappa", weights=weights, tied_from=tied_from),
        pi=similarity(x, "pi", weights=weights, tied_from=tied_from),
        s_binary=similarity(x, "s", weights=weights, tied_from=tied_from),
        kappa_valued=similarity(x, "kappa", weights=weights, scale=scale),
        s_valued=similarity(x, "s", weights=weights, scale=scale),
        compared=known @ known.T,
    )
    return table.with_columns(pl.col("compared").cast(pl.Int64))
