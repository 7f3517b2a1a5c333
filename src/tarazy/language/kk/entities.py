"""From the CRF's tags and the readings of a Kazakh sentence to its entities: borders tidied, known names kept."""

from __future__ import annotations

from collections.abc import Sequence

from tarazy.language.base import Entity, Token
from tarazy.language.kk.ner import ENTITY_LABELS

_NAMES = {"Geo": "LOC", "Org": "ORG", "Prs": "PER"}
# A longer name of these kinds is a clause that the model ran through.
_LONGEST = {"PER": 5, "LOC": 7}
_LONGEST_OTHER = 9


def find_entities(tokens: Sequence[Token], tags: Sequence[str]) -> list[Entity]:
    """Entities of IOB2 ``tags``, and names of the word list that the model passed over.

    Names of places and persons are trimmed at the right end; a person's name that holds a known place or body is taken
    apart; what the model ran through a whole clause or a line of capitals is dropped.
    """
    spans: list[tuple[int, int, str]] = []
    kinds = [_NAMES.get(token.features.get("NameType", ""), "") for token in tokens]
    for first, last, label in _spans(tags):
        first, last = _without_marks(tokens, first, last)
        if label in ("PER", "LOC"):
            while last > first and _is_stray(tokens[last - 1], label):
                last -= 1
        elif label not in ("ORG", "POSITION"):
            # A state at the border of a treaty or event is its party or place.
            while first < last and kinds[first] == "LOC":
                first += 1
            while first < last and kinds[last - 1] == "LOC":
                last -= 1
        if not 0 < last - first <= _LONGEST.get(label, _LONGEST_OTHER) or _in_capitals(tokens[first:last]):
            continue
        if last - first == 1 and kinds[first]:
            label = kinds[first]
        if label == "PER" and any(kind in ("LOC", "ORG") for kind in kinds[first:last]):
            continue
        spans.append((first, last, label))
    covered = {at for first, last, _ in spans for at in range(first, last)}
    for at, (token, kind) in enumerate(zip(tokens, kinds, strict=True)):
        if kind and at not in covered and token.text[0].isupper():
            spans.append((at, at + 1, kind))
    return [Entity(tokens[first].start, tokens[last - 1].end, label) for first, last, label in sorted(spans)]


def _spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    start, kind = 0, ""
    for at, tag in enumerate([*tags, "O"]):
        part, _, label = tag.partition("-")
        if kind and (part != "I" or label != kind):
            if kind in ENTITY_LABELS:
                found.append((start, at, ENTITY_LABELS[kind]))
            kind = ""
        if label and not kind:
            start, kind = at, label
    return found


def _without_marks(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    while first < last and tokens[first].pos == "PUNCT":
        first += 1
    while last > first and tokens[last - 1].pos == "PUNCT":
        last -= 1
    return first, last


def _is_stray(token: Token, label: str) -> bool:
    """A word at the end that is no part of the name.

    After a person: any in small letters, or a possessed noun (Назарбаевтың Жарлығы); after a place: any in small letters
    but a possessed noun, which heads it (Қазақстан республикасы).
    """
    headed = token.pos == "NOUN" and "Poss" in token.features
    if label == "PER":
        return token.text[0].islower() or headed
    return token.text[0].islower() and not headed


def _in_capitals(tokens: Sequence[Token]) -> bool:
    return len(tokens) > 2 and all(token.text.isupper() for token in tokens if len(token.text) > 3)
