"""The balance of an actor's ties: how its partners share them by domain and period, how even they are, and towards which poles they lean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from tarazy.measures.cells import all_cells, bounded, changed, finished
from tarazy.measures.composite import COMPOSITE, composite, weights_said
from tarazy.measures.concentration import FIGURES, Matrix, figures, shares
from tarazy.measures.partners import CELL, Partners, alike, partners
from tarazy.measures.poles import OTHER, Poles, checked_weights, default_poles, default_weights
from tarazy.measures.question import Question

_NONE = Question()


def balance(
    ties: pl.DataFrame,
    actors: Sequence[str],
    question: Question = _NONE,
    weights: Mapping[str, float] | None = None,
) -> pl.DataFrame:
    """A row for each actor, domain, unit and period, then, of several domains, the composite of each period.

    ``total`` (the weights' sum in ``unit``), ``ties``, ``partners``, ``top`` and the figures of ``concentration.figures``, each with
    ``_low`` and ``_high``; ``change_hhi`` and ``change_effective_1`` since the period before; ``status``: known, none (covered, nothing
    recorded) or unknown; ``weights`` that the composite gave the domains, and ``weight_known``, the part of them that is of known
    domains; ``records`` behind the row. ``weights`` of domains: equal unless told. What is undefined or unknown is null.
    """
    return Weighed.of(ties, actors, question, weights).balance()


def partner_shares(
    ties: pl.DataFrame,
    actors: Sequence[str],
    question: Question = _NONE,
    poles: Poles | None = None,
    weights: Mapping[str, float] | None = None,
) -> pl.DataFrame:
    """A row for each partner with a weight in a cell, the composite's among them, largest first: ``weight``, ``share`` (0 to 1, ``_low``,
    ``_high``), ``pole``, ``change`` of the share since the period before, ``ties``, ``records``. Periods without partners have a
    row with a null partner and a null share, and their ``status``."""
    return Weighed.of(ties, actors, question, weights).shares(poles)


def lean(
    ties: pl.DataFrame,
    actors: Sequence[str],
    question: Question = _NONE,
    poles: Poles | None = None,
    weights: Mapping[str, float] | None = None,
) -> pl.DataFrame:
    """A row for each pole in each cell: ``share`` of the weights that go to its members, ``lead`` (its share less that of the largest
    other pole, -1 to 1; above 0 only for the pole towards which the actor leans), both with ``_low`` and ``_high``, and the
    ``change`` of the share. Partners of no pole are "other", which has no lead and is no rival."""
    return Weighed.of(ties, actors, question, weights).lean(poles)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The partners of some actors and, of several domains, their composites: found once, whatever is then asked of them."""

    found: Sequence[tuple[str, Partners, Partners | None]]
    question: Question
    weights: Mapping[str, float]

    @classmethod
    def of(
        cls, ties: pl.DataFrame, actors: Sequence[str], question: Question, weights: Mapping[str, float] | None = None
    ) -> Weighed:
        """The partners in these ties (``records.ties.TIES``). Raises UsageError for a setting or weight that does not fit."""
        worth = default_weights() if weights is None else checked_weights(weights, "weights")
        question = alike(ties, actors, question)
        own = ((actor, partners(ties, actor, question)) for actor in actors)
        return cls([(actor, one, composite(one, worth)) for actor, one in own], question, worth)

    @property
    def _each(self) -> Iterator[tuple[str, Partners]]:
        return ((actor, one) for actor, *both in self.found for one in both if one is not None)

    def balance(self) -> pl.DataFrame:
        """The table of ``balance``."""
        parts = []
        for actor, found, joint in self.found:
            parts.append(_balance(found, actor, self.question))
            if joint is not None:
                said = weights_said(found, self.weights)
                both = _balance(joint, actor, self.question).join(
                    said, on=["measure", "unit", "period"], how="left", nulls_equal=True
                )
                # Weights of several domains are shares; they have no sum of their own.
                parts.append(both.with_columns(total=pl.lit(None, pl.Float64)))
        return finished(pl.concat(parts, how="diagonal"), COMPOSITE)

    def shares(self, poles: Poles | None = None) -> pl.DataFrame:
        """The table of ``partner_shares``."""
        poles = poles or default_poles()
        parts = []
        for actor, one in self._each:
            point, drawn = _shares(one)
            rows = one.rows.with_columns(bounded("share", point, drawn, self.question.level))
            rows = changed(rows, ["domain", "measure", "unit"], ["partner"], "share", "change")
            pole = poles.of_all(rows["partner"].unique())
            rows = rows.with_columns(pole=pl.col("partner").replace_strict(pole, default=OTHER, return_dtype=pl.String))
            parts.append(all_cells(rows, one, actor, self.question))
        return finished(pl.concat(parts, how="diagonal"), COMPOSITE, ["share", "partner"])

    def lean(self, poles: Poles | None = None) -> pl.DataFrame:
        """The table of ``lean``."""
        poles = poles or default_poles()
        parts = [all_cells(_leans(one, poles, self.question), one, actor, self.question) for actor, one in self._each]
        return finished(pl.concat(parts, how="diagonal"), COMPOSITE, ["share", "pole"])


def _shares(found: Partners) -> tuple[Matrix, Matrix]:
    point = shares(found.rows["weight"].to_numpy()[:, None].astype(np.float64), found.starts)
    return point, shares(found.draws, found.starts)


def _balance(found: Partners, actor: str, question: Question) -> pl.DataFrame:
    point, drawn = _shares(found)
    starts = found.starts
    one, many = figures(point, starts), figures(drawn, starts)
    totals = found.rows.with_columns(share=pl.Series(point[:, 0], dtype=pl.Float64)).group_by(CELL, maintain_order=True)
    rows = totals.agg(
        total=pl.col("weight").sum(),
        ties=pl.col("ties").sum(),
        partners=pl.len().cast(pl.Int64),
        top=pl.col("partner").sort_by("share", "partner", descending=[True, False]).first(),
        records=pl.col("records").explode(),
    )
    count = rows["partners"].to_numpy().astype(np.float64)
    limits: dict[str, tuple[float, Matrix | float]] = {"effective_1": (1, count), "effective_2": (1, count)}
    rows = rows.with_columns(
        column
        for name in FIGURES
        for column in bounded(name, one[name], many[name], question.level, *limits.get(name, (0, 1)))
    )
    group = ["domain", "measure", "unit"]
    for name in ("hhi", "effective_1"):
        rows = changed(rows, group, [], name, f"change_{name}")
    return all_cells(rows, found, actor, question)


def _leans(found: Partners, poles: Poles, question: Question) -> pl.DataFrame:
    names = [*poles.names, OTHER]
    place = {name: number for number, name in enumerate(names)}
    pole_of = poles.of_all(found.rows["partner"].unique())
    starts = found.starts
    cell = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, found.rows.height)))
    column = np.array([place[pole_of[one]] for one in found.rows["partner"]], dtype=np.int64)
    slot = cell * len(names) + column
    size = len(starts) * len(names)
    into = sparse.csr_array((np.ones(len(slot)), (slot, np.arange(len(slot)))), shape=(size, len(slot)))

    def gathered(share: Matrix) -> tuple[Matrix, Matrix]:
        total: Matrix = into @ share
        cube = total.reshape(len(starts), len(names), share.shape[1])
        return total, _lead(cube).reshape(total.shape)

    (share, lead), (shares_drawn, leads_drawn) = (gathered(part) for part in _shares(found))
    heads = found.heads()[np.repeat(np.arange(len(starts)), len(names))]
    listed = found.rows.with_columns(slot=pl.Series(slot, dtype=pl.Int64)).group_by("slot")
    behind = listed.agg(pl.col("ties").sum(), records=pl.col("records").explode())
    rows = heads.with_columns(
        bounded("share", share, shares_drawn, question.level) + bounded("lead", lead, leads_drawn, question.level, -1),
        pole=pl.Series(names * len(starts), dtype=pl.String),
        slot=pl.int_range(size, dtype=pl.Int64, eager=True),
    )
    rows = rows.join(behind, on="slot", how="left", maintain_order="left").drop("slot")
    rows = rows.with_columns(pl.col("ties").fill_null(0), pl.col("records").fill_null(pl.lit([], pl.List(pl.String))))
    return changed(rows, ["domain", "measure", "unit"], ["pole"], "share", "change")


def _lead(cube: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each pole's share less the largest of the others, NaN for what is of no pole; shape cells × poles × draws."""
    lead = np.full_like(cube, np.nan)
    rivals = cube[:, :-1]
    if rivals.shape[1] > 1 and rivals.size:
        ordered = np.sort(rivals, axis=1)
        best, second = ordered[:, -1:], ordered[:, -2:-1]
        lead[:, :-1] = rivals - np.where(
            rivals == best, np.where((rivals == best).sum(1, keepdims=True) > 1, best, second), best
        )
    return lead
