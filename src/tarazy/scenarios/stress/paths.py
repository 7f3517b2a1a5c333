"""A way out of dependence: a supplier's share falls year by year, others take over as far as they can; how long it takes, and its price."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tarazy.scenarios.case import Floats
from tarazy.scenarios.stress.flows import Flows, figures


def path(
    flows: Flows, supplier: int, fall: Floats, bound: float, premium: Floats, horizon: int
) -> tuple[Floats, Floats, npt.NDArray[np.float64]]:
    """``years`` until each domain's HHI is under ``bound`` and the ``price`` of it, both (runs, domains), and the HHI of each year.

    The supplier's share falls by ``fall`` (runs,) of the whole a year; the others grow in a year by what they can spare, and no faster, so
    that the supplier keeps what nobody takes. What others give in its place costs ``premium`` (runs, domains) more; the price is the sum
    of that over the years, as part of a year's flow at the old price. ``years`` and ``price`` are NaN where the bound is not reached
    within ``horizon`` years, or nothing flows. The third array has the shape (years + 1, runs, domains).
    """
    total = flows.flow.sum(axis=1)
    held = flows.flow.copy()
    first = flows.flow[:, supplier]
    spare = flows.spare.copy()
    spare[:, supplier] = 0.0
    index = figures(held).hhi
    years = np.where(index < bound, 0.0, np.nan)
    price, spent = np.where(index < bound, 0.0, np.nan), np.zeros_like(total)
    series = [index]
    for year in range(1, horizon + 1):
        wanted = np.minimum(fall[:, None] * total, held[:, supplier])
        offered = spare.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            part = np.where(offered > 0, np.minimum(1.0, wanted / np.where(offered > 0, offered, 1.0)), 0.0)
            taken = spare * part[:, None, :]
            held += taken
            held[:, supplier] -= taken.sum(axis=1)
            spent += np.where(total > 0, premium * (first - held[:, supplier]) / total, np.nan)
        index = figures(held).hhi
        reached = (index < bound) & np.isnan(years)
        years[reached], price[reached] = year, spent[reached]
        series.append(index)
    return years, price, np.stack(series)
