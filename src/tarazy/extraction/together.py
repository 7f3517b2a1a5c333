"""Who takes part beside whom: the last word on the participants of a candidate.

A model that looks at one actor at a time puts two donors into one grant and leaves a pact with one party. This one sees how likely each
actor is by itself beside the others that could take part: whether a likelier one has the role already, stands nearer or is coordinated
with it. Trained by ``scripts/train_confidence.py``; its weights are in ``data/together.json``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
    role = max(chances[number], key=lambda name: chances[number][name])
    others = [(p, inside[i], chances[i].get(role, 0.0)) for i, p in enumerate(found) if i != number]

    def most(chosen: Iterable[float]) -> float:
        return max(chosen, default=0.0)

    own = log_odds(value)
    level = _level(own, _LEVELS)
    rivals = {
        "best": most(v for _, v, _ in others),
        "role": most(r for _, _, r in others),
        "slot": most(v for p, v, _ in others if p.actor.slot == slot),
        "sort": most(v for p, v, _ in others if p.actor.kind == sort),
    }
    near = most(v for p, v, _ in others if prospect.carried or 0 <= p.distance < prospect.distance)
    run = runs.get(prospect.actor.id)
    linked = most(v for p, v, _ in others if run is not None and run == runs.get(p.actor.id))
    rank = min(sum(v > value for _, v, _ in others), 4)
    likely = min(sum(v > 0.5 for _, v, _ in others), 4)
    names = [
        f"rank={rank}",
        f"rank={rank}|{kind}",
        f"likely={likely}|{kind}",
        f"likely={likely}|{kind}:{role}",
        f"likely={likely}|{slot}",
        f"likely={likely}|{sort}|{kind}",
        f"slot={slot}",
        f"others={_level(len(others), (0, 1, 2, 4, 7))}",
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
        "sum": sum(v for _, v, _ in others),
        "of-role": sum(r for _, _, r in others),
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
    return sum(value > limit for limit in limits)
