"""The ties of records as compact columns, and their sums by pair for maps and networks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.web.days import Days, bounds
from tarazy.web.things import Coded, coded


@dataclass(frozen=True, slots=True)
class Ties:
    """Rows of ``records.ties.TIES``: ends as places of actors, ``record`` as the place of the record each was made of."""

    frame: pl.DataFrame
    source: NDArray[np.uint32]
    target: NDArray[np.uint32]
    record: NDArray[np.int32]
    first: Days
    last: Days
    domain: Coded
    measure: Coded
    unit: Coded
    weight: NDArray[np.float64]
    directed: NDArray[np.bool_]

    @classmethod
    def of(cls, frame: pl.DataFrame, actors: Mapping[str, int], records: Mapping[str, int]) -> Ties:
        """The ties of a frame; those of actors or records that are not at hand are left out."""
        ends = {"source": actors, "target": actors}
        placed = frame.with_columns(
            *(
                pl.col(name).replace_strict(places, default=None, return_dtype=pl.UInt32).alias(f"_{name}")
                for name, places in ends.items()
            ),
            _record=pl.col("records").list.first().replace_strict(records, default=None, return_dtype=pl.Int32),
        ).drop_nulls(["_source", "_target", "_record"])
        first, last = bounds(placed, "start", "end")
        return cls(
            frame=placed.drop("_source", "_target", "_record"),
            source=placed["_source"].to_numpy(),
            target=placed["_target"].to_numpy(),
            record=placed["_record"].to_numpy(),
            first=first,
            last=last,
            domain=coded(placed["domain"]),
            measure=coded(placed["measure"]),
            unit=coded(placed["unit"]),
            weight=placed["weight"].fill_null(0.0).to_numpy(),
            directed=placed["directed"].to_numpy(),
        )
