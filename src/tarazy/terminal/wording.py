"""Words of claims for a reader: actors by name, times, quantities, what sort of claim it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_RELATIONS = {"=": "", "~": "about ", ">": "over ", "<": "under "}
_ARROWS = {
    "supplier": "recipient",
    "donor": "recipient",
    "investor": "recipient",
    "exporter": "importer",
    "sender": "target",
    "attacker": "target",
    "source": "target",
    "member": "organisation",
    "guest": "host",
    "holder": "target",
}


def counted(number: int, noun: str) -> str:
    """``1 claim``, ``1,200 claims``."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def shortened(quote: str, most: int) -> str:
    """A quote on one line, cut after so many characters."""
    line = " ".join(quote.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def day(date: str) -> str:
    """``2022-05-10`` as ``10 May 2022``; cut dates as far as they go."""
    year, *rest = date.split("-")
    if not rest or not 1 <= int(rest[0]) <= 12:
        return year
    month = _MONTHS[int(rest[0])]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def span(start: str | None, end: str | None) -> str:
    """A valid time: ``2018``, ``2018–2020``, ``since 2009``, ``until 2040``, or ``no date``."""
    if start and end:
        if start == end:
            return day(start)
        first, last = day(start).split(), day(end).split()
        shared = 0  # "1–2 Dec 2010", "Jan–Mar 2022": what both share is said once
        while shared < min(len(first), len(last)) - 1 and first[-1 - shared] == last[-1 - shared]:
            shared += 1
        return (
            f"{' '.join(first[: len(first) - shared])}–{' '.join(last)}"
            if len(first) == len(last)
            else f"{day(start)}–{day(end)}"
        )
    if start:
        return f"since {day(start)}"
    return f"until {day(end)}" if end else "no date"


def amount(quantity: Mapping[str, Any]) -> str:
    """A quantity: ``2.5 billion USD``, ``about 23 %``, ``rank 61``."""
    value, unit = float(quantity["value"]), str(quantity["unit"])
    said = _RELATIONS.get(quantity.get("relation") or "=", "")
    if unit == "rank":
        return f"{said}rank {value:g}"
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{said}{value / scale:.4g} {word} {unit}"
    number = f"{value:,.0f}" if value.is_integer() else f"{value:,.6g}"
    return f"{said}{number} {'%' if unit == 'percent' else unit}"


def actor_name(actor: str, names: Mapping[str, str]) -> str:
    """An actor as it is known: its name, or its slug in words."""
    return names.get(actor) or actor.partition(":")[2].replace("-", " ").title() or actor


def actors_line(participants: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """Who to whom: ``Russia → Kazakhstan`` where the roles have a direction, else ``Kazakhstan, Turkey``."""
    roles: dict[str, list[str]] = {}
    for participant in participants:
        roles.setdefault(participant["role"], []).append(actor_name(participant["actor"], names))
    giver = next((role for role in _ARROWS if role in roles), None)
    if giver and _ARROWS[giver] in roles:
        rest = [name for role, group in roles.items() if role not in (giver, _ARROWS[giver]) for name in group]
        line = f"{', '.join(roles[giver])} → {', '.join(roles[_ARROWS[giver]])}"
        return f"{line} ({', '.join(rest)})" if rest else line
    hosts = roles.pop("host", []) if len(roles) > 1 else []
    line = ", ".join(name for group in roles.values() for name in group)
    return f"{line} in {', '.join(hosts)}" if hosts else line
