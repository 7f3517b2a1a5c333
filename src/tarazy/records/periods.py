"""ISO dates cut to what is known as spans of days, in Polars and in Python, and when two of them fit."""

from __future__ import annotations

import polars as pl

OPEN = 99_999_999
"""The end of a span that goes on."""


def _day(column: str, month: int, day: int) -> pl.Expr:
    text = pl.col(column)
    parts = (
        text.str.slice(0, 4).cast(pl.Int64, strict=False) * 10_000,
        text.str.slice(5, 2).cast(pl.Int64, strict=False).fill_null(month) * 100,
        text.str.slice(8, 2).cast(pl.Int64, strict=False).fill_null(day),
    )
    return parts[0] + parts[1] + parts[2]


def first_day(column: str) -> pl.Expr:
    """The first day that a date can mean, as the whole number 20220510; null stays null."""
    return _day(column, 1, 1)


def last_day(column: str) -> pl.Expr:
    """The last day that a date can mean; a month's is called its 31st."""
    return _day(column, 12, 31)


def days(date: str) -> tuple[int, int]:
    """First and last day that one date can mean."""
    padded = f"{date}-01-01"[:10] if len(date) == 4 else f"{date}-01"[:10]
    last = f"{date}-12-31"[:10] if len(date) == 4 else f"{date}-31"[:10]
    return int(padded.replace("-", "")), int(last.replace("-", ""))


def reach(start: str | None, end: str | None) -> tuple[int, int] | None:
    """First and last day of a valid time, open ends far away; None for no time at all."""
    if not start and not end:
        return None
    return days(start)[0] if start else 0, days(end)[1] if end else OPEN


def touch(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """Whether two spans share a day; an unknown one may."""
    return one is None or other is None or (one[0] <= other[1] and other[0] <= one[1])


def is_point(start: str | None, end: str | None) -> bool:
    """Whether a valid time is one date, however coarse."""
    return start is not None and start == end
