"""Folding: one comparable form for letters that writers and scanners mix up, and words with their offsets."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
_DROPPED = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f¬]")
_MIXED = re.compile(r"[a-z][\u0400-\u04ff]|[\u0400-\u04ff][a-z]")
_TO_CYRILLIC = str.maketrans("aceopxyihkmtbn", "асеорхуіһкмтвп")
_TO_LATIN = str.maketrans("асеорхуіһѕј", "aceopxyihsj")
_LATIN_ONLY = re.compile(r"[dfglqrsuvwzj]")


def _table() -> dict[int, str]:
    table = {ord("ё"): "е", ord("ı"): "i", ord("ø"): "o", ord("ł"): "l", ord("đ"): "d", ord("ѐ"): "е"}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code).lower())[0]
        if base.isascii() and base.isalpha():
            table[code] = base
    table[ord("ə")] = "a"
    return table


_FOLD = _table()


def fold(text: str) -> str:
    """Lower case, ё → е, Latin letters without diacritics; the length never changes."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else low[0] for char in text)
    return lowered if lowered.isascii() else lowered.translate(_FOLD)


def fold_words(words: list[str]) -> str:
    """Folded words joined by single spaces, with a space at either end; mixed scripts in one word are mended."""
    joined = fold(" " + " ".join(words) + " ")
    if _MIXED.search(joined):
        joined = " ".join(_one_script(word) if _MIXED.search(word) else word for word in joined.split(" "))
    return joined


def _one_script(word: str) -> str:
    latin = sum(char.isascii() for char in word)
    if latin * 2 <= len(word) and not _LATIN_ONLY.search(word):
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN) if latin * 2 > len(word) else word


def phrase(text: str) -> str:
    """An alias as the pattern that is sought in folded text: its words with one space between."""
    return fold_words(WORD.findall(text)).strip()


def visible(text: str) -> tuple[str, list[int] | None]:
    """The text without soft hyphens, joiners and combining marks, and each kept character's offset (None: unchanged)."""
    if not _DROPPED.search(text):
        return text, None
    composed: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(text):
        if _DROPPED.match(char):
            if unicodedata.combining(char) and composed:
                joined = unicodedata.normalize("NFC", composed[-1] + char)
                if len(joined) == 1:
                    composed[-1] = joined
            continue
        composed.append(char)
        origins.append(index)
    origins.append(len(text))
    return "".join(composed), origins
