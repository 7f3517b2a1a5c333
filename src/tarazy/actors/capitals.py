"""Whose capital a city was in the years that are spoken of: Moscow of 1960 is the Soviet Union's."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from tarazy.actors.registry import Actor, registry, rows


def state_of_capital(state: str, years: Collection[int]) -> str:
    """The state for which a capital of ``state`` stands: the earlier one where all ``years`` lie within its own."""
    before = _earlier().get(state)
    if before is None or not years:
        return state
    first, last = (int((date or "")[:4] or 0) for date in (before.start, before.end))
    return before.id if all(first < year < last for year in years) else state


@cache
def _earlier() -> dict[str, Actor]:
    return {row["state"]: registry().actors[row["earlier"]] for row in rows("earlier_capitals")}
