"""The stems that Kazakh suffixes may be stripped to: the written word list, stems attested in KazNERD, and what derives from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tarazy.language.kk.suffixes import VOWELS, harmony, letter_classes

# What a suffix may begin with after this form of the stem.
ANY, VOWEL, CONSONANT = "any", "vowel", "consonant"

_VOICED = {"п": "б", "к": "г", "қ": "ғ"}


@dataclass(frozen=True, slots=True)
class Stem:
    """One written form of a stem. ``opens`` names the sounds with which the next suffix may begin.

    ``cost`` is 0 for a word of the list, more for one that was only derived or attested.
    """

    lemma: str
    pos: str
    classes: frozenset[str]
    harmony: str
    opens: str
    cost: float
    features: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        """Which chains of suffixes fit: noun, verb, or none of a particle or conjunction."""
        if self.pos in ("PART", "CCONJ"):
            return "none"
        return "verb" if self.pos == "VERB" else "noun"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A whole word form with its reading: pronouns, postpositions, particles, irregular forms."""

    lemma: str
    pos: str
    case: str
    features: tuple[tuple[str, str], ...]


class Lexicon:
    """Written forms of stems → the stems, and whole forms → their reading."""

    def __init__(self) -> None:
        self.stems: dict[str, list[Stem]] = {}
        self.fixed: dict[str, list[Fixed]] = {}
        listed = list(_listed())
        verbs = [(lemma, other or verb_stem(lemma)) for pos, lemma, other in listed if pos == "VERB"]
        nouns = [(lemma, pos, other) for pos, lemma, other in listed if pos != "VERB"]
        for lemma, stem in verbs:
            self._add_verb(lemma, stem, 0.0, ())
        for lemma, heading, other in nouns:
            pos, _, name = heading.partition(" ")
            self._add_noun(lemma, pos, 0.0, other, (("NameType", name),) if name else ())
        for lemma, stem in verbs:
            for voice_lemma, form, features in _voices(stem):
                self._add_verb(voice_lemma or lemma, form, 0.3, features)
            # жасаушы "maker", қатысушы "participant"
            self._add_new_noun(lemma + ("ші" if harmony(stem) == "f" else "шы"), "NOUN", 0.3)
        for lemma, heading, _ in nouns:
            if heading.startswith(("NOUN", "PROPN", "ADJ")):
                self._add_derived(lemma, heading.partition(" ")[0])
        for lemma, pos in _attested():
            if pos == "VERB":
                if not any(stem.kind == "verb" for stem in self.stems.get(verb_stem(lemma), ())):
                    self._add_verb(lemma, verb_stem(lemma), 0.5, ())
            else:
                self._add_new_noun(lemma, pos, 0.5)
        for form, reading in _fixed():
            self.fixed.setdefault(form, []).append(reading)

    def _add(self, form: str, stem: Stem) -> None:
        row = self.stems.setdefault(form, [])
        if not any(old.lemma == stem.lemma and old.pos == stem.pos and old.opens == stem.opens for old in row):
            row.append(stem)

    def _add_noun(
        self, lemma: str, pos: str, cost: float, weak: str, features: tuple[tuple[str, str], ...] = ()
    ) -> None:
        tone = harmony(lemma)
        if weak == "f":
            # банк, факт: a loan that takes front endings against its vowel.
            tone, weak = "f", ""
        self._add(lemma, Stem(lemma, pos, frozenset(letter_classes(lemma[-1])), tone, ANY, cost, features))
        if lemma.endswith("кт"):
            # субъекті-лер, факті-ге: an і stands between the loan and its ending.
            self._add(lemma + "і", Stem(lemma, pos, frozenset("V"), "f", ANY, cost + 0.05, features))
        for form, opens in _softened(lemma, weak):
            self._add(form, Stem(lemma, pos, frozenset(letter_classes(form[-1])), tone, opens, cost, features))

    def _add_new_noun(self, lemma: str, pos: str, cost: float) -> None:
        if not any(stem.kind == "noun" and stem.lemma == lemma for stem in self.stems.get(lemma, ())):
            self._add_noun(lemma, pos, cost, "")

    def _add_verb(self, lemma: str, stem: str, cost: float, features: tuple[tuple[str, str], ...]) -> None:
        tone = harmony(stem)
        last = stem[-1]
        if last in _VOICED and len(stem) > 1 and stem[-2] in VOWELS:
            weak = stem[:-1] + _VOICED[last]
            self._add(stem, Stem(lemma, "VERB", frozenset("T"), tone, CONSONANT, cost, features))
            self._add(weak, Stem(lemma, "VERB", frozenset("B"), tone, VOWEL, cost, features))
            if last == "п":
                self._add(stem[:-1] + "у", Stem(lemma, "VERB", frozenset("Y"), tone, VOWEL, cost, features))
        elif last in "ыі":
            self._add(stem, Stem(lemma, "VERB", frozenset("V"), tone, ANY, cost, features))
            if len(stem) > 2:
                self._add(stem[:-1], Stem(lemma, "VERB", frozenset("I"), tone, VOWEL, cost, features))
        elif last == "й":
            self._add(stem, Stem(lemma, "VERB", frozenset("R"), tone, ANY, cost, features))
            self._add(stem[:-1], Stem(lemma, "VERB", frozenset("O"), tone, VOWEL, cost, features))
        else:
            self._add(stem, Stem(lemma, "VERB", frozenset(letter_classes(last)), tone, ANY, cost, features))

    def _add_derived(self, lemma: str, pos: str) -> None:
        """Adjectives in -лық, -лы, -сыз, nouns in -шы, -шылық (of adjectives, nouns in -лық), verbs in -ла, -лан, -ландыр."""
        front = harmony(lemma) == "f" or (not harmony(lemma) and any(letter in "әөүіе" for letter in lemma))
        classes = frozenset(letter_classes(lemma[-1]))
        first = "т" if classes & frozenset("TB") else "д" if classes & frozenset("LNZ") and "V" not in classes else "л"
        endings = [(first + "ық", "NOUN")]
        if pos != "ADJ":
            endings = [(first + "ық", "ADJ"), (first + "ы", "ADJ"), ("сыз", "ADJ"), ("шы", "NOUN"), ("шылық", "NOUN")]
        for ending, derived in endings:
            form = lemma + (ending.translate(_TO_FRONT) if front else ending)
            self._add_new_noun(form, derived, 0.3)
        if len(lemma) >= 6 and pos != "PROPN":
            for ending in ("ан", "андыр", "а"):
                stem = lemma + first + (ending.translate(_TO_FRONT) if front else ending)
                if stem not in self.stems:
                    for voiced_lemma, form, features in ((verb_lemma(stem), stem, ()), *_passive_rows(stem)):
                        self._add_verb(voiced_lemma, form, 0.6, features)


@cache
def lexicon() -> Lexicon:
    """The lexicon, built once for each process."""
    return Lexicon()


def _softened(lemma: str, weak: str) -> Iterator[tuple[str, str]]:
    """Other forms of a noun's stem, with the sounds that open what follows: кітаб-ы, халқ-ы, рөл-і, процес-тер."""
    if weak:
        yield weak, VOWEL
    if lemma[-1] in _VOICED and len(lemma) > 2 and lemma[-2] in VOWELS:
        yield lemma[:-1] + _VOICED[lemma[-1]], VOWEL
    if lemma.endswith("ь"):
        yield lemma[:-1], VOWEL
    if lemma.endswith("ст"):
        yield lemma[:-1], CONSONANT
    if len(lemma) > 3 and lemma[-1] == lemma[-2] and lemma[-1] not in VOWELS:
        yield lemma[:-1], ANY


def verb_stem(lemma: str) -> str:
    """The stem of a verbal noun: жасау → жаса, қою → қой, шығу → шық, табу → тап."""
    if lemma.endswith("ю"):
        return lemma[:-1] + ("й" if lemma[-2] in VOWELS - set("и") else "")
    stem = lemma[:-1]
    if len(stem) > 1 and stem[-1] in "бгғ" and stem[-2] in VOWELS:
        return stem[:-1] + {"б": "п", "г": "к", "ғ": "қ"}[stem[-1]]
    return stem


def verb_lemma(stem: str) -> str:
    """The verbal noun in -у of a stem: жаса → жасау, қой → қою, шық → шығу, оқы → оқу."""
    last = stem[-1]
    if last in "ыі":
        return stem[:-1] + "у"
    if last == "й":
        return stem[:-1] + "ю"
    if last == "и":
        return stem + "ю"
    if last in _VOICED and len(stem) > 1 and stem[-2] in VOWELS:
        return stem[:-1] + _VOICED[last] + "у"
    return stem + "у"


def _voices(stem: str) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """``(lemma, stem, features)`` of the passive (lemma "": the active verb's), the causative and the passive of that."""
    for _, passive, features in _passive_rows(stem):
        yield "", passive, features
    for causative in _causatives(stem):
        yield verb_lemma(causative), causative, (("Voice", "Cau"),)
        yield from _passive_rows(causative)


def _passive_rows(stem: str) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    return [(verb_lemma(stem), passive, (("Voice", "Pass"),)) for passive in _passives(stem)]


def _passives(stem: str) -> list[str]:
    front = harmony(stem) == "f"
    last = stem[-1]
    if last in VOWELS:
        return [stem + "л", stem + "н"]
    weak = stem[:-1] + _VOICED[last] if last in _VOICED and stem[-2:-1] and stem[-2] in VOWELS else stem
    vowel = "і" if front else "ы"
    if not harmony(stem):
        return [weak + vowel + "л" for vowel in "ыі"]
    return [weak + vowel + "н"] if "л" in stem[-2:] else [weak + vowel + "л", weak + vowel + "н"]


def _causatives(stem: str) -> list[str]:
    front = harmony(stem) != "b"
    last = stem[-1]
    if last in VOWELS or (last in "рлй" and sum(letter in VOWELS for letter in stem) > 1):
        return [stem + "т"]
    voiceless = bool(set("TB") & set(letter_classes(last)))
    pair = ("тір", "кіз") if voiceless else ("дір", "гіз")
    return [stem + (form if front else form.translate(_TO_BACK)) for form in pair]


_TO_BACK = str.maketrans("ікг", "ықғ")
_TO_FRONT = str.maketrans("аықғ", "еікг")


def _read(name: str) -> list[str]:
    text = (files("tarazy.language.kk") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _sections(name: str) -> Iterator[tuple[str, str]]:
    """``(POS, word)`` of a word list: sections ``[NOUN]``, words by spaces."""
    pos = ""
    for line in _read(name):
        if line.startswith("["):
            pos = line.strip("[] ")
        else:
            yield from ((pos, word) for word in line.split())


def _listed() -> Iterator[tuple[str, str, str]]:
    """``(POS, lemma, other stem)`` of ``words.txt``: ``халық:халқ`` with a second stem, ``банк:f`` with front endings."""
    for pos, entry in _sections("words.txt"):
        lemma, _, other = entry.partition(":")
        yield pos, lemma, other


def _attested() -> Iterator[tuple[str, str]]:
    """``(lemma, POS)`` of ``attested.txt``, made by ``scripts/train_kazakh_ner.py``."""
    yield from ((lemma, pos) for pos, lemma in _sections("attested.txt"))


def _fixed() -> Iterator[tuple[str, Fixed]]:
    """Rows of ``forms.tsv``: form, lemma, POS, case or ``-``, features or nothing."""
    for line in _read("forms.tsv"):
        form, lemma, pos, case, *rest = line.split("\t")
        pairs = tuple(tuple(pair.split("=", 1)) for pair in rest[0].split()) if rest else ()
        yield form, Fixed(lemma, pos, "" if case == "-" else case, pairs)  # type: ignore[arg-type]
