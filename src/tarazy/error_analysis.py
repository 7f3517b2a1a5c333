"""Why a gold claim was missed and where a spurious one comes from, case by case and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tarazy.evaluation import Evaluation, Row, actors, jaccard, language_of, overlap, similarity
from tarazy.extraction.trace import Sentence, Trace

MISSED = {
    "unread": "its document was not read, or that passage is not read as prose (heading, reference, furniture, table)",
    "nothing": "no candidate in the sentence: no frame knows its words, or no actor was found for one that does",
    "kind": "candidates of other kinds only",
    "actors": "a candidate of the kind, but fewer than half of the actors agree",
    "clause": "a candidate of the kind with the actors, in another clause of the sentence",
    "weak": "a candidate that agrees, with a confidence below the threshold",
    "repeated": "a candidate that agrees, left out beside a surer one that says the same",
    "paired": "a claim that agrees, but another gold claim agrees with it better",
}
"""What stopped a missed claim; the first that holds of: paired, repeated, weak, clause, actors, kind, nothing, unread."""

SPURIOUS = {
    "kind": "the gold claims there are of other kinds",
    "actors": "a gold claim of the kind is there, but fewer than half of the actors agree",
    "twin": "a gold claim there agrees, but another claim agrees with it better",
    "clause": "gold claims stand in another clause of the sentence only",
    "nothing": "the sentence has no gold claim",
}
"""Where a spurious claim stands."""


@dataclass(frozen=True, slots=True)
class Error:
    """A missed gold claim or a spurious claim.

    ``side`` is ``missed`` or ``spurious``, ``reason`` a key of `MISSED` or `SPURIOUS`. ``rule`` and ``confidence`` are those of the
    spurious claim, or of the candidate that came nearest to the missed one; ``nearest`` is that candidate, or the gold claim beside a
    spurious one. ``sentence`` is what is read there, the quote where the text is not at hand.
    """

    side: str
    reason: str
    claim: Row
    sentence: str
    rule: str | None = None
    confidence: float | None = None
    nearest: Row | None = None

    @property
    def kind(self) -> str:
        return str(self.claim["kind"])

    @property
    def language(self) -> str:
        return language_of(self.claim["document"]) or str(self.claim.get("language") or "")

    def to_json(self) -> dict[str, Any]:
        """The case as one JSON object."""
        row = {
            "side": self.side,
            "reason": self.reason,
            "kind": self.kind,
            "language": self.language,
            "rule": self.rule,
            "confidence": self.confidence,
            "sentence": self.sentence,
            "claim": self.claim,
            "nearest": self.nearest,
        }
        return {name: value for name, value in row.items() if value is not None}


def explain(
    result: Evaluation, gold: Sequence[Row], guesses: Sequence[Row], traces: Mapping[str, Trace] | None = None
) -> list[Error]:
    """Every missed and spurious claim of an evaluation with its reason, in the order of the documents.

    ``gold`` and ``guesses`` are the claims that were compared. ``traces`` (document's name → what became of its candidates) tell
    the candidates that were left out and the sentences; without them the reasons rest on the claims alone.
    """
    book = traces or {}
    errors = [_missed(row, _of(guesses, row), book.get(row["document"]), bool(book)) for row in result.missed]
    errors += [_spurious(row, _of(gold, row), book.get(row["document"])) for row in result.spurious]
    return errors


def counts(errors: Iterable[Error], side: str, by: str) -> dict[str, Counter[str]]:
    """How often each reason holds on a side, by ``kind`` or ``language``; under "" over all."""
    table: dict[str, Counter[str]] = {"": Counter()}
    for error in errors:
        if error.side == side:
            table[""][error.reason] += 1
            table.setdefault(getattr(error, by), Counter())[error.reason] += 1
    return dict(sorted(table.items()))


def rules(result: Evaluation) -> dict[str, tuple[int, int]]:
    """Right and spurious claims of each rule, those with the most spurious ones first."""
    right = Counter(str(guess.get("rule") or "") for _, guess in result.matched)
    wrong = Counter(str(row.get("rule") or "") for row in result.spurious)
    names = sorted({*right, *wrong} - {""}, key=lambda name: (-wrong[name], right[name], name))
    return {name: (right[name], wrong[name]) for name in names}


def _of(rows: Iterable[Row], claim: Row) -> list[Row]:
    return [row for row in rows if row["document"] == claim["document"]]


def _missed(gold: Row, claims: list[Row], traced: Trace | None, has_texts: bool) -> Error:
    weak = [claim.to_exchange() for claim in traced.weak] if traced else []
    repeated = [claim.to_exchange() for claim in traced.repeated] if traced else []
    sentences = _sentences(gold, traced)
    for reason, rows in (("paired", claims), ("repeated", repeated), ("weak", weak)):
        agreeing = [row for row in rows if similarity(gold, row) > 0]
        if agreeing:
            return _error("missed", reason, gold, sentences, max(agreeing, key=lambda row: similarity(gold, row)))
    everything = [*claims, *repeated, *weak]
    here = [row for row in everything if overlap(gold, row)]
    around = [row for row in everything if any(_within(row, s) for s in sentences)]
    same = [
        row for row in around if row["kind"] == gold["kind"] and not overlap(gold, row) and _agree(gold, row) >= 0.5
    ]
    if same:
        return _error("missed", "clause", gold, sentences, max(same, key=lambda row: _agree(gold, row)))
    for rows in (here, around):
        of_kind = [row for row in rows if row["kind"] == gold["kind"]]
        if of_kind:
            best = max(of_kind, key=lambda row: (_agree(gold, row), row.get("confidence") or 0))
            return _error("missed", "actors", gold, sentences, best)
    if here or around:
        best = max(here or around, key=lambda row: (_agree(gold, row), row.get("confidence") or 0))
        return _error("missed", "kind", gold, sentences, best)
    unread = has_texts and not any(sentence.read for sentence in sentences)
    return _error("missed", "unread" if unread else "nothing", gold, sentences, None)


def _spurious(claim: Row, gold: list[Row], traced: Trace | None) -> Error:
    sentences = _sentences(claim, traced)
    here = [row for row in gold if overlap(row, claim)]
    around = [row for row in gold if any(_within(row, s) for s in sentences)]
    same = [row for row in here if row["kind"] == claim["kind"]]
    agreeing = [row for row in same if similarity(row, claim) > 0]
    reason, beside = next(
        (name, rows)
        for name, rows in (
            ("twin", agreeing),
            ("actors", same),
            ("kind", here),
            ("clause", around),
            ("nothing", around),
        )
        if rows or name == "nothing"
    )
    nearest = max(beside, key=lambda row: _agree(row, claim)) if reason != "nothing" else None
    return _error("spurious", reason, claim, sentences, nearest)


def _error(side: str, reason: str, claim: Row, sentences: list[Sentence], nearest: Row | None) -> Error:
    text = " ".join(s.text for s in sentences) or str(claim["evidence"].get("quote") or "")
    made = claim if side == "spurious" else nearest or {}
    return Error(side, reason, claim, " ".join(text.split()), made.get("rule"), made.get("confidence"), nearest)


def _sentences(claim: Row, traced: Trace | None) -> list[Sentence]:
    return [s for s in traced.sentences if _within(claim, s)] if traced else []


def _within(claim: Row, sentence: Sentence) -> bool:
    return bool(claim["evidence"]["start"] < sentence.end and sentence.start < claim["evidence"]["end"])


def _agree(one: Row, other: Row) -> float:
    return jaccard(actors(one), actors(other))
