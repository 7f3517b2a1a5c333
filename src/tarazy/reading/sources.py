"""Where documents come from: files, folders, archives and standard input, found before they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tarazy.errors import ReadError
from tarazy.reading.document import Document
from tarazy.reading.reader import read_bytes


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A file that could not be read, with the one sentence to show."""

    name: str
    message: str


def read_path(path: str | Path) -> Iterator[Document | ReadFailure]:
    """The documents of one file, or the reason why there are none."""
    path = Path(path)
    try:
        yield from read_bytes(path.read_bytes(), path.name)
    except ReadError as error:
        yield ReadFailure(path.name, str(error))
