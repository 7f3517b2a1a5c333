"""The files to read, in order, with the names that their documents get."""

from __future__ import annotations

import re
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
            yield GivenFile(_storable(found.name), "", _failing(_storable(found.message)))
        else:
            yield GivenFile(document_name(found), _storable(found.path), found.load, found.media_type)


def document_name(source: Source) -> str:
    """The file's name without its folders; inside an archive ``archive.zip!/member``."""
    outer, mark, inner = source.name.partition("!/")
    return _storable((STANDARD_INPUT if outer == "-" else PurePath(outer).name) + mark + inner)


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _storable(name: str) -> str:
    """The name as UTF-8 and one line of a terminal can hold it: other bytes and control characters become �."""
    return _CONTROL.sub("\ufffd", name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _failing(sentence: str) -> Callable[[], bytes]:
    def load() -> bytes:
        raise ReadError(sentence)

    return load
