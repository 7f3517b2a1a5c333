"""What claims say, in comparable form: canonical actors, days, quantities in bins, keys of words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from tarazy.actors.registry import registry
from tarazy.data_files import toml
from tarazy.records import wording
from tarazy.records.mending import mended
from tarazy.records.rulings import NONE, Rulings

Ints = npt.NDArray[np.int64]
EARLIEST, LATEST = -1_000_000, 1_000_000
"""Days (from 1970-01-01) that stand for an open start and an open end."""
_AT_ONCE = 100_000
BACKGROUND = 50_000
"""By as many claims, the first by their ids, it is judged how rare a name or an actor is."""
_RATIO = 1.02
_SPACES = {"amount": "near", "thing": "name", "about": "topic"}
"""Classes of keys that are compared with those of another class, and so share its columns."""
_KEYS: dict[str, Any] = {"row": pl.Int64, "class": wording.CLASSES, "key": pl.UInt64}
_WORD = r"\w+(?:[-’']\w+)*"


@dataclass(slots=True)
class Propositions:
    """Claims in the order of their ids: one row of each array and matrix a claim.

    ``start`` and ``end`` are days since 1970-01-01, open ends EARLIEST and LATEST; ``point`` says that the text gives one date, however
    precise; ``row`` that it is the row of a data set, which has no words. Matrices are sparse, with a column for a key and the weight of the key as value.
    """

    claims: pl.DataFrame
    kind: Ints
    document: Ints
    stage: Ints
    start: Ints
    end: Ints
    point: npt.NDArray[np.bool_]
    dated: npt.NDArray[np.bool_]
    row: npt.NDArray[np.bool_]
    matrices: dict[str, sparse.csr_matrix] = field(default_factory=dict)
    keys: pl.DataFrame = field(default_factory=pl.DataFrame)

    def __len__(self) -> int:
        return self.claims.height


def first_day(column: str) -> pl.Expr:
    """The first day of a date cut to what is known, as days since 1970-01-01."""
    text = pl.col(column)
    return (
        (text + pl.lit("-01-01").str.slice(text.str.len_chars().cast(pl.Int64) - 4))
        .str.to_date("%Y-%m-%d", strict=False)
        .cast(pl.Int32)
        .cast(pl.Int64)
    )


def last_day(column: str) -> pl.Expr:
    """The last day of a date cut to what is known, as days since 1970-01-01."""
    text, length = pl.col(column), pl.col(column).str.len_chars()
    begin = (text + pl.lit("-01-01").str.slice(length.cast(pl.Int64) - 4)).str.to_date("%Y-%m-%d", strict=False)
    end = pl.when(length == 4).then(begin.dt.offset_by("1y")).when(length == 7).then(begin.dt.offset_by("1mo"))
    return (end.otherwise(begin.dt.offset_by("1d")).cast(pl.Int32) - 1).cast(pl.Int64)


def propositions(claims: pl.DataFrame, rulings: Rulings = NONE, rarity: pl.DataFrame | None = None) -> Propositions:
    """Claims (columns of schema.CLAIMS, ``lemmas`` among them) in comparable form, decisions applied.

    ``rarity`` says how rare keys are; by default it is judged by these claims.
    """
    claims = mended(claims.sort("claim_id"), rulings)
    times = claims.select(
        start=first_day("time_start").fill_null(EARLIEST),
        end=last_day("time_end").fill_null(LATEST),
        point=(pl.col("time_start") == pl.col("time_end")).fill_null(False),
        dated=pl.col("time_start").is_not_null() | pl.col("time_end").is_not_null(),
    )
    made = Propositions(
        claims,
        _codes(claims["kind"]),
        _codes(claims["document_id"]),
        _codes(claims["stage"].fill_null("")),
        times["start"].to_numpy().astype(np.int64),
        times["end"].to_numpy().astype(np.int64),
        times["point"].to_numpy(),
        times["dated"].to_numpy(),
        claims["lemmas"].is_null().to_numpy(),
    )
    made.keys = _keys(claims)
    rare = _rarity(made.keys, len(claims)) if rarity is None else rarity
    made.keys = made.keys.join(rare, on=["class", "key"], how="left").with_columns(pl.col("rarity").fill_null(1.0))
    parts = {str(name): frame for (name, *_), frame in made.keys.partition_by("class", as_dict=True).items()}
    for space in {_SPACES.get(name, name) for name in parts}:
        classes = [name for name in parts if _SPACES.get(name, name) == space]
        known, columns = np.unique(
            np.concatenate([parts[name]["key"].to_numpy() for name in classes]), return_inverse=True
        )
        ends = np.cumsum([parts[name].height for name in classes])[:-1]
        for name, column in zip(classes, np.split(columns, ends), strict=True):
            made.matrices[name] = _matrix(parts[name], column, (len(claims), len(known)))
    return made


def first_claims(claims: pl.DataFrame) -> pl.DataFrame:
    """Claims by which rarity is judged: the first by their ids, which are hashes."""
    return claims if claims.height <= BACKGROUND else claims.bottom_k(BACKGROUND, by="claim_id")


def rarity_in(claims: pl.DataFrame, rulings: Rulings = NONE) -> pl.DataFrame:
    """How rare each key of these claims is: ``class``, ``key``, ``rarity``."""
    claims = mended(claims.sort("claim_id"), rulings)
    return _rarity(_keys(claims), len(claims))


def _codes(column: pl.Series) -> Ints:
    return column.rank("dense").fill_null(0).to_numpy().astype(np.int64)


def _matrix(frame: pl.DataFrame, column: Ints, shape: tuple[int, int]) -> sparse.csr_matrix:
    values = frame["rarity"].to_numpy().astype(np.float32)
    matrix = sparse.csr_matrix((values, (frame["row"].to_numpy(), column)), shape=shape)
    matrix.sort_indices()
    return matrix


def _rarity(keys: pl.DataFrame, claims: int) -> pl.DataFrame:
    """How much it says that two claims share a key: from 1 where nothing else has it to 0 where all have."""
    scale = claims + 1000.0
    counts = keys.group_by("class", "key").agg(pl.len())
    return counts.select("class", "key", rarity=(scale / (pl.col("len") + 1.0)).log() / float(np.log(scale)))


def _keys(claims: pl.DataFrame) -> pl.DataFrame:
    """``row``, ``class``, ``key``: all that claims can share; keys are numbers that stand for their texts."""
    empty = pl.DataFrame(schema=_KEYS)
    return pl.concat([empty, *(_keys_of(part, offset) for offset, part in _slices(claims))])


def _slices(claims: pl.DataFrame) -> list[tuple[int, pl.DataFrame]]:
    return [(at, claims.slice(at, _AT_ONCE)) for at in range(0, claims.height, _AT_ONCE)]


def _keys_of(claims: pl.DataFrame, offset: int) -> pl.DataFrame:
    claims = claims.with_columns(row=pl.int_range(offset, offset + claims.height, dtype=pl.Int64))
    people = (
        claims.select("row", "participants").explode("participants").drop_nulls("participants").unnest("participants")
    )
    coarse = people.join(_stand_for(people["actor"].unique()), left_on="actor", right_on="key")
    parts = [
        _class(people, "actor", pl.col("actor")),
        _class(coarse, "state", pl.col("other")),
        _class(coarse, "role", pl.col("other") + ":" + pl.col("role")),
        *_amounts(claims),
        *_words(claims, people),
    ]
    return pl.concat(parts).unique()


def _class(rows: pl.DataFrame, name: str, key: pl.Expr) -> pl.DataFrame:
    return rows.select("row", pl.lit(name, wording.CLASSES).alias("class"), key=key.hash())


@cache
def _regions() -> dict[str, list[str]]:
    return toml("tarazy.records", "regions.toml")


@cache
def stands_for(actor: str) -> tuple[str, ...]:
    """Whom an actor counts as in the coarse comparison: a company as its state, a region as its states."""
    if actor in _regions():
        return tuple(_regions()[actor])
    known = registry().get(actor)
    parents = known.parents if known and actor.startswith(("org:", "person:", "place:")) else ()
    return tuple(dict.fromkeys(one for parent in parents for one in stands_for(parent))) or (actor,)


def _stand_for(actors: pl.Series) -> pl.DataFrame:
    rows = [(actor, other) for actor in actors for other in stands_for(actor)]
    return pl.DataFrame(rows, schema={"key": pl.String, "other": pl.String}, orient="row")


def _amounts(claims: pl.DataFrame) -> list[pl.DataFrame]:
    """Units, bins of values 2 % wide, and each bin with its neighbours: values that agree after rounding share one of those."""
    amounts = claims.select("row", "quantities").explode("quantities").drop_nulls("quantities").unnest("quantities")
    value = pl.col("value")
    spot = pl.when(value.abs() < 1e-9).then(0.0).otherwise(value.abs().log() / float(np.log(_RATIO)))
    amounts = amounts.with_columns(bin=spot.floor().cast(pl.Int64)).with_columns(sign=value < 0)
    unit = pl.col("unit") + " " + pl.col("sign").cast(pl.String) + " "
    near = [_class(amounts, "near", unit + (pl.col("bin") + step).cast(pl.String)) for step in (-1, 0, 1)]
    exact = _class(amounts, "amount", unit + pl.col("bin").cast(pl.String))
    return [_class(amounts, "unit", pl.col("unit")), exact, *near]


def _words(claims: pl.DataFrame, people: pl.DataFrame) -> list[pl.DataFrame]:
    latin_script = ~pl.col("object").str.contains(r"\p{Cyrillic}")
    quotes = claims.select(
        "row",
        "language",
        word=pl.col("quote").str.extract_all(_WORD),
        lemma=pl.col("lemmas").str.strip_chars().str.split(" "),
    ).with_columns(
        # The lemmas are those of the words one by one; where the two do not match the words speak for themselves.
        lemma=pl.when(pl.col("word").list.len() == pl.col("lemma").list.len()).then("lemma").otherwise("word")
    )
    told = quotes.explode("word", "lemma").with_columns(
        first=(pl.col("row") != pl.col("row").shift(1)).fill_null(True), label=pl.lit(False)
    )
    objects = claims.drop_nulls("object").select(
        "row",
        language=pl.when(latin_script).then(pl.lit("en")).otherwise(pl.lit("ru")),
        word=pl.col("object").str.extract_all(_WORD),
    )
    labels = objects.explode("word").with_columns(lemma="word", first=pl.lit(False), label=pl.lit(True))
    words = pl.concat([told, labels.select(told.columns)]).drop_nulls("word")
    words = words.select(
        "row",
        "language",
        "label",
        lemma=pl.col("lemma").str.to_lowercase(),
        capital=pl.col("word").str.contains(r"^\p{Lu}"),
        first="first",
    )
    distinct = words.select(pl.exclude("row", "label")).unique()
    found = words.join(wording.table(distinct), on=["language", "lemma", "capital", "first"])
    own = people.select("row", "actor").join(_own_names(people["actor"].unique()), on="actor").select("row", "key")
    found = found.select("row", "class", "key", "label").join(own.unique(), on=["row", "key"], how="anti")
    label = found.filter("label").drop("label")
    kinds = [label.filter(pl.col("class") == kind) for kind in ("name", "topic")]
    special = [
        kind.with_columns(pl.lit(name, wording.CLASSES).alias("class"))
        for kind, name in zip(kinds, ("thing", "about"), strict=True)
    ]
    return [found.drop("label"), label.with_columns(pl.lit("label", wording.CLASSES).alias("class")), *special]


def _own_names(actors: pl.Series) -> pl.DataFrame:
    rows = [(actor, key) for actor in actors for key in sorted(wording.actor_keys(actor))]
    names = pl.DataFrame(rows, schema={"actor": pl.String, "key": pl.String}, orient="row")
    return names.with_columns(wording.number(names["key"]))
