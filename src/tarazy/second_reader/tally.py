"""What a second reader has done and used: pieces, requests, tokens, claims kept and dropped; and what that costs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from tarazy.errors import UsageError

_PRICE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)\s*([^\s\d/.]{0,8})\s*")
_MILLION = 1_000_000
DROPPED = {
    "quote": "quote not in the text",
    "actor": "no actor that the text names",
    "codebook": "against the codebook",
    "figure": "indicator without a figure of its sentence",
    "repeated": "said twice",
}
"""Why a claim of the model is not written: the keys of ``Tally.dropped``."""
LEFT_OUT = {
    "participant": "participant not named in the text",
    "date": "date not in the text",
    "figure": "figure not in the sentence",
}
"""What can be left out of a claim that is written: the keys of ``Tally.left_out``."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost: those of the question (``asked``) and of the answer (``answered``), in ``currency``."""

    asked: float
    answered: float
    currency: str = ""

    @classmethod
    def parse(cls, text: str) -> Price:
        """From ``0.15/0.60`` or ``0.15/0.60 USD``; UsageError for anything else."""
        found = _PRICE.fullmatch(text)
        if found is None:
            raise UsageError(
                f"price {text!r} is none: write what a million tokens of questions and of answers cost, such as 0.15/0.60."
            )
        return cls(float(found[1]), float(found[2]), found[3])

    def of(self, tally: Tally) -> float:
        """What the tokens of a tally cost, in ``currency``."""
        return (tally.tokens_asked * self.asked + tally.tokens_answered * self.answered) / _MILLION


@dataclass(slots=True)
class Tally:
    """Counts that add up over pieces, documents and processes.

    ``pieces`` of text were given to the reader: ``cached`` of them had been answered before, ``unanswered`` gave no answer
    that could be read. ``requests`` went out, ``retries`` of them again after a failure of the server or a malformed answer.
    Tokens are the server's own count, ``uncounted`` the answers for which it gave none. ``claims`` are written, and ``shared``
    ones are claims of the rules that the model made too. ``dropped`` and ``left_out`` count by the reasons of DROPPED and LEFT_OUT.
    """

    pieces: int = 0
    cached: int = 0
    unanswered: int = 0
    requests: int = 0
    retries: int = 0
    tokens_asked: int = 0
    tokens_answered: int = 0
    uncounted: int = 0
    claims: int = 0
    shared: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Take in the counts of another."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for mine, theirs in ((self.dropped, other.dropped), (self.left_out, other.left_out)):
            for reason, count in theirs.items():
                mine[reason] = mine.get(reason, 0) + count

    def drop(self, reason: str) -> None:
        """Count a claim that is not written."""
        self.dropped[reason] = self.dropped.get(reason, 0) + 1

    def leave_out(self, reason: str) -> None:
        """Count a part that a written claim goes without."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def told(self, price: Price | None = None) -> list[str]:
        """One to four sentences for a terminal."""
        said = [f"{_count(self.pieces, 'piece')} of text, {self.cached:,} from the cache"]
        said += [f"{self.unanswered:,} without a readable answer"] if self.unanswered else []
        said += [f"{_count(self.requests, 'request')}"]
        tokens = f"{self.tokens_asked:,} + {self.tokens_answered:,} tokens"
        if self.uncounted:
            tokens += f" (not counted by the server: {_count(self.uncounted, 'answer')})"
        if price is not None:
            tokens += f", {price.of(self):,.4f} {price.currency}".rstrip()
        sentences = [f"{', '.join(said)}; {tokens}."]
        sentences.append(f"{_count(self.claims, 'claim')} added, {self.shared:,} the same as the rules'.")
        for title, counts, reasons in (("Dropped", self.dropped, DROPPED), ("Left out", self.left_out, LEFT_OUT)):
            if told := _reasons(counts, reasons):
                sentences.append(f"{title}: {told}.")
        return sentences


_NUMBERS = tuple(name for name in Tally.__dataclass_fields__ if name not in ("dropped", "left_out"))


@runtime_checkable
class Tallying(Protocol):
    """An extractor that counts what it does; ``heard``, where set, is called with the counts as they grow."""

    heard: Callable[[Tally], None] | None

    def take_tally(self) -> Tally:
        """What was counted since this was last asked."""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _reasons(counts: Mapping[str, int], reasons: Mapping[str, str]) -> str:
    return ", ".join(f"{counts[key]:,} {reason}" for key, reason in reasons.items() if counts.get(key))
