"""Word lists of the reading code, kept as readable files in ``data``: one entry a line, ``#`` begins a comment."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """The entries of ``data/NAME.txt``, in small letters."""
    text = (files("tarazy.reading") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(entry.casefold() for line in text.splitlines() if (entry := line.split("#")[0].strip()))
