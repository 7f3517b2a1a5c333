"""Why not all can be carried: the constraint, in words."""

from __future__ import annotations

import numpy as np

from tarazy.scenarios.case import Floats
from tarazy.scenarios.corridors.layout import Figures, Layout
from tarazy.scenarios.corridors.routing import Cut, greatest_flow

_LITTLE = 1e-6
"""What is left behind below this part of a demand is rounding."""


def most(layout: Layout, figures: Figures, demand: int, part: Floats) -> Cut:
    """The most that a demand can have carried when it is alone, and the links that bound it (as arcs)."""
    want = layout.wants[demand]
    capacity = (figures.capacity * part * want.links)[layout.link_of]
    return greatest_flow(layout.arcs, capacity, want.start, want.ends)


def cut_links(layout: Layout, cut: Cut) -> list[str]:
    """The names of the links in a cut, in the network's order."""
    return [layout.links[at].name for at in sorted({int(layout.link_of[arc]) for arc in cut.arcs})]


def bounding(layout: Layout, figures: Figures, part: Floats) -> str:
    """Which constraint keeps the demands from being carried whole; empty where they all can be."""
    flows = layout.solve(figures, part)
    names = layout.case.keys["demand"]
    short = [at for at, left in enumerate(flows.unmet) if left > _LITTLE * figures.amount[at]]
    for at in short:
        cut = most(layout, figures, at, part)
        if cut.flow < (1 - _LITTLE) * figures.amount[at]:
            links = ", ".join(cut_links(layout, cut)) or "no open link"
            return (
                f"{names[at]} of {figures.amount[at]:,.0f} tonnes a year does not fit: "
                f"at most {cut.flow:,.0f} pass from {layout.demands[at].start}, bounded by the capacity of {links}"
            )
    if not short:
        return ""
    full = [layout.links[int(at)].name for at in np.flatnonzero(flows.price > _LITTLE)]
    left = " and ".join(f"{flows.unmet[at]:,.0f} tonnes of {names[at]}" for at in short)
    return f"{left} are left behind: the demands together need more than the capacity of {', '.join(full)}"
