"""The sentences of all documents by their words: which of them have a word in any of its forms."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from threading import Lock

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.observatory import Observatory
from tarazy.web.frames import Frames
from tarazy.web.things import Mask
from tarazy.web.wording import Words

_SMALL = 20_000
"""Passages whose words are put into an index while somebody waits."""
_KEPT = 2


class Passages:
    """The passages of one version: ``document`` (its place) and ``number`` of each, the index of their words, their texts on demand."""

    def __init__(self, observatory: Observatory, documents: dict[str, int]) -> None:
        self._observatory, self._documents = observatory, documents
        self._lock = Lock()
        self.count: int = observatory.snapshot.rows("passages").select(pl.len()).collect().item()

    @cached_property
    def _read(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint8], Words]:
        frame = self._observatory.snapshot.rows("passages").select("document_id", "number", "language", "text")
        rows = frame.collect()
        place = rows["document_id"].replace_strict(self._documents, return_dtype=pl.UInt32)
        rows = rows.with_columns(place=place).sort("place", "number")
        language = (
            rows["language"].fill_null("").replace_strict({"kk": 1, "ru": 2, "en": 3}, default=0, return_dtype=pl.UInt8)
        )
        return (
            rows["place"].to_numpy(),
            rows["number"].cast(pl.UInt32).to_numpy(),
            language.to_numpy(),
            Words(rows.select("text")),
        )

    def make(self) -> None:
        """Make the index, unless it is there; seconds for a million sentences."""
        with self._lock:
            _ = self._read

    def ready(self) -> bool:
        """Whether the index is there; a small one is made at once."""
        if "_read" not in self.__dict__ and self.count <= _SMALL:
            self.make()
        return "_read" in self.__dict__

    @property
    def document(self) -> NDArray[np.uint32]:
        """The place of each passage's document."""
        return self._read[0]

    @property
    def language(self) -> NDArray[np.uint8]:
        """1 for Kazakh, 2 for Russian, 3 for English, 0 for others."""
        return self._read[2]

    @property
    def words(self) -> Words:
        """The index."""
        return self._read[3]

    def nothing(self) -> Mask:
        """A mask of no passage."""
        return np.zeros(len(self._read[0]), dtype=bool)

    def rows(self, rows: NDArray[np.int64]) -> pl.DataFrame:
        """The rows of the table of passages at these places, in this order."""
        ids = list(self._documents)
        asked = pl.DataFrame(
            {"document_id": [ids[at] for at in self.document[rows]], "number": self._read[1][rows].astype(np.int64)}
        )
        found = self._observatory.snapshot.rows("passages").filter(
            pl.col("document_id").is_in(asked["document_id"].unique().implode()),
            pl.col("number").is_in(asked["number"].unique().implode()),
        )
        return asked.join(found.collect(), on=["document_id", "number"], how="left", maintain_order="left")


class _Kept:
    """The passages of the versions asked for last; rulings do not change them."""

    def __init__(self) -> None:
        self._lock, self._kept = Lock(), OrderedDict[tuple[str, int], Passages]()

    def of(self, frames: Frames) -> Passages:
        key = str(frames.observatory.path.resolve()), frames.base
        with self._lock:
            if key not in self._kept:
                places = {one: place for place, one in enumerate(frames.documents.frame["document_id"].to_list())}
                self._kept[key] = Passages(frames.observatory, places)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]


passages_of = _Kept().of
"""The passages of the observatory at the version of some frames."""
