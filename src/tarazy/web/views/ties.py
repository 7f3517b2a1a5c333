"""Who is tied to whom in the selection: the ties of its records put together by pair, for maps and networks."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from fastapi import APIRouter, Query
from fastapi.responses import Response
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from tarazy.actors.coordinates import point
from tarazy.errors import UsageError
from tarazy.web.chosen import touching
from tarazy.web.here import Here, HereDep
from tarazy.web.sending import FILES, FormDep, file_of
from tarazy.web.things import Mask
from tarazy.web.tied import Ties

router = APIRouter(tags=["ties"])
Measure = Literal["count", "amount", "quantity"]
MeasureDep = Annotated[Measure, Query(description="What a tie weighs.")]
UnitDep = Annotated[str | None, Query(max_length=40, description="A currency or unit; the commonest unless told.")]


class Node(BaseModel):
    """An actor with its place in degrees (WGS 84), where it has one."""

    actor: str
    name: str
    type: str
    latitude: float | None
    longitude: float | None
    partners: int
    weight: float


class DomainWeight(BaseModel):
    """The part of an edge's weight in one domain."""

    domain: str
    weight: float


class Edge(BaseModel):
    """All ties of two actors; directed ones of both directions are two edges."""

    source: str
    target: str
    directed: bool
    weight: float = Field(description="The sum of the ties' weights, in the unit that was asked for.")
    records: int
    domains: list[DomainWeight] = Field(description="The weightiest first.")


class TieSums(BaseModel):
    """The network of the selection; ``total`` edges there are, the weightiest are given."""

    version: int
    measure: Measure
    unit: str | None
    units: dict[str, int] = Field(
        description="Units in which the measure's ties of the selection are, and how many; they never mix."
    )
    total: int
    nodes: list[Node]
    edges: list[Edge]


@router.get("/ties", response_model=TieSums, responses=FILES)
def ties(
    here: HereDep,
    measure: MeasureDep = "count",
    unit: UnitDep = None,
    limit: Annotated[int, Query(ge=1, le=20_000, description="How many edges to give, the weightiest.")] = 500,
    form: FormDep = None,
) -> TieSums | Response:
    """The ties of the selection by pair; as a file each tie of its own."""
    table = tie_table(here)
    mask = tie_mask(here)
    mask &= table.measure.is_in([measure])
    units = {key or "": n for key, n in table.unit.counts(mask).items()}
    if measure != "count":
        unit = unit or next(iter(sorted(units, key=lambda one: (-units[one], one))), None)
        if unit is not None and unit not in table.unit.words:
            raise UsageError(f"unit {unit!r} is not there: choose from {', '.join(sorted(units)) or 'none'}.")
        mask &= table.unit.is_in([unit] if unit else [])
    if form:
        return file_of(table.frame.filter(mask), "ties", form)
    edges, total = _edges(here, np.flatnonzero(mask), limit)
    return TieSums(
        version=here.frames.version,
        measure=measure,
        unit=unit if measure != "count" else None,
        units=units,
        total=total,
        nodes=_nodes(here, edges),
        edges=edges,
    )


def tie_table(here: Here) -> Ties:
    """The ties that are facts; those that are not, where the selection is of their modalities alone, for they never mix."""
    modality = here.selection.modality
    if not modality or "asserted" in modality:
        return here.frames.ties
    return here.frames.ties_of(modality=tuple(sorted(set(modality))))


def tie_mask(here: Here) -> Mask:
    """The ties of the selection's records that touch its interval, between the actors that it names."""
    table, records = tie_table(here), here.records
    kept: Mask = records.without("interval", "actor")[table.record]
    interval = touching(table.first, table.last, here.selection)
    if interval is not None:
        kept &= interval
    places = here.frames.actors.places(here.selection.actor)
    if places:
        source, target = np.isin(table.source, places), np.isin(table.target, places)
        # Of one actor its ties to all others, of several those among them.
        kept &= source | target if here.selection.match == "any" or len(set(places)) == 1 else source & target
    return kept


def partner_weights(here: Here, actor: str) -> dict[str, float]:
    """How much the ties of an actor to each of its partners weigh in records, directions put together."""
    table, actors = tie_table(here), here.frames.actors
    place = actors.by_id[actor]
    rows = np.flatnonzero(tie_mask(here) & table.measure.is_in(["count"]))
    other = np.where(table.source[rows] == place, table.target[rows], table.source[rows])
    weights = np.bincount(other, table.weight[rows])
    return {actors.ids[at]: float(weights[at]) for at in np.flatnonzero(weights) if at != place}


def _edges(here: Here, rows: NDArray[np.int64], limit: int) -> tuple[list[Edge], int]:
    table, ids = tie_table(here), here.frames.actors.ids
    if not len(rows):
        return [], 0
    width, domains = len(ids), len(table.domain.words)
    pair = (table.source[rows].astype(np.int64) * width + table.target[rows]) * 2 + table.directed[rows]
    pairs, place = np.unique(pair, return_inverse=True)
    weights = np.bincount(place, table.weight[rows])
    by_domain = np.bincount(
        place * domains + table.domain.codes[rows], table.weight[rows], minlength=len(pairs) * domains
    ).reshape(len(pairs), domains)
    # A record of several spells is one record.
    own = np.unique(place.astype(np.int64) * (int(table.record.max()) + 1) + table.record[rows])
    records = np.bincount(own // (int(table.record.max()) + 1), minlength=len(pairs))
    found = []
    for at in np.argsort(-weights, kind="stable")[:limit]:
        ends, directed = divmod(int(pairs[at]), 2)
        parts = [
            DomainWeight(domain=table.domain.words[code], weight=float(by_domain[at, code]))
            for code in np.argsort(-by_domain[at], kind="stable")
            if by_domain[at, code] > 0 and table.domain.words[code]
        ]
        found.append(
            Edge(
                source=ids[ends // width],
                target=ids[ends % width],
                directed=bool(directed),
                weight=float(weights[at]),
                records=int(records[at]),
                domains=parts,
            )
        )
    return found, len(pairs)


def _nodes(here: Here, edges: list[Edge]) -> list[Node]:
    actors = here.frames.actors
    names, types = actors.names[here.language], actors.frame["type"]
    partners: dict[str, set[str]] = {}
    weights: dict[str, float] = {}
    for edge in edges:
        for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
            partners.setdefault(one, set()).add(other)
            weights[one] = weights.get(one, 0.0) + edge.weight
    found = []
    for actor in sorted(weights, key=lambda one: (-weights[one], one)):
        where = point(actor)
        found.append(
            Node(
                actor=actor,
                name=names[actor],
                type=types[actors.by_id[actor]] or "",
                latitude=where.latitude if where else None,
                longitude=where.longitude if where else None,
                partners=len(partners[actor]),
                weight=weights[actor],
            )
        )
    return found
