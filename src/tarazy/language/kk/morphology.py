"""Readings of Kazakh word forms: every split into a known stem and a chain of suffixes that fits its sounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from tarazy.language.kk.lexicon import ANY, CONSONANT, VOWEL, Lexicon, Stem, lexicon
from tarazy.language.kk.suffixes import VOWELS, Chain, chains, harmony, letter_classes

_HYPHENS = "-‑"
_NUMBER = re.compile(r"[\d.,–‑-]*\d%?|%|[IVXLCХІ]+")
_GLUED = re.compile(r"(\d+)([а-яәғқңөұүһі]+)")
_SOFT = {"ғ": "қ", "г": "к"}
_SUFFIX_COST = 0.12
_UNKNOWN_WHOLE = 4.4
_UNKNOWN_STEM = 5.0
_LETTER_GAIN = 0.3
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """One analysis of a word form; ``cost`` orders the readings of a form, the cheapest first."""

    lemma: str
    pos: str
    case: str
    features: tuple[tuple[str, str], ...]
    cost: float
    known: bool

    @property
    def finite(self) -> bool:
        return ("VerbForm", "Fin") in self.features


class Morphology:
    """Readings by word form, cached."""

    def __init__(self) -> None:
        self._lexicon: Lexicon = lexicon()
        self._chains = chains()
        self._longest = max(map(len, self._chains))
        self._cache: dict[str, tuple[Reading, ...]] = {}

    @classmethod
    @cache
    def shared(cls) -> Morphology:
        """The one instance of a process."""
        return cls()

    def readings(self, word: str) -> tuple[Reading, ...]:
        """All readings of a form, best first; never empty. The case of letters tells names apart from other words."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) > 300_000:
                self._cache.clear()
            found = self._cache[word] = tuple(self._find(word))
        return found

    def _find(self, word: str) -> list[Reading]:
        lower = word.lower()
        if _NUMBER.fullmatch(word):
            return [Reading(lower, "NUM", "", (), 0.0, True)]
        if not any(letter.isalpha() for letter in word):
            return [Reading(lower, "SYM" if word in "%$€£₸№§+=<>" else "PUNCT", "", (), 0.0, True)]
        found = [Reading(f.lemma, f.pos, f.case, f.features, 0.0, True) for f in self._lexicon.fixed.get(lower, ())]
        if len(word) <= _LONGEST_WORD:
            found += [_as_written(reading, word) for reading in self._known(lower)]
            if not found:
                found += self._hyphenated(word)
            if not found:
                found += self._unknown(word, lower)
        if not found:
            found = [Reading(lower, "NOUN", "Nom", (), _UNKNOWN_WHOLE, False)]
        best: dict[tuple[str, str, str, tuple[tuple[str, str], ...]], Reading] = {}
        for reading in sorted(found, key=lambda reading: reading.cost):
            best.setdefault((reading.lemma, reading.pos, reading.case, reading.features), reading)
        return list(best.values())

    def _known(self, lower: str) -> list[Reading]:
        found = [
            _bare(stem)
            for stem in self._lexicon.stems.get(lower, ())
            if stem.opens in (ANY, CONSONANT) and not stem.classes & frozenset("IOY")
        ]
        for cut in range(max(1, len(lower) - self._longest), len(lower)):
            stems = self._lexicon.stems.get(lower[:cut])
            if not stems:
                continue
            endings = self._chains.get(lower[cut:])
            if endings:
                found += [_joined(stem, chain) for stem in stems for chain in endings if _fits(stem, chain)]
        return found

    def _hyphenated(self, word: str) -> list[Reading]:
        """АҚШ-тың, 70-ке, Қасым-Жомарттың, саяси-экономикалық: the last part tells the ending."""
        glued = _GLUED.fullmatch(word)
        if glued:
            word = f"{glued[1]}-{glued[2]}"
        at = max(word.rfind(hyphen) for hyphen in _HYPHENS)
        if at <= 0 or at == len(word) - 1:
            return []
        head, tail = word[:at], word[at + 1 :].lower()
        if _NUMBER.fullmatch(head) or (head.isupper() and len(head) > 1) or not head[-1].isalpha():
            pos = "NUM" if _NUMBER.fullmatch(head) else "PROPN"
            found = [
                Reading(head.lower(), pos, _case(chain), _kept(chain.features), 0.2 * chain.length, True)
                for chain in self._chains.get(tail, ())
                if chain.kind == "noun"
            ]
            if found:
                return found
            if pos == "NUM" and re.fullmatch(r"(?:н|с)?(?:ы|і)?н?ш[ыі]|шы|ші|ж|жылы|жылдары", tail):
                return [Reading(head.lower(), "NUM", "Nom", (("NumType", "Ord"),), 0.1, True)]
        last = self.readings(word[at + 1 :])
        prefix = head.lower() + "-"
        return [
            Reading(prefix + r.lemma, r.pos, r.case, r.features, r.cost, r.known)
            for r in last
            if r.pos in ("NOUN", "PROPN", "ADJ", "VERB", "ADV")
        ]

    def _unknown(self, word: str, lower: str) -> list[Reading]:
        """A word outside the lexicon: strip only what looks like a long or, on a name, a regular ending."""
        name = word[0].isupper()
        acronym = len(word) > 1 and word.isupper() and len(word) <= 6
        pos = "PROPN" if name else "NOUN"
        found = [Reading(lower, pos, "Nom", (), _UNKNOWN_WHOLE, False)]
        if acronym:
            return found
        for cut in range(3, len(lower)):
            stem = lower[:cut]
            if not any(letter in VOWELS for letter in stem):
                continue
            tone, classes = harmony(stem), frozenset(letter_classes(stem[-1]))
            softened = stem[-1] in _SOFT
            lemma = stem[:-1] + _SOFT[stem[-1]] if softened else stem
            for chain in self._chains.get(lower[cut:], ()):
                if chain.kind != "noun" or not classes & chain.after or (softened and not chain.begins_with_vowel):
                    continue
                if tone and chain.harmony and tone != chain.harmony:
                    continue
                if any(
                    pair in (("Poss", "1"), ("Poss", "2")) or (name and pair[0] == "Poss") for pair in chain.features
                ):
                    continue
                cost = _UNKNOWN_STEM + _SUFFIX_COST * chain.length - _LETTER_GAIN * len(chain.form)
                cost -= 0.3 * name + 0.1 * max(0, min(cut, 8) - 4)
                found.append(Reading(lemma, pos, _case(chain), _kept(chain.features), cost, False))
        return found


def _as_written(reading: Reading, word: str) -> Reading:
    """A name reading of a word in small letters loses, of one with a capital wins."""
    if reading.pos != "PROPN":
        return reading
    return replace(reading, cost=reading.cost + (-0.05 if word[0].isupper() else 0.3))


def _fits(stem: Stem, chain: Chain) -> bool:
    if stem.kind != chain.kind or not stem.classes & chain.after:
        return False
    if stem.harmony and chain.harmony and stem.harmony != chain.harmony:
        return False
    if stem.opens == VOWEL:
        return chain.begins_with_vowel
    return stem.opens == ANY or not chain.begins_with_vowel


def _bare(stem: Stem) -> Reading:
    if stem.kind == "verb":
        features = (*stem.features, ("Mood", "Imp"), ("VerbForm", "Fin"))
        return Reading(stem.lemma, "VERB", "", features, 1.5 + stem.cost, True)
    case = "Nom" if stem.pos in ("NOUN", "PROPN", "PRON", "NUM") else ""
    return Reading(stem.lemma, stem.pos, case, stem.features, stem.cost, True)


def _joined(stem: Stem, chain: Chain) -> Reading:
    features = (*stem.features, *_kept(chain.features))
    cost = stem.cost + _SUFFIX_COST * chain.length + (0.3 if chain.place == "similar" else 0.0)
    return Reading(stem.lemma, stem.pos, _case(chain), features, cost, True)


def _case(chain: Chain) -> str:
    for key, value in chain.features:
        if key == "Case":
            return value
    return "" if chain.place in ("finite", "converb", "negated", "verb") else "Nom"


def _kept(features: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in features if pair[0] != "Case")
