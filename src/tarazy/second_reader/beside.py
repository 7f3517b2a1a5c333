"""The claims of two readers of one document beside each other: what both say is written once and names both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tarazy.codebook.claim import Claim, Quantity
from tarazy.second_reader.tally import Tally


def side_by_side(first: Sequence[Claim], second: Iterable[Claim], tally: Tally) -> list[Claim]:
    """All claims of ``first``, and those of ``second`` that say something else, in text order.

    A claim of ``second`` that repeats one of ``first`` is not written; the rule of the first one then names both:
    ``ru.agreement.sign+llm.NAME``. ``tally`` counts the added, the shared and those that ``second`` says twice.
    """
    kept = list(first)
    added: list[Claim] = []
    shared: set[int] = set()
    for claim in second:
        if any(repeats(claim, other) or claim.id == other.id for other in added):
            tally.drop("repeated")
            continue
        same = next((i for i, other in enumerate(first) if repeats(claim, other)), None)
        if same is None:
            added.append(claim)
        elif same not in shared:
            shared.add(same)
            kept[same] = replace(kept[same], rule=f"{kept[same].rule}+{claim.rule}")
    tally.claims += len(added)
    tally.shared += len(shared)
    return sorted([*kept, *added], key=lambda claim: (claim.evidence.start, claim.evidence.end))


def repeats(claim: Claim, other: Claim) -> bool:
    """Whether a claim says nothing that the other does not: the same kind, actors in their roles and modality, in evidence that
    overlaps, and no time, figure or stage of its own."""
    return (
        claim.kind == other.kind
        and min(claim.evidence.end, other.evidence.end) > max(claim.evidence.start, other.evidence.start)
        and _roles(claim) == _roles(other)
        and claim.modality == other.modality
        and claim.stage in (None, other.stage)
        and (not claim.time or claim.time == other.time)
        and _figures(claim.quantities) <= _figures(other.quantities)
    )


def _roles(claim: Claim) -> frozenset[tuple[str, str]]:
    return frozenset((p.actor, p.role) for p in claim.participants)


def _figures(quantities: Iterable[Quantity]) -> frozenset[tuple[str, str]]:
    return frozenset((f"{q.value:.3g}", q.unit) for q in quantities)
