"""Russian lemmas: pymorphy3's readings of a word, chosen by the tag that slovnet gave it in its sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tarazy.language.ru.dictionary import analyser

# OpenCorpora parts of speech → Universal POS as slovnet's tags use them.
POS = {
    "ADJF": "ADJ",
    "ADJS": "ADJ",
    "COMP": "ADV",
    "ADVB": "ADV",
    "VERB": "VERB",
    "INFN": "VERB",
    "PRTF": "VERB",
    "PRTS": "VERB",
    "GRND": "VERB",
    "NOUN": "NOUN",
    "NPRO": "PRON",
    "NUMR": "NUM",
    "CONJ": "CCONJ",
    "PRCL": "PART",
    "PREP": "ADP",
    "PRED": "ADV",
    "INTJ": "INTJ",
}
ALIKE = {"PROPN": "NOUN", "AUX": "VERB", "SCONJ": "CCONJ", "DET": "PRON"}
CASES = {
    "nomn": "Nom",
    "gent": "Gen",
    "datv": "Dat",
    "accs": "Acc",
    "ablt": "Ins",
    "loct": "Loc",
    "voct": "Nom",
    "gen2": "Gen",
    "loc2": "Loc",
}
NUMBERS = {"sing": "Sing", "plur": "Plur"}
GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut"}
VERB_FORMS = {"INFN": "Inf", "PRTF": "Part", "PRTS": "Part", "GRND": "Conv", "VERB": "Fin"}

_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_ACRONYM = re.compile(r"[А-ЯЁA-Z][А-ЯЁA-Z0-9-]*")


class ContextLemmas:
    """Lemmas by word and slovnet tag, cached."""

    def __init__(self) -> None:
        self._morph = analyser()
        self._readings: dict[str, list[Any]] = {}
        self._cache: dict[tuple[str, str], str] = {}

    def of(self, word: str, tag: str, pos: str, features: Mapping[str, str]) -> str:
        """The lemma of ``word`` as tagged: lower case, ``е`` for ``ё``; participles give their infinitive."""
        key = (word, tag)
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) > 300_000:
                self._cache.clear()
            found = self._cache[key] = self._choose(word, pos, features)
        return found

    def of_word(self, word: str) -> str:
        """The lemma out of context: the word itself where it is a dictionary form, else that of its likeliest reading."""
        lower = word.lower().replace("ё", "е")
        readings = self._read(word)
        if not readings or any(_plain(reading.normal_form) == lower for reading in readings):
            return lower
        return _plain(readings[0].normal_form)

    def _read(self, word: str) -> list[Any]:
        """Readings of pymorphy3; none for marks, other scripts and acronyms outside the dictionary."""
        found = self._readings.get(word)
        if found is None:
            if len(self._readings) > 300_000:
                self._readings.clear()
            lower = word.lower()
            found = []
            if _CYRILLIC.search(word) and not (
                len(word) <= 8 and _ACRONYM.fullmatch(word) and not self._morph.word_is_known(lower)
            ):
                found = self._morph.parse(lower)
            self._readings[word] = found
        return found

    def _choose(self, word: str, pos: str, features: Mapping[str, str]) -> str:
        best, best_score = "", -1.0
        want = ALIKE.get(pos, pos)
        readings = self._read(word)
        if pos == "PROPN" and features.get("Case") == "Nom" and features.get("Number") == "Sing":
            # Токаев is no genitive plural of токай: a name that no reading takes for a nominative is its own lemma.
            readings = [reading for reading in readings if {"nomn", "sing"} in reading.tag]
        for reading in readings:
            score = reading.score + _agreement(reading.tag, want, pos, features)
            if score > best_score:
                best, best_score = reading.normal_form, score
        return _plain(best) if best else word.lower().replace("ё", "е")


def _agreement(tag: Any, want: str, pos: str, features: Mapping[str, str]) -> float:
    """How well a reading fits the tag: 4 for the part of speech, 1 for each feature that agrees."""
    own = POS.get(tag.POS or "", "X")
    score = 4.0 if own == want else 0.0
    if own == "ADJ" and want == "PRON" and "Apro" in tag:
        score = 4.0
    if own == "ADJ" and pos == "NUM" and "Anum" in tag:
        score = 4.0
    score += CASES.get(tag.case or "") == features.get("Case", "-")
    score += NUMBERS.get(tag.number or "") == features.get("Number", "-")
    score += GENDERS.get(tag.gender or "") == features.get("Gender", "-")
    score += own == "VERB" and VERB_FORMS.get(tag.POS or "") == features.get("VerbForm", "-")
    score += {"perf": "Perf", "impf": "Imp"}.get(tag.aspect or "") == features.get("Aspect", "-")
    if pos == "PROPN":
        score += 0.5 * any(grammeme in tag for grammeme in ("Name", "Surn", "Patr", "Geox", "Orgn"))
    return score


def _plain(lemma: str) -> str:
    return lemma.replace("ё", "е")
