"""Claims: the table, and one of them."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

from tarazy.web.here import HereDep
from tarazy.web.models import ClaimRow, claim_rows
from tarazy.web.paging import PagingDep, page_of
from tarazy.web.problems import NotThereError
from tarazy.web.sending import FILES, FormDep, file_of

router = APIRouter(tags=["claims"])


class ClaimPage(BaseModel):
    """One page of the claims of a selection."""

    version: int
    total: int
    claims: list[ClaimRow]


@router.get("/claims", response_model=ClaimPage, responses=FILES)
def claims(here: HereDep, page: PagingDep, form: FormDep = None) -> ClaimPage | Response:
    """The claims of the selection, one page of them, or all as a file."""
    chosen = here.claims
    if form:
        return file_of(here.frames.claims.rows(chosen.rows), "claims", form)
    rows = page_of(chosen.things, chosen.rows, page)
    return ClaimPage(version=here.frames.version, total=chosen.count, claims=claim_rows(here, rows))


@router.get("/claims/{claim_id}")
def claim(here: HereDep, claim_id: str) -> ClaimRow:
    """One claim, whatever the selection."""
    place = here.frames.claims.by_id.get(claim_id)
    if place is None:
        raise NotThereError(f"Claim {claim_id!r} is not there: its document may have been read anew.")
    return claim_rows(here, [place])[0]
