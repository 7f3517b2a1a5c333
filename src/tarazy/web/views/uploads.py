"""Upload: files are handed in, read or imported beside the service, and resolved; a data set can be looked at before."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, KeysView, Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from tarazy.actors.registry import registry
from tarazy.codebook.vocabulary import KINDS, UNITS
from tarazy.datasets.catalogue import datasets
from tarazy.datasets.names import SYSTEMS
from tarazy.datasets.previewing import Meaning, preview, sample
from tarazy.errors import TarazyError, UsageError
from tarazy.pipeline import Progress
from tarazy.records.telling import Telling
from tarazy.web.here import Here, HereDep, LibraryDep, ReviewerDep, VisitorDep, told
from tarazy.web.jobs import Job, JobsDep, StoppedError
from tarazy.web.library import Library
from tarazy.web.mapped import Table, written
from tarazy.web.models import Told
from tarazy.web.uploads import ALTOGETHER, LARGEST, MOST_FILES, Upload, UploadsDep
from tarazy.web.views.jobs import JobRow, job_row
from tarazy.web.views.resolving import resolved

router = APIRouter(tags=["uploads"])
_SEVERAL_WORKERS = 1_000_000
"""Bytes from which starting workers is worth its seconds."""
_FAILURES = 200
_NAMES = 50
"""Documents that a job names, to be led to."""
_CURRENCIES = ("USD", "EUR", "RUB", "KZT", "CNY")
"""Those that the page offers; others can be named in a mapping of one's own."""
_BINARY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class UploadRow(BaseModel):
    """An upload: its files with their bytes."""

    upload_id: str
    files: dict[str, int]
    largest: int = Field(LARGEST, description="Bytes that a file may have.")
    altogether: int = Field(ALTOGETHER, description="Bytes that all files that wait may have.")
    most: int = Field(MOST_FILES, description="Files of an upload.")


class DatasetLine(BaseModel):
    """A data set that can be imported."""

    dataset: str
    title: str
    layout: str
    claims: str
    terms: str


class KindLine(BaseModel):
    """A kind of the codebook with its roles, for mapping a table."""

    kind: str
    roles: list[str]
    stages: list[str]


class Importable(BaseModel):
    """What can be imported, and the words with which a table is mapped."""

    datasets: list[DatasetLine]
    kinds: list[KindLine]
    units: list[str]
    systems: list[str]


class ToImport(BaseModel):
    """A file of an upload, the data set that it is of, and for ``table`` what its columns mean."""

    file: str = Field(max_length=400)
    dataset: str = Field(max_length=100)
    table: Table | None = None


class Column(BaseModel):
    """A column of a table, and what it seems to hold."""

    column: str
    meaning: Meaning


class Sampled(BaseModel):
    """The first rows of a table."""

    columns: list[Column]
    rows: list[list[str]]
    separator: str


class PreviewClaim(BaseModel):
    """A claim that a row would make."""

    kind: str
    told: Told


class Previewed(BaseModel):
    """What an import would make of the first rows."""

    columns: list[str]
    rows: list[list[str]]
    claims: list[PreviewClaim]
    unknown: list[str] = Field(description="Names that lead to no known actor.")
    notes: list[str]
    mapping: str | None = Field(description="Of a table, the mapping as a file for `tarazy import table`.")


@router.get("/datasets")
def importable(visitor: VisitorDep) -> Importable:
    """The data sets that can be imported."""
    return Importable(
        datasets=[
            DatasetLine(dataset=one.name, title=one.title, layout=one.layout, claims=one.claims, terms=one.terms)
            for one in datasets().values()
        ],
        kinds=[KindLine(kind=name, roles=list(kind.roles), stages=list(kind.stages)) for name, kind in KINDS.items()],
        units=[*_CURRENCIES, *UNITS],
        systems=list(SYSTEMS),
    )


@router.post("/uploads")
def begin_upload(uploads: UploadsDep, person: ReviewerDep) -> UploadRow:
    """Begin an upload."""
    return _row(uploads.begin())


@router.put("/uploads/{upload_id}/files", openapi_extra=_BINARY)
async def add_file(
    request: Request,
    uploads: UploadsDep,
    upload_id: str,
    person: ReviewerDep,
    name: Annotated[str, Query(min_length=1, max_length=400, description="The file's name, no path.")],
) -> UploadRow:
    """Hand in a file as the body."""
    upload = uploads.get(upload_id)

    async def chunks() -> AsyncIterator[bytes]:
        async for chunk in request.stream():
            yield chunk

    await uploads.add(upload, name, chunks())
    return _row(upload)


@router.post("/uploads/{upload_id}/files/drop")
def drop_file(
    uploads: UploadsDep, upload_id: str, person: ReviewerDep, name: Annotated[str, Query(max_length=400)]
) -> UploadRow:
    """Take a file out of an upload."""
    upload = uploads.get(upload_id)
    upload.remove(name)
    return _row(upload)


@router.post("/uploads/{upload_id}/drop")
def drop_upload(uploads: UploadsDep, upload_id: str, person: ReviewerDep) -> UploadRow:
    """Leave an upload and its files."""
    upload = uploads.get(upload_id)
    if upload.busy:
        raise UsageError("These files are being read: stop that first.")
    row = _row(upload)
    uploads.end(upload)
    return row


@router.post("/uploads/{upload_id}/read")
def read_upload(uploads: UploadsDep, library: LibraryDep, jobs: JobsDep, upload_id: str, person: ReviewerDep) -> JobRow:
    """Read the files beside the service, and resolve what they say."""
    upload = uploads.get(upload_id)
    if not upload.sizes:
        raise UsageError("There are no files in this upload: hand some in first.")
    names = list(upload.sizes)
    title = names[0] if len(names) == 1 else f"{names[0]} + {len(names) - 1}"

    def work(job: Job) -> None:
        observatory = library.observatory()

        def progress(seen: Progress) -> None:
            job.done, job.total = seen.files, seen.total
            job.said = {
                "step": "reading",
                "current": upload.plain(seen.current),
                "documents": seen.documents,
                "words": seen.words,
                "claims": seen.claims,
                "failures": seen.failures,
                "words_per_second": round(seen.words / seen.seconds) if seen.seconds else 0,
            }
            if job.stop.is_set():
                raise StoppedError("The reading was stopped.")

        job.said = {"step": "starting"}
        before = _documents(library)
        job.total = len(names)
        workers = 2 if upload.size > _SEVERAL_WORKERS and (os.cpu_count() or 1) > 1 else 1
        summary = observatory.read([upload.path(name) for name in names], workers=workers, progress=progress)
        job.result = {
            "documents": summary.documents,
            "words": summary.words,
            "claims": summary.claims,
            "unchanged": summary.unchanged,
            "words_per_second": round(summary.words_per_second),
            "failures": [upload.plain(one) for one in summary.failures[:_FAILURES]],
            "notes": [upload.plain(one) for one in summary.notes[:_FAILURES]],
            "names": [one for one in _documents(library) if one not in before][:_NAMES],
        }
        resolved(job, library)

    return _started(upload, lambda: jobs.start("reading", title, person.name, _ending(uploads, upload, work)))


@router.post("/uploads/{upload_id}/sample")
def sample_upload(
    uploads: UploadsDep, upload_id: str, person: ReviewerDep, file: Annotated[str, Query(max_length=400)]
) -> Sampled:
    """The first rows of a table of any columns, and what each column seems to hold."""
    upload = uploads.get(upload_id)
    found = _plainly(upload, lambda: sample(upload.path(file)))
    columns = [
        Column(column=column, meaning=meaning) for column, meaning in zip(found.columns, found.meanings, strict=True)
    ]
    return Sampled(columns=columns, rows=found.rows, separator=found.separator)


@router.post("/uploads/{upload_id}/preview")
def preview_upload(
    here: HereDep, uploads: UploadsDep, upload_id: str, person: ReviewerDep, asked: ToImport
) -> Previewed:
    """The first rows of a data set and the claims that they would make; nothing is kept."""
    upload = uploads.get(upload_id)
    path, mapping = upload.path(asked.file), _mapping(upload, asked)
    found = _plainly(upload, lambda: preview(asked.dataset, path, mapping))
    rows = found.claims.head(60).to_dicts()
    telling = _telling(here, rows)
    return Previewed(
        columns=found.columns,
        rows=found.rows,
        claims=[_claim(telling, row) for row in rows],
        unknown=list(found.unknown),
        notes=[upload.plain(one) for one in found.notes],
        mapping=mapping.read_text(encoding="utf-8") if mapping else None,
    )


@router.post("/uploads/{upload_id}/import")
def import_upload(
    uploads: UploadsDep, library: LibraryDep, jobs: JobsDep, upload_id: str, person: ReviewerDep, asked: ToImport
) -> JobRow:
    """Import a file of the upload as a data set beside the service, and resolve what it says."""
    upload = uploads.get(upload_id)
    path = upload.path(asked.file)
    if asked.dataset not in datasets():
        raise UsageError(f"Data set {asked.dataset!r} is unknown: choose from {', '.join(datasets())}.")
    mapping = _mapping(upload, asked)

    def work(job: Job) -> None:
        def progress(rows: int, claims: int) -> None:
            job.said = {"step": "importing", "rows": rows, "claims": claims}
            if job.stop.is_set():
                raise StoppedError("The import was stopped.")

        job.said = {"step": "starting"}
        before = _documents(library)
        summary = library.observatory().import_data(asked.dataset, path, mapping, progress=progress)
        job.result = {
            "names": [one for one in _documents(library) if one not in before][:_NAMES],
            "rows": summary.rows,
            "claims": summary.claims,
            "unchanged": int(summary.unchanged),
            "failures": [upload.plain(one) for one in summary.notes],
        }
        resolved(job, library)

    return _started(upload, lambda: jobs.start("import", asked.file, person.name, _ending(uploads, upload, work)))


def _row(upload: Upload) -> UploadRow:
    return UploadRow(upload_id=upload.id, files=upload.sizes)  # type: ignore[call-arg]


def _documents(library: Library) -> KeysView[str]:
    """The names of all documents, in their order."""
    return dict.fromkeys(library.observatory().documents()["name"]).keys()


def _started(upload: Upload, start: Callable[[], Job]) -> JobRow:
    if upload.busy:
        raise UsageError("These files are being read already.")
    upload.busy = True
    try:
        return job_row(start())
    except UsageError:
        upload.busy = False
        raise


def _ending(uploads: Any, upload: Upload, work: Any) -> Any:
    """The work, and its files go when it is over; its sentences do not name their folder."""

    def whole(job: Job) -> None:
        try:
            if job.stop.is_set():
                raise StoppedError("The job was stopped before it began.")
            _plainly(upload, lambda: work(job))
        finally:
            uploads.end(upload)

    return whole


def _plainly(upload: Upload, what: Any) -> Any:
    try:
        return what()
    except StoppedError:
        raise
    except TarazyError as error:
        said = upload.plain(str(error))
        if said == str(error):
            raise
        raise UsageError(said) from None


def _telling(here: Here, claims: list[dict[str, Any]]) -> Telling:
    """Names of the observatory, else of the registry, else as the file has them."""
    names = {name: one.names.get(here.language) or one.names.get("en", name) for name, one in registry().actors.items()}
    for row in claims:
        for one in row["participants"]:
            names.setdefault(one["actor"], one["surface"] or one["actor"])
    return Telling(here.language, {**names, **here.frames.actors.names[here.language]})


def _claim(telling: Telling, row: Mapping[str, Any]) -> PreviewClaim:
    return PreviewClaim(kind=row["kind"], told=Told(**told(telling, row)))


def _mapping(upload: Upload, asked: ToImport) -> Path | None:
    """The mapping of a table as a file of the upload."""
    if asked.dataset != "table":
        return None
    if asked.table is None:
        raise UsageError("A table needs to be told what its columns mean: give `table`.")
    target = upload.folder / ".mapping.toml"
    target.write_text(written(asked.table), encoding="utf-8")
    return target
