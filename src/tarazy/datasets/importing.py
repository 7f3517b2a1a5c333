"""Imports one file of a data set into an observatory: pieces of rows → frames of claims → store, then one commit."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from tarazy.datasets.catalogue import Dataset, Importer, context_of, dataset, importer, layout
from tarazy.datasets.claims import COLUMNS, claim_ids
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Piece
from tarazy.datasets.given import Given, take
from tarazy.datasets.names import actor_columns
from tarazy.errors import ReadError, StoreError
from tarazy.store.cleaning import clean
from tarazy.store.folder import Folder, dead_reads
from tarazy.store.rows import DocumentRows, text_rows
from tarazy.store.schema import COVERAGE, IMPORT, PASSAGES
from tarazy.store.writer import Writer

_TEXT_PIECE = 1 << 20
_PLACES = 1 << 24
_CELLS = 20_000_000
_CLAIMS_IN_MEMORY = 300_000


@dataclass(slots=True)
class ImportSummary:
    """What an import did. ``unchanged``: the file was there already, imported by the same rules.

    ``notes`` has one sentence for each thing to know: malformed rows, rows without a claim, unknown names. ``version`` is the observatory's
    afterwards.
    """

    dataset: str
    document: str
    rows: int = 0
    claims: int = 0
    unchanged: bool = False
    unknown: dict[str, int] = field(default_factory=dict)
    malformed: int = 0
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    version: int = 0


Progress = Callable[[int, int], None]
"""Is told how many rows and claims there are so far."""


def import_file(
    folder: Folder,
    name: str,
    path: Path,
    mapping: Path | None = None,
    again: bool = False,
    progress: Progress | None = None,
) -> ImportSummary:
    """Import the file of the data set ``name``; ``mapping`` is the user's own for the data set ``table``.

    Raises UsageError for an unknown data set or a wrong mapping, ReadError for a file that is not one of the data set, StoreError
    when the disk is full; then nothing of it is there.
    """
    chosen = dataset(name)
    context = context_of(chosen, mapping)
    rules = f"{IMPORT}{chosen.name}/{chosen.version}"
    if context.mapping is not None:
        rules += f" {context.mapping.digest}"
    if dead_reads(folder):
        clean(folder)
    writer = Writer(folder, rules, actor_columns, again, action="import")
    began = time.monotonic()
    try:
        given = take(path, writer.mark)
        summary = ImportSummary(chosen.name, given.name)
        if writer.has(given.digest):
            summary.unchanged = True
        else:
            _Run(writer, chosen, importer(chosen), given, context, summary, progress).run(rules)
    except BaseException:
        # Without its mark the rows that were written belong to no import under way, and go.
        writer.close(complete=True)
        with suppress(StoreError):
            clean(folder)
        raise
    writer.close(complete=True)
    if writer.left_rows:
        clean(folder)
    summary.version = writer.version
    summary.seconds = time.monotonic() - began
    return summary


class _Run:
    """One import under way."""

    def __init__(
        self,
        writer: Writer,
        chosen: Dataset,
        module: Importer,
        given: Given,
        context: Context,
        summary: ImportSummary,
        progress: Progress | None,
    ) -> None:
        self.writer, self.chosen, self.module, self.given = writer, chosen, module, given
        self.context, self.summary, self.progress = context, summary, progress
        self.batch = writer.batch()
        self.characters = self.pieces = self._waiting = 0
        self._beside = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def run(self, rules: str) -> None:
        """All pieces, then the commit."""
        seed = f"{self.given.digest} {rules}"
        with self._beside:
            for piece in layout(self.module, self.context).pieces(self.given, self._seen):
                self._write(piece, seed)
            self._written()
        if not self.summary.rows:
            raise ReadError(f"{self.given.path} has no rows: {'; '.join(self.context.bad) or 'download it again'}.")
        self.module.finish(self.context)
        self._finish()

    def _seen(self, preamble: str, columns: object) -> None:
        self.context.preamble, self.context.columns = preamble, list(columns)  # type: ignore[call-overload]

    def _write(self, piece: Piece, seed: str) -> None:
        self.context.malformed(piece.bad, piece.bad_count)
        cut = range(0, len(piece.text), _TEXT_PIECE)
        texts = text_rows(self.given.digest, [piece.text[at : at + _TEXT_PIECE] for at in cut], self.pieces)
        self.pieces += texts.height
        self.characters += len(piece.text)
        self._add(texts, pl.DataFrame(schema=COLUMNS))
        # A row of a wide table makes hundreds of claims.
        for rows in piece.rows.iter_slices(max(1000, _CELLS // max(piece.rows.width, 1))):
            self._claims(rows, seed)

    def _claims(self, rows: pl.DataFrame, seed: str) -> None:
        frames = enumerate(self.module.claims(rows, self.context))
        made = [_with_ids(frame, seed, number, self.given.digest, self.context.said) for number, frame in frames]
        self.summary.rows += rows.height
        if made:
            claims = pl.concat(made)
            self.summary.claims += claims.height
            self._add(text_rows(self.given.digest, []), claims)
        if self.progress is not None:
            self.progress(self.summary.rows, self.summary.claims)

    def _add(self, texts: pl.DataFrame, claims: pl.DataFrame) -> None:
        self.writer.add_rows(self.batch, self._rows({}, texts, claims))
        self._waiting += claims.height
        if self._waiting >= _CLAIMS_IN_MEMORY:
            self._spill()

    def _spill(self) -> None:
        """Write what is collected in the thread beside, once that has written what it got before."""
        self._written()
        self._writing, self._waiting = self._beside.submit(self.writer.spill), 0

    def _written(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def _rows(self, document: dict[str, Any], texts: pl.DataFrame, claims: pl.DataFrame) -> DocumentRows:
        passages = pl.DataFrame(schema={name: kind for name, kind in PASSAGES.items() if name != "batch"})
        return DocumentRows(document, texts, passages, claims)

    def _finish(self) -> None:
        given, context, summary = self.given, self.context, self.summary
        summary.notes = context.notes()
        summary.unknown = dict(context.names.unknown)
        summary.malformed = context.bad_count
        document = {
            "document_id": given.digest,
            "name": given.name,
            "file": given.file,
            "path": str(given.path),
            "media_type": given.media_type,
            "encoding": given.encoding,
            "languages": ["en"],
            "title": context.title or self.chosen.title,
            "authors": [],
            "date": context.said,
            "parts": [],
            "notes": summary.notes,
            "characters": self.characters,
            "words": 0,
            "passages": 0,
            "claims": summary.claims,
        }
        covered = [row | {"document_id": given.digest, "dataset": self.chosen.name} for row in context.coverage]
        schema = {name: kind for name, kind in COVERAGE.items() if name != "batch"}
        self.writer.add_coverage(self.batch, pl.DataFrame(covered, schema=schema))
        empty = text_rows(given.digest, [])
        self.writer.add(self.batch, [self._rows(document, empty, pl.DataFrame(schema=COLUMNS))])
        self.writer.commit()


def _with_ids(frame: pl.DataFrame, seed: str, number: int, document: str, said: str | None) -> pl.DataFrame:
    """The frame as COLUMNS: ids by the claim's line, the frame's number, and its place among those of the line."""
    line = frame["line"]
    place = line * _PLACES + (number << 16)
    if line.n_unique() < frame.height:
        place = place + frame.select(pl.int_range(pl.len()).over("line")).to_series()
    return frame.with_columns(
        claim_id=claim_ids(seed, place), document_id=pl.lit(document), said=pl.lit(said, pl.String)
    ).select([pl.col(name).cast(kind) for name, kind in COLUMNS.items()])
