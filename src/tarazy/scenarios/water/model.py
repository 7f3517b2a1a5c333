"""The model ``water``: a shared river's year under four ways of deciding, and how the gain of deciding together may be shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tarazy.errors import UsageError
from tarazy.scenarios.case import Case, Floats
from tarazy.scenarios.drawing import central
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.model import Details, Draws, Model, Outputs
from tarazy.scenarios.water.balance import Outcome
from tarazy.scenarios.water.checking import checked, sentence
from tarazy.scenarios.water.message import read_message
from tarazy.scenarios.water.network import Basin, basin_of
from tarazy.scenarios.water.operating import NoOperationError, Operations
from tarazy.scenarios.water.program import lacking
from tarazy.scenarios.water.rules import factors, plan_of, simulate
from tarazy.scenarios.water.sharing import in_core, least_excess, nash, nucleolus, shapley
from tarazy.scenarios.water.telling import notes, tables
from tarazy.scenarios.water.year import Given, Year, nothing_given, weights, years

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

DRY = 10.0
"""Per cent of simulated years that count as the driest."""
BARTER = ("pay-least", "pay-most", "pay", "barter-water", "barter-power")
"""Outputs that say the terms of the two states' deal."""
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Prepared:
    """The network, and what a file of needs gave."""

    basin: Basin
    given: Given


class Water(Model):
    """See ``scenarios/data/models/water.toml``."""

    batch = 4

    def check(self, case: Case, faults: Faults) -> None:
        """The network must hang together, months must be twelve, and the limits must leave some operation."""
        basin = basin_of(case, faults)
        faults.stop()
        assert basin is not None
        checked(case, basin, faults)
        faults.stop()
        draws = central(case)
        given = nothing_given(len(basin.states))
        for supposed in (True, False):
            (year,) = years(draws, basin, given, supposed)
            if lack := lacking(basin, year):
                faults.add(*sentence(lack, case))
                return

    def prepare(self, case: Case, observatory: Observatory | None) -> Prepared:
        """The network, and the file of needs where there is one."""
        basin = basin_of(case, Faults(case.file))
        assert basin is not None
        if "file" in case.files:
            settings = case.settings
            given = read_message(
                case.files["file"], basin.states, str(settings["file-year"]), settings.get("file-river")
            )
        else:
            given = nothing_given(len(basin.states))
        return Prepared(basin, given)

    def simulate(self, draws: Draws, prepared: Prepared) -> Outputs:
        """Benefits, water and power of each operation, what what is supposed changes, and shares of the gain."""
        case, basin = draws.case, prepared.basin
        rows = []
        bases = years(draws, basin, prepared.given, supposed=False)
        generators = draws.generators()
        variation = np.column_stack([draws.value("variation"), draws.value("persistence")])
        both = zip(years(draws, basin, prepared.given), bases, strict=True)
        for (year, base), generator, varied in zip(both, generators, variation, strict=True):
            try:
                wet = factors(generator, case.settings["years"], case.settings["repeats"], *varied)
                rows.append(_run(case, basin, year, base, wet))
            except NoOperationError:
                if draws.stage == 0:
                    raise UsageError(_unanswered(case, basin, year)) from None
                rows.append({})
        found: dict[str, Any] = {}
        for name, label in _names(case):
            values = [row.get(name, "" if label else np.nan) for row in rows]
            found[name] = np.array(values, dtype=np.str_ if label else np.float64)
        return found

    def details(self, case: Case, prepared: Prepared, outputs: Outputs) -> Details:
        """Worth to each state with and without what is supposed, shares with the payments that make them, coalitions, districts, months, accounts.

        Notes: an empty core, quotas that bind, hydropower beside that of the file, the account's error.
        """
        basin, year, operations = _central(case, prepared)
        (base,) = years(central(case), basin, prepared.given, supposed=False)
        outcomes = _outcomes(case, operations)
        before = _outcomes(case, Operations(basin, base)) if case.change else outcomes
        return Details(
            tables(case, basin, year, operations, outcomes, before),
            notes(case, basin, year, operations, outcomes, prepared.given),
        )


def _central(case: Case, prepared: Prepared) -> tuple[Basin, Year, Operations]:
    (year,) = years(central(case), prepared.basin, prepared.given)
    return prepared.basin, year, Operations(prepared.basin, year)


def _outcomes(case: Case, operations: Operations) -> dict[str, Outcome]:
    """The operations that the scope names."""
    pair = [operations.basin.states.index(state) for state in case.scope["pair"]]
    ways = {
        "unilateral": operations.alone,
        "quota": operations.quotas,
        "barter": lambda: operations.coalition(pair),
        "grand": operations.together,
    }
    return {name: ways[name]() for name in case.keys["operation"]}


def _run(case: Case, basin: Basin, year: Year, base: Year, wet: Floats) -> dict[str, Any]:
    operations = Operations(basin, year)
    outcomes = _outcomes(case, operations)
    before = _outcomes(case, Operations(basin, base)) if case.change else outcomes
    found: dict[str, Any] = {}
    summer = np.array(year.summer)
    alone = outcomes["unilateral"].benefit.sum()
    for name, one in outcomes.items():
        found |= {f"benefit.{name}.{state}": one.benefit[at] for at, state in enumerate(basin.states)}
        found |= {
            f"total.{name}": one.benefit.sum(),
            f"gain.{name}": one.benefit.sum() - alone,
            f"changed.{name}": one.benefit.sum() - before[name].benefit.sum(),
            f"irrigation.{name}": one.taken.sum() / max(year.demand.sum(), 1e-12),
            f"winter-power.{name}": one.generated(year)[:, ~summer].sum(),
            f"summer-power.{name}": one.generated(year)[:, summer].sum(),
            f"out.{name}": (one.flow - one.lost)[basin.ends].sum(),
        }
    effect = outcomes["unilateral"].benefit - before["unilateral"].benefit
    found |= {f"effect.{state}": effect[at] for at, state in enumerate(basin.states)}
    rules = simulate(basin, year, plan_of(basin, list(outcomes.values())), wet)
    parts = rules.taken / max(year.demand.sum(), 1e-12)
    for at, name in enumerate(outcomes):
        found[f"dry.{name}"] = float(np.percentile(parts[:, at], DRY))
    found |= _shares(case, basin, operations) | _barter(case, basin, year, outcomes)
    return {
        name: value if isinstance(value, str) else round(float(value), _DECIMALS) + 0.0 for name, value in found.items()
    }


def _shares(case: Case, basin: Basin, operations: Operations) -> dict[str, Any]:
    game = operations.game()
    alone = game[1 << np.arange(len(basin.states))]
    power = weights(case)
    ways: dict[str, Floats] = {"shapley": shapley(game), "nucleolus": nucleolus(game), "nash": nash(game, power)}
    found: dict[str, Any] = {"core-room": -least_excess(game) if len(basin.states) > 1 else 0.0}
    found["core"] = "core-empty" if found["core-room"] < -1e-6 * max(1.0, float(np.abs(game).max())) else "core-exists"
    for way, payoffs in ways.items():
        found |= {f"{way}.{state}": payoffs[at] - alone[at] for at, state in enumerate(basin.states)}
        found[f"core-{way}"] = "inside" if in_core(game, payoffs) else "outside"
    return found


def _barter(case: Case, basin: Basin, year: Year, outcomes: Mapping[str, Outcome]) -> dict[str, Any]:
    """Terms of the two states' deal: the first is paid for what it gives up, at most what the second gains."""
    if "barter" not in outcomes:
        return {}
    first, second = (basin.states.index(state) for state in case.scope["pair"])
    alone, deal = outcomes["unilateral"], outcomes["barter"]
    least = alone.benefit[first] - deal.benefit[first]
    most = deal.benefit[second] - alone.benefit[second]
    own = [node for node in range(len(basin.nodes)) if basin.owner_node[node] == first]
    last = [node for node in own if basin.down[node] not in own]
    summer = np.array(year.summer)
    water = (deal.flow - alone.flow)[last][:, summer].sum()
    terms = (least, most, (least + most) / 2, water, deal.sent[second, first].sum())
    return dict(zip(BARTER, terms, strict=True))


def _unanswered(case: Case, basin: Basin, year: Year) -> str:
    lack = lacking(basin, year)
    if lack is not None:
        field, said, mend = sentence(lack, case)
        return f"{case.file}: {field} {said}: {mend}."
    mend = "lower a summer-part or a least flow, or leave quota out of scope.operations"
    return f"{case.file}: the quotas with the releases of summer (inputs.summer-part) cannot be kept: {mend}."


def _names(case: Case) -> Iterator[tuple[str, bool]]:
    """Names of the outputs that this case has, in their order, and whether each is a label."""
    from tarazy.scenarios.table import model_row

    # Nothing gains over itself, nothing is changed by no change, and without a barter it has no terms.
    absent = {"gain.unilateral"}
    if "barter" not in case.keys["operation"]:
        absent |= set(BARTER)
    for row in model_row("water").outputs.values():
        if row.stem in ("effect", "changed") and not case.change:
            continue
        yield from ((name, row.type == "label") for name, _ in row.names(case.keys) if name not in absent)
