"""Named entities of Kazakh: a CRF over words, shapes, affixes, lemmas and known names, trained on KazNERD (see ``data/model_card.toml``)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import pycrfsuite

from tarazy.language.kk.gazetteer import gazetteer
from tarazy.language.kk.morphology import Morphology

MODEL = "kazner.crfsuite"

# KazNERD classes → the three of every pack. Names of other kinds keep their class; numbers, dates and money are left to
# the finders of times and quantities.
ENTITY_LABELS = {
    "PERSON": "PER",
    "ORGANISATION": "ORG",
    "GPE": "LOC",
    "LOCATION": "LOC",
    "FACILITY": "LOC",
    "NORP": "NORP",
    "PROJECT": "PROJECT",
    "EVENT": "EVENT",
    "LAW": "LAW",
    "ART": "ART",
    "PRODUCT": "PRODUCT",
    "POSITION": "POSITION",
    "LANGUAGE": "LANGUAGE",
}

_MARKS = {"“": "«", "„": "«", "”": "»", "–": "—", "-": "—", "‑": "—"}


class Features:
    """Turns the words of a sentence into CRF attributes; what depends on one word alone is cached."""

    def __init__(self, morphology: Morphology) -> None:
        self._morphology = morphology
        self._gazetteer = gazetteer()
        self._cache: dict[str, tuple[list[str], list[str], list[str], list[str], list[str]]] = {}

    def of(self, words: Sequence[str], names: bool = True) -> list[list[str]]:
        """One list of attributes for each word; without ``names`` the registry is not asked."""
        words = as_in_training(words)
        blocks = [self._word(word) for word in words]
        known = self._gazetteer.marks(words) if names else [""] * len(words)
        last = len(words) - 1
        rows = []
        quoted = False
        for at, (word, block) in enumerate(zip(words, blocks, strict=True)):
            quoted = quoted and word != "»"
            row = [*block[0], "quoted"] if quoted else block[0][:]
            quoted = quoted or word == "«"
            row += blocks[at - 1][1] if at else _BEGIN
            row += blocks[at + 1][2] if at < last else _END
            if at > 1:
                row += blocks[at - 2][3]
            if at < last - 1:
                row += blocks[at + 2][4]
            if at == 0:
                row.append("first:" + block[0][1])
            if known[at]:
                row.append("gz=" + known[at])
            if at and known[at - 1]:
                row.append("-1gz=" + known[at - 1])
            if at < last and known[at + 1]:
                row.append("+1gz=" + known[at + 1])
            rows.append(row)
        return rows

    def _word(self, word: str) -> tuple[list[str], list[str], list[str], list[str], list[str]]:
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) > 100_000:
                self._cache.clear()
            found = self._cache[word] = self._make(word)
        return found

    def _make(self, word: str) -> tuple[list[str], list[str], list[str], list[str], list[str]]:
        reading = self._morphology.readings(word)[0]
        lower = word.lower()
        shape = word_shape(word)
        grammar = f"{reading.pos}{reading.case}" if reading.known else f"?{reading.case}"
        own = ["1", "s=" + shape, "w=" + lower, "l=" + reading.lemma, "g=" + grammar, "sl=" + shape + reading.lemma]
        own += [f"p{n}={lower[:n]}" for n in (2, 3, 4, 5) if len(lower) >= n]
        own += [f"e{n}={lower[-n:]}" for n in (1, 2, 3, 4, 5) if len(lower) >= n]
        own += [f"le{n}={reading.lemma[-n:]}" for n in (2, 3, 4)]
        if "-" in word:
            own.append("hyphen")
        features = dict(reading.features)
        if "Poss" in features:
            own.append("possessed")
        # Kinds of names count with a capital only: 'орал' is a verb too.
        kind = features.get("NameType", "") if word[0].isupper() else ""
        if kind:
            own.append("t=" + kind)
        near = (
            ["s=" + shape, "l=" + reading.lemma, "g=" + grammar, "e3=" + lower[-3:], "w=" + lower],
            ["s=" + shape, "l=" + reading.lemma],
        )
        return (
            own,
            ["-1" + feature for feature in near[0]],
            ["+1" + feature for feature in near[0]],
            ["-2" + feature for feature in near[1]],
            ["+2" + feature for feature in near[1]],
        )


_BEGIN, _END = ["begin"], ["end"]


class KazakhNer:
    """The trained tagger; loads the model of the package unless a path is given."""

    def __init__(self, morphology: Morphology, path: Path | None = None) -> None:
        self._features = Features(morphology)
        self._tagger = pycrfsuite.Tagger()
        if path is not None:
            self._tagger.open(str(path))
        else:
            with as_file(files("tarazy.language.kk") / "data" / MODEL) as packaged:
                self._tagger.open(str(packaged))

    def tags(self, words: Sequence[str]) -> list[str]:
        """IOB2 tags with KazNERD's classes, one for each word."""
        if not words:
            return []
        tags: list[str] = self._tagger.tag(self._features.of(words))
        return tags


def as_in_training(words: Sequence[str]) -> list[str]:
    """Quotation marks and dashes as KazNERD writes them: « » and —; straight quotes open and close in turn."""
    written = []
    opened = False
    for word in words:
        word = _MARKS.get(word, word)
        if word == '"':
            word = "»" if opened else "«"
        if word in "«»":
            opened = word == "«"
        written.append(word)
    return written


def word_shape(word: str) -> str:
    """Capitals, small letters, digits and marks as a short pattern: Қазақстан → Xx, АҚШ-тың → XX-x, 2019 → d4."""
    if word.isdigit():
        return f"d{min(len(word), 5)}"
    pattern: list[str] = []
    for letter in word:
        sign = "X" if letter.isupper() else "x" if letter.isalpha() else "d" if letter.isdigit() else letter
        if len(pattern) < 2 or pattern[-1] != sign or pattern[-2] != sign:
            if sign in "xd" and pattern and pattern[-1] == sign:
                continue
            pattern.append(sign)
    return "".join(pattern[:8])
