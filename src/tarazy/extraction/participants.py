"""Which actors of a sentence take part in a candidate claim: a logistic model over prospects.

The rules of `arguments.py` propose a set; this model, trained by ``scripts/train_confidence.py``, looks at every actor of the
sentence and at the carried ones, and keeps those that a reader would name. Weights are in ``data/participants.json``; without
them the rules' own choice stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tarazy.extraction.anaphora import Discourse
from tarazy.extraction.arguments import Arguments, role_of, takes_part
from tarazy.extraction.frames import Frame, role_table
from tarazy.extraction.logistic import Logistic, bucket, load
from tarazy.extraction.sentence import Actor, Sentence, with_slot

KEEP = 0.5
NEAR_MISS = 0.25


@dataclass(slots=True)
class Prospect:
    """An actor that may take part in ``role``; ``chosen`` is the rules' own verdict."""

    actor: Actor
    role: str
    chosen: bool
    carried: bool
    features: dict[str, float]


def prospects(
    sentence: Sentence, frame: Frame, clause: int, trigger: tuple[int, int], discourse: Discourse, chosen: Arguments
) -> list[Prospect]:
    """Every actor that could take part, once each, those of the trigger's own clause before others."""
    roles = {a.id: role for a, role in chosen.filled}
    here = [a for a in sentence.actors if takes_part(a) and not trigger[0] <= a.first <= a.last <= trigger[1]]
    here.sort(key=lambda a: (sentence.clause_of(a.first) != clause, a.anaphor, _distance(a, trigger)))
    found: dict[str, Prospect] = {}
    ids = [a.id for a in here]
    for actor in here:
        if actor.id in found:
            continue
        role = roles.get(actor.id) or role_of(actor, frame) or str(role_table()[frame.kind].get("fallback", ""))
        if role:
            seen = _features(sentence, frame, clause, trigger, actor, role, actor.id in roles, False, ids)
            found[actor.id] = Prospect(actor, role, actor.id in roles, False, seen)
    carried = [*discourse.subject, *(discourse.dyad() if role_table()[frame.kind].get("pair") else [])]
    for actor in carried:
        if actor.id in found:
            continue
        role = roles.get(actor.id) or role_of(with_slot(actor, "subject"), frame)
        if role:
            seen = _features(
                sentence, frame, clause, trigger, with_slot(actor, "carried"), role, actor.id in roles, True, ids
            )
            found[actor.id] = Prospect(actor, role, actor.id in roles, True, seen)
    return list(found.values())


def _distance(actor: Actor, trigger: tuple[int, int]) -> int:
    return max(actor.first - trigger[1], trigger[0] - actor.last, 0)


def _features(
    sentence: Sentence,
    frame: Frame,
    clause: int,
    trigger: tuple[int, int],
    actor: Actor,
    role: str,
    chosen: bool,
    carried: bool,
    ids: list[str],
) -> dict[str, float]:
    kind, slot = frame.kind, actor.slot
    code = sentence.language
    if carried:
        place = "carried"
        side = "before"
        far = "more"
    else:
        offset = sentence.clause_of(actor.first) - clause
        place = "same" if offset == 0 else ("before" if offset < 0 else "after") + ("1" if abs(offset) == 1 else "+")
        side = "before" if actor.last < trigger[0] else "after"
        far = bucket(_distance(actor, trigger), 1, 3, 6, 12, 20)
    governor = actor.function.governor
    governed = not carried and trigger[0] <= governor <= trigger[1]
    names = [
        f"role={role}|{kind}",
        f"slot={slot}|{kind}",
        f"slot={slot}|{role}|{place}",
        f"slot={slot}|{code}",
        f"frame={frame.name}|{slot}",
        f"place={place}|{kind}",
        f"place={place}",
        f"far={far}|{place}",
        f"far={far}|{kind}",
        f"side={side}|{slot}|{code}",
        f"form={actor.mention.form}|{slot}",
        f"form={actor.mention.form}|{kind}",
        f"type={actor.kind}|{kind}",
        f"type={actor.kind}|{role}|{place}",
        f"chosen={chosen}",
        f"chosen={chosen}|{kind}",
        f"governed={governed}|{kind}",
        f"anaphor={actor.anaphor}|{kind}",
        f"others={bucket(len(set(ids)), 1, 2, 3, 5)}|{chosen}",
        f"again={ids.count(actor.id) > 1}",
        f"brackets={_bracketed(sentence, actor) if not carried else False}",
        "bias",
    ]
    return dict.fromkeys(names, 1.0)


def _bracketed(sentence: Sentence, actor: Actor) -> bool:
    before = sentence.analysis.text[: actor.mention.start]
    return before.count("(") > before.count(")")


def settle(
    arguments: Arguments, found: list[Prospect], kind: str, score: Callable[[dict[str, float]], float]
) -> Arguments:
    """The participants that the model keeps; the likeliest of the core roles stays where it would keep none."""
    table = role_table()[kind]
    core, pair = set(table["core"]), bool(table.get("pair"))
    rated = sorted(((score(p.features), p) for p in found), key=lambda r: -r[0])
    kept = [p for value, p in rated if value >= KEEP]
    if not any(p.role in core for p in kept):
        kept += [p for _, p in rated if p.role in core and p not in kept][:1]
    if pair and len(kept) < 2:
        kept += [p for value, p in rated if p not in kept and value >= NEAR_MISS][: 2 - len(kept)]
    if not kept:
        return arguments
    kept.sort(key=lambda p: (p.carried, p.actor.first))
    return replace(
        arguments,
        filled=[(p.actor, p.role) for p in kept],
        carried=sum(p.carried for p in kept),
    )


def installed() -> Logistic | None:
    """The trained model, or None."""
    return load("participants.json")
