"""Dependence: what part of what an actor gets comes from one partner, how mutual that is, and what each single loss would do.

Asymmetry as leverage: Hirschman 1945, National Power and the Structure of Foreign Trade; Keohane and Nye 1977, Power and Interdependence.
Salience, symmetry and interdependence: Barbieri 1996, Journal of Peace Research 33: 29-49. N-1: the criterion of secure power grids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from tarazy.errors import UsageError
from tarazy.measures.cells import all_cells, bounded, changed, finished
from tarazy.measures.composite import COMPOSITE
from tarazy.measures.concentration import Matrix, figures, shares
from tarazy.measures.partners import CELL, SERIES, Partners, partners
from tarazy.measures.question import Question

_NONE = Question()


def dependence(ties: pl.DataFrame, actors: Sequence[str], question: Question = _NONE) -> pl.DataFrame:
    """What part of an actor's inflow comes from each supplier: a row for each domain, unit, period and partner.

    ``actors`` are the dependent ones. Only directed ties towards the actor count (arms, aid, credit, exports to it), and undirected
    ones, which flow both ways. ``share`` with bounds, ``change``, ``weight``, ``ties``, ``records``. ``question.kind`` narrows it to a kind
    of flow (transfer, investment, trade), ``question.measure`` and ``unit`` to a good's unit.
    """
    inward = _directed(question, "in")
    parts = []
    for actor in actors:
        found = partners(ties, actor, inward)
        rows = found.rows.with_columns(_bounded_shares(found, question.level))
        rows = changed(rows, SERIES, ["partner"], "share", "change")
        parts.append(all_cells(rows, found, actor, inward))
    return finished(pl.concat(parts, how="diagonal"), COMPOSITE, ["share", "partner"])


def mutual(ties: pl.DataFrame, actors: Sequence[str], question: Question = _NONE) -> pl.DataFrame:
    """How much two actors depend on each other: a row for each domain, unit and period that both have ties in.

    ``actors`` are two. ``a_on_b``, ``b_on_a``: the other's share of all of one's own ties (0 where one has ties, but none with the other);
    ``asymmetry``: a_on_b - b_on_a, above 0 where ``a`` depends more; ``salience``: √(a_on_b·b_on_a); ``symmetry``: 1 - |asymmetry|;
    ``interdependence``: their product. Bounds for asymmetry and interdependence. Null where one has no ties at all: a share of nothing.
    """
    if len(actors) != 2 or actors[0] == actors[1]:
        raise UsageError("Mutual dependence is of two actors: name two that differ, such as KAZ RUS.")
    # Both need the same periods.
    spans = question.periods
    if not spans:
        both = question.chosen(ties.filter(pl.col("source").is_in(list(actors)) | pl.col("target").is_in(list(actors))))
        spans = question.spans(both)
    asked = replace(question, periods=spans or None)
    sides = [_side(partners(ties, one, asked), other) for one, other in (actors, actors[::-1])]
    (first, a_point, a_draws), (second, b_point, b_draws) = sides
    left = first.with_row_index("left").rename({"records": "records_a", "ties": "ties_a"})
    joined = left.join(second.with_row_index("right"), on=CELL, how="inner", nulls_equal=True).sort(CELL)
    i, j = joined["left"].to_numpy(), joined["right"].to_numpy()
    a, b = a_point[i], b_point[j]
    one, many = _mutual(a, b), _mutual(a_draws[i], b_draws[j])
    columns = [
        *bounded("a_on_b", a, a_draws[i], question.level),
        *bounded("b_on_a", b, b_draws[j], question.level),
        *(column for name in one for column in bounded(name, one[name], many[name], question.level, -1)),
    ]
    years = pl.DataFrame(
        [(number, *span) for number, span in enumerate(spans or ())],
        schema={"period": pl.Int32, "start": pl.Int64, "end": pl.Int64},
        orient="row",
    )
    return (
        joined.with_columns(columns)
        .join(years, on="period", maintain_order="left")
        .select(
            pl.lit(actors[0]).alias("a"),
            pl.lit(actors[1]).alias("b"),
            *SERIES,
            "start",
            "end",
            *(column.name for column in columns),
            pl.col("ties_a").alias("ties"),
            records=pl.col("records_a"),
        )
    )


def losses(ties: pl.DataFrame, actors: Sequence[str], question: Question = _NONE) -> pl.DataFrame:
    """N-1: what the loss of each single partner would leave, a row for each cell and partner, the heaviest loss first.

    ``share`` is lost; ``hhi_after``, ``effective_1_after``, ``effective_2_after``, ``balance_after`` are of the rest, and ``change_balance`` is
    the balance after less the balance before. Nobody takes the lost partner's place: it is the state of the day after, no forecast.
    Where nobody is left the figures are undefined: null. ``share`` has bounds; ``records`` are those of the lost partner.
    """
    parts = []
    for actor in actors:
        found = partners(ties, actor, question)
        point = shares(found.rows["weight"].to_numpy()[:, None].astype(np.float64), found.starts)
        after = _without(point[:, 0], found)
        columns = [pl.Series(name, value).fill_nan(None) for name, value in after.items()]
        rows = found.rows.with_columns(_bounded_shares(found, question.level) + columns)
        parts.append(all_cells(rows, found, actor, question))
    return finished(pl.concat(parts, how="diagonal"), COMPOSITE, ["share", "partner"])


def _bounded_shares(found: Partners, level: float) -> list[pl.Series]:
    point = shares(found.rows["weight"].to_numpy()[:, None].astype(np.float64), found.starts)
    return bounded("share", point, shares(found.draws, found.starts), level)


def _without(share: Matrix, found: Partners) -> dict[str, Matrix]:
    """Figures of each row's cell without the row, from the cell's sums: no cell is gone through again."""
    starts = found.starts
    lengths = np.diff(np.append(starts, len(share)))
    before = {name: np.repeat(value[:, 0], lengths) for name, value in figures(share[:, None], starts).items()}
    count = np.repeat(lengths, lengths) - 1
    left = np.where(count > 0, 1 - share, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        own = np.where(share > 0, share * np.log(np.where(share > 0, share, 1)), 0)
        hhi = np.clip((before["hhi"] - share**2) / left**2, 1 / np.maximum(count, 1), 1)
        entropy = (np.log(before["effective_1"]) + own) / left + np.log(left)
        balance = np.where(count > 1, (1 - hhi) / (1 - 1 / np.maximum(count, 2)), hhi * 0)
    return {
        "hhi_after": hhi,
        "effective_1_after": np.clip(np.exp(entropy), 1, np.maximum(count, 1)),
        "effective_2_after": 1 / hhi,
        "balance_after": balance,
        "change_balance": balance - before["balance"],
    }


def _side(found: Partners, other: str) -> tuple[pl.DataFrame, Matrix, Matrix]:
    """The cells of one actor with the other's share, records and ties in each."""
    heads = found.heads()
    mine = found.rows.with_row_index("row").filter(partner=other).select(*CELL, "row", "records", "ties")
    cells = heads.join(mine, on=CELL, how="left", nulls_equal=True, maintain_order="left").with_columns(
        pl.col("ties").fill_null(0), pl.col("records").fill_null(pl.lit([], pl.List(pl.String)))
    )
    there = cells["row"].is_not_null().to_numpy()
    row = cells["row"].fill_null(0).to_numpy()
    weights = found.rows["weight"].to_numpy()[:, None].astype(np.float64)

    def share(part: Matrix) -> Matrix:
        of_all = shares(part, found.starts)
        # A cell whose draw kept nothing has no share, whoever the other is.
        defined = np.where(np.isnan(of_all[found.starts]), np.nan, 0.0)
        found_share: Matrix = np.where(there[:, None], of_all[row] if len(of_all) else defined, defined)
        return found_share

    return cells.drop("row"), share(weights), share(found.draws)


def _mutual(a: Matrix, b: Matrix) -> dict[str, Matrix]:
    salience, symmetry = np.sqrt(a * b), 1 - np.abs(a - b)
    return {"asymmetry": a - b, "salience": salience, "symmetry": symmetry, "interdependence": salience * symmetry}


def _directed(question: Question, direction: str) -> Question:
    return question if question.direction != "both" else replace(question, direction=direction)
