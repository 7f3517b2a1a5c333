"""Conflicts of amounts: figures of one unit for one thing and one period, beyond rounding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

from tarazy.language import CODES
from tarazy.language.quantities import find_quantities
from tarazy.records.camps import Camp, Row, conflict, divided, opposed
from tarazy.records.periods import is_point, reach, touch
from tarazy.records.rounding import Figure, agree, apart, figure
from tarazy.records.rulebook import Finding
from tarazy.records.staging import pattern_of, stage_table

_NO_AMOUNT = frozenset({"years", "months", "days", "hours", "minutes", "weeks", "times", "points", "documents"})
_TABLE = re.compile(r"\.table\.")
_RANGE = re.compile(
    r"\d\s*[–—-]\s*\d|\bbetween\b|\bfrom\b.{1,40}\bto\b|\bот\b.{1,40}\bдо\b|аралығында|\bor\b|\bили\b|немесе|дейін"
)
_FLOWS = ("exports", "imports", "turnover")
_LARGEST_FACTOR = 5.0
"""Undated sums of aid or investment that lie further apart are of different periods more often than not."""


def doubtful(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Records with two claims whose figures of one unit differ."""
    values = (
        rows.filter(pl.col("modality") == "asserted", pl.col("quantities").list.len() > 0)
        .select("record_id", "claim_id", "quantities")
        .explode("quantities")
        .select(
            "record_id",
            "claim_id",
            value=pl.col("quantities").struct.field("value"),
            unit=pl.col("quantities").struct.field("unit").replace({"kg": "tonne", "m3": "km3"}),
        )
        .filter(~pl.col("unit").is_in(list(_NO_AMOUNT)))
    )
    spread = values.group_by("record_id", "unit").agg(
        low=pl.col("value").min(), high=pl.col("value").max(), n=pl.col("claim_id").n_unique()
    )
    return spread.filter(pl.col("n") > 1, pl.col("low") < pl.col("high"))


def amounts(rows: Sequence[Row]) -> Iterator[Finding]:
    """One finding for each unit and period whose figures cannot all be true."""
    asserted = [row for row in rows if row["modality"] == "asserted" and row["quantities"]]
    units = dict.fromkeys(figure(q["value"], q["unit"]).unit for row in asserted for q in row["quantities"])
    for unit in units:
        if not unit or unit in _NO_AMOUNT:
            continue
        valued = [(one, row) for row in asserted for one in _figures(row, unit)]
        for comparable in _comparable(valued, unit):
            camps = divided(comparable, _fit, _exactness)
            told = _told_as_other(camps)
            if len(camps) < 2 or not (told or opposed(camps)):
                continue
            ends = sorted(camp.value[0].value for camp in camps)
            rule = "text-table" if _text_against_table(camps) else "amounts"
            shown = [[{"value": f.value, "unit": f.unit, "relation": f.relation} for f in camp.value] for camp in camps]
            plain = 1.0 if told else min(_plainness(camp, unit) for camp in camps)
            distance = apart(ends[0], ends[-1]) * plain
            yield conflict(rule, camps, shown, distance, unit=unit, period=_period(comparable[0][1]))


def _told_as_other(camps: Sequence[Camp]) -> bool:
    """Whether a text itself gives a figure as that of another source."""
    rows = [row for camp in camps for row in camp.rows]
    return len(camps) > 1 and any(pattern_of(row, "account").search(row["quote"].lower()) for row in rows)


def _plainness(camp: Camp, unit: str) -> float:
    """1 where a quote has no other figure of the unit, -0.5 where each has: the claim may have taken the wrong one."""
    for row in camp.rows:
        language = row["language"] if row["language"] in CODES else "en"
        read = (figure(m.value.value, m.value.unit) for m in find_quantities(row["quote"], language))
        own = {figure(q["value"], q["unit"]).value for q in row["quantities"]}
        if all(one.unit != unit or one.value in own for one in read):
            return 1.0
    return -0.5


Figures = tuple[Figure, ...]
Valued = tuple[Figures, Row]


def _figures(row: Row, unit: str) -> Iterator[Figures]:
    """The claim's single figure in the unit, or its range as two; nothing where several figures are of different things."""
    found = [figure(q["value"], q["unit"], q["relation"], row["quote"]) for q in row["quantities"]]
    same = [one for one in found if one.unit == unit]
    if len(same) == 1:
        yield (same[0],)
    elif len(same) == 2 and _RANGE.search(row["quote"].lower()):
        low, high = sorted(same, key=lambda one: one.value)
        if not pattern_of(row, "rise", "fall").search(row["quote"].lower()):
            yield low, high


def _fit(one: Figures, other: Figures) -> bool:
    if len(one) == len(other) == 1:
        return agree(one[0], other[0])
    lows = [figures[0].value - figures[0].tolerance for figures in (one, other)]
    highs = [figures[-1].value + figures[-1].tolerance for figures in (one, other)]
    return max(lows) <= min(highs)


def _exactness(figures: Figures) -> float:
    """The most exact figure first; ranges and bounds last."""
    if len(figures) > 1 or figures[0].relation in "<>":
        return -1e300
    return -figures[0].tolerance


def _comparable(valued: Sequence[Valued], unit: str) -> Iterator[list[Valued]]:
    """Claims whose figures are of the same thing: stage, direction, what is measured, period, one year or many."""
    groups: dict[tuple[object, ...], list[Valued]] = {}
    for figures, row in valued:
        groups.setdefault((_stage(row), _direction(row), _flow(row)), []).append((figures, row))
    for group in groups.values():
        kind = group[0][1]["kind"]
        changing = kind in stage_table()["changing"]["kinds"]
        if changing and unit in stage_table()["changing"]["constant-units"]:
            yield group
        elif changing:
            yield from _same_period(group)
        else:
            yield from _one_event(group, kind in stage_table()["changing"]["growing"])


def _same_period(group: Sequence[Valued]) -> Iterator[list[Valued]]:
    periods: dict[tuple[object, ...], list[Valued]] = {}
    for figures, row in group:
        key: tuple[object, ...] = (row["time_start"], row["time_end"])
        if key == (None, None):
            # An undated figure is of the year in which it was said.
            key = (None, (row["said"] or "")[:4])
        periods.setdefault(key, []).append((figures, row))
    yield from periods.values()


def _one_event(group: Sequence[Valued], growing: bool) -> Iterator[list[Valued]]:
    """Figures of one event; sums that grow are compared within one span of time, and one year or many."""
    spans: list[list[Valued]] = []
    for figures, row in group:
        home = next((span for span in spans if all(_same_sum(row, figures, *one, growing) for one in span)), None)
        if home is None:
            spans.append(home := [])
        home.append((figures, row))
    yield from spans


def _same_sum(row: Row, figures: Figures, others: Figures, other: Row, growing: bool) -> bool:
    times = [(one["time_start"], one["time_end"]) for one in (row, other)]
    if not touch(reach(*times[0]), reach(*times[1])):
        return False
    if not growing:
        return True
    if is_point(*times[0]) != is_point(*times[1]) and (None, None) not in times:
        return False
    summed = [bool(pattern_of(one, "summed").search(one["quote"].lower())) for one in (row, other)]
    if summed[0] != summed[1]:
        return False
    if pattern_of(row, "plan").search(row["quote"].lower()) or pattern_of(other, "plan").search(other["quote"].lower()):
        return False
    if times == [(None, None)] * 2 and row["said"] and other["said"]:
        # Each speaks of its own present.
        return abs(int(row["said"][:4]) - int(other["said"][:4])) <= 1 and _near(figures, others)
    if (None, None) in times:
        return _near(figures, others)
    return is_point(*times[0]) or times[0] == times[1]


def _near(one: Figures, other: Figures) -> bool:
    low, high = sorted(abs(figures[0].value) for figures in (one, other))
    return high <= _LARGEST_FACTOR * low


def _stage(row: Row) -> str | None:
    stage: str | None = row["stage"] or stage_table()["default"].get(row["kind"])
    return stage


def _direction(row: Row) -> tuple[tuple[str, str], ...]:
    """Of trade, who sold to whom: exports and imports are two figures."""
    if row["kind"] != "trade":
        return ()
    return tuple(sorted((p["role"], p["actor"]) for p in row["participants"] if p["role"] in ("exporter", "importer")))


def _flow(row: Row) -> str | None:
    """Exports, imports or turnover, where the quote names one of them alone."""
    if row["kind"] not in ("trade", "indicator"):
        return None
    quote = row["quote"].lower()
    named = [flow for flow in _FLOWS if pattern_of(row, flow).search(quote)]
    return named[0] if len(named) == 1 or (named[1:] == ["turnover"]) else None


def _period(row: Row) -> str | None:
    start, end = row["time_start"], row["time_end"]
    return start if end is None or start == end else f"{start or ''}/{end}"


def _text_against_table(camps: Sequence[Camp]) -> bool:
    """Whether a document's table says one thing and its text another, and no other document is in it."""
    tabular = [{bool(_TABLE.search(row.get("rule") or "")) for row in camp.rows} for camp in camps]
    one_document = len({row["document_id"] for camp in camps for row in camp.rows}) == 1
    return one_document and len(camps) == 2 and {True} in tabular and {False} in tabular
