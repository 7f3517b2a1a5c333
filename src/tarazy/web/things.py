"""Claims or records as compact columns: one byte for a word of the codebook, days for dates, rows by actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES
from tarazy.language import CODES
from tarazy.web.days import Days, bounds

Mask = NDArray[np.bool_]
Rows = NDArray[np.uint32]
STAGES = tuple(dict.fromkeys(stage for kind in KINDS.values() for stage in kind.stages))
WORDS: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(KINDS),
    "domain": tuple(DOMAINS),
    "stage": STAGES,
    "modality": tuple(MODALITIES),
    "language": tuple(CODES),
}
"""The words of each coded column in the order of the codebook."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of words: ``codes`` are places in ``words``, of which the first, empty, stands for none."""

    codes: NDArray[Any]
    words: tuple[str, ...]

    def is_in(self, wanted: Sequence[str]) -> Mask:
        """Which rows have one of the words."""
        chosen = np.zeros(len(self.words), dtype=bool)
        chosen[[self.words.index(word) for word in wanted if word in self.words]] = True
        mask: Mask = chosen[self.codes]
        return mask

    def counts(self, mask: Mask) -> dict[str, int]:
        """How many of the rows have each word that any has, in the order of the words; empty ones left out."""
        found = np.bincount(self.codes[mask], minlength=len(self.words))
        return {word: int(count) for word, count in zip(self.words, found, strict=True) if word and count}


def coded(column: pl.Series, known: Sequence[str] = ()) -> Coded:
    """A column of strings as places in the ``known`` words and whatever others it holds."""
    others = sorted(set(column.drop_nulls().unique()) - {"", *known})
    words = ("", *known, *others)
    size = pl.UInt8 if len(words) < 256 else pl.UInt32
    return Coded(column.fill_null("").cast(pl.Enum(words)).to_physical().cast(size).to_numpy(), words)


@dataclass(frozen=True, slots=True)
class Postings:
    """Who takes part in which row: pairs of ``row`` and ``actor`` (its place in the table of actors), and rows by actor."""

    row: Rows
    actor: Rows
    starts: NDArray[np.int64]
    sorted_rows: Rows
    length: int

    @classmethod
    def of(cls, actors: pl.Series, places: Mapping[str, int]) -> Postings:
        """The postings of a column of lists of ids; ids without a place are left out."""
        pairs = pl.DataFrame({"row": np.arange(len(actors), dtype=np.uint32), "actor": actors}).explode("actor")
        ids = pl.DataFrame(
            {"actor": list(places), "place": list(places.values())}, schema={"actor": pl.String, "place": pl.UInt32}
        )
        # The join keeps the order of rows, so that a row's actors stay together.
        found = pairs.join(ids, on="actor", maintain_order="left")
        return cls.from_pairs(found["row"].to_numpy(), found["place"].to_numpy(), len(places), len(actors))

    @classmethod
    def from_pairs(cls, row: Rows, actor: Rows, actors: int, length: int) -> Postings:
        """The postings of pairs that are in the order of their rows."""
        order = np.argsort(actor, kind="stable")
        starts = np.searchsorted(actor[order], np.arange(actors + 1))
        return cls(row, actor, starts, row[order], length)

    def rows_of(self, place: int) -> Rows:
        """The rows in which an actor takes part."""
        if not 0 <= place < len(self.starts) - 1:
            return self.sorted_rows[:0]
        return self.sorted_rows[self.starts[place] : self.starts[place + 1]]

    def mask(self, place: int) -> Mask:
        """Whether it takes part in each row."""
        found = np.zeros(self.length, dtype=bool)
        found[self.rows_of(place)] = True
        return found

    def counts(self, mask: Mask) -> NDArray[np.int64]:
        """In how many of the rows each actor takes part."""
        counted: NDArray[np.int64] = np.bincount(self.actor[mask[self.row]], minlength=len(self.starts) - 1)
        return counted


@dataclass(frozen=True, slots=True)
class Things:
    """The columns of claims or records by which they are selected and counted; row ``i`` is row ``i`` of their frame."""

    coded: Mapping[str, Coded]
    first: Days
    last: Days
    confidence: NDArray[np.float32]
    actors: Postings

    @property
    def length(self) -> int:
        """How many rows there are."""
        return len(self.first)

    @classmethod
    def of(cls, frame: pl.DataFrame, places: Mapping[str, int], columns: Sequence[str]) -> Things:
        """The things of a frame with ``time_start``, ``time_end``, ``confidence``, ``actors`` and the coded ``columns``."""
        first, last = bounds(frame)
        return cls(
            coded={name: coded(frame[name], WORDS.get(name, ())) for name in columns},
            first=first,
            last=last,
            confidence=frame["confidence"].cast(pl.Float32).to_numpy(),
            actors=Postings.of(frame["actors"], places),
        )

    def with_rows(self, rows: NDArray[np.int64], other: Things) -> Things:
        """The same things with those at ``rows`` replaced by all those of ``other``, whose words may be new."""
        if not len(rows):
            return self
        columns = {name: _replaced(column, rows, other.coded[name]) for name, column in self.coded.items()}
        kept = ~np.isin(self.actors.row, rows)
        row = np.concatenate([self.actors.row[kept], rows[other.actors.row].astype(np.uint32)])
        actor = np.concatenate([self.actors.actor[kept], other.actors.actor])
        order = np.argsort(row, kind="stable")
        return replace(
            self,
            coded=columns,
            first=_put(self.first, rows, other.first),
            last=_put(self.last, rows, other.last),
            confidence=_put(self.confidence, rows, other.confidence),
            actors=Postings.from_pairs(row[order], actor[order], len(other.actors.starts) - 1, self.length),
        )


def _put(values: NDArray[Any], rows: NDArray[np.int64], new: NDArray[Any]) -> NDArray[Any]:
    copy = values.copy()
    copy[rows] = new
    return copy


def _replaced(column: Coded, rows: NDArray[np.int64], other: Coded) -> Coded:
    words = (*column.words, *(word for word in other.words if word not in column.words))
    places = np.array([words.index(word) for word in other.words])
    codes = column.codes if len(words) < 256 or column.codes.dtype != np.uint8 else column.codes.astype(np.uint32)
    return Coded(_put(codes, rows, places[other.codes]), words)
