"""What one worker does with one file or one section of a long text: bytes → documents → claims → rows."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import polars as pl

from tarazy.codebook.claim import Claim
from tarazy.errors import ReadError, SecondReaderError, TarazyError
from tarazy.reading.document import Document
from tarazy.second_reader.tally import Tally, Tallying
from tarazy.sections import sections
from tarazy.store.rows import DocumentRows, claim_rows, document_row, passage_rows, text_rows

Reader = Callable[[bytes, str, str | None], list[Document]]
Extractor = Callable[[Document], list[Claim]]
TEXT_PIECE = 1_000_000
"""Characters of a row of texts: one row with a very long text costs several times its size when it is written."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file's bytes, or a section of a long text (UTF-8) with its place in the file's text.

    ``start`` counts characters; ``digest`` is the SHA-256 of the whole file.
    """

    name: str
    path: str
    digest: str
    data: bytes
    section: int | None = None
    start: int = 0
    media_type: str | None = None


@dataclass(slots=True)
class Outcome:
    """The rows of a job's documents, or the sentence that says why there are none.

    ``clean_length`` and ``paragraphs`` are of a section, for the offsets of the sections after it. ``tally`` is what a second
    reader did; ``stop`` the sentence that says why no other document needs to be tried.
    """

    documents: list[DocumentRows]
    words: int = 0
    failures: tuple[str, ...] = ()
    clean_length: int = 0
    paragraphs: int = 0
    tally: Tally | None = None
    stop: str = ""


_COLLECT_AFTER = 50_000


def start_worker() -> None:
    """Prepare a worker process: Ctrl-C is for the parent, which keeps what is complete; one thread for each model."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_COLLECT_AFTER, *gc.get_threshold()[1:])


@contextmanager
def rare_collection() -> Iterator[None]:
    """Let this process look for garbage rarely meanwhile: analysis makes many objects that are free as soon as they are used.

    It saves about a twentieth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(max(_COLLECT_AFTER, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "POLARS_MAX_THREADS",
        "RAYON_NUM_THREADS",
    ),
    "1",
)
"""Environment of a worker: as many workers as cores would otherwise fight over them."""


def read_with_package(data: bytes, name: str, media_type: str | None = None) -> list[Document]:
    """Reading as the package does it."""
    from tarazy.reading import read_bytes

    return read_bytes(data, name, media_type)


def extract_with_package(document: Document) -> list[Claim]:
    """Extraction as the package does it."""
    from tarazy.extraction import extract

    return extract(document)


def package_rules() -> str:
    """The version of the package's rules of extraction."""
    from tarazy.extraction import rules_version

    return rules_version()


def work(job: Job, reader: Reader | None = None, extractor: Extractor | None = None) -> Outcome:
    """Read a job and extract its claims; never raises for what is wrong with the file.

    ``reader`` and ``extractor`` replace the package's own.
    """
    outcome = _outcome(job, reader or read_with_package, extractor or extract_with_package)
    if isinstance(extractor, Tallying):
        outcome.tally = extractor.take_tally()
    return outcome


def _outcome(job: Job, reader: Reader, extractor: Extractor) -> Outcome:
    try:
        documents = reader(job.data, job.name, job.media_type)
        if not documents:
            raise ReadError(f"{job.name} holds no text that can be read.")
        if job.section is not None:
            return _section(job, documents[0], extractor)
        rows, words = [], 0
        for document in documents:
            claims = extractor(document)
            count = len(document.clean.split())
            words += count
            passages = passage_rows(document, document.passages)
            row = document_row(document, job.digest, job.path, count, len(document.passages), len(claims))
            pieces = [document.text[start:end] for start, end in sections(document.text, TEXT_PIECE)]
            texts = text_rows(document.id, pieces)
            rows.append(DocumentRows(row, texts, passages, claim_rows(document, claims)))
        return Outcome(rows, words)
    except SecondReaderError as error:
        return Outcome([], stop=str(error))
    except TarazyError as error:
        return Outcome([], failures=(str(error),))
    except MemoryError:
        return Outcome([], failures=(f"{job.name} needs more memory than there is: use fewer workers.",))
    except Exception as error:
        # One document that the rules stumble over must not cost the others.
        if os.environ.get("TARAZY_DEBUG"):
            raise
        kind = type(error).__name__
        return Outcome(
            [], failures=(f"{job.name} could not be processed ({kind}: {error}); set TARAZY_DEBUG=1 for more.",)
        )


def _section(job: Job, document: Document, extractor: Extractor) -> Outcome:
    document.id = job.digest
    claims = [_moved(claim, job) for claim in extractor(document)]
    count = len(document.clean.split())
    passages = passage_rows(document, document.passages).with_columns(pl.col("start", "end") + job.start)
    row = document_row(document, job.digest, job.path, count, len(document.passages), len(claims))
    # The parent has the whole text; sending a section's back would double the traffic.
    paragraphs = 1 + max((passage.paragraph for passage in document.passages), default=-1)
    rows = DocumentRows(row, text_rows(job.digest, ()), passages, claim_rows(document, claims))
    return Outcome([rows], count, clean_length=len(document.clean), paragraphs=paragraphs)


def _moved(claim: Claim, job: Job) -> Claim:
    evidence = replace(claim.evidence, start=claim.evidence.start + job.start, end=claim.evidence.end + job.start)
    return replace(claim, evidence=evidence, document_id=job.digest)
