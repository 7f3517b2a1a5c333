"""SIPRI tables of arms imports to, or exports from, one state: partners by years, in millions of TIV.

An empty cell is no transfer; 0 is one of less than half a million. The title above the table says whose imports or exports they are; in a table
of all importers (exporters) each row is a state of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, long
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited, is_year
from tarazy.datasets.sources.sipri import covered_years, generated, tiv
from tarazy.errors import ReadError

LAYOUT = Delimited(
    rest=True,
    years=1,
    first="partner",
    columns={"partner": ("Supplier", "Recipient", "Exporter", "Importer")},
    optional=frozenset(("partner",)),
)
_TITLE = re.compile(
    r"(imports to|imports by|exports from|exports by|imports of|exports of)\s+(.+?)(?:,?\s+(?:in\s+)?\d{4}|,?\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
_ALL = re.compile(r"(?i)^(all|the top|top|largest)\b|(?i:countries|importers|exporters|suppliers|recipients)")
_SUMS = ("total", "others", "sum", "world total")


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """A delivered transfer for each partner and year."""
    found = _TITLE.search(context.preamble)
    if found is None:
        raise ReadError(
            "The lines above the table name no state (TIV of arms imports to …, exports from …): keep them in the file."
        )
    imports, whose = found.group(1).lower().startswith("import"), found.group(2).strip(" \"',.")
    context.said = generated(context.preamble)
    years = [name for name in rows.columns if is_year(name)]
    rows = rows.filter(~pl.col("partner").str.strip_chars().str.to_lowercase().is_in(_SUMS))
    cells = long(rows, years, ["partner"]).with_columns(year=pl.col("variable").str.slice(0, 4))
    cells = cells.with_columns(partner_id=context.actors(cells, "partner", years="year"))
    own, other = ("recipient", "supplier") if imports else ("supplier", "recipient")
    actors = [Actor(other, "partner_id", "partner")]
    if _ALL.search(whose):
        # A table of all importers: each row is whose imports they are.
        actors = [Actor(own, "partner_id", "partner")]
    else:
        cells = cells.with_columns(whose=pl.lit(whose))
        cells = cells.with_columns(own_id=context.actors(cells, "whose", years="year"))
        actors.append(Actor(own, "own_id", "whose"))
        context.spans |= {(actor, own): (years[0][:4], years[-1][:4]) for actor in cells["own_id"].unique().to_list()}
    value = tiv("value")
    wrong = cells.filter(cells.select(value.value).to_series().is_null())
    context.malformed(
        [(line, f"{cell!r} is no number") for line, cell in wrong.select("line", "value").iter_rows()], wrong.height
    )
    yield made(
        cells.join(wrong.select("line", "variable"), on=["line", "variable"], how="anti"),
        "transfer",
        actors,
        rule="sipri-tiv",
        start=pl.col("year"),
        amounts=[value],
        object="major conventional arms",
        stage="delivered",
    )


def finish(context: Context) -> None:
    """Covered is the state of the title, over the years of the table that the release knows."""
    _, end = covered_years(context.preamble, context.start)
    for (actor, role), (first, last) in context.spans.items():
        context.covers(
            "transfer", first, min(last, end) if end else last, object="major conventional arms", actor=actor, role=role
        )
