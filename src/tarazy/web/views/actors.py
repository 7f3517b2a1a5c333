"""Actors: the list, and one of them with its names, its partners, its memberships and what is said of it."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query
from fastapi.responses import Response
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from tarazy.actors.coordinates import point
from tarazy.actors.folding import fold
from tarazy.actors.registry import registry
from tarazy.records.standing import members_on
from tarazy.reports.wording import Words
from tarazy.web.chosen import Chosen
from tarazy.web.here import Here, HereDep
from tarazy.web.paging import PagingDep
from tarazy.web.problems import NotThereError
from tarazy.web.sending import FILES, FormDep, file_of
from tarazy.web.views.facets import Value, Year, year_counts
from tarazy.web.views.ties import Edge, ties

router = APIRouter(tags=["actors"])
_PARTNERS = 60


class ActorRow(BaseModel):
    """An actor and how much of the selection it takes part in."""

    actor: str
    name: str
    name_kk: str | None
    name_ru: str | None
    name_en: str | None
    type: str
    known: bool = Field(description="Whether the registry has it; otherwise its name was made from the text.")
    claims: int
    records: int
    latitude: float | None
    longitude: float | None


class ActorList(BaseModel):
    """Actors of the selection, those of which most is said first."""

    version: int
    total: int
    actors: list[ActorRow]


class Named(BaseModel):
    """Another actor."""

    actor: str
    name: str


class Membership(BaseModel):
    """Whether it belonged to an organisation on the day: yes, no or unknown, with the last thing known."""

    organisation: str
    name: str
    answer: str
    stage: str | None
    basis: str
    last_known: str | None
    records: list[str]
    why: str = Field(description="The basis in words.")
    when: str = Field(description="The date of the last thing known in words.")


class DomainYear(BaseModel):
    """How many records of a domain hold in a year."""

    domain: str
    year: int
    count: int


class ActorPage(BaseModel):
    """All about one actor within the selection."""

    version: int
    actor: ActorRow
    parents: list[Named]
    children: list[Named] = Field(description="Actors of this observatory that belong to it.")
    merged: list[str] = Field(description="Ids that people have merged into it.")
    codes: dict[str, str]
    start: str | None
    end: str | None
    kinds: list[Value]
    domains: list[Value]
    years: list[Year]
    cells: list[DomainYear] = Field(description="Records by domain and year.")
    partners: list[Edge]


class Memberships(BaseModel):
    """To what an actor belonged on a day, whatever the selection."""

    version: int
    actor: str
    on: str
    memberships: list[Membership]


@router.get("/actors", response_model=ActorList, responses=FILES)
def actors(
    here: HereDep,
    page: PagingDep,
    find: Annotated[
        str | None, Query(max_length=200, description="A part of a name in any language, or of the id.")
    ] = None,
    type_: Annotated[list[str] | None, Query(alias="type", description="Types of actors.")] = None,
    form: FormDep = None,
) -> ActorList | Response:
    """The actors of the selection."""
    table = here.frames.actors
    claims = _padded(here.claims.actors, len(table.ids))
    records = _padded(here.records.actors, len(table.ids))
    wanted = (claims > 0) | (records > 0)
    if find:
        sought = fold(find)
        wanted &= np.array([sought in one for one in table.folded])
    if type_:
        wanted &= table.frame["type"].is_in(type_).to_numpy()
    order = np.lexsort((np.arange(len(claims)), -records, -claims))
    places = order[wanted[order]]
    if form:
        return file_of([_row(here, int(at), int(claims[at]), int(records[at])) for at in places], "actors", form)
    part = places[page.offset : page.offset + page.limit]
    rows = [_row(here, int(at), int(claims[at]), int(records[at])) for at in part]
    return ActorList(version=here.frames.version, total=len(places), actors=rows)


@router.get("/actors/{actor}", response_model=ActorPage, responses=FILES)
def actor(here: HereDep, actor: str, form: FormDep = None) -> ActorPage | Response:
    """One actor within the selection, whose own actors are left aside; as a file its records by domain and year."""
    frames = here.frames
    named, place = _known(here, actor)
    alone = here.changed(actor=(named,), match="all")
    claims, records = alone.claims, alone.records
    cells = domain_years(records)
    if form:
        return file_of(cells, "actor", form)
    known = registry().get(named)
    names = frames.actors.names[here.language]
    parents = [Named(actor=one, name=names.get(one, one)) for one in (known.parents if known else ())]
    children = [
        Named(actor=one, name=names[one])
        for one in frames.actors.ids
        if (own := registry().get(one)) and named in own.parents
    ]
    things = records.things
    domains = things.coded["domain"]
    network = ties(alone, limit=_PARTNERS)
    assert not isinstance(network, Response)
    return ActorPage(
        version=frames.version,
        actor=_row(here, place, claims.count, records.count),
        parents=parents,
        children=children,
        merged=sorted(one for one, into in frames.actors.merged.items() if into == named),
        codes=dict(known.codes) if known else {},
        start=known.start if known else None,
        end=known.end if known else None,
        kinds=[Value(value=word, count=n) for word, n in things.coded["kind"].counts(records.mask).items()],
        domains=[Value(value=word, count=n) for word, n in domains.counts(records.mask).items()],
        years=year_counts(*things.histogram(records.mask)),
        cells=cells,
        partners=network.edges,
    )


@router.get("/actors/{actor}/memberships", response_model=Memberships, responses=FILES)
def memberships(
    here: HereDep,
    actor: str,
    on: Annotated[str, Query(max_length=10, description="The date: 2022-01-05, 2022-01, 2022.")] = "2025",
    form: FormDep = None,
) -> Memberships | Response:
    """To what an actor belonged on a day, from all records, whatever the selection; as a file a row for each organisation."""
    named, _ = _known(here, actor)
    found = _memberships(here, named, on)
    if form:
        return file_of(found, "memberships", form)
    return Memberships(version=here.frames.version, actor=named, on=on, memberships=found)


def _known(here: Here, actor: str) -> tuple[str, int]:
    """The id of an actor, after mergers, and its place. Raises NotThereError for one that the observatory does not have."""
    actors = here.frames.actors
    named = actors.merged.get(actor, actor)
    place = actors.by_id.get(named)
    if place is None:
        raise NotThereError(f"Actor {actor!r} is not in this observatory.")
    return named, place


def domain_years(records: Chosen) -> list[DomainYear]:
    """The records of a choice by domain and year, those without a date left out."""
    things = records.things
    domains = things.coded["domain"]
    rows = np.flatnonzero(records.mask & things.dated)
    first, counts = things.histograms(rows, domains.codes[rows], len(domains.words))
    return [
        DomainYear(domain=domains.words[at], year=first + int(year), count=int(counts[at, year]))
        for at, year in zip(*np.nonzero(counts), strict=True)
        if domains.words[at]
    ]


def _padded(counts: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Actors that came with a decision have places behind those that were counted."""
    return np.pad(counts, (0, max(0, length - len(counts))))


def _row(here: Here, place: int, claims: int, records: int) -> ActorRow:
    row = here.frames.actors.frame.row(place, named=True)
    where = point(row["actor"])
    return ActorRow(
        **{key: row[key] for key in ("actor", "name_kk", "name_ru", "name_en", "known")},
        type=row["type"] or "",
        name=here.telling.name(row["actor"]),
        claims=claims,
        records=records,
        latitude=where.latitude if where else None,
        longitude=where.longitude if where else None,
    )


def _memberships(here: Here, actor: str, on: str) -> list[Membership]:
    frames = here.frames
    rows = frames.records.things.actors.rows_of(frames.actors.by_id[actor])
    found = members_on(frames.records.frame[rows], on, actor=actor)
    names = frames.actors.names[here.language]
    words = Words(here.language, names)
    return [
        Membership(
            name=names.get(row["organisation"], row["organisation"]),
            why=words.word("bases", row["basis"]),
            when=here.telling.span(row["last_known"], row["last_known"]),
            **{key: row[key] for key in ("organisation", "answer", "stage", "basis", "last_known", "records")},
        )
        for row in found.iter_rows(named=True)
    ]
