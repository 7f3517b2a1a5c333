"""Bytes → Documents: the type of a file recognised, its text taken out, cleaned and cut into passages."""

from __future__ import annotations

import hashlib
import io

from tarazy.errors import ReadError
from tarazy.reading import archive
from tarazy.reading.assembly import assemble
from tarazy.reading.document import Document
from tarazy.reading.formats import ZIP, extract, media_type_of
from tarazy.reading.metadata import own_date, title_and_authors

SIZE_LIMIT = 268_435_456
"""Bytes that one file may have: 256 MB."""


def read_bytes(data: bytes, name: str, media_type: str | None = None) -> list[Document]:
    """The documents in the bytes of one file: one, or one for each readable member of a ZIP archive.

    ``name`` is the file's name, ``media_type`` overrules what its ending says. Raises ReadError with one sentence that
    names the file and the mend; what is left out of an archive is told in the first document's notes.
    """
    held = [data]
    del data  # So that the bytes of a long text can go once they are decoded.
    return _read(held, name, media_type, 1)


def _read(held: list[bytes], name: str, media_type: str | None, depth: int) -> list[Document]:
    data = held.pop()
    if len(data) > SIZE_LIMIT:
        raise ReadError(f"{name} has {len(data) >> 20} MB, more than {SIZE_LIMIT >> 20}: split it into smaller files")
    kind = media_type_of(data, name, media_type)
    if kind == ZIP:
        return _read_archive(data, name, depth)
    digest = hashlib.sha256(data).hexdigest()
    extracted = extract(data, name, kind)
    del data  # The bytes of a long text are not needed beside its characters.
    assembly = assemble(extracted.text, flowing=extracted.flowing)
    title, authors = title_and_authors(assembly.blocks)
    date = own_date(assembly.blocks)
    return [
        Document(
            id=digest,
            name=name,
            media_type=kind,
            text=extracted.text,
            clean=assembly.clean,
            offsets=assembly.offsets,
            passages=assembly.passages,
            languages=assembly.languages,
            title=extracted.title or title,
            authors=extracted.authors or (() if assembly.parts else authors),
            date=date or extracted.date,
            parts=assembly.parts,
            encoding=extracted.encoding,
            notes=(*extracted.notes, *assembly.notes),
        )
    ]


def _read_archive(data: bytes, name: str, depth: int) -> list[Document]:
    if depth > archive.DEPTH_LIMIT:
        raise ReadError(f"{name} is an archive in an archive in an archive: unpack it and read the folder")
    documents: list[Document] = []
    problems: list[str] = []
    stream = io.BytesIO(data)
    entries = list(archive.members(stream, name))
    with archive.open_archive(stream, name) as opened:
        for member in entries:
            full = f"{name}!/{member.name}"
            try:
                if member.problem:
                    raise ReadError(member.problem)
                documents += _read([archive.read_member(opened, member.entry, full)], full, None, depth + 1)
            except ReadError as error:
                problems.append(str(error))
    if not documents:
        raise ReadError(problems[0] if problems else f"{name} holds no files: pack it anew or leave it out")
    documents[0].notes = (*documents[0].notes, *problems)
    return documents
