"""Word lists with inflected forms: ``word*`` in a data file stands for the word with any ending of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

Sense = TypeVar("Sense")

_ENDINGS = {
    "ru": r"(?:а|я|ь|ю|у|ом|ем|ём|е|ё|и|ы|ов|ев|ёв|ей|ам|ям|ами|ями|ах|ях|ой|ою|ёй|ый|ий|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ых|их|ыми|ими|ую|юю|й|о|ью|ья|ьи|ьё|ья|ия|ию|ием|ии|ий|иям|иями|иях|ёх|ех|емя|мя|умя|ум|ух)?",
    "en": r"(?:s|es|['’]s?|s['’])?",
    "kk": r"(?:лар|лер|дар|дер|тар|тер)?(?:ымыз|іміз|мыз|міз|сы|сі|ым|ім|ың|ің|ы|і|м|ң)?"
    r"(?:(?:ның|нің|дың|дің|тың|тің)|(?:ға|ге|қа|ке|на|не|а|е)|(?:нда|нде|да|де|та|те)(?:ғы|гі)?|(?:дан|ден|тан|тен|нан|нен)|(?:ды|ді|ты|ті|ны|ні|н)|(?:мен|бен|пен)|(?:ғы|гі|қы|кі)|(?:дай|дей|тай|тей))?"
    r"(?:лық|лік|дық|дік|тық|тік)?(?:лар|лер|дар|дер|тар|тер)?(?:ға|ге|қа|ке|да|де|та|те|дан|ден|ның|нің|дың|дің|ды|ді|ы|і|на|не)?",
}
_KK_CASE = re.compile(
    r"(?P<gen>(?:н|д|т)(?:ың|ің))$|(?P<abl>(?:д|т|н)(?:ан|ен))$|(?P<adj>(?:ғы|гі|қы|кі))$|(?P<loc>(?:нда|нде|да|де|та|те))$|(?P<dat>(?:ға|ге|қа|ке|на|не))$|(?P<ins>(?:мен|бен|пен))$"
)


_SOFTENED = {"к": "г", "қ": "ғ", "п": "б"}


@lru_cache(maxsize=8)
def _endings(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_ENDINGS[language]})$")


class WordList(Generic[Sense]):
    """Finds the senses of a word form. Exact forms win over stems, longer stems over shorter ones.

    ``entries`` maps a lower-case form, or a stem with ``*``, to its sense.
    """

    def __init__(self, entries: Mapping[str, Sense], language: str) -> None:
        self._exact = {form: sense for form, sense in entries.items() if not form.endswith("*")}
        self._stems = {form[:-1]: sense for form, sense in entries.items() if form.endswith("*")}
        if language == "kk":
            # A voiceless last consonant softens before a vowel: кеңістік → кеңістігі, ұшақ → ұшағы.
            for stem in [stem for stem in self._stems if stem[-1:] in _SOFTENED]:
                self._stems.setdefault(stem[:-1] + _SOFTENED[stem[-1]], self._stems[stem])
        self._longest = max((len(stem) for stem in self._stems), default=0)
        self._shortest = min((len(stem) for stem in self._stems), default=0)
        self._ending = _endings(language)
        self._known: dict[str, Sense | None] = {}

    def get(self, word: str) -> Sense | None:
        """The sense of a lower-case word form, or None."""
        try:
            return self._known[word]
        except KeyError:
            if len(self._known) > 200_000:
                self._known.clear()
            sense = self._known[word] = self._find(word)
            return sense

    def _find(self, word: str) -> Sense | None:
        if word in self._exact:
            return self._exact[word]
        for length in range(min(len(word), self._longest), self._shortest - 1, -1):
            sense = self._stems.get(word[:length])
            if sense is not None and self._ending.match(word, length):
                return sense
        return None


def kazakh_case(ending: str) -> str:
    """The case that a Kazakh form or ending shows: gen, abl, adj (-ғы), loc, dat, ins, or "" for none of these."""
    found = _KK_CASE.search(ending)
    return (found.lastgroup or "") if found else ""


def spread(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """``{"month": ["май", "июн*"]}`` → ``{"май": "month", "июн*": "month"}``."""
    return {form: name for name, forms in table.items() for form in forms}


@lru_cache(maxsize=65536)
def ending_fits(word: str, entry: str, language: str) -> bool:
    """Whether a lower-case word is a form of ``entry`` (``word`` or ``word*``)."""
    if not entry.endswith("*") or len(entry) == 1:
        return word == entry
    stem = entry[:-1]
    fits = word.startswith(stem) or (
        language == "kk" and stem[-1] in _SOFTENED and word.startswith(stem[:-1] + _SOFTENED[stem[-1]])
    )
    return fits and _endings(language).match(word, len(stem)) is not None
