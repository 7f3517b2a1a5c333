"""Folds the log of decisions into what holds: the later word on one thing, with the state of every decision and their disputes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tarazy.records.bonds import Bonds
from tarazy.records.decisions import Decision, canonical, pair
from tarazy.records.opinions import Opinion, Thing, claim_bonds, opinions
from tarazy.records.rulings import Preferred, Rulings

STATES: Mapping[str, str] = {
    "stands": "it holds",
    "overruled": "later decisions say otherwise",
    "in part": "later decisions say otherwise of some of what it rules",
    "undone": "a decision to undo it stands",
}


@dataclass(slots=True)
class Fate:
    """What became of a decision: how many things it rules, how many of them it lost, and to which decisions."""

    parts: int = 0
    lost: int = 0
    by: list[str] = field(default_factory=list)
    undone: bool = False
    cycle: bool = False

    @property
    def state(self) -> str:
        """One of STATES."""
        if self.undone:
            return "undone"
        return "stands" if not self.lost else "overruled" if self.lost == self.parts else "in part"

    def lose(self, by: Iterable[str]) -> None:
        """One part is lost to these decisions."""
        self.lost += 1
        self.by.extend(one for one in by if one not in self.by)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rulings that hold; ``log`` in the order in which it folds, ``fates`` by decision id; ``words``: the latest on each thing."""

    rulings: Rulings
    log: tuple[Decision, ...]
    fates: Mapping[str, Fate]
    words: Mapping[Thing, tuple[Decision, Any]]

    @property
    def standing(self) -> list[Decision]:
        """The decisions that nobody has undone, oldest first."""
        return [one for one in self.log if not self.fates[one.id].undone]


def fold(decisions: Iterable[Decision]) -> Outcome:
    """What holds after these decisions, the same in whatever order they are given; a decision given twice counts once.

    They are taken in the order of their times (then ids). The later of two on one thing holds. Of joins and separations that
    cannot all hold the newest do, whatever chain of older ones says otherwise.
    """
    unique = {one.id: one for one in decisions}
    keys = {key: one.order for key, one in unique.items()}
    log = tuple(unique[key] for key in sorted(unique, key=keys.__getitem__))
    fates = {one.id: Fate() for one in log}
    _undo(log, fates)
    standing = [one for one in log if not fates[one.id].undone]
    said = [(one, list(opinions(one))) for one in standing]
    words = {opinion.thing: (one, opinion.value) for one, several in said for opinion in several}
    _overrule(said, words, fates)
    same, different = _claims(standing, fates)
    actors, split = _actors(standing, fates)
    rulings = _rulings(words, same, different, actors, split)
    return Outcome(rulings, log, fates, words)


def _undo(log: Sequence[Decision], fates: Mapping[str, Fate]) -> None:
    # Newest first, an undo that is undone itself is known to be so before it is met. One undoes only what was there before it.
    seen: set[str] = set()
    for one in reversed(log):
        seen.add(one.id)
        if one.action == "undo" and not fates[one.id].undone and one.left in fates and one.left not in seen:
            fates[one.left].undone = True
            fates[one.left].by.append(one.id)


def _overrule(
    said: Sequence[tuple[Decision, list[Opinion]]],
    words: Mapping[Thing, tuple[Decision, Any]],
    fates: Mapping[str, Fate],
) -> None:
    for one, several in said:
        for opinion in several:
            fates[one.id].parts += 1
            last, value = words[opinion.thing]
            if last is not one and canonical(value) != canonical(opinion.value):
                fates[one.id].lose([last.id])


def _claims(
    standing: Sequence[Decision], fates: Mapping[str, Fate]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    bonds, same, different = Bonds(), set[tuple[str, str]](), set[tuple[str, str]]()
    for one in reversed(standing):
        for bond in claim_bonds(one):
            fates[one.id].parts += 1
            against = (bonds.join if bond.joins else bonds.part)(bond.left, bond.right, one.id)
            if against:
                fates[one.id].lose(against)
            else:
                (same if bond.joins else different).add((bond.left, bond.right))
    return same, different


def _actors(standing: Sequence[Decision], fates: Mapping[str, Fate]) -> tuple[dict[str, str], set[tuple[str, str]]]:
    bonds, split = Bonds(), set[tuple[str, str]]()
    merged: dict[str, tuple[str, Decision]] = {}
    elsewhere = []
    for one in reversed(standing):
        if one.action not in ("merge-actors", "split-actors") or one.right is None:
            continue
        fate, against = fates[one.id], tuple[str, ...]()
        fate.parts += 1
        if one.action == "split-actors":
            against = bonds.part(one.left, one.right, one.id)
            if not against:
                split.add(pair(one.left, one.right))
        elif one.left in merged:
            elsewhere.append(one)
        elif bonds.group(one.left) == bonds.group(one.right):
            # What is not merged stands at the end of its chain: here the chain comes back to it.
            against, fate.cycle = _chain(one.right, merged), True
        else:
            against = bonds.join(one.left, one.right, one.id)
            if not against:
                merged[one.left] = (one.right, one)
        if against:
            fate.lose(against)
    ends = {actor: _end(actor, merged) for actor in merged}
    for one in elsewhere:
        if one.right is not None and ends.get(one.right, one.right) != ends[one.left]:
            fates[one.id].lose([merged[one.left][1].id])
    return ends, split


def _end(actor: str, merged: Mapping[str, tuple[str, Decision]]) -> str:
    while actor in merged:
        actor = merged[actor][0]
    return actor


def _chain(actor: str, merged: Mapping[str, tuple[str, Decision]]) -> tuple[str, ...]:
    found = []
    while actor in merged:
        actor, one = merged[actor]
        found.append(one.id)
    return tuple(found)


def _rulings(
    words: Mapping[Thing, tuple[Decision, Any]],
    same: set[tuple[str, str]],
    different: set[tuple[str, str]],
    actors: dict[str, str],
    split: set[tuple[str, str]],
) -> Rulings:
    verdicts: dict[str, set[str]] = {"accept": set(), "reject": set()}
    tables: dict[str, defaultdict[str, dict[str, Any]]] = {
        name: defaultdict(dict) for name in ("slot", "name", "moved")
    }
    preferred: defaultdict[str, list[Preferred]] = defaultdict(list)
    added: dict[str, Any] = {}
    for thing in sorted(words):
        one, value = words[thing]
        if thing[0] == "verdict":
            verdicts[value].add(thing[1])
        elif thing[0] == "preferred":
            preferred[thing[1]].append(Preferred(thing[2], value, one.why, one.who))
        elif thing[0] == "added":
            added[thing[1]] = value
        elif thing[0] != "name" or value is not None:
            tables[thing[0]][thing[1]][thing[2]] = value
    return Rulings(
        accepted=frozenset(verdicts["accept"]),
        rejected=frozenset(verdicts["reject"]),
        corrected=dict(tables["slot"]),
        same=frozenset(same),
        different=frozenset(different),
        actors=actors,
        names=dict(tables["name"]),
        split=frozenset(split),
        preferred={record: tuple(values) for record, values in preferred.items()},
        moved=dict(tables["moved"]),
        added=added,
    )
