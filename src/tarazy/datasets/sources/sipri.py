"""What the exports of SIPRI's databases share: the date of the export, the years it covers, and its trend-indicator values."""

from __future__ import annotations

import re
from datetime import datetime

import polars as pl

from tarazy.datasets.claims import Amount, number
from tarazy.datasets.context import Context

_GENERATED = re.compile(r"(?:Data generated|Information generated|Generated)\s*:?\s*(\d{1,2} \w{3,9} \d{4})")
_RANGE = re.compile(
    r"year range\D*(\d{4})\D+(\d{4})|(?:made for|for)\s+(\d{4})\s*(?:-|–|to)\s*(\d{4})|from\s+(\d{4})\s*(?:-|–|to)\s*(\d{4})"
)
_RELEASE_MONTH = 3


def generated(preamble: str) -> str | None:
    """The day on which the export was made, ISO; None where it is not told."""
    found = _GENERATED.search(preamble)
    if not found:
        return None
    for form in ("%d %b %Y", "%d %B %Y"):
        try:
            return datetime.strptime(found.group(1), form).date().isoformat()
        except ValueError:
            continue
    return None


def covered_years(preamble: str, since: str) -> tuple[str, str]:
    """First and last year covered: those asked for, as far as the release goes.

    The database is renewed each March with the year before: an export of January 2025 knows all of 2023.
    """
    found = _RANGE.search(preamble)
    first, last = [part for part in found.groups() if part][:2] if found else ["", ""]
    made = generated(preamble)
    if made:
        newest = str(int(made[:4]) - (1 if int(made[5:7]) >= _RELEASE_MONTH else 2))
        last = min(last, newest) if last else newest
    return max(first, since) if first else "", last


def cover_recipients(context: Context) -> None:
    """Note the recipients of the file over the years that were asked for, or that occur."""
    start, end = covered_years(context.preamble, context.start)
    for (recipient,), (first, last) in sorted(context.spans.items()):
        context.covers("transfer", start or first, end or last, actor=recipient, role="recipient")


def tiv(column: str, relation: pl.Expr | str = "=") -> Amount:
    """A column in millions of trend-indicator values: blank is none, 0 is less than half a million."""
    value = number(column)
    known = pl.lit(relation) if isinstance(relation, str) else relation
    return Amount(
        pl.when(value == 0).then(5e5).otherwise(value * 1e6),
        "TIV",
        pl.when(value == 0).then(pl.lit("<")).otherwise(known),
    )


def pieces(column: str, relation: pl.Expr | str = "=") -> Amount:
    """A column of numbers of weapons; brackets, as older registers write estimates, make it one."""
    bare = pl.col(column).str.replace_all(r"[()\s?]", "")
    known = pl.lit(relation) if isinstance(relation, str) else relation
    marked = pl.col(column).str.contains(r"[(?]").fill_null(value=False)
    return Amount(number(bare), "pieces", pl.when(marked).then(pl.lit("~")).otherwise(known))
