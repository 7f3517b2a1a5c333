"""Tables of the case as given: who gains and loses, corridors end to end, ways, cuts, single losses, flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl

from tarazy.scenarios.corridors.bounds import cut_links, most
from tarazy.scenarios.corridors.flows import Flows
from tarazy.scenarios.corridors.layout import Figures, Layout
from tarazy.scenarios.corridors.routing import Way, routes

_TEXT, _NUMBER = pl.String, pl.Float64


def state_table(layout: Layout, figures: Figures, before: Flows, after: Flows) -> pl.DataFrame:
    """Transit and payments of each state, the greatest winner first."""
    usual, transit = layout.transit(before), layout.transit(after)
    paid = layout.earnings(figures, after) - layout.earnings(figures, before)
    rows = [
        (state, usual[at], transit[at], transit[at] - usual[at], paid[at])
        for at, state in enumerate(layout.case.keys["state"])
    ]
    numbers = ("before", "after", "gained", "earned")
    found = _frame(rows, {"state": _TEXT} | dict.fromkeys(numbers, _NUMBER))
    return found.sort("gained", "earned", "state", descending=[True, True, False])


def corridor_table(layout: Layout, figures: Figures, before: Flows, after: Flows) -> pl.DataFrame:
    """Each corridor from end to end, and what passes its gate. Its least capacity is that of the links that are open as supposed."""
    links = layout.case.keys["link"]
    earlier, now = layout.through(before), layout.through(after)
    rows = []
    for name, corridor in layout.corridors.items():
        at = np.array([links.index(one) for one in corridor.links if one in links])
        capacity = (figures.capacity * layout.supposed)[at]
        gate = links.index(corridor.gate)
        price = figures.price[int(np.argmax(layout.takes[:, gate]))]
        rows.append(
            (
                name,
                figures.length[at].sum(),
                figures.days[at].sum(),
                price[at].sum(),
                capacity.min(),
                links[int(at[np.argmin(capacity)])],
                earlier[gate],
                now[gate],
            )
        )
    numbers = ("length", "days", "cost", "capacity")
    schema = {"corridor": _TEXT} | dict.fromkeys(numbers, _NUMBER) | {"narrow": _TEXT}
    return _frame(rows, schema | dict.fromkeys(("before", "after"), _NUMBER))


def route_table(layout: Layout, figures: Figures) -> pl.DataFrame:
    """The first ways of each demand by cost (time counted), by time and by length, of what is open as supposed."""
    case, rows = layout.case, []
    usable = figures.capacity * layout.supposed > 0
    for at, name in enumerate(case.keys["demand"]):
        want = layout.wants[at]
        open_arcs = (usable & want.links)[layout.link_of]
        for by, weights in (("cost", figures.cost[at]), ("time", figures.days), ("length", figures.length)):
            ways = routes(
                layout.arcs, weights[layout.link_of], open_arcs, want.start, want.ends, case.settings["routes"]
            )
            for place, way in enumerate(ways, 1):
                used = layout.link_of[list(way.arcs)]
                sums = [float(table[used].sum()) for table in (figures.length, figures.days, figures.price[at])]
                rows.append((name, by, place, *sums, _nodes(layout, way)))
    schema: dict[str, Any] = {"demand": _TEXT, "by": _TEXT, "place": pl.Int64}
    schema |= dict.fromkeys(("length", "days", "cost"), _NUMBER)
    return _frame(rows, schema | {"way": pl.List(pl.String)})


def cut_table(layout: Layout, figures: Figures) -> pl.DataFrame:
    """For each demand the most that can be carried when it is alone, and the links of a least cut."""
    rows = []
    for at, name in enumerate(layout.case.keys["demand"]):
        cut = most(layout, figures, at, layout.supposed)
        rows.append((name, figures.amount[at], cut.flow, cut_links(layout, cut)))
    return _frame(rows, {"demand": _TEXT, "amount": _NUMBER, "most": _NUMBER, "cut": pl.List(pl.String)})


def loss_table(layout: Layout, figures: Figures, base: Flows) -> pl.DataFrame:
    """The network as supposed without each of its links and nodes that carry anything: what more is left behind, or, where nothing is, how much dearer it gets.

    ``base``: the flows as supposed. Origins and destinations are no losses.
    """
    case = layout.case
    ends = {place for want in layout.wants for place in (want.start, *want.ends)}
    tried = [("link", name, np.array([at])) for at, name in enumerate(case.keys["link"])]
    tried += [("node", name, layout.touching(at)) for at, name in enumerate(case.keys["node"]) if at not in ends]
    flow, usual = layout.through(base), _costs(layout, figures, base)
    rows: list[tuple[Any, ...]] = []
    for what, name, links in tried:
        # The loss of what nothing passes changes nothing.
        if flow[links].any():
            part = layout.supposed.copy()
            part[links] = 0.0
            after = layout.solve(figures, part)
            left = round(float(after.unmet.sum() - base.unmet.sum()), 3)
            # Where less is carried, all costs fall: that says nothing.
            dearer = None if left > 0 else float(round(_costs(layout, figures, after) - usual))
            rows.append((what, name, left, dearer))
    found = _frame(rows, {"what": _TEXT, "lost": _TEXT, "left": _NUMBER, "dearer": _NUMBER})
    return found.sort("left", "dearer", "what", "lost", descending=[True, True, False, False], nulls_last=True)


def _costs(layout: Layout, figures: Figures, flows: Flows) -> float:
    """What carrying costs in all, time counted, USD."""
    return float((flows.arcs * figures.cost[:, layout.link_of]).sum())


def flow_table(layout: Layout, figures: Figures, before: Flows, after: Flows) -> pl.DataFrame:
    """What passes each link, before and after, and what part of its capacity that takes; links without any are left out."""
    earlier, now = layout.through(before), layout.through(after)
    capacity = figures.capacity * layout.supposed
    rows = [
        (link.name, link.mode, earlier[at], now[at], now[at] / capacity[at] if capacity[at] > 0 else None)
        for at, link in enumerate(layout.links)
        if earlier[at] or now[at]
    ]
    schema = {"link": _TEXT, "mode": _TEXT} | dict.fromkeys(("before", "after", "use"), _NUMBER)
    return _frame(rows, schema).sort("after", "link", descending=[True, False])


def _nodes(layout: Layout, way: Way) -> list[str]:
    names = layout.case.keys["node"]
    first = layout.arcs.tails[way.arcs[0]]
    return [names[int(at)] for at in (first, *layout.arcs.heads[list(way.arcs)])]


def _frame(rows: Iterable[tuple[Any, ...]], schema: Mapping[str, Any]) -> pl.DataFrame:
    plain = [tuple(float(one) if isinstance(one, np.floating) else one for one in row) for row in rows]
    return pl.DataFrame(plain, schema=dict(schema), orient="row")
