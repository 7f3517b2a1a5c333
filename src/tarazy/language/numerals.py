"""Numbers in figures and words, scale words multiplied out; the words stand in ``data/numerals.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tarazy.data_files import toml
from tarazy.language.inflection import WordList, spread
from tarazy.language.scanning import Piece

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+$")
_SINGULAR_SCALE = {
    "ru": re.compile(r"(?:тысяч[ауе]?й?|(?:миллион|миллиард|триллион)(?:а|у|ом|е)?)$"),
    "kk": re.compile(r"(?:мың|миллион|миллиард|триллион)(?:ға|нан|дай|нан|ды|ға)?$"),
    "en": re.compile(r"(?:hundred|thousand|million|billion|trillion)$"),
}


_AND_A_HALF = {"ru": ("с", "половиной"), "kk": ("жарым",), "en": ("and", "a", "half")}


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from pieces ``first:end``.

    ``grouped`` is the other reading of an ambiguous separator (``2.500`` as 2500), ``scale`` the last scale word's value,
    ``worded`` True when no figure took part, ``base`` what stood before the last scale word.
    """

    first: int
    end: int
    value: float
    base: float
    scale: float
    worded: bool
    grouped: float | None = None


class Numerals:
    """The number words of one language."""

    def __init__(self, language: str) -> None:
        table = toml("tarazy.language", "numerals.toml")[language]
        self.language = language

        def words(name: str) -> WordList[str]:
            return WordList(spread(table.get(name, {})), language)

        self.cardinals, self.scales, self.fractions, self.ordinals = (
            words("cardinal"),
            words("scale"),
            words("fraction"),
            words("ordinal"),
        )
        self.scale_words = _Contains(self.scales)

    def starts(self, piece: Piece) -> bool:
        """Whether a number can begin with this piece."""
        if piece.shape == "number":
            return True
        if piece.shape != "word":
            return False
        lower = piece.lower
        return (
            self.cardinals.get(lower) is not None
            or self.fractions.get(lower) is not None
            or (self.scales.get(lower) is not None and len(lower) > 2)
        )

    def ordinal(self, pieces: tuple[Piece, ...], index: int) -> tuple[int, int] | None:
        """An ordinal word («үшінші», "thirty-fifth") at ``index``: its value and the index after it."""
        piece = pieces[index]
        if piece.shape != "word":
            return None
        value = self.ordinals.get(piece.lower)
        if value is not None:
            return int(value), index + 1
        tens = self.cardinals.get(piece.lower)
        if tens is None or int(tens) < 10 or int(tens) % 10:
            return None
        after = index + 1
        if after < len(pieces) and pieces[after].text == "-":
            after += 1
        if after < len(pieces) and (unit := self.ordinals.get(pieces[after].lower)) is not None and int(unit) < 10:
            return int(tens) + int(unit), after + 1
        return None

    def read(self, pieces: tuple[Piece, ...], index: int, money: bool = False) -> Number | None:
        """The number that begins at piece ``index``; ``money`` lets a glued letter be a scale (``$5m``)."""
        piece = pieces[index]
        worded = piece.shape != "number"
        grouped: float | None = None
        if worded:
            start = self._words(pieces, index)
            if start is None:
                return None
            base, at = start
            if self._is_scale(piece):
                return Number(index, at, base, 1.0, base, True)
        else:
            base, grouped = figure(piece.digits, self.language)
            at = index + 1
        halved = self._and_a_half(pieces, at)
        if halved is not None:
            base, at = base + 0.5, halved
        scale, at = self._scales(pieces, at, money)
        total, limit = base * scale, scale
        while limit >= 1000 and (more := self._more(pieces, at, limit)) is not None:
            value, limit, at = more
            total += value * limit
            scale = 1.0
        return Number(index, at, whole(total), base, scale, worded, grouped if total == base else None)

    def _and_a_half(self, pieces: tuple[Piece, ...], at: int) -> int | None:
        """The index after «с половиной», «жарым», "and a half"."""
        words = _AND_A_HALF[self.language]
        return at + len(words) if tuple(piece.lower for piece in pieces[at : at + len(words)]) == words else None

    def _scales(self, pieces: tuple[Piece, ...], at: int, money: bool) -> tuple[float, int]:
        """The product of the scale words at ``at`` («тысяч миллиардов») and the index after them."""
        product = 1.0
        while (found := self._scale(pieces, at, money)) is not None:
            product *= found[0]
            at = found[1]
        return product, at

    def _is_scale(self, piece: Piece) -> bool:
        return self.scales.get(piece.lower) is not None

    def _scale(self, pieces: tuple[Piece, ...], at: int, money: bool) -> tuple[float, int] | None:
        """A scale word at ``at`` (a hyphen or full stop before it passed over): its value and the index after it."""
        if at < len(pieces) and pieces[at].text == "-" and pieces[at].start == pieces[at - 1].end:
            at += 1
        if at >= len(pieces) or pieces[at].shape != "word":
            return None
        piece = pieces[at]
        value = self.scales.get(piece.lower)
        if value is None:
            return None
        if len(piece.lower) == 1 and not (money and pieces[at - 1].end == piece.start):
            return None
        if len(piece.lower) <= 2 and piece.text[0].isupper() and piece.text != piece.text.upper():
            return None
        end = at + 1
        if end < len(pieces) and pieces[end].text == "." and pieces[end].start == piece.end and len(piece.lower) <= 4:
            end += 1
        return float(value), end

    def _more(self, pieces: tuple[Piece, ...], at: int, limit: float) -> tuple[float, float, int] | None:
        """A smaller number right after a scale word («3 миллиард 126 миллион», «5 тыс. 244»): value, scale, index after."""
        if at >= len(pieces):
            return None
        piece = pieces[at]
        if piece.shape == "number" and not piece.suffix:
            value, end = figure(piece.digits, self.language)[0], at + 1
        elif piece.shape == "word" and self.cardinals.get(piece.lower) is not None:
            found = self._words(pieces, at)
            if found is None:
                return None
            value, end = found
        else:
            return None
        scale, end = self._scales(pieces, end, False)
        return (value, scale, end) if value < 1000 and value * scale < limit else None

    def _words(self, pieces: tuple[Piece, ...], index: int) -> tuple[float, int] | None:
        """Number words below the first scale word of 1000 or more."""
        first = pieces[index]
        fraction = self.fractions.get(first.lower)
        if fraction is not None:
            at = index + 1
            if at < len(pieces) and pieces[at].lower in ("a", "an"):
                at += 1
            return (float(fraction), at) if self._scale(pieces, at, False) is not None else None
        if self.cardinals.get(first.lower) is None and self._is_scale(first):
            # A scale word alone: «свыше миллиона тонн», "a billion dollars"; plurals («миллионы») count nothing.
            if not _SINGULAR_SCALE[self.language].match(first.lower):
                return None
            if self.language == "en" and (index == 0 or pieces[index - 1].lower not in ("a", "an", "one")):
                return None
            return float(self.scales.get(first.lower) or 0), index + 1
        total, lowest, at = 0.0, 1000.0, index
        while at < len(pieces):
            piece = pieces[at]
            if piece.text == "-" and at + 1 < len(pieces) and pieces[at + 1].start == piece.end and at > index:
                if self.cardinals.get(pieces[at + 1].lower) is None:
                    break
                at += 1
                continue
            if piece.lower == "and" and self.language == "en" and total >= 100 and at + 1 < len(pieces):
                following = self.cardinals.get(pieces[at + 1].lower)
                if following is None or float(following) >= lowest:
                    break
                at += 1
                continue
            word = self.cardinals.get(piece.lower)
            if word is None:
                if self.language == "en" and piece.lower == "hundred" and 0 < total < 100:
                    total, lowest = total * 100, 100.0
                    at += 1
                    continue
                break
            value = float(word)
            if self.language == "kk" and value == 100 and 1 <= total < 10:
                total, lowest = total * 100, 100.0
            elif value >= lowest or (lowest < 1000 and value == 0):
                break
            else:
                total += value
                lowest = (
                    100.0 if value >= 100 else 10.0 if value >= 20 or (self.language == "kk" and value == 10) else 1.0
                )
            at += 1
        return (total, at) if at > index else None


class _Contains:
    """A word list asked only whether it has a word."""

    def __init__(self, words: WordList[str]) -> None:
        self._words = words

    def __contains__(self, word: str) -> bool:
        return len(word) > 1 and self._words.get(word) is not None


@lru_cache(maxsize=4)
def numerals(language: str) -> Numerals:
    """The number words of kk, ru or en."""
    return Numerals(language)


def figure(digits: str, language: str) -> tuple[float, float | None]:
    """The value of a run of digits with separators, and its other reading where three digits follow one separator.

    Kazakh and Russian write a decimal comma, English a decimal point; ``1.234.567`` and ``1,234.5`` are plain in all.
    """
    plain = re.sub(r"[^\d.,]", "", digits).strip(".,")
    dots, commas = plain.count("."), plain.count(",")
    if dots and commas:
        decimal = "." if plain.rfind(".") > plain.rfind(",") else ","
        other = "," if decimal == "." else "."
        if plain.count(decimal) > 1:
            return float(re.sub(r"[.,]", "", plain)), None
        return float(plain.replace(other, "").replace(decimal, ".")), None
    if dots + commas > 1:
        return float(re.sub(r"[.,]", "", plain)), None
    if not dots and not commas:
        return float(plain), None
    whole, fraction = re.split(r"[.,]", plain)
    decimal_value = float(f"{whole}.{fraction}")
    if not _GROUPED.match(plain) or whole.startswith("0"):
        return decimal_value, None
    thousands = float(whole + fraction)
    if commas and language == "en":
        return thousands, None
    return decimal_value, thousands


def whole(value: float) -> float:
    """The value without the dust of binary fractions (``8.2 * 10**12`` is a whole number)."""
    near = round(value)
    return float(near) if abs(value - near) <= 1e-12 * max(1.0, abs(value)) else round(value, 9)
