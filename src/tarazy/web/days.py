"""Dates cut to what is known as days, so that a million of them compare as integers."""

from __future__ import annotations

import datetime as dt
from calendar import IllegalMonthError, monthrange

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tarazy.codebook.vocabulary import PARTIAL_DATE
from tarazy.errors import UsageError

Days = NDArray[np.int32]
EARLIEST, LATEST = -(2**31), 2**31 - 1
"""Days of spans that are open; what has no date ends before it begins, so that it touches no interval."""
_EPOCH = dt.date(1970, 1, 1).toordinal()


def first_day(date: pl.Expr) -> pl.Expr:
    """The first day (days since 1970) of dates such as ``2018``, ``2018-05``, ``2018-05-10``; null where there is none."""
    return (
        (date + pl.lit("-01-01").str.slice(3 * (date.str.len_chars() - 4) // 3))
        .str.to_date("%Y-%m-%d", strict=False)
        .to_physical()
    )


def last_day(date: pl.Expr) -> pl.Expr:
    """The last day of such dates."""
    length = date.str.len_chars()
    day = (date + pl.lit("-12-31").str.slice(pl.when(length == 4).then(0).otherwise(6))).str
    month = (date + pl.lit("-01")).str.to_date("%Y-%m-%d", strict=False).dt.month_end()
    return pl.when(length == 7).then(month).otherwise(day.to_date("%Y-%m-%d", strict=False)).to_physical()


def bounds(frame: pl.DataFrame, start: str = "time_start", end: str = "time_end") -> tuple[Days, Days]:
    """First and last day of each row, two arrays of int32."""
    begins, ends = pl.col(start), pl.col(end)
    undated = begins.is_null() & ends.is_null()
    days = frame.select(
        first=pl.when(undated).then(LATEST).otherwise(first_day(begins).fill_null(EARLIEST)).cast(pl.Int32),
        last=pl.when(undated).then(EARLIEST).otherwise(last_day(ends).fill_null(LATEST)).cast(pl.Int32),
    )
    return days["first"].to_numpy(), days["last"].to_numpy()


def day(date: str, last: bool, name: str) -> int:
    """The first or last day of one date. UsageError for none, naming the parameter."""
    if not PARTIAL_DATE.fullmatch(date):
        raise UsageError(f"{name} {date!r} is no date: write 2018, 2018-05 or 2018-05-10.")
    year, *rest = (int(part) for part in date.split("-"))
    try:
        month = rest[0] if rest else 12 if last else 1
        day = rest[1] if len(rest) > 1 else monthrange(year, month)[1] if last else 1
        return dt.date(year, month, day).toordinal() - _EPOCH
    except (ValueError, IllegalMonthError):
        raise UsageError(f"{name} {date!r} is no day of the calendar: write 2018, 2018-05 or 2018-05-10.") from None


def years(days: Days) -> NDArray[np.int16]:
    """The calendar year of each day; open ends must have been taken out."""
    whole: NDArray[np.int16] = (days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970).astype(
        np.int16
    )
    return whole
