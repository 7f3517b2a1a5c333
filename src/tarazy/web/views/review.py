"""The review queue: claims on which nobody has ruled, by doubt or by what hangs on them; and what a form of a claim offers."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from fastapi import APIRouter, Query
from fastapi.responses import Response
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from tarazy.actors.folding import fold
from tarazy.actors.registry import registry
from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES, UNITS
from tarazy.web.here import Here, HereDep
from tarazy.web.models import ClaimRow, claim_rows
from tarazy.web.people import registered
from tarazy.web.sending import FILES, FormDep, file_of

router = APIRouter(tags=["review"])
Queue = Literal["weight", "doubt", "place"]
_MOST_PAIRS = 45
"""A summit of ninety states must not stand before everything else."""


class Queued(BaseModel):
    """A claim that waits for a ruling, with what hangs on it."""

    weight: float
    claim: ClaimRow


class ReviewPage(BaseModel):
    """The head of the queue."""

    version: int
    total: int = Field(description="Claims of the selection on which nobody has ruled.")
    ruled: int = Field(description="Claims of the selection on which somebody has.")
    waiting: int = Field(description="Rulings of the observatory that the records do not have yet.")
    queue: list[Queued]


class KindForm(BaseModel):
    """What a claim of a kind can hold."""

    kind: str
    domain: str
    roles: list[str]
    stages: list[str]


class ClaimForm(BaseModel):
    """The words from which the slots of a claim are chosen."""

    kinds: list[KindForm]
    modalities: list[str]
    domains: list[str]
    units: list[str]


class Suggested(BaseModel):
    """An actor that may be meant; ``claims``: how many claims of the observatory name it."""

    actor: str
    name: str
    claims: int


@router.get("/review", response_model=ReviewPage, responses=FILES)
def review(
    here: HereDep,
    queue: Annotated[
        Queue,
        Query(
            description=(
                "weight: what would change most if the claim were wrong, times how likely it is; doubt: the least sure first; "
                "place: by document."
            )
        ),
    ] = "weight",
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="How many to pass over.")] = 0,
    limit: Annotated[int, Query(ge=1, le=200, description="How many to give.")] = 50,
    form: FormDep = None,
) -> ReviewPage | Response:
    """The claims of the selection that wait for a ruling; as a file all of them, in the order of the queue."""
    chosen = here.claims
    waiting = chosen.mask & chosen.things.coded["ruled"].is_in(["unruled"])
    rows = np.flatnonzero(waiting)
    weights = _weights(here, rows)
    doubt = -here.claims.things.confidence[rows].astype(np.float64)
    rank = {"weight": weights, "doubt": doubt, "place": np.zeros(len(rows))}[queue]
    order = np.argsort(-rank, kind="stable")
    if form:
        return file_of(here.frames.claims.rows(rows[order]), "review", form)
    order = order[offset : offset + limit]
    claims = claim_rows(here, rows[order])
    return ReviewPage(
        version=here.frames.version,
        total=len(rows),
        ruled=chosen.count - len(rows),
        waiting=len(here.frames.waiting),
        queue=[
            Queued(weight=round(float(weights[at]), 3), claim=claim) for at, claim in zip(order, claims, strict=True)
        ],
    )


def _weights(here: Here, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """How likely a claim is wrong, times what it carries.

    It carries the pairs of actors that it ties, shared with the other claims of its record, and the open conflicts of its record.
    """
    frames, things = here.frames, here.frames.claims.things
    people = np.bincount(things.actors.row, minlength=things.length)[rows]
    pairs = np.clip(people * (people - 1) / 2, 1, _MOST_PAIRS)
    record = frames.record_of_claim[rows]
    support = np.append(frames.records.frame["claims"].to_numpy().astype(np.float64), 1.0)
    conflicts = np.append(frames.open_weight, 0.0)
    # A claim without a record has the place -1: the last of each.
    weights: NDArray[np.float64] = (1 - things.confidence[rows]) * (
        pairs / np.maximum(support[record], 1) + conflicts[record]
    )
    return weights


@router.get("/form")
def claim_form() -> ClaimForm:
    """The words of the codebook from which the slots of a claim are chosen."""
    return ClaimForm(
        kinds=[
            KindForm(kind=name, domain=kind.domain, roles=list(kind.roles), stages=list(kind.stages))
            for name, kind in KINDS.items()
        ],
        modalities=list(MODALITIES),
        domains=list(DOMAINS),
        units=["USD", "EUR", "KZT", "RUB", "CNY", *UNITS],
    )


@router.get("/suggest")
def suggest(
    here: HereDep,
    q: Annotated[str, Query(max_length=200, description="A part of a name in any of the languages, or of an id.")] = "",
    limit: Annotated[int, Query(ge=1, le=50, description="How many to give.")] = 12,
) -> list[Suggested]:
    """Actors that may be meant, those of the observatory and of the registry; those whose name begins so and of whom most is said first."""
    sought = fold(q.strip())
    actors, counts = here.frames.actors, here.frames.claims.things.actors.totals
    found: list[tuple[bool, int, str, str]] = []
    for at, names in enumerate(actors.called):
        said = f"\n{names}"
        if sought in said:
            count = int(counts[at]) if at < len(counts) else 0
            found.append((f"\n{sought}" not in said, -count, here.telling.name(actors.ids[at]), actors.ids[at]))
    for actor, names in registered().items():
        if sought in names and actor not in actors.by_id:
            own = registry().actors[actor].names
            name = own.get(here.language) or own.get("en") or actor
            found.append((f"\n{sought}" not in f"\n{names}", 0, name, actor))
    return [Suggested(actor=actor, name=name, claims=-count) for _, count, name, actor in sorted(found)[:limit]]
