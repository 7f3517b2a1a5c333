"""Scores claims against a gold standard: found, exact and slots, as the codebook defines them.

Claims pair one to one within a document so that the summed similarity is the largest possible. A pair needs the same kind,
overlapping evidence and participants whose Jaccard index is at least one half. Slugs of actors outside the registry
(``org:``, ``group:``, ``person:``, ``place:``) are not compared: two readers rarely coin the same one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from tarazy.errors import UsageError

Row = Mapping[str, Any]
_SLUGS = ("org", "group", "person", "place")


@dataclass(frozen=True, slots=True)
class Score:
    """Hits among gold and predicted claims; every rate is 0 where there is nothing to divide by."""

    hits: int
    gold: int
    predicted: int

    @property
    def precision(self) -> float:
        """Share of the predicted claims that hit."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold claims that are hit."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (self.gold + self.predicted) if self.hits else 0.0


@dataclass(slots=True)
class Evaluation:
    """Scores of a set of claims. ``slots`` maps each slot to the share of found pairs that agree on it.

    ``missed`` are gold claims without a pair, ``spurious`` predicted ones, ``matched`` the pairs (gold, predicted).
    """

    found: Score
    exact: Score
    slots: dict[str, float]
    by_kind: dict[str, Score]
    by_language: dict[str, Score]
    by_document: dict[str, Score]
    missed: list[Row] = field(default_factory=list)
    spurious: list[Row] = field(default_factory=list)
    matched: list[tuple[Row, Row]] = field(default_factory=list)


def roles(claim: Row) -> frozenset[tuple[str, str | None]]:
    """Pairs of actor and role; actors known by a slug alone are numbered within their type."""
    seen: Counter[str] = Counter()
    pairs = set()
    for actor, role in sorted((p["actor"], p.get("role") or "") for p in claim.get("participants") or ()):
        group, colon, _ = actor.partition(":")
        if colon and group in _SLUGS:
            seen[group] += 1
            actor = f"{group}:{seen[group]}"
        pairs.add((actor, role or None))
    return frozenset(pairs)


def actors(claim: Row) -> frozenset[str]:
    """The actors of ``roles``."""
    return frozenset(actor for actor, _ in roles(claim))


def years(claim: Row) -> tuple[str, str]:
    """First and last year, empty where the claim has none."""
    time = claim.get("time") or {}
    return (time.get("start") or "")[:4], (time.get("end") or "")[:4]


def amounts(claim: Row) -> frozenset[tuple[float, str | None]]:
    """Quantities to three significant digits with their units."""
    quantities = (q for q in claim.get("quantities") or () if q.get("value") is not None)
    return frozenset((float(f"{float(q['value']):.3g}"), q.get("unit")) for q in quantities)


_SLOTS: dict[str, Callable[[Row], Any]] = {
    "participants": actors,
    "roles": roles,
    "time": years,
    "quantities": amounts,
    "stage": lambda claim: claim.get("stage"),
    "modality": lambda claim: claim.get("modality", "asserted"),
}


def jaccard(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Shared members over all members; 1 for two empty sets."""
    return len(one & other) / len(one | other) if one or other else 1.0


def overlap(gold: Row, guess: Row) -> bool:
    """True where the evidence of two claims of one document shares a character."""
    one, other = gold["evidence"], guess["evidence"]
    return bool(min(one["end"], other["end"]) > max(one["start"], other["start"]))


def similarity(gold: Row, guess: Row) -> float:
    """0 where the two cannot be the same claim; up to 1.7 where all agrees."""
    if gold["kind"] != guess["kind"]:
        return 0.0
    if not overlap(gold, guess):
        return 0.0
    shared = jaccard(actors(gold), actors(guess))
    if shared < 0.5:
        return 0.0
    same_years = 0.3 if years(gold) == years(guess) else 0.0
    return shared + same_years + 0.3 * jaccard(amounts(gold), amounts(guess)) + 0.1 * jaccard(roles(gold), roles(guess))


def pairs(gold: Sequence[Row], guesses: Sequence[Row]) -> list[tuple[int, int]]:
    """Positions of the claims of one document that pair best."""
    if not gold or not guesses:
        return []
    weights = np.array([[similarity(one, other) for other in guesses] for one in gold])
    return [
        (int(g), int(p)) for g, p in zip(*linear_sum_assignment(weights, maximize=True), strict=True) if weights[g, p]
    ]


def language_of(document: str) -> str:
    """The language in a name such as ``caspian.ru.txt``; empty where the name says none."""
    parts = document.rsplit(".", 2)
    return parts[1] if len(parts) == 3 else ""


def evaluate(gold: Sequence[Row], guesses: Iterable[Row]) -> Evaluation:
    """Score claims in the exchange format; those of documents without a gold claim do not count."""
    documents = sorted({row["document"] for row in gold})
    predicted = [row for row in guesses if row["document"] in set(documents)]
    matched: list[tuple[Row, Row]] = []
    missed: list[Row] = []
    spurious: list[Row] = []
    for document in documents:
        ours = [row for row in gold if row["document"] == document]
        theirs = [row for row in predicted if row["document"] == document]
        found = pairs(ours, theirs)
        matched += [(ours[g], theirs[p]) for g, p in found]
        missed += [row for at, row in enumerate(ours) if at not in {g for g, _ in found}]
        spurious += [row for at, row in enumerate(theirs) if at not in {p for _, p in found}]
    exact = sum(all(_SLOTS[slot](g) == _SLOTS[slot](p) for slot in ("roles", "time", "quantities")) for g, p in matched)
    return Evaluation(
        found=Score(len(matched), len(gold), len(predicted)),
        exact=Score(exact, len(gold), len(predicted)),
        slots={
            name: sum(get(g) == get(p) for g, p in matched) / len(matched) for name, get in _SLOTS.items() if matched
        },
        by_kind=_by(lambda row: str(row["kind"]), gold, predicted, matched),
        by_language=_by(lambda row: language_of(row["document"]), gold, predicted, matched),
        by_document=_by(lambda row: str(row["document"]), gold, predicted, matched),
        missed=missed,
        spurious=spurious,
        matched=matched,
    )


def _by(
    key: Callable[[Row], str], gold: Sequence[Row], predicted: Sequence[Row], matched: Sequence[tuple[Row, Row]]
) -> dict[str, Score]:
    hits = Counter(key(g) for g, _ in matched)
    ours, theirs = Counter(map(key, gold)), Counter(map(key, predicted))
    return {name: Score(hits[name], ours[name], theirs[name]) for name in sorted({*ours, *theirs})}


def load_gold(path: Path) -> list[dict[str, Any]]:
    """Claims of a JSON Lines file or of all in a folder. UsageError names the line that is no claim."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files or not path.exists():
        raise UsageError(f"{path} has no gold claims: name a folder with .jsonl files, or one such file.")
    rows = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                rows.append(_gold_row(line, f"{file}:{number}"))
    return rows


def _gold_row(line: str, place: str) -> dict[str, Any]:
    try:
        row: dict[str, Any] = json.loads(line)
        complete = all(name in row for name in ("document", "kind", "evidence")) and {"start", "end"} <= set(
            row["evidence"]
        )
    except (ValueError, TypeError):
        complete = False
    if not complete:
        raise UsageError(f"{place} is no claim: it needs document, kind and evidence with start and end.")
    return row
