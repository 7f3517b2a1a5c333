"""The file of a data set as given: hashed and kept in one pass, its text in UTF-8 blocks whatever its encoding or packing."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tarazy.errors import ReadError
from tarazy.reading.decoding import decode
from tarazy.store.folder import ReadMark

BLOCK = 24 << 20
_SAMPLE = 400_000
_DATA = (".csv", ".tsv", ".txt", ".tab", ".json", ".xlsx", ".export.csv")
_TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Given:
    """A file to import. ``digest`` is the SHA-256 of the data, ``file`` that of the file as given (the archive, for packed data)."""

    name: str
    path: Path
    data: Path
    digest: str
    file: str
    encoding: str
    media_type: str

    def blocks(self) -> Iterator[bytes]:
        """The text as UTF-8, in blocks that may end anywhere but never inside a character."""
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        with self.data.open("rb") as file:
            while block := file.read(BLOCK):
                if self.encoding == "utf-8":
                    yield block
                else:
                    yield decoder.decode(block).encode()
        if self.encoding != "utf-8" and (rest := decoder.decode(b"", final=True)):
            yield rest.encode()

    def text(self) -> str:
        """The whole text, for data sets that are small."""
        return b"".join(self.blocks()).decode()


def take(path: Path, mark: ReadMark) -> Given:
    """Copy the file among those of the import under way and look at what it is.

    A .gz or a .zip with one data file in it is unpacked; ``Metadata_…`` members, which the World Bank adds, do not count.
    Raises ReadError where the file is missing, empty, packed otherwise or no text.
    """
    if not path.is_file():
        raise ReadError(f"{path} is {'a folder' if path.is_dir() else 'not there'}: name the data set's file.")
    whole = hashlib.sha256()
    draft = mark.path / "given"
    with path.open("rb") as source, draft.open("wb") as copy:
        while block := source.read(BLOCK):
            whole.update(block)
            copy.write(block)
    file = whole.hexdigest()
    kept = mark.path / file
    draft.replace(kept)
    name, data, digest = path.name, kept, file
    packed = _unpacked(path, kept, mark.path / "unpacked")
    if packed is not None:
        name, data = f"{path.name}!/{packed}", mark.path / "unpacked"
        digest = _digest(data)
    if data.stat().st_size == 0:
        raise ReadError(f"{path} is empty: download it again.")
    suffix = Path(name).suffix.lower()
    encoding = "" if suffix == ".xlsx" else _encoding(data, path)
    return Given(name, path, data, digest, file, encoding, _TYPES.get(suffix, "text/plain"))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpacked(path: Path, kept: Path, target: Path) -> str | None:
    """Unpack the one data file of a .gz or .zip into ``target`` and return its name; None where nothing is packed."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".gz":
            with gzip.open(kept) as packed:
                _copy(packed, target)
            return path.name[:-3]
        if suffix != ".zip":
            return None
        with zipfile.ZipFile(kept) as archive:
            members = [
                one
                for one in archive.namelist()
                if one.lower().endswith(_DATA) and not Path(one).name.startswith(("Metadata_", ".", "__"))
            ]
            if len(members) != 1:
                inside = ", ".join(members) or "none"
                raise ReadError(
                    f"{path} should hold one data file and holds {len(members)} ({inside}): unpack it and name the file."
                )
            with archive.open(members[0]) as packed:
                _copy(packed, target)
            return members[0]
    except (OSError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ReadError(f"{path} cannot be unpacked ({error}): download it again, or unpack it yourself.") from None


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path) -> None:
    with target.open("wb") as copy:
        while block := source.read(BLOCK):
            copy.write(block)


def _encoding(data: Path, path: Path) -> str:
    """UTF-8 where the whole file is; else what its beginning reads most like, and Windows-1252 for a Latin table."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with data.open("rb") as file:
        sample = file.read(_SAMPLE)
        file.seek(0)
        if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if b"\x00" in sample:
            raise ReadError(f"{path} is no text: give the file its true extension.")
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            letters = sum(byte > 127 for byte in sample)
            # A table with a few accented letters is Western; running text in Cyrillic has them everywhere.
            return "cp1252" if letters * 10 < len(sample) else decode(sample, path.name)[1]
    return "utf-8"
