"""Document and Passage: the text as given owns everything; clean text and passages are views on it by offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field


class OffsetMap:
    """Maps offsets of a cleaned copy back to the text as given.

    ``origins[i]`` is the offset in the given text of clean character ``i``; inserted characters (a space that replaces
    a line break) carry the offset of what they replace. Stored as runs, so that a long text costs little.
    """

    __slots__ = ("_clean", "_given", "length")

    def __init__(self, origins: Sequence[int]) -> None:
        clean: list[int] = []
        given: list[int] = []
        for i, origin in enumerate(origins):
            if not clean or given[-1] + (i - clean[-1]) != origin:
                clean.append(i)
                given.append(origin)
        self._clean, self._given, self.length = clean, given, len(origins)

    def to_given(self, start: int, end: int) -> tuple[int, int]:
        """The span of the given text that carries clean characters ``start:end`` (end exclusive)."""
        if not 0 <= start <= end <= self.length:
            raise IndexError(f"span {start}:{end} outside clean text of {self.length} characters")
        if start == end:
            at = self._origin(start) if start < self.length else (self._origin(start - 1) + 1 if start else 0)
            return at, at
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, i: int) -> int:
        run = bisect_right(self._clean, i) - 1
        return self._given[run] + (i - self._clean[run])


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, heading, list item or table row: a span of the clean text with its place in the text as given.

    ``text`` is clean; ``start``/``end`` are offsets in the document's text as given; ``clean_start`` is where ``text``
    begins in the document's clean text, so that a character ``i`` of ``text`` is clean character ``clean_start + i``.
    ``paragraph`` numbers the paragraph within the document; ``part`` names the paper of a volume.
    ``kind`` is one of sentence, heading, item, row, caption, reference.
    """

    text: str
    language: str
    start: int
    end: int
    clean_start: int
    paragraph: int
    kind: str = "sentence"
    part: str | None = None


@dataclass(slots=True)
class Document:
    """One file's text as given, with what is known of it.

    ``id`` is the SHA-256 of the bytes; ``name`` the file's name (``volume.zip!/name.txt`` inside an archive);
    ``text`` the decoded or extracted text as given; ``clean`` the cleaned copy and ``offsets`` its map back.
    ``date`` is the document's own date (ISO, cut to what is known), never invented.
    """

    id: str
    name: str
    media_type: str
    text: str
    clean: str
    offsets: OffsetMap
    passages: list[Passage] = field(default_factory=list)
    languages: tuple[str, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    parts: tuple[str, ...] = ()
    encoding: str | None = None
    notes: tuple[str, ...] = ()
