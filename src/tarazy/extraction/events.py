"""Candidates for claims: where a frame's trigger stands, with participants, time and quantities."""

from __future__ import annotations

from dataclasses import dataclass, field

from tarazy.codebook.claim import Quantity, ValidTime
from tarazy.codebook.vocabulary import is_currency
from tarazy.extraction.anaphora import Discourse
from tarazy.extraction.arguments import Arguments, collect
from tarazy.extraction.enumeration import enumerated
from tarazy.extraction.frames import Frame, role_table
from tarazy.extraction.modality import modality
from tarazy.extraction.patterns import Hit
from tarazy.extraction.prospects import Prospect, prospects
from tarazy.extraction.sentence import Actor, Sentence
from tarazy.language.base import QuantityMention, TimeMention


@dataclass(slots=True)
class Candidate:
    """A claim to be, still in terms of the sentence."""

    sentence: Sentence
    frame: Frame
    trigger: tuple[int, int]
    clause: int
    arguments: Arguments
    near: Hit | None
    time: TimeMention | None = None
    quantities: list[QuantityMention] = field(default_factory=list)
    modality: str = "asserted"
    times_in_clause: int = 0
    rivals: int = 0
    confidence: float = 0.0
    gloss: str = ""
    prospects: list[Prospect] = field(default_factory=list)
    company: frozenset[str] = frozenset()
    continued: str = ""

    @property
    def kind(self) -> str:
        return self.frame.kind

    @property
    def participants(self) -> list[tuple[Actor, str]]:
        return self.arguments.filled

    def values(self) -> tuple[ValidTime, tuple[Quantity, ...]]:
        """Valid time and quantities as the claim will carry them."""
        time = self.time.value if self.time else ValidTime()
        return time, tuple(dict.fromkeys(q.value for q in self.quantities))


def candidates(sentence: Sentence, discourse: Discourse) -> list[Candidate]:
    """All candidates of a sentence, at most one for each kind in each clause or enumerated part of a clause."""
    by_kind: dict[str, list[tuple[Frame, Hit]]] = {}
    for name, frame in sentence.lexicon.frames.items():
        for hit in sentence.hits.get(name, ()):
            by_kind.setdefault(frame.kind, []).append((frame, hit))
    found: dict[tuple[str, int], Candidate] = {}
    for kind, hits in by_kind.items():
        view = enumerated(sentence, [hit for _, hit in hits])
        for frame, hit in hits:
            candidate = _candidate(view, frame, hit, discourse)
            if candidate is None:
                continue
            key = (kind, candidate.clause)
            rival = found.get(key)
            if rival is None:
                found[key] = candidate
            else:
                candidate.rivals = rival.rivals = rival.rivals + 1
                if _worth(candidate) > _worth(rival):
                    found[key] = candidate
    places = {key: sentence.clause_of(c.trigger[0]) for key, c in found.items()}
    for key, candidate in found.items():
        beside = (c.kind for other, c in found.items() if c.kind != candidate.kind and places[other] == places[key])
        candidate.company = frozenset(beside)
        candidate.prospects = prospects(
            candidate.sentence, candidate.frame, candidate.clause, candidate.trigger, discourse, candidate.arguments
        )
    return list(found.values())


def _worth(candidate: Candidate) -> tuple[int, ...]:
    """What makes one of two candidates of the same kind in one clause the better one."""
    args = candidate.arguments
    return (
        int(bool(candidate.frame.setting)),
        int(bool(candidate.frame.need)) + int(bool(candidate.frame.near)),
        args.own,
        -args.carried,
        len(args.filled),
        -candidate.frame.rank,
    )


def _candidate(sentence: Sentence, frame: Frame, hit: Hit, discourse: Discourse) -> Candidate | None:
    clause = sentence.clause_of(hit.head)
    bounds = sentence.clauses[clause] if sentence.clauses else (0, len(sentence.tokens) - 1)
    wide = (0, len(sentence.tokens) - 1) if frame.near_sentence else bounds
    near: Hit | None = None
    if frame.near:
        near = _nearest(sentence, frame.near, wide, hit)
        if near is None:
            return None
    if frame.without and _nearest(sentence, frame.without, bounds, hit, overlap=True) is not None:
        return None
    first = min(hit.first, near.first if near and near.first >= bounds[0] else hit.first)
    last = max(hit.last, near.last if near and near.last <= bounds[1] else hit.last)
    trigger = (hit.first, hit.last)
    arguments = collect(sentence, frame, clause, trigger, discourse)
    if not arguments.filled or not arguments.roles() & set(role_table()[frame.kind]["core"]):
        return None
    candidate = Candidate(sentence, frame, trigger, clause, arguments, near, gloss=hit.gloss)
    candidate.quantities = quantities_for(sentence, frame, bounds)
    candidate.time, candidate.times_in_clause = time_for(sentence, (first, last), clause)
    if not _satisfied(candidate):
        return None
    candidate.modality = modality(sentence, frame.kind, bounds, trigger, frame.modality, frame.negative)
    return candidate


def _nearest(
    sentence: Sentence, keys: tuple[str, ...], bounds: tuple[int, int], hit: Hit, overlap: bool = False
) -> Hit | None:
    best: Hit | None = None
    for key in keys:
        for other in sentence.hits.get(key, ()):
            inside = bounds[0] <= other.first and other.last <= bounds[1]
            clashes = other.first == hit.first and other.last == hit.last
            if inside and (overlap or not clashes):
                distance = min(abs(other.first - hit.last), abs(hit.first - other.last))
                if best is None or distance < min(abs(best.first - hit.last), abs(hit.first - best.last)):
                    best = other
    return best


def quantities_for(sentence: Sentence, frame: Frame, bounds: tuple[int, int]) -> list[QuantityMention]:
    """The figures of the clause whose unit fits the kind."""
    units = role_table()[frame.kind].get("units")
    start, end = sentence.span(*bounds)
    inside = [q for q in sentence.quantities if start <= q.start and q.end <= end]
    if units is None:
        return inside
    return [q for q in inside if q.value.unit in units or ("currency" in units and is_currency(q.value.unit))]


def currency_class(unit: str) -> str:
    """``currency`` for any currency, else the unit itself."""
    return "currency" if is_currency(unit) else unit


def time_for(sentence: Sentence, trigger: tuple[int, int], clause: int) -> tuple[TimeMention | None, int]:
    """The date that belongs to the trigger: nearest in the clause, else the sentence's own when it opens the sentence or is alone."""
    if not sentence.times:
        return None, 0
    start, end = sentence.span(*sentence.clauses[clause]) if sentence.clauses else (0, len(sentence.analysis.text))
    at, until = sentence.span(*trigger)
    inside = [t for t in sentence.times if start <= t.start and t.end <= end]
    if inside:
        return min(inside, key=lambda t: (max(t.start - until, at - t.end, 0), t.start)), len(inside)
    before = [t for t in sentence.times if t.end <= start]
    if before and (len(sentence.times) == 1 or before[-1].start < 40):
        return before[-1], 0
    return None, 0


def _satisfied(candidate: Candidate) -> bool:
    for need in candidate.frame.need:
        name, _, detail = need.partition(":")
        if name == "quantity":
            if not candidate.quantities:
                return False
        elif name == "unit":
            wanted = detail.split("|")
            fitting = [
                q
                for q in candidate.quantities
                if q.value.unit in wanted or ("currency" in wanted and is_currency(q.value.unit))
            ]
            if not fitting:
                return False
            candidate.quantities = fitting
        elif name == "time":
            if candidate.time is None:
                return False
        elif name == "actors":
            if len(candidate.participants) < int(detail):
                return False
        elif name == "own":
            if candidate.arguments.own < int(detail or 1):
                return False
        elif name not in candidate.arguments.roles():
            return False
    return True
