"""Which pairs of claims are worth comparing: those near each other in blocks by kind, actors, names and time."""

from __future__ import annotations

import numpy as np
import polars as pl

from tarazy.records.propositions import EARLIEST, LATEST, Ints, Propositions

WINDOW = 7
"""In a block, sorted by time, each claim is compared with as many that follow it; small blocks are thus compared in full."""
_ACTORS = 4
_NAMES = 3
_TOPICS = 2
_WORDS = 1
_YEAR = 365.2425


def candidate_pairs(made: Propositions, found_in: pl.DataFrame | None = None, window: int = WINDOW) -> Ints:
    """Pairs of rows worth comparing, an array of shape (pairs, 2), the smaller first, sorted; ``found_in`` are their ``blocks``."""
    size = np.int64(max(len(made), 1))
    stood = blocks(made) if found_in is None else found_in
    several = stood.group_by("block").len().filter(pl.col("len") > 1).select("block")
    order = np.lexsort((np.arange(len(made)), _codes(made.claims["object"]), moments(made)))
    rank = np.empty(len(made), dtype=np.int64)
    rank[order] = np.arange(len(made))
    found = [np.empty(0, dtype=np.int64)]
    # Part by part, so that the pairs met in several blocks never stand in memory all at once.
    for part in stood.join(several, on="block").with_columns(part=pl.col("block") % 8).partition_by("part"):
        ordered = part.select("block", rank=pl.Series(rank[part["row"].to_numpy()])).sort("block", "rank")
        block, row = ordered["block"].to_numpy(), order[ordered["rank"].to_numpy()]
        packed = []
        for step in range(1, window + 1):
            same = block[:-step] == block[step:]
            left, right = row[:-step][same], row[step:][same]
            packed.append(np.minimum(left, right) * size + np.maximum(left, right))
        found.append(pl.Series(np.concatenate(packed)).unique().to_numpy())
    together = pl.Series(np.concatenate(found)).unique().sort().to_numpy()
    pairs: Ints = np.stack([together // size, together % size], axis=1)
    return pairs


def _codes(column: pl.Series) -> Ints:
    return column.rank("dense").fill_null(0).to_numpy().astype(np.int64)


def moments(made: Propositions) -> Ints:
    """The day by which claims are put in order in a block: of their start, else of their end; undated ones stand last."""
    when: Ints = np.where(made.start > EARLIEST, made.start, np.where(made.end < LATEST, made.end, LATEST))
    return when


def neighbours(found: pl.DataFrame, fresh: pl.DataFrame, window: int = WINDOW) -> pl.Series:
    """The claims that stand within the window of a fresh one in a block.

    ``found`` has the columns block, when, claim (any key) of all claims, ``fresh`` the column claim.
    """
    touched = found.join(found.join(fresh, on="claim", how="semi").select("block").unique(), on="block", how="semi")
    ordered = touched.sort("block", "when", "claim")
    is_fresh = ordered["claim"].is_in(fresh["claim"].implode()).to_numpy()
    block = ordered["block"].to_numpy()
    near = np.zeros(len(block), dtype=bool)
    for step in range(1, window + 1):
        same = block[:-step] == block[step:]
        near[:-step] |= same & is_fresh[step:]
        near[step:] |= same & is_fresh[:-step]
    return ordered.filter(pl.Series(near & ~is_fresh))["claim"].unique()


def blocks(made: Propositions) -> pl.DataFrame:
    """``row`` and ``block``: the blocks that each claim belongs to."""
    rows = pl.DataFrame({"row": np.arange(len(made)), "kind": made.kind, "start": made.start, "end": made.end})
    begin = pl.when(pl.col("start") > EARLIEST).then("start").when(pl.col("end") < LATEST).then("end")
    until = pl.when(pl.col("end") < LATEST).then("end").otherwise(begin)
    rows = rows.select(
        "row",
        "kind",
        year=(begin / _YEAR).floor().cast(pl.Int64),
        last=(until / _YEAR).floor().cast(pl.Int64),
        month=pl.when(pl.col("end") - pl.col("start") <= 31).then((begin / _YEAR * 12).floor().cast(pl.Int64)),
    )
    actors = _rarest(made, "state", _ACTORS).join(rows, on="row")
    names = _rarest(made, "name", _NAMES)
    words = _rarest(made, "word", _WORDS)
    topics = pl.concat([_rarest(made, "topic", _TOPICS), _rarest(made, "measure", _TOPICS)])
    pairs = actors.join(actors.select("row", other="key"), on="row").filter(pl.col("key") < pl.col("other"))
    alone = rows.join(_rarest(made, "state", 1), on="row")
    one = alone.with_columns(other=pl.lit(0, pl.UInt64))
    both = pl.concat([pairs, one.select(pairs.columns)])
    return pl.concat(
        [
            _block("pair", both, "kind", "key", "other"),
            _block("pair, year", both.drop_nulls("year"), "kind", "key", "other", "year"),
            _block(
                "pair, year",
                both.drop_nulls("last").filter(pl.col("last") != pl.col("year")),
                "kind",
                "key",
                "other",
                "last",
            ),
            _block(
                "pair, topic", both.join(topics.rename({"key": "topic"}), on="row"), "kind", "key", "other", "topic"
            ),
            _block("actor, month", actors.drop_nulls("month"), "kind", "key", "month"),
            _block("actor, name", actors.join(names.rename({"key": "name"}), on="row"), "kind", "key", "name"),
            _block("actor, word", alone.join(words.rename({"key": "name"}), on="row"), "kind", "key", "name"),
            _block("name", rows.join(names, on="row"), "kind", "key"),
        ]
    ).unique()


def _rarest(made: Propositions, kind: str, most: int) -> pl.DataFrame:
    """The rarest keys of a class of each claim: ``row``, ``key``."""
    found = made.keys.filter(pl.col("class") == kind).sort(["row", "rarity", "key"], descending=[False, True, False])
    return found.group_by("row", maintain_order=True).head(most).select("row", "key")


def _block(name: str, rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    return rows.select("row", block=pl.struct(pl.lit(name).alias("blocking"), *by).hash())
