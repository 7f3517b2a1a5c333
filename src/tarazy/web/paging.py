"""Pages of a long table, in one of a few orders."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from fastapi import Depends, Query
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from tarazy.web.days import EARLIEST
from tarazy.web.things import Things

Order = Literal["time", "-time", "-confidence", "confidence"]


class Paging(BaseModel):
    """Which rows of the selection are asked for."""

    offset: int = Field(0, ge=0, le=10_000_000, description="How many rows to pass over.")
    limit: int = Field(100, ge=1, le=500, description="How many rows to give.")
    order: Order | None = Field(
        None, description="By time or confidence, - for the last or surest first; otherwise as they stand."
    )


def paging(page: Annotated[Paging, Query()]) -> Paging:
    """The paging of a request."""
    return page


PagingDep = Annotated[Paging, Depends(paging)]


def page_of(things: Things, rows: NDArray[np.int64], page: Paging) -> NDArray[np.int64]:
    """The places of the rows of one page. Rows of equal rank stand as in the table; undated ones come last."""
    if page.order:
        rank = _rank(things, page.order)[rows]
        end = page.offset + page.limit
        if end < len(rows) // 4:
            # Only so many of the first are sorted; ties are settled by the place in the table.
            bound = np.partition(rank, end)[end]
            near = rank <= bound
            rows, rank = rows[near], rank[near]
        rows = rows[np.argsort(rank, kind="stable")]
    return rows[page.offset : page.offset + page.limit]


def _rank(things: Things, order: Order) -> NDArray[np.float64]:
    if order.endswith("confidence"):
        rank = things.confidence.astype(np.float64)
        return -rank if order.startswith("-") else rank
    open_start = things.first == EARLIEST
    day = np.where(open_start, things.last, things.first).astype(np.float64)
    return np.where(things.dated, -day if order.startswith("-") else day, np.inf)
