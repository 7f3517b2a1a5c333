"""Measures of what a selection keeps: those of the observatory, on the ties that are in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import numpy as np
import polars as pl
from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from tarazy.measures.poles import checked_weights, default_weights, written_weights
from tarazy.measures.table import measure as row_of
from tarazy.measuring import of_ties
from tarazy.web.here import Here

_PAIR = "weights {part} cannot be read: write domain:number, such as defence:2."


class Asked(BaseModel):
    """What a measure is asked beside the selection: settings of ``tarazy.measures.question.Question``, and the composite's weights."""

    model_config = ConfigDict(frozen=True)

    every: Annotated[int | None, Field(ge=1, le=200, description="Years of a period; one period unless told.")] = None
    by: Annotated[Literal["count", "amount", "quantity"], Field(description="What a tie weighs.")] = "count"
    unit: Annotated[str | None, Field(max_length=40, description="One unit of amounts or quantities.")] = None
    direction: Annotated[
        Literal["both", "in", "out"], Field(description="Directed ties: to the actor, from it, or both.")
    ] = "both"
    among: Annotated[str | None, Field(max_length=40, description="Partners of this kind alone, such as state.")] = None
    carry: Annotated[
        int, Field(ge=0, le=200, description="Years for which a tie that is not known to have ended is carried on.")
    ] = 0
    draws: Annotated[int, Field(ge=0, le=1000, description="Draws of the bootstrap; 0 for no bounds.")] = 200
    weights: Annotated[
        str | None,
        Field(max_length=400, description="Weights of the domains in the composite, such as defence:2,water:0.5."),
    ] = None

    @property
    def settings(self) -> dict[str, Any]:
        """Those that differ from what a measure takes by itself."""
        told: dict[str, Any] = self.model_dump(exclude_defaults=True, exclude={"by", "weights"})
        told |= {"draws": self.draws} | ({"measure": self.by} if self.by != "count" else {})
        if self.weights:
            told["weights"] = checked_weights(default_weights() | written_weights(self.weights, ":", _PAIR), "weights")
        return told


def asked(question: Annotated[Asked, Query()]) -> Asked:
    """The settings of a request."""
    return question


AskedDep = Annotated[Asked, Depends(asked)]


def measured(here: Here, name: str, question: Asked) -> pl.DataFrame:
    """A measure of the selection: its actors are those measured, its interval the years. Raises UsageError as ``Observatory.measure``.

    Kinds, domains and sources count as ``tarazy measure`` counts them; whatever else the selection leaves out, records or claims, is left out first.
    """
    row, selection, frames = row_of(name), here.selection, here.frames
    selection.check()
    actors = list(dict.fromkeys(frames.actors.merged.get(one, one) for one in selection.actor))
    frames.actors.places(actors)
    settings = question.settings
    settings |= {key: int(value[:4]) for key, value in (("start", selection.start), ("end", selection.end)) if value}
    sources = tuple(frames.documents.names[frames.documents.place(one)] for one in selection.source)
    rest = here.changed(start=None, end=None, actor=(), source=())
    if row.reads != "ties":
        row.check(actors, settings)
        told = frames.observatory.read_by(row, source=sources)
        key, chosen, given = (
            ("claim_id", rest.claims, frames.claims.given)
            if row.reads == "claims"
            else ("record_id", rest.records, frames.records.frame)
        )
        kept = given[key].filter(pl.Series(chosen.mask))
        found = row.of(told.filter(pl.col(key).is_in(kept.implode())), actors, settings)
        return found.with_columns(pl.col("records").list.sort())
    settings |= {key: list(value) for key in ("kind", "domain") if (value := getattr(selection, key))}
    row.check(actors, settings)
    records = rest.changed(kind=(), domain=()).records.mask

    def ties(measure: Any, once: bool, unit: str | None) -> pl.DataFrame:
        table = frames.ties_of(sources, once, unit)
        wanted = [measure] if isinstance(measure, str) else measure
        return table.frame.filter(pl.Series(np.logical_and(records[table.record], table.measure.is_in(wanted))))

    return of_ties(row, actors, settings, ties, lambda: frames.coverage)


def names_in(here: Here, frame: pl.DataFrame) -> Mapping[str, str]:
    """The names of the actors of which the rows of a measure speak, by id."""
    ids, names = here.frames.actors.by_id, here.frames.actors.names[here.language]
    texts = [column for column in frame.columns if frame.schema[column] == pl.String]
    spoken = {value for column in texts for value in frame[column].drop_nulls().unique() if value in ids}
    return {one: names[one] for one in sorted(spoken)}
