"""A basin's network: reservoirs and reaches as nodes of a tree, with districts, plants and inflows at them, each with its owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tarazy.scenarios.case import Case
from tarazy.scenarios.faults import Faults

END = -1
"""Where the water of a last node goes: out of the basin, to a sea or a lake."""
_KINDS = ("reservoirs", "reaches", "districts", "plants", "inflows")


@dataclass(frozen=True, slots=True)
class Basin:
    """Names and places, as indices. ``nodes`` go downstream: each stands before the node its water flows to (``down``, END for none).

    ``storage`` is the index of a node among the reservoirs, END of a reach; ``turns`` who decides what, upstream first: pairs of node and state.
    """

    states: tuple[str, ...]
    nodes: tuple[str, ...]
    reservoirs: tuple[str, ...]
    districts: tuple[str, ...]
    plants: tuple[str, ...]
    inflows: tuple[str, ...]
    down: tuple[int, ...]
    storage: tuple[int, ...]
    owner_node: tuple[int, ...]
    owner_district: tuple[int, ...]
    owner_plant: tuple[int, ...]
    at_district: tuple[int, ...]
    returns: tuple[int, ...]
    at_plant: tuple[int, ...]
    at_inflow: tuple[int, ...]
    turns: tuple[tuple[int, int], ...]

    @property
    def ends(self) -> list[int]:
        """Nodes from which water leaves the basin."""
        return [node for node, to in enumerate(self.down) if to == END]

    def up(self, node: int) -> list[int]:
        """Nodes whose water flows to this one."""
        return [one for one, to in enumerate(self.down) if to == node]

    def node_of(self, reservoir: int) -> int:
        """The node of a reservoir."""
        return self.storage.index(reservoir)


def basin_of(case: Case, faults: Faults) -> Basin | None:
    """The network that a case describes; None, with the faults noted, where it is none."""
    before = len(faults.found)
    scope, settings = case.scope, case.settings
    _distinct(scope, faults)
    reservoirs, reaches = scope["reservoirs"], scope["reaches"]
    below = _below(scope["river"], [*reservoirs, *reaches], faults)
    if len(faults.found) > before:
        return None
    nodes = _downstream([*reservoirs, *reaches], below, faults)
    states = scope["states"]
    for kind in ("reservoirs", "reaches", "districts", "plants"):
        for name in scope[kind]:
            owner = settings[f"owner.{name}"]
            if owner not in states:
                faults.add(
                    f"settings.owner.{name}",
                    f"is {owner}, none of the states",
                    f"choose from {', '.join(states)}, or add it to scope.states",
                )
    for kind in ("districts", "plants", "inflows"):
        for name in scope[kind]:
            _placed(f"settings.at.{name}", settings[f"at.{name}"], nodes, faults)
    for name in scope["districts"]:
        if f"returns.{name}" in settings:
            _placed(f"settings.returns.{name}", settings[f"returns.{name}"], nodes, faults)
    if len(faults.found) > before:
        return None
    _returned(scope, settings, below, faults)
    if len(faults.found) > before:
        return None
    return _built(scope, settings, nodes, below)


def _distinct(scope: Mapping[str, Any], faults: Faults) -> None:
    seen: dict[str, str] = {}
    for kind in _KINDS:
        for name in scope[kind]:
            if name in seen:
                faults.add(
                    f"scope.{kind}", f"holds {name!r}, which is in scope.{seen[name]} too", "give each its own name"
                )
            seen[name] = kind


def _below(river: Sequence[str], names: Sequence[str], faults: Faults) -> dict[str, str]:
    """The node below each, from chains such as ``a > b > c``."""
    below: dict[str, str] = {}
    for chain in river:
        stations = [one.strip() for one in chain.split(">")]
        for one in stations:
            if one not in names:
                faults.unknown(f"scope.river: {one!r}", one, names, "reservoir or reach")
        for one, other in pairwise(stations):
            if below.get(one, other) != other:
                mend = "let each flow to one node only; water that is led away is a district"
                faults.add("scope.river", f"lets {one} flow to {below[one]} and to {other}", mend)
            below[one] = other
    apart = [name for name in names if name not in below and name not in below.values()]
    if apart and len(names) > 1:
        mend = f'add it to a chain, such as "{apart[0]} > …"' if len(apart) == 1 else "add each to a chain"
        faults.add("scope.river", f"does not say where {', '.join(apart)} {'is' if len(apart) == 1 else 'are'}", mend)
    return below


def _downstream(names: Sequence[str], below: Mapping[str, str], faults: Faults) -> list[str]:
    """Nodes in the order of the flow: all that is above a node stands before it."""
    order: list[str] = []
    left = list(names)
    while left:
        free = [one for one in left if not any(below.get(other) == one for other in left)]
        if not free:
            faults.add("scope.river", f"flows in a circle through {', '.join(left)}", "let it flow one way")
            return order
        order += free
        left = [one for one in left if one not in free]
    return order


def _placed(field: str, name: str, nodes: Sequence[str], faults: Faults) -> None:
    if name not in nodes:
        faults.unknown(f"{field} {name!r}", name, nodes, "reservoir or reach")


def _returned(scope: Mapping[str, Any], settings: Mapping[str, Any], below: Mapping[str, str], faults: Faults) -> None:
    """Water returns at the place it was taken from, or below."""
    for name in scope["districts"]:
        place, back = settings[f"at.{name}"], settings.get(f"returns.{name}")
        passed = [place]
        while passed[-1] in below:
            passed.append(below[passed[-1]])
        if back is not None and back not in passed[1:]:
            mend = f"choose from {', '.join(passed[1:])}" if passed[1:] else "leave it out: it leaves the basin there"
            faults.add(f"settings.returns.{name}", f"is {back!r}, which is not below {place!r}", mend)


def _built(scope: Mapping[str, Any], settings: Mapping[str, Any], nodes: list[str], below: Mapping[str, str]) -> Basin:
    states = list(scope["states"])
    down = tuple(nodes.index(below[name]) if name in below else END for name in nodes)
    owner = {name: states.index(settings[f"owner.{name}"]) for kind in _KINDS[:-1] for name in scope[kind]}
    place = {name: nodes.index(settings[f"at.{name}"]) for kind in _KINDS[2:] for name in scope[kind]}
    returns = []
    for name in scope["districts"]:
        given = settings.get(f"returns.{name}")
        returns.append(nodes.index(given) if given is not None else down[place[name]])
    turns: list[tuple[int, int]] = []
    for at, node in enumerate(nodes):
        there = {owner[name] for kind in ("districts", "plants") for name in scope[kind] if place[name] == at}
        turns += [(at, state) for state in [owner[node], *sorted(there - {owner[node]})]]
    return Basin(
        states=tuple(states),
        nodes=tuple(nodes),
        reservoirs=tuple(scope["reservoirs"]),
        districts=tuple(scope["districts"]),
        plants=tuple(scope["plants"]),
        inflows=tuple(scope["inflows"]),
        down=down,
        storage=tuple(scope["reservoirs"].index(one) if one in scope["reservoirs"] else END for one in nodes),
        owner_node=tuple(owner[one] for one in nodes),
        owner_district=tuple(owner[one] for one in scope["districts"]),
        owner_plant=tuple(owner[one] for one in scope["plants"]),
        at_district=tuple(place[one] for one in scope["districts"]),
        returns=tuple(returns),
        at_plant=tuple(place[one] for one in scope["plants"]),
        at_inflow=tuple(place[one] for one in scope["inflows"]),
        turns=tuple(turns),
    )
