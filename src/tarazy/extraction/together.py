"""Who takes part beside whom: the last word on the participants of a candidate.

A model that looks at one actor at a time puts two donors into one grant and leaves a pact with one party. This one sees how likely each
actor is by itself beside the others that could take part: whether a likelier one has the role already, stands nearer or is coordinated
with it. Trained by ``scripts/train_confidence.py``; its weights are in ``data/together.json``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from tarazy.extraction.logistic import Logistic, load, log_odds
from tarazy.extraction.prospects import Prospect
from tarazy.extraction.sentence import Actor

LINKED = 3
"""Tokens from one name to the next in a list: the mark or the "and" between them, an article, and the name."""
_LEVELS = (-2, -1, 0, 1, 2)
_SHARES = (0.2, 0.5, 0.8)

Chances = Mapping[str, float]
"""How likely an actor is in each role that it could take, by itself."""


def installed() -> Logistic | None:
    """The trained model, or None."""
    return load("together.json")


def features(kind: str, found: Sequence[Prospect], chances: Sequence[Chances]) -> list[dict[str, float]]:
    """What the model sees of each actor that could take part, in their order."""
    inside = [min(1.0, sum(own.values())) for own in chances]
    runs = _runs(found)
    return [_features(kind, number, found, chances, inside, runs) for number in range(len(found))]


def _features(
    kind: str,
    number: int,
    found: Sequence[Prospect],
    chances: Sequence[Chances],
    inside: Sequence[float],
    runs: Mapping[str, int],
) -> dict[str, float]:
    prospect, value = found[number], inside[number]
    slot, sort = prospect.actor.slot, prospect.actor.kind
    role = max(chances[number], key=chances[number].__getitem__)
    run, distance = runs.get(prospect.actor.id), prospect.distance
    best = of_role = of_slot = of_sort = near = linked = sum_all = sum_role = 0.0
    rank = likely = 0
    # Much the most often gone through of all that is written here: comparisons, not calls.
    for at, other in enumerate(found):
        if at == number:
            continue
        v, r, actor = inside[at], chances[at].get(role, 0.0), other.actor
        sum_all += v
        sum_role += r
        rank += v > value
        likely += v > 0.5
        if v > best:
            best = v
        if r > of_role:
            of_role = r
        if v > of_slot and actor.function.slot == slot:
            of_slot = v
        if v > of_sort and actor.kind == sort:
            of_sort = v
        if v > near and (prospect.carried or 0 <= other.distance < distance):
            near = v
        if v > linked and run is not None and run == runs.get(actor.mention.actor):
            linked = v
    rank, likely = min(rank, 4), min(likely, 4)
    own = log_odds(value)
    level = _level(own, _LEVELS)
    rivals = {"best": best, "role": of_role, "slot": of_slot, "sort": of_sort}
    names = [
        f"rank={rank}",
        f"rank={rank}|{kind}",
        f"likely={likely}|{kind}",
        f"likely={likely}|{kind}:{role}",
        f"likely={likely}|{slot}",
        f"likely={likely}|{sort}|{kind}",
        f"slot={slot}",
        f"others={_level(len(found) - 1, (0, 1, 2, 4, 7))}",
        f"carried={prospect.carried}|{min(likely, 3)}",
        f"distance={_level(prospect.distance, (0, 2, 5, 10, 20))}",
        f"near={_level(near, _SHARES)}|{level}",
        f"linked={_level(linked, _SHARES)}|{level}",
        *(f"{name}={_level(log_odds(v), _LEVELS)}|{level}" for name, v in rivals.items()),
    ]
    row = dict.fromkeys(names, 1.0)
    row |= {
        "own": own,
        f"own|{kind}": own / 2,
        "near": near,
        "linked": linked,
        f"linked|{kind}": linked,
        "sum": sum_all,
        "of-role": sum_role,
    }
    row["lead"] = max(-4.0, min(4.0, own - log_odds(rivals["best"])))
    row[f"lead|{kind}"] = row["lead"] / 2
    row["lead-of-role"] = max(-4.0, min(4.0, own - log_odds(rivals["role"])))
    return row


def _runs(found: Sequence[Prospect]) -> dict[str, int]:
    """The number of the run of names, as in a list, in which each actor of the sentence stands."""
    runs: dict[str, int] = {}
    last: Actor | None = None
    for actor in sorted((p.actor for p in found if not p.carried), key=lambda actor: actor.first):
        number = len(runs) if last is None or actor.first - last.last > LINKED else runs[last.id]
        runs[actor.id] = number
        last = actor
    return runs


def _level(value: float, limits: Sequence[float]) -> int:
    """How many of the limits lie below the value."""
    return bisect_left(limits, value)
