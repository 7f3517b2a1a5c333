"""Ranks: «9 место», «третье место», «үшінші орын», "ranked 35th", "second largest", «топ-10»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tarazy.language.numerals import Numerals
from tarazy.language.quantity_words import QuantityWords
from tarazy.language.scanning import Piece

_TOP_CODE = re.compile(r"(?:ТОП|TOP|Топ|Top)-?\s?(\d{1,3})$")
_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank read from pieces ``first:end``."""

    first: int
    end: int
    value: int


def find_rank(pieces: tuple[Piece, ...], at: int, words: QuantityWords, numbers: Numerals) -> Rank | None:
    """The rank that begins at piece ``at``, or None."""
    piece = pieces[at]
    if piece.shape == "code":
        found = _TOP_CODE.match(piece.text)
        return Rank(at, at + 1, int(found.group(1))) if found else None
    if piece.lower in words.rank_before:
        return _after_rank_word(pieces, at, words, numbers)
    ordinal = _ordinal(pieces, at, words, numbers)
    if ordinal is not None:
        value, end = ordinal
        return _ranked(pieces, at, end, value, words, ordinal=True)
    if piece.shape == "number" and piece.integer is not None and not piece.suffix and words.language != "en":
        return _ranked(pieces, at, at + 1, piece.integer, words, ordinal=False)
    return None


def _ordinal(pieces: tuple[Piece, ...], at: int, words: QuantityWords, numbers: Numerals) -> tuple[int, int] | None:
    piece = pieces[at]
    if piece.shape == "number":
        value = piece.integer
        suffixes = words.ordinal_suffixes | ({"м"} if words.language == "ru" else set())
        return (value, at + 1) if value is not None and piece.suffix in suffixes else None
    return numbers.ordinal(pieces, at)


def _after_rank_word(pieces: tuple[Piece, ...], at: int, words: QuantityWords, numbers: Numerals) -> Rank | None:
    """ "ranked 35th", "ranks second", «топ-10», "top 5"."""
    here = at + 1
    while here < len(pieces) and (
        pieces[here].text in "-–" or pieces[here].lower in ("as", "the", "at", "number", "no")
    ):
        here += 1
    if here >= len(pieces):
        return None
    ordinal = _ordinal(pieces, here, words, numbers)
    if ordinal is not None:
        return Rank(at, ordinal[1], ordinal[0]) if 0 < ordinal[0] < _LIMIT else None
    word = numbers.cardinals.get(pieces[here].lower)
    value = pieces[here].integer if pieces[here].shape == "number" else int(word) if word is not None else None
    if value is None or not 0 < value < _LIMIT or (here + 1 < len(pieces) and pieces[here + 1].text == "%"):
        return None
    return Rank(at, here + 1, value)


def _ranked(
    pieces: tuple[Piece, ...], first: int, end: int, value: int, words: QuantityWords, *, ordinal: bool
) -> Rank | None:
    """A rank if a rank word follows: with an adjective between after an ordinal, right away after a cardinal."""
    if not 0 < value < _LIMIT:
        return None
    here = end
    while here < len(pieces) and pieces[here].text in "-–" and here == end:
        here += 1
    for _ in range(2 if ordinal else 1):
        if here >= len(pieces) or pieces[here].shape != "word":
            return None
        lower = pieces[here].lower
        if words.rank_nouns.get(lower) is not None and (ordinal or lower in words.places):
            return Rank(first, here + 1, value)
        if ordinal and value > 1 and words.ranked.get(lower) is not None:
            return Rank(first, here + 1, value)
        if not words.adjective(lower) or lower in words.stop:
            return None
        here += 1
    return None
