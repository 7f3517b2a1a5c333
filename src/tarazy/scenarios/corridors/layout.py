"""The network of a case as arrays: arcs, demands, states, what is open; with the figures of one draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tarazy.scenarios.case import Case, Floats
from tarazy.scenarios.corridors.flows import Flows, Programme, Want
from tarazy.scenarios.corridors.network import Network, network_text, read_network
from tarazy.scenarios.corridors.routing import Arcs, Way, shortest
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.model import Draws

Flags = npt.NDArray[np.bool_]


class Layout:
    """A case's network: links in the order of the case, each of them one arc or two (forward, then back)."""

    def __init__(self, case: Case, network: Network) -> None:
        self.case = case
        names, nodes = case.keys["link"], case.keys["node"]
        self.links = [network.links[name] for name in names]
        self.corridors = {name: network.corridors[name] for name in case.keys["corridor"]}
        place = {name: at for at, name in enumerate(nodes)}
        forward = [(at, place[one.start], place[one.end]) for at, one in enumerate(self.links)]
        back = [(at, end, start) for at, start, end in forward if not self.links[at].one_way]
        numbers = np.array(forward + back, dtype=np.int64)
        self.arcs = Arcs(len(nodes), numbers[:, 1], numbers[:, 2])
        self.link_of = numbers[:, 0]
        self.demands = [network.demands[name] for name in case.keys["demand"]]
        modes = [network.cargoes[one.cargo] for one in self.demands]
        self.takes = np.array([[link.mode in allowed for link in self.links] for allowed in modes])
        self.wants = [
            Want(place[one.start], tuple(place[end] for end in one.ends), takes)
            for one, takes in zip(self.demands, self.takes, strict=True)
        ]
        states = case.keys["state"]
        self.shares = np.array([[link.states.get(state, 0.0) for link in self.links] for state in states])
        self.at_home = np.array(
            [
                [state in {network.nodes[one.start], *(network.nodes[end] for end in one.ends)} for one in self.demands]
                for state in states
            ]
        )
        year = case.settings["year"]
        self.open = np.array([link.in_use(year) for link in self.links])
        self.programme = Programme(self.arcs, self.link_of, self.wants)

    @cached_property
    def supposed(self) -> Floats:
        """What part of each link's capacity there is with what the case supposes, shape (links,)."""
        case, part = self.case, self.open.astype(float)
        links, nodes = case.keys["link"], case.keys["node"]
        order = ("opened-corridor", "opened", "closed-corridor", "closed", "lost")
        named = [(*name.split(".", 1), value) for name, value in case.change.items() if value]
        # What is closed stays closed, whatever is opened beside it.
        for what, name, value in sorted(named, key=lambda one: order.index(one[0])):
            if what == "opened-corridor":
                part[[links.index(one) for one in self.corridors[name].links if one in links]] = 1.0
            elif what == "opened":
                part[links.index(name)] = 1.0
            elif what == "closed-corridor":
                part[links.index(self.corridors[name].gate)] *= 1 - value
            elif what == "closed":
                part[links.index(name)] *= 1 - value
            else:
                part[self.touching(nodes.index(name))] = 0.0
        return part

    def touching(self, node: int) -> npt.NDArray[np.int64]:
        """The links at a node."""
        found: npt.NDArray[np.int64] = np.unique(self.link_of[(self.arcs.tails == node) | (self.arcs.heads == node)])
        return found

    def through(self, flows: Flows) -> Floats:
        """What passes each link in both directions, (links,)."""
        return np.bincount(self.link_of, weights=flows.arcs.sum(axis=0), minlength=len(self.links)).astype(float)

    def solve(self, figures: Figures, part: Floats) -> Flows:
        """The flows when so much of each link's capacity is there, ``part`` (links,)."""
        return self.programme.solve(figures.capacity * part, figures.cost, figures.amount)

    def way(self, figures: Figures, demand: int, usable: Flags) -> Way | None:
        """The cheapest way of a demand over usable links, time counted, whatever else takes their capacity."""
        want = self.wants[demand]
        weights = figures.cost[demand][self.link_of]
        return shortest(self.arcs, weights, (usable & want.links)[self.link_of], want.start, want.ends)

    def earnings(self, figures: Figures, flows: Flows) -> Floats:
        """What is paid for carrying on the links of each state, USD, (states,); of a link in several states by length."""
        paid = (flows.arcs * figures.paid[:, self.link_of]).sum(axis=0)
        found: Floats = self.shares @ np.bincount(self.link_of, weights=paid, minlength=len(self.links))
        return found

    def transit(self, flows: Flows) -> Floats:
        """What enters each state's links of demands that neither begin nor end there, (states,)."""
        found = np.zeros(len(self.shares))
        for state, share in enumerate(self.shares):
            inside = (share > 0)[self.link_of]
            for demand, foreign in enumerate(~self.at_home[state]):
                if foreign:
                    flow = np.where(inside, flows.arcs[demand], 0.0)
                    out = np.bincount(self.arcs.tails, weights=flow, minlength=self.arcs.nodes)
                    into = np.bincount(self.arcs.heads, weights=flow, minlength=self.arcs.nodes)
                    found[state] += np.maximum(out - into, 0.0).sum()
        return found


@dataclass(frozen=True, slots=True)
class Figures:
    """One draw: of links ``length``, ``days`` (borders included), ``capacity`` (links,); of demands ``amount`` (demands,); ``paid`` and ``cost`` (time
    counted) of a tonne, and ``price`` of a unit, (demands, links)."""

    length: Floats
    days: Floats
    capacity: Floats
    amount: Floats
    price: Floats
    paid: Floats
    cost: Floats


class Drawn:
    """The figures of a batch of draws, one draw after another."""

    def __init__(self, layout: Layout, draws: Draws) -> None:
        self.layout, self.draws, case = layout, draws, draws.case
        links, modes = case.keys["link"], case.keys["mode"]
        of_mode = [modes.index(link.mode) for link in layout.links]
        self.length = draws.array("length", "link")
        self.capacity = draws.array("capacity", "link")
        self.amount = draws.array("amount", "demand")
        under_way = self.length / draws.array("speed", "mode")[:, of_mode]
        price = self.length * draws.array("rate", "mode")[:, of_mode]
        for at, name in enumerate(links):
            for stem, table in (("days", under_way), ("cost", price)):
                if f"{stem}.{name}" in case.inputs:
                    table[:, at] = draws.value(f"{stem}.{name}")
        self.days, self.price = under_way + draws.array("border", "link"), price
        cargo = [case.keys["cargo"].index(one.cargo) for one in layout.demands]
        self.load = draws.array("load", "cargo")[:, cargo]
        self.day = draws.array("day", "cargo")[:, cargo]

    def figures(self, run: int) -> Figures:
        """Those of one run."""
        load, day = self.load[run][:, None], self.day[run][:, None]
        price = np.broadcast_to(self.price[run], (len(load), self.price.shape[1]))
        return Figures(
            self.length[run],
            self.days[run],
            self.capacity[run],
            self.amount[run],
            price,
            price / load,
            (price + day * self.days[run]) / load,
        )


def layout_of(case: Case) -> Layout:
    """The layout of a case from the file of its network."""
    path = Path(case.files["scope.network"])
    faults = Faults(path.name)
    network = read_network(network_text(path, faults), faults)
    return Layout(case, network)


def chosen(given: Mapping[str, Any], network: Network, demands: list[str], named: Any = None) -> dict[str, list[str]]:
    """The scope of a network for some of its demands: the links that take their cargoes (or those that are ``named``), and all that belongs to these."""
    cargoes = [name for name in network.cargoes if any(network.demands[one].cargo == name for one in demands)]
    modes = [name for name in given["modes"] if any(name in network.cargoes[cargo] for cargo in cargoes)]
    links = {name: link for name, link in network.links.items() if link.mode in modes}
    if isinstance(named, list):
        links = {name: link for name, link in network.links.items() if name in named}
    ends = {end for link in links.values() for end in (link.start, link.end)}
    ends |= {end for one in demands for end in (network.demands[one].start, *network.demands[one].ends)}
    return {
        "nodes": [name for name in network.nodes if name in ends],
        "links": list(links),
        "modes": modes,
        "cargoes": cargoes,
        "corridors": [name for name, one in network.corridors.items() if one.gate in links],
        "states": list(dict.fromkeys(state for link in links.values() for state in link.states)),
    }
