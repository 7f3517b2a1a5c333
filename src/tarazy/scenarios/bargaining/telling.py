"""Tables of a spatial run: positions, bargains and utilities from turn to turn, in the scale of scenario files."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tarazy.scenarios.bargaining.spatial import History, State, Turn
from tarazy.store.schema import Columns

_SCALE = 100.0
Told = Sequence[tuple[State, Turn | None]]


def turn_rows(history: History, actors: Sequence[str], issues: Sequence[str]) -> pl.DataFrame:
    """``turn``, ``actor``, ``issue``, ``position`` (0 to 100), ``chance`` of the position, of the first run."""
    rows = [
        (turn, actor, issue, float(history.positions[turn, 0, at, which]) * _SCALE, float(history.chance[turn, 0, at]))
        for turn in range(len(history.positions))
        for at, actor in enumerate(actors)
        for which, issue in enumerate(issues)
    ]
    schema = {"turn": pl.Int64, "actor": pl.String, "issue": pl.String, "position": pl.Float64, "chance": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def bargain_rows(told: Told, actors: Sequence[str], issues: Sequence[str]) -> pl.DataFrame:
    """A row for each bargain that somebody offered, and issue: who to whom, what it promised, where both would stand, who took it."""
    rows = []
    for number, (_, turn) in enumerate(told, 1):
        if turn is None:
            continue
        offers = turn.bargains
        for at in range(len(actors), offers.initiator.shape[1]):
            if not offers.there[0, at]:
                continue
            begun, other = int(offers.initiator[0, at]), int(offers.receiver[0, at])
            took = [actors[who] for who in (begun, other) if turn.taken[0, who] == at]
            about = (
                number,
                actors[begun],
                actors[other],
                float(turn.challenges.own_gain[0, begun, other]),
                float(turn.challenges.own_chance[0, begun, other]),
            )
            for which, issue in enumerate(issues):
                places = (offers.for_initiator[0, at, which], offers.for_receiver[0, at, which])
                rows.append((*about, issue, *(float(place) * _SCALE for place in places), took))
    schema: Columns = {
        "turn": pl.Int64,
        "initiator": pl.String,
        "receiver": pl.String,
        "gain": pl.Float64,
        "win": pl.Float64,
        "issue": pl.String,
        "for_initiator": pl.Float64,
        "for_receiver": pl.Float64,
        "taken": pl.List(pl.String),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def utility_rows(told: Told, actors: Sequence[str]) -> pl.DataFrame:
    """``turn``, ``actor``, ``risk`` attitude, ``of`` whose position, its ``value`` without regard to risk and its ``utility``."""
    rows = [
        (
            number,
            actor,
            float(state.risk[0, at]),
            of,
            float(state.values[0, at, which]),
            float(state.utilities[0, at, which]),
        )
        for number, (state, _) in enumerate(told)
        for at, actor in enumerate(actors)
        for which, of in enumerate(actors)
    ]
    schema = {
        "turn": pl.Int64,
        "actor": pl.String,
        "risk": pl.Float64,
        "of": pl.String,
        "value": pl.Float64,
        "utility": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
