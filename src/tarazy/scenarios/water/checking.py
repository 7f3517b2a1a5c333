"""What is wrong between fields of a water scenario, and which limit no operation can keep, each in a sentence."""

from __future__ import annotations

import calendar
from itertools import pairwise

from tarazy.scenarios.case import Case
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.water.network import Basin
from tarazy.scenarios.water.program import Lack
from tarazy.scenarios.water.year import MONTHS, weights

OPERATIONS = ("unilateral", "quota", "barter", "grand")
NEEDED = ("unilateral", "grand")


def checked(case: Case, basin: Basin, faults: Faults) -> None:
    """Note operations that there are not, pairs that are none, months that are not twelve, storage that does not fit."""
    for name in case.keys["operation"]:
        if name not in OPERATIONS:
            faults.unknown(f"scope.operations: {name!r}", name, OPERATIONS, "operation")
    for name in NEEDED:
        if name not in case.keys["operation"]:
            faults.add("scope.operations", f"has no {name!r}, with which the others are compared", "add it")
    pair = case.scope["pair"]
    if len(basin.states) < 2:
        faults.add("scope.states", f"holds {basin.states[0]} alone", "add another that shares the river")
    elif len(pair) != 2 or not set(pair) <= set(basin.states):
        faults.add("scope.pair", f"is {', '.join(pair)}", f"name two of {', '.join(basin.states)}")
    if len(basin.states) > 6:
        faults.add("scope.states", f"holds {len(basin.states)}", "take at most six: coalitions are counted one by one")
    _months(case, faults)
    _storage(case, basin, faults)
    if not sum(case.value(f"inflow.{name}") for name in basin.inflows) > 0:
        faults.add("inputs.inflow", "is 0 everywhere", "give at least one inflow some water")
    steps = case.value("steps")
    if any(later > earlier for earlier, later in pairwise(steps)):
        faults.add("inputs.steps", f"is {steps}, which rises", "let each further part of the need be worth no more")
    if case.settings.get("file-river") is not None and "file" not in case.inputs:
        faults.add("settings.file-river", "is given without inputs.file", "name the file, or leave the river out")
    if not weights(case).sum() > 0:
        faults.add("inputs.weight", "is 0 for all states", "give at least one of them some weight")


def _months(case: Case, faults: Faults) -> None:
    for stem in ("inflow-months", "demand-months", "need-months"):
        for keys, one in case.under(stem):
            name = f"inputs.{stem}.{keys[0]}"
            if len(one.value) != MONTHS:
                faults.add(name, f"has {len(one.value)} numbers", "give twelve, from January to December")
            elif min(one.value) < 0 or not sum(one.value) > 0:
                faults.add(name, "has a negative number, or none above 0", "give each month's part of the year")


def _storage(case: Case, basin: Basin, faults: Faults) -> None:
    for name in basin.reservoirs:
        capacity, start = (float(case.value(f"{stem}.{name}")) for stem in ("capacity", "storage"))
        dead = float(case.value(f"dead.{name}")) if f"dead.{name}" in case.inputs else 0.0
        fill = float(case.change.get(f"fill.{name}", 0.0))
        if dead > capacity:
            faults.add(
                f"inputs.dead.{name}",
                f"is {dead:g} km³, more than the capacity of {capacity:g}",
                "give the volume below the lowest outlet",
            )
        elif start > capacity:
            faults.add(
                f"inputs.storage.{name}",
                f"is {start:g} km³, more than the capacity of {capacity:g}",
                "give what it holds when the year begins",
            )
        elif start + fill > capacity:
            faults.add(
                f"change.fill.{name}",
                f"would leave {start + fill:g} km³ in a reservoir of {capacity:g}",
                "fill less, or raise its capacity",
            )


def sentence(lack: Lack, case: Case) -> tuple[str, str, str]:
    """Field, what is wrong with it, and the mend."""
    number = (case.settings["first-month"] - 1 + lack.month) % MONTHS + 1
    month = calendar.month_name[number]
    lacking = f"{lack.km3:.3g} km³ are lacking"
    if lack.kind == "least":
        return (
            f"inputs.least.{lack.name}",
            f"cannot be kept in {month}, whatever is done above: {lacking}",
            "lower it, or give more inflow or storage",
        )
    if lack.kind == "dead":
        return (
            f"inputs.dead.{lack.name}",
            f"cannot be kept in {month}: {lacking}",
            "lower it, or begin with more storage",
        )
    filling = case.change.get(f"fill.{lack.name}")
    what = "change.fill" if filling else "inputs.storage"
    said = "cannot be filled" if filling else "cannot be reached again at the end of the year"
    return (f"{what}.{lack.name}", f"{said}: {lacking}", "lower it, or give more inflow")
