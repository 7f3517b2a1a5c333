"""The files to read, in order: those named, those of folders, standard input for ``-``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path

from tarazy.pipeline import GivenFile

STANDARD_INPUT = "standard-input.txt"


def given_files(paths: Iterable[str | PathLike[str]]) -> Iterator[GivenFile]:
    """One GivenFile for each file; a path that is not there gives one whose loading fails with a sentence.

    Folders are walked in the order of names; hidden files and folders, and observatories, are passed by.
    """
    for path in paths:
        if str(path) == "-":
            yield GivenFile(STANDARD_INPUT, "-", sys.stdin.buffer.read)
            continue
        given = Path(path)
        for file in _walk(given) if given.is_dir() else [given]:
            yield GivenFile(file.name, str(file), file.read_bytes)


def _walk(folder: Path) -> Iterator[Path]:
    if (folder / "observatory.toml").exists():
        return
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            yield from _walk(entry)
        elif entry.is_file():
            yield entry
