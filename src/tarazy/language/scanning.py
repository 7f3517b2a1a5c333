"""Words, numbers and marks of a sentence: the one scan that dates and quantities share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Letters that hang on a figure: case and ordinal endings («70-ке», «90-х», "21st"). Longer ones come first.
_SUFFIXES = {
    "ru": "ый|ий|ой|ая|ое|ые|ых|ым|ыми|ую|го|ого|му|ому|ом|ми|мя|ти|ю|я|е|й|х|м|и|а",
    "kk": "шысы|шісі|шыдан|шіден|ыншы|інші|ншы|нші|шы|ші|дағы|дегі|тағы|тегі|ға|ге|қа|ке|на|не|дан|ден|тан|тен|нан|нен|да|де|та|те|"
    "дың|дің|тың|тің|ның|нің|ды|ді|ты|ті|ны|ні|мен|бен|пен|лар|лер|дар|дер|тар|тер|сына|сіне|ына|іне|сын|сін|ын|ін|сы|сі|ы|і|дай|дей|тай|тей|лық|лік|дық|дік|тық|тік",
    "en": "st|nd|rd|th|['’]?s",
}
_GLUED = {"ru": "го|х|е|й", "kk": _SUFFIXES["kk"], "en": _SUFFIXES["en"]}
_GAP = {"kk": r"\s?"}
_SPACE = " \u00a0\u2009\u202f'’"
_TOKEN = (
    r"(?P<date>\d{{4}}-\d{{2}}-\d{{2}}(?!\d)|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?!\d)|\d{{1,2}}/\d{{1,2}}/\d{{4}}(?!\d))"
    r"|(?P<code>(?!(?:US|USD|EUR|KZT|RUB|CNY|GBP|JPY|TRY)\s?\d)(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][^\W_]*[-–]?\d[^\W_]*(?:[-+/]\d[^\W_]*)*)"
    r"|[кмсд]?м[23³²](?![^\W_])|[ckd]?m[23³²](?![^\W_])|\d+[A-Z](?![^\W_])|[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]{{2,}}-\s\d+(?![^\W_]))"
    r"|(?P<number>(?:\d{{1,3}}(?:[{space}]\d{{3}})+(?!\d)(?:[.,]\d+(?![.,]?\d))?|\d+(?:[.,]\d+)*)"
    r"(?:(?:{gap}[-‐‑–]\s?(?:{suffixes})|(?:{glued}))(?![^\W_]))?)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>[^\w\s]|_)"
)
_NUMBER = re.compile(rf"[\d.,{_SPACE}]*\d")
_ROMAN = re.compile(r"(?:X{1,3}|X{0,2}(?:IX|IV|V?I{1,3}|V))$")
_CYRILLIC_ROMAN = str.maketrans("ІХ", "IX")


@dataclass(slots=True)
class Piece:
    """One word, number or mark; ``start``/``end`` are offsets in the sentence.

    ``shape`` is number, word, mark, date (a numeric date) or code (a designation that only looks like a number).
    ``lower`` is the lower-case text; ``suffix`` is what hangs on a figure («ке» of «70-ке»), lower case.
    """

    start: int
    end: int
    text: str
    lower: str
    shape: str
    digits: str = ""
    suffix: str = ""

    @property
    def integer(self) -> int | None:
        """The value of a plain run of digits, else None."""
        return int(self.digits) if self.digits.isdigit() else None


@lru_cache(maxsize=8)
def _tokens(language: str) -> re.Pattern[str]:
    suffixes = _SUFFIXES.get(language) or "|".join(_SUFFIXES.values())
    return re.compile(
        _TOKEN.format(
            space=_SPACE, suffixes=suffixes, glued=_GLUED.get(language) or suffixes, gap=_GAP.get(language, "")
        )
    )


@lru_cache(maxsize=4)
def scan(text: str, language: str) -> tuple[Piece, ...]:
    """All pieces of a sentence, in order. Numbers keep their separators in ``digits`` (``1 234,5``)."""
    pieces = []
    for found in _tokens(language).finditer(text):
        shape = found.lastgroup or "mark"
        form = found.group()
        piece = Piece(found.start(), found.end(), form, form.lower(), shape)
        if shape == "number":
            number = _NUMBER.match(form)
            piece.digits = number.group() if number else form
            piece.suffix = form[len(piece.digits) :].lstrip("-‐‑– ").lower()
        pieces.append(piece)
    return tuple(pieces)


def roman(text: str) -> int | None:
    """The value of a Roman numeral of 1–39 (Cyrillic І and Х taken for Latin), else None."""
    form = text.translate(_CYRILLIC_ROMAN)
    if not form or not _ROMAN.match(form):
        return None
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for here, after in zip(form, form[1:] + " ", strict=True):
        value = values[here]
        total += -value if values.get(after, 0) > value else value
    return total
