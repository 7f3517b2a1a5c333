"""Decisions: what people have ruled, and new rulings."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from tarazy.records.decisions import Draft
from tarazy.web.here import HereDep, LibraryDep, ReviewerDep
from tarazy.web.models import Ruled
from tarazy.web.problems import Problem

router = APIRouter(tags=["decisions"])
Action = Literal[
    "accept",
    "reject",
    "correct",
    "add-claim",
    "same",
    "different",
    "prefer",
    "merge-actors",
    "split-actors",
    "name-actor",
    "undo",
]
_AT_ONCE = 500


class Ruling(BaseModel):
    """One thing to rule: see docs/decisions.md for what each action takes."""

    action: Action
    left: str = Field(
        max_length=400,
        description="The claim, record or actor; the document of an added claim; the serial of the decision to undo.",
    )
    right: str | None = Field(None, max_length=400)
    value: Any = None
    was: Ruled | None = Field(
        None, description="How the claim was ruled when it was looked at; 409 where somebody has ruled on it since."
    )


class Rulings(BaseModel):
    """Things to rule in one commit: all of it is kept, or none."""

    rulings: list[Ruling] = Field(min_length=1, max_length=_AT_ONCE)
    who: str = Field("", max_length=200, description="Whom to note; the person of the token goes before.")
    why: str = Field("", max_length=2000)


class DecisionRow(BaseModel):
    """A decision with its state: stands, overruled, in part, undone."""

    serial: int
    decision_id: str
    action: str
    left: str
    right: str | None
    value: str | None = Field(description="JSON.")
    who: str
    why: str | None
    recorded: datetime
    state: str
    by: list[int]
    waits: bool
    text: str


class Decided(BaseModel):
    """The decisions that were kept, and the version that has them."""

    version: int
    serials: list[int]
    added: list[str] = Field(description="The claims that these decisions added.")


class DecisionPage(BaseModel):
    """The newest decisions."""

    version: int
    total: int
    decisions: list[DecisionRow]


@router.get("/decisions")
def decisions(
    here: HereDep,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    about: Annotated[
        str | None, Query(max_length=400, description="Only those on this claim, record or actor.")
    ] = None,
) -> DecisionPage:
    """All decisions, the newest first."""
    found = here.frames.observatory.decisions().reverse()
    if about is not None:
        found = found.filter((found["left"] == about) | (found["right"] == about).fill_null(value=False))
    part = found[offset : offset + limit]
    rows = [DecisionRow(**row) for row in part.iter_rows(named=True)]
    return DecisionPage(version=here.frames.version, total=found.height, decisions=rows)


@router.post("/decisions", status_code=201, responses={409: {"model": Problem, "description": "Conflict"}})
def decide(given: Rulings, person: ReviewerDep, library: LibraryDep) -> Decided:
    """Rule; once this answers the decisions are kept, and every view has them."""
    drafts = [Draft(one.action, one.left, one.right, one.value) for one in given.rulings]
    was = {one.left: one.was for one in given.rulings if one.was}
    made = library.decide(drafts, person.name or given.who or None, given.why, was)
    added = [one.right for one in made if one.action == "add-claim" and one.right]
    return Decided(version=library.renew().version, serials=[one.serial for one in made], added=added)
