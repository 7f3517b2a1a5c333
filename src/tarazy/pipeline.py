"""Files → documents → claims → store, over any ``concurrent.futures`` executor; the parent alone writes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

from tarazy.errors import ReadError, SecondReaderError, TarazyError
from tarazy.executors import Inline
from tarazy.long_text import LongText, is_running_text
from tarazy.second_reader.tally import Tally, Tallying
from tarazy.sections import sections
from tarazy.store.rows import DocumentRows
from tarazy.store.schema import IMPORT
from tarazy.store.writer import Writer
from tarazy.worker import Extractor, Job, Outcome, Reader, work

LONG_TEXT = 8_000_000
"""Bytes from which a plain text is read in sections."""
SECTION = 500_000
"""Characters of a section."""
COMMIT_SECONDS = 5.0
_ROWS_IN_MEMORY = 25_000


@dataclass(slots=True)
class Progress:
    """How far a read has come: ``files`` of ``total`` are done. The counts of documents, words and claims are of what was processed, written or not yet.

    ``second`` is what the second reader has done, None without one.
    """

    total: int = 0
    files: int = 0
    documents: int = 0
    words: int = 0
    claims: int = 0
    failures: int = 0
    seconds: float = 0.0
    current: str = ""
    second: Tally | None = None


@dataclass(slots=True)
class ReadSummary:
    """What a read did. ``unchanged`` files were there already; ``outdated`` of them were read by other rules.

    ``failures`` holds one sentence for each thing left out. ``version`` is the observatory's after the read. ``second`` is what
    the second reader did and used, None without one.
    """

    documents: int = 0
    words: int = 0
    claims: int = 0
    unchanged: int = 0
    outdated: int = 0
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    version: int = 0
    second: Tally | None = None

    @property
    def words_per_second(self) -> float:
        """Words processed in a second of wall clock time."""
        return self.words / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file to read: its name for exports, where it is, and a way to get its bytes (may raise ReadError or OSError)."""

    name: str
    path: str
    load: Callable[[], bytes]
    media_type: str | None = None


class Run:
    """One read: submits jobs, gathers outcomes, commits whole documents every few seconds."""

    def __init__(
        self,
        writer: Writer,
        known: dict[str, str],
        again: bool,
        progress: Callable[[Progress], None] | None,
        reader: Reader | None = None,
        extractor: Extractor | None = None,
    ) -> None:
        """``known`` maps the SHA-256 of files that are there to the version of the rules that read them."""
        self.writer, self.known, self.again, self.report = writer, known, again, progress
        self.reader, self.extractor = reader, extractor
        self.summary, self.progress = ReadSummary(), Progress()
        self._began = self._committed = time.monotonic()
        self._pending: dict[Future[Outcome], Job] = {}
        self._long: dict[str, LongText] = {}
        self._seen: dict[str, str] = {}
        self._copies: list[tuple[str, str]] = []
        self._left_out: set[str] = set()
        if isinstance(extractor, Tallying):
            self.summary.second, self.progress.second = Tally(), Tally()

    def run(self, files: Sequence[GivenFile], executor: Executor, in_flight: int) -> None:
        """Read the files, at most ``in_flight`` jobs at a time; what is complete is committed even when interrupted."""
        self.progress.total = len(files)
        if isinstance(self.extractor, Tallying):
            # In another process nobody would hear it.
            self.extractor.heard = self._hear if isinstance(executor, Inline) else None
        try:
            for job in self._jobs(files):
                while len(self._pending) >= in_flight:
                    self._gather()
                self._pending[executor.submit(work, job, self.reader, self.extractor)] = job
            while self._pending:
                self._gather()
            self._count_copies()
        except BrokenProcessPool:
            left = ", ".join(sorted({job.name for job in self._pending.values()}))
            raise ReadError(
                f"A worker process was ended from outside, probably for lack of memory, while it read {left}: "
                "use fewer workers; what was complete is kept."
            ) from None
        finally:
            self._finish()

    def _count_copies(self) -> None:
        for name, digest in self._copies:
            if digest in self._left_out:
                self._fail(f"{name} is a copy of {self._seen[digest]}, which was left out.")
            else:
                self.summary.unchanged += 1
                self._show(name)

    def _finish(self) -> None:
        try:
            self._commit()
        finally:
            self.summary.seconds = time.monotonic() - self._began
            self.summary.version = self.writer.version

    def _jobs(self, files: Iterable[GivenFile]) -> Iterator[Job]:
        for file in files:
            try:
                data = file.load()
            except TarazyError as error:
                self._fail(str(error))
                continue
            except OSError as error:
                self._fail(
                    f"{file.name} cannot be read ({error.strerror or error}): check that it is still at {file.path}."
                )
                continue
            digest = hashlib.sha256(data).hexdigest()
            if digest in self._seen:
                self._copies.append((file.name, digest))
                continue
            by = self.known.get(digest) or self.writer.read_by(digest)
            imported = by is not None and by.startswith(IMPORT)
            if imported or (digest in self.known and not self.again):
                self.summary.unchanged += 1
                if not imported:
                    self.summary.outdated += by != self.writer.extractor
                elif self.again:
                    self.summary.notes.append(_imported(file.name, by or ""))
                self._show(file.name)
                continue
            if data:
                self._seen[digest] = file.name
            self.writer.mark.stage(digest, data)
            if len(data) >= LONG_TEXT and is_running_text(data, file.name):
                spans = self._cut(file, digest, data)
                # The bytes of a long text are not needed beside its characters.
                del data
                for number, (start, end) in enumerate(spans):
                    section = self._long[digest].text[start:end].encode("utf-8", "surrogatepass")
                    yield Job(file.name, file.path, digest, section, number, start, "text/plain")
            else:
                yield Job(file.name, file.path, digest, data, media_type=file.media_type)

    def _cut(self, file: GivenFile, digest: str, data: bytes) -> list[tuple[int, int]]:
        """The spans of a long text's sections; none, with a failure told, where it is no text."""
        from tarazy.reading.decoding import decode

        try:
            text, encoding = decode(data, file.name)
            spans = [(start, end) for start, end in sections(text, SECTION) if not text[start:end].isspace()]
            if not spans:
                raise ReadError(f"{file.name} holds nothing but white space: leave it out.")
        except TarazyError as error:
            self.writer.mark.drop(digest)
            self._left_out.add(digest)
            self._fail(str(error))
            return []
        self._long[digest] = LongText(self.writer.batch(), text, encoding, [start for start, _ in spans])
        return spans

    def _gather(self) -> None:
        done, _ = wait(self._pending, return_when=FIRST_COMPLETED)
        for future in done:
            outcome = future.result()
            self._take(self._pending.pop(future), outcome)
        if time.monotonic() - self._committed > COMMIT_SECONDS:
            self._commit()
        elif self.writer.waiting > _ROWS_IN_MEMORY:
            self.writer.spill()

    def _hear(self, tally: Tally) -> None:
        """A second reader has come further within the document at hand."""
        self.progress.second = Tally()
        for counts in (self.summary.second, tally):
            self.progress.second.add(counts or Tally())
        self._show(self.progress.current, finished=False)

    def _take(self, job: Job, outcome: Outcome) -> None:
        if self.summary.second is not None and outcome.tally is not None:
            self.summary.second.add(outcome.tally)
            self.progress.second = self.summary.second
        if outcome.stop:
            raise SecondReaderError(outcome.stop)
        self.progress.words += outcome.words
        self.progress.claims += sum(rows.claims.height for rows in outcome.documents)
        if job.section is not None:
            self._take_section(job, outcome)
            return
        for failure in outcome.failures:
            self._left_out.add(job.digest)
            self._fail(failure, job.name)
        self._add(job.digest, self.writer.batch(), outcome.documents)
        self._show(job.name)

    def _add(self, digest: str, batch: str, documents: list[DocumentRows]) -> None:
        added = self.writer.add(batch, documents)
        if not added:
            self.writer.mark.drop(digest)
        self.summary.documents += len(added)
        self.summary.unchanged += bool(documents) and not added
        self.summary.words += sum(row["words"] for row in added)
        self.summary.claims += sum(row["claims"] for row in added)
        self.progress.documents += len(added)

    def _take_section(self, job: Job, outcome: Outcome) -> None:
        long = self._long[job.digest]
        long.waiting[job.section or 0] = outcome
        for rows in long.ready():
            self.writer.add_rows(long.batch, rows)
        if not long.complete:
            self._show(job.name, finished=False)
            return
        del self._long[job.digest]
        if long.failures or long.last is None:
            self.writer.mark.drop(job.digest)
            self.writer.left_rows = True
            self._left_out.add(job.digest)
            self._fail(long.failures[0], job.name)
            return
        row = long.row | {"characters": len(long.text), "encoding": long.encoding}
        # The rows of the sections are with the writer already.
        nothing = (long.last.texts.clear(), long.last.passages.clear(), long.last.claims.clear())
        self._add(job.digest, long.batch, [DocumentRows(row, *nothing)])
        self._show(job.name)

    def _fail(self, sentence: str, name: str = "") -> None:
        self.summary.failures.append(sentence)
        self.progress.failures += 1
        if not name:
            self._show(sentence)

    def _show(self, name: str, finished: bool = True) -> None:
        self.progress.files += finished
        self.progress.current = name
        self.progress.seconds = time.monotonic() - self._began
        if self.report:
            self.report(self.progress)

    def _commit(self) -> None:
        self.writer.commit()
        # What another read made visible first is its, and was there already for this one.
        for row in self.writer.overtaken:
            self.summary.documents -= 1
            self.summary.words -= row["words"]
            self.summary.claims -= row["claims"]
            self.summary.unchanged += 1
        self.writer.overtaken.clear()
        self._committed = time.monotonic()


def _imported(name: str, by: str) -> str:
    dataset = by.removeprefix(IMPORT).partition("/")[0]
    return (
        f"{name} is a file of the data set {dataset}, which is imported and not read as text: "
        f"`tarazy import {dataset} FILE --into OBS --again` imports it anew."
    )
