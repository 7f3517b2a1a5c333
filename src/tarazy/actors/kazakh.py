"""Kazakh endings of a name: whether the rest of a word is a legal chain of suffixes in harmony with its stem."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tarazy.data_files import rows

_BACK = set("аоұыя")
_FRONT = set("әөүі")


@cache
def _chains() -> dict[str, re.Pattern[str]]:
    """One pattern for each harmony, from ``data/kazakh_suffixes.tsv``: relational? plural? possessive? case…"""
    slots = {row["slot"]: row for row in rows("tarazy.actors", "kazakh_suffixes.tsv")}
    chains: dict[str, re.Pattern[str]] = {}
    for harmony in ("back", "front"):
        part = {slot: "|".join(sorted(row[harmony].split("|"), key=len, reverse=True)) for slot, row in slots.items()}
        inflection = f"(?:{part['possessive']})?(?:(?:{part['attributive']})(?:{part['plural']})?)?(?:{part['case']})?"
        chains[harmony] = re.compile(rf"(?P<relational>{part['relational']})?(?P<plural>{part['plural']})?{inflection}")
    return chains


def harmony(stem: str) -> str:
    """``back``, ``front``, or ``either`` where the last vowel of a borrowed name (и, у, е, э) allows both."""
    for letter in reversed(stem):
        if letter in _BACK:
            return "either" if stem[-1] in "ьикг" else "back"
        if letter in _FRONT:
            return "front"
        if letter in "еуиэюё":
            return "either"
    return "either"


@lru_cache(maxsize=1 << 16)
def chain(rest: str, stem_harmony: str) -> str | None:
    """What a word's ``rest`` does to its stem: ``case``, ``plural``, ``adjective``, ``people``; None: no suffix chain."""
    if not rest:
        return "case"
    for name, pattern in _chains().items():
        if stem_harmony in (name, "either") and (match := pattern.fullmatch(rest)):
            if match["relational"]:
                return "people" if match["plural"] else "adjective"
            return "plural" if match["plural"] else "case"
    return None


def voiced(stem: str) -> str | None:
    """The stem before a vowel: одақ → одағ, бөлік → бөліг, клуб п → б; None where it does not change."""
    change = {"қ": "ғ", "к": "г", "п": "б"}.get(stem[-1:])
    return stem[:-1] + change if change else None
