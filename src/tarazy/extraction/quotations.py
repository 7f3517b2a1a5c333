"""Quotations: spans between quotation marks, within a sentence or over several, that carry speech and not a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tarazy.extraction.clauses import is_predicate
from tarazy.extraction.sentence import Sentence

_OPENING, _CLOSING, _STRAIGHT = "«“„", "»”", '"'
_SHUT = re.compile(r"[»”](?=,?\s+(?:[–—-]\s|деп\s|деді|дейді|деген))")
_MARK = re.compile('[«»“”„"]')
LEAST_TOKENS = 5
"""Shorter spans are names or single words («Один пояс – один путь»), unless they go on into the next sentence."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters ``start:end`` of a sentence, marks included; ``opens``/``closes`` say whether the marks stand in this sentence."""

    start: int
    end: int
    opens: bool = True
    closes: bool = True


def quotations(sentence: Sentence, is_open: bool) -> list[Quotation]:
    """The quotations of a sentence in order; with ``is_open`` one of an earlier sentence goes on."""
    text = sentence.analysis.text
    if not is_open and not _MARK.search(text):
        return []
    found: list[Quotation] = []
    # A quotation that goes on over paragraphs is opened again at the head of each.
    start = 0 if is_open else -1
    depth = 1 if is_open else 0
    began_here = False
    for at, mark in enumerate(text):
        opening = mark in _OPENING or (mark == _STRAIGHT and not depth)
        # In „…“ the high mark closes.
        closing = mark in _CLOSING or (depth and mark in _STRAIGHT + "“")
        if opening and not (closing and depth):
            if is_open and not text[:at].strip():
                continue
            if not depth:
                start, began_here = at, True
            depth += 1
        elif closing and depth:
            depth -= 1
            if not depth:
                found.append(Quotation(start, at + 1, began_here, True))
                start, began_here = -1, False
    if depth:
        # One mark closes both a name and the quotation around it: «… бөтелкенің тығыны» деп атап өтті.
        shut = next((m.start() + 1 for m in _SHUT.finditer(text, start)), len(text)) if began_here else len(text)
        found.append(Quotation(start, shut, began_here, shut < len(text)))
    return [q for q in found if not (q.opens and q.closes) or _is_speech(sentence, q)]


def _is_speech(sentence: Sentence, quotation: Quotation) -> bool:
    inside = [t for t in sentence.tokens if quotation.start < t.start and t.end < quotation.end]
    if len(inside) < LEAST_TOKENS:
        return False
    return any(is_predicate(token, sentence.language) for token in inside)
