"""Slugs: one stable id for a name, the same in every case form and in Kazakh, Russian and English letters."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tarazy.actors.folding import WORD, fold
from tarazy.actors.registry import rows
from tarazy.actors.russian import is_womans, nominative_word, womans_surname

_SURNAME = re.compile(r"(?:[оеё]ва?|ина?|[цс]к(?:ий|ая)|енко|ян|швили|дзе|[oe]va?|ina?|sk[iy]y?|enko|yan|shvili|dze)$")
_PATRONYMIC = re.compile(r"(?:вич|вна|ұлы|қызы|улы|кызы|vich|vna|uly|kyzy)$")
_SAME = (
    (re.compile(r"(?<=[aeiou])y(?=[aeiou])|(?<=[^aeiouy])y(?=e)"), ""),
    (re.compile("x"), "ks"),
    (re.compile("q"), "k"),
    (re.compile("w"), "v"),
    (re.compile("ia"), "ya"),
    (re.compile("iu"), "yu"),
    (re.compile("^ye"), "e"),
    (re.compile("(?<=[aeou])y$|(?<=[aeou])y(?=[^aeou])"), "i"),
    (re.compile("(?:iy|ii|yi|yy|y)$"), "i"),
    (re.compile(r"(.)\1"), r"\1"),
)


@cache
def _letters() -> dict[int, str]:
    return {ord(row["letter"]): row["latin"] for row in rows("transliteration")}


@cache
def _case_endings() -> tuple[tuple[str, frozenset[str]], ...]:
    pairs = [
        (ending, frozenset(row["after"])) for row in rows("kazakh_case_endings") for ending in row["endings"].split("|")
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _left_out() -> frozenset[str]:
    return frozenset(fold(word) for row in rows("bodies") if row["in_slug"] == "no" for word in row["words"].split("|"))


@lru_cache(maxsize=1 << 15)
def nominative(word: str, language: str) -> str:
    """The likely nominative of one folded word of a name."""
    if not word or word.isascii():
        return word
    if language == "kk":
        for ending, after in _case_endings():
            stem = word[: -len(ending)]
            if word.endswith(ending) and len(stem) >= 3 and stem[-1] in after:
                return stem
        return word
    return nominative_word(word)


def slug(name: str, kind: str, language: str) -> str:
    """The part of a provisional id after its colon: ``slug("Газпромнефтью", "org", "ru") == "gazpromneft"``; "" for no letters.

    Legal forms and words such as "company" are left out; a person is known by the surname where it can be told, else by the whole name.
    """
    name = re.sub(r"(?<=\w)[’'ʼ]\w{1,3}\b", "", name)
    words = [fold(word) for word in WORD.findall(name)]
    words = [word for word in words if word not in _left_out()] or words
    womans = kind == "person" and language == "ru" and any(is_womans(word) for word in words[:-1])
    words = [fold((womans and womans_surname(word)) or nominative(word, language)) for word in words]
    if kind == "person":
        words = [word for word in words if len(word) > 1 and not _PATRONYMIC.search(word)] or words
        family = [word for word in words if _SURNAME.search(word)]
        words = family[-1:] or words
    return "-".join(filter(None, (latin(word) for word in words)))


@lru_cache(maxsize=1 << 15)
def latin(word: str) -> str:
    """A folded word in plain Latin letters, with the spellings that differ between romanisations brought together."""
    out = word.translate(_letters())
    for pattern, replacement in _SAME:
        out = pattern.sub(replacement, out)
    return re.sub(r"[^a-z0-9]", "", out)
