"""Enumerations inside one clause: "the war in A, the clashes between B and C and the riots in D" are three events, not one.

Where several triggers of a kind stand in different parts of a clause, and each part has an actor or a figure of its own, the
parts are treated as clauses. Kazakh puts the event after its actors, Russian and English mostly before them.
"""

from __future__ import annotations

from dataclasses import replace

from tarazy.extraction.arguments import takes_part
from tarazy.extraction.patterns import Hit
from tarazy.extraction.sentence import Sentence

JOINTS = frozenset([",", ";", "и", "and", "және", "а"])


def enumerated(sentence: Sentence, hits: list[Hit]) -> Sentence:
    """The sentence with clauses cut further so that triggers of one kind each have their part; itself where none is cut."""
    if len(hits) < 2:
        return sentence
    cut: list[tuple[int, int]] = []
    for clause in sentence.clauses:
        inside = [h for h in hits if clause[0] <= h.head <= clause[1]]
        parts = _parts(sentence, clause, inside) if len(inside) > 1 else []
        cut += parts if len(parts) > 1 and all(_has_own(sentence, part) for part in parts) else [clause]
    return sentence if len(cut) == len(sentence.clauses) else replace(sentence, clauses=cut)


def _parts(sentence: Sentence, clause: tuple[int, int], hits: list[Hit]) -> list[tuple[int, int]]:
    chunks: list[tuple[int, int]] = []
    start = clause[0]
    for i in range(clause[0], clause[1] + 1):
        if sentence.tokens[i].text.lower() in JOINTS and i > start and not _joins_actors(sentence, i):
            chunks.append((start, i))
            start = i + 1
    if start <= clause[1]:
        chunks.append((start, clause[1]))
    telling = [c for c in chunks if any(c[0] <= h.head <= c[1] for h in hits)]
    if len(telling) < 2:
        return []
    if sentence.language == "kk":
        ends = [c[1] for c in telling[:-1]] + [clause[1]]
        starts = [clause[0]] + [e + 1 for e in ends[:-1]]
    else:
        starts = [clause[0]] + [c[0] for c in telling[1:]]
        ends = [s - 1 for s in starts[1:]] + [clause[1]]
    return list(zip(starts, ends, strict=True))


def _joins_actors(sentence: Sentence, joint: int) -> bool:
    """ "A, B and C": the mark stands between two actors of one list."""
    before = any(a.last == joint - 1 for a in sentence.actors)
    return before and any(a.first == joint + 1 for a in sentence.actors)


def _has_own(sentence: Sentence, part: tuple[int, int]) -> bool:
    if any(takes_part(a) and not a.anaphor and part[0] <= a.first <= part[1] for a in sentence.actors):
        return True
    start, end = sentence.span(*part)
    return any(start <= q.start and q.end <= end for q in sentence.quantities)
