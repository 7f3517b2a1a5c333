"""The type of a file, told by its bytes first and its name second, and the text taken out of it."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from tarazy.errors import ReadError
from tarazy.reading.decoding import decode
from tarazy.reading.extracted import Extracted

TEXT, HTML, PDF, ZIP = "text/plain", "text/html", "application/pdf", "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

SUFFIXES = {
    ".txt": TEXT, ".text": TEXT, ".md": TEXT,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML,
    ".pdf": PDF, ".docx": DOCX, ".docm": DOCX, ".zip": ZIP,
}  # fmt: skip
"""Media type by the end of a file's name."""

_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a sound, film or picture"),
    (b"MZ\x90", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"SQLite format", "a database"),
    (b"PAR1", "a table file"),
    (b"AT&TF", "a DjVu file"),
)
_MEND = {
    "an old Office file": "save it as .docx",
    "an RTF file": "save it as .docx or .txt",
    "a gzip archive": "unpack it first",
    "a 7z archive": "unpack it first",
    "a RAR archive": "unpack it first",
    "a bzip2 archive": "unpack it first",
    "an xz archive": "unpack it first",
    "a DjVu file": "save it as a PDF with text",
    "a picture": "run it through a text recognition program first",
}


def media_type_of(data: bytes, name: str, given: str | None = None) -> str:
    """The media type of the bytes; raises ReadError for an empty file and for types that cannot be read."""
    by_name = SUFFIXES.get(PurePosixPath(name).suffix.lower())
    expected = given.split(";")[0].strip().lower() if given else by_name
    blank = b"\x00 \t\r\n\xef\xbb\xbf\x0c"
    if not data[:4096].strip(blank) and not data.strip(blank):
        what = {PDF: "an empty PDF", DOCX: "an empty Word document"}.get(expected or "", "empty")
        raise ReadError(f"{name} is {what}: get a whole copy of it or leave it out")
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(data, name, expected)
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise ReadError(f"{name} is {what}, which is not read: {_MEND.get(what, 'leave it out')}")
    if expected in (PDF, DOCX, ZIP):
        kind = {PDF: "PDF", DOCX: "Word document", ZIP: "ZIP archive"}[expected]
        raise ReadError(f"{name} is named like a {kind} but is damaged or is none: get a whole copy of it")
    if head[:15].lower().startswith((b"<!doctype html", b"<html")) or (expected == HTML):
        return HTML
    if expected == TEXT or (expected is None and not PurePosixPath(name).suffix):
        return TEXT
    if expected is not None and expected.startswith("text/"):
        return TEXT
    suffix = PurePosixPath(name).suffix
    raise ReadError(
        f"{name} is of a type that is not read ({suffix or expected}): save it as .txt, .html, .pdf or .docx"
    )


def _zipped(data: bytes, name: str, expected: str | None) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError):
        kind = "Word document" if expected == DOCX else "ZIP archive"
        raise ReadError(f"{name} is a damaged or cut-off {kind}: get a whole copy of it") from None
    if "word/document.xml" in names:
        return DOCX
    for mark, what in (
        ("xl/workbook.xml", "an Excel table"),
        ("ppt/presentation.xml", "a presentation"),
        ("mimetype", "an OpenDocument or e-book file"),
    ):
        if mark in names:
            raise ReadError(f"{name} is {what}, which is not read: save its text as .docx or .txt")
    if expected == DOCX:
        raise ReadError(f"{name} is named like a Word document but is none or is damaged: get a whole copy of it")
    return ZIP


def extract(data: bytes, name: str, media_type: str) -> Extracted:
    """The text of one file that is no archive."""
    if media_type == PDF:
        from tarazy.reading.pdf import read_pdf

        return read_pdf(data, name)
    if media_type == DOCX:
        from tarazy.reading.docx import read_docx

        return read_docx(data, name)
    if media_type == HTML:
        from tarazy.reading.html import read_html

        return read_html(data, name)
    text, encoding = decode(data, name)
    if not any(c.isalnum() for c in text[:100_000]) and not any(c.isalnum() for c in text):
        raise ReadError(f"{name} has no words in it: get a whole copy of it or leave it out")
    return Extracted(text, encoding=encoding)
