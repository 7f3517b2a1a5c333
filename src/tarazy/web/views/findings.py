"""Conflicts and faults, the weightiest first."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
import polars as pl
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from tarazy.web.here import Here, HereDep
from tarazy.web.paging import PagingDep
from tarazy.web.sending import FILES, FormDep, file_of
from tarazy.web.told import FindingRow, finding_rows

router = APIRouter(tags=["findings"])


class FindingPage(BaseModel):
    """One page of the findings of a selection."""

    version: int
    total: int
    left: int = Field(description="How many of them are open: nobody has ruled on them.")
    rules: dict[str, int]
    waiting: int = Field(description="Rulings of the observatory that the records do not have yet.")
    findings: list[FindingRow]


@router.get("/findings", response_model=FindingPage, responses=FILES)
def findings(
    here: HereDep,
    page: PagingDep,
    type_: Annotated[Literal["conflict", "fault"] | None, Query(alias="type", description="One of the two.")] = None,
    rule: Annotated[list[str] | None, Query(description="Rules that found them.")] = None,
    form: FormDep = None,
) -> FindingPage | Response:
    """Where the records of the selection contradict themselves; faults between records where the selection keeps one of their claims."""
    found = chosen_findings(here)
    if type_:
        found = found.filter(type=type_)
    rules = dict(found.group_by("rule").len().sort(["len", "rule"], descending=[True, False]).iter_rows())
    if rule:
        found = found.filter(pl.col("rule").is_in(rule))
    if form:
        return file_of(finding_rows(here, found), "findings", form)
    part = found[page.offset : page.offset + page.limit]
    ruled = pl.concat([here.frames.settled, pl.Series(list(here.frames.decided), dtype=pl.String)])
    return FindingPage(
        version=here.frames.version,
        total=found.height,
        left=int((~found["finding_id"].is_in(ruled.implode())).sum()),
        rules=rules,
        waiting=len(here.frames.waiting),
        findings=finding_rows(here, part),
    )


def chosen_findings(here: Here) -> pl.DataFrame:
    """The findings that are about a claim of the selection."""
    frames = here.frames
    if not here.claims.conditions:
        return frames.findings
    if here.claims.conditions.keys() == {"ruled"} and here.claims.count == here.claims.things.length:
        return frames.findings
    finding, claim = frames.claims_of_findings
    found = np.zeros(frames.findings.height, dtype=bool)
    found[finding[here.claims.mask.take(claim)]] = True
    return frames.findings.filter(found)
