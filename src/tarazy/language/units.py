"""Units of quantities: how Kazakh, Russian and English texts write them (``data/units.toml`` and the CLDR's currencies)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from babel.core import Locale
from babel.numbers import get_currency_name, list_currencies

from tarazy.data_files import toml
from tarazy.language.inflection import WordList, ending_fits
from tarazy.language.numerals import numerals
from tarazy.language.scanning import Piece, scan

# Codes that are also words of a heading in capitals.
_WORDLIKE_CODES = frozenset(
    {"ALL", "TOP", "CUP", "MAD", "PEN", "LAK", "BAM", "SOS", "GEL", "COP", "MOP", "ERN", "SRD", "XXX", "XTS"}
)
# Words after which a noun no longer belongs to the figure before it.
_LINKING = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "for",
        "to",
        "by",
        "with",
        "from",
        "и",
        "в",
        "на",
        "с",
        "по",
        "к",
        "о",
        "из",
        "за",
        "до",
        "для",
        "және",
        "мен",
        "пен",
    ]
)
_COUNTS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` turns the written unit into ``name``; ``counted`` things come in whole numbers; ``small``: see the data."""

    name: str
    factor: float = 1.0
    counted: bool = False
    small: bool = True


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    unit: Unit


class UnitLexicon:
    """The units of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        rows = toml("tarazy.language", "units.toml")["unit"]
        singles: dict[str, Unit] = {}
        heads: dict[str, list[_Phrase]] = {}
        self.symbols: dict[str, Unit] = {}
        self._acronyms = frozenset(form for row in rows for form in row.get("acronyms", ()))

        def add(form: str, unit: Unit) -> None:
            words = tuple(form.split())
            if len(words) == 1:
                singles.setdefault(form, unit)
            else:
                heads.setdefault(words[0], []).append(_Phrase(words, unit))

        for row in rows:
            unit = Unit(row["name"], float(row.get("factor", 1)), row.get("counted", False), row.get("small", True))
            for form in row[language]:
                add(form, unit)
            for symbol in row.get("symbols", ()):
                self.symbols[symbol] = unit
        self.codes = {code: Unit(code) for code in sorted(list_currencies()) if code not in _WORDLIKE_CODES}
        locale = Locale(language)
        for code, name in locale.currencies.items():
            if code in self.codes and "(" not in name:
                for form in {name, *(get_currency_name(code, count, locale) for count in _COUNTS)}:
                    if " " in form:
                        add(form.lower(), Unit(code))
        for phrases in heads.values():
            phrases.sort(key=lambda phrase: -len(phrase.words))
        self._singles = WordList(singles, language)
        self._heads = WordList({word: tuple(phrases) for word, phrases in heads.items()}, language)

    def match(self, pieces: tuple[Piece, ...], index: int) -> tuple[Unit, int] | None:
        """The unit that begins at piece ``index`` and the index after it, or None. Longest phrases first."""
        if index >= len(pieces):
            return None
        piece = pieces[index]
        if piece.shape == "mark":
            unit = self.symbols.get(piece.text)
            return (unit, index + 1) if unit else None
        if piece.shape not in ("word", "code"):
            return None
        for phrase in self._heads.get(piece.lower) or ():
            after = self._rest(phrase.words, pieces, index)
            if after is not None:
                return phrase.unit, after
        unit = self.codes.get(piece.text) or self._singles.get(piece.lower)
        if unit is None:
            return None
        if unit.counted and self.language == "en" and piece.text[:2].isupper() and piece.lower not in self._acronyms:
            return None
        return unit, index + 1

    def _rest(self, words: tuple[str, ...], pieces: tuple[Piece, ...], index: int) -> int | None:
        """The index after ``words`` read from piece ``index`` on; full stops between them are passed over."""
        at = index
        for number, word in enumerate(words):
            if number:
                while at < len(pieces) and pieces[at].text == "." and word != ".":
                    at += 1
            if at >= len(pieces) or not ending_fits(pieces[at].lower, word, self.language):
                return None
            at += 1
        return at


@lru_cache(maxsize=4)
def unit_lexicon(language: str) -> UnitLexicon:
    """The units of kk, ru or en."""
    return UnitLexicon(language)


def counted_noun_follows(pieces: tuple[Piece, ...], index: int, language: str, governed: bool) -> bool:
    """Whether a figure that ends before piece ``index`` counts or measures what follows, so that it is no year.

    ``governed``: a word such as "in" or "since" stands before it; then only what follows right away speaks against a year,
    and in English no counted noun does ("in 2018 countries agreed").
    """
    if index >= len(pieces):
        return False
    if pieces[index].shape == "word" and pieces[index].lower in numerals(language).scale_words:
        return True
    for here in range(index, min(index + (1 if governed else 3), len(pieces))):
        if pieces[here].shape == "mark" and pieces[here].text in ",.;:()«»":
            return False
        found = unit_lexicon(language).match(pieces, here)
        if found is not None and (here == index or found[0].counted):
            return not (governed and language == "en" and found[0].counted)
        if pieces[here].lower in _LINKING:
            return False
    return False


def is_scanned_alike(form: str, language: str) -> bool:
    """Whether every word of a unit's form is one piece of the scan (a check of the data)."""
    return all(len(scan(word.rstrip("*") or word, language)) <= 1 for word in form.split())
