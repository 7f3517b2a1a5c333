"""Flows from partners by domain: what is lost when ties are cut, who stands in, and the figures of what is left.

All arrays have the axes (runs, partners, domains). HHI: Hirschman 1945, Herfindahl 1950; effective number: Hill 1973, order 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import xlogy

from tarazy.scenarios.case import Floats


@dataclass(frozen=True, slots=True)
class Flows:
    """What partners give (``flow``, any unit), how much more they could give within a year (``spare``, in the same unit)."""

    flow: Floats
    spare: Floats

    def after(self, cut: Floats, substitution: bool = True) -> Outcome:
        """What is left when the part ``cut`` (0 to 1, shape (partners, domains) or with runs before) of each flow is lost.

        Who is cut in full offers nothing; the others stand in up to what they can spare, each in proportion to that.
        """
        lost = self.flow * cut
        left = self.flow - lost
        gap = lost.sum(axis=1, keepdims=True)
        offer = self.spare * (1 - cut) if substitution else np.zeros_like(self.flow)
        offered = offer.sum(axis=1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            part = np.where(offered > 0, np.minimum(1.0, gap / np.where(offered > 0, offered, 1.0)), 0.0)
        taken = offer * part
        unmet = (gap - taken.sum(axis=1, keepdims=True))[:, 0]
        return Outcome(left + taken, np.maximum(unmet, 0.0), self.flow.sum(axis=1))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Flows after a loss, what nobody replaces (``unmet``) and what there was before (``total``), both (runs, domains)."""

    flow: Floats
    unmet: Floats
    total: Floats

    @property
    def unmet_part(self) -> Floats:
        """The part of a domain's flow that nobody replaces; NaN where there was none."""
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = np.where(self.total > 0, self.unmet / self.total, np.nan)
        return found


@dataclass(frozen=True, slots=True)
class Figures:
    """Of each run and domain: ``hhi`` (1/n to 1), ``top`` (greatest share), ``effective`` (number of partners); NaN where nothing flows."""

    hhi: Floats
    top: Floats
    effective: Floats


def figures(flow: Floats) -> Figures:
    """The figures of concentration of flows with axes (runs, partners, domains)."""
    total = flow.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(total > 0, flow / total, np.nan)
    return Figures((share**2).sum(axis=1), share.max(axis=1), np.exp(-xlogy(share, share).sum(axis=1)))


def weighted(values: Floats, weights: Floats) -> Floats:
    """The mean over domains (last axis) of those that are defined, by ``weights`` (runs, domains); NaN where none is."""
    known = ~np.isnan(values)
    whole = (weights * known).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.where(whole > 0, np.where(known, values * weights, 0.0).sum(axis=-1) / whole, np.nan)
    return found
