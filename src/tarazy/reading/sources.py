"""Where documents come from: files, folders, archives and standard input, found and hashed before they are read."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tarazy.errors import ReadError
from tarazy.reading import archive
from tarazy.reading.document import Document
from tarazy.reading.formats import SUFFIXES, ZIP
from tarazy.reading.reader import SIZE_LIMIT, read_bytes

# What stands beside saved pages and documents in a folder (a README too) and is passed over without a word.
_BESIDE = frozenset(
    (".css", ".md", ".js", ".mjs", ".map", ".json", ".woff", ".woff2", ".ttf", ".eot", ".png", ".jpg", ".jpeg", ".gif", ".svg",
     ".webp", ".ico", ".bmp", ".tif", ".tiff", ".mp3", ".mp4", ".avi", ".mov", ".tmp", ".bak", ".lnk", ".url", ".ini")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A file that could not be read, with the one sentence to show."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a member of an archive, that can be read; small to pickle, so that a worker process can take it.

    ``name`` is the document's name (``volume.zip!/name.txt`` inside an archive), ``path`` the file on disk ("" for
    standard input), ``entries`` the way through archives, ``size`` the bytes.
    """

    name: str
    path: str
    size: int
    entries: tuple[str, ...] = ()
    held: bytes | None = field(default=None, repr=False)
    media_type: str | None = None

    def load(self) -> bytes:
        """The bytes; raises ReadError when the file has gone, is closed to us or is too large."""
        if self.held is not None:
            data = self.held
        else:
            if not self.entries:
                self._check_size()
            try:
                if self.entries:
                    with Path(self.path).open("rb") as stream, archive.open_archive(stream, self.name) as opened:
                        data = archive.read_member(opened, self.entries[0], self.name)
                else:
                    data = Path(self.path).read_bytes()
            except OSError as error:
                raise ReadError(_why(self.name, error)) from None
        for entry in self.entries[0 if self.held is not None else 1 :]:
            with archive.open_archive(io.BytesIO(data), self.name) as opened:
                data = archive.read_member(opened, entry, self.name)
        return data

    def digest(self) -> str:
        """SHA-256 of the bytes, without reading a file on disk at once; raises ReadError like ``load``."""
        if self.entries or self.held is not None:
            return hashlib.sha256(self.load()).hexdigest()
        try:
            with Path(self.path).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise ReadError(_why(self.name, error)) from None

    def read(self) -> list[Document]:
        """The documents of this source; raises ReadError."""
        return read_bytes(self.load(), self.name, self.media_type)

    def _check_size(self) -> None:
        try:
            size = Path(self.path).stat().st_size
        except OSError as error:
            raise ReadError(_why(self.name, error)) from None
        if size > SIZE_LIMIT:
            raise ReadError(
                f"{self.name} has {size >> 20} MB, more than {SIZE_LIMIT >> 20}: split it into smaller files"
            )


def find_files(paths: Iterable[str | Path] | str | Path) -> Iterator[Source | ReadFailure]:
    """Everything to read under ``paths``, in a stable order; ``-`` is standard input.

    Folders are searched through, archives opened. In folders hidden files and the pictures and scripts beside saved
    pages are passed over; any other file that is of no known type is a ReadFailure.
    """
    for path in [paths] if isinstance(paths, (str, Path)) else paths:
        if str(path) == "-":
            data = sys.stdin.buffer.read()
            yield from _open(
                Source("-", "", len(data), held=data, media_type=None if _has_magic(data) else "text/plain")
            )
            continue
        path = Path(path)
        if path.is_dir():
            yield from _folder(path, path)
        else:
            yield from _file(path, path.name)


def read_path(path: str | Path) -> Iterator[Document | ReadFailure]:
    """The documents of a file, folder or archive, or of standard input for ``-``, and what could not be read."""
    for source in find_files(path):
        if isinstance(source, ReadFailure):
            yield source
            continue
        try:
            yield from source.read()
        except ReadError as error:
            yield ReadFailure(source.name, str(error))


def _folder(folder: Path, top: Path) -> Iterator[Source | ReadFailure]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        name = folder.relative_to(top).as_posix() if folder != top else str(folder)
        yield ReadFailure(name, _why(name, error))
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.name in ("Thumbs.db", "desktop.ini", "__MACOSX"):
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _folder(path, top)
        elif entry.is_file():
            suffix = path.suffix.lower()
            if suffix in _BESIDE:
                continue
            yield from _file(path, path.relative_to(top).as_posix())
        elif entry.is_symlink() and not path.exists():
            name = path.relative_to(top).as_posix()
            yield ReadFailure(name, f"{name} points to a file that is not there: mend or remove the link")


def _file(path: Path, name: str) -> Iterator[Source | ReadFailure]:
    try:
        size = path.stat().st_size
    except OSError as error:
        yield ReadFailure(name, _why(name, error))
        return
    suffix = path.suffix.lower()
    if suffix and suffix not in SUFFIXES:
        yield ReadFailure(
            name, f"{name} is of a type that is not read ({suffix}): save it as .txt, .html, .pdf or .docx"
        )
        return
    yield from _open(Source(name, str(path), size))


def _open(source: Source) -> Iterator[Source | ReadFailure]:
    """The source itself, or the members of the archive that it is."""
    depth = len(source.entries)
    packed = source.name.lower().endswith(".zip")
    if source.held is not None and not source.entries:
        packed = source.held[:4] == b"PK\x03\x04" and _is_archive(source.held)
    if not packed:
        yield source
        return
    if depth >= archive.DEPTH_LIMIT:
        yield ReadFailure(
            source.name, f"{source.name} is an archive in an archive in an archive: unpack it and read the folder"
        )
        return
    try:
        where = source.path if not source.entries and source.held is None else io.BytesIO(source.load())
        found = list(archive.members(where, source.name))
    except ReadError as error:
        yield ReadFailure(source.name, str(error))
        return
    except OSError as error:
        yield ReadFailure(source.name, _why(source.name, error))
        return
    if not found:
        yield ReadFailure(source.name, f"{source.name} holds no files: pack it anew or leave it out")
    for member in found:
        full = f"{source.name}!/{member.name}"
        suffix = Path(member.name).suffix.lower()
        if member.problem:
            yield ReadFailure(full, member.problem)
        elif suffix in _BESIDE:
            continue
        elif suffix and suffix not in SUFFIXES:
            yield ReadFailure(
                full, f"{full} is of a type that is not read ({suffix}): save it as .txt, .html, .pdf or .docx"
            )
        else:
            yield from _open(Source(full, source.path, member.size, (*source.entries, member.entry), source.held))


def _is_archive(data: bytes) -> bool:
    from tarazy.reading.formats import media_type_of

    try:
        return media_type_of(data, "-", ZIP) == ZIP
    except ReadError:
        return False


def _has_magic(data: bytes) -> bool:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return b"%PDF-" in data[:1024] or data[:4] == b"PK\x03\x04" or head.startswith((b"<!doctype html", b"<html"))


def _why(name: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{name} is not there or vanished while it was read: check the name and read it again"
    if isinstance(error, PermissionError):
        return f"{name} is closed to you: ask for the right to read it"
    if isinstance(error, IsADirectoryError):
        return f"{name} is a folder where a file was expected: give the folder itself"
    return f"{name} could not be read ({error.strerror or error}): check the disk or the connection and read it again"
