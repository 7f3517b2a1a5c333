"""A rewritten copy of a text: pieces kept, replaced or dropped in order, with the map back."""

from __future__ import annotations

from collections.abc import Iterable

from tarazy.reading.document import OffsetMap


class Rewrite:
    """Collects the pieces of a cleaned copy of ``given`` from left to right."""

    __slots__ = ("_given", "_pieces", "offsets")

    def __init__(self, given: str) -> None:
        self._given = given
        self._pieces: list[str] = []
        self.offsets = OffsetMap()

    def keep(self, start: int, end: int) -> None:
        """Take ``given[start:end]`` as it stands."""
        if end > start:
            self._pieces.append(self._given[start:end])
            self.offsets.append(end - start, start, end)

    def put(self, start: int, end: int, text: str) -> None:
        """Write ``text`` for ``given[start:end]``; an empty span inserts, an empty text drops."""
        size = len(text)
        if not size:
            return
        self._pieces.append(text)
        if size <= end - start:
            self.offsets.append(size, start, end)
        else:
            for i in range(size):
                at = min(start + i, end)
                self.offsets.append(1, at, min(at + 1, end))

    @property
    def text(self) -> str:
        """What has been written so far."""
        return "".join(self._pieces)


Edit = tuple[int, int, str]


def apply(given: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """The copy of ``given`` with ``(start, end, replacement)`` made; edits that overlap an earlier one are left out."""
    rewrite = Rewrite(given)
    at = 0
    for start, end, text in sorted(edits):
        if start < at:
            continue
        rewrite.keep(at, start)
        rewrite.put(start, end, text)
        at = end
    rewrite.keep(at, len(given))
    return rewrite.text, rewrite.offsets
