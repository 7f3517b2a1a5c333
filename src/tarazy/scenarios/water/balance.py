"""What happens to the water in one operation: every month's account at every node, exact to rounding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tarazy.scenarios.case import Floats
from tarazy.scenarios.water.network import END, Basin
from tarazy.scenarios.water.program import Places
from tarazy.scenarios.water.year import Year


@dataclass(frozen=True, slots=True)
class Outcome:
    """One operation of a year. km³ a month: ``storage`` at the end (reservoirs, 12), ``evaporated`` (reservoirs, 12), ``flow`` out of each node and
    ``lost`` on its way (nodes, 12), ``taken`` and ``returned`` (districts, 12), ``turbined`` (plants, 12). TWh a month: ``served``, ``burnt``,
    ``exported`` (states, 12), ``sent`` (from, to, 12). ``benefit``: million USD to each state, before any payment.
    """

    storage: Floats
    evaporated: Floats
    flow: Floats
    lost: Floats
    taken: Floats
    returned: Floats
    turbined: Floats
    served: Floats
    burnt: Floats
    exported: Floats
    sent: Floats
    benefit: Floats

    def generated(self, year: Year) -> Floats:
        """TWh of each plant, (plants, 12)."""
        found: Floats = self.turbined * year.kwh[:, None]
        return found


def outcome_of(basin: Basin, year: Year, at: Places, columns: Floats, benefit: Floats) -> Outcome:
    """The outcome of a program's solution.

    Storage and withdrawals are the decisions; flows follow from them by the balance of each node, so that no drop is lost to the solver's tolerance.
    """
    storage = np.clip(columns[at.storage], 0.0, np.maximum(year.capacity, year.start)[:, None])
    taken = np.clip(columns[at.taken].sum(axis=1), 0.0, None)
    returned = taken * year.returned[:, None]
    before = np.concatenate([year.start[:, None], storage[:, :-1]], axis=1)
    evaporated = before * year.evaporation
    flow = np.zeros_like(year.inflow)
    for node in range(len(basin.nodes)):
        come = year.inflow[node].copy()
        for one in basin.up(node):
            come += flow[one] * (1 - year.loss[one])
        for district, place in enumerate(basin.at_district):
            if place == node:
                come -= taken[district]
            if basin.returns[district] == node:
                come += returned[district]
        reservoir = basin.storage[node]
        if reservoir != END:
            come += before[reservoir] - evaporated[reservoir] - storage[reservoir]
        flow[node] = come
    turbined = np.minimum(columns[at.turbined], flow[list(basin.at_plant)])
    return Outcome(
        storage,
        evaporated,
        flow,
        flow * year.loss[:, None],
        taken,
        returned,
        turbined,
        columns[at.served],
        columns[at.burnt],
        columns[at.exported],
        columns[at.sent],
        benefit,
    )


def account(basin: Basin, year: Year, outcome: Outcome) -> dict[str, float]:
    """The basin's account of the year, km³: ``inflow`` and ``drawn`` from storage on one side, ``used`` (withdrawn and not returned), ``evaporated``,
    ``lost`` and ``out`` (what leaves the basin, returns past its end included) on the other; ``error`` is the difference of the two sides.
    """
    past = sum(outcome.returned[d].sum() for d, to in enumerate(basin.returns) if to == END)
    rows = {
        "inflow": float(year.inflow.sum()),
        "drawn": float((year.start - outcome.storage[:, -1]).sum()),
        "used": float((outcome.taken - outcome.returned).sum()),
        "evaporated": float(outcome.evaporated.sum()),
        "lost": float(outcome.lost.sum()),
        "out": float((outcome.flow - outcome.lost)[basin.ends].sum() + past),
    }
    spent = rows["used"] + rows["evaporated"] + rows["lost"] + rows["out"]
    return {**rows, "error": rows["inflow"] + rows["drawn"] - spent}
