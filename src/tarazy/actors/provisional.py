"""Provisional actors: persons, bodies, companies and places that the registry does not know, each with a stable slug."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tarazy.actors.folding import WORD, fold
from tarazy.actors.mention import Mention
from tarazy.actors.registry import Registry, rows
from tarazy.actors.slugs import nominative, slug
from tarazy.language.base import Analysis

_KINDS = {"PER": "person", "ORG": "org", "LOC": "place"}
_QUOTED = r"[«\"“„]([^«»\"“”„]{2,60})[»\"”“]"
_CAPITALISED = r"[A-Z][\w&.\-]*(?:\s(?:of\s|&\s)?[A-Z][\w&.\-]*){0,4}?"
_CALLED = r"(?:[Cc]alled\s|named\s)?[\"“]?([A-Z][\w&.\-]{2,}(?:\s[A-Z][\w&\-]+){0,3})"
_YIELDING = ("name", "adjective", "demonym", "capital")
_MARKS = " \t\n«»\"“”„'’().,;:–—-"


@cache
def _generic() -> frozenset[str]:
    return frozenset(word for row in rows("generic_names") for word in row["words"].split("|"))


def _is_generic(name: str, language: str) -> bool:
    """True for an entity that consists of common nouns and figures alone (Союза, the Ministry, COVID-19)."""
    words = [fold(word) for word in WORD.findall(name)]
    return all(word.isdigit() or word in _generic() or nominative(word, language) in _generic() for word in words)


@cache
def _no_bodies() -> tuple[frozenset[str], re.Pattern[str]]:
    """Last words of English names that are documents, events, works or arms; prepositions of place before a single word."""
    words = frozenset(word for row in rows("no_bodies") for word in row["words"].split("|"))
    return words, re.compile(r"\b(?:at|in|near|from)\s(?:[A-Z][\w\-]+\sand\s)?$")


def _body_by_sight(text: str, start: int, end: int) -> bool:
    """False where an English entity that the model takes for a body is a treaty, a weapon (S-400) or a town ("at Mikkeli")."""
    name = text[start:end]
    words = WORD.findall(name)
    last, place = _no_bodies()
    if not words or fold(words[-1]) in last or re.fullmatch(r"[A-Z]{1,4}[-‑]?\d+\w*", name):
        return False
    alone = len(words) == 1 or ("-" in name and " " not in name)
    return not (alone and not name.isupper() and place.search(text, max(0, start - 40), start))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What shows that a quoted name is a body's: (компания «X», «X» компаниясы, X Ltd) with its kind."""
    found: list[tuple[re.Pattern[str], str]] = []
    for row in rows("bodies"):
        words = "|".join(re.escape(word) for word in sorted(row["words"].split("|"), key=len, reverse=True))
        if row["language"] == "ru":
            found.append((re.compile(rf"\b(?:{words})\s{_QUOTED}"), row["kind"]))
        elif row["language"] == "kk":
            found.append((re.compile(rf"{_QUOTED}\s(?:{words})\b"), row["kind"]))
        elif row["in_slug"] == "before":
            found.append((re.compile(rf"\b(?:{words})\s{_CALLED}"), row["kind"]))
        else:
            found.append((re.compile(rf"(?<![\w-])(?!The\s)({_CAPITALISED},?\s(?:{words}))(?![\w-])"), row["kind"]))
    return tuple(found)


def _named_bodies(text: str) -> Iterator[tuple[int, int, str]]:
    quoted = any(mark in text for mark in '«"“„')
    for pattern, kind in _patterns():
        if quoted or "A-Z" in pattern.pattern:
            for match in pattern.finditer(text):
                yield match.start(1), match.end(1), kind


def _entities(analysis: Analysis) -> Iterator[tuple[int, int, str]]:
    text = analysis.text
    for entity in analysis.entities:
        kind = _KINDS.get(entity.label, "")
        start, end = entity.start, entity.end
        while start < end and text[start] in _MARKS:
            start += 1
        while end > start and text[end - 1] in _MARKS:
            end -= 1
        if kind and end - start > 1 and not _is_generic(text[start:end], analysis.language):
            yield start, end, kind


def with_provisional(analysis: Analysis, known: Sequence[Mention], book: Registry) -> list[Mention]:
    """The known mentions with those of unknown actors; an unknown actor's id is ``kind:slug``.

    A body named by its words (компания «Азия Авто») outweighs a state or a region named within it; an entity of the language's model does not
    outweigh anything.
    """
    kept = list(known)
    found: list[Mention] = []

    def yields(mention: Mention) -> bool:
        actor = book.get(mention.actor)
        return mention.form in _YIELDING and actor is not None and actor.kind in ("state", "region", "place")

    def add(start: int, end: int, kind: str) -> None:
        surface = analysis.text[start:end]
        if any(char.isupper() for char in surface) and (name := slug(surface, kind, analysis.language)):
            found.append(Mention(start, end, f"{kind}:{name}", "provisional", surface, known=False))

    for start, end, kind in _named_bodies(analysis.text):
        inside = [m for m in kept if m.start < end and start < m.end]
        if any(m.start < end and start < m.end for m in found):
            continue
        if all(
            start <= m.start and m.end <= end and m.end - m.start < end - start and m.form in _YIELDING for m in inside
        ):
            kept = [m for m in kept if m not in inside]
            add(start, end, kind)
    for start, end, kind in _entities(analysis):
        if kind == "org" and analysis.language == "en" and not _body_by_sight(analysis.text, start, end):
            continue
        if not any(start < m.end and m.start < end for m in (*kept, *found)):
            add(start, end, kind)
    return kept + found
