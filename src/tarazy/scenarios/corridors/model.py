"""The model ``corridors``: flows over a network, and what closing or opening a link changes for whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tarazy.errors import UsageError
from tarazy.scenarios.case import Case
from tarazy.scenarios.corridors.bounds import bounding
from tarazy.scenarios.corridors.filling import completed
from tarazy.scenarios.corridors.layout import Drawn, Figures, Layout, layout_of
from tarazy.scenarios.corridors.routing import Way
from tarazy.scenarios.corridors.tables import (
    corridor_table,
    cut_table,
    flow_table,
    loss_table,
    route_table,
    state_table,
)
from tarazy.scenarios.drawing import central
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.model import Details, Draws, Model, Note, Outputs

OTHER, NONE = "other-way", "no-way"


class Corridors(Model):
    """See ``scenarios/data/models/corridors.toml``."""

    batch = 32

    def complete(self, given: dict[str, Any], folder: Path, faults: Faults) -> dict[str, str]:
        """Links, nodes and figures of the network that the file names."""
        return completed(given, folder, faults)

    def check(self, case: Case, faults: Faults) -> None:
        """Each demand has a way while nothing is supposed, and where all must be carried, all can be."""
        layout = layout_of(case)
        figures = Drawn(layout, central(case)).figures(0)
        year, ways = case.settings["year"], True
        for at, (name, demand) in enumerate(zip(case.keys["demand"], layout.demands, strict=True)):
            if layout.way(figures, at, layout.open * figures.capacity > 0) is None:
                ways = False
                said = (
                    f"holds {name}, for which no path leads from {demand.start} to {' or '.join(demand.ends)} in {year}"
                )
                faults.add(
                    "scope.demands",
                    said,
                    "open a link (status, opens, capacity) in the network, or leave the demand out",
                )
        if ways and case.settings["must"] and (said := bounding(layout, figures, layout.supposed)):
            faults.add(
                "settings.must", "is true, but " + said, "raise a capacity, lower the amount, or set it to false"
            )

    def prepare(self, case: Case, observatory: Any) -> Layout:
        """The network as arrays, with its linear programme."""
        return layout_of(case)

    def simulate(self, draws: Draws, prepared: Layout) -> Outputs:
        """Flows with what is supposed and without it, for each run."""
        case, drawn = draws.case, Drawn(prepared, draws)
        rows = [_outputs(case, prepared, drawn.figures(run)) for run in range(draws.count)]
        return {name: np.array([row[name] for row in rows]) for name in rows[0]}

    def details(self, case: Case, prepared: Layout, outputs: Outputs) -> Details:
        """Who gains and loses, corridors, ways, cuts, losses and flows; what is left behind, what is not open, the loss that hurts most."""
        figures = Drawn(prepared, central(case)).figures(0)
        before, after = (prepared.solve(figures, part) for part in (prepared.open.astype(float), prepared.supposed))
        tables = {
            "states": state_table(prepared, figures, before, after),
            "corridors": corridor_table(prepared, figures, before, after),
            "losses": loss_table(prepared, figures, after),
            "cuts": cut_table(prepared, figures),
            "routes": route_table(prepared, figures),
            "flows": flow_table(prepared, figures, before, after),
        }
        found: list[Note] = []
        for at, name in enumerate(case.keys["demand"]):
            if after.unmet[at] > 0:
                found.append(
                    ("left", {"demand": name, "amount": float(after.unmet[at]), "all": float(figures.amount[at])})
                )
        shut = [
            name
            for name, is_open, part in zip(case.keys["link"], prepared.open, prepared.supposed, strict=True)
            if not is_open and not part
        ]
        if shut:
            found.append(("unopened", {"year": str(case.settings["year"]), "links": shut}))
        if tables["losses"].height:
            found.append(("worst", {"lost": tables["losses"]["lost"][0]}))
        return Details(tables, found)


def _corridor(layout: Layout, way: Way | None) -> str:
    """The corridor through whose gate a way goes, the first in the network's order."""
    if way is None:
        return NONE
    passed = {layout.links[at].name for at in layout.link_of[list(way.arcs)]}
    return next((name for name, one in layout.corridors.items() if one.gate in passed), OTHER)


def _outputs(case: Case, layout: Layout, figures: Figures) -> dict[str, Any]:
    after = layout.solve(figures, layout.supposed)
    before = layout.solve(figures, layout.open.astype(float)) if case.change else after
    if case.settings["must"] and after.unmet.any() and (said := bounding(layout, figures, layout.supposed)):
        raise UsageError(
            f"{case.file}: in one of the draws {said}: raise a capacity, lower the amount, or set settings.must to false."
        )
    found: dict[str, Any] = {}
    usable = figures.capacity * layout.supposed > 0
    for at, name in enumerate(case.keys["demand"]):
        taken = after.arcs[at]
        carried = figures.amount[at] - after.unmet[at]
        some = carried > 0
        found |= {
            f"carried.{name}": round(100 * carried / figures.amount[at], 9) if figures.amount[at] > 0 else np.nan,
            f"cost.{name}": float(taken @ figures.price[at][layout.link_of]) / carried if some else np.nan,
            f"days.{name}": float(taken @ figures.days[layout.link_of]) / carried if some else np.nan,
            f"route.{name}": _corridor(layout, layout.way(figures, at, usable)),
        }
    flow = layout.through(after)
    transit, usual = layout.transit(after), layout.transit(before)
    links = case.keys["link"]
    found |= {f"through.{name}": flow[links.index(one.gate)] for name, one in layout.corridors.items()}
    if case.change:
        paid = layout.earnings(figures, after) - layout.earnings(figures, before)
        found |= {f"gained.{state}": transit[at] - usual[at] for at, state in enumerate(case.keys["state"])}
        found |= {f"earned.{state}": paid[at] for at, state in enumerate(case.keys["state"])}
    found |= {f"transit.{state}": transit[at] for at, state in enumerate(case.keys["state"])}
    found |= {f"flow.{link}": flow[at] for at, link in enumerate(links)}
    return found
