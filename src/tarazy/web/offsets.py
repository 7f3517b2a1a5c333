"""Offsets in a text: Unicode characters as Python counts them, UTF-16 units as browsers do, and places in a cleaned copy."""

from __future__ import annotations

from bisect import bisect_left
from difflib import SequenceMatcher

import numpy as np

_LONG = 4000
"""Characters of a passage beyond which only its common beginning and end are laid over each other."""


class Utf16:
    """Where characters of a text stand in UTF-16, in which those beyond U+FFFF take two units."""

    def __init__(self, text: str) -> None:
        signs = np.zeros(0) if text.isascii() else np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        self._wide: list[int] = np.flatnonzero(signs > 0xFFFF).tolist()

    def __call__(self, at: int) -> int:
        """The number of UTF-16 units before the character at ``at``."""
        return at + bisect_left(self._wide, at)

    def characters(self, unit: int) -> int:
        """The number of characters before a UTF-16 unit; within a character of two, those before it."""
        low = bisect_left(range(len(self._wide)), unit - 1, key=lambda at: self._wide[at] + at)
        inside = low < len(self._wide) and self._wide[low] + low == unit - 1
        return unit - low - (1 if inside else 0)


class Laid:
    """Two forms of one passage laid over each other: a place in the one gives the place in the other."""

    def __init__(self, given: str, cleaned: str) -> None:
        self._length = len(cleaned)
        self._pieces: list[tuple[int, int, int]]
        if given == cleaned:
            self._pieces = [(0, 0, len(given))]
        elif max(len(given), len(cleaned)) > _LONG:
            head = _common(given, cleaned)
            tail = _common(given[head:][::-1], cleaned[head:][::-1])
            self._pieces = [(0, 0, head), (len(given) - tail, len(cleaned) - tail, tail)]
        else:
            blocks = SequenceMatcher(None, given, cleaned, autojunk=False).get_matching_blocks()
            self._pieces = [(block.a, block.b, block.size) for block in blocks if block.size]

    def __call__(self, at: int, is_end: bool = False) -> int:
        """The place of a span's start, or of its end, which lies behind its last character."""
        if is_end:
            return self._place(at - 1) + 1 if at > 0 else 0
        return self._place(at)

    def _place(self, at: int) -> int:
        before = 0
        for start, place, size in self._pieces:
            if at < start:
                return min(place, self._length)
            if at < start + size:
                return place + at - start
            before = place + size
        return min(before, self._length)


def _common(left: str, right: str) -> int:
    length = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        length += 1
    return length
