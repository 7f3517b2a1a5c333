"""Word patterns of the lexicons: how a linguist writes them and how they are found in a sentence.

A pattern is one or more items separated by spaces. An item is a lemma (or a word form); ``*`` at its end stands for any
ending; ``a|b`` are alternatives. Between two items up to two other words may stand, but no punctuation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tarazy.language.base import Token

GAP = 2
MARKS = frozenset(',;:()[]«»"“”.!?')


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens ``first..last`` (inclusive) carry a pattern; ``head`` is the token of its first item; ``gloss`` its label."""

    first: int
    last: int
    head: int
    gloss: str


@dataclass(frozen=True, slots=True)
class Item:
    """One word of a pattern: exact forms and prefixes."""

    exact: frozenset[str]
    prefixes: tuple[str, ...]

    def fits(self, token: Token, lower: str) -> bool:
        if token.lemma in self.exact or lower in self.exact:
            return True
        return bool(self.prefixes) and (lower.startswith(self.prefixes) or token.lemma.startswith(self.prefixes))


def parse_item(text: str) -> Item:
    """Read one item: ``подписать|заключ*``."""
    words = [fold(w) for w in text.split("|") if w]
    return Item(
        frozenset(w for w in words if not w.endswith("*")),
        tuple(w[:-1] for w in words if w.endswith("*") and len(w) > 1),
    )


def fold(word: str) -> str:
    """Lower case with ё as е: the form in which lemmas and patterns meet."""
    return word.lower().replace("ё", "е")


class PatternIndex:
    """Finds many patterns in one pass over a sentence's tokens."""

    def __init__(self) -> None:
        self._exact: dict[str, list[int]] = {}
        self._prefix: dict[str, list[int]] = {}
        self._lengths: tuple[int, ...] = ()
        self._patterns: list[tuple[tuple[Item, ...], str, str]] = []
        self._known: dict[str, tuple[int, ...]] = {}

    def add(self, pattern: str, owner: str, gloss: str = "") -> None:
        """Register ``pattern`` for ``owner`` (the key under which hits are returned)."""
        items = tuple(parse_item(part) for part in pattern.split())
        if not items:
            raise ValueError(f"empty pattern for {owner}")
        number = len(self._patterns)
        self._patterns.append((items, owner, gloss))
        for word in items[0].exact:
            self._exact.setdefault(word, []).append(number)
        for prefix in items[0].prefixes:
            self._prefix.setdefault(prefix, []).append(number)
        self._lengths = tuple(sorted({len(p) for p in self._prefix}))
        self._known.clear()

    def _starting(self, form: str) -> tuple[int, ...]:
        known = self._known.get(form)
        if known is None:
            numbers = list(self._exact.get(form, ()))
            for length in self._lengths:
                if length > len(form):
                    break
                numbers += self._prefix.get(form[:length], ())
            known = self._known[form] = tuple(numbers)
            if len(self._known) > 200_000:
                self._known.clear()
        return known

    def find(self, tokens: Sequence[Token]) -> dict[str, list[Hit]]:
        """Hits by owner, in text order."""
        lowers = [fold(t.text) for t in tokens]
        found: dict[str, list[Hit]] = {}
        for i, token in enumerate(tokens):
            numbers: Iterable[int] = self._starting(lowers[i])
            if token.lemma != lowers[i]:
                more = self._starting(token.lemma)
                if more:
                    numbers = dict.fromkeys((*numbers, *more))
            for number in numbers:
                items, owner, gloss = self._patterns[number]
                last = self._complete(items, tokens, lowers, i)
                if last >= 0:
                    hits = found.setdefault(owner, [])
                    if not hits or hits[-1].head != i or hits[-1].last < last:
                        hits.append(Hit(i, last, i, gloss))
        return found

    @staticmethod
    def _complete(items: tuple[Item, ...], tokens: Sequence[Token], lowers: Sequence[str], at: int) -> int:
        for item in items[1:]:
            for j in range(at + 1, min(at + 2 + GAP, len(tokens))):
                if tokens[j].text in MARKS:
                    return -1
                if item.fits(tokens[j], lowers[j]):
                    at = j
                    break
            else:
                return -1
        return at
