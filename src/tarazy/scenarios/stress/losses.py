"""Contingencies: every loss of one partner, or of several at once, ranked by its effect, as operators of power grids rank outages.

The severity of a loss is the weighted mean over domains of the part that nobody replaces and of the rise of concentration (HHI).
Ranking of contingencies: Ejebe and Wollenberg 1979, IEEE Transactions on Power Apparatus and Systems PAS-98(1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tarazy.scenarios.case import Floats
from tarazy.scenarios.stress.flows import Flows, Outcome, figures, weighted

MOST = 5_000
"""Losses that are looked at; sets beyond that are left out, the largest sets first."""


@dataclass(frozen=True, slots=True)
class Loss:
    """The partners lost and in which domain (None: in all); ``unmet``, ``hhi_change`` and ``severity``, each of shape (runs,)."""

    partners: tuple[str, ...]
    domain: str | None
    unmet: Floats
    hhi_change: Floats
    severity: Floats


def severity(before: Floats, after: Floats, outcome: Outcome, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """``unmet`` part, change of HHI, and severity of a loss: each the weighted mean over domains, shape (runs,).

    ``before`` and ``after`` are the HHI of each domain, (runs, domains).
    """
    # Where nobody is left there is no concentration to speak of: all of it is unmet.
    rise = np.where(np.isnan(after) & ~np.isnan(before), 0.0, after - before)
    unmet, change = weighted(outcome.unmet_part, weights), weighted(rise, weights)
    return unmet, change, unmet + np.maximum(change, 0.0)


def losses(
    flows: Flows, partners: Sequence[str], domains: Sequence[str], weights: Floats, substitution: bool, sets: int
) -> list[Loss]:
    """All losses of up to ``sets`` partners in all domains, and of each partner in each domain: single ones before sets, the most severe of the first run first."""
    found = []
    before = figures(flows.flow).hhi
    for chosen, domain in _contingencies(partners, domains, sets):
        cut = np.zeros((len(partners), len(domains)))
        at = [partners.index(one) for one in chosen]
        cut[at, slice(None) if domain is None else domains.index(domain)] = 1.0
        if (flows.flow[0] * cut).sum() > 0:
            outcome = flows.after(cut, substitution)
            found.append(Loss(chosen, domain, *severity(before, figures(outcome.flow).hhi, outcome, weights)))
    return sorted(
        found, key=lambda one: (len(one.partners), -np.nan_to_num(one.severity[0]), one.partners, one.domain or "")
    )


def _contingencies(
    partners: Sequence[str], domains: Sequence[str], sets: int
) -> Iterator[tuple[tuple[str, ...], str | None]]:
    told = 0
    for size in range(1, sets + 1):
        for chosen in combinations(partners, size):
            for domain in (None, *domains) if size == 1 and len(domains) > 1 else (None,):
                if told >= MOST:
                    return
                told += 1
                yield chosen, domain
