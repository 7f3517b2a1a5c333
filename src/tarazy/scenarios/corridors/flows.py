"""Flows of several cargoes' demands over shared links: as much as can be carried, at the least cost, by linear programming (HiGHS).

Multi-commodity flow: Ahuja, Magnanti and Orlin 1993, chapter 17.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

from tarazy.errors import UsageError
from tarazy.scenarios.case import Floats
from tarazy.scenarios.corridors.routing import Arcs

_DIGITS = 7
"""Digits after the point to which the programme's numbers hold, where all demands together are some hundreds."""


@dataclass(frozen=True, slots=True)
class Want:
    """What is to be carried: from a node to any of several nodes, over links that take its cargo."""

    start: int
    ends: tuple[int, ...]
    links: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Flows:
    """``arcs``: shape (demands, arcs), what goes over each; ``unmet`` (demands,); ``price`` (links,): what one more unit of a link's capacity would save."""

    arcs: Floats
    unmet: Floats
    price: Floats


class Programme:
    """The linear programme of a network and its demands; built once, solved for any capacities, costs and amounts."""

    def __init__(self, arcs: Arcs, links: npt.NDArray[np.int64], wants: Sequence[Want]) -> None:
        """``links`` (arcs,): the link of each arc; the two directions of a link share its capacity."""
        self.arcs, self.links, self.wants = arcs, links, wants
        count = len(arcs.tails)
        self.used = [np.flatnonzero(want.links[links]) for want in wants]
        ends = [len(want.ends) for want in wants]
        # Columns: the arcs of each demand, then what each of its ends takes, then what is left behind.
        self.starts = np.cumsum([0, *(len(used) + end + 1 for used, end in zip(self.used, ends, strict=True))])
        balance, capacity = [], []
        for number, (want, used, end) in enumerate(zip(wants, self.used, ends, strict=True)):
            wide, row = len(used) + end + 1, number * arcs.nodes
            columns = np.arange(len(used))
            rows = np.concatenate([arcs.tails[used], arcs.heads[used], want.ends, [want.start]])
            at = np.concatenate([columns, columns, len(used) + np.arange(end), [wide - 1]])
            data = np.concatenate([np.ones(len(used)), -np.ones(len(used)), np.ones(end), [1.0]])
            shape = (arcs.nodes * len(wants), wide)
            balance.append(csr_array((data, (row + rows, at)), shape=shape))
            size = int(links.max()) + 1 if count else 0
            capacity.append(csr_array((np.ones(len(used)), (links[used], columns)), shape=(size, wide)))
        self.balance, self.capacity = hstack(balance).tocsr(), hstack(capacity).tocsr()

    def solve(self, capacity: Floats, costs: Floats, amounts: Floats) -> Flows:
        """The cheapest flows that carry the most. ``capacity`` (links,), ``costs`` (demands, links) for a unit, ``amounts`` (demands,)."""
        # The programme counts in a power of ten in which its tolerances are small beside flows.
        unit = 10.0 ** (np.floor(np.log10(amounts.sum())) - 2) if amounts.sum() > 0 else 1.0
        amounts = amounts / unit
        total = self.starts[-1]
        cost, upper = np.zeros(total), np.full(total, np.inf)
        right = np.zeros(self.arcs.nodes * len(self.wants))
        # Dearer than any route: leaving something behind is the last resort.
        penalty = 2 * float(costs.sum(axis=1).max()) + 1.0
        for number, (want, used) in enumerate(zip(self.wants, self.used, strict=True)):
            first, last = self.starts[number], self.starts[number + 1] - 1
            cost[first : first + len(used)] = costs[number, self.links[used]]
            cost[last], upper[last] = penalty, amounts[number]
            right[number * self.arcs.nodes + want.start] = amounts[number]
        # A capacity that is less than rounding is none: it only confuses the solver.
        room = np.where(capacity / unit < 10.0**-_DIGITS, 0.0, capacity / unit)
        found = self._minimum(cost, room, right, upper)
        flows, unmet = np.zeros((len(self.wants), len(self.links))), np.zeros(len(self.wants))
        for number, used in enumerate(self.used):
            first, last = self.starts[number], self.starts[number + 1] - 1
            flows[number, used] = found.x[first : first + len(used)]
            unmet[number] = found.x[last]
        flows, unmet = (np.maximum(np.round(one, _DIGITS), 0.0) * unit for one in (flows, unmet))
        return Flows(flows, unmet, -np.asarray(found.ineqlin.marginals))

    def _minimum(self, cost: Floats, room: Floats, right: Floats, upper: Floats) -> Any:
        """The solution of the programme; where HiGHS stumbles in its presolve, without that."""
        for presolve in (True, False):
            found = linprog(
                cost,
                A_ub=self.capacity,
                b_ub=room,
                A_eq=self.balance,
                b_eq=right,
                bounds=np.column_stack([np.zeros(len(cost)), upper]),
                method="highs",
                options={"presolve": presolve},
            )
            if found.x is not None:
                return found
        raise UsageError(
            f"The flows of the network cannot be computed ({found.message}): check capacities and costs that are out of proportion."
        )
