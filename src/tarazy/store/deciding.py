"""Decisions in the store: appended in one commit each time, numbered without gaps beside other writers, and read back."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from tarazy.errors import StoreError
from tarazy.records.decisions import Decision
from tarazy.store.folder import Folder, ReadMark
from tarazy.store.schema import DECISIONS
from tarazy.store.snapshot import Snapshot
from tarazy.store.tables import ConflictError
from tarazy.store.writer import log_commit

Newest = datetime | None
"""When the newest of the decisions at hand was made; None where there is none."""
_TICK = timedelta(microseconds=1)
_LONGEST_PAUSE = 0.5
_EVERY = 64


def decision_rows(snapshot: Snapshot) -> pl.LazyFrame:
    """The rows of decisions that a commit made visible: what a killed or overtaken process left is not among them."""
    entries = snapshot.commits.lazy().filter(pl.col("action") == "decide").select(batch="entry")
    return snapshot.scan("decisions").join(entries, on="batch", how="semi")


def read_decisions(snapshot: Snapshot) -> list[Decision]:
    """The decisions at this version, by their serials."""
    if not (snapshot.commits["action"] == "decide").any():
        return []
    return [Decision.from_row(row) for row in decision_rows(snapshot).collect().sort("serial").iter_rows(named=True)]


def append_decisions(
    folder: Folder, made: Callable[[Newest], Iterable[Decision]], snapshot: Snapshot | None = None
) -> list[Decision]:
    """Append decisions in one atomic commit; returns them with their serials, those that were there already left out.

    ``made`` gives the decisions to append, told the newest that is there; it is asked again when another process was quicker.
    ``snapshot`` is what the caller has seen last, to be looked at first.
    Once this returns they are in the observatory for good. Raises StoreError when the disk is full or not to be written.
    """
    mark, attempt = ReadMark(folder), 0
    try:
        while True:
            attempt += 1
            snapshot = Snapshot(folder) if snapshot is None else snapshot
            present = decision_rows(snapshot).select("serial", "decision_id", "recorded").collect()
            ids = set(present["decision_id"])
            last: Any = present["recorded"].max()
            new = {one.id: one for one in made(last) if one.id not in ids}
            if not new:
                mark.close()
                return []
            first = present.height + 1
            numbered = [replace(one, serial=first + place) for place, one in enumerate(new.values())]
            batch = f"{mark.id}/{attempt}"
            rows = pl.DataFrame([one.to_row(batch) for one in numbered], schema=DECISIONS)
            folder.tables["decisions"].append(rows)
            try:
                log_commit(folder.tables, batch, "decide", 0, after=snapshot.version)
            except ConflictError:
                # Several processes that decide at once must not stay in step.
                time.sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.01 * 2**attempt)))
                snapshot = None
            else:
                # The rows of lost attempts are left to the next read, which cleans up after marks that stay.
                mark.close(remove=attempt == 1)
                _compact(folder, numbered)
                return numbered
    except BaseException:
        mark.close(remove=attempt == 0)
        raise


def _compact(folder: Folder, numbered: Sequence[Decision]) -> None:
    # One small file for each click of an afternoon would make every look at them slow.
    if any(one.serial % _EVERY == 0 for one in numbered):
        with contextlib.suppress(StoreError):
            folder.tables["decisions"].compact()


def moments(newest: Newest, count: int) -> list[datetime]:
    """So many times of now (UTC), each later than the newest decision's, however the clock may have been set."""
    begin = datetime.now(UTC) if newest is None else max(datetime.now(UTC), newest + _TICK)
    return [begin + place * _TICK for place in range(count)]
