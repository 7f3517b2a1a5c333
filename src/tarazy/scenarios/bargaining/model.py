"""The model ``bargaining``: positions settle by one of several methods, and the others stand beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from tarazy.scenarios.bargaining.voters import weighted_mean, weighted_median
from tarazy.scenarios.case import Case, Floats
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.model import Draws, Model, Outputs


class Bargaining(Model):
    """See ``scenarios/data/models/bargaining.toml``."""

    def check(self, case: Case, faults: Faults) -> None:
        """Weights must not all be zero."""
        if not case.array("capability", "actor").sum() > 0:
            faults.add("inputs.capability", "is 0 for all actors", "give at least one of them some weight")

    def simulate(self, draws: Draws, prepared: Any) -> Outputs:
        """Medians and means of every issue."""
        positions = draws.array("position", "actor", "issue")
        weights = draws.array("capability", "actor")[:, :, None] * draws.array("salience", "actor", "issue")
        call = weighted_mean if draws.case.settings["method"] == "mean" else weighted_median
        found: dict[str, Floats] = {}
        for at, issue in enumerate(draws.case.keys["issue"]):
            found[f"outcome.{issue}"] = np.array(
                [call(positions[run, :, at], weights[run, :, at]) for run in range(draws.count)]
            )
        return found

    def tables(self, case: Case, prepared: Any) -> dict[str, pl.DataFrame]:
        """None yet."""
        return {}
