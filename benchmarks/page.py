"""Asks the page's service about a made-up observatory of a million claims and 300,000 records: time of each answer, memory.

usage: python benchmarks/page.py [--claims 1000000] [--things 340000] [--requests 60] [--seed 1] [--folder FOLDER]

Prints a table: for each address the median, the 95th percentile and the longest time (milliseconds, as a client on the same machine sees it)
of REQUESTS requests with selections drawn by chance, none of them twice; and how long the service took to start and its peak memory.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import polars as pl
from resolving import BODIES, STATES, WORDS, make_claims, make_things, write

from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES
from tarazy.store.actors import actor_row
from tarazy.store.folder import Folder
from tarazy.store.resolved import RESOLVE
from tarazy.store.schema import ACTORS, LIFE, MEMBERS, RECORDS
from tarazy.store.snapshot import Snapshot
from tarazy.store.writer import log_commit

ADDRESSES = (
    "facets",
    "overview",
    "claims",
    "records",
    "ties",
    "timeline",
    "actors",
    "findings",
    "documents",
    "balance",
)
_PATIENCE = 600


def make(path: Path, claims: int, things: int, seed: int) -> None:
    """The observatory: claims with the skew of real ones, a record for each thing that any tells of."""
    chance = np.random.default_rng(seed)
    folder = Folder.create(path)
    rows = make_claims(chance, make_things(chance, things), claims, max(2, claims // 40))
    rows = rows.with_columns(
        domain=pl.Series(np.array(list(DOMAINS))[chance.integers(0, len(DOMAINS), claims)]),
        modality=pl.Series(np.array(list(MODALITIES))[np.minimum(chance.geometric(0.7, claims), len(MODALITIES)) - 1]),
    )
    named = [actor_row(actor) | {"batch": "made"} for actor in (*STATES, *BODIES)]
    folder.tables["actors"].append(pl.DataFrame(named, schema=ACTORS))
    write(folder, rows, "made")
    records = _records(rows).with_columns(batch=pl.lit("made-r"))
    folder.tables["records"].append(records.select(list(RECORDS)))
    members = rows.select("claim_id", record_id=_id(), batch=pl.lit("made-r"))
    folder.tables["members"].append(members.select(list(MEMBERS)))
    log_commit(folder.tables, "made-r", RESOLVE, 0, Snapshot(folder).version)


def _id() -> pl.Expr:
    return pl.format("r-{}", pl.col("thing").cast(pl.String).str.zfill(16))


def _records(claims: pl.DataFrame) -> pl.DataFrame:
    names = ("kind", "domain", "stage", "participants", "actors", "time_start", "time_end", "quantities", "object")
    life = pl.struct(
        "stage", "modality", "time_start", "time_end", said=pl.lit(None, pl.String), claims=pl.concat_list("claim_id")
    )
    return (
        claims.with_columns(life=life, record_id=_id())
        .group_by("record_id")
        .agg(
            *(pl.col(name).first() for name in (*names, "modality")),
            life=pl.col("life").first(),
            claims=pl.len().cast(pl.Int64),
            documents=pl.col("document_id").n_unique().cast(pl.Int64),
            languages=pl.col("language").unique().sort(),
            confidence=pl.col("confidence").max(),
        )
        .sort("record_id")
        .with_columns(
            life=pl.concat_list(pl.col("life").cast(LIFE)),
            first_said=pl.lit(None, pl.String),
            last_said=pl.lit(None, pl.String),
        )
    )


def selections(seed: int, count: int) -> list[dict[str, object]]:
    """Selections as a reader makes them: a condition or several."""
    chance = np.random.default_rng(seed)
    found: list[dict[str, object]] = []
    words = [word for language in WORDS.values() for word in language]
    while len(found) < count:
        one: dict[str, object] = {}
        if chance.random() < 0.6:
            first = int(chance.integers(1992, 2024))
            one |= {"from": str(first), "to": str(int(chance.integers(first, 2026)))}
        if chance.random() < 0.4:
            one["actor"] = [str(actor) for actor in chance.choice(STATES[:12], chance.integers(1, 3), replace=False)]
        if chance.random() < 0.3:
            one["kind"] = [str(kind) for kind in chance.choice(list(KINDS), chance.integers(1, 4), replace=False)]
        if chance.random() < 0.3:
            one["domain"] = [str(name) for name in chance.choice(list(DOMAINS), chance.integers(1, 4), replace=False)]
        if chance.random() < 0.2:
            one["language"] = [str(chance.choice(["kk", "ru", "en"]))]
        if chance.random() < 0.2:
            one["modality"] = ["asserted"]
        if chance.random() < 0.2:
            one["confidence"] = round(float(chance.uniform(0.1, 0.9)), 3)
        if chance.random() < 0.1:
            one["words"] = str(chance.choice(words))
        if one not in found:
            found.append(one)
    return found


def asked(address: str, query: dict[str, Any]) -> dict[str, Any]:
    """What an address is asked with a selection: the balance of somebody, by decades, with bounds."""
    return {"actor": [STATES[0]], "match": "any", "every": 10, **query} if address == "balance" else query


def main() -> None:
    """Make, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--things", type=int, default=340_000)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the observatory is, or is to be made and left")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        path = arguments.folder or Path(temporary) / "obs"
        if not path.exists():
            begun = time.monotonic()
            make(path, arguments.claims, arguments.things, arguments.seed)
            print(f"made in {time.monotonic() - begun:.0f} s at {datetime.now(UTC):%H:%M}", file=sys.stderr)
        serve_and_ask(path, arguments.requests, arguments.seed)


def serve_and_ask(path: Path, requests: int, seed: int) -> None:
    """Start the service in a process of its own, ask it, print the table."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "tarazy", "serve", str(path), "--port", "8797", "--rate", "0"]
    with (
        subprocess.Popen(command, stderr=subprocess.DEVNULL) as service,
        httpx.Client(base_url="http://127.0.0.1:8797", timeout=_PATIENCE) as client,
    ):
        try:
            wait(client, service)
            ready = time.monotonic() - begun
            print(f"ready after {ready:.1f} s, {memory(service.pid)}\n", flush=True)
            for address in ("ties", "overview"):
                first = time.monotonic()
                client.get(f"/api/{address}").raise_for_status()
                print(f"the first of all requests to {address}: {time.monotonic() - first:.2f} s", flush=True)
            wait(client, service, warm=True)
            print(f"all is warm after {time.monotonic() - begun:.0f} s")
            print("\n| address | median, ms | 95 % below | longest |\n|---|---|---|---|", flush=True)
            for number, address in enumerate(ADDRESSES):
                times = []
                for query in selections(seed + number, requests):
                    sent = time.perf_counter()
                    client.get(f"/api/{address}", params=asked(address, query)).raise_for_status()
                    times.append(1000 * (time.perf_counter() - sent))
                middle, high = np.percentile(times, [50, 95])
                print(f"| {address} | {middle:.0f} | {high:.0f} | {max(times):.0f} |", flush=True)
            print(f"\npeak memory: {memory(service.pid)}")
        finally:
            service.send_signal(signal.SIGINT)


def wait(client: httpx.Client, service: subprocess.Popen[bytes], warm: bool = False) -> None:
    """Until the service answers, or, where ``warm``, until all is in memory."""
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit and service.poll() is None:
        try:
            if client.get("/api/health").raise_for_status().json()["warm"] or not warm:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise SystemExit("the service did not start")


def memory(process: int) -> str:
    """What a process takes, now and at most."""
    if not Path("/proc").exists():
        return "memory unknown"
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    found = {
        key: int(rest.split()[0]) / 1e6
        for key, _, rest in (line.partition(":") for line in lines)
        if "VmHWM" in key or "VmRSS" in key
    }
    return f"{found['VmRSS']:.2f} GB now, {found['VmHWM']:.2f} GB at most"


if __name__ == "__main__":
    main()
