"""What a decision says of single things: a verdict on a claim, a slot, a name; and which pairs it joins or keeps apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from tarazy.records.decisions import Decision, pair

MOST_PAIRS = 40_000
"""Records that are not the same are kept apart claim by claim up to so many pairs; beyond, each claim from the first of the others."""

Thing = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """One thing, such as ``("slot", claim, "time")``, and what the decision says of it."""

    thing: Thing
    value: Any


@dataclass(frozen=True, slots=True)
class Bond:
    """Two ids that are one (``joins``) or are not."""

    left: str
    right: str
    joins: bool


def opinions(decision: Decision) -> Iterator[Opinion]:
    """What it says of things on which the later word holds."""
    left, value = decision.left, decision.value
    if decision.action in ("accept", "reject"):
        yield Opinion(("verdict", left), decision.action)
    elif decision.action == "correct":
        yield from (Opinion(("slot", left, slot), mended) for slot, mended in value.items())
    elif decision.action == "add-claim" and decision.right:
        yield Opinion(("added", decision.right), {"document_id": left, **value})
    elif decision.action == "prefer":
        yield Opinion(("preferred", left, value["slot"]), value["value"])
    elif decision.action == "name-actor":
        yield from (Opinion(("name", left, key), name) for key, name in value.items())
    elif decision.action == "split-actors" and value:
        yield from (Opinion(("moved", claim, left), decision.right) for claim in value["claims"])


def claim_bonds(decision: Decision) -> Iterator[Bond]:
    """The pairs of claims that it joins or keeps apart, those of records by their claims."""
    if decision.action not in ("same", "different") or decision.right is None:
        return
    if decision.value is None:
        yield Bond(*pair(decision.left, decision.right), decision.action == "same")
        return
    left, right = sorted(set(decision.value["left"])), sorted(set(decision.value["right"]))
    if not left or not right:
        return
    if decision.action == "same":
        first, *others = sorted({*left, *right})
        yield from (Bond(first, other, True) for other in others)
    elif len(left) * len(right) <= MOST_PAIRS:
        yield from (Bond(*pair(a, b), False) for a, b in product(left, right) if a != b)
    else:
        several = {pair(left[0], b) for b in right} | {pair(a, right[0]) for a in left}
        yield from (Bond(a, b, False) for a, b in sorted(several) if a != b)


def claims_needed(decision: Decision) -> list[list[str]]:
    """Groups of claims of each of which one must be there for the decision to take effect."""
    value = decision.value
    if decision.action in ("accept", "reject", "correct"):
        return [[decision.left]]
    if decision.action == "add-claim" and decision.right:
        return [[decision.right]]
    if decision.action in ("same", "different") and decision.right is not None:
        return [[decision.left], [decision.right]] if value is None else [value["left"], value["right"]]
    if decision.action in ("prefer", "split-actors") and value:
        return [value["claims"]]
    return []
