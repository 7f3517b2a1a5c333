"""Names of the actor registry in a Kazakh sentence, word by word: what the entity model is told of known names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from tarazy.actors.folding import fold
from tarazy.actors.kazakh import chain, harmony, voiced
from tarazy.actors.registry import Actor, registry
from tarazy.language.kk.tokens import tokenise

_KINDS = {"state": "GEO", "place": "GEO", "region": "GEO", "person": "PER"}
_MARKS = frozenset("«»\"“”„'()")
_SHORTEST = 3


class Gazetteer:
    """Kazakh names of the registry, found in any case form: the last word of a name may carry suffixes."""

    def __init__(self) -> None:
        # Words of a name but the last → the last word → the kind of name; the first words lead to the longest of them.
        self._names: dict[tuple[str, ...], dict[str, str]] = {}
        self._longest: dict[str, int] = {}
        self._lasts: set[str] = set()
        for words, kind in _names():
            *before, last = words
            self._names.setdefault(tuple(before), {}).setdefault(last, kind)
            if soft := voiced(last):
                self._names[tuple(before)].setdefault(soft, kind)
                self._lasts.add(soft)
            self._lasts.add(last)
            if before:
                self._longest[before[0]] = max(self._longest.get(before[0], 0), len(words))
        self._stems = lru_cache(maxsize=1 << 16)(self._stems_of)

    def marks(self, words: Sequence[str]) -> list[str]:
        """For each word ``B-GEO``, ``I-ORG`` and the like where it belongs to a name of the registry, else ""; the longest name wins."""
        marks = [""] * len(words)
        folded = [fold(word) for word in words]
        at = 0
        while at < len(words):
            size, kind = self._at(words, folded, at)
            for place in range(at, at + size):
                marks[place] = ("I-" if place > at else "B-") + kind
            at += max(size, 1)
        return marks

    def _at(self, words: Sequence[str], folded: Sequence[str], at: int) -> tuple[int, str]:
        if not words[at][0].isupper():
            return 0, ""
        for size in range(min(self._longest.get(folded[at], 1), len(words) - at), 0, -1):
            lasts = self._names.get(tuple(folded[at : at + size - 1]))
            if lasts:
                for stem in self._stems(folded[at + size - 1]):
                    if stem in lasts:
                        return size, lasts[stem]
        return 0, ""

    def _stems_of(self, word: str) -> tuple[str, ...]:
        """Last words of names from which ``word`` comes by a chain of suffixes (АҚШ-тың, Қазақстанда), the longest first."""
        found = []
        for end in range(len(word), _SHORTEST - 2, -1):
            stem, rest = word[:end], word[end:].lstrip("-‑’'")
            if stem in self._lasts and (not rest or chain(rest, "either" if len(stem) < 5 else harmony(stem))):
                found.append(stem)
        return tuple(found)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the registry, built once for each process."""
    return Gazetteer()


def _names() -> Iterator[tuple[list[str], str]]:
    for actor in registry().actors.values():
        kind = _KINDS.get(actor.kind, "ORG")
        for text, of_people in _texts(actor):
            words = [fold(word) for _, _, word in tokenise(text) if word not in _MARKS]
            if words and text[:1].isupper() and len("".join(words)) >= _SHORTEST - 1:
                yield words, "NORP" if of_people else kind


def _texts(actor: Actor) -> Iterator[tuple[str, bool]]:
    """The Kazakh names with whether each is an adjective or a people; of a leader the whole name and the surname."""
    for alias in actor.aliases:
        if alias.language != "kk":
            continue
        if actor.kind == "person":
            yield alias.text.translate(_UNMARKED), False
            yield from ((word.translate(_UNMARKED), False) for word in alias.text.split() if word.startswith("*"))
        else:
            yield alias.text, alias.form in ("adjective", "demonym")


_UNMARKED = str.maketrans("_", " ", "*^=")
