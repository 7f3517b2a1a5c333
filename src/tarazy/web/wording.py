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


class Words:
    """The words of each row, as sorted row numbers by word. A million rows of a sentence each take about 100 MB."""

    def __init__(self, texts: pl.DataFrame) -> None:
        """``texts``: columns of strings, whose words in lower case are those of the row."""
        codes: dict[str, int] = {}
        found: list[tuple[NDArray[np.uint32], NDArray[np.uint32]]] = []
        for start in range(0, texts.height, _AT_ONCE):
            found.append(_coded(texts[start : start + _AT_ONCE], start, codes))
        word = np.concatenate([one for one, _ in found]) if found else np.zeros(0, np.uint32)
        row = np.concatenate([one for _, one in found]) if found else np.zeros(0, np.uint32)
        order = np.argsort(word, kind="stable")
        self._length = texts.height
        self._words = pl.Series(list(codes), dtype=pl.String)
        self._starts = np.searchsorted(word[order], np.arange(len(codes) + 1))
        self._rows = row[order]

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


def _coded(texts: pl.DataFrame, start: int, codes: dict[str, int]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Words, as their numbers in ``codes``, which grows, and rows of one part of the table, each pair once."""
    said = texts.select(pl.concat_str(pl.all().fill_null(""), separator=" ").str.to_lowercase().str.extract_all(_WORDS))
    pairs = said.to_series().alias("word").to_frame().with_row_index("row", offset=start).explode("word").drop_nulls()
    unique = pairs["word"].unique().sort()
    for word in unique.to_list():
        codes.setdefault(word, len(codes))
    numbers = [codes[word] for word in unique.to_list()]
    numbered = pairs.select("row", pl.col("word").replace_strict(unique, numbers, return_dtype=pl.UInt32)).unique(
        maintain_order=True
    )
    return numbered["word"].to_numpy(), numbered["row"].to_numpy()
