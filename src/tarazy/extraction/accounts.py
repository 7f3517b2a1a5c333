"""Other accounts of one figure: "489 million dollars, although another figure, 240 million, is given too" is two claims.

The words that announce one are ``account:other`` in ``cues.toml``; the figure after them has the unit of the figure before, and no other
actor stands between the two.
"""

from __future__ import annotations

from dataclasses import replace

from tarazy.extraction.arguments import Arguments, takes_part
from tarazy.extraction.continuation import NEAR, taken_over
from tarazy.extraction.events import Candidate
from tarazy.extraction.patterns import Hit
from tarazy.extraction.sentence import Sentence
from tarazy.language.base import QuantityMention

CUE = "account:other"
ACCOUNT = "account"


def by_account(candidate: Candidate) -> list[Candidate]:
    """The candidate with the figure that it tells, and once more with that of another account in its sentence; empty where there is none."""
    told = candidate.quantities
    for cue in candidate.sentence.hits.get(CUE, ()):
        at = candidate.sentence.span(cue.first, cue.last)
        before = [q for q in told if q.end <= at[0]]
        other = _figure_after(candidate.sentence, cue, {q.value.unit for q in before})
        if other is None or not before:
            continue
        rest = [q for q in told if q.end <= at[0] or q.value.unit != other.value.unit]
        return [replace(candidate, quantities=rest), replace(candidate, quantities=[other])]
    return []


def accounts_after(sentence: Sentence, own: list[Candidate], before: list[Candidate]) -> list[Candidate]:
    """``own`` with candidates of the sentence before, told again with another figure: "Later statements speak of 486 kilometres".

    They take the place of the sentence's own candidates with that figure, whose actor is only the source.
    """
    cue = next(iter(sentence.hits.get(CUE, ())), None)
    if cue is None:
        return own
    # Of a whole and its parts it is the whole, which is told first.
    whole: dict[str, Candidate] = {}
    for last in sorted((one for one in before if one.quantities), key=lambda one: min(q.start for q in one.quantities)):
        whole.setdefault(last.kind, last)
    found: list[Candidate] = []
    for last in whole.values():
        other = _figure_after(sentence, cue, {q.value.unit for q in last.quantities}, sentence_wide=True)
        apart = sentence.passage.paragraph - last.sentence.passage.paragraph
        if other is not None and 0 <= apart <= NEAR and not last.continued:
            arguments = Arguments(list(last.participants), carried=len(last.participants))
            found.append(taken_over(last, sentence, (cue.first, cue.last), arguments, [other], ACCOUNT))
    told = {(one.kind, figure.start) for one in found for figure in one.quantities}
    return [one for one in own if not any((one.kind, figure.start) in told for figure in one.quantities)] + found


def _figure_after(sentence: Sentence, cue: Hit, units: set[str], sentence_wide: bool = False) -> QuantityMention | None:
    start, end = sentence.span(cue.first, cue.last)
    later = [q for q in sentence.quantities if q.value.unit in units and (sentence_wide or q.start >= end)]
    if not later:
        return None
    first = min(later, key=lambda q: q.start)
    low, high = (end, first.start) if first.start >= end else (first.end, start)
    between = (a for a in sentence.actors if takes_part(a) and not a.anaphor and low < a.mention.start < high)
    return None if any(between) else first
