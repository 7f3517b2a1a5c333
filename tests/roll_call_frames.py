"""Synthetic roll calls with known positions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class RollCalls:
    """``truth``: periods × states, NaN where a state is not yet a member; ``votes`` of each period: states × roll calls, -1 missing, 0, 1, 2."""

    truth: NDArray[np.float64]
    votes: list[NDArray[np.int8]]


def walked(states: int, periods: int, draw: np.random.Generator, walk: float = 0.15) -> NDArray[np.float64]:
    """Positions of the standard deviation 1 that walk from period to period; a tenth of the states enter later."""
    truth = draw.normal(size=(1, states)) + np.cumsum(draw.normal(0, walk, (periods, states)), axis=0)
    late = draw.random(states) < 0.1
    entry = draw.integers(0, periods, states)
    truth[(np.arange(periods)[:, None] < entry) & late & (entry < periods - 1)] = np.nan
    return truth


def roll_calls(truth: NDArray[np.float64], calls: int, draw: np.random.Generator, missing: float = 0.12) -> RollCalls:
    """Votes by an ordinal probit; slopes and cuts vary, some roll calls are nearly unanimous, some states are often absent."""
    votes = []
    absent = np.clip(draw.beta(1.2, 1.2 / missing - 1.2, truth.shape[1]), 0, 0.9)
    for x in truth:
        slope = draw.normal(0, 1.2, calls)
        low = draw.normal(-1.2, 0.9, calls)
        high = low + draw.exponential(0.7, calls)
        z = x[:, None] * slope + draw.normal(size=(len(x), calls))
        cast = (z > low).astype(np.int8) + (z > high).astype(np.int8)
        cast[np.isnan(x)] = -1
        cast[draw.random(cast.shape) < absent[:, None]] = -1
        votes.append(cast)
    return RollCalls(truth, votes)


def states_of(number: int) -> list[tuple[str, int]]:
    """Ids and COW codes of states of today."""
    from tarazy.actors.registry import registry

    found = [
        (one.id, int(one.codes["cow"]))
        for one in registry().actors.values()
        if one.kind == "state" and one.codes.get("cow") and len(one.id) == 3 and one.end is None
    ]
    return sorted(found, key=lambda one: (one[0] not in ("USA", "RUS", "KAZ"), one[0]))[:number]


def votes_file(given: RollCalls, states: list[tuple[str, int]], first: int) -> str:
    """The votes in the layout of ``UNVotes.csv``; sessions of years from ``first`` on; absence is 8, no member 9."""
    lines = ["rcid,ccode,session,member,vote,Country,year,date,unres,short"]
    call = 0
    for period, votes in enumerate(given.votes):
        year = first + period
        for column in votes.T:
            call += 1
            # A roll call in three is taken in the spring after, within the same session.
            date = f"{year + 1}-03-15" if call % 3 == 0 else f"{year}-11-20"
            about = f"{call},{{}},{year - 1945},1,{{}},X,{date[:4]},{date},R/{year - 1945}/{call // 2},An issue"
            for (_, code), cast, x in zip(states, column, given.truth[period], strict=True):
                vote = {0: 3, 1: 2, 2: 1}.get(int(cast), 9 if np.isnan(x) else 8)
                lines.append(about.format(code, vote))
    return "\n".join(lines) + "\n"


def published_file(positions: NDArray[np.float64], states: list[tuple[str, int]], first: int) -> str:
    """Positions in the layout of ``IdealpointestimatesAll``."""
    lines = ["Row,ccode,session,NVotes,IdealPoint,QO%,Q5%,Q10%,Q50%,Q90%,Q95%,Q100%,iso3c,Countryname"]
    for period, row in enumerate(positions):
        for (name, code), x in zip(states, row, strict=True):
            if not np.isnan(x):
                low, high = f"{x - 0.2:.4f}", f"{x + 0.2:.4f}"
                lines.append(
                    f"{len(lines)},{code},{first + period - 1945},70,{x:.6f},{low},{low},{low},{x:.4f},{high},{high},{high},{name},{name}"
                )
    return "\n".join(lines) + "\n"
