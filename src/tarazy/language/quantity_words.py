"""Words around numbers — bounds, links, rank words, wholes — from ``data/quantity_words.toml``."""

from __future__ import annotations

from functools import lru_cache

from tarazy.data_files import toml
from tarazy.language.inflection import WordList, spread
from tarazy.language.numerals import Numerals
from tarazy.language.scanning import Piece

_ORDINAL_SUFFIXES = {
    "ru": frozenset(
        ["й", "ый", "ий", "ой", "ая", "ое", "го", "ого", "му", "ому", "ом", "я", "ю", "ую", "ые", "ых", "е"]
    ),
    "kk": frozenset(["ші", "шы", "інші", "ыншы", "ншы", "нші", "шісі", "шысы", "шіден", "шыдан"]),
    "en": frozenset(["st", "nd", "rd", "th"]),
}
_COMPARING = frozenset({"больше", "меньше", "выше", "ниже"})


class QuantityWords:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        table = toml("tarazy.language", "quantity_words.toml")[language]
        self.language = language
        self.skip = frozenset(table["skip"])
        self.link = frozenset(table["link"])
        self.upward = frozenset(table["upward"])
        self.stop = frozenset(table["stop"])
        self.multiplying = frozenset(table["multiplying"])
        self.vague = frozenset(table["vague"])
        self.rank_before = frozenset(table["rank-before"])
        self.ordinal_suffixes = _ORDINAL_SUFFIXES[language]
        self.wholes: WordList[str] = WordList(spread(table["wholes"]), language)

        def listed(*names: str) -> WordList[str]:
            return WordList({form: name for name in names for form in table[name] if " " not in form}, language)

        self.count_nouns = listed("count-noun")
        self.subjects = listed("subject")
        self.rank_nouns = listed("rank-noun")
        self.places = frozenset(table["place"])
        self.ranked = listed("rank-only-ordinal", "superlative")
        self._before = listed("more", "less", "about")
        self._after = listed("more-after", "less-after", "about-after")
        self._before_phrases = self._phrases(table, ("more", "less", "about"))
        self._after_phrases = self._phrases(table, ("more-after", "less-after", "about-after"))
        self._adjective = tuple(table["adjective-endings"])
        self._relevant: dict[str, bool] = {}

    @staticmethod
    def _phrases(table: dict[str, list[str]], names: tuple[str, ...]) -> dict[tuple[str, ...], str]:
        return {tuple(form.split()): name for name in names for form in table[name] if " " in form}

    def relevant(self, word: str, numbers: Numerals) -> bool:
        """Whether a word can begin a quantity (remembered for each form)."""
        try:
            return self._relevant[word]
        except KeyError:
            if len(self._relevant) > 200_000:
                self._relevant.clear()
            answer = self._relevant[word] = (
                numbers.cardinals.get(word) is not None
                or numbers.scales.get(word) is not None
                or numbers.ordinals.get(word) is not None
                or numbers.fractions.get(word) is not None
                or self.wholes.get(word) is not None
            )
            return answer

    def bound_before(self, pieces: tuple[Piece, ...], at: int) -> str | None:
        """The relation given by the one to three words right before piece ``at``."""
        for size in (3, 2):
            if at >= size:
                phrase = tuple(piece.lower for piece in pieces[at - size : at])
                if phrase in self._before_phrases:
                    return _relation(self._before_phrases[phrase])
        if not at:
            return None
        word = pieces[at - 1].lower
        if word in ("чем", "than") and at > 1:
            word = pieces[at - 2].lower
        elif word in _COMPARING and at < len(pieces) and pieces[at].lower in self.skip:
            return None
        name = self._before.get(word)
        return _relation(name) if name is not None else None

    def bound_after(self, pieces: tuple[Piece, ...], at: int) -> tuple[str, int]:
        """The relation given by the words from piece ``at`` on, and how many words give it."""
        phrase = tuple(piece.lower for piece in pieces[at : at + 2])
        if phrase in self._after_phrases:
            return _relation(self._after_phrases[phrase]), 2
        name = self._after.get(pieces[at].lower)
        return (_relation(name), 1) if name is not None else ("=", 0)

    def is_bound(self, word: str) -> bool:
        """Whether a word alone is a bound («около», "nearly")."""
        return self._before.get(word) is not None

    def adjective(self, word: str) -> bool:
        """Whether a word looks like an adjective or participle."""
        return self.language == "en" or word.endswith(self._adjective)

    def modifies(self, piece: Piece) -> bool:
        """Whether a word may stand between a number and its unit."""
        if piece.shape != "word" or piece.lower in self.stop:
            return piece.text == "-"
        if len(piece.text) < (2 if self.language == "kk" or piece.text.isupper() else 3):
            return False
        return self.adjective(piece.lower) or self.language == "kk"


def _relation(name: str) -> str:
    return {"more": ">", "less": "<", "about": "~"}[name.removesuffix("-after")]


@lru_cache(maxsize=4)
def quantity_words(language: str) -> QuantityWords:
    """The words of kk, ru or en."""
    return QuantityWords(language)
