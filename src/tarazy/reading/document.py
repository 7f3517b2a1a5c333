"""Document and Passage: the text as given owns everything; clean text and passages are views on it by offsets."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


class OffsetMap:
    """Maps offsets of a cleaned copy back to the text as given.

    ``origins[i]`` is the offset in the given text of clean character ``i``; inserted characters (a space that replaces
    a line break) carry the offset of what they replace. Stored as runs of three 64-bit integers (where the run begins
    in the clean text, where in the given text, where its last character ends in the given text), so that a long text
    costs little: 24 bytes for each line and each mended word.
    """

    __slots__ = ("_clean", "_ends", "_given", "length")

    def __init__(self, origins: Sequence[int] = ()) -> None:
        self._clean, self._given, self._ends = array("q"), array("q"), array("q")
        self.length = 0
        for origin in origins:
            self.append(1, origin, origin + 1)

    @classmethod
    def from_runs(cls, runs: Iterable[tuple[int, int, int]]) -> OffsetMap:
        """Build from ``(length in clean, start in given, end in given)`` in the order of the clean text."""
        offsets = cls()
        for length, start, end in runs:
            offsets.append(length, start, end)
        return offsets

    def append(self, length: int, start: int, end: int) -> None:
        """Add ``length`` clean characters that stand for ``given[start:end]``.

        The characters count up from ``start``; the last one also covers what is left up to ``end``.
        """
        if length <= 0:
            return
        if self._clean:
            last = self._clean[-1]
            # A run whose last character is as wide as itself is continued by what follows it directly.
            if self._ends[-1] == start and self._given[-1] + (self.length - last) == start and end - start >= length:
                self._ends[-1] = end
                self.length += length
                return
        self._clean.append(self.length)
        self._given.append(start)
        self._ends.append(end)
        self.length += length

    def extend(self, other: OffsetMap, shift: int = 0) -> None:
        """Add all runs of ``other`` after the last one, its given offsets moved by ``shift``."""
        for length, start, end in other.runs():
            self.append(length, start + shift, end + shift)

    def runs(self) -> Iterable[tuple[int, int, int]]:
        """``(length in clean, start in given, end in given)`` of every run."""
        clean, given, ends = self._clean, self._given, self._ends
        last = len(clean) - 1
        for i in range(last + 1):
            yield (clean[i + 1] if i < last else self.length) - clean[i], given[i], ends[i]

    def after(self, first: OffsetMap) -> OffsetMap:
        """The map of two clean-ups in a row: ``self`` leads from the second copy to the first, ``first`` to the given."""
        joined = OffsetMap()
        for length, start, end in self.runs():
            done = 0
            while done < length:
                at = start + done
                if at >= first.length:
                    _, whence = first.to_given(first.length, first.length)
                    joined.append(length - done, whence, whence)
                    break
                run = bisect_right(first._clean, at) - 1
                until = first._clean[run + 1] if run + 1 < len(first._clean) else first.length
                take = min(length - done, until - at)
                origin = first._given[run] + (at - first._clean[run])
                if done + take == length:
                    final = first.to_given(at, max(end, at))[1] if end > at else origin
                else:
                    final = first.to_given(at, at + take)[1]
                joined.append(take, origin, max(final, origin))
                done += take
        return joined

    def to_given(self, start: int, end: int) -> tuple[int, int]:
        """The span of the given text that carries clean characters ``start:end`` (end exclusive)."""
        if not 0 <= start <= end <= self.length:
            raise IndexError(f"span {start}:{end} outside clean text of {self.length} characters")
        if start == end:
            at = self._origin(start) if start < self.length else (self._end(start - 1) if start else 0)
            return at, at
        return self._origin(start), self._end(end - 1)

    def _origin(self, i: int) -> int:
        run = bisect_right(self._clean, i) - 1
        return self._given[run] + (i - self._clean[run])

    def _end(self, i: int) -> int:
        run = bisect_right(self._clean, i) - 1
        until = self._clean[run + 1] if run + 1 < len(self._clean) else self.length
        return self._ends[run] if i == until - 1 else self._given[run] + (i - self._clean[run]) + 1


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
