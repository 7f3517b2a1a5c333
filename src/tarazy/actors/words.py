"""The words of a text as the linker sees them, and a pattern found at some of them."""

from __future__ import annotations

from dataclasses import dataclass

from tarazy.actors.folding import WORD, fold_words
from tarazy.actors.patterns import Pattern


@dataclass(slots=True)
class Words:
    """The words of a text: spans in the text, the folded string with one space around each, where each word begins in it."""

    text: str
    spans: list[tuple[int, int]]
    joined: str
    at: dict[int, int]
    offsets: list[int]

    @classmethod
    def of(cls, text: str) -> Words:
        spans = [match.span() for match in WORD.finditer(text)]
        joined = fold_words([text[a:b] for a, b in spans])
        offsets: list[int] = []
        position = 0
        for a, b in spans:
            offsets.append(position)
            position += b - a + 1
        return cls(text, spans, joined, {offset: index for index, offset in enumerate(offsets)}, offsets)

    def gap(self, index: int) -> str:
        """The characters between word ``index`` and the next."""
        return self.text[self.spans[index][1] : self.spans[index + 1][0]]

    def folded(self, index: int) -> str:
        """A word, folded."""
        a, b = self.spans[index]
        offset = self.offsets[index] + 1
        return self.joined[offset : offset + b - a]


@dataclass(slots=True)
class Candidate:
    """A pattern found at words ``first``…``last``; ``rest`` is the length of the suffix that follows its stem."""

    first: int
    last: int
    rest: int
    form: str
    pattern: Pattern
    start: int = 0
    end: int = 0
