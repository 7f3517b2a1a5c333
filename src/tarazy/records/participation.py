"""Conflicts of who took part, and of who was on which side of a directed thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from tarazy.actors.registry import registry
from tarazy.records.camps import Camp, Row, conflict, divided, opposed
from tarazy.records.periods import reach, touch
from tarazy.records.rulebook import Finding
from tarazy.records.staging import stage_table

Parties = frozenset[str]


def doubtful(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Records in whose claims one role is played by different actors."""
    table = stage_table()
    roles = [(kind, role) for part in ("alone", "turned") for kind, names in table[part].items() for role in names]
    roles += list(table["sides"].items())
    known = pl.DataFrame(list(set(roles)), schema={"kind": pl.String, "role": pl.String}, orient="row").lazy()
    played = (
        rows.filter(pl.col("modality") == "asserted")
        .select("record_id", "claim_id", "kind", pl.col("participants"))
        .explode("participants")
        .select(
            "record_id",
            "claim_id",
            "kind",
            actor=pl.col("participants").struct.field("actor"),
            role=pl.col("participants").struct.field("role"),
        )
        .join(known, on=["kind", "role"])
        .sort("actor")
        .group_by("record_id", "claim_id", "role")
        .agg(pl.col("actor").str.join("|"))
    )
    return played.group_by("record_id", "role").agg(n=pl.col("actor").n_unique()).filter(pl.col("n") > 1)


def parties(rows: Sequence[Row]) -> Iterator[Finding]:
    """Direction turned round, another actor in a role that one plays alone, another side of a bilateral thing."""
    table = stage_table()
    kind = rows[0]["kind"]
    asserted = [row for row in rows if row["modality"] == "asserted"]
    turned = list(_turned(asserted, table["turned"].get(kind, ())))
    yield from turned
    if turned:
        return
    for role in table["alone"].get(kind, ()):
        yield from _alone(asserted, role)
    if role := table["sides"].get(kind):
        yield from _sides(asserted, role)


def players(row: Row, role: str) -> Parties:
    """The actors in a role."""
    return frozenset(p["actor"] for p in row["participants"] or () if p["role"] == role)


def _turned(rows: Sequence[Row], roles: Sequence[str]) -> Iterator[Finding]:
    if not roles:
        return
    giver, taker = roles
    directed = [((players(row, giver), players(row, taker)), row) for row in rows]
    directed = [(pair, row) for pair, row in directed if pair[0] and pair[1]]
    ways: dict[tuple[str, str], Camp] = {}
    for (givers, takers), row in directed:
        for one in givers:
            for other in takers:
                ways.setdefault((one, other), Camp((one, other))).rows.append(row)
    for (one, other), camp in ways.items():
        back = ways.get((other, one))
        if back is None or one >= other or not _same_time(camp, back) or not opposed([camp, back]):
            continue
        yield conflict("direction", [camp, back], [[one, other], [other, one]], 0.8, roles=[giver, taker])


def _same_time(one: Camp, other: Camp) -> bool:
    return any(
        touch(reach(a["time_start"], a["time_end"]), reach(b["time_start"], b["time_end"]))
        for a in one.rows
        for b in other.rows
    )


def _alone(rows: Sequence[Row], role: str) -> Iterator[Finding]:
    valued = [(players(row, role), row) for row in rows if players(row, role)]
    for same in _by_type(valued):
        if len({actors for actors, _ in same}) < 2:
            continue
        # Actors that share one are lists of different length, not contradictions.
        camps = divided(same, lambda one, other: bool(one & other), lambda actors: float(len(actors)))
        kept = [camp for camp in camps if _rest_agrees(camp, camps, role)]
        if len(kept) > 1 and opposed(kept) and _same_time(kept[0], kept[1]):
            yield conflict("parties", kept, [sorted(camp.value) for camp in kept], 0.7, role=role)


def _by_type(valued: Sequence[tuple[Parties, Row]]) -> Iterator[list[tuple[Parties, Row]]]:
    """Claims whose actors are all of one type: a state and its company are not two answers."""
    groups: dict[str, list[tuple[Parties, Row]]] = {}
    for actors, row in valued:
        types = {actor_type(actor) for actor in actors}
        # What no longer exists has successors, which are named in its place.
        if len(types) == 1 and not any(_ended(actor) for actor in actors):
            groups.setdefault(types.pop(), []).append((actors, row))
    yield from groups.values()


def _ended(actor: str) -> bool:
    known = registry().get(actor)
    return known is not None and known.end is not None


def actor_type(actor: str) -> str:
    """state, organisation, org, group, person, region or place."""
    prefix, mark, _ = actor.partition(":")
    if mark:
        return prefix
    known = registry().get(actor)
    return known.kind if known else "state" if len(actor) == 3 else "organisation"


def _rest_agrees(camp: Camp, camps: Sequence[Camp], role: str) -> bool:
    """Whether another camp has an actor in common in the other roles, or neither names any."""
    rest = _others(camp, role)
    return any(
        rest & _others(other, role) or not (rest or _others(other, role)) for other in camps if other is not camp
    )


def _others(camp: Camp, role: str) -> set[str]:
    return {p["actor"] for row in camp.rows for p in row["participants"] if p["role"] != role}


def _sides(rows: Sequence[Row], role: str) -> Iterator[Finding]:
    """Two parties each, one in common and no claim that names all three."""
    valued = [(players(row, role), row) for row in rows]
    if any(len(actors) > 2 for actors, _ in valued):
        return
    pairs = [(actors, row) for actors, row in valued if len(actors) == 2 and len({actor_type(a) for a in actors}) == 1]
    for same in _by_type(pairs):
        camps = divided(same, lambda one, other: one == other, lambda actors: 0.0)
        linked = [camp for camp in camps if any(camp.value & other.value for other in camps if other is not camp)]
        if len(linked) > 1 and opposed(linked):
            yield conflict("parties", linked, [sorted(camp.value) for camp in linked], 0.5, role=role)
