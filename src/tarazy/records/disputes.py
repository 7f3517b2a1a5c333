"""Where people disagree: decisions of different persons, or a circle of merged actors, that cannot all hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tarazy.records.decisions import Decision, canonical, pair
from tarazy.records.opinions import Thing, claim_bonds, opinions
from tarazy.records.outcome import Outcome
from tarazy.records.slots import SLOTS, write_slot

_QUOTED = 80


@dataclass(frozen=True, slots=True)
class Dispute:
    """``thing`` says what about: ``("verdict", claim)``, ``("slot", claim, slot)``, ``("preferred", record, slot)``,
    ``("name", actor, key)``, ``("moved", claim, actor)``, ``("added", claim)``, ``("pair", claim, claim)``, ``("actors", actor, actor)``.

    ``decisions`` are those that contradict each other, oldest first, none undone; ``holds`` are those of them that hold.
    """

    thing: Thing
    decisions: tuple[Decision, ...]
    holds: tuple[Decision, ...]

    @property
    def sentence(self) -> str:
        """Who says what, and which holds."""
        sides = "; ".join(f"{one.who}: {describe(one)} ({_named(one)})" for one in self.decisions)
        holding = " and ".join(_named(one) for one in self.holds)
        return f"{sides} – {holding} {'holds' if len(self.holds) == 1 else 'hold'}, undo one to settle it."


def _named(decision: Decision) -> str:
    return f"decision {decision.serial or decision.id}"


def describe(decision: Decision, serials: Mapping[str, int] | None = None) -> str:
    """What it rules, in the words of the command that makes it; ``serials`` by id name the decision that an undo is about."""
    left = decision.left
    if decision.action == "undo" and serials and left in serials:
        left = str(serials[left])
    words = [decision.action, left, *([decision.right] if decision.right else [])]
    value = decision.value
    if decision.action == "prefer":
        words.append(f"{value['slot']}={write_slot(value['slot'], value['value'])}")
    elif decision.action == "add-claim":
        shown = [(slot, value[slot]) for slot in SLOTS if slot in value]
        slots = [f"{slot}={write_slot(slot, one)}" for slot, one in shown]
        quote = " ".join(value["evidence"]["quote"].split())
        words = [
            decision.action,
            left[:12],
            *slots,
            f"quote={quote if len(quote) <= _QUOTED else quote[: _QUOTED - 1] + '…'}",
        ]
        words += [f"as {decision.right}"]
    elif decision.action in ("correct", "name-actor"):
        words += [f"{key}={write_slot(key, one)}" for key, one in value.items()]
    elif decision.action == "split-actors" and value:
        words += value["claims"]
    return " ".join(words)


def disputes(outcome: Outcome) -> list[Dispute]:
    """The disputes among the decisions that stand, in the order of their oldest decisions."""
    standing = outcome.standing
    by_id = {one.id: one for one in standing}
    found = [*_over_words(standing, outcome), *_over_bonds(standing, outcome, by_id)]
    return sorted(found, key=lambda one: ([decision.order for decision in one.decisions], one.thing))


def _over_words(standing: Iterable[Decision], outcome: Outcome) -> Iterator[Dispute]:
    """Each person's last word on a thing counts; whoever mends or adds a claim holds it for one, unless they say otherwise."""
    last: defaultdict[Thing, dict[str, tuple[Decision, Any]]] = defaultdict(dict)
    mended: defaultdict[str, dict[str, Decision]] = defaultdict(dict)
    for one in standing:
        for opinion in opinions(one):
            last[opinion.thing][one.who] = (one, opinion.value)
        if one.action in ("correct", "add-claim"):
            mended[one.left if one.action == "correct" else one.right or ""][one.who] = one
    for claim, people in mended.items():
        if ("verdict", claim) in last:
            for who, one in people.items():
                last["verdict", claim].setdefault(who, (one, "accept"))
    for thing, words in last.items():
        if len({canonical(value) for _, value in words.values()}) > 1:
            _, held = outcome.words[thing]
            several = sorted(words.values(), key=lambda word: word[0].order)
            holds = tuple(one for one, value in several if canonical(value) == canonical(held))
            yield Dispute(thing, tuple(one for one, _ in several), holds)


def _over_bonds(standing: Iterable[Decision], outcome: Outcome, by_id: Mapping[str, Decision]) -> Iterator[Dispute]:
    kinds = {"same": "pair", "different": "pair", "merge-actors": "actors", "split-actors": "actors"}
    # Whoever has ruled anew on the same two has changed their mind, and does not contradict others any more.
    newest: dict[tuple[str, ...], str] = {}
    lost = [one for one in standing if one.action in kinds and outcome.fates[one.id].lost]
    if not lost:
        return
    for one in standing:
        if one.action in kinds:
            for key in _keys(one):
                newest[one.who, *key] = one.id
    for one in lost:
        fate = outcome.fates[one.id]
        if not fate.cycle and all(newest[one.who, *key] != one.id for key in _keys(one)):
            continue
        against = [by_id[other] for other in fate.by if by_id[other].action in kinds]
        others = against if fate.cycle else [other for other in against if other.who != one.who]
        if others and one.right is not None:
            several = sorted({other.id: other for other in (one, *against)}.values(), key=lambda each: each.order)
            holds = tuple(each for each in several if each.id != one.id)
            yield Dispute((kinds[one.action], *pair(one.left, one.right)), tuple(several), holds)


def _keys(decision: Decision) -> list[tuple[str, ...]]:
    if decision.action == "merge-actors":
        return [("merge", decision.left)]
    if decision.action == "split-actors":
        return [("actors", *pair(decision.left, decision.right or ""))]
    return [("claims", bond.left, bond.right) for bond in claim_bonds(decision)]
