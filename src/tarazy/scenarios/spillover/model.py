"""The model ``spillover``: where a threat arrives, when and by which way, and what each commitment changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from tarazy.scenarios.case import Case, Floats, Input
from tarazy.scenarios.drawing import central
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.model import Details, Draws, Model, Outputs
from tarazy.scenarios.spillover.filling import allied_help, border_links, names_help, names_links, trade_links
from tarazy.scenarios.spillover.spreading import NEVER, Spread, Threat, spread

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

_BORDERS = ("border", "route")
"""Channels that a closed border closes."""
_DETAIL = 2_000
"""Repeats of the case as given, for tables."""


class Spillover(Model):
    """See ``scenarios/data/models/spillover.toml``."""

    batch = 8

    def complete(self, given: dict[str, Any], folder: Path, faults: Faults) -> dict[str, str]:
        """Borders by their length, where the file names no link by border."""
        scope, inputs = given.get("scope"), given.setdefault("inputs", {})
        if isinstance(scope, dict) and isinstance(inputs, dict) and not names_links(inputs, "border"):
            states, sources, channels = (scope.get(name, []) for name in ("states", "sources", "channels"))
            if _names(states) and _names(sources) and "border" in (channels or _BORDERS):
                for one, other, value, cited in border_links(states, sources):
                    inputs[f"link.border.{one}.{other}"] = {"value": value, "evidence": [cited]}
        return {}

    def fill(self, given: Mapping[str, Any], observatory: Observatory) -> dict[str, Input]:
        """Trade by its amount and help by memberships, where the file names no link by trade and no help; see ``spillover.filling``."""
        scope, inputs = given["scope"], given.get("inputs")
        found: list[Input] = []
        if "trade" in scope["channels"] and not names_links(inputs, "trade"):
            found += trade_links(scope["states"], observatory)
        if not names_help(inputs):
            found += allied_help(scope["states"], scope["sources"], given["settings"], observatory)
        return {one.name: one for one in found}

    def check(self, case: Case, faults: Faults) -> None:
        """A source, somebody beside it, a link from it, a rate above 0."""
        states = case.keys["state"]
        for one in case.scope["sources"]:
            if one not in states:
                faults.add("scope.sources", f"holds {one}, which is not among the states", "add it to scope.states")
        if set(states) <= set(case.scope["sources"]):
            faults.add("scope.states", "holds sources alone", "add the states to which the threat may come")
        faults.stop()
        threat = _threat(central(case))
        if not threat.rates.sum() > 0:
            faults.add("inputs.rate", "is 0 for all channels", "give at least one channel a rate")
        elif not threat.links[0][:, threat.sources].sum() > 0:
            faults.add("inputs.link", "has no link from a source", "give one, such as link.border.AFG.TJK")

    def simulate(self, draws: Draws, prepared: Any) -> Outputs:
        """Probabilities of arrival with what is supposed and without it, and months, each over the repeats of a run."""
        case = draws.case
        horizon, repeats = case.settings["months"], case.settings["repeats"]
        threat = _threat(draws)
        supposed = _supposed(threat, case)

        def spreads(one: Threat) -> Spread:
            return spread(one, horizon, repeats, draws.generator(), givers=False, common=draws.common)

        with_it = spreads(supposed)
        chance = _chance(with_it)
        base = _chance(spreads(threat)) if case.change else chance
        free = ~threat.sources
        found = {"affected": chance[:, free].sum(axis=1), "spared": (base - chance)[:, free].sum(axis=1)}
        for at, state in enumerate(case.keys["state"]):
            if not free[at]:
                continue
            found |= {
                f"arrival.{state}": chance[:, at],
                f"months.{state}": _median_month(with_it.arrival[:, :, at]),
                f"load.{state}": with_it.months[:, :, at].mean(axis=1),
                f"spared.{state}": base[:, at] - chance[:, at],
            }
        return found

    def details(self, case: Case, prepared: Any, outputs: Outputs) -> Details:
        """By which ways the threat comes first, the chance of arrival by month, what each commitment would change alone; states that no link reaches."""
        draws = central(case)
        threat = _threat(draws)
        horizon, states = case.settings["months"], case.keys["state"]
        found = spread(_supposed(threat, case), horizon, _DETAIL, draws.generator())
        ways = []
        for to, state in enumerate(states):
            came = found.giver[0, :, to]
            for one, count in zip(*np.unique(came[came >= 0], return_counts=True), strict=True):
                ways.append((states[int(one)], state, float(count / _DETAIL)))
        steps = [
            (month, state, float((found.arrival[0, :, at] <= month).mean()))
            for at, state in enumerate(states)
            if not threat.sources[at]
            for month in _marks(horizon)
        ]
        schema: Mapping[str, Any] = {
            "commitment": pl.String,
            "where": pl.String,
            "affected": pl.Float64,
            "change": pl.Float64,
        }
        tables = {
            "ways": pl.DataFrame(
                ways, schema={"from": pl.String, "to": pl.String, "chance": pl.Float64}, orient="row"
            ).sort("chance", "from", "to", descending=[True, False, False]),
            "arrivals": pl.DataFrame(
                steps, schema={"month": pl.Int64, "state": pl.String, "chance": pl.Float64}, orient="row"
            ),
            "commitments": pl.DataFrame(_commitments(case, threat, draws), schema=schema, orient="row").sort(
                "change", "commitment", "where"
            ),
        }
        reached, pressure = threat.sources.copy(), threat.pressure()[0] > 0
        for _ in states:
            reached |= pressure[reached].any(axis=0)
        return Details(tables, [("apart", {"state": state}) for at, state in enumerate(states) if not reached[at]])


def _names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _threat(draws: Draws) -> Threat:
    case = draws.case
    links = draws.array("link", "channel", "from", "state")
    if not case.settings["one-way"]:
        links = np.maximum(links, np.swapaxes(links, 2, 3))
    links[:, :, np.arange(links.shape[2]), np.arange(links.shape[3])] = 0.0
    sources = np.array([state in case.scope["sources"] for state in case.keys["state"]])
    return Threat(
        links,
        draws.array("rate", "channel"),
        draws.array("capacity", "state"),
        draws.array("containment", "state"),
        draws.array("help", "state"),
        draws.array("delay", "state"),
        sources,
    )


def _supposed(threat: Threat, case: Case) -> Threat:
    """The threat with what the scenario supposes: borders closed, further help."""
    links, added = threat.links.copy(), threat.help.copy()
    states = case.keys["state"]
    for name, part in case.change.items():
        what, *where = name.split(".")
        if what == "closed":
            _close(links, _closed(case), states.index(where[0]), states.index(where[1]), part)
        else:
            added[:, states.index(where[0])] += part
    return replace(threat, links=links, help=added)


def _closed(case: Case) -> list[int]:
    """The places of the channels that a closed border closes."""
    return [at for at, channel in enumerate(case.keys["channel"]) if channel in _BORDERS]


def _close(links: Floats, closed: list[int], one: int, other: int, part: float) -> None:
    for start, end in ((one, other), (other, one)):
        links[:, closed, start, end] *= 1 - part


def _commitments(case: Case, threat: Threat, draws: Draws) -> list[tuple[str, str, float, float]]:
    """Each border of the case closed by half, and each state helped by a fifth more, alone; the expected number of states affected."""
    horizon, states = case.settings["months"], case.keys["state"]

    def affected(one: Threat) -> float:
        found = spread(one, horizon, _DETAIL, draws.generator(), givers=False)
        return float(_chance(found)[0, ~threat.sources].sum())

    base = affected(threat)
    rows: list[tuple[str, str, float, float]] = []
    closed = _closed(case)
    for one in range(len(states)):
        for other in range(one + 1, len(states)):
            if threat.links[0, closed, one, other].any() or threat.links[0, closed, other, one].any():
                links = threat.links.copy()
                _close(links, closed, one, other, 0.5)
                value = affected(replace(threat, links=links))
                rows.append(("close", f"{states[one]}–{states[other]}", value, value - base))
    for at, state in enumerate(states):
        if not threat.sources[at]:
            added = threat.help.copy()
            added[:, at] += 0.2
            value = affected(replace(threat, help=added))
            rows.append(("help", state, value, value - base))
    return rows


def _chance(found: Spread) -> Floats:
    """The part of the repeats in which the threat arrives, (runs, states)."""
    part: Floats = (found.arrival < NEVER).mean(axis=1)
    return part


def _median_month(arrival: Any) -> Floats:
    """The median month of arrival of each run, among the repeats in which it arrives; NaN where in none."""
    months = np.where(arrival < NEVER, arrival, np.nan).astype(float)
    found = np.full(len(months), np.nan)
    some = ~np.isnan(months).all(axis=1)
    found[some] = np.nanmedian(months[some], axis=1)
    return found


def _marks(horizon: int) -> list[int]:
    return sorted({max(1, round(horizon * part / 6)) for part in range(1, 7)})
