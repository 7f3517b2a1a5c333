"""The grammatical function of a mention in its sentence, in one small set of slots for all languages.

A slot says how an actor stands to the words around it, whatever a language uses to say so: case and prepositions in
Russian, dependency relations in English, case endings and postpositions in Kazakh. The tables are in
``language/data/functions.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from tarazy.data_files import toml
from tarazy.language.base import Token

SLOTS = (
    "subject", "object", "of", "to", "with", "by", "in", "from", "into", "between", "for", "against", "about", "via",
    "toward", "modifier", "list", "other",
)  # fmt: skip


@cache
def tables(language: str) -> dict[str, Any]:
    """The function tables of one language: office nouns, relational nouns, adpositions."""
    table: dict[str, Any] = toml("tarazy.language", "functions.toml")[language]
    return table | {name: frozenset(table.get(name, ())) for name in ("office", "conjunctions", "speaking")}


def covered(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Indices ``first, last`` (inclusive) of the tokens that overlap ``start:end``; (-1, -1) when there is none."""
    first = last = -1
    for i, token in enumerate(tokens):
        if token.start >= end:
            break
        if token.end > start:
            if first < 0:
                first = i
            last = i
    return first, last
