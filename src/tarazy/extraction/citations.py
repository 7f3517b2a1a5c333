"""Works that a sentence cites, and where it does: names there are authors, who take part in nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from babel.dates import get_month_names

from tarazy.codebook.claim import CitedWork
from tarazy.language import CODES

_YEAR = r"(?:1[5-9]|20)\d\d[a-zа-я]?"
_LETTER = "A-ZÀ-ÖØ-ÞА-ЯЁӘІҢҒҮҰҚӨҺ"
_PARTICLE = r"(?:(?:de|da|di|du|del|van|von|der|den|la|le|al|el|bin|ibn|фон|де|ван|дер|аль|ибн)[\s-])?"
_NAME = rf"{_PARTICLE}[{_LETTER}][\w’'\-]+"
_INITIALS = rf"(?:[{_LETTER}]\.[\s-]?){{0,3}}"
_AND = r"(?:\s(?:and|и|және|мен|пен|бен|&)\s|,\s(?:and\s|&\s)?)"
_OTHERS = r"(?:,?\s(?:et al\.?|и др\.|и соавт\.|және т\.\s?б\.|және басқалар|and others|with others))?"
_AUTHOR = rf"{_INITIALS}{_NAME}(?:\s{_INITIALS}{_NAME})?(?:,?\s(?:[{_LETTER}]\.[\s-]?){{1,3}}(?![\w]))?"
_AUTHORS = rf"{_AUTHOR}(?:{_AND}{_AUTHOR})*{_OTHERS}"
_PAGES = r"(?:[,:]\s?(?:[pсcбСБ]+\.\s?)?\d+(?:[–-]\d+)?(?:\s?[-–]?\s?(?:б|бб|с|p|pp|бет)\.?)?)?"
_IN_BRACKETS = re.compile(rf"(?P<authors>{_AUTHORS}),?\s(?P<year>{_YEAR}){_PAGES}(?=\s?[;,)\]])")
# Lemon's (2018), Лемонның (2018)
_POSSESSIVE = re.compile(r"(?:['’]s?|[-‑]?[тдн][ыі]ң)$")
_WITH_YEAR = re.compile(
    rf"(?P<authors>{_AUTHORS})(?:['’]s|-?(?:тың|тің|дың|дің|ның|нің))?\s[(\[](?P<year>{_YEAR})(?:[,:][^)\]]*)?[)\]]"
)
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_YEAR_IN = re.compile(rf"\b{_YEAR}\b")
# Capitalised words that open a sentence before the author's name.
_OPENING = re.compile(
    r"^(?:(?:As|See|Thus|While|Both|In|For|But|And|Yet|Hence|Here|Although|However|Following|According|Per|Like|Cf|Так|Как|По|См|Например|Вслед|Однако|Но|А|И"
    r"|Если|Хотя|Согласно|Ещё|Еще|Мысалы|Сондай-ақ|Ал|Бірақ|Алайда|Осылайша|Қараңыз)\.?,?\s)+"
)
AUTHOR_IN_BRACKETS = re.compile(rf"{_NAME}(?:\s{_INITIALS}{_NAME})?(?=[\w\s.,&–-]*\b{_YEAR}\b)")
"""An author's name in the brackets of a citation, before the year."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Characters ``start:end`` of a sentence that name a work: the brackets, or the author with the year in brackets."""

    start: int
    end: int
    works: tuple[CitedWork, ...]
    bracketed: bool


def citations(text: str) -> list[Citation]:
    """Where a sentence cites works by author and year, in order: «(Lemon, 2018; Nye, 2004)», «Лемон (2018, с. 45)»."""
    if not _YEAR_IN.search(text):
        return []
    return sorted((*_in_brackets(text), *_with_year(text)), key=lambda c: (c.start, c.end))


def cited_works(text: str) -> tuple[CitedWork, ...]:
    """Stubs (author, year) of the works that a sentence cites, those in brackets first, each once."""
    return works_of(citations(text))


def works_of(found: Iterable[Citation]) -> tuple[CitedWork, ...]:
    """The works of citations that are in their order, those in brackets first, each once."""
    ordered = sorted(found, key=lambda c: not c.bracketed)
    return tuple(dict.fromkeys(work for citation in ordered for work in citation.works))


def _in_brackets(text: str) -> Iterator[Citation]:
    for bracket in _BRACKETS.finditer(text):
        inside = bracket.group()
        if not _YEAR_IN.search(inside):
            continue
        works = []
        for match in _IN_BRACKETS.finditer(inside):
            day_before = inside[: match.start()].rstrip()[-1:].isdigit()
            if not day_before and match["authors"].lower() not in _months():
                works.append(CitedWork(match["authors"].strip(), match["year"]))
        if works:
            yield Citation(bracket.start(), bracket.end(), tuple(works), bracketed=True)


def _with_year(text: str) -> Iterator[Citation]:
    for match in _WITH_YEAR.finditer(text):
        opening = _OPENING.match(match["authors"])
        skipped = opening.end() if opening else 0
        author = _POSSESSIVE.sub("", match["authors"][skipped:].strip())
        if author and author.lower() not in _months():
            yield Citation(match.start() + skipped, match.end(), (CitedWork(author, match["year"]),), bracketed=False)


@cache
def _months() -> frozenset[str]:
    """Names of months in the three languages: "(May 2022)" cites nobody."""
    return frozenset(
        name.lower()
        for code in CODES
        for context in ("format", "stand-alone")
        for name in get_month_names("wide", context, code).values()
    )
