"""Conflicts of dates, of stages at one date, and of denial against assertion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import polars as pl

from tarazy.language import CODES
from tarazy.records.camps import Camp, Row, conflict, divided, one_place, opposed
from tarazy.records.periods import days, is_point, reach, touch
from tarazy.records.rulebook import Finding, pattern, table

_LENGTHS = {"year": 4, "month": 7, "day": 10}
Span = tuple[int, int]


@cache
def stage_table() -> dict[str, Any]:
    """``stages.toml``."""
    return table("stages.toml")


@cache
def _once() -> pl.DataFrame:
    pairs = [(kind, stage) for kind, stages in stage_table()["once"].items() for stage in stages]
    pairs += [(kind, stage) for kind, stages in stage_table()["begins"].items() for stage in stages]
    pairs += [(kind, None) for kind in stage_table()["default"]]
    return pl.DataFrame(pairs, schema={"kind": pl.String, "stage": pl.String}, orient="row")


def _asserted() -> pl.Expr:
    return pl.col("modality") == "asserted"


def event(row: Row) -> tuple[str, Span] | None:
    """What happened once and when, as (stage, span of days); None where the claim dates nothing of the kind."""
    kind, stage, start, end = row["kind"], row["stage"], row["time_start"], row["time_end"]
    known = stage_table()
    stage = stage or known["default"].get(kind)
    if not start or stage is None:
        return None
    begins = known["begins"].get(kind, {}).get(stage)
    if begins is not None:
        entered = is_point(start, end) and stage == "in-force" and pattern_of(row, "entry").search(row["quote"].lower())
        return (begins, days(start)) if end is None or entered else None
    if stage not in known["once"].get(kind, ()):
        return None
    return stage, (days(start)[0], days(end)[1] if end else days(start)[1])


def pattern_of(row: Row, *names: str) -> Any:
    """The pattern of word lists in the claim's language; English where it has none."""
    return pattern(row["language"] if row["language"] in CODES else "en", *names)


def doubtful_dates(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Records in which an event has two dates that do not touch."""
    dated = rows.filter(_asserted(), pl.col("first").is_not_null())
    dated = dated.join(_once().lazy(), on=["kind", "stage"], how="semi", nulls_equal=True)
    last = pl.when(pl.col("last").is_null()).then("start_last").otherwise("last")
    return dated.group_by("record_id").agg(f=pl.col("first").max(), l=last.min()).filter(pl.col("f") > pl.col("l"))


def dates(rows: Sequence[Row]) -> Iterator[Finding]:
    """One finding for each event of the record whose dates cannot all be true; 2022-05 fits 2022."""
    events: dict[str, list[tuple[Span, Row]]] = {}
    for row in rows:
        if row["modality"] == "asserted" and (found := event(row)) is not None:
            events.setdefault(found[0], []).append((found[1], row))
    for stage, valued in events.items():
        camps = divided(valued, lambda one, other: touch(one, other), lambda span: -float(span[1] - span[0]))
        if len(camps) > 1 and opposed(camps):
            lows = [camp.value[0] for camp in camps]
            # The further apart, the likelier they are two events.
            years = (max(lows) - min(lows)) / 10_000
            shown = [_date(camp.rows[0]) for camp in camps]
            yield conflict("dates", camps, shown, max(0.2, 0.9 - years / 8), stage=stage)


def _date(row: Row) -> str:
    start, end = row["time_start"], row["time_end"]
    return start if end is None or start == end else f"{start}/{end}"


def doubtful_stages(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Records with both of two stages that exclude each other."""
    pairs = [(row["kind"], stage, at) for at, row in enumerate(stage_table()["exclusive"]) for stage in row["stages"]]
    known = pl.DataFrame(pairs, schema={"kind": pl.String, "stage": pl.String, "pair": pl.Int64}, orient="row").lazy()
    year = pl.coalesce("time_start", "said").str.head(4)
    staged = rows.filter(_asserted()).select("record_id", "kind", "stage", year=year).drop_nulls("year").unique()
    staged = staged.join(known, on=["kind", "stage"])
    return staged.group_by("record_id", "pair", "year").agg(n=pl.col("stage").n_unique()).filter(pl.col("n") > 1)


def stages(rows: Sequence[Row]) -> Iterator[Finding]:
    """Stages that exclude each other, said of one date."""
    asserted = [row for row in rows if row["modality"] == "asserted" and row["stage"]]
    for pair in stage_table()["exclusive"]:
        if pair["kind"] != rows[0]["kind"]:
            continue
        sides = [[row for row in asserted if row["stage"] == stage] for stage in pair["stages"]]
        clashing = [
            (one, other)
            for one in sides[0]
            for other in sides[1]
            if _one_date(one, other, pair["within"]) and not one_place(one, other)
        ]
        if clashing:
            camps = [
                Camp(stage, list({couple[at]["claim_id"]: couple[at] for couple in clashing}.values()))
                for at, stage in enumerate(pair["stages"])
            ]
            yield conflict("stages", camps, pair["stages"], 0.7, date=_when(clashing[0][0]))


def _when(row: Row) -> str:
    return str(row["time_start"] or row["said"])


def _one_date(one: Row, other: Row, within: str) -> bool:
    """Whether both speak of the same date, known at least as finely as ``within``."""
    dates = []
    for row in (one, other):
        if row["time_start"] is None and row["time_end"] is None:
            date = row["said"] if one["time_start"] == other["time_start"] else None
        else:
            date = row["time_start"] if is_point(row["time_start"], row["time_end"]) else None
        if date is None or len(date) < _LENGTHS[within]:
            return False
        dates.append(date)
    size = min(map(len, dates))
    return str(dates[0][:size]) == str(dates[1][:size])


def doubtful_denials(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Records that one claim asserts and another denies."""
    modality = pl.col("modality")
    both = (
        rows.filter(~pl.col("kind").is_in(stage_table()["undenied"]["kinds"]))
        .group_by("record_id")
        .agg(no=(modality == "denied").any(), yes=(modality == "asserted").any())
    )
    return both.filter(pl.col("no") & pl.col("yes"))


def denials(rows: Sequence[Row]) -> Iterator[Finding]:
    """A denial of what another claim asserts of the same time; what happened after the denial was said does not contradict it."""
    clashing = [
        (yes, no)
        for yes in rows
        for no in rows
        if yes["modality"] == "asserted"
        and no["modality"] == "denied"
        and _denied(yes, no)
        and yes["document_id"] != no["document_id"]
    ]
    if clashing:
        camps = [
            Camp(side, list({couple[at]["claim_id"]: couple[at] for couple in clashing}.values()))
            for at, side in enumerate(("asserted", "denied"))
        ]
        dated = any(no["time_start"] or no["time_end"] or no["said"] for no in camps[1].rows)
        yield conflict("denial", camps, ["asserted", "denied"], 0.6 if dated else 0.0)


def _denied(yes: Row, no: Row) -> bool:
    if not set(no["actors"] or ()) <= set(yes["actors"] or ()):
        # That others took no part denies nothing.
        return False
    if yes["stage"] and no["stage"] and yes["stage"] != no["stage"] and not _near(yes, no):
        return False
    held, denied = reach(yes["time_start"], yes["time_end"]), reach(no["time_start"], no["time_end"])
    if denied is None and no["said"]:
        denied = (0, days(no["said"])[1])
    if held is None and yes["said"] and no["said"]:
        # Undated, each speaks of its own present.
        return 0 <= int(no["said"][:4]) - int(yes["said"][:4]) <= 1
    return touch(held, denied)


def _near(one: Row, other: Row) -> bool:
    """Whether two stages are the beginning and the lasting of one state."""
    begins = stage_table()["begins"].get(one["kind"], {})
    return bool(begins.get(one["stage"]) == other["stage"] or begins.get(other["stage"]) == one["stage"])
