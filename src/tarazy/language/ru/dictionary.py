"""The dictionary of Russian forms (OpenCorpora through pymorphy3), loaded once for each process."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def analyser() -> Any:
    """pymorphy3's analyser of Russian words."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def is_known(word: str) -> bool:
    """Whether the dictionary has the word in this form, without guessing."""
    return bool(analyser().word_is_known(word.lower()))
