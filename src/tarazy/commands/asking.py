"""Arguments and options that reports and comparisons share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tarazy.errors import UsageError

Actors = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="About whom: one actor or several.")]
Language = Annotated[str, typer.Option("--language", help="Words of the report: kk, ru or en.")]
On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", help="Memberships and agreements on this day; otherwise the latest date known."
    ),
]
Carry = Annotated[
    float | None,
    typer.Option(
        "--carry", min=0, metavar="YEARS", help="How long the last membership or agreement known is carried on."
    ),
]
Periods = Annotated[
    str | None,
    typer.Option("--periods", metavar="YEARS", help="Compare periods instead of actors: 1992-2001,2002-2025."),
]
Rows = Annotated[
    str | None,
    typer.Option("--rows", metavar="WORDS", help="Rows of a comparison: goals,instruments,amounts,members,limits …"),
]


def settings(
    start: str | None,
    end: str | None,
    on: str | None,
    domain: list[str] | None,
    carry: float | None,
    periods: str | None,
    rows: str | None,
) -> dict[str, Any]:
    """What a report is asked about, as ``Observatory.report`` takes it."""
    return {
        "start": start,
        "end": end,
        "on": on,
        "domain": domain,
        "carry": carry,
        "periods": _periods(periods) if periods else None,
        "rows": [row.strip() for row in rows.split(",")] if rows else None,
    }


def _periods(words: str) -> list[tuple[int, int]]:
    found = []
    for part in words.split(","):
        first, _, last = part.strip().partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()):
            raise UsageError(f"--periods: {part.strip()!r} is no period: write 1992-2001,2002-2025.")
        found.append((int(first), int(last or first)))
    return found
