"""Resolution: claims → records. All of them, or only those that new claims, lost claims and new decisions bear on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from tarazy.records.blocking import blocks, candidate_pairs, moments
from tarazy.records.clustering import clusters
from tarazy.records.identity import MEMBERS, identify
from tarazy.records.propositions import Ints, Propositions, first_claims, propositions, rarity_in
from tarazy.records.rulings import NONE, Rulings
from tarazy.records.similarity import Similarity
from tarazy.records.values import records

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Resolution:
    """``members`` (claim_id, record_id), ``records`` (schema.RECORDS without batch) and ``history`` (record_id, event, other).

    ``claims`` are those resolved, decisions applied, with their ``record_id``; ``blocks`` (claim, block, when) where
    they stood, ``claim`` being ``claim_key`` of the id.
    """

    members: pl.DataFrame
    records: pl.DataFrame
    history: pl.DataFrame
    claims: pl.DataFrame
    blocks: pl.DataFrame


def resolve(
    claims: pl.DataFrame,
    rulings: Rulings = NONE,
    before: pl.DataFrame | None = None,
    rarity: pl.DataFrame | None = None,
    step: Step = lambda _: None,
    taken: pl.DataFrame | None = None,
) -> Resolution:
    """Resolve ``claims`` (columns of schema.CLAIMS).

    ``before`` (claim_id, record_id): the records as they stood, which keep their ids. ``rarity``: how rare
    names are, by default among the first BACKGROUND of these claims. ``taken`` (record_id): ids that are no longer free. ``step`` is told what is done next.
    """
    before = pl.DataFrame(schema=MEMBERS) if before is None else before
    step("Reading what claims say")
    made = propositions(claims, rulings, rarity_in(first_claims(claims), rulings) if rarity is None else rarity)
    step("Finding pairs")
    stood = blocks(made)
    pairs = candidate_pairs(made, stood)
    step("Comparing pairs")
    similarity = Similarity(made)
    pairs, scores = similarity.likely(pairs)
    step("Joining claims")
    same = np.concatenate([rows_of(made, rulings.same), told_in_one_row(made)])
    different = rows_of(made, rulings.different)
    label = clusters(len(made), pairs, scores, similarity.score, same, different)
    step("Naming records")
    found = made.claims.select("claim_id", "recorded").with_columns(cluster=pl.Series(label, dtype=pl.Int64))
    taken = before.select("record_id") if taken is None else taken
    identified = identify(found, before, taken.drop_nulls().unique())
    step("Agreeing on values")
    claimed = made.claims.join(identified.members, on="claim_id", maintain_order="left")
    agreed = records(claimed, rulings)
    return Resolution(identified.members, agreed, identified.history, claimed, placed(made, stood))


def told_in_one_row(made: Propositions) -> Ints:
    """Pairs of claims that one row of a data set tells of one thing at different stages: an order, and its delivery."""
    who = pl.col("participants").list.eval(pl.struct(pl.element().struct.field("actor", "role")).hash()).list.sort()
    rows = made.claims.select(
        "document_id", "start", "kind", "stage", "object", who=who.cast(pl.List(pl.String)).list.join(" ")
    )
    rows = rows.with_row_index("at").filter(pl.Series(made.row), pl.col("stage").is_not_null())
    keys = ["document_id", "start", "kind", "object", "who"]
    groups = rows.group_by(keys).agg("at", stages=pl.col("stage").n_unique())
    groups = groups.filter(pl.col("at").list.len() > 1, pl.col("stages") == pl.col("at").list.len())
    pairs = (
        groups.select(first=pl.col("at").list.min(), other="at")
        .explode("other")
        .filter(pl.col("first") != pl.col("other"))
    )
    return pairs.to_numpy().astype(np.int64).reshape(-1, 2)


def placed(made: Propositions, stood: pl.DataFrame) -> pl.DataFrame:
    """Blocks (row, block) as ``claim``, ``block``, ``when``."""
    rows = pl.int_range(pl.len(), dtype=pl.Int64)
    places = made.claims.select(row=rows, claim=claim_key(), when=pl.Series(moments(made)).cast(pl.Int32))
    return stood.join(places, on="row").select("claim", "block", "when")


def claim_key() -> pl.Expr:
    """A number that stands for a claim's id."""
    return pl.col("claim_id").hash()


def rows_of(made: Propositions, pairs: frozenset[tuple[str, str]]) -> Ints:
    """Pairs of claim ids as pairs of rows, the smaller first; pairs with a claim that is not there are left out."""
    ids = made.claims["claim_id"]
    wanted = pl.DataFrame(sorted(pairs), schema={"one": pl.String, "other": pl.String}, orient="row")
    rows = pl.DataFrame({"claim_id": ids, "row": np.arange(len(ids))})
    found = wanted.join(rows, left_on="one", right_on="claim_id").join(
        rows, left_on="other", right_on="claim_id", suffix="_other"
    )
    return np.sort(found.select("row", "row_other").to_numpy().astype(np.int64).reshape(-1, 2), axis=1)
