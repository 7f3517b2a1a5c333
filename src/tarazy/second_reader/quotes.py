"""Where a quote stands in a text: the same characters, but for white space and hyphens that break or join words."""

from __future__ import annotations

import re

_SOFT = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_HYPHENS = "-\u2010\u2011"
_COPIED_NUMBER = re.compile(r"\s*\[\d{1,4}\]\s*")
_MARKS_AT_END = re.compile(r"\s*(?:\.\.\.|…)\s*$")
_WORD = re.compile(r"\w+")
LEAST_WORDS = 2
"""Words of the shortest quote that counts as evidence."""


class FoldedText:
    """A text without white space, soft hyphens and the hyphens between letters, with the way back to its offsets."""

    __slots__ = ("_folded", "_origins", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded, self._origins = _fold(text)

    def find(self, quote: str) -> tuple[int, int] | None:
        """The span of the text that a quote copies, from whole word to whole word; None where it is not there.

        ``FoldedText("the agree- ment of\\n2018").find("agreement of 2018")`` is ``(4, 22)``.
        """
        sought, _ = _fold(quote)
        if not sought:
            return None
        at = self._folded.find(sought)
        while at >= 0:
            start, end = self._origins[at], self._origins[at + len(sought) - 1] + 1
            if self._is_edge(start) and self._is_edge(end):
                return start, end
            at = self._folded.find(sought, at + 1)
        return None

    def _is_edge(self, at: int) -> bool:
        """Whether no word goes on over this offset."""
        text = self._text
        if not 0 < at < len(text):
            return True
        return not (text[at - 1].isalnum() and (text[at].isalnum() or text[at] in _SOFT))


def find_quote(text: FoldedText, quote: str) -> tuple[int, int] | None:
    """``find`` for evidence: a paragraph number copied before it or dots after it do not count, a single word is no evidence."""
    bare = _MARKS_AT_END.sub("", _COPIED_NUMBER.sub("", quote, count=1) if _COPIED_NUMBER.match(quote) else quote)
    if len(_WORD.findall(bare)) < LEAST_WORDS:
        return None
    return text.find(quote) or text.find(bare)


def _fold(text: str) -> tuple[str, list[int]]:
    kept = [i for i, char in enumerate(text) if not char.isspace() and char not in _SOFT]
    out: list[int] = []
    for place, i in enumerate(kept):
        if text[i] in _HYPHENS and 0 < place < len(kept) - 1:
            before, after = text[kept[place - 1]], text[kept[place + 1]]
            if before.isalpha() and after.isalpha():
                continue
        out.append(i)
    return "".join(text[i] for i in out), out
