"""Names of states and territories in Kazakh, Russian and English, from the CLDR that Babel carries."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from tarazy.language import CODES


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    """Names cut to a stem of at least four letters, so that case forms match."""
    stems = set()
    for code in CODES:
        for name in Locale(code).territories.values():
            for word in str(name).replace("-", " ").split():
                if len(word) >= 4 and word[0].isupper():
                    stems.add(_stem(word.lower()))
    return frozenset(stems)


def _stem(word: str) -> str:
    return word[: max(4, len(word) - 1)]


def is_territory(word: str) -> bool:
    """Whether a capitalised word is (a case form of) a word of some state's or territory's name."""
    lower = word.lower()
    return any(lower[:size] in _stems() for size in range(len(lower), 3, -1))
