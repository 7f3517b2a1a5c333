"""The Kazakh pack: tokens, readings chosen by their place in the sentence, entities by the CRF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tarazy.language.base import Analysis, Function, Token
from tarazy.language.finders import SharedFinders
from tarazy.language.kk.entities import find_entities
from tarazy.language.kk.functions import kazakh_functions
from tarazy.language.kk.morphology import Morphology, Reading
from tarazy.language.kk.ner import KazakhNer
from tarazy.language.kk.tokens import tokenise
from tarazy.language.pieces import analyse_in_pieces

_COPULAS = frozenset(("болу", "ету", "деу", "саналу", "көріну", "қылу", "табылу", "қалу"))
# A finite verb is expected before these.
_CLAUSE_ENDS = frozenset('.!?;:…,»")')


class KazakhPack(SharedFinders):
    """Kazakh behind the interface of `tarazy.language.base.LanguagePack`.

    Verbs have the verbal noun in -у as lemma (қол қойды → қою, жасалды → жасау with Voice=Pass). There is no parser:
    ``head`` is -1 and ``dep`` "" throughout; the case and the order of words carry the grammar.
    """

    code = "kk"

    def __init__(self, model: Path | None = None) -> None:
        """``model`` is another entity model than the package's, as ``scripts/train_kazakh_ner.py`` writes it."""
        self._morphology = Morphology()
        self._ner = KazakhNer(self._morphology, model)

    def analyse(self, texts: Sequence[str]) -> list[Analysis]:
        """Tokens, morphology and entities of sentences, in order, one Analysis for each."""
        return analyse_in_pieces(texts, lambda short: [self._analyse(text) for text in short])

    def functions(self, analysis: Analysis, spans: Sequence[tuple[int, int, str]]) -> list[Function]:
        """The grammatical function of each mention; see `tarazy.language.base.LanguagePack`."""
        return kazakh_functions(analysis, spans)

    def lemma(self, word: str) -> str:
        """The dictionary form of one word, lower case; the word itself, lower case, when unknown."""
        return self._morphology.readings(word)[0].lemma if word else ""

    def _analyse(self, text: str) -> Analysis:
        spans = tokenise(text)
        options = [self._morphology.readings(word) for _, _, word in spans]
        tokens = []
        for at, (start, end, word) in enumerate(spans):
            following = spans[at + 1][2] if at + 1 < len(spans) else "."
            reading = options[at][0]
            if len(options[at]) > 1:
                reading = _choose(options[at], following, options[at + 1][0] if at + 1 < len(spans) else None)
            tokens.append(
                Token(start, end, word, reading.lemma, reading.pos, reading.case, features=dict(reading.features))
            )
        words = [word for _, _, word in spans]
        if not any(word != word.lower() for word in words) or _is_heading(words):
            return Analysis(text, self.code, tokens)
        return Analysis(text, self.code, tokens, find_entities(tokens, self._ner.tags(words)))


def _is_heading(words: Sequence[str]) -> bool:
    """True of a line in capitals, where capitals tell nothing of names."""
    long = [word for word in words if len(word) > 3 and word.isalpha()]
    return len(long) > 2 and sum(word.isupper() for word in long) > 0.6 * len(long)


def _choose(readings: Sequence[Reading], following: str, successor: Reading | None) -> Reading:
    """The cheapest reading in its place.

    Before the end of a clause a finite verb wins over a noun of like cost, elsewhere it loses; before a verb that takes
    objects, an accusative wins over an adjective in -ды, -ты (газды "gas" or "rich in gas").
    """
    final = following in _CLAUSE_ENDS
    governed = successor is not None and successor.pos == "VERB" and successor.lemma not in _COPULAS

    def cost(reading: Reading) -> float:
        shift = 0.0
        if reading.finite:
            shift = -0.6 if final else 0.6
        elif governed and reading.case == "Acc" and reading.known:
            shift = -0.3
        return reading.cost + shift

    return min(readings, key=cost)
