"""Names of documents: the file's own name, made longer where another document of the observatory has it already."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath


def free_name(name: str, path: str, taken: Collection[str]) -> str:
    """``name`` if it is free; else with as many folders of ``path`` as make it so; else with a number.

    ``name`` is the file's name, ``archive.zip!/member.txt`` inside an archive; ``path`` is where the file (the archive)
    was found. Folders are joined with ``/`` on every system.
    """
    if name not in taken:
        return name
    outer, mark, inner = name.partition("!/")
    folders = [part for part in PurePath(path).parts[:-1] if part.strip("/\\.") and not part.endswith(":\\")]
    for depth in range(1, len(folders) + 1):
        longer = "/".join([*folders[-depth:], outer.rsplit("/", 1)[-1]]) + mark + inner
        if longer not in taken:
            return longer
    file = PurePath(outer)
    number = 2
    while (numbered := f"{file.with_name(f'{file.stem} ({number}){file.suffix}').as_posix()}{mark}{inner}") in taken:
        number += 1
    return numbered
