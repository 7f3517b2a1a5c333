"""Tables and notes of a water scenario: months of each operation, accounts, coalitions, shares and the payments that make them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from tarazy.scenarios.case import Case, Floats
from tarazy.scenarios.model import Note
from tarazy.scenarios.water.balance import Outcome, account
from tarazy.scenarios.water.network import Basin
from tarazy.scenarios.water.operating import Operations
from tarazy.scenarios.water.sharing import in_core, least_excess, nash, nucleolus, shapley
from tarazy.scenarios.water.year import Given, Year, weights

_TEXT, _NUMBER = pl.String, pl.Float64


def tables(
    case: Case,
    basin: Basin,
    year: Year,
    operations: Operations,
    outcomes: Mapping[str, Outcome],
    before: Mapping[str, Outcome],
) -> dict[str, pl.DataFrame]:
    """The tables of the model's file. ``before``: the operations without what is supposed."""
    return {
        "benefits": _benefits(basin, outcomes, before),
        "shares": _shares(case, basin, operations),
        "coalitions": _coalitions(basin, operations),
        "districts": _districts(basin, year, outcomes),
        "months": _months(case, basin, year, outcomes),
        "accounts": _accounts(basin, year, outcomes),
    }


def _benefits(basin: Basin, outcomes: Mapping[str, Outcome], before: Mapping[str, Outcome]) -> pl.DataFrame:
    rows = []
    for name, one in outcomes.items():
        for at, state in enumerate(basin.states):
            without, with_it = float(before[name].benefit[at]), float(one.benefit[at])
            rows.append((name, state, without, with_it, with_it - without))
    names = {"operation": _TEXT, "state": _TEXT, "without": _NUMBER, "with": _NUMBER, "change": _NUMBER}
    return pl.DataFrame(rows, schema=names, orient="row")


def _shares(case: Case, basin: Basin, operations: Operations) -> pl.DataFrame:
    game, together = operations.game(), operations.together().benefit
    alone = game[1 << np.arange(len(basin.states))]
    ways = {
        "shapley": shapley(game),
        "nucleolus": nucleolus(game),
        "nash": nash(game, weights(case)),
    }
    rows = [
        (way, state, float(alone[at]), float(payoffs[at]), float(payoffs[at] - together[at]), _told(game, payoffs))
        for way, payoffs in ways.items()
        for at, state in enumerate(basin.states)
    ]
    names = {"way": _TEXT, "state": _TEXT, "alone": _NUMBER, "share": _NUMBER, "payment": _NUMBER, "core": _TEXT}
    return pl.DataFrame(rows, schema=names, orient="row")


def _told(game: Floats, payoffs: Floats) -> str:
    return "inside" if in_core(game, payoffs) else "outside"


def _coalitions(basin: Basin, operations: Operations) -> pl.DataFrame:
    game = operations.game()
    rows = []
    for coalition in range(1, len(game)):
        inside = [at for at in range(len(basin.states)) if coalition >> at & 1]
        gain = game[coalition] - sum(game[1 << at] for at in inside)
        rows.append(([basin.states[at] for at in inside], len(inside), float(game[coalition]), float(gain)))
    names: dict[str, Any] = {"coalition": pl.List(_TEXT), "states": pl.Int64, "worth": _NUMBER, "gain": _NUMBER}
    return pl.DataFrame(rows, schema=names, orient="row").sort("states", pl.col("coalition").list.join(" "))


def _districts(basin: Basin, year: Year, outcomes: Mapping[str, Outcome]) -> pl.DataFrame:
    rows = [
        (name, district, float(year.demand[at].sum()), float(one.taken[at].sum()))
        for name, one in outcomes.items()
        for at, district in enumerate(basin.districts)
    ]
    names = {"operation": _TEXT, "district": _TEXT, "need": _NUMBER, "taken": _NUMBER}
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(part=pl.col("taken") / pl.col("need"))


def _months(case: Case, basin: Basin, year: Year, outcomes: Mapping[str, Outcome]) -> pl.DataFrame:
    rows = []
    for name, one in outcomes.items():
        for at, reservoir in enumerate(basin.reservoirs):
            node = basin.node_of(at)
            plants = [plant for plant, place in enumerate(basin.at_plant) if place == node]
            power = one.generated(year)[plants].sum(axis=0)
            for month in range(12):
                number = (case.settings["first-month"] - 1 + month) % 12 + 1
                numbers = (one.flow[node, month], one.storage[at, month], power[month])
                rows.append((name, reservoir, number, *map(float, numbers)))
    names = {"operation": _TEXT, "reservoir": _TEXT, "month": pl.Int64}
    return pl.DataFrame(rows, schema={**names, "release": _NUMBER, "storage": _NUMBER, "power": _NUMBER}, orient="row")


def _accounts(basin: Basin, year: Year, outcomes: Mapping[str, Outcome]) -> pl.DataFrame:
    return pl.DataFrame([{"operation": name, **account(basin, year, one)} for name, one in outcomes.items()])


def notes(
    case: Case,
    basin: Basin,
    year: Year,
    operations: Operations,
    outcomes: Mapping[str, Outcome],
    given: Given,
) -> list[Note]:
    """What a reader should know of the case as given."""
    found: list[Note] = []
    game = operations.game()
    scale = max(1.0, float(np.abs(game).max()))
    if least_excess(game) > 1e-6 * scale:
        found.append(("core-empty", {}))
    for way, payoffs in (("shapley", shapley(game)), ("nash", nash(game, weights(case)))):
        if least_excess(game) <= 1e-6 * scale and not in_core(game, payoffs):
            found.append(("outside-core", {"way": way}))
    if "quota" in outcomes:
        taken = outcomes["quota"].taken.sum(axis=1)
        for at, state in enumerate(basin.states):
            own = sum(taken[district] for district, owner in enumerate(basin.owner_district) if owner == at)
            if own >= year.share[at] * year.allocated - 1e-6:
                found.append(("quota-binds", {"state": state, "km3": float(year.share[at] * year.allocated)}))
    if "barter" in outcomes:
        first, second = (basin.states.index(state) for state in case.scope["pair"])
        gain = outcomes["barter"].benefit - outcomes["unilateral"].benefit
        if gain[first] + gain[second] <= 1e-6 * scale:
            found.append(("no-barter", {"first": case.scope["pair"][0], "second": case.scope["pair"][1]}))
    for at, state in enumerate(basin.states):
        if state in given.activity:
            plants = [plant for plant, owner in enumerate(basin.owner_plant) if owner == at]
            made = float(outcomes["unilateral"].generated(year)[plants].sum())
            found.append(("activity", {"state": state, "made": made, "past": given.activity[state]}))
    worst = max(abs(account(basin, year, one)["error"]) for one in outcomes.values())
    found.append(("balance", {"error": worst}))
    return found
