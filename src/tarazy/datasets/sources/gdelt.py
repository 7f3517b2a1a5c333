"""GDELT event files without headings: 1.0 (57 columns, 58 with the address of the source) and 2.0 (61 columns).

http://data.gdeltproject.org/documentation/GDELT-Event_Codebook-V2.0.pdf. Events are found by machine: a claim says that a text was read so, and its
confidence grows with the number of sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from tarazy.datasets.claims import Actor, Amount
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited, Piece
from tarazy.datasets.events import coded
from tarazy.datasets.given import Given
from tarazy.errors import ReadError

_ACTOR = (
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
)
_EVENT = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *(f"Actor{n}{part}" for n in (1, 2) for part in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_GEO2 = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_WHERE = ("Actor1Geo_", "Actor2Geo_", "ActionGeo_")
_WIDTHS = {
    57: (*_EVENT, *(where + part for where in _WHERE for part in _GEO), "DATEADDED"),
    58: (*_EVENT, *(where + part for where in _WHERE for part in _GEO), "DATEADDED", "SOURCEURL"),
    61: (*_EVENT, *(where + part for where in _WHERE for part in _GEO2), "DATEADDED", "SOURCEURL"),
}
_USED = (
    "SQLDATE", "Actor1Name", "Actor1CountryCode", "Actor1KnownGroupCode", "Actor2Name", "Actor2CountryCode", "Actor2KnownGroupCode",
    "EventCode", "GoldsteinScale", "NumSources", "NumArticles",
)  # fmt: skip


@dataclass(frozen=True)
class Events:
    """Delimited text whose width tells which version of GDELT it is."""

    def pieces(self, given: Given, seen: Callable[[str, Sequence[str]], None]) -> Iterator[Piece]:
        """As Delimited.pieces. Raises ReadError for another width."""
        first = next(given.blocks()).split(b"\n", 1)[0]
        width = first.count(b"\t") + 1
        if width not in _WIDTHS:
            raise ReadError(
                f"{given.path} has {width} columns between tabs; GDELT 1.0 has 57 or 58 and GDELT 2.0 has 61: is it an export file of events?"
            )
        columns = {name: (name,) for name in _USED}
        yield from Delimited(columns, separator="\t", quoted=False, names=_WIDTHS[width]).pieces(given, seen)


LAYOUT = Events()


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """One claim for each event that names a state, body or group."""
    whole = rows.height
    rows = coded(rows, "EventCode", "cameo")
    context.leave_out("the event has no CAMEO code", whole - rows.height)
    for number in ("1", "2"):
        country = context.actors(rows, f"Actor{number}CountryCode", "cameo")
        group = context.actors(rows, f"Actor{number}KnownGroupCode", "cameo", unknown="")
        named = context.names.groups(rows[f"Actor{number}Name"])
        rows = rows.with_columns(pl.coalesce(country, group, named).alias(f"actor{number}"))
    date = pl.col("SQLDATE")
    iso = pl.concat_str([date.str.slice(0, 4), date.str.slice(4, 2), date.str.slice(6, 2)], separator="-")
    rows = rows.with_columns(date=pl.when(date.str.len_chars() == 8).then(iso))
    context.span(rows, time="date")
    nobody = rows.select((pl.col("actor1").is_null() & pl.col("actor2").is_null()).sum()).item()
    context.leave_out("the event names nobody", int(nobody))
    sources = pl.col("NumSources").cast(pl.Float64, strict=False).fill_null(1.0)
    yield made(
        rows,
        pl.col("kind"),
        [Actor(pl.col("first"), "actor1", "Actor1Name"), Actor(pl.col("second"), "actor2", "Actor2Name")],
        rule="gdelt",
        start=pl.col("date"),
        amounts=[
            Amount(pl.col("GoldsteinScale").cast(pl.Float64, strict=False), "points"),
            Amount(pl.col("NumArticles").cast(pl.Float64, strict=False), "articles"),
        ],
        object=pl.col("label"),
        stage=pl.col("stage"),
        modality=pl.col("modality"),
        domain=pl.col("domain"),
        # One source 0.4, two 0.55, many up to 0.85: coded by machine, never sure.
        confidence=0.85 - 0.9 / (sources + 1.0),
    )


def finish(context: Context) -> None:
    """What the news did not report is not none: nothing is covered but the days of the file."""
    for first, last in context.spans.values():
        context.covers(
            "events", first, last, note="events reported in the news that GDELT reads; silence is no absence"
        )
