"""Entities of the Russian model mended by the dictionary: gerunds, prepositions and headings in capitals are no names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tarazy.language.base import Entity, Token
from tarazy.language.functions import covered
from tarazy.language.ru.dictionary import analyser

PROPER = frozenset(["Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr", "Init"])
NOMINAL = frozenset(["NOUN", "ADJF", "NUMR", "NPRO"])
QUOTES = '«"“„'


@lru_cache(maxsize=1 << 15)
def _reading(word: str) -> str:
    """What the dictionary says of a word in lower case: "name" where it can be one or is unknown, "noun", "adjective", or "other" for
    words that decline in no reading (gerunds, verbs, prepositions, adverbs, conjunctions)."""
    morph = analyser()
    if not morph.word_is_known(word):
        return "name"
    readings = morph.parse(word)
    if any(PROPER & reading.tag.grammemes for reading in readings):
        return "name"
    parts = {str(reading.tag.POS) for reading in readings}
    if not parts & (NOMINAL | {"PRTF"}):
        return "other"
    return "noun" if "NOUN" in parts else "adjective"


def mended(text: str, tokens: Sequence[Token], entities: Sequence[Entity]) -> list[Entity]:
    """Entities without what cannot be part of a name.

    «Учитывая», «Благодаря Китаю» lose the gerund or preposition; «Союз городов (СГ» ends before its open bracket; one common word that opens a
    sentence is no person, one adjective there no body or place; a heading in capitals names nobody by its common words.
    """
    kept: list[Entity] = []
    heading = _in_capitals(text)
    for entity in entities:
        first, last = covered(tokens, entity.start, entity.end)
        if first < 0:
            continue
        opened = next((i for i in range(first, last + 1) if tokens[i].text == "("), -1)
        if opened >= 0 and not any(tokens[i].text == ")" for i in range(opened, last + 1)):
            last = opened - 1
        while first <= last and _leads(tokens, first):
            first += 1
        if not any(t.text != t.text.lower() for t in tokens[first : last + 1]) or _common(
            tokens, first, last, entity.label, heading
        ):
            continue
        kept.append(Entity(tokens[first].start, tokens[last].end, entity.label))
    return kept


def _common(tokens: Sequence[Token], first: int, last: int, label: str, heading: bool) -> bool:
    readings = [_reading(t.text.lower()) for t in tokens[first : last + 1] if t.text[:1].isalpha()]
    if heading and "name" not in readings:
        return True
    if first != last or first > 0 or not readings or tokens[first].text.isupper():
        return False
    return readings[0] == "adjective" or (label == "PER" and readings[0] != "name")


def _leads(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word only leads up to a name: no initial («А. Кудрин»), not quoted, in no reading declined."""
    return len(tokens[at].text) > 1 and not _quoted(tokens, at) and _reading(tokens[at].text.lower()) == "other"


def _quoted(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].text in QUOTES


def _in_capitals(text: str) -> bool:
    """Whether a text of some length is written in capitals for the most part."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 15 and sum(char.isupper() for char in letters) > 0.6 * len(letters)
