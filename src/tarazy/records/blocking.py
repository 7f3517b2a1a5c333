"""Which pairs of claims are worth comparing: those near each other in blocks by kind, actors, names and time."""

from __future__ import annotations

import numpy as np
import polars as pl

from tarazy.records.propositions import EARLIEST, LATEST, Ints, Propositions

WINDOW = 7
"""In a block, sorted by time, each claim is compared with as many that follow it; small blocks are thus compared in full."""
NEAREST = 16
"""With as many claims that were there before each new one is compared, when few are new."""
_LARGE = 500
_ACTORS = 4
_NAMES = 3
_TOPICS = 2
_WORDS = 1
_YEAR = 365.2425


def candidate_pairs(
    made: Propositions, found_in: pl.DataFrame | None = None, window: int = WINDOW, among: Ints | None = None
) -> Ints:
    """Pairs of rows worth comparing, an array of shape (pairs, 2), the smaller first, sorted; ``found_in`` are their ``blocks``.

    With ``among`` only those of which at least one is among these rows."""
    size = np.int64(max(len(made), 1))
    stood = blocks(made) if found_in is None else found_in
    wanted = np.ones(len(made), dtype=bool)
    if among is not None:
        wanted[:] = False
        wanted[among] = True
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
            same &= wanted[row[:-step]] | wanted[row[step:]]
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


def neighbours(stood: pl.DataFrame, fresh: pl.DataFrame, window: int = WINDOW) -> pl.Series:
    """The claims that stand nearest to the fresh ones: of those within the window in a block, the ones met in most blocks.

    ``stood`` and ``fresh`` have the columns claim (any key), block, when. At most NEAREST for a fresh claim.
    """
    mine = fresh.select("block").unique()
    # In the very large blocks nothing but the kind and the actors is alike; what is alike in more is met in others.
    close = stood.join(mine, on="block", how="semi")
    small = close.group_by("block").len().filter(pl.col("len") <= _LARGE).select("block")
    close = close.join(small, on="block", how="semi")
    ordered = pl.concat([close, fresh.select(close.columns)]).unique().sort("block", "when", "claim")
    is_fresh = ordered["claim"].is_in(fresh["claim"].implode()).to_numpy()
    block, claim = ordered["block"].to_numpy(), ordered["claim"].to_numpy()
    met = [pl.DataFrame(schema={"fresh": ordered.schema["claim"], "claim": ordered.schema["claim"], "step": pl.Int64})]
    for step in range(1, min(window, len(block) - 1) + 1):
        same = block[:-step] == block[step:]
        for one, other in ((slice(None, -step), slice(step, None)), (slice(step, None), slice(None, -step))):
            kept = same & is_fresh[one] & ~is_fresh[other]
            met.append(
                pl.DataFrame({"fresh": claim[one][kept], "claim": claim[other][kept]}).with_columns(
                    step=pl.lit(step, pl.Int64)
                )
            )
    best = pl.concat(met).group_by("fresh", "claim").agg(pl.len(), pl.col("step").min())
    best = best.sort(["fresh", "len", "step", "claim"], descending=[False, True, False, False])
    return best.group_by("fresh", maintain_order=True).head(NEAREST)["claim"].unique()


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
