"""Needs of power and water from files shaped as those of the MESSAGEix-CAS model: a workbook, or its sheet ``demand`` as CSV, read as they are."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import load_workbook

from tarazy.errors import UsageError
from tarazy.scenarios.case import Floats
from tarazy.scenarios.water.year import HOURS, MONTHS, Given

POWER = ("i_spec", "rc_spec")
"""Commodities that are electricity: of industry, of homes and services."""
_COLUMNS = ("node", "commodity", "time", "unit")
_TWH_A_PJ = 1 / 3.6
Row = Mapping[str, Any]


def read_message(path: str | Path, states: Sequence[str], year: str, river: str | None) -> Given:
    """Power (TWh a month) and, where ``river`` names a commodity such as ``water-siri``, withdrawals (km³ a month) of the states in a year.

    Months are 1 to 12, taken as they are even where they do not sum to the row ``year``; where only that is given, power is spread evenly over
    its hours. States that the file does not have stay as the scenario says. Raises UsageError for a file that is none, lacks a column or the year, or counts in another unit.
    """
    path = Path(path)
    sheets = _sheets(path)
    rows = list(_rows(sheets, "demand", path))
    if year not in rows[0]:
        known = ", ".join(name for name in rows[0] if name.isdigit())
        raise UsageError(f"{path.name}: demand has no year {year}: set settings.file-year to one of {known}.")
    if river is not None and not any(row["commodity"] == river for row in rows):
        known = ", ".join(sorted({str(row["commodity"]) for row in rows if row["unit"] == "1000 m3/s"}))
        raise UsageError(f"{path.name}: demand has no {river!r}: set settings.file-river to one of {known}.")
    need = np.array([_power(rows, state, year, path) for state in states])
    water = np.array([_water(rows, state, year, river, path) for state in states])
    return Given(need, water, _activity(sheets, states, year))


def _sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    if path.suffix.lower() == ".csv":
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                return {"demand": [tuple(row) for row in csv.reader(file)]}
        except (OSError, UnicodeDecodeError):
            raise UsageError(f"{path.name} cannot be read: save it as CSV in UTF-8.") from None
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise UsageError(
            f"{path.name} is no workbook ({error}): give an .xlsx file, or its demand sheet as CSV."
        ) from None
    try:
        return {
            sheet.title: list(sheet.iter_rows(values_only=True))
            for sheet in book
            if sheet.title in ("demand", "historical_activity")
        }
    finally:
        book.close()


def _rows(sheets: Mapping[str, list[tuple[Any, ...]]], name: str, path: Path) -> Iterator[dict[str, Any]]:
    table = sheets.get(name)
    if not table or len(table) < 2:
        raise UsageError(f"{path.name} has no sheet {name!r} with rows: give a file of the shape of MESSAGEix-CAS.")
    head = ["" if one is None else str(one).strip() for one in table[0]]
    missing = [column for column in _COLUMNS if column not in head]
    if missing:
        raise UsageError(f"{path.name}: {name} has no column {missing[0]!r}: it needs {', '.join(_COLUMNS)} and years.")
    for row in table[1:]:
        if any(one is not None for one in row):
            yield {key: _clean(value) for key, value in zip(head, row, strict=False)}


def _clean(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _monthly(rows: Sequence[Row], state: str, commodity: str, year: str, unit: str, path: Path) -> tuple[Floats, float]:
    """Values of the months (NaN where none is given) and of ``year``."""
    months, whole = np.full(MONTHS, np.nan), np.nan
    for row in rows:
        if row["node"] != state or row["commodity"] != commodity:
            continue
        if row["unit"] != unit:
            raise UsageError(f"{path.name}: {commodity} of {state} is in {row['unit']!r}: give it in {unit}.")
        value = row[year]
        if value in (None, ""):
            continue
        try:
            number = float(value)
        except ValueError:
            raise UsageError(f"{path.name}: {commodity} of {state} in {year} is {value!r}: give a number.") from None
        if number < 0:
            raise UsageError(f"{path.name}: {commodity} of {state} in {year} is {number:g}: a need cannot be negative.")
        time = str(row["time"])
        if time == "year":
            whole = number
        elif time.isdigit() and 1 <= int(time) <= MONTHS:
            months[int(time) - 1] = number
    return months, whole


def _power(rows: Sequence[Row], state: str, year: str, path: Path) -> Floats:
    total = np.zeros(MONTHS)
    known = False
    for commodity in POWER:
        months, whole = _monthly(rows, state, commodity, year, "TWh", path)
        if not np.isnan(months).any():
            total, known = total + months, True
        elif not np.isnan(whole):
            total, known = total + whole * HOURS / HOURS.sum(), True
    return total if known else np.full(MONTHS, np.nan)


def _water(rows: Sequence[Row], state: str, year: str, river: str | None, path: Path) -> Floats:
    if river is None:
        return np.full(MONTHS, np.nan)
    months, _ = _monthly(rows, state, river, year, "1000 m3/s", path)
    volume: Floats = months * 1000 * 3600 * HOURS / 1e9
    return volume


def _activity(sheets: Mapping[str, list[tuple[Any, ...]]], states: Sequence[str], year: str) -> dict[str, float]:
    """TWh of hydropower a year by state: the latest year up to ``year`` that the sheet of past activity has."""
    table = sheets.get("historical_activity")
    if not table:
        return {}
    head = [str(one) for one in table[0]]
    past = [one for one in head if one.isdigit() and int(one) <= int(year[:4])]
    if not past or not {"node_loc", "technology", "time"} <= set(head):
        return {}
    found: dict[str, float] = {}
    for row in table[1:]:
        cells = dict(zip(head, row, strict=False))
        if str(cells["technology"]).startswith("hydro") and cells["time"] == "year" and cells["node_loc"] in states:
            value = cells[max(past, key=int)]
            if isinstance(value, int | float):
                found[str(cells["node_loc"])] = found.get(str(cells["node_loc"]), 0.0) + value * _TWH_A_PJ
    return found
