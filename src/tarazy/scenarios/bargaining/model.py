"""The model ``bargaining``: positions settle by one of several methods, and the others stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from tarazy.scenarios.bargaining.expected_utility import challenged
from tarazy.scenarios.bargaining.nash import nash
from tarazy.scenarios.bargaining.options import options_of
from tarazy.scenarios.bargaining.spatial import Actors, History, run
from tarazy.scenarios.bargaining.telling import bargain_rows, turn_rows, utility_rows
from tarazy.scenarios.bargaining.voters import weighted_mean, weighted_median
from tarazy.scenarios.case import Case, Floats, Input
from tarazy.scenarios.drawing import central
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.model import Details, Draws, Model, Note, Outputs

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

SCALE = 100.0
APART = 10.0
"""Points by which methods differ so much that a page says so."""


class Bargaining(Model):
    """See ``scenarios/data/models/bargaining.toml``."""

    def check(self, case: Case, faults: Faults) -> None:
        """Weights must not all be zero; an actor's saliences fit into its attention; Nash's solution needs to know what else there is."""
        actors, issues = case.keys["actor"], case.keys["issue"]
        if len(actors) < 2:
            faults.add("scope.actors", "names one actor alone", "name two at least")
            return
        given = _Numbers(_changed(central(case)))
        if not given.capability.sum() > 0:
            faults.add("inputs.capability", "is 0 for all actors", "give at least one of them some weight")
        total = given.salience[0].sum(1)
        for actor, one in zip(actors, total, strict=True):
            if one > SCALE + 1e-9:
                said = f"sums to {one:g} over {', '.join(issues)}"
                faults.add(f"inputs.salience.{actor}", said, "share out at most 100")
            elif not one > 0:
                faults.add(f"inputs.salience.{actor}", "is 0 for every issue", "give it some, or leave the actor out")
        if case.settings["method"] == "nash":
            for issue in issues:
                if f"disagreement.{issue}" not in case.inputs:
                    mend = "say where the issue stays without agreement"
                    faults.add("inputs", f"has no disagreement.{issue}, which Nash's solution needs", mend)
        follows = _follows(case)
        for actor, total in zip(actors, [] if follows is None else follows.sum(1), strict=False):
            if total > 1 + 1e-9:
                said = f"sums to {total:g}, {actor} itself among them"
                faults.add(f"settings.follows.{actor}", said, "give parts of one whole")
        if case.settings["least-turns"] > case.settings["most-turns"]:
            faults.add("settings.least-turns", "is more than most-turns", "give the lesser number")

    def fill(self, given: Mapping[str, Any], observatory: Observatory) -> dict[str, Input]:
        """Capabilities from indicators, positions from stances; see ``bargaining.filling``."""
        from tarazy.scenarios.bargaining.filling import filled

        return filled(given, observatory)

    def simulate(self, draws: Draws, prepared: Any) -> Outputs:
        """Outcomes and last positions of the case, with what is supposed and, where anything is, less those without."""
        found = _outputs(_changed(draws), draws.case)
        if draws.case.change:
            still = _outputs(draws, draws.case)
            for issue in draws.case.keys["issue"]:
                found[f"shift.{issue}"] = found[f"outcome.{issue}"] - still[f"outcome.{issue}"]
        return found

    def details(self, case: Case, prepared: Any, outputs: Outputs) -> Details:
        """The turns of the case as given, its outcome by every method; whether positions came to rest, and how far methods differ."""
        draws = _changed(central(case))
        actors, issues = case.keys["actor"], case.keys["issue"]
        found, said = {"methods": self._methods(draws, case)}, list[Note]()
        if case.settings["method"] == "spatial":
            told: list[Any] = []
            history = _spatial(draws, case, told)
            found["turns"] = turn_rows(history, actors, issues)
            found["bargains"] = bargain_rows(told, actors, issues)
            found["utilities"] = utility_rows(told, actors)
            if not history.settled[0]:
                said.append(("unsettled", {"turns": int(history.turns[0])}))
        elif case.settings["method"] == "challenge":
            found["turns"] = _round_rows(draws, case)
            said.append(("rounds", {"rounds": case.settings["rounds"]}))
        for issue in issues:
            values = found["methods"].filter(pl.col("issue") == issue)["outcome"]
            spread = float(np.ptp(values.to_numpy()))
            if spread >= APART:
                said.append(("spread", {"issue": issue, "spread": spread}))
        return Details(found, said)

    def _methods(self, draws: Draws, case: Case) -> pl.DataFrame:
        issues = case.keys["issue"]
        rows = []
        for method in ("spatial", "challenge", "median", "mean", "nash"):
            if method == "nash" and any(f"disagreement.{issue}" not in case.inputs for issue in issues):
                continue
            outcome = _outputs(draws, _with_method(case, method))
            rows += [(issue, method, float(outcome[f"outcome.{issue}"][0])) for issue in issues]
        frame = pl.DataFrame(
            rows, schema={"issue": pl.String, "method": pl.String, "outcome": pl.Float64}, orient="row"
        )
        order = {issue: at for at, issue in enumerate(issues)}
        return frame.sort(pl.col("issue").replace_strict(order, return_dtype=pl.Int64), maintain_order=True)


def _with_method(case: Case, method: str) -> Case:
    return replace(case, settings={**case.settings, "method": method})


def _changed(draws: Draws) -> Draws:
    """The draws with the supposed values in place of those of the inputs."""
    case = draws.case
    if not case.change:
        return draws
    inputs = dict(case.inputs)
    for name, value in case.change.items():
        inputs[name] = replace(inputs[name], value=value, low=None, high=None)
    values = {name: drawn for name, drawn in draws.values.items() if name not in case.change}
    return replace(draws, case=replace(case, inputs=inputs), values=values)


class _Numbers:
    """The arrays of a batch: ``positions`` and ``salience`` (runs, actors, issues), ``capability`` (runs, actors), from 0 to 100 where they are shares."""

    def __init__(self, draws: Draws) -> None:
        self.positions = draws.array("position", "actor", "issue")
        self.salience = draws.array("salience", "actor", "issue")
        self.capability = draws.array("capability", "actor")


def _outputs(draws: Draws, case: Case) -> dict[str, Floats]:
    actors, issues = case.keys["actor"], case.keys["issue"]
    method = case.settings["method"]
    found: dict[str, Floats] = {}
    if method == "spatial":
        history = _spatial(draws, case)
        outcome, last = history.expected[-1] * SCALE, history.last * SCALE
        for at, actor in enumerate(actors):
            found[f"chance.{actor}"] = history.chance[-1][:, at]
        found["turns"] = history.turns.astype(np.float64)
    elif method == "challenge":
        given = _Numbers(draws)
        rounds = [_challenge(given, case, at) for at in range(len(issues))]
        outcome = np.column_stack([one.medians[-1] for one in rounds])
        last = np.stack([one.positions[-1] for one in rounds], axis=2)
    else:
        return {f"outcome.{issue}": value for issue, value in zip(issues, _voted(draws, case, method).T, strict=True)}
    results = {f"outcome.{issue}": outcome[:, at] for at, issue in enumerate(issues)}
    for at, actor in enumerate(actors):
        for which, issue in enumerate(issues):
            results[f"position.{actor}.{issue}"] = last[:, at, which]
    return {**results, **found}


def _voted(draws: Draws, case: Case, method: str) -> Floats:
    """Medians, means or Nash's solution, (runs, issues)."""
    given = _Numbers(draws)
    weights = given.capability[:, :, None] * given.salience
    if method == "nash":
        none = draws.array("disagreement", "issue") / SCALE
        parts = zip(given.positions / SCALE, given.salience / SCALE, given.capability, none, strict=True)
        return np.array([nash(*one) for one in parts]) * SCALE
    call = weighted_mean if method == "mean" else weighted_median
    shape = (draws.count, len(case.keys["issue"]))
    return np.array(
        [[call(given.positions[run, :, at], weights[run, :, at]) for at in range(shape[1])] for run in range(shape[0])]
    ).reshape(shape)


def _spatial(draws: Draws, case: Case, told: list[Any] | None = None) -> History:
    given = _Numbers(draws)
    actors = Actors(given.capability, given.salience / SCALE, _follows(case))
    options = options_of(case.settings)
    chance = list(draws.generators()) if options.transitions == "stochastic" else None
    watch = None if told is None else (lambda state, turn: told.append((state, turn)))
    return run(actors, given.positions / SCALE, options, chance, watch)


def _follows(case: Case) -> Floats | None:
    """How far ideals follow positions each turn, (actors, actors); None where all follow their own at once."""
    actors = case.keys["actor"]
    found = np.eye(len(actors))
    for at, actor in enumerate(actors):
        for to, other in enumerate(actors):
            found[at, to] = case.settings.get(f"follows.{actor}.{other}", found[at, to])
    return None if np.array_equal(found, np.eye(len(actors))) else found


def _challenge(given: _Numbers, case: Case, at: int) -> Any:
    salience = given.salience[:, :, at] / SCALE
    settings = case.settings
    return challenged(
        given.positions[:, :, at],
        given.capability * salience,
        salience,
        settings["rounds"],
        settings["status-quo"],
        settings["variant"],
    )


def _round_rows(draws: Draws, case: Case) -> pl.DataFrame:
    given, rows = _Numbers(draws), []
    for which, issue in enumerate(case.keys["issue"]):
        found = _challenge(given, case, which)
        for number, places in enumerate(found.positions[:, 0]):
            for actor, place in zip(case.keys["actor"], places, strict=True):
                rows.append((number, actor, issue, float(place)))
    schema = {"turn": pl.Int64, "actor": pl.String, "issue": pl.String, "position": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("turn", maintain_order=True)
