"""Clauses whose verb is left out: «Россия и Казахстан заключили договор в 1998 году, Казахстан и Азербайджан – в 2001-м» is two claims.

The part without a verb opens with its actors and a dash; they take the place of the actor that stands in the same case and after the same
preposition, and the dates and figures of a part are its own.
"""

from __future__ import annotations

from dataclasses import replace

from tarazy.extraction.arguments import takes_part
from tarazy.extraction.clauses import is_predicate
from tarazy.extraction.events import Candidate
from tarazy.extraction.sentence import Actor, Sentence

DASHES = ("–", "—", "-")
BEFORE_DASH = ("ADP", "CCONJ", "PART")
LONGEST = 9


def gapped(candidate: Candidate) -> list[Candidate]:
    """The candidates of the clause with its verb and of the parts that leave it out; empty where no part does."""
    sentence = candidate.sentence
    if sentence.language != "ru" or candidate.continued:
        return []
    clause = _with_what_follows(sentence, sentence.clause_of(candidate.trigger[0]))
    parts = _parts(sentence, clause, candidate.trigger[1])
    if not parts:
        return []
    ends = [start - 1 for start, _ in parts[1:]] + [clause[1]]
    places = {(a.first, a.id) for _, actors in parts for a in actors}
    main = [(a, r) for a, r in candidate.participants if (a.first, a.id) not in places]
    made: list[Candidate] = []
    for (start, actors), end in zip(parts, ends, strict=True):
        parallel = [(a, r) for a, r in main if _alike(sentence, a, actors[0])]
        if not parallel:
            continue
        replaced = {a.id for a, _ in parallel} | {a.id for a in actors}
        others = [(a, r) for a, r in main if a.id not in replaced]
        filled = [*others, *((a, parallel[0][1]) for a in actors)]
        made.append(_narrowed(candidate, filled, start, end))
    if not made:
        return []
    first = min(start for start, _ in parts)
    return [_narrowed(candidate, main, sentence.clauses[0][0], first - 1), *made]


def _with_what_follows(sentence: Sentence, number: int) -> tuple[int, int]:
    """The clause and those after it up to the next verb: a part that leaves its verb out may have been cut off as a part of a list."""
    first, last = sentence.clauses[number]
    for start, end in sentence.clauses[number + 1 :]:
        if any(_finite(sentence, at) for at in range(start, end + 1)):
            break
        last = end
    return first, last


def _parts(sentence: Sentence, clause: tuple[int, int], after: int) -> list[tuple[int, list[Actor]]]:
    """Where parts without a verb begin, with the actors before their dash."""
    found: list[tuple[int, list[Actor]]] = []
    tokens = sentence.tokens
    for i in range(after, clause[1]):
        if tokens[i].text not in (",", ";"):
            continue
        start = i + 1
        dash = next((j for j in range(start, min(start + LONGEST, clause[1])) if tokens[j].text in DASHES), None)
        if dash is None or any(tokens[j].text in (",", ";", ":", "(") for j in range(start, dash)):
            continue
        actors = [a for a in sentence.actors if start <= a.first and a.last < dash and takes_part(a) and not a.anaphor]
        named = {j for a in actors for j in range(a.first, a.last + 1)}
        if not actors or any(j not in named and tokens[j].pos not in BEFORE_DASH for j in range(start, dash)):
            continue
        stop = next((j for j in range(dash + 1, clause[1] + 1) if tokens[j].text in (",", ";")), clause[1])
        if not any(_finite(sentence, j) for j in range(dash + 1, stop)):
            found.append((start, actors))
    return found


def _finite(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    return is_predicate(token, sentence.language) and token.features.get("VerbForm") == "Fin"


def _alike(sentence: Sentence, one: Actor, other: Actor) -> bool:
    """Both stand in one case and after one preposition, or in one slot where a name shows no case."""
    mine, yours = _place(sentence, one), _place(sentence, other)
    return mine == yours if mine[1] and yours[1] else mine[0] == yours[0] and one.slot == other.slot


def _place(sentence: Sentence, actor: Actor) -> tuple[str, str]:
    token = sentence.tokens[actor.first]
    case = "" if token.text.isupper() else token.case
    before = sentence.tokens[actor.first - 1] if actor.first else None
    return (before.text.lower() if before is not None and before.pos == "ADP" else "", case)


def _narrowed(candidate: Candidate, filled: list[tuple[Actor, str]], first: int, last: int) -> Candidate:
    """The candidate with those participants, and with the dates and figures of tokens ``first..last`` alone."""
    start, end = candidate.sentence.span(first, last)
    figures = [q for q in candidate.quantities if start <= q.start and q.end <= end]
    dates = [t for t in candidate.sentence.times if start <= t.start and t.end <= end]
    time = candidate.time if candidate.time in dates or not dates else dates[0]
    arguments = replace(candidate.arguments, filled=filled)
    return replace(candidate, arguments=arguments, quantities=figures, time=time)
