"""Ladders of partnership: on which rung a state stood in each year, by what memberships and agreements say; what nobody says is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from tarazy.data_files import toml
from tarazy.errors import UsageError
from tarazy.measures.given import given_toml
from tarazy.measures.question import Question
from tarazy.records.standing import members_on
from tarazy.store.schema import Columns

_NONE = Question()
_HELD = ("joined", "member")
_CLOSING = ("left", "suspended")
_AGREED = {
    "signed": "joined",
    "ratified": "joined",
    "in-force": "member",
    "terminated": "left",
    "suspended": "suspended",
}
COLUMNS: Columns = {
    "actor": pl.String,
    "ladder": pl.String,
    "organisation": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "status": pl.String,
    "rung": pl.String,
    "step": pl.Int64,
    "steps": pl.Int64,
    "last_rung": pl.String,
    "last_known": pl.String,
    "records": pl.List(pl.String),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung: the ``stages`` and ``organisations`` of memberships, or the ``agreement`` (a pattern) ``among`` others, that reach it."""

    name: str
    stages: tuple[str, ...]
    organisations: tuple[str, ...]
    agreement: str | None
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs, lowest first; ``each``: one ladder for each organisation."""

    id: str
    names: Mapping[str, str]
    rungs: tuple[Rung, ...]
    each: bool


@cache
def ladders() -> dict[str, Ladder]:
    """The ladders of ``measures/data/ladders.toml``."""
    return _read(toml("tarazy.measures", "ladders.toml"), "ladders.toml")


def ladder(
    records: pl.DataFrame,
    actors: Sequence[str],
    question: Question = _NONE,
    ladder: str | Sequence[str] | None = None,
    organisation: str | Sequence[str] | None = None,
    carry: float | None = None,
    file: str | None = None,
) -> pl.DataFrame:
    """On which rung of which ladder each of ``actors`` stood: columns ``COLUMNS``, a row for each run of years with the same answer.

    ``status``: known (``rung`` and ``step`` of ``steps``, the highest that holds on some day of the year), none (known to stand on none), or unknown
    (``last_rung`` and ``last_known``: the last thing known by then). ``carry``: years for which the last thing known may be carried on; none unless
    told, so that years of which no source speaks are unknown. ``ladder``, ``organisation``: these alone. ``file``: ladders of your own. With
    ``every=1`` a row for each year. Years are those of the question, or from the first that a record names to the last.
    """
    table = ladders() if file is None else _read(given_toml(file), file)
    wanted = [ladder] if isinstance(ladder, str) else list(ladder or table)
    for name in wanted:
        if name not in table:
            raise UsageError(f"ladder {name!r} is unknown: choose from {', '.join(table)}.")
    bodies = [organisation] if isinstance(organisation, str) else list(organisation or ())
    rows: list[dict[str, Any]] = []
    for actor in actors:
        mine = records.filter(pl.col("claims") > 0, pl.col("actors").list.contains(pl.lit(actor)))
        for name in wanted:
            for body, rungs in _held(mine, actor, table[name], bodies):
                years = _years(rungs.values(), question)
                told = [_year(rungs, actor, year, carry) for year in years]
                shared = {"actor": actor, "ladder": name, "organisation": body, "steps": len(table[name].rungs)}
                rows += [shared | row for row in _runs(years, told, every=question.every == 1)]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row").sort(
        "actor", "ladder", "organisation", "start", nulls_last=True, maintain_order=True
    )


def _held(
    records: pl.DataFrame, actor: str, ladder: Ladder, bodies: Sequence[str]
) -> Iterator[tuple[str | None, dict[str, pl.DataFrame]]]:
    """For each organisation (none, where rungs name theirs): memberships in a body of the rung's name, by rung."""
    memberships = records.filter(kind="membership")
    if ladder.each:
        named = memberships.explode("participants").select(pl.col("participants").struct.unnest())
        known = named.filter(pl.col("role") == "organisation")["actor"].drop_nulls().unique().sort().to_list()
        for body in known:
            if bodies and body not in bodies:
                continue
            rungs = {one.name: _reached(memberships, actor, one, (body,)) for one in ladder.rungs}
            if any(part.height for part in rungs.values()):
                yield body, rungs
        return
    if bodies and not any(body in one.organisations for one in ladder.rungs for body in bodies):
        return
    rungs = {}
    for one in ladder.rungs:
        parts = [_reached(memberships, actor, one, one.organisations)]
        if one.agreement:
            parts.append(_agreed(records, actor, one))
        rungs[one.name] = pl.concat(parts, how="vertical_relaxed")
    if any(part.height for part in rungs.values()):
        yield None, rungs


def _reached(memberships: pl.DataFrame, actor: str, rung: Rung, bodies: Sequence[str]) -> pl.DataFrame:
    """Membership records of the actor in the bodies, with only the stages of the rung (as ``member``) and those that end it."""
    of_body = pl.any_horizontal(pl.lit(False), *(pl.col("actors").list.contains(pl.lit(body)) for body in bodies))
    stages = {stage: "joined" if stage in ("joined", "created") else "member" for stage in rung.stages}
    # A membership of which no stage is told is one.
    if "member" in stages:
        stages[""] = "member"
    return _restaged(memberships.filter(of_body), actor, rung.name, stages | {stage: stage for stage in _CLOSING})


def _agreed(records: pl.DataFrame, actor: str, rung: Rung) -> pl.DataFrame:
    """Agreements of the rung as memberships: signing them is joining."""
    named = pl.any_horizontal(pl.lit(False), *(pl.col("actors").list.contains(pl.lit(one)) for one in rung.among))
    fitting = records.filter(
        pl.col("kind") == "agreement", named, pl.col("object").fill_null("").str.contains(rung.agreement or "^$")
    )
    return _restaged(fitting, actor, rung.name, _AGREED | {"": "member"})


def _restaged(records: pl.DataFrame, actor: str, body: str, stages: Mapping[str, str]) -> pl.DataFrame:
    """The records as memberships of the actor in a body, stages renamed; entries of other stages are left out."""
    rows = []
    for row in records.iter_rows(named=True):
        life = [
            entry | {"stage": stages[entry["stage"] or ""]} for entry in row["life"] if (entry["stage"] or "") in stages
        ]
        own = stages.get(row["stage"] or "")
        if not life and own is None:
            continue
        people = [(actor, "member"), (body, "organisation")]
        rows.append(
            row
            | {
                "kind": "membership",
                "life": life,
                "stage": own or life[-1]["stage"],
                "participants": [{"actor": who, "role": role, "via": None, "surface": None} for who, role in people],
                "actors": [actor, body],
            }
        )
    return pl.DataFrame(rows, schema=records.schema, orient="row")


def _year(rungs: Mapping[str, pl.DataFrame], actor: str, year: int, carry: float | None) -> dict[str, Any]:
    """The answer for a year, without its years."""
    answers = []
    for step, (name, records) in enumerate(rungs.items(), 1):
        found = members_on(records, str(year), name, actor, carry) if records.height else None
        if found is not None and found.height:
            answers.append((step, name, found.row(0, named=True)))
    held = [one for one in answers if one[2]["answer"] == "yes"]
    if held:
        step, name, row = held[-1]
        return {"status": "known", "rung": name, "step": step, "last_rung": None, "last_known": None} | _of(row)
    if (
        answers
        and all(row["answer"] == "no" for _, _, row in answers)
        and len(answers) == len([one for one in rungs.values() if one.height])
    ):
        behind = sorted({record for _, _, row in answers for record in row["records"]})
        return {"status": "none", "rung": None, "step": None, "last_rung": None, "last_known": None, "records": behind}
    before = [one for one in answers if one[2]["last_known"] is not None]
    if not before:
        return {"status": "unknown", "rung": None, "step": None, "last_rung": None, "last_known": None, "records": []}
    _, name, row = max(before, key=lambda one: (one[2]["last_known"][:4], one[0]))
    return {"status": "unknown", "rung": None, "step": None, "last_rung": name, "last_known": row["last_known"]} | _of(
        row
    )


def _of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"records": sorted(set(row["records"]))}


def _years(parts: Any, question: Question) -> range:
    found = [
        int(time[:4])
        for part in parts
        for row in part.iter_rows(named=True)
        for entry in (*row["life"], row)
        for time in (entry["time_start"], entry["time_end"])
        if time
    ]
    if (question.start is None or question.end is None) and not found:
        return range(0)
    first = min(found) if question.start is None else question.start
    last = max(found) if question.end is None else question.end
    return range(first, last + 1)


def _runs(years: Sequence[int], told: Sequence[dict[str, Any]], every: bool) -> list[dict[str, Any]]:
    """Years with the same answer as one row, unless each is wanted."""
    rows: list[dict[str, Any]] = []
    keys = ("status", "rung", "last_rung", "last_known")
    for year, row in zip(years, told, strict=True):
        if rows and not every and all(rows[-1][key] == row[key] for key in keys):
            rows[-1]["end"] = year
            rows[-1]["records"] = sorted({*rows[-1]["records"], *row["records"]})
        else:
            rows.append(row | {"start": year, "end": year})
    return rows


def _read(table: dict[str, Any], origin: str) -> dict[str, Ladder]:
    found = {}
    for name, row in table.get("ladder", {}).items():
        rungs = row.get("rungs", [])
        if not rungs or not all("name" in one for one in rungs):
            raise UsageError(f"{origin}: ladder.{name} needs rungs, each with a name.")
        found[name] = Ladder(
            name,
            row.get("name", {}),
            tuple(
                Rung(
                    one["name"],
                    tuple(one.get("stages", _HELD)),
                    tuple(one.get("organisations", ())),
                    one.get("agreement"),
                    tuple(one.get("with", ())),
                )
                for one in rungs
            ),
            bool(row.get("each", False)),
        )
    if not found:
        raise UsageError(f"{origin} has no ladder: write one as [ladder.name].")
    return found
