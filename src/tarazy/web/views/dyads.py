"""A dyad: what ties two actors, by domain and year, and in which of their own ties it weighs how much."""

from __future__ import annotations

import numpy as np
from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from tarazy.web.here import Here, HereDep
from tarazy.web.models import RecordRow, record_rows
from tarazy.web.paging import Paging, page_of
from tarazy.web.problems import NotThereError
from tarazy.web.sending import FILES, FormDep, file_of
from tarazy.web.told import FindingRow, finding_rows
from tarazy.web.views.actors import DomainYear, Named, domain_years
from tarazy.web.views.facets import Value
from tarazy.web.views.findings import chosen_findings
from tarazy.web.views.ties import Edge, partner_weights, ties

router = APIRouter(tags=["dyads"])
_LATEST, _FINDINGS = 30, 20


class Standing(BaseModel):
    """What one of the two is to the other: its place among the other's partners, by the weight of all ties."""

    actor: str
    place: int = Field(description="1 is the weightiest partner; 0: no tie.")
    partners: int
    weight: float
    total: float = Field(description="The weight of all ties of the other.")


class Dyad(BaseModel):
    """Two actors and what ties them within the selection."""

    version: int
    left: Named
    right: Named
    claims: int
    records: int
    edges: list[Edge]
    standings: list[Standing] = Field(description="What the right is to the left, and the left to the right.")
    kinds: list[Value]
    cells: list[DomainYear] = Field(description="Records by domain and year.")
    latest: list[RecordRow] = Field(description="The latest first, those without a date last.")
    findings: list[FindingRow]


@router.get("/dyads/{left}/{right}", response_model=Dyad, responses=FILES)
def dyad(here: HereDep, left: str, right: str, form: FormDep = None) -> Dyad | Response:
    """What ties two actors within the selection, whose own actors are left aside; as a file their records by domain and year."""
    frames = here.frames
    ends = [frames.actors.merged.get(one, one) for one in (left, right)]
    for one in ends:
        if one not in frames.actors.by_id:
            raise NotThereError(f"Actor {one!r} is not in this observatory.")
    both = here.changed(actor=tuple(ends), match="all")
    things, mask = both.records.things, both.records.mask
    cells = domain_years(both.records)
    if form:
        return file_of(cells, "dyad", form)
    network = ties(both, limit=10)
    assert not isinstance(network, Response)
    names = frames.actors.names[here.language]
    return Dyad(
        version=frames.version,
        left=Named(actor=ends[0], name=names[ends[0]]),
        right=Named(actor=ends[1], name=names[ends[1]]),
        claims=both.claims.count,
        records=both.records.count,
        edges=network.edges,
        standings=[_standing(here, one, other) for one, other in (ends, ends[::-1])],
        kinds=[Value(value=word, count=n) for word, n in things.coded["kind"].counts(mask).items()],
        cells=cells,
        latest=record_rows(both, page_of(things, np.flatnonzero(mask), Paging(offset=0, limit=_LATEST, order="-time"))),
        findings=finding_rows(both, chosen_findings(both)[:_FINDINGS]),
    )


def _standing(here: Here, one: str, other: str) -> Standing:
    """What ``other`` is among the partners of ``one``."""
    weights = partner_weights(here.changed(actor=(one,), match="all"), one)
    own = weights.get(other, 0.0)
    return Standing(
        actor=other,
        place=1 + sum(weight > own for weight in weights.values()) if own else 0,
        partners=len(weights),
        weight=own,
        total=sum(weights.values()),
    )
