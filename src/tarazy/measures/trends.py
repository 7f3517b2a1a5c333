"""The intensity of ties from year to year, and its stages: where the level changes, or whether stages that somebody names fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.errors import UsageError
from tarazy.measures.breaks import FEWEST, PENALTY, changes, even_spread, explained, fit_of, surroundings
from tarazy.measures.concentration import Matrix, around
from tarazy.measures.partners import partners
from tarazy.measures.question import Question
from tarazy.store.schema import Columns

_NONE = Question()
ALL = "all"
_SERIES: Columns = {
    "actor": pl.String,
    "partner": pl.String,
    "domain": pl.String,
    "measure": pl.String,
    "unit": pl.String,
}
_YEARS: Columns = {"start": pl.Int64, "end": pl.Int64}


@dataclass(frozen=True, slots=True)
class _Series:
    """One domain's years: ``values`` NaN where unknown, ``draws`` years × draws, ``ties`` and ``records`` of each year."""

    key: dict[str, str | None]
    years: NDArray[np.int64]
    values: NDArray[np.float64]
    draws: Matrix
    ties: NDArray[np.int64]
    records: list[list[str]]

    @property
    def known(self) -> NDArray[np.int64]:
        return np.flatnonzero(~np.isnan(self.values))

    def spread(self) -> tuple[NDArray[np.float64], float]:
        return even_spread(self.values[self.known], self.key["measure"] == "count")


def trends(
    ties: pl.DataFrame, actors: Sequence[str], question: Question = _NONE, penalty: float = PENALTY
) -> pl.DataFrame:
    """The intensity in each year and domain: between two actors, or of one with everybody; of several domains also together (``all``).

    ``weight`` with bounds (null: unknown), ``change`` since the year before, ``stage`` (from 1), ``level``: the mean of the stage,
    ``ties``, ``records``. A year without records counts 0 of them, unless coverage does not reach it; its amount is unknown, unless
    coverage does. ``penalty``: see ``breaks.PENALTY``.
    """
    rows = []
    for one in _series(ties, actors, question):
        places = changes(*one.spread(), penalty)
        stage = np.searchsorted(np.array(places, dtype=np.int64), np.arange(len(one.known)), "right")
        means = (
            [float(one.values[one.known[stage == number]].mean()) for number in range(len(places) + 1)]
            if len(one.known)
            else []
        )
        of = dict(zip(one.known.tolist(), stage.tolist(), strict=True))
        low, high = around(one.values, one.draws, question.level, 0)
        for i, year in enumerate(one.years.tolist()):
            known = i in of
            before = one.values[i - 1] if i else np.nan
            rows.append(
                one.key
                | {"start": year, "end": year, "weight": one.values[i], "weight_low": low[i] if known else None}
                | {"weight_high": high[i] if known else None, "change": one.values[i] - before}
                | {"stage": of[i] + 1 if known else None, "level": means[of[i]] if known else None}
                | {"ties": int(one.ties[i]), "records": one.records[i]}
            )
    floats = ("weight", "weight_low", "weight_high", "change")
    schema = _SERIES | _YEARS | dict.fromkeys(floats, pl.Float64) | {"stage": pl.Int64, "level": pl.Float64}
    found = pl.DataFrame(rows, schema=schema | {"ties": pl.Int64, "records": pl.List(pl.String)}, strict=False)
    return found.with_columns(pl.col(*floats).fill_nan(None))


def stages(
    ties: pl.DataFrame,
    actors: Sequence[str],
    question: Question = _NONE,
    stages: Sequence[int] | None = None,
    penalty: float = PENALTY,
) -> pl.DataFrame:
    """The stages of the intensity, a row each: those that the figures show, or with ``stages`` (the years in which each but the first
    begins) a test of those.

    ``level``: mean of a year with bounds; ``first_low``, ``first_high``: between which years the stage began; ``support``, 0 to 1;
    ``explained``: the part of the variance that the stages explain. Of stages that are named instead: ``as_good`` and ``chance`` (see
    ``breaks.fit_of``) and ``best``, the years in which the best division into as many begins. Null with less than six known years.
    """
    rows: list[dict[str, object]] = []
    for one in _series(ties, actors, question):
        if not len(one.known):
            continue
        series, variance = one.spread()
        years = one.years[one.known]
        given = _places(stages, years) if stages else None
        places = changes(series, variance, penalty) if given is None else given
        near = (
            surroundings(series, variance, places, question.level, question.draws, question.seed, penalty)
            if given is None
            else []
        )
        long = len(series) >= FEWEST
        said: dict[str, object] = {"explained": explained(series, places) if long else None}
        if given is not None and long:
            as_good, chance, best = fit_of(series, given, question.seed)
            said |= {"as_good": as_good, "chance": chance, "best": [int(years[place]) for place in best]}
        ends = [0, *places, len(series)]
        for number, (a, b) in enumerate(pairwise(ends)):
            inside = one.known[a:b]
            mean = np.array([one.values[inside].mean()])
            low, high = around(mean, one.draws[inside].mean(axis=0)[None, :], question.level, 0)
            first = near[number - 1] if number and near else None
            rows.append(
                one.key
                | {"start": int(years[a]), "end": int(years[b - 1]), "stage": number + 1}
                | {"level": float(one.values[inside].mean()), "level_low": low[0], "level_high": high[0]}
                | {
                    "first_low": int(years[first[0]]) if first else None,
                    "first_high": int(years[first[1]]) if first else None,
                }
                | {"support": first[2] if first else None}
                | said
                | {
                    "ties": int(one.ties[inside].sum()),
                    "records": [record for i in inside for record in one.records[i]],
                }
            )
    floats = ("level", "level_low", "level_high", "support", "explained", "as_good", "chance")
    schema = _SERIES | _YEARS | {"stage": pl.Int64} | dict.fromkeys(floats[:3], pl.Float64)
    schema |= {"first_low": pl.Int64, "first_high": pl.Int64} | dict.fromkeys(floats[3:], pl.Float64)
    schema |= {"best": pl.List(pl.Int64), "ties": pl.Int64, "records": pl.List(pl.String)}
    found = pl.DataFrame(rows, schema=schema)
    return found.with_columns(pl.col(*floats).fill_nan(None), pl.col("records").list.unique(maintain_order=True))


def _places(stages: Sequence[int], years: NDArray[np.int64]) -> list[int]:
    """Places of the years in which stages begin; each must lie within the series, the first year excepted."""
    for year in stages:
        if not years[0] < year <= years[-1]:
            raise UsageError(
                f"stages: {year} is not after {years[0]} and up to {years[-1]}, the known years: leave out the first stage's year."
            )
    found = [int(np.searchsorted(years, year)) for year in sorted(set(stages))]
    if len(set(found)) < len(found):
        raise UsageError("stages: between two of these years nothing is known: join the stages.")
    return found


def _series(ties: pl.DataFrame, actors: Sequence[str], question: Question) -> Iterator[_Series]:
    actor, partner = actors[0], actors[1] if len(actors) > 1 else None
    if len(actors) > 2 or actor == partner:
        raise UsageError("Trends are of one actor, or of two that differ: name them such as KAZ, or KAZ RUS.")
    mine = ties.filter((pl.col("source") == actor) | (pl.col("target") == actor))
    if partner is not None:
        mine = mine.filter((pl.col("source") == partner) | (pl.col("target") == partner))
    if mine["domain"].n_unique() > 1:
        mine = pl.concat([mine, mine.with_columns(domain=pl.lit(ALL))]) if not question.domain else mine
    found = partners(mine, actor, replace(question, every=1, periods=None))
    years = np.array([first for first, _ in found.periods], dtype=np.int64)
    counts = question.measure == "count"
    starts = found.starts
    cells = found.heads().with_columns(
        weight=pl.Series(
            np.add.reduceat(found.rows["weight"].to_numpy(), starts) if len(starts) else [], dtype=pl.Float64
        ),
        ties=pl.Series(np.add.reduceat(found.rows["ties"].to_numpy(), starts) if len(starts) else [], dtype=pl.Int64),
        cell=pl.int_range(len(starts), dtype=pl.Int64, eager=True),
    )
    listed = found.rows.with_columns(cell=pl.Series(found.cells)).group_by("cell", maintain_order=True)
    records = listed.agg(pl.col("records").explode().unique(maintain_order=True))["records"].to_list()
    drawn = np.add.reduceat(found.draws, starts, axis=0) if len(starts) else found.draws
    for domain, measure, unit in found.series.iter_rows():
        part = cells.filter(pl.col("domain") == domain, pl.col("unit").eq_missing(unit))
        at, cell = part["period"].to_numpy(), part["cell"].to_numpy()
        covered = [question.covered(domain, span, actor) for span in found.periods]
        empty = [0.0 if inside or (counts and inside is None) else np.nan for inside in covered]
        values, draws = np.array(empty), np.repeat(np.array(empty)[:, None], question.draws, axis=1)
        values[at], draws[at] = part["weight"].to_numpy(), drawn[cell]
        number = np.zeros(len(years), dtype=np.int64)
        number[at] = part["ties"].to_numpy()
        behind: list[list[str]] = [[] for _ in years]
        for i, j in zip(at.tolist(), cell.tolist(), strict=True):
            behind[i] = records[j]
        key = {"actor": actor, "partner": partner, "domain": domain, "measure": measure, "unit": unit}
        yield _Series(key, years, values, draws, number, behind)
