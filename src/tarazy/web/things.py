"""Claims or records as compact columns: one byte for a word of the codebook, days for dates, rows by actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES
from tarazy.language import CODES
from tarazy.web.days import EARLIEST, LATEST, Days, bounds, years

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]
"""Places of rows or actors; NumPy takes them as they are, where it would first copy narrower ones."""
STAGES = tuple(dict.fromkeys(stage for kind in KINDS.values() for stage in kind.stages))
WORDS: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(KINDS),
    "domain": tuple(DOMAINS),
    "stage": STAGES,
    "modality": tuple(MODALITIES),
    "language": tuple(CODES),
}
"""The words of each coded column in the order of the codebook."""
_CELLS = 200_000
_FEW = 12
"""So many words are compared one by one faster than looked up."""
_SHORT = 2**16
_OLDEST, _NEWEST = 1800, 2100
"""Years beyond are counted at these ends: a claim about antiquity must not flatten a histogram."""


def kept(values: NDArray[Any], mask: Mask) -> NDArray[Any]:
    """The values of the rows of a mask; several times faster than ``values[mask]``."""
    return values.take(np.flatnonzero(mask))


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of words: ``codes`` are places in ``words``, of which the first, empty, stands for none."""

    codes: NDArray[Any]
    words: tuple[str, ...]

    def is_in(self, wanted: Sequence[str]) -> Mask:
        """Which rows have one of the words."""
        places = [self.words.index(word) for word in dict.fromkeys(wanted) if word in self.words]
        if len(places) > _FEW:
            chosen = np.zeros(len(self.words), dtype=bool)
            chosen[places] = True
            return chosen.take(self.codes)
        mask = np.zeros(len(self.codes), dtype=bool)
        for place in places:
            mask |= self.codes == place
        return mask

    def counts(self, mask: Mask) -> dict[str, int]:
        """How many of the rows have each word that any has, in the order of the words; empty ones left out."""
        return self.named(np.bincount(kept(self.codes, mask), minlength=len(self.words)))

    def named(self, found: NDArray[Any]) -> dict[str, int]:
        """Counts by the places of the words under the words."""
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
        pairs = pl.DataFrame({"row": np.arange(len(actors), dtype=np.intp), "actor": actors}).explode("actor")
        ids = pl.DataFrame(
            {"actor": list(places), "place": list(places.values())}, schema={"actor": pl.String, "place": pl.Int64}
        )
        # The join keeps the order of rows, so that a row's actors stay together.
        found = pairs.join(ids, on="actor", maintain_order="left")
        return cls.from_pairs(found["row"].to_numpy(), found["place"].to_numpy(), len(places), len(actors))

    @classmethod
    def from_pairs(cls, row: Rows, actor: Rows, actors: int, length: int) -> Postings:
        """The postings of pairs that are in the order of their rows."""
        # Of two bytes NumPy sorts ten times faster.
        order = np.argsort(actor.astype(np.uint16) if actors <= _SHORT else actor, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(actor, minlength=actors))])
        return cls(row, actor, starts, row.take(order), length)

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

    def with_rows(self, rows: NDArray[np.int64], other: Postings) -> Postings:
        """The postings with those of ``rows`` replaced by all of ``other``, which may know more actors."""
        touched = np.zeros(self.length, dtype=bool)
        touched[rows] = True
        gone = touched.take(self.row)
        row, actor = rows[other.row], other.actor
        if np.array_equal(row, kept(self.row, gone)) and np.array_equal(actor, kept(self.actor, gone)):
            return self
        row, actor = np.concatenate([kept(self.row, ~gone), row]), np.concatenate([kept(self.actor, ~gone), actor])
        order = np.argsort(row, kind="stable")
        return Postings.from_pairs(row[order], actor[order], len(other.starts) - 1, self.length)

    def followed_by(self, other: Postings, actors: int) -> Postings:
        """The postings of these rows and, below them, those of ``other``, of so many actors."""
        row = np.concatenate([self.row, other.row + self.length])
        return Postings.from_pairs(row, np.concatenate([self.actor, other.actor]), actors, self.length + other.length)

    @property
    def totals(self) -> NDArray[np.int64]:
        """In how many rows each actor takes part."""
        return np.diff(self.starts)

    def counts(self, mask: Mask) -> NDArray[np.int64]:
        """In how many of the rows each actor takes part."""
        counted: NDArray[np.int64] = np.bincount(kept(self.actor, mask.take(self.row)), minlength=len(self.starts) - 1)
        return counted


@dataclass(frozen=True)
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

    @cached_property
    def dated(self) -> Mask:
        """Which rows have a date."""
        mask: Mask = self.first <= self.last
        return mask

    @cached_property
    def years(self) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """First and last year in which each row counts: what is open counts where its known end is. Of undated rows no years that mean anything."""
        low = np.where(self.first == EARLIEST, self.last, self.first)
        high = np.where(self.last == LATEST, self.first, self.last)
        return tuple(years(np.where(self.dated, ends, 0)).clip(_OLDEST, _NEWEST) for ends in (low, high))  # type: ignore[return-value]

    @cached_property
    def tenths(self) -> NDArray[np.uint8]:
        """The confidence in ten steps, 0 to 9."""
        return np.clip(self.confidence * 10, 0, 9).astype(np.uint8)

    @cached_property
    def _joint(self) -> tuple[list[str], list[int], NDArray[np.int64]]:
        """Several columns as one, so that counting it once counts them all."""
        names: list[str] = []
        sizes: list[int] = []
        cell = np.zeros(self.length, dtype=np.int64)
        for name, column in self.coded.items():
            if np.prod([*sizes, len(column.words)]) <= _CELLS:
                names.append(name)
                sizes.append(len(column.words))
                cell = cell * len(column.words) + column.codes
        return names, sizes, cell

    def counts(self, mask: Mask, wanted: Sequence[str]) -> dict[str, dict[str, int]]:
        """For each of the wanted columns how many of the rows have each of its words, in the order of the words; empty ones left out."""
        names, sizes, cell = self._joint
        together = [name for name in wanted if name in names]
        found = {name: self.coded[name].counts(mask) for name in wanted if name not in names or len(together) < 2}
        if len(together) > 1:
            cells = np.bincount(kept(cell, mask), minlength=int(np.prod(sizes))).reshape(sizes)
            for name in together:
                others = tuple(at for at, one in enumerate(names) if one != name)
                found[name] = self.coded[name].named(cells.sum(axis=others))
        return {name: found[name] for name in wanted}

    def histogram(self, mask: Mask) -> tuple[int, NDArray[np.int64]]:
        """The first year, and how many of the rows hold in it and in each year up to the last; nothing for rows without dates."""
        rows = np.flatnonzero(mask & self.dated)
        low, high = (ends.take(rows) for ends in self.years)
        return _held(low, high, np.zeros(len(low), np.uint8), 1, 0)

    def histograms(self, rows: NDArray[Any], lane: NDArray[Any], lanes: int) -> tuple[int, NDArray[np.int64]]:
        """The first year, and for each lane how many of its rows hold in each year, a line for each lane; ``rows`` have dates."""
        low, high = (ends.take(rows) for ends in self.years)
        return _held(low, high, lane, lanes, 1)

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
        return replace(
            self,
            coded=columns,
            first=_put(self.first, rows, other.first),
            last=_put(self.last, rows, other.last),
            confidence=_put(self.confidence, rows, other.confidence),
            actors=self.actors.with_rows(rows, other.actors),
        )

    def followed_by(self, other: Things, actors: int) -> Things:
        """These things and, below them, all those of ``other``, of so many actors; their words may be new."""
        rows = np.arange(self.length, self.length + other.length)
        longer = {
            name: Coded(np.append(one.codes, np.zeros(other.length, one.codes.dtype)), one.words)
            for name, one in self.coded.items()
        }
        return Things(
            coded={name: _replaced(column, rows, other.coded[name]) for name, column in longer.items()},
            first=np.concatenate([self.first, other.first]),
            last=np.concatenate([self.last, other.last]),
            confidence=np.concatenate([self.confidence, other.confidence]),
            actors=self.actors.followed_by(other.actors, actors),
        )


def _held(
    low: NDArray[np.int16], high: NDArray[np.int16], lane: NDArray[Any], lanes: int, keep: int
) -> tuple[int, NDArray[np.int64]]:
    """Spans of years as counts by lane and year: one more where each begins, one less behind its end, summed up."""
    if not len(low):
        return 0, np.zeros((lanes, 0) if keep else 0, dtype=np.int64)
    base = int(low.min())
    width = int(high.max()) - base + 2
    at = lane.astype(np.int64) * width - base
    change = np.bincount(at + low, minlength=lanes * width) - np.bincount(at + high + 1, minlength=lanes * width)
    held: NDArray[np.int64] = np.cumsum(change.reshape(lanes, width), axis=1)[:, :-1]
    return base, held if keep else held[0]


def _put(values: NDArray[Any], rows: NDArray[np.int64], new: NDArray[Any]) -> NDArray[Any]:
    copy = values.copy()
    copy[rows] = new
    return copy


def _replaced(column: Coded, rows: NDArray[np.int64], other: Coded) -> Coded:
    words = (*column.words, *(word for word in other.words if word not in column.words))
    places = np.array([words.index(word) for word in other.words])
    codes = column.codes if len(words) < 256 or column.codes.dtype != np.uint8 else column.codes.astype(np.uint32)
    return Coded(_put(codes, rows, places[other.codes]), words)
