"""Whose words they are: the speaker of a sentence, and the works that it cites."""

from __future__ import annotations

import re
from functools import cache

from babel.dates import get_month_names

from tarazy.codebook.claim import CitedWork
from tarazy.extraction.sentence import Sentence

YEAR = r"(?:1[89]|20)\d\d[a-zа-я]?"
NAME = r"[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][\w'’\-]+"
INITIALS = r"(?:[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ]\.\s?){0,3}"
AUTHORS = rf"{INITIALS}{NAME}(?:\s{INITIALS}{NAME})?(?:(?:\s(?:and|и|және|мен|пен|бен|&)\s|,\s){INITIALS}{NAME})*(?:\s(?:et al\.|и др\.|және т\.б\.|және басқалар))?"
IN_BRACKETS = re.compile(rf"({AUTHORS}),?\s({YEAR})(?:[,:]\s?(?:[pсcб]+\.\s?)?[\d–-]+)?(?=[;)\]])")
# Capitalised words that open a sentence before the author's name.
OPENING = re.compile(r"^(?:(?:As|See|Thus|While|Both|In|Так|Как|По|См|Например|Мысалы|Сондай-ақ)\s)+")
WITH_YEAR = re.compile(rf"({AUTHORS})\s\(({YEAR})(?:[,:][^)]*)?\)")
BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")


def cited_works(text: str) -> tuple[CitedWork, ...]:
    """Stubs (author, year) of the works that a sentence cites: «(Lemon, 2018)», «Лемон (2018)»."""
    found: dict[CitedWork, None] = {}
    for bracket in BRACKETS.finditer(text):
        for match in IN_BRACKETS.finditer(bracket.group()):
            day_before = bracket.group()[: match.start()].rstrip()[-1:].isdigit()
            if not day_before and match[1].lower() not in _months():
                found[CitedWork(match[1].strip(), match[2])] = None
    for match in WITH_YEAR.finditer(text):
        author = OPENING.sub("", match[1]).strip()
        if author:
            found[CitedWork(author, match[2])] = None
    return tuple(found)


@cache
def _months() -> frozenset[str]:
    """Names of months in the three languages: "(May 2022)" cites nobody."""
    return frozenset(
        name.lower()
        for code in ("kk", "ru", "en")
        for context in ("format", "stand-alone")
        for name in get_month_names("wide", context, code).values()
    )


def speaker(sentence: Sentence) -> str | None:
    """The actor (or person) to whom the sentence gives its words, as an id; None where it speaks for itself."""
    for hit in (*sentence.hits.get("speech:verb", ()), *sentence.hits.get("speech:according", ())):
        near = [
            a
            for a in sentence.actors
            if not a.anaphor
            and abs(a.first - hit.last) <= 8
            and a.kind in ("state", "organisation", "person", "company")
        ]
        according = hit in sentence.hits.get("speech:according", ())
        if not according:
            near = [a for a in near if a.slot in ("subject", "by", "of", "modifier")]
        if near:
            best = min(near, key=lambda a: min(abs(a.first - hit.last), abs(hit.first - a.last)))
            return best.mention.via or best.id
    for hit in sentence.hits.get("speech:according", ()):
        works = cited_works(sentence.analysis.text[sentence.tokens[hit.first].start :])
        if works:
            return works[0].author
    return None
