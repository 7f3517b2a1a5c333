"""Words of three languages and two scripts as comparable keys: concepts of the gloss table, names in Latin skeletons, other stems."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

import polars as pl

from tarazy.actors.folding import WORD as LETTERS
from tarazy.actors.folding import fold
from tarazy.actors.registry import registry
from tarazy.actors.slugs import latin, nominative
from tarazy.data_files import rows

Class = Literal["form", "topic", "measure", "flow", "name", "word", ""]
LANGUAGES = ("en", "ru", "kk")
_SHORTEST_PREFIX = 3
_STEM = 6


@cache
def glosses() -> tuple[dict[tuple[str, str], tuple[str, ...]], dict[str, str]]:
    """Words (``gas``, with ``*`` for a prefix) by language to their concepts, and the class of each concept."""
    words: dict[tuple[str, str], tuple[str, ...]] = {}
    classes: dict[str, str] = {}
    for row in rows("tarazy.records", "glosses.tsv"):
        classes[row["concept"]] = row["class"]
        for language in LANGUAGES:
            for word in filter(None, (row[language] or "").split("|")):
                key = (language, fold(word))
                words[key] = (*words.get(key, ()), row["concept"])
    return words, classes


@cache
def _passed_over() -> frozenset[tuple[str, str]]:
    return frozenset(
        (row["language"], fold(word))
        for row in rows("tarazy.records", "passed_over.tsv")
        for word in row["words"].split("|")
    )


def _concepts(language: str, word: str) -> tuple[str, ...]:
    words, _ = glosses()
    if (found := words.get((language, word))) is not None:
        return found
    for length in range(len(word), _SHORTEST_PREFIX - 1, -1):
        if (found := words.get((language, word[:length] + "*"))) is not None:
            return found
    return ()


def skeleton(word: str, language: str) -> str:
    """A name as its first letter and the consonants after it, in Latin letters: Байтерек, Baiterek, Бәйтерек → ``btrk``.

    Vowels are kept where fewer than four letters would be left. A Russian word comes in its dictionary form.
    """
    folded = fold(word)
    plain = latin(fold(nominative(folded, language)) if language == "kk" else folded)
    bare = plain[:1] + "".join(letter for letter in plain[1:] if letter not in "aeiouy")
    return bare if len(bare) >= 4 else plain


@cache
def _state_names() -> frozenset[str]:
    """Skeletons of the names and adjectives of states and their capitals: who takes part is said by the participants."""
    return frozenset(
        skeleton(word, alias.language)
        for actor in registry().actors.values()
        if actor.kind == "state" or actor.id.startswith("region:")
        for alias in actor.aliases
        for word in LETTERS.findall(alias.text)
    )


@cache
def actor_keys(actor: str) -> frozenset[str]:
    """Skeletons of the words of an actor's names, which say nothing that its id does not."""
    known = registry().get(actor)
    texts = [(alias.text, alias.language) for alias in known.aliases] if known else [(actor.split(":")[-1], "en")]
    return frozenset(skeleton(word, language) for text, language in texts for word in LETTERS.findall(text))


@lru_cache(maxsize=400_000)
def keys(language: str, lemma: str, capital: bool, first: bool) -> tuple[tuple[str, str], ...]:
    """The keys of a word with their classes: its concepts, or its skeleton as a name, or its stem; none for words passed over.

    ``capital`` says that the text writes it with a capital letter, ``first`` that it begins the quote.
    """
    word = fold(lemma)
    if (language, word) in _passed_over() or len(word) < 2 or word.isdigit():
        return ()
    if found := _concepts(language, word):
        _, classes = glosses()
        return tuple((concept, classes[concept]) for concept in found)
    foreign = language != "en" and word.isascii()
    if capital or foreign:
        key = skeleton(word, language)
        if key in _state_names() or len(key) < 2:
            return ()
        return ((key, "word" if first and not foreign else "name"),)
    stem = latin(word)[:_STEM]
    return ((stem, "word"),) if len(stem) > 3 and skeleton(word, language) not in _state_names() else ()


def table(words: pl.DataFrame) -> pl.DataFrame:
    """``language``, ``lemma``, ``capital``, ``first`` of distinct words → the same with ``class`` and ``key``, a row for each key.

    Keys are numbers that stand for their texts, see ``number``.
    """
    found = [keys(*row) for row in words.select("language", "lemma", "capital", "first").iter_rows()]
    at = [place for place, row in enumerate(found) for _ in row]
    pairs = {"key": [key for row in found for key, _ in row], "class": [kind for row in found for _, kind in row]}
    columns = pl.DataFrame(pairs, schema={"key": pl.String, "class": CLASSES})
    return words[at].with_columns(columns["class"], number(columns["key"]))


def number(keys: pl.Series) -> pl.Series:
    """Numbers that stand for texts."""
    return keys.hash()


CLASSES = pl.Enum(
    [
        "actor",
        "state",
        "role",
        "name",
        "thing",
        "topic",
        "about",
        "form",
        "measure",
        "flow",
        "word",
        "label",
        "unit",
        "amount",
        "near",
    ]
)
"""Classes of keys."""
