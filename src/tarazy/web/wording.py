"""An index of the words of claims: which claims have a word, in any of its forms or as a part of another word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.web.things import Mask

_AT_ONCE = 100_000
_WORDS = r"[\w’'-]+"
_ROW_BITS = np.uint64(32)
_ROW = np.uint64(2**32 - 1)


class Words:
    """The words of each row, as sorted row numbers by word. A million rows of a sentence each take about 100 MB."""

    def __init__(self, texts: pl.DataFrame) -> None:
        """``texts``: columns of strings, whose words in lower case are those of the row."""
        codes: dict[str, int] = {}
        parts = [_coded(texts[start : start + _AT_ONCE], start, codes) for start in range(0, texts.height, _AT_ONCE)]
        pairs = np.sort(np.concatenate(parts)) if parts else np.zeros(0, np.uint64)
        self._length = texts.height
        self._words = pl.Series(list(codes), dtype=pl.String)
        self._starts = np.searchsorted(pairs, np.arange(len(codes) + 1, dtype=np.uint64) << _ROW_BITS)
        self._rows = (pairs & _ROW).astype(np.uint32)

    @property
    def vocabulary(self) -> pl.Series:
        """All words, in lower case; their places are those that other methods take."""
        return self._words

    @property
    def frequencies(self) -> NDArray[np.int64]:
        """In how many rows each word stands."""
        return np.diff(self._starts)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """How many different words each row has."""
        return np.bincount(self._rows, minlength=self._length)

    def rows_with(self, places: Iterable[int]) -> Mask:
        """Which rows have one of the words at these places of the vocabulary."""
        mask = np.zeros(self._length, dtype=bool)
        for at in places:
            mask[self._rows[self._starts[at] : self._starts[at + 1]]] = True
        return mask

    def having(self, part: str, whole: set[str]) -> Mask:
        """Which rows have a word with this part, in lower case, or one of the ``whole`` words."""
        mask = np.zeros(self._length, dtype=bool)
        fitting = self._words.str.contains(part, literal=True) | self._words.is_in(sorted(whole))
        for at in np.flatnonzero(fitting.to_numpy()):
            mask[self._rows[self._starts[at] : self._starts[at + 1]]] = True
        return mask


def looked_through(texts: pl.DataFrame, part: str, whole: set[str]) -> Mask:
    """The same without an index: slower, but at once."""
    said = pl.concat_str(pl.all().fill_null(""), separator=" ").str.to_lowercase()
    forms = "|".join(re.escape(form) for form in sorted(whole))
    found = said.str.contains(part, literal=True)
    if forms:
        found |= said.str.contains(rf"(?:^|[^\w’'-])(?:{forms})(?:$|[^\w’'-])")
    return texts.select(found).to_series().to_numpy()


def _coded(texts: pl.DataFrame, start: int, codes: dict[str, int]) -> NDArray[np.uint64]:
    """Pairs of a word, as its number in ``codes``, which grows, and a row of one part of the table, as one number; each pair once, sorted."""
    said = texts.select(pl.concat_str(pl.all().fill_null(""), separator=" ").str.extract_all(_WORDS))
    pairs = said.to_series().alias("word").to_frame().with_row_index("row", offset=start).explode("word").drop_nulls()
    # The different words are few: they, and not the texts, are put in lower case.
    unique = pairs["word"].unique().sort()
    numbers = [codes.setdefault(word, len(codes)) for word in unique.str.to_lowercase().to_list()]
    word = pairs["word"].replace_strict(unique, numbers, return_dtype=pl.UInt64).to_numpy()
    # NumPy sorts numbers many times faster than Polars finds unique pairs.
    found = np.sort(word << _ROW_BITS | pairs["row"].to_numpy().astype(np.uint64))
    return found[np.append(True, found[1:] != found[:-1])] if len(found) else found
