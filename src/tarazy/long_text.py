"""A text so long that it is read in sections: their rows, put together in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from tarazy.store.rows import DocumentRows, text_rows
from tarazy.worker import Outcome


class LongText:
    """A long text of which sections come back in any order; rows go out in the order of the text."""

    def __init__(self, batch: str, text: str, encoding: str, starts: list[int]) -> None:
        self.batch, self.text, self.encoding = batch, text, encoding
        # White space between sections belongs to the piece before it.
        self._cuts = [0, *starts[1:], len(text)]
        self.waiting: dict[int, Outcome] = {}
        self.row: dict[str, Any] = {}
        self.last: DocumentRows | None = None
        self.failures: list[str] = []
        self._next = self._passages = self._clean = self._paragraphs = 0

    @property
    def complete(self) -> bool:
        return self._next == len(self._cuts) - 1

    def ready(self) -> Iterator[DocumentRows]:
        """Rows of the sections whose predecessors have all come back, moved to their place in the text."""
        while (outcome := self.waiting.pop(self._next, None)) is not None:
            self.failures.extend(outcome.failures)
            for rows in outcome.documents:
                piece = self.text[self._cuts[self._next] : self._cuts[self._next + 1]]
                rows.texts = text_rows(rows.document["document_id"], [piece], self._next)
                rows.passages = rows.passages.with_columns(
                    pl.col("number") + self._passages,
                    pl.col("clean_start") + self._clean,
                    pl.col("paragraph") + self._paragraphs,
                )
                self._passages += rows.passages.height
                self._join(rows.document)
                self.last = rows
                yield rows
            self._next += 1
            self._clean += outcome.clean_length
            self._paragraphs += outcome.paragraphs

    def _join(self, row: dict[str, Any]) -> None:
        if not self.row:
            self.row = row
            return
        for name in ("words", "passages", "claims"):
            self.row[name] += row[name]
        for name in ("languages", "parts", "notes"):
            self.row[name] = list(dict.fromkeys([*self.row[name], *row[name]]))


def is_running_text(data: bytes, name: str) -> bool:
    """Whether the reader would take the bytes for running text: no mark of another format at their beginning."""
    if name.lower().endswith((".htm", ".html", ".xhtml", ".mht")):
        return False
    head = data[:1024].lstrip().lower()
    return not head.startswith((b"%pdf", b"pk\x03\x04", b"<!doctype", b"<html", b"{\\rtf", b"\x1f\x8b"))
