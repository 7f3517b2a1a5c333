"""Lists that run on: a sentence or list item that only gives the next actor and its figure keeps the kind of the one before.

"Shares: Chevron (USA) – 15%; LUKOIL – 12.5%", «Вторым идёт Испания — 9,9 %».
"""

from __future__ import annotations

from dataclasses import replace

from tarazy.extraction.arguments import Arguments, takes_part
from tarazy.extraction.clauses import is_predicate
from tarazy.extraction.events import Candidate, currency_class
from tarazy.extraction.prospects import Prospect
from tarazy.extraction.sentence import Sentence
from tarazy.language.base import QuantityMention

KINDS = ("indicator", "trade", "investment", "aid", "transfer")
NEAR = 1


def continued(sentence: Sentence, own: list[Candidate], before: list[Candidate]) -> list[Candidate]:
    """Candidates that ``sentence`` takes over from those of the sentence before; ``own`` are its own."""
    actors = [a for a in sentence.actors if takes_part(a) and not a.anaphor]
    if not actors or not sentence.quantities or not before:
        return []
    taken = {c.kind for c in own}
    bare = not any(is_predicate(t, sentence.language) for t in sentence.tokens)
    found: dict[str, Candidate] = {}
    for last in before:
        apart = sentence.passage.paragraph - last.sentence.passage.paragraph
        if last.kind not in KINDS or last.kind in taken or last.kind in found or not 0 <= apart <= NEAR:
            continue
        fitting = [
            q
            for q in sentence.quantities
            if currency_class(q.value.unit) in {currency_class(x.value.unit) for x in last.quantities}
        ]
        if not fitting:
            continue
        figures = {a.id for a, _ in last.participants}
        listed = _listed_role(last)
        rest = [(a, r) for a, r in last.participants if r != listed and a.id not in {x.id for x in actors}]
        filled = [(a, listed) for a in {a.id: a for a in actors if a.id not in figures or bare}.values()]
        if not filled:
            continue
        arguments = Arguments([*rest, *filled], own=len(filled), carried=len(rest))
        at = (actors[0].first, actors[0].last)
        again = taken_over(last, sentence, at, arguments, fitting, "bare" if bare else "verbal")
        dated = min(sentence.times, key=lambda t: t.start) if sentence.times else (last.time if bare else None)
        found[last.kind] = replace(again, time=dated)
    return list(found.values())


def taken_over(
    last: Candidate,
    sentence: Sentence,
    trigger: tuple[int, int],
    arguments: Arguments,
    figures: list[QuantityMention],
    how: str,
) -> Candidate:
    """``last`` told again by a later sentence at tokens ``trigger``, with its own figures; ``how`` it is continued."""
    return replace(
        last,
        sentence=sentence,
        trigger=trigger,
        clause=sentence.clause_of(trigger[0]),
        arguments=arguments,
        near=None,
        quantities=figures,
        prospects=[Prospect(a, r, a not in sentence.actors, 0, [], {r: []}) for a, r in arguments.filled],
        continued=how,
        company=frozenset(),
    )


def _listed_role(last: Candidate) -> str:
    """The role whose members the list goes through: that of the actor nearest to the figure."""
    figure = last.quantities[-1]
    named = [(abs(figure.start - a.mention.end), r) for a, r in last.participants if not a.anaphor]
    return min(named)[1] if named else last.participants[-1][1]
