"""Networks by domain and period: who stands where in them, and how they change from one period to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse, stats

from tarazy.errors import UsageError
from tarazy.measures.brokerage import ROLES, constraint, gould_fernandez
from tarazy.measures.cells import bounded, changed
from tarazy.measures.communities import communities, modularity
from tarazy.measures.concentration import Matrix
from tarazy.measures.core import coreness, discrete_core
from tarazy.measures.graphs import KATZ, Network, network
from tarazy.measures.poles import Poles
from tarazy.measures.question import Period, Question

ALL = "all"
"""The network of all domains together."""
_NONE = Question()
_CELL = ("domain", "measure", "unit", "period")
POSITION: dict[str, pl.DataType | type[pl.DataType]] = {
    "actor": pl.String,
    "domain": pl.String,
    "measure": pl.String,
    "unit": pl.String,
    "period": pl.Int32,
    "degree": pl.Int64,
    "strength": pl.Float64,
    "betweenness": pl.Float64,
    "eigenvector": pl.Float64,
    "katz": pl.Float64,
    "constraint": pl.Float64,
    "community": pl.Int64,
    "core": pl.Boolean,
    "coreness": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class _Cell:
    domain: str
    measure: str
    unit: str | None
    period: int
    ties: pl.DataFrame
    network: Network

    @property
    def key(self) -> dict[str, object]:
        return {"domain": self.domain, "measure": self.measure, "unit": self.unit, "period": self.period}


def networks(
    ties: pl.DataFrame,
    actors: Sequence[str] = (),
    question: Question = _NONE,
    groups: Poles | None = None,
    katz: float = KATZ,
) -> pl.DataFrame:
    """Where each actor stands in the network of each domain and period, and of all domains together (``all``), highest degree first.

    ``actors``: rows of these alone; the network is of all. Columns: ``degree`` and ``strength`` with bounds, ``betweenness`` (0 to 1, by
    steps), ``eigenvector`` and ``katz`` (by weights, of length 1), ``constraint``, ``community`` (0 is the largest), ``core``,
    ``coreness``; ``change_degree`` and ``change_betweenness`` since the period before, null where one of the two is not known;
    with ``groups`` the roles of ``brokerage.ROLES``; ``records`` of the actor's ties. An actor without a tie has no row.
    """
    if not 0 < katz < 1:
        raise UsageError(f"katz is {katz}: it must lie between 0 and 1, a part of the greatest attenuation.")
    spans, cells = _cells(ties, question)
    parts = [pl.DataFrame(schema=POSITION)]
    parts += [_positions(cell, question, groups, katz) for cell in cells]
    rows = pl.concat(parts, how="diagonal")
    if rows.is_empty():
        return _dated(rows, spans)
    for name in ("degree", "betweenness"):
        rows = changed(rows, ["domain", "measure", "unit", "actor"], [], name, f"change_{name}")
    if actors:
        rows = rows.filter(pl.col("actor").is_in(list(actors)))
    rows = rows.sort(
        "domain",
        "measure",
        "unit",
        "period",
        "degree",
        "strength",
        "actor",
        descending=[False] * 4 + [True, True, False],
    )
    return _dated(rows, spans)


def network_change(ties: pl.DataFrame, actors: Sequence[str] = (), question: Question = _NONE) -> pl.DataFrame:
    """Each network as a whole, and what has changed in it since the period before: a row for each domain and period.

    ``members``, ``pairs`` (tied), ``density`` (of all pairs, 0 to 1), ``centralisation`` (Freeman 1979, by degree), ``groups`` and their
    ``modularity``, ``core_size`` and ``core_fit``; ``overlap``: tied pairs of both periods among those of either (Jaccard);
    ``rank_correlation`` of degrees (Spearman) over those in both; ``entered`` and ``left``; ``records``. ``actors``: the network among
    these alone. Null where it is undefined, or nothing is known of the period before.
    """
    if actors:
        ties = ties.filter(pl.col("source").is_in(list(actors)), pl.col("target").is_in(list(actors)))
    spans, cells = _cells(ties, question)
    rows: list[dict[str, object]] = []
    before: dict[tuple[str, str, str | None, int], Network] = {}
    for cell in cells:
        series = cell.domain, cell.measure, cell.unit
        rows.append(
            cell.key
            | _whole(cell.network, question.seed)
            | _against(before.get((*series, cell.period - 1)), cell.network)
            | {"records": _records(cell.ties)}
        )
        before[(*series, cell.period)] = cell.network
    floats = dict.fromkeys(
        ("density", "centralisation", "modularity", "core_fit", "overlap", "rank_correlation"), pl.Float64
    )
    counts = dict.fromkeys(("members", "pairs", "groups", "core_size"), pl.Int64)
    lists = dict.fromkeys(("entered", "left", "records"), pl.List(pl.String))
    schema = {name: POSITION[name] for name in _CELL} | floats | counts | lists
    order = ["members", "pairs", "density", "centralisation", "groups", "modularity", "core_size", "core_fit", "overlap", "rank_correlation", "entered", "left", "records"]  # fmt: skip
    found = pl.DataFrame(rows, schema=schema).with_columns(pl.col(*floats).fill_nan(None))
    return _dated(found.select(*_CELL, *order), spans)


def _cells(ties: pl.DataFrame, question: Question) -> tuple[Sequence[Period], Iterator[_Cell]]:
    chosen = question.chosen(ties)
    spans = question.spans(chosen)
    placed = question.placed(chosen, spans) if spans else chosen.head(0).with_columns(period=pl.lit(0, pl.Int32))
    if question.coverage is not None:
        outside = [
            question.covered(domain, spans[number]) is False
            for domain, number in placed.select("domain", "period").iter_rows()
        ]
        placed = placed.filter(~pl.Series(outside, dtype=pl.Boolean))
    if placed["domain"].n_unique() > 1:
        placed = pl.concat([placed, placed.with_columns(domain=pl.lit(ALL))])
    parts = placed.sort("domain", "measure", "unit", "period").partition_by(_CELL, maintain_order=True, as_dict=True)
    cells = (
        _Cell(str(domain), str(measure), unit, int(period), part, network(part))
        for (domain, measure, unit, period), part in parts.items()
    )
    return spans, (cell for cell in cells if cell.network.actors)


def _positions(cell: _Cell, question: Question, groups: Poles | None, katz: float) -> pl.DataFrame:
    net = cell.network
    core, _ = discrete_core(net.weights)
    degrees, strengths = _drawn(cell, question)
    columns = [
        pl.Series("actor", net.actors),
        *bounded("degree", net.degree().astype(np.float64), degrees, question.level, 0, len(net.actors) - 1),
        *bounded("strength", net.strength(), strengths, question.level, 0, np.inf),
        *(
            pl.Series(name, value).fill_nan(None)
            for name, value in (
                ("betweenness", net.betweenness()),
                ("eigenvector", net.eigenvector()),
                ("katz", net.katz(katz)),
                ("constraint", constraint(net.weights)),
            )
        ),
        pl.Series("community", communities(net.weights, question.seed)),
        pl.Series("core", core),
        pl.Series("coreness", coreness(net.weights)),
    ]
    if groups is not None:
        roles = gould_fernandez(net.directed, [groups.of(actor) for actor in net.actors])
        columns += [pl.Series(name, roles[:, number]) for number, name in enumerate(ROLES)]
    made = pl.DataFrame(columns).with_columns(pl.col("degree").cast(pl.Int64))
    ends = pl.concat([cell.ties.select("records", actor=end) for end in ("source", "target")])
    listed = ends.group_by("actor").agg(pl.col("records").explode().unique(maintain_order=True))
    keys = [pl.lit(value, POSITION[name]).alias(name) for name, value in cell.key.items()]
    return made.join(listed, on="actor", how="left", maintain_order="left").with_columns(keys)


def _drawn(cell: _Cell, question: Question) -> tuple[Matrix, Matrix]:
    """Degrees and strengths in draws that keep each record with the probability that is its confidence; actors × draws."""
    net, ties = cell.network, cell.ties
    size = len(net.actors)
    place = {name: number for number, name in enumerate(net.actors)}
    kept = ties.filter(pl.col("source") != pl.col("target")).with_row_index("row")
    kept = kept.with_columns(key=pl.coalesce(pl.col("records").list.first(), pl.format("row {}", "row")))
    sure = (
        kept.group_by("key", maintain_order=True).agg(pl.col("confidence").max().fill_null(1.0)).with_row_index("draw")
    )
    generator = np.random.default_rng(question.seed)
    there = generator.random((sure.height, question.draws)) < sure["confidence"].to_numpy()[:, None]
    i, j = (kept[end].replace_strict(place, return_dtype=pl.Int64).to_numpy() for end in ("source", "target"))
    pairs, pair = np.unique(np.minimum(i, j) * size + np.maximum(i, j), return_inverse=True)
    draw = kept.join(sure.select("key", "draw"), on="key", maintain_order="left")["draw"].to_numpy()
    carried = sparse.csr_array(
        (kept["weight"].to_numpy().astype(np.float64), (pair, draw)), shape=(len(pairs), sure.height)
    )
    weights = carried @ there.astype(np.float64)
    edges = np.arange(len(pairs))
    ends = sparse.csr_array((np.ones(2 * len(pairs)), (np.append(pairs // size, pairs % size), np.append(edges, edges))), shape=(size, len(pairs)))  # fmt: skip
    return ends @ (weights > 0).astype(np.float64), ends @ weights


def _whole(net: Network, seed: int) -> dict[str, object]:
    size, degree = len(net.actors), net.degree()
    labels = communities(net.weights, seed)
    core, fit = discrete_core(net.weights)
    spread = (size - 1) * (size - 2)
    return {
        "members": size,
        "pairs": int(degree.sum()) // 2,
        "density": degree.sum() / (size * (size - 1)) if size > 1 else None,
        "centralisation": float((degree.max() - degree).sum() / spread) if spread > 0 else None,
        "groups": int(labels.max()) + 1,
        "modularity": modularity(net.weights, labels),
        "core_size": int(core.sum()),
        "core_fit": fit,
    }


def _against(before: Network | None, now: Network) -> dict[str, object]:
    if before is None:
        return dict.fromkeys(("overlap", "rank_correlation", "entered", "left"))
    old, new = _pairs(before), _pairs(now)
    ranks = [dict(zip(net.actors, net.degree().tolist(), strict=True)) for net in (before, now)]
    shared = [actor for actor in now.actors if actor in ranks[0]]
    sides = [[rank[actor] for actor in shared] for rank in ranks]
    varied = len(shared) > 2 and all(len(set(side)) > 1 for side in sides)
    return {
        "overlap": len(old & new) / len(old | new),
        "rank_correlation": float(stats.spearmanr(*sides).statistic) if varied else None,
        "entered": sorted({*now.actors} - {*before.actors}),
        "left": sorted({*before.actors} - {*now.actors}),
    }


def _pairs(net: Network) -> set[tuple[str, str]]:
    ends = sparse.triu(net.weights, k=1).tocoo()
    found = zip(ends.row.tolist(), ends.col.tolist(), strict=True)
    return {
        (net.actors[i], net.actors[j]) if net.actors[i] < net.actors[j] else (net.actors[j], net.actors[i])
        for i, j in found
    }


def _records(ties: pl.DataFrame) -> list[str]:
    return ties["records"].explode().drop_nulls().unique(maintain_order=True).to_list()


def _dated(rows: pl.DataFrame, spans: Sequence[Period]) -> pl.DataFrame:
    """First and last year in the place of the number of the period; ``records`` last."""
    years = pl.DataFrame(
        [(number, *span) for number, span in enumerate(spans)],
        schema={"period": pl.Int32, "start": pl.Int64, "end": pl.Int64},
        orient="row",
    )
    found = rows.join(years, on="period", how="left", maintain_order="left")
    front = [name for name in ("actor", "domain", "measure", "unit", "start", "end") if name in found.columns]
    last = [name for name in ("records",) if name in found.columns]
    return found.select(*front, pl.exclude(*front, "period", "records"), *last)
