"""The actors that could take part in a candidate claim, with what the models see of each."""

from __future__ import annotations

from dataclasses import dataclass

from tarazy.codebook.vocabulary import KINDS
from tarazy.extraction.anaphora import Discourse
from tarazy.extraction.arguments import Arguments, role_of, standing, takes_part
from tarazy.extraction.frames import Frame, role_table
from tarazy.extraction.logistic import bucket
from tarazy.extraction.sentence import Actor, Sentence, with_slot


@dataclass(slots=True)
class Prospect:
    """An actor that may take part; ``rules`` is the role that the rules give it, "" where they leave it out.

    ``distance`` counts tokens from the trigger, -1 for who is carried from the text before. ``shared`` are the features whatever the
    role, ``by_role`` those of each role that it could take.
    """

    actor: Actor
    rules: str
    carried: bool
    distance: int
    shared: list[str]
    by_role: dict[str, list[str]]

    def features(self, role: str) -> list[str]:
        """Features, each once, of the statement "this actor takes part in ``role``"."""
        end = f"|{role}"
        return list(dict.fromkeys([name + end for name in self.shared] + self.by_role[role]))


def prospects(
    sentence: Sentence, frame: Frame, clause: int, trigger: tuple[int, int], discourse: Discourse, chosen: Arguments
) -> list[Prospect]:
    """Every actor that could take part, once each, those of the trigger's own clause before others."""
    given = {a.id: role for a, role in chosen.filled}
    here = [
        a
        for a in standing(sentence.actors, frame.kind)
        if takes_part(a) and not trigger[0] <= a.first <= a.last <= trigger[1]
    ]
    core = set(role_table()[frame.kind]["core"])
    here.sort(
        key=lambda a: (
            sentence.clause_of(a.first) != clause,
            a.anaphor,
            role_of(a, frame) not in core,
            _distance(a, trigger),
        )
    )
    ids = [a.id for a in here]
    carried = [*discourse.subject, *(discourse.dyad() if role_table()[frame.kind].get("pair") else [])]
    found: dict[str, Prospect] = {}
    offered = [*((a, False) for a in here), *((with_slot(a, "carried"), True) for a in carried)]
    offered += [(with_slot(a, "leading"), True) for a in discourse.leading]
    for actor, is_carried in offered:
        if actor.id in found:
            continue
        proposed = role_of(with_slot(actor, "subject") if is_carried else actor, frame)
        rules = given.get(actor.id, "")
        place = _place(sentence, clause, trigger, actor, is_carried)
        shared = _shared(sentence, frame, trigger, actor, rules, place, ids)
        if is_carried:
            shared.append(f"dominance={bucket(int(20 * discourse.dominance(actor)), 1, 2, 4, 8)}|{place}")
        by_role = {role: _of_role(frame, actor, role, proposed, rules, place) for role in _possible(frame.kind, actor)}
        distance = -1 if is_carried else _distance(actor, trigger)
        found[actor.id] = Prospect(actor, rules, is_carried, distance, shared, by_role)
    return list(found.values())


def _possible(kind: str, actor: Actor) -> list[str]:
    if kind == "membership":
        return (
            ["organisation", "member"] if actor.kind in ("organisation", "group", "company", "region") else ["member"]
        )
    return list(KINDS[kind].roles)


def _distance(actor: Actor, trigger: tuple[int, int]) -> int:
    return max(actor.first - trigger[1], trigger[0] - actor.last, 0)


def _place(sentence: Sentence, clause: int, trigger: tuple[int, int], actor: Actor, carried: bool) -> str:
    if carried:
        return actor.slot
    offset = sentence.clause_of(actor.first) - clause
    return "same" if offset == 0 else ("before" if offset < 0 else "after") + ("1" if abs(offset) == 1 else "+")


def _shared(
    sentence: Sentence, frame: Frame, trigger: tuple[int, int], actor: Actor, rules: str, place: str, ids: list[str]
) -> list[str]:
    """Features that hold whatever the role: each is joined with the role by `Prospect.features`."""
    kind, slot, code = frame.kind, actor.slot, sentence.language
    carried = place in ("carried", "leading")
    far = "more" if carried else bucket(_distance(actor, trigger), 1, 3, 6, 12, 20)
    side = "before" if carried or actor.last < trigger[0] else "after"
    governed = not carried and trigger[0] <= actor.function.governor <= trigger[1]
    return [
        kind,
        f"slot={slot}|{kind}",
        f"slot={slot}|{code}",
        f"frame={frame.name}|{slot}",
        f"frame={frame.name}|{side}",
        f"side={side}|{slot}|{code}|{kind}",
        f"far={far}|{kind}",
        f"form={actor.mention.form}|{kind}",
        f"type={actor.kind}|{kind}",
        f"governed={governed}|{kind}",
        f"anaphor={actor.anaphor}|{kind}",
        f"place={place}|{kind}",
        f"others={bucket(len(set(ids)), 1, 2, 3, 5)}|{bool(rules)}",
    ]


def _of_role(frame: Frame, actor: Actor, role: str, proposed: str, rules: str, place: str) -> list[str]:
    """Features that tell the roles apart, shared over kinds: above all whether the rules propose this one."""
    kind, slot = frame.kind, actor.slot
    verdict = f"{rules == role}{proposed == role}{bool(rules)}{bool(proposed)}"
    return [
        f"verdict={verdict}",
        f"verdict={verdict}|{kind}",
        f"verdict={verdict}|{place}",
        f"verdict={verdict}|{slot}",
        f"verdict={verdict}|{actor.kind}",
        f"verdict={verdict}|{actor.mention.form}",
        f"verdict={verdict}|{actor.anaphor}",
        f"place={place}",
        f"type={actor.kind}|{place}",
    ]
