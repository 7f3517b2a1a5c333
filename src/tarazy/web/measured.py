"""Measures of what a selection keeps: those of the observatory, on the ties that are in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import numpy as np
import polars as pl
from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from tarazy.measures.balance import Weighed
from tarazy.measures.poles import checked_weights, default_weights, written_weights
from tarazy.measures.table import Measure
from tarazy.measures.table import measure as row_of
from tarazy.measuring import counted
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
    row, actors = row_of(name), _actors(here)
    settings = question.settings | _years(here)
    if row.reads == "ties":
        table, settings = _counted(here, row, actors, settings)
        found = row.of(table, actors, settings)
    else:
        row.check(actors, settings)
        found = row.of(_told(here, row), actors, settings)
    return found.with_columns(pl.col("records").list.sort())


def weighed(here: Here, question: Asked) -> Weighed:
    """The partners of the selection's actors, for its balance, shares and lean, which are those of ``measured``."""
    row, actors = row_of("balance"), _actors(here)
    table, settings = _counted(here, row, actors, question.settings | _years(here))
    asked, own = row.asked(settings)
    return Weighed.of(table, actors, asked, **own)


def _actors(here: Here) -> list[str]:
    here.selection.check()
    known = here.frames.actors
    actors = list(dict.fromkeys(known.merged.get(one, one) for one in here.selection.actor))
    known.places(actors)
    return actors


def _years(here: Here) -> dict[str, int]:
    ends = ("start", here.selection.start), ("end", here.selection.end)
    return {name: int(value[:4]) for name, value in ends if value}


def _counted(
    here: Here, row: Measure, actors: list[str], settings: dict[str, Any]
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The ties that count, and the settings with the kinds and domains of the selection."""
    frames, selection = here.frames, here.selection
    settings |= {key: list(value) for key in ("kind", "domain") if (value := getattr(selection, key))}
    row.check(actors, settings)
    records = _rest(here).changed(kind=(), domain=()).records.mask

    def ties(measure: Any, once: bool, unit: str | None) -> pl.DataFrame:
        table = frames.ties_of(_sources(here), once, unit)
        wanted = [measure] if isinstance(measure, str) else measure
        return table.frame.filter(pl.Series(np.logical_and(records[table.record], table.measure.is_in(wanted))))

    return counted(row.name, settings, ties, lambda: frames.coverage)


def _told(here: Here, row: Measure) -> pl.DataFrame:
    """The claims or records that a measure reads and the selection keeps."""
    frames, rest = here.frames, _rest(here)
    told = frames.observatory.read_by(row, source=_sources(here))
    if row.reads == "claims":
        key, kept = "claim_id", frames.claims.given["claim_id"].filter(pl.Series(rest.claims.mask))
    else:
        key, kept = "record_id", frames.records.frame["record_id"].filter(pl.Series(rest.records.mask))
    return told.filter(pl.col(key).is_in(kept.implode()))


def _rest(here: Here) -> Here:
    """The question without what measures themselves look at."""
    return here.changed(start=None, end=None, actor=(), source=())


def _sources(here: Here) -> tuple[str, ...]:
    documents = here.frames.documents
    return tuple(documents.names[documents.place(one)] for one in here.selection.source)


def names_in(here: Here, frame: pl.DataFrame) -> Mapping[str, str]:
    """The names of the actors of which the rows of a measure speak, by id."""
    ids, names = here.frames.actors.by_id, here.frames.actors.names[here.language]
    texts = [column for column in frame.columns if frame.schema[column] == pl.String]
    spoken = {value for column in texts for value in frame[column].drop_nulls().unique() if value in ids}
    return {one: names[one] for one in sorted(spoken)}
