"""The observatory: a folder of documents and claims that is opened, read into and asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from tarazy import worker
from tarazy.datasets.observing import Importing
from tarazy.deciding import Deciding
from tarazy.errors import StoreError, UsageError
from tarazy.executors import open_executor
from tarazy.exports import FLAT, check_format, written
from tarazy.measuring import Measuring
from tarazy.pipeline import Progress, ReadSummary, Run
from tarazy.records.adding import PERSON
from tarazy.records.mending import mended
from tarazy.records.rulings import NONE, Rulings
from tarazy.relating import Relating
from tarazy.reporting import Reporting
from tarazy.sourcing import Sourcing
from tarazy.store import found, resolved
from tarazy.store.actors import actor_row, check_actor, with_names, with_rows
from tarazy.store.cleaning import clean
from tarazy.store.deciding import decision_rows
from tarazy.store.export import exported
from tarazy.store.folder import Folder, dead_reads
from tarazy.store.ruled import actors_at
from tarazy.store.selection import Several, selection, several
from tarazy.store.snapshot import Snapshot
from tarazy.store.tables import storage_errors
from tarazy.store.writer import Writer
from tarazy.supposing import Supposing
from tarazy.worker import Extractor, Reader

if TYPE_CHECKING:
    from tarazy.second_reader.reader import SecondReader
    from tarazy.store.resolving import ResolveSummary

ExportedTable = Literal["claims", "documents", "passages", "actors", "records", "ties"]
EXPORTS = ("claims", "documents", "passages", "actors", "records", "ties")


def open(path: str | PathLike[str], version: int | None = None) -> Observatory:  # noqa: A001
    """Open the observatory in the folder ``path``, as it is now or as it stood at a past ``version``.

    Raises StoreError where there is none, or where it has no such version.
    """
    return Observatory(Folder(Path(path)), version)


def create(path: str | PathLike[str]) -> Observatory:
    """Open the observatory in the folder ``path``; make an empty one where there is nothing yet.

    Raises StoreError where the path is a file, or a folder with other things in it.
    """
    return Observatory(Folder.create(Path(path)))


class Observatory(Deciding, Importing, Sourcing, Relating, Measuring, Supposing, Reporting):
    """An observatory at one version. After ``read`` it stands at the version that the read made."""

    def __init__(self, folder: Folder, version: int | None = None) -> None:
        self.folder, self._asked = folder, version

    @property
    def path(self) -> Path:
        """The folder."""
        return self.folder.path

    @property
    def version(self) -> int:
        """How many commits made what is seen; cite it, and ``tarazy.open(path, version)`` sees the same again."""
        return self.snapshot.version

    @cached_property
    def snapshot(self) -> Snapshot:
        """The tables at this version."""
        return Snapshot(self.folder, self._asked)

    def refresh(self) -> None:
        """See what others have written since; an observatory opened at a past version stays there."""
        self.__dict__.pop("snapshot", None)

    def read(
        self,
        paths: str | PathLike[str] | Iterable[str | PathLike[str]],
        workers: int = 1,
        executor: Executor | None = None,
        again: bool = False,
        progress: Callable[[Progress], None] | None = None,
        *,
        reader: Reader | None = None,
        extractor: Extractor | None = None,
        rules: str | None = None,
        second_reader: SecondReader | None = None,
    ) -> ReadSummary:
        """Read files, folders and archives into the observatory.

        ``workers`` processes share the work, or an ``executor`` of ``concurrent.futures`` does (its workers need tarazy
        installed, not the files). Files that are there already are skipped, known by their SHA-256; ``again`` reads
        them anew, as when the rules have changed. ``progress`` is called as files are done. What cannot be read is left out
        and named in the summary's ``failures``. ``reader``, ``extractor`` and ``rules`` (their version) replace the
        package's own. A ``second_reader`` adds its claims to theirs. Raises StoreError when the disk is full or the folder
        cannot be written, and SecondReaderError when the second reader's server cannot be used.
        """
        from tarazy.given_files import given_files

        if self._asked is not None:
            raise UsageError(
                f"{self.path} is open at version {self._asked}: open it without a version to read into it."
            )
        rules = worker.package_rules() if rules is None else rules
        if second_reader is not None:
            from tarazy.second_reader.reader import BothReaders

            extractor, rules = BothReaders(second_reader, extractor), f"{rules}+{second_reader.version}"
        if dead_reads(self.folder):
            clean(self.folder)
        self.refresh()
        writer, complete = Writer(self.folder, rules, actor_row, again), False
        try:
            documents = self.snapshot.documents
            known = dict(zip(documents["file"], documents["extractor"], strict=True))
            files = list(given_files([paths] if isinstance(paths, str | PathLike) else paths))
            run = Run(writer, known, again, progress, reader, extractor)
            if executor is not None:
                run.run(files, executor, in_flight=4 * max(workers, getattr(executor, "_max_workers", None) or 1))
            else:
                with open_executor(workers) as own:
                    run.run(files, own, in_flight=1 if workers == 1 else 3 * workers)
            complete = True
        finally:
            writer.close(complete)
            self.refresh()
        if writer.left_rows:
            clean(self.folder)
            self.refresh()
        return run.summary

    def claims(
        self,
        actor: Several = None,
        kind: Several = None,
        start: str | None = None,
        end: str | None = None,
        language: Several = None,
        text: str | None = None,
        document: Several = None,
        modality: Several = None,
        ruled: bool = False,
    ) -> pl.DataFrame:
        """The claims, one row each, by document and place in it, as they were read; ``ruled``: as people have ruled them since,
        with those that they added.

        ``actor``: ids that must all take part; ``kind``, ``language``, ``document`` (name or id), ``modality``: any of them;
        ``start``/``end``: ISO dates, the valid time touches the span (undated claims drop out); ``text``: words that the
        quote or object holds in any form. Columns as in ``store.schema.CLAIMS`` without the inner ones, and ``document``.
        """
        if actors := several(actor):
            present = actors_at(self.snapshot, self.rulings())
            for one in actors:
                check_actor(one, present)
        rows = self._claims()
        if not ruled:
            rows = rows.filter(pl.col("extractor") != PERSON)
        if ruled:
            rulings = self.rulings()
            rows = mended(rows.collect(), rulings).lazy()
            actor = [rulings.actors.get(one, one) for one in actors]
        languages = rows.select(pl.col("language").unique()).collect()["language"].to_list() if text else []
        conditions = selection(languages, actor, kind, start, end, language, text, document, modality)
        if conditions:
            rows = rows.filter(*conditions)
        return rows.drop("lemmas").collect().sort("document", "start", "end", "claim_id")

    def _added_claims(self) -> pl.DataFrame:
        """The claims that people added, with the columns of ``claims()`` and ``lemmas``."""
        return self._with_document(self.snapshot.added.lazy()).collect().sort("document", "start", "end", "claim_id")

    def _claims(self) -> pl.LazyFrame:
        return self._with_document(self.snapshot.rows("claims"))

    def _with_document(self, claims: pl.LazyFrame) -> pl.LazyFrame:
        names = self.snapshot.documents.lazy().select("document_id", document="name")
        columns = pl.exclude("document", "batch", "claim_id")
        return claims.join(names, on="document_id").select("claim_id", "document", columns)

    def resolve(self, again: bool = False, progress: Callable[[str], None] | None = None) -> ResolveSummary:
        """Bring together the claims that speak of one thing, and commit what has changed in the records.

        Only claims that are new, gone or ruled on since the last time are looked at; ``again`` resolves all of them anew, as when the
        weights have changed. ``progress`` is told what is done next. Raises StoreError when the disk is full or the folder
        cannot be written.
        """
        from tarazy.store.resolving import resolve_observatory

        if self._asked is not None:
            raise UsageError(f"{self.path} is open at version {self._asked}: open it without a version to resolve it.")
        try:
            return resolve_observatory(self.folder, self._rulings_at, again, progress or (lambda _: None))
        finally:
            self.refresh()

    def _rulings_at(self, version: int) -> Rulings:
        return Observatory(self.folder, version).rulings()

    def records(
        self,
        actor: Several = None,
        kind: Several = None,
        start: str | None = None,
        end: str | None = None,
        language: Several = None,
        modality: Several = None,
        documents: int = 1,
    ) -> pl.DataFrame:
        """The records, one row each, by kind and time.

        ``actor``: ids that must all take part; ``language``: languages in which claims must speak of it; ``kind``, ``modality``: any of
        them; ``start``/``end``: ISO dates, the agreed time touches the span (undated records drop out); ``documents``: how many must
        speak of it at least. Columns as in ``store.schema.RECORDS`` without ``batch``. No rows before the first ``resolve``.
        """
        return resolved.chosen(self.snapshot, actor, kind, start, end, language, modality, documents)

    def record(self, record: str) -> dict[str, Any]:
        """One record by its id, a value for each column. Raises StoreError where there is none, or no longer."""
        return resolved.one(self.snapshot, record)

    def claims_of(self, record: str) -> pl.DataFrame:
        """The claims that speak of a record, with the columns of ``claims()``."""
        self.record(record)
        members = resolved.members(self.snapshot).filter(pl.col("record_id") == record)
        rows = self._claims().join(members, on="claim_id", how="semi").drop("lemmas").collect()
        return rows.sort("document", "start", "end", "claim_id")

    def members(self) -> pl.DataFrame:
        """``claim_id`` and ``record_id``: which record each claim belongs to."""
        return resolved.members(self.snapshot).collect().sort("claim_id")

    def findings(
        self,
        type: str | None = None,  # noqa: A002
        actor: Several = None,
        kind: Several = None,
        rule: Several = None,
    ) -> pl.DataFrame:
        """Where the records' claims cannot all be true (``conflict``) or fail in arithmetic or logic (``fault``), the weightiest first.

        ``actor``: ids that must all be named; ``kind`` of the claims, ``rule`` (of ``records/data/findings.toml``): any of them.
        Columns as in ``store.schema.FINDINGS`` without ``batch``; ``tarazy.records.findings.sentence`` puts a row in words.
        Raises StoreError before the first ``resolve``.
        """
        return found.chosen(self.snapshot, type, actor, kind, rule)

    def history(self, record: str) -> pl.DataFrame:
        """What became of a record: made, grown, split-from, merged-into (``other``), gone, each with its time (``recorded``)."""
        return resolved.history(self.snapshot).filter(pl.col("record_id") == record).collect()

    def documents(self) -> pl.DataFrame:
        """The documents, one row each, in the order in which they came, without their text."""
        return self.snapshot.documents.drop("batch", "entry", "commit")

    def text(self, document: str) -> str:
        """The text as given of a document, by its name or id: the offsets of evidence count in it."""
        found = self.snapshot.documents.filter((pl.col("name") == document) | (pl.col("document_id") == document))
        if found.is_empty():
            raise StoreError(f"{self.path} has no document {document!r}: `tarazy info` lists those it has.")
        key = found.select("document_id", "batch").lazy()
        pieces = self.snapshot.scan("texts").join(key, on=["document_id", "batch"], how="semi").collect()
        return "".join(pieces.sort("number")["text"])

    def passages(self) -> pl.DataFrame:
        """The passages (sentences, headings, rows …), one row each, in order."""
        names = self.snapshot.documents.lazy().select("document_id", document="name")
        rows = self.snapshot.rows("passages").join(names, on="document_id").drop("batch")
        return rows.select("document", pl.exclude("document")).collect().sort("document", "number")

    def actors(self, ruled: bool = False) -> pl.DataFrame:
        """The actors of the claims: id, type, names, whether the registry knows them, and how many claims name them.

        ``ruled``: merged, split and named as people have decided.
        """
        rulings = self.rulings()
        claims = self.snapshot.rows("claims")
        if not ruled:
            claims = claims.filter(pl.col("extractor") != PERSON)
        if ruled and rulings != NONE:
            claims = mended(claims.drop("batch", "lemmas").collect(), rulings).lazy()
        counts = (
            claims.select("document_id", actor=pl.col("actors"))
            .explode("actor")
            .drop_nulls("actor")
            .group_by("actor")
            .agg(claims=pl.len().cast(pl.Int64), documents=pl.col("document_id").n_unique().cast(pl.Int64))
        )
        rows = self.snapshot.scan("actors").drop("batch").unique("actor", keep="any").collect()
        if ruled:
            rows = with_names(with_rows(rows, counts.select("actor").collect()["actor"]), rulings.names)
        return rows.join(counts.collect(), on="actor").sort(["claims", "actor"], descending=[True, False])

    def actor_names(self, language: str = "en") -> dict[str, str]:
        """Names of the actors in ``en``, ``ru`` or ``kk`` by id, those that people gave before others; English where one lacks."""
        rulings = self.rulings()
        rows = self.snapshot.scan("actors").drop("batch").unique("actor", keep="any").collect()
        given = {*rulings.names, *rulings.actors.values()}
        given |= {one["actor"] for slots in rulings.added.values() for one in slots["participants"]}
        rows = with_names(with_rows(rows, given), rulings.names)
        return dict(rows.select("actor", pl.coalesce(f"name_{language}", "name_en")).drop_nulls().iter_rows())

    def info(self) -> dict[str, Any]:
        """Name, versions and counts: documents, passages, words, claims, actors; claims by kind, language and modality."""
        documents, snapshot = self.snapshot.documents, self.snapshot
        claims = snapshot.rows("claims").select("kind", "language", "modality").collect()
        by = {
            column: dict(claims.group_by(column).len().sort(["len", column], descending=[True, False]).iter_rows())
            for column in ("kind", "language", "modality")
        }
        languages = documents.explode("languages").drop_nulls("languages")
        return {
            "name": self.folder.settings.get("name", ""),
            "path": str(self.path),
            "format": self.folder.settings["format"],
            "created": self.folder.settings.get("created"),
            "version": snapshot.version,
            "changed": snapshot.commits["recorded"].max() if snapshot.version else None,
            "table_versions": dict(snapshot.table_versions),
            "extractors": sorted(documents["extractor"].unique()),
            "documents": documents.height,
            "documents_by_language": dict(languages.group_by("languages").len().sort("languages").iter_rows()),
            "words": int(documents["words"].sum()),
            "passages": int(documents["passages"].sum()),
            "claims": claims.height,
            "actors": self.actors().height,
            "decisions": decision_rows(snapshot).select(pl.len()).collect().item(),
            "claims_by": by,
        }

    def export(
        self,
        what: ExportedTable,
        format: str = "jsonl",  # noqa: A002
        output: str | PathLike[str] | None = None,
        rows: pl.DataFrame | None = None,
    ) -> bytes | None:
        """Claims, documents, passages, actors, records or ties as ``jsonl``, ``csv``, ``parquet`` or a format of ``tarazy.exports``.

        Returns the bytes, or None when they went to the file ``output``. Claims as jsonl are the exchange format of the
        codebook; documents come with their text. ``rows``: a part of the table, such as ``obs.ties("amount")``, instead of all of it.
        UsageError for a format that does not fit the table.
        """
        if what not in EXPORTS:
            raise UsageError(f"{what!r} cannot be exported: choose from {', '.join(EXPORTS)}.")
        check_format(what, format)
        rows = self._table(what) if rows is None else rows
        chunks = exported(rows, what, format) if format in FLAT else written(what, format, self._export_tables(rows))
        if output is None:
            return b"".join(chunks)
        # A link stays a link; a device or a pipe is written to, never replaced.
        target = Path(output).resolve()
        if not target.parent.is_dir():
            raise StoreError(
                f"{target.parent} is not there, so {target.name} could not be written: make the folder first."
            )
        draft = target.with_name(f".{target.name}.part")
        with storage_errors(target):
            if target.exists() and not target.is_file():
                with target.open("wb") as file:
                    deque((file.write(chunk) for chunk in chunks), maxlen=0)
                return None
            try:
                with draft.open("wb") as file:
                    deque((file.write(chunk) for chunk in chunks), maxlen=0)
                draft.replace(target)
            finally:
                draft.unlink(missing_ok=True)
        return None

    def export_texts(self, folder: str | PathLike[str]) -> int:
        """Write each document's text as given, UTF-8, into ``folder`` under the document's name; returns how many.

        The offsets of evidence count in these files' characters. Line ends are written as they stand.
        """
        target = Path(folder)
        names = self.snapshot.documents["name"].to_list()
        with storage_errors(target):
            for name in names:
                # A name never leads out of the folder, whatever the archive called its member.
                steps = [part for part in name.split("/") if part not in ("", ".", "..")]
                place = target.joinpath(*steps)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(self.text(name).encode("utf-8", "surrogatepass"))
        return len(names)

    def _table(self, what: ExportedTable) -> pl.DataFrame:
        if what == "claims":
            return self.claims()
        if what == "passages":
            return self.passages()
        if what == "actors":
            return self.actors()
        if what == "records":
            return self.records()
        if what == "ties":
            return self.ties()
        pieces = self.snapshot.rows("texts").sort("document_id", "number")
        texts = pieces.group_by("document_id").agg(pl.col("text").str.join(""))
        return self.documents().lazy().join(texts, on="document_id", how="left", maintain_order="left").collect()
