"""The model ``choice``: options with requirements, gains, costs and risks; their order, and what it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from tarazy.scenarios.case import Case, Floats
from tarazy.scenarios.choice.hinges import reversals, swings, turning_points
from tarazy.scenarios.choice.valuing import METHODS, ranks, scaled, values
from tarazy.scenarios.drawing import central
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.model import Details, Draws, Model, Note, Outputs

REQUIREMENT, TIE = "requirement", "tie"


class Choice(Model):
    """See ``scenarios/data/models/choice.toml``."""

    batch = 1024

    def check(self, case: Case, faults: Faults) -> None:
        """There must be two options, a criterion that weighs something, and scales with two ends."""
        if len(case.keys["option"]) < 2:
            faults.add("scope.options", "holds one option", "give at least two: to leave things as they are is one")
        weighed = [name for name in case.keys["criterion"] if _sort(case, name) != REQUIREMENT]
        if not weighed:
            faults.add("settings.sort", "makes all criteria requirements", "let one be a gain, a cost or a risk")
        elif not sum(case.value(f"weight.{name}") for name in weighed) > 0:
            faults.add("inputs.weight", "is 0 for all criteria", "give at least one of them some weight")
        required = [name for name in case.keys["criterion"] if name not in weighed]
        failed = {
            option: [name for name in required if _score(case, option, name) < 1] for option in case.keys["option"]
        }
        if all(failed.values()):
            told = "; ".join(f"{option} fails {', '.join(names)}" for option, names in failed.items())
            mend = "give 1 where a requirement is met, or let the criterion be a gain"
            faults.add("inputs.score", f"leaves nothing to choose, for no option meets all requirements ({told})", mend)
        for name in weighed:
            ends = [case.inputs.get(f"{end}.{name}") for end in ("worst", "best")]
            if (ends[0] is None) != (ends[1] is None):
                faults.add(
                    f"inputs.worst.{name}, inputs.best.{name}",
                    "are not both there",
                    "give both ends of the scale, or none",
                )
            elif ends[0] is not None and ends[1] is not None:
                low, high = float(ends[0].value), float(ends[1].value)
                if low == high or (low < high) != (_sort(case, name) == "gain"):
                    faults.add(
                        f"inputs.worst.{name}, inputs.best.{name}",
                        f"are {low:g} and {high:g}",
                        "of a gain the best is the greater, of a cost or risk the smaller",
                    )

    def simulate(self, draws: Draws, prepared: Any) -> Outputs:
        """How far each option is ahead of the best of the others, values, places, who is first; NaN for options that do not meet all requirements."""
        judged = _Judged(draws)
        value = np.where(judged.admitted, judged.values(draws.case.settings["method"]), np.nan)
        place = np.where(judged.admitted, ranks(value), np.nan)
        options = draws.case.keys["option"]
        found: dict[str, npt.NDArray[Any]] = {}
        for name, table in (("ahead", _ahead(value)), ("value", value), ("place", place)):
            found |= {f"{name}.{option}": table[:, at] for at, option in enumerate(options)}
        first = np.array(options, dtype=object)[np.argmax(np.where(np.isnan(value), -np.inf, value), axis=1)]
        tied = (place == 1).sum(axis=1) > 1
        found["best"] = np.where(judged.admitted.any(axis=1), np.where(tied, TIE, first), "")
        return found

    def details(self, case: Case, prepared: Any, outputs: Outputs) -> Details:
        """What each criterion adds, requirements, the tornado of weights, the order by other methods; what fails, disagrees and turns."""
        judged = _Judged(central(case))
        return Details(self._tables(case, judged), self._notes(case, judged))

    def _tables(self, case: Case, judged: _Judged) -> dict[str, pl.DataFrame]:
        options, criteria, method = case.keys["option"], judged.criteria, case.settings["method"]
        share = judged.weights[0] / judged.weights[0].sum()
        value = scaled(judged.scores, judged.up, judged.worst, judged.best)[0]
        parts = [
            (
                option,
                name,
                float(judged.scores[0, o, c]),
                float(value[o, c]),
                float(share[c]),
                float(value[o, c] * share[c]),
            )
            for o, option in enumerate(options)
            for c, name in enumerate(criteria)
        ]
        numbers = ("score", "scaled", "weight", "adds")
        found = {
            "parts": pl.DataFrame(
                parts,
                schema={"option": pl.String, "criterion": pl.String} | dict.fromkeys(numbers, pl.Float64),
                orient="row",
            )
        }
        if judged.required:
            met = [
                (option, name, float(judged.met[0, o, c]), "met" if judged.met[0, o, c] >= 1 else "unmet")
                for o, option in enumerate(options)
                for c, name in enumerate(judged.required)
            ]
            found["requirements"] = pl.DataFrame(
                met,
                schema={"option": pl.String, "criterion": pl.String, "score": pl.Float64, "state": pl.String},
                orient="row",
            )
        admitted = np.flatnonzero(judged.admitted[0])
        if len(admitted) > 1:
            found["tornado"] = self._tornado(judged, options, method, admitted)
        rows = []
        for one in METHODS:
            worth = np.where(judged.admitted, judged.values(one), np.nan)
            place = ranks(worth)[0]
            rows += [(one, options[o], float(worth[0, o]), int(place[o])) for o in admitted]
        found["methods"] = pl.DataFrame(
            rows,
            schema={"method": pl.String, "option": pl.String, "value": pl.Float64, "place": pl.Int64},
            orient="row",
        )
        return found

    def _tornado(
        self, judged: _Judged, options: Sequence[str], method: str, admitted: npt.NDArray[np.int64]
    ) -> pl.DataFrame:
        """For each weight: the lead of the first option when it is half less and half more, and where another would be first."""
        weights = judged.weights[0]

        def judge(given: Floats) -> Floats:
            return judged.values(method, given)[:, admitted]

        first = int(np.argmax(judge(weights[None, :])[0]))
        moved = swings(judge, weights, 0.5)
        turned = turning_points(judge, weights)
        rows = []
        for at, name in enumerate(judged.criteria):
            leads = _ahead(moved[at])[:, first].tolist()
            turn = turned[at]
            rows.append(
                (name, float(weights[at] / weights.sum()), *leads, abs(leads[1] - leads[0]))
                + ((turn[0], options[int(admitted[turn[1]])]) if turn else (None, None))
            )
        schema = (
            {"criterion": pl.String}
            | dict.fromkeys(("weight", "lead_less", "lead_more", "span", "turns_at"), pl.Float64)
            | {"then_first": pl.String}
        )
        return pl.DataFrame(rows, schema=schema, orient="row").sort("span", "criterion", descending=[True, False])

    def _notes(self, case: Case, judged: _Judged) -> list[Note]:
        """Options that fail a requirement, methods that disagree about the first, and orders that turn when an option is left out."""
        options, method = case.keys["option"], case.settings["method"]
        found: list[Note] = []
        for o, option in enumerate(options):
            missing = [name for c, name in enumerate(judged.required) if judged.met[0, o, c] < 1]
            found += [("unmet", {"option": option, "criterion": name}) for name in missing]
        admitted = [int(at) for at in np.flatnonzero(judged.admitted[0])]
        if len(admitted) < 2:
            return found
        firsts = {one: options[admitted[int(np.argmax(judged.values(one)[0, admitted]))]] for one in METHODS}
        if len(set(firsts.values())) > 1:
            found += [
                ("method", {"method": one, "option": option})
                for one, option in firsts.items()
                if option != firsts[method]
            ]

        def order(chosen: Sequence[int]) -> npt.NDArray[np.float64]:
            found: npt.NDArray[np.float64] = judged.values(method, among=[admitted[one] for one in chosen])[0]
            return found

        for out, above, below in reversals(order, len(admitted)):
            found.append(
                (
                    "reversal",
                    {
                        "out": options[admitted[out]],
                        "above": options[admitted[above]],
                        "below": options[admitted[below]],
                    },
                )
            )
        return found


class _Judged:
    """A batch of draws as arrays: ``scores`` and ``weights`` of the criteria that weigh, ``met`` of those that are required."""

    def __init__(self, draws: Draws) -> None:
        case = draws.case
        names = case.keys["criterion"]
        sorts = [_sort(case, name) for name in names]
        weigh = np.array([sort != REQUIREMENT for sort in sorts])
        self.criteria = [name for name, used in zip(names, weigh, strict=True) if used]
        self.required = [name for name, used in zip(names, weigh, strict=True) if not used]
        scores = draws.array("score", "option", "criterion")
        self.scores, self.met = scores[:, :, weigh], scores[:, :, ~weigh]
        self.weights = draws.array("weight", "criterion")[:, weigh]
        self.up = np.array([sort == "gain" for sort in sorts])[weigh]
        self.worst, self.best = (
            np.array([_end(case, end, name) for name in self.criteria], dtype=float) for end in ("worst", "best")
        )
        self.admitted = np.asarray((self.met >= 1).all(axis=2))

    def values(self, method: str, weights: Floats | None = None, among: Sequence[int] | None = None) -> Floats:
        """Values by a method; with other ``weights`` (runs, criteria) the scores of the first run are judged by them."""
        scores = self.scores if among is None else self.scores[:, list(among)]
        if weights is None:
            return values(scores, self.weights, self.up, self.worst, self.best, method)
        return values(np.repeat(scores[:1], len(weights), axis=0), weights, self.up, self.worst, self.best, method)


def _sort(case: Case, criterion: str) -> str:
    return str(case.settings[f"sort.{criterion}"])


def _score(case: Case, option: str, criterion: str) -> float:
    """The score as given; of an uncertain one the best that it may be."""
    given = case.inputs[f"score.{option}.{criterion}"]
    return float(given.value if given.high is None else given.high)


def _end(case: Case, end: str, criterion: str) -> float:
    given = case.inputs.get(f"{end}.{criterion}")
    return float("nan") if given is None else float(given.value)


def _ahead(value: Floats) -> Floats:
    """By how much each option (runs, options) is ahead of the best of the others, or behind it; NaN where there is no other."""
    known = np.where(np.isnan(value), -np.inf, value)
    others = np.stack([np.delete(known, at, axis=1).max(axis=1) for at in range(value.shape[1])], axis=1)
    found: Floats = np.where(np.isfinite(others), value - others, np.nan)
    return found
