"""Claims of many rows at once: expressions over the rows' columns → frames in the columns of schema.CLAIMS."""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from tarazy.codebook.vocabulary import KINDS
from tarazy.store.schema import CITED, CLAIMS, PARTICIPANT, QUANTITY

Ints = npt.NDArray[np.int64]
_ADDED = ("batch", "recorded", "extractor")
COLUMNS = {name: kind for name, kind in CLAIMS.items() if name not in _ADDED}
ExprOrText = pl.Expr | str | None


@dataclass(frozen=True)
class Actor:
    """A participant: the role, the column with the actor's id, and the column with the words of the file (if any)."""

    role: str | pl.Expr
    column: str
    surface: str | None = None


@dataclass(frozen=True)
class Amount:
    """A quantity; the value is a Float64 expression, null where there is none. ``relation`` is ``=``, ``~``, ``<`` or ``>``."""

    value: pl.Expr
    unit: pl.Expr | str
    relation: pl.Expr | str = "="


def number(column: str | pl.Expr) -> pl.Expr:
    """The numbers of a column of text; null for what is none. Blanks and thousands commas are dropped."""
    value = pl.col(column) if isinstance(column, str) else column
    return value.str.replace_all(r"[\s\u00a0]|,(\d{3})\b", "$1").cast(pl.Float64, strict=False)


def flagged(flag: pl.Expr) -> pl.Expr:
    """The relation of a number that the source marks as an estimate where ``flag`` holds."""
    return pl.when(flag.fill_null(value=False)).then(pl.lit("~")).otherwise(pl.lit("="))


def yes(column: str) -> pl.Expr:
    """True where a column of flags says so: Yes, ?, true, 1."""
    return pl.col(column).str.strip_chars().str.to_lowercase().is_in(["yes", "y", "?", "true", "1", "x"])


def year(column: str | pl.Expr) -> pl.Expr:
    """The first year of four digits in a column of text."""
    value = pl.col(column) if isinstance(column, str) else column
    return value.str.extract(r"\b(1[5-9]\d\d|20\d\d)\b")


def _text(value: ExprOrText) -> pl.Expr:
    if value is None:
        return pl.lit(None, pl.String)
    return pl.lit(value) if isinstance(value, str) else value


def claims(
    rows: pl.DataFrame,
    kind: str | pl.Expr,
    actors: Sequence[Actor],
    *,
    rule: str,
    start: ExprOrText = None,
    end: ExprOrText = None,
    amounts: Sequence[Amount] = (),
    object: ExprOrText = None,  # noqa: A002
    stage: ExprOrText = None,
    modality: ExprOrText = "asserted",
    domain: ExprOrText = None,
    confidence: pl.Expr | float = 1.0,
    language: str = "en",
) -> pl.DataFrame:
    """One claim of ``kind`` for each row, as COLUMNS without ``document_id`` and ``claim_id``, with the rows' ``line``.

    Kind, roles and domain may differ from row to row; they are then expressions. Rows without any actor make no claim. ``start`` and ``end`` are ISO dates cut to what is known; ``end`` is the same as ``start`` unless given.
    """
    if isinstance(kind, str):
        assert all(actor.role in KINDS[kind].roles for actor in actors), (kind, actors)
        domain = KINDS[kind].domain if domain is None else domain
    begins = _text(start)
    named = rows.filter(pl.any_horizontal(pl.col(actor.column).is_not_null() for actor in actors))
    people = [
        named.select(
            actor=pl.col(actor.column),
            role=_text(actor.role),
            via=pl.lit(None, pl.String),
            surface=pl.col(actor.surface) if actor.surface else pl.lit(None, pl.String),
        )
        for actor in actors
    ]
    sums = [
        named.select(value=amount.value.cast(pl.Float64), unit=_text(amount.unit), relation=_text(amount.relation))
        for amount in amounts
    ]
    participants = _lists(people, [one["actor"].is_not_null() for one in people], PARTICIPANT)
    quantities = _lists(sums, [one["value"].is_not_null() for one in sums], QUANTITY, named.height)
    return named.select(
        "line",
        part=pl.lit(None, pl.String),
        kind=_text(kind),
        domain=_text(domain),
        participants=participants,
        actors=_distinct([one["actor"] for one in people]),
        time_start=begins,
        time_end=_text(end) if end is not None else begins,
        quantities=quantities,
        object=_text(object),
        stage=_text(stage),
        modality=_text(modality),
        speaker=pl.lit(None, pl.String),
        cited=pl.lit([], pl.List(CITED)),
        start=pl.col("start"),
        end=pl.col("end"),
        quote=pl.col("quote"),
        language=pl.lit(language),
        rule=pl.lit(rule),
        confidence=pl.lit(confidence) if isinstance(confidence, int | float) else confidence,
        lemmas=pl.lit(None, pl.String),
    )


def _lists(parts: Sequence[pl.DataFrame], present: Sequence[pl.Series], kind: pl.Struct, height: int = 0) -> pl.Series:
    """A list for each row: the rows of the ``parts``, all equally long, in their order, where they are ``present``.

    Built from one long column and the places where its lists begin, which is many times as fast as joining columns to lists.
    """
    if not parts:
        return pl.Series([[]], dtype=pl.List(kind)).new_from_index(0, height)
    places, offsets = _places(present)
    values = pl.concat(parts).cast({field.name: field.dtype for field in kind.fields})[places]
    return _series(offsets, values.to_struct())


def _distinct(columns: Sequence[pl.Series]) -> pl.Series:
    """A list for each row: the values of the columns that are not null, each once."""
    present = []
    for at, column in enumerate(columns):
        new = column.is_not_null()
        for before in columns[:at]:
            new = new & ~(column == before).fill_null(value=False)
        present.append(new)
    places, offsets = _places(present)
    return _series(offsets, pl.concat([column.rename("actor") for column in columns])[places])


def _places(present: Sequence[pl.Series]) -> tuple[Ints, Ints]:
    """Of equally long columns set one below the other: the places of what is present, row by row, and where each row's begin."""
    mask = np.stack([one.to_numpy() for one in present], axis=1)
    height, width = mask.shape
    every = np.arange(height, dtype=np.int64)[:, None] + height * np.arange(width, dtype=np.int64)[None, :]
    offsets = np.zeros(height + 1, dtype=np.int64)
    np.cumsum(mask.sum(axis=1), out=offsets[1:])
    return every[mask], offsets


def _series(offsets: Ints, values: pl.Series) -> pl.Series:
    flat = values.to_arrow(compat_level=pl.CompatLevel.newest())
    made = pl.from_arrow(pa.LargeListArray.from_arrays(pa.array(offsets), flat))
    assert isinstance(made, pl.Series)
    return made


def claim_ids(seed: str, places: pl.Series) -> pl.Series:
    """Ids of 16 hexadecimal digits for the claims of one document at these ``places`` (whole numbers): as many ids as places differ.

    ``seed`` names the document and what made the claims; each id is the SplitMix64 hash of the place from there on
    (Steele, Lea and Flood 2014, https://doi.org/10.1145/2660193.2660195), which no two places share.
    """
    base = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    with np.errstate(over="ignore"):
        mixed = (places.to_numpy().astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(base)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    digits = binascii.hexlify(mixed.astype(">u8").tobytes())
    offsets = np.arange(0, 16 * len(mixed) + 1, 16, dtype=np.int64)
    made = pl.from_arrow(pa.LargeStringArray.from_buffers(len(mixed), pa.py_buffer(offsets), pa.py_buffer(digits)))
    assert isinstance(made, pl.Series)
    return made


def long(rows: pl.DataFrame, columns: Sequence[str], keep: Sequence[str]) -> pl.DataFrame:
    """One row for each of ``columns`` that has a value: ``variable`` and ``value`` (text), the place in the file, and ``keep``."""
    place = ["line", "start", "end", "quote"]
    made = rows.select(*place, *keep, *columns).unpivot(on=list(columns), index=[*place, *keep])
    value = pl.col("value").cast(pl.String).str.strip_chars()
    return made.with_columns(value=value).filter(pl.col("value").is_not_null() & (pl.col("value") != ""))
