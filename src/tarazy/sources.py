"""The files to read, in order, with the names that their documents get."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from os import PathLike, fspath
from pathlib import PurePath

from tarazy.errors import ReadError
from tarazy.pipeline import GivenFile
from tarazy.reading import ReadFailure, Source, find_files

STANDARD_INPUT = "stdin"


def given_files(paths: Iterable[str | PathLike[str]]) -> Iterator[GivenFile]:
    """One GivenFile for each file or member of an archive; what cannot be read gives one whose loading says why."""
    for found in find_files(fspath(path) for path in paths):
        if isinstance(found, ReadFailure):
            yield GivenFile(found.name, "", _failing(found.message))
        else:
            yield GivenFile(document_name(found), found.path, found.load, found.media_type)


def document_name(source: Source) -> str:
    """The file's name without its folders; inside an archive ``archive.zip!/member``."""
    outer, mark, inner = source.name.partition("!/")
    return (STANDARD_INPUT if outer == "-" else PurePath(outer).name) + mark + inner


def _failing(sentence: str) -> Callable[[], bytes]:
    def load() -> bytes:
        raise ReadError(sentence)

    return load
