"""Resolves an observatory: what is new or changed only, rows first, then one commit; safe beside other writers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import polars as pl

from tarazy.errors import StoreError
from tarazy.records.findings import find
from tarazy.records.identity import MEMBERS, identify
from tarazy.records.propositions import first_claims, rarity_in
from tarazy.records.resolve import Resolution, Step, claim_key, resolve
from tarazy.records.rulings import NONE, Rulings
from tarazy.store import resolved
from tarazy.store.folder import Folder, ReadMark
from tarazy.store.neighbourhood import Neighbourhood
from tarazy.store.schema import FINDINGS, RECORDS
from tarazy.store.snapshot import Snapshot
from tarazy.store.tables import ConflictError
from tarazy.store.writer import log_commit

RulingsAt = Callable[[int], Rulings]
_ATTEMPTS = 20
_MOST_CHANGED = 0.25
"""Above this share of changed claims all are resolved anew, which is then faster."""


@dataclass(frozen=True, slots=True)
class ResolveSummary:
    """Counts after a resolve: ``made``, ``merged``, ``split`` and ``gone`` are the records of which this resolve made so."""

    claims: int
    records: int
    several_documents: int
    several_languages: int
    made: int
    grown: int
    merged: int
    split: int
    gone: int
    findings: int
    compared: int
    seconds: float
    version: int


@dataclass(frozen=True, slots=True)
class _Rows:
    members: pl.DataFrame
    records: pl.DataFrame
    history: pl.DataFrame
    findings: pl.DataFrame
    compared: int

    def __bool__(self) -> bool:
        return any(frame.height for frame in (self.members, self.records, self.findings))


def resolve_observatory(
    folder: Folder, rulings_at: RulingsAt = lambda _: NONE, again: bool = False, step: Step = lambda _: None
) -> ResolveSummary:
    """Resolve the claims of an observatory and commit the rows that changed, none where nothing did.

    ``rulings_at`` gives the decisions that stood at a version. ``again`` resolves all claims anew, as when the weights have changed.
    Raises StoreError when the disk is full, or when others write decisions or records without a pause.
    """
    begun = time.monotonic()
    mark, complete = ReadMark(folder), False
    try:
        for attempt in range(1, _ATTEMPTS + 1):
            snapshot = Snapshot(folder)
            neighbourhood = Neighbourhood(folder)
            rows = _resolved(snapshot, neighbourhood, rulings_at, again, step)
            step("Writing")
            if not rows or _committed(folder, snapshot, rows, f"{mark.id}/{attempt}"):
                neighbourhood.keep()
                complete = True
                return _summary(Snapshot(folder), rows, time.monotonic() - begun)
        raise StoreError(f"{folder.path} is being written by others all the time: run `tarazy resolve` again.")
    finally:
        mark.close(complete)


def _resolved(
    snapshot: Snapshot, neighbourhood: Neighbourhood, rulings_at: RulingsAt, again: bool, step: Step
) -> _Rows:
    step("Looking for what is new")
    rulings = rulings_at(snapshot.version)
    before = resolved.standing(snapshot, "members").collect()
    held = before.drop_nulls("record_id")
    light = snapshot.rows("claims").select("claim_id", "actors")
    present = light.select("claim_id").unique().collect().filter(~pl.col("claim_id").is_in(sorted(rulings.rejected)))
    lost = held.join(present, on="claim_id", how="anti")
    fresh = present.join(held, on="claim_id", how="anti").select("claim_id")
    resolves = snapshot.commits.filter(pl.col("action") == resolved.RESOLVE)["version"]
    ruled = _ruled_anew(rulings_at(int(resolves.max())) if len(resolves) else rulings, rulings, light, held)  # type: ignore[arg-type]
    shaken = pl.concat([lost, held.join(ruled, on="claim_id", how="semi")]).select("record_id").unique()
    shared = held.join(shaken, on="record_id", how="semi").select("claim_id")
    seeds = pl.concat([fresh, ruled, shared]).unique().join(present, on="claim_id", how="semi")
    everything = again or held.is_empty() or seeds.height > _MOST_CHANGED * present.height
    rows = snapshot.rows("claims").drop("batch", "part", "speaker", "cited", "extractor")

    def read(wanted: pl.DataFrame) -> pl.DataFrame:
        few = wanted.height < _MOST_CHANGED * present.height
        found = rows.filter(pl.col("claim_id").is_in(wanted["claim_id"].implode())) if few else rows
        return found.collect().unique("claim_id", keep="any").join(wanted, on="claim_id", how="semi")

    chosen: pl.DataFrame | None = None
    if not everything and seeds.height:
        step("Finding what it bears on")
        chosen = neighbourhood.affected(read, seeds, present.select("claim_id"), held, rulings)
        everything = chosen is None
    if everything:
        chosen = read(present.select("claim_id"))
        neighbourhood.rarity = rarity_in(first_claims(chosen), rulings)
    if chosen is None or chosen.is_empty():
        made = _nothing()
        made = replace(made, history=identify(made.claims.with_columns(recorded=None, cluster=0), lost, lost).history)
        affected = lost.select("claim_id").clear()
    else:
        affected = chosen.select("claim_id")
        old = pl.concat([held.join(affected, on="claim_id", how="semi"), lost]).unique("claim_id")
        made = resolve(chosen, rulings, old, neighbourhood.rarity, step, resolved.ever(snapshot).collect())
        if everything:
            neighbourhood.learn(made.blocks, affected.select(claim=claim_key()), everything=True)
    return _changed(
        snapshot, made, pl.concat([held.join(affected, on="claim_id", how="semi"), lost]), lost, rulings, step
    )


def _ruled_anew(then: Rulings, now: Rulings, light: pl.LazyFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Claims on which decisions have changed between two states of the rulings."""
    claims = set(then.accepted ^ now.accepted) | set(then.rejected ^ now.rejected)
    for was, by in ((then.corrected, now.corrected), (then.moved, now.moved), (then.added, now.added)):
        claims |= {key for key in {*was, *by} if was.get(key) != by.get(key)}
    for pairs in (then.same ^ now.same, then.different ^ now.different):
        claims |= {claim for pair in pairs for claim in pair}
    actors = {key for key in {*then.actors, *now.actors} if then.actors.get(key) != now.actors.get(key)}
    records = {key for key in {*then.preferred, *now.preferred} if then.preferred.get(key) != now.preferred.get(key)}
    named = pl.DataFrame(schema={"claim_id": pl.String})
    if actors:
        theirs = pl.col("actors").list.eval(pl.element().is_in(sorted(actors))).list.any()
        named = light.filter(theirs).select("claim_id").unique().collect()
    preferred = held.filter(pl.col("record_id").is_in(sorted(records)))
    listed = pl.DataFrame({"claim_id": sorted(claims)}, schema={"claim_id": pl.String})
    return pl.concat([listed, named, preferred.select("claim_id")]).unique()


def _changed(
    snapshot: Snapshot, made: Resolution, held: pl.DataFrame, lost: pl.DataFrame, rulings: Rulings, step: Step
) -> _Rows:
    """The rows that differ from what stands: ``held`` are the members before of the claims resolved and of those ``lost``."""
    moved = made.members.join(held, on=["claim_id", "record_id"], how="anti")
    orphans = lost.with_columns(record_id=pl.lit(None, pl.String)).select("claim_id", "record_id")
    columns = [name for name in RECORDS if name != "batch"]
    touched = pl.concat([held.select("record_id"), made.members.select("record_id")]).unique()
    stood = resolved.records(snapshot, touched).select(columns).collect()
    gone = stood.join(made.records, on="record_id", how="anti").with_columns(claims=pl.lit(0, pl.Int64))
    new = made.records.join(stood.select("record_id"), on="record_id", how="anti")
    kept = made.records.join(stood.select("record_id"), on="record_id", how="semi").sort("record_id")
    old = stood.join(kept.select("record_id"), on="record_id", how="semi").sort("record_id")
    differs = kept.hash_rows() != old.hash_rows()
    records = pl.concat([new, kept.filter(differs), gone])
    found = _findings(snapshot, made, touched, lost, rulings, step)
    return _Rows(pl.concat([moved, orphans]), records, made.history, found, made.members.height)


def _findings(
    snapshot: Snapshot, made: Resolution, touched: pl.DataFrame, lost: pl.DataFrame, rulings: Rulings, step: Step
) -> pl.DataFrame:
    """Findings about the records resolved: new ones, and those that no longer hold, without claims.

    A finding that is about no record holds until all its claims have been looked at again, or one of them is lost.
    """
    columns = [name for name in FINDINGS if name != "batch"]
    empty = pl.DataFrame(schema={name: FINDINGS[name] for name in columns})
    step("Looking for conflicts")
    found = find(made.claims, made.members, made.records, rulings).select(columns) if made.members.height else empty
    stood = resolved.findings(snapshot).collect()
    claims = made.members["claim_id"].implode()
    alone = pl.col("record_id").is_null()
    about = (
        pl.col("record_id").is_in(touched["record_id"].implode()).fill_null(False)
        | (alone & pl.col("claims").list.eval(pl.element().is_in(claims)).list.all())
        | (alone & pl.col("claims").list.eval(pl.element().is_in(lost["claim_id"].implode())).list.any())
    )
    known = stood.filter(alone).select("finding_id")
    stood = stood.filter(about).select(columns)
    over = stood.join(found, on="finding_id", how="anti").with_columns(claims=pl.lit([], pl.List(pl.String)))
    # A ruling changes what is kept of a finding and not its id; one about no record may rest on claims that were not looked at.
    fresh = found.join(stood, on=["finding_id", "values", "claims"], how="anti")
    fresh = fresh.filter(pl.col("record_id").is_not_null() | ~pl.col("finding_id").is_in(known["finding_id"].implode()))
    return pl.concat([fresh, over])


def _nothing() -> Resolution:
    claims = pl.DataFrame(schema={"claim_id": pl.String})
    blocks = pl.DataFrame(schema={"claim": pl.UInt64, "block": pl.UInt64, "when": pl.Int32})
    history = pl.DataFrame(schema=dict.fromkeys(("record_id", "event", "other"), pl.String))
    records = pl.DataFrame(schema={name: kind for name, kind in RECORDS.items() if name != "batch"})
    return Resolution(pl.DataFrame(schema=MEMBERS), records, history, claims, blocks)


def _committed(folder: Folder, snapshot: Snapshot, rows: _Rows, batch: str) -> bool:
    """Write the rows and make them visible; False where others have decided or resolved since, so that all must be thought over."""
    stamp = {"batch": pl.lit(batch)}
    history = rows.history.with_columns(recorded=pl.lit(datetime.now(UTC)), **stamp)
    for name, frame in (("members", rows.members), ("records", rows.records), ("findings", rows.findings)):
        if frame.height:
            folder.tables[name].append(frame.with_columns(**stamp))
    if history.height:
        folder.tables["record_history"].append(history)
    after = snapshot.version
    while True:
        try:
            log_commit(folder.tables, batch, resolved.RESOLVE, 0, after)
        except ConflictError:
            newer = Snapshot(folder)
            since = newer.commits.filter(pl.col("version") > snapshot.version)
            # Documents that others read meanwhile are resolved the next time; decisions and records change what was just found.
            if (since["action"] != "read").any():
                return False
            after = newer.version
        else:
            return True


def _summary(snapshot: Snapshot, rows: _Rows, seconds: float) -> ResolveSummary:
    counts = (
        resolved.records(snapshot)
        .select(
            claims=pl.col("claims").sum(),
            records=pl.len(),
            documents=(pl.col("documents") > 1).sum(),
            languages=(pl.col("languages").list.len() > 1).sum(),
        )
        .collect()
        .row(0, named=True)
    )
    events = dict(rows.history.group_by("event").len().iter_rows())
    return ResolveSummary(
        claims=int(counts["claims"]),
        records=int(counts["records"]),
        several_documents=int(counts["documents"]),
        several_languages=int(counts["languages"]),
        made=events.get("made", 0),
        grown=events.get("grown", 0),
        merged=events.get("merged-into", 0),
        split=events.get("split-from", 0),
        gone=events.get("gone", 0),
        findings=resolved.findings(snapshot).select(pl.len()).collect().item(),
        compared=rows.compared,
        seconds=seconds,
        version=snapshot.version,
    )
