"""Operating rules in many years at once: reservoirs follow a plan and save when they hold less than it (linear hedging, after Draper and Lund 2004).

The plan is what an operation does in the year as given; the simulation says how it holds in wetter and drier years. All scenarios of a month
are computed together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tarazy.scenarios.case import Floats
from tarazy.scenarios.water.balance import Outcome
from tarazy.scenarios.water.network import END, Basin
from tarazy.scenarios.water.year import MONTHS, Year


@dataclass(frozen=True, slots=True)
class Plan:
    """By month, with any axes before the last that scenarios share out among plans (such as one for each operation), and a last axis of 1.

    ``store`` and ``release`` (12, reservoirs, …, 1), ``take`` (12, districts, …, 1).
    """

    store: Floats
    release: Floats
    take: Floats


@dataclass(frozen=True, slots=True)
class Simulated:
    """km³ and TWh: ``taken`` (years, …, scenarios) by all districts, ``power`` and ``winter`` of it, ``out`` of the basin, and the reservoirs' ``storage``
    at the end (reservoirs, …, scenarios). ``error``: the greatest difference of any scenario's water account, km³.
    """

    taken: Floats
    power: Floats
    winter: Floats
    out: Floats
    storage: Floats
    error: float


def plan_of(basin: Basin, outcomes: Sequence[Outcome]) -> Plan:
    """What the operations do, as plans side by side."""
    nodes = [basin.node_of(one) for one in range(len(basin.reservoirs))]
    return Plan(
        np.stack([one.storage.T for one in outcomes], axis=-1)[..., None],
        np.stack([one.flow[nodes].T for one in outcomes], axis=-1)[..., None],
        np.stack([one.taken.T for one in outcomes], axis=-1)[..., None],
    )


def factors(generator: np.random.Generator, years: int, scenarios: int, variation: float, persistence: float) -> Floats:
    """How wet each year is beside the mean, (years, scenarios): lognormal with mean 1 and this coefficient of variation, correlated from year to year."""
    sigma = np.sqrt(np.log1p(variation**2))
    noise = generator.standard_normal((years, scenarios))
    state = noise[0]
    found = np.empty_like(noise)
    for year in range(years):
        if year:
            state = persistence * state + np.sqrt(1 - persistence**2) * noise[year]
        found[year] = np.exp(sigma * state - sigma**2 / 2)
    return found


def simulate(basin: Basin, year: Year, plan: Plan, wet: Floats) -> Simulated:
    """Years of all scenarios. ``wet`` (years, scenarios): what the year's inflows are multiplied by."""
    lead = np.broadcast_shapes(plan.store.shape[2:], wet.shape[1:])
    storage = np.broadcast_to(year.start.reshape(-1, *([1] * len(lead))), (len(basin.reservoirs), *lead)).copy()
    begun = storage.sum(axis=0)
    taken, power, winter, out = (np.zeros((len(wet), *lead)) for _ in range(4))
    spent = np.zeros(lead)
    above = [basin.up(node) for node in range(len(basin.nodes))]
    users = [[d for d, place in enumerate(basin.at_district) if place == node] for node in range(len(basin.nodes))]
    givers = [[d for d, place in enumerate(basin.returns) if place == node] for node in range(len(basin.nodes))]
    plants = [[p for p, place in enumerate(basin.at_plant) if place == node] for node in range(len(basin.nodes))]
    flow: list[Floats] = [np.zeros(lead)] * len(basin.nodes)
    used: list[Floats] = [np.zeros(lead)] * len(basin.districts)
    for step in range(len(wet) * MONTHS):
        at, month = divmod(step, MONTHS)
        for node in range(len(basin.nodes)):
            come = year.inflow[node, month] * wet[at] + np.zeros(lead)
            for one in above[node]:
                come += flow[one] * (1 - year.loss[one])
            for district in givers[node]:
                come += used[district] * year.returned[district]
            reservoir = basin.storage[node]
            if reservoir != END:
                lost = storage[reservoir] * year.evaporation[reservoir, month]
                spent += lost
                come += storage[reservoir] - lost
            least = year.least[node, month] if reservoir == END else year.dead[reservoir]
            if users[node]:
                wanted = sum(plan.take[month, district] for district in users[node]) + np.zeros(lead)
                free = np.maximum(come - least, 0.0)
                part = np.minimum(1.0, free / np.maximum(wanted, 1e-300))
                for district in users[node]:
                    used[district] = plan.take[month, district] * part
                    come = come - used[district]
                    taken[at] += used[district]
                    spent += used[district] * (1 - year.returned[district])
            if reservoir == END:
                flow[node] = come
            else:
                flow[node] = _released(come, plan, month, reservoir, year)
                storage[reservoir] = come - flow[node]
            spent += flow[node] * year.loss[node]
            for plant in plants[node]:
                made = np.minimum(flow[node], year.turbines[plant, month]) * year.kwh[plant]
                power[at] += made
                if not year.summer[month]:
                    winter[at] += made
        for node in basin.ends:
            out[at] += flow[node] * (1 - year.loss[node])
        for district, place in enumerate(basin.returns):
            if place == END:
                out[at] += used[district] * year.returned[district]
    account = year.inflow.sum() * wet.sum(axis=0) + begun - storage.sum(axis=0) - spent - out.sum(axis=0)
    return Simulated(taken, power, winter, out, storage, float(np.abs(account).max()))


def _released(there: Floats, plan: Plan, month: int, reservoir: int, year: Year) -> Floats:
    """As planned, or less in proportion to what there is of what should be; never below what would overflow, never what is not there."""
    wanted = plan.release[month, reservoir]
    whole = wanted + plan.store[month, reservoir]
    released = wanted * np.minimum(1.0, there / np.maximum(whole, 1e-300))
    released = np.maximum(released, there - year.capacity[reservoir])
    found: Floats = np.maximum(np.minimum(released, there - year.dead[reservoir]), 0.0)
    return found
