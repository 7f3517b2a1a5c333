"""The works that a sentence cites, as its claims carry them."""

from __future__ import annotations

import re

from tarazy.codebook.claim import CitedWork
from tarazy.extraction.citations import works_of
from tarazy.extraction.sentence import Sentence
from tarazy.language.base import Token

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-zа-я]?")


def works(sentence: Sentence) -> tuple[CitedWork, ...]:
    """The works that a sentence cites, also «as Cooley argues (2019)», without states and places that a year in brackets follows."""
    tokens = sentence.tokens
    found = dict.fromkeys(works_of(sentence.citations))
    for hit in sentence.hits.get("speech:verb", ()):
        year = year_after(tokens, hit.last)
        first = hit.first
        while first > 0 and (tokens[first - 1].pos == "PROPN" or tokens[first - 1].text == "."):
            first -= 1
        if year and first < hit.first:
            author = sentence.analysis.text[tokens[first].start : tokens[hit.first - 1].end]
            found[CitedWork(author, year)] = None
    places = (a.mention for a in sentence.actors if a.kind in ("state", "region", "place"))
    named = {mention.surface for mention in places if mention.known and not mention.via}
    return tuple(work for work in found if work.author not in named)


def year_after(tokens: list[Token], at: int) -> str:
    """The year in brackets that follows a token, or nothing."""
    following = [token.text for token in tokens[at + 1 : at + 3]]
    return following[1] if len(following) == 2 and following[0] in ("(", "[") and _YEAR.fullmatch(following[1]) else ""
