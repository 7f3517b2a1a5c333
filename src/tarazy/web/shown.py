"""The text of a document as it is shown: as given, or its cleaned passages put together; and where places of the one stand in the other."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

import polars as pl

from tarazy.web.here import Here
from tarazy.web.offsets import Laid, Utf16
from tarazy.web.problems import NotThereError

View = Literal["given", "cleaned"]
Spots = list[tuple[int, int]]
_KEPT = 8


class Cleaned:
    """The cleaned passages put together, a blank line between paragraphs; ``spots`` are their places."""

    def __init__(self, given: str, passages: pl.DataFrame) -> None:
        parts: list[str] = []
        self.spots: Spots = []
        at, paragraph = 0, None
        self._rows = passages.select("start", "end", "text", "paragraph").rows()
        for _, _, text, own in self._rows:
            between = "" if paragraph is None else " " if own == paragraph else "\n\n"
            parts += [between, text]
            at += len(between)
            self.spots.append((at, at + len(text)))
            at += len(text)
            paragraph = own
        self.text = "".join(parts)
        self._given, self._starts = given, [row[0] for row in self._rows]
        self._laid: dict[int, Laid] = {}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the text as given stand in the cleaned one."""
        if not self._rows:
            return 0, 0
        first = self._place(start, is_end=False)
        return first, max(first, self._place(end, is_end=True))

    def given_span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the cleaned text stand in the one as given; an empty span where nothing of a passage is among them."""
        starts = [at for at, _ in self.spots]
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        if first < 0 or start >= end:
            return 0, 0
        if start >= self.spots[first][1]:
            # Between two passages: the next one is meant.
            first, start = first + 1, self.spots[min(first + 1, len(starts) - 1)][0]
        end = min(end, self.spots[last][1])
        if first > last or start >= end:
            return 0, 0
        return self._back(first, start, is_end=False), self._back(last, end, is_end=True)

    def _back(self, number: int, of: int, is_end: bool) -> int:
        start, end, text, _ = self._rows[number]
        return int(start) + Laid(text, self._given[start:end])(of - self.spots[number][0], is_end)

    def _place(self, of: int, is_end: bool) -> int:
        # The passage that holds the character: the last that begins at or before it.
        number = max(0, bisect_right(self._starts, of - 1 if is_end else of) - 1)
        start, end, text, _ = self._rows[number]
        if number not in self._laid:
            self._laid[number] = Laid(self._given[start:end], text)
        return self.spots[number][0] + self._laid[number](of - start, is_end)


class Shown:
    """A text with the places of its passages; ``span`` leads from characters of the text as given into it."""

    def __init__(self, given: str, passages: pl.DataFrame, view: View) -> None:
        self.passages = passages
        self._cleaned = Cleaned(given, passages) if view == "cleaned" else None
        self.text = given if self._cleaned is None else self._cleaned.text
        spots = list(passages.select("start", "end").iter_rows())
        self.spots = spots if self._cleaned is None else self._cleaned.spots
        self.wide = Utf16(self.text)
        self._known: dict[tuple[int, int], tuple[int, int]] = {}

    def given_span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of this text stand in the one as given."""
        return (start, end) if self._cleaned is None else self._cleaned.given_span(start, end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the text as given stand in this one."""
        if self._cleaned is None:
            return start, end
        if (start, end) not in self._known:
            self._known[start, end] = self._cleaned.span(start, end)
        return self._known[start, end]


def document_place(here: Here, document: str) -> int:
    """The place of a document by its id or name. NotThereError where there is none."""
    place = here.frames.documents.by_name.get(document)
    if place is None:
        raise NotThereError(f"Document {document!r} is not in this observatory.")
    return place


def shown_text(here: Here, place: int, view: View) -> Shown:
    """The text of a document, the last few kept, since each ruling asks for the places of its claims again."""
    frames = here.frames
    identity = frames.documents.frame["document_id"][place]
    key, kept = (identity, view), frames.shown
    if key not in kept:
        passages = frames.observatory.snapshot.rows("passages").filter(pl.col("document_id") == identity)
        rows = passages.drop("document_id", "batch").collect().sort("number")
        shown = Shown(frames.observatory.text(identity), rows, view)
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = shown
        return shown
    found: Shown = kept[key]
    return found
