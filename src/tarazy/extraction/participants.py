"""Which actors of a sentence take part in a candidate claim: a logistic model over prospects.

The rules of `arguments.py` propose actors and roles; this model, trained by ``scripts/train_confidence.py``, looks at every actor of the
sentence and at the carried ones. How likely each is by itself `together.py` sets beside the others; kept are those that a reader would name,
each in its likeliest role. Weights are in ``data/participants.json``; without them the rules' own choice stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from tarazy.extraction import together
from tarazy.extraction.arguments import Arguments
from tarazy.extraction.frames import role_table
from tarazy.extraction.logistic import Logistic, load
from tarazy.extraction.prospects import Prospect

KEEP = 0.5
NEAR_MISS = 0.3


@dataclass(frozen=True)
class Participation:
    """The two models: each actor by itself, and beside the others (none: by itself is enough)."""

    alone: Logistic
    beside: Logistic | None

    def chances(self, found: Sequence[Prospect], kind: str) -> tuple[list[dict[str, float]], list[float]]:
        """How likely each actor is in each role that it could take, by itself, and how likely it takes part at all."""
        by_role = [
            {role: self.alone.of_names(prospect.features(role)) for role in prospect.by_role} for prospect in found
        ]
        if self.beside is None:
            return by_role, [min(1.0, sum(own.values())) for own in by_role]
        return by_role, [self.beside(row) for row in together.features(kind, found, by_role)]


def settle(arguments: Arguments, found: list[Prospect], kind: str, model: Participation) -> Arguments:
    """The participants that the model keeps; the likeliest of the core roles stays where it would keep none."""
    table = role_table()[kind]
    core, pair = set(table["core"]), bool(table.get("pair"))
    rated: list[tuple[float, Prospect, str]] = []
    as_core: list[tuple[float, Prospect, str]] = []
    for prospect, scores, value in zip(found, *model.chances(found, kind), strict=True):
        best = max(scores, key=lambda role: scores[role])
        rated.append((value, prospect, best))
        as_core += [(scores[role], prospect, role) for role in scores if role in core]
    rated.sort(key=lambda r: -r[0])
    kept = [(p, role) for value, p, role in rated if value >= KEEP]
    if as_core and not any(role in core for _, role in kept):
        # A stance has its holder, a threat its target: the likeliest actor takes the role.
        _, chosen, role = max(as_core, key=lambda c: (c[0] + (c[1] in [p for p, _ in kept]), c[0]))
        kept = [(p, r) for p, r in kept if p is not chosen] + [(chosen, role)]
    if pair and len(kept) < 2:
        kept += [(p, role) for value, p, role in rated if (p, role) not in kept and value >= NEAR_MISS][: 2 - len(kept)]
    if not kept:
        return arguments
    kept.sort(key=lambda k: (k[0].carried, k[0].actor.first))
    return replace(
        arguments,
        filled=[(p.actor, role) for p, role in kept],
        carried=sum(p.carried for p, _ in kept),
        sure=_sure({id(p) for p, _ in kept}, rated),
    )


def _sure(kept: set[int], rated: Sequence[tuple[float, Prospect, str]]) -> float:
    """The Jaccard index of the kept and those that take part, as it is to be expected."""
    shared = sum(value for value, prospect, _ in rated if id(prospect) in kept)
    return shared / (len(kept) + sum(value for value, prospect, _ in rated if id(prospect) not in kept))


@cache
def installed() -> Participation | None:
    """The trained models, or None."""
    alone = load("participants.json")
    return Participation(alone, together.installed()) if alone else None
