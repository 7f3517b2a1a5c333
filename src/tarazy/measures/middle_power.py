"""Middle powers by the procedure of Oosterveld and Torossian (Clingendael and HCSS 2018), beside the list of Lippert and Mair (SWP 2024)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl

from tarazy.actors.registry import registry
from tarazy.data_files import toml
from tarazy.errors import UsageError
from tarazy.measures.figures import figures
from tarazy.measures.given import given_toml
from tarazy.measures.question import Question
from tarazy.store.schema import Columns

_NONE = Question()
CAPABILITIES = ("gdp", "military", "population")
CONDUCT = ("missions_abroad", "security_council_terms", "human_rights_terms")
OUTLOOK = ("undp_funding", "freedom")
POTENTIAL = "potential middle power"
COLUMNS: Columns = {
    "actor": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "status": pl.String,
    "points": pl.Int64,
    "points_low": pl.Int64,
    "points_high": pl.Int64,
    **{f"{name}{part}": kind for name in CAPABILITIES for part, kind in (("", pl.Float64), ("_point", pl.Int64))},
    "gdp_rank": pl.Int64,
    "military_rank": pl.Int64,
    "unranked": pl.Int64,
    **{
        f"{name}{part}": kind
        for name in (*CONDUCT, *OUTLOOK)
        for part, kind in (("", pl.Float64), ("_met", pl.Boolean))
    },
    "outlook": pl.String,
    "swp": pl.Boolean,
    "records": pl.List(pl.String),
}


@cache
def rules() -> dict[str, Any]:
    """The package's own rules: ``measures/data/status.toml``."""
    return toml("tarazy.measures", "status.toml")


def middle_powers(
    claims: pl.DataFrame,
    actors: Sequence[str],
    question: Question = _NONE,
    next_gdp: int | None = None,
    next_military: int | None = None,
    population_above: float | None = None,
    missions_abroad: float | None = None,
    security_council_terms: float | None = None,
    human_rights_terms: float | None = None,
    undp_funding: float | None = None,
    freedom: float | None = None,
    great_powers: str | Sequence[str] | None = None,
    least_ranked: int | None = None,
    criteria: str | None = None,
) -> pl.DataFrame:
    """The procedure for ``actors`` (all states of which a figure is known, where none is named): columns ``COLUMNS``.

    ``claims``: indicators and memberships. ``status``: great power, potential middle power (three points of three), other, or unknown.
    ``points``: what is known makes of it, null where a point is unknown; ``points_low`` and ``points_high``: the least and the most that
    hold whatever the states without a figure (``unranked``) and the unknown points are. Ranks are among states with a figure, great powers left
    out. The other settings are thresholds: from which value on a criterion is met; without one the value is shown and ``…_met``
    is null. ``outlook``: established or emerging, of a potential middle power whose freedom rating is known. ``swp``: on the list of the SWP.
    ``criteria``: a file of your own in place of ``measures/data/status.toml``; years are those of the question, or the file's.
    """
    given = _given(criteria)
    own = {"gdp": next_gdp, "military": next_military, "population": population_above}
    thresholds = {
        "missions_abroad": missions_abroad,
        "security_council_terms": security_council_terms,
        "human_rights_terms": human_rights_terms,
        "undp_funding": undp_funding,
        "freedom": freedom,
    }
    great = [great_powers] if isinstance(great_powers, str) else list(great_powers or given["great_powers"])
    least = given["least_ranked"] if least_ranked is None else least_ranked
    span = (
        question.start if question.start is not None else given["years"][0],
        question.end if question.end is not None else given["years"][1],
    )
    states = _states(span)
    tables = {name: _capability(claims, given["capability"][name], span, states) for name in CAPABILITIES}
    others = {name: _further(claims, given[part][name], span) for part, name in _rows_of_further()}
    wanted = list(actors) or sorted({actor for table in tables.values() for actor in table["actor"]})
    ranks = {name: _ranks(tables[name], great) for name in CAPABILITIES}
    unranked = {name: len(states - set(great) - set(tables[name]["actor"])) for name in CAPABILITIES}
    rows = []
    for actor in wanted:
        row: dict[str, Any] = {"actor": actor, "start": span[0], "end": span[1], "records": []}
        low = high = 0
        for name in CAPABILITIES:
            rule, chosen = given["capability"][name], own[name]
            limit = float(rule.get("next", rule.get("above")) if chosen is None else chosen)
            value, records = _value(tables[name], actor)
            row[name] = value
            row["records"] += records
            point, sure, possible = _point(
                value, ranks[name], actor, limit, unranked[name], least, ranked="next" in rule
            )
            row[f"{name}_point"] = point
            row[f"{name}_rank"] = ranks[name].get(actor)
            low, high = low + sure, high + possible
        points = [row[f"{name}_point"] for name in CAPABILITIES]
        row |= {"points": None if None in points else sum(points), "points_low": low, "points_high": high}
        row["unranked"] = max(unranked.values())
        for name, table in others.items():
            value, records = _value(table, actor)
            row[name] = value
            row["records"] += records
            bound = thresholds[name] if thresholds[name] is not None else _threshold(given, name)
            row[f"{name}_met"] = None if value is None or bound is None else value >= bound
        row["status"] = _status(actor, great, points)
        row["outlook"] = _outlook(row)
        row["swp"] = actor in given.get("lists", {}).get("swp", [])
        if actor in great:
            row |= dict.fromkeys(("points", "points_low", "points_high", *(f"{name}_point" for name in CAPABILITIES)))
        row["records"] = sorted(set(row["records"]))
        rows.append({name: row.get(name) for name in COLUMNS})
    order = {"great power": 0, POTENTIAL: 1, "other": 2, "unknown": 3}
    found = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    return found.sort(
        pl.col("status").replace_strict(order, return_dtype=pl.Int8), "gdp_rank", "actor", nulls_last=True
    )


def _given(criteria: str | None) -> dict[str, Any]:
    if criteria is None:
        return rules()
    found = rules() | given_toml(criteria)
    for name in CAPABILITIES:
        if "series" not in found["capability"].get(name, {}):
            raise UsageError(f"{criteria}: capability.{name} is missing or has no series: copy it from status.toml.")
    for part, name in _rows_of_further():
        found.setdefault(part, {}).setdefault(name, {})
    return found


def _rows_of_further() -> list[tuple[str, str]]:
    return [*(("conduct", name) for name in CONDUCT), *(("outlook", name) for name in OUTLOOK)]


def _threshold(given: Mapping[str, Any], name: str) -> float | None:
    part = "conduct" if name in CONDUCT else "outlook"
    found: float | None = given[part][name].get("threshold")
    return found


def _states(span: tuple[int, int]) -> set[str]:
    """States of the registry that exist at the end of the years and have a code of the Correlates of War."""
    return {
        one.id
        for one in registry().actors.values()
        if one.kind == "state"
        and one.codes.get("cow")
        and (one.start is None or int(one.start[:4]) <= span[1])
        and (one.end is None or int(one.end[:4]) > span[1])
    }


def _capability(claims: pl.DataFrame, row: Mapping[str, Any], span: tuple[int, int], states: set[str]) -> pl.DataFrame:
    found = figures(claims, row["series"], span, row.get("unit"), row.get("of", ()))
    return found.filter(pl.col("actor").is_in(sorted(states)))


def _further(claims: pl.DataFrame, row: Mapping[str, Any], span: tuple[int, int]) -> pl.DataFrame:
    """Figures of an indicator; where no source gives any, terms counted from claims of membership in the ``organisation``."""
    if row.get("series"):
        years = (row["year"], row["year"]) if "year" in row else span
        found = figures(claims, row["series"], years, row.get("unit"), row.get("of", ()))
        if found.height:
            return found
    if not row.get("organisation"):
        return figures(claims.head(0), "^$", span)
    bodies = row["organisation"]
    return _terms(claims, [bodies] if isinstance(bodies, str) else bodies, row.get("since", 0), span[1])


def _terms(claims: pl.DataFrame, bodies: Sequence[str], since: int, until: int) -> pl.DataFrame:
    """How many terms of membership claims tell of: runs of years without a gap; who is not named has no figure."""
    whole = claims.filter(
        pl.col("kind") == "membership",
        pl.col("stage").is_in(["member", "joined"]).fill_null(True),
        pl.any_horizontal(pl.col("actors").list.contains(pl.lit(body)) for body in bodies),
    )
    people = whole.explode("participants").filter(pl.col("participants").struct.field("role") == "member")
    first, last = (pl.col(name).str.head(4).cast(pl.Int64, strict=False) for name in ("time_start", "time_end"))
    spans = (
        people.select(
            "record_id",
            actor=pl.col("participants").struct.field("actor"),
            first=pl.coalesce(first, last),
            last=pl.coalesce(last, first),
        )
        .drop_nulls(["actor", "first"])
        .filter(pl.col("last") >= since, pl.col("first") <= until)
        .sort("actor", "first", "last")
    )
    begins = (pl.col("first") > pl.col("last").shift(1).cum_max() + 1).fill_null(True).over("actor")
    return (
        spans.with_columns(begins=begins)
        .group_by("actor")
        .agg(
            value=pl.col("begins").sum().cast(pl.Float64),
            years=pl.len().cast(pl.Int64),
            dataset=pl.lit("claims"),
            records=pl.col("record_id").drop_nulls().unique().sort(),
        )
        .sort("actor")
    )


def _value(table: pl.DataFrame, actor: str) -> tuple[float | None, list[str]]:
    found = table.filter(pl.col("actor") == actor)
    return (None, []) if found.is_empty() else (found["value"][0], found["records"][0].to_list())


def _ranks(table: pl.DataFrame, great: Sequence[str]) -> dict[str, int]:
    rest = table.filter(~pl.col("actor").is_in(list(great))).sort("value", "actor", descending=[True, False])
    rank = rest["value"].rank("min", descending=True).cast(pl.Int64)
    return dict(zip(rest["actor"].to_list(), rank.to_list(), strict=True))


def _point(
    value: float | None, ranks: Mapping[str, int], actor: str, limit: float, unranked: int, least: int, ranked: bool
) -> tuple[int | None, int, int]:
    """The point (null: unknown), whether it holds for sure, and whether it may hold."""
    if not ranked:
        return (None, 0, 1) if value is None else (int(value > limit),) * 3
    if value is None or actor not in ranks:
        return None, 0, 1
    rank = ranks[actor]
    if rank > limit:
        return 0, 0, 0
    # Whoever has no figure may stand above.
    sure = int(rank + unranked <= limit)
    return (1 if sure or len(ranks) >= least else None), sure, 1


def _status(actor: str, great: Sequence[str], points: Sequence[int | None]) -> str:
    if actor in great:
        return "great power"
    if 0 in points:
        return "other"
    return "unknown" if None in points else POTENTIAL


def _outlook(row: Mapping[str, Any]) -> str | None:
    if row["status"] != POTENTIAL or row["freedom_met"] is None:
        return None
    return "established" if row["freedom_met"] else "emerging"
