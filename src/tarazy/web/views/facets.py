"""How many claims or records there are of each value that can be chosen, and in each year."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from fastapi import APIRouter, Query
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from tarazy.web.chosen import Chosen
from tarazy.web.here import Here, HereDep
from tarazy.web.things import Mask, kept

router = APIRouter(tags=["selection"])
_ACTORS, _SOURCES = 60, 60


class Value(BaseModel):
    """A value that can be chosen, and how many there are of it in the selection without its own field."""

    value: str
    count: int


class ActorValue(Value):
    """An actor, with its name and type."""

    name: str
    type: str


class Year(BaseModel):
    """How many are held in a year."""

    year: int
    count: int


class Facets(BaseModel):
    """Counts beside the values of each field of the selection."""

    version: int
    of: Literal["claims", "records"]
    total: int = Field(description="How many there are in all.")
    selected: int
    undated: int = Field(description="How many of the selection, whatever its interval, have no date.")
    years: list[Year] = Field(
        description="Those that hold in each year, whatever the interval; open spans count where their known end is."
    )
    kind: list[Value]
    domain: list[Value]
    stage: list[Value]
    modality: list[Value]
    language: list[Value]
    ruled: list[Value]
    actor: list[ActorValue]
    source: list[Value]
    confidence: list[int] = Field(description="Ten counts: up to 0.1, up to 0.2 … 1.")


@router.get("/facets")
def facets(
    here: HereDep, of: Annotated[Literal["claims", "records"], Query(description="What is counted.")] = "claims"
) -> Facets:
    """Counts for the fields of the selection."""
    chosen = here.claims if of == "claims" else here.records
    timeless = chosen.without("interval")
    things = chosen.things
    # Fields that leave nothing out are counted together.
    free = [name for name in things.coded if name not in chosen.conditions]
    counts = things.counts(chosen.mask, free)
    counts |= {name: things.coded[name].counts(chosen.without(name)) for name in things.coded if name not in free}
    words = {name: [Value(value=word, count=n) for word, n in found.items()] for name, found in counts.items()}
    return Facets(
        version=here.frames.version,
        of=of,
        total=things.length,
        selected=chosen.count,
        undated=int(np.count_nonzero(timeless & ~things.dated)),
        years=year_counts(*things.histogram(timeless)),
        **{"language": [], "ruled": [], **words},
        actor=actor_counts(here, chosen, chosen.without("actor") if here.selection.match == "any" else chosen.mask),
        source=_sources(here, chosen) if of == "claims" else [],
        confidence=_confidence(chosen),
    )


def year_counts(first: int, counts: NDArray[np.int64]) -> list[Year]:
    """Counts of the years from the first on."""
    return [Year(year=first + at, count=count) for at, count in enumerate(counts.tolist())]


def actor_counts(here: Here, chosen: Chosen, mask: Mask, limit: int = _ACTORS) -> list[ActorValue]:
    """The actors that take part most often, those chosen first."""
    actors = here.frames.actors
    counts = chosen.actors if mask is chosen.mask else chosen.things.actors.counts(mask)
    wanted = [place for place in actors.places(here.selection.actor) if 0 <= place < len(counts)]
    most = [int(place) for place in np.argsort(-counts, kind="stable")[: limit + len(wanted)] if counts[place]]
    names, types = actors.names[here.language], actors.frame["type"]
    return [
        ActorValue(
            value=actors.ids[place], count=int(counts[place]), name=names[actors.ids[place]], type=types[place] or ""
        )
        for place in dict.fromkeys([*wanted, *most[:limit]])
    ]


def _sources(here: Here, chosen: Chosen) -> list[Value]:
    documents = here.frames.documents
    counts = np.bincount(kept(here.frames.claims.document, chosen.without("source")), minlength=len(documents.names))
    most = [int(place) for place in np.argsort(-counts, kind="stable")[:_SOURCES] if counts[place]]
    wanted = [documents.place(one) for one in here.selection.source]
    return [Value(value=documents.names[at], count=int(counts[at])) for at in dict.fromkeys([*wanted, *most])]


def _confidence(chosen: Chosen) -> list[int]:
    counts = np.bincount(kept(chosen.things.tenths, chosen.without("confidence")), minlength=10)
    return [int(count) for count in counts]
