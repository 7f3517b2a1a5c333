"""Bytes → Documents: the type of a file recognised, its text taken out, cleaned and cut into passages."""

from __future__ import annotations

import hashlib

from tarazy.reading.assembly import assemble
from tarazy.reading.decoding import decode
from tarazy.reading.document import Document
from tarazy.reading.metadata import own_date, title_and_authors


def read_bytes(data: bytes, name: str, media_type: str | None = None) -> list[Document]:
    """The documents in the bytes of one file: one, or one for each member of an archive."""
    digest = hashlib.sha256(data).hexdigest()
    text, encoding = decode(data, name)
    assembly = assemble(text)
    title, authors = title_and_authors(assembly.blocks)
    return [
        Document(
            id=digest,
            name=name,
            media_type=media_type or "text/plain",
            text=text,
            clean=assembly.clean,
            offsets=assembly.offsets,
            passages=assembly.passages,
            languages=assembly.languages,
            title=title,
            authors=authors,
            date=own_date(assembly.blocks),
            parts=assembly.parts,
            encoding=encoding,
            notes=assembly.notes,
        )
    ]
