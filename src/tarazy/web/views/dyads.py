"""A dyad: what ties two actors, by domain and year, and in which of their own ties it weighs how much."""

from __future__ import annotations

import numpy as np
from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

from tarazy.web.days import LATEST
from tarazy.web.here import HereDep
from tarazy.web.models import RecordRow, record_rows
from tarazy.web.problems import NotThereError
from tarazy.web.told import FindingRow, finding_rows
from tarazy.web.views.actors import Named
from tarazy.web.views.facets import Value, Year, year_counts
from tarazy.web.views.findings import chosen_findings
from tarazy.web.views.ties import Edge, ties

router = APIRouter(tags=["dyads"])
_LATEST, _FINDINGS = 30, 20


class DomainYears(BaseModel):
    """The records of one domain by year."""

    domain: str
    years: list[Year]


class Dyad(BaseModel):
    """Two actors and what ties them within the selection."""

    version: int
    left: Named
    right: Named
    claims: int
    records: int
    edges: list[Edge]
    kinds: list[Value]
    domains: list[DomainYears]
    latest: list[RecordRow]
    findings: list[FindingRow]


@router.get("/dyads/{left}/{right}")
def dyad(here: HereDep, left: str, right: str) -> Dyad:
    """What ties two actors within the selection, whose own actors are left aside."""
    frames = here.frames
    ends = [frames.actors.merged.get(one, one) for one in (left, right)]
    for one in ends:
        if one not in frames.actors.by_id:
            raise NotThereError(f"Actor {one!r} is not in this observatory.")
    both = here.changed(actor=tuple(ends), match="all")
    things, mask = both.records.things, both.records.mask
    network = ties(both, limit=10)
    assert not isinstance(network, Response)
    domains = things.coded["domain"]
    rows = np.flatnonzero(mask & things.dated)
    first, counts = things.histograms(rows, domains.codes[rows], len(domains.words))
    order = np.argsort(
        -np.where(things.last[rows] == LATEST, things.first[rows], things.last[rows]).astype(np.int64), kind="stable"
    )
    names = frames.actors.names[here.language]
    return Dyad(
        version=frames.version,
        left=Named(actor=ends[0], name=names[ends[0]]),
        right=Named(actor=ends[1], name=names[ends[1]]),
        claims=both.claims.count,
        records=both.records.count,
        edges=network.edges,
        kinds=[Value(value=word, count=n) for word, n in things.coded["kind"].counts(mask).items()],
        domains=[
            DomainYears(domain=word, years=year_counts(first, counts[domains.words.index(word)]))
            for word in domains.counts(mask)
        ],
        latest=record_rows(both, rows[order[:_LATEST]]),
        findings=finding_rows(both, chosen_findings(both)[:_FINDINGS]),
    )
