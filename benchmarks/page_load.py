"""Lets many people use the page's service at once: readers who look at views, reviewers who rule; counts errors and lost decisions.

usage: python benchmarks/page_load.py [--minutes 5] [--readers 50] [--reviewers 5] [--pause 2] [--claims 1000000] [--things 340000]
                                      [--seed 1] [--folder FOLDER]

Readers ask views with selections drawn by chance, a pause of PAUSE seconds (on average) between two of them. Reviewers, each with a token
of their own, take claims from one queue, accept, reject, correct and undo, and look at once whether the claim is as they ruled. At the
end every decision that was answered with a serial must be in the observatory, as a new process opens it, under the name of its reviewer.
Prints a table of requests and times (milliseconds); exits with 1 where a request failed or a decision is lost. A FOLDER is ruled on.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from page import ADDRESSES, asked, make, memory, selections, wait

import tarazy

PORT = 8798
WARMING = httpx.Timeout(60.0)


@dataclass
class Log:
    """What happened: times of answers by what was asked, sentences about what went wrong, decisions by serial."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    decided: dict[int, tuple[str, str, str]] = field(default_factory=dict)


class Someone:
    """A person at the page."""

    def __init__(self, name: str, role: str, log: Log, seed: int, pause: float) -> None:
        self.name, self.log, self.pause = name, log, pause
        self.chance = np.random.default_rng(seed)
        self.client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{PORT}", timeout=WARMING, headers={"Authorization": f"Bearer {token(name)}"}
        )
        self.seed, self.role = seed, role

    async def ask(self, what: str, method: str, address: str, **more: Any) -> Any:
        """The answer of an address, none where it failed."""
        sent = time.perf_counter()
        try:
            answer = await self.client.request(method, f"/api/{address}", **more)
        except httpx.HTTPError as error:
            self.log.errors.append(f"{what}: {type(error).__name__} {error}")
            return None
        self.log.times[what].append(1000 * (time.perf_counter() - sent))
        if answer.is_error:
            self.log.errors.append(f"{what}: {answer.status_code} {answer.text[:300]}")
            return None
        return answer.json()

    async def rest(self) -> None:
        """Read what was answered."""
        await asyncio.sleep(float(self.chance.exponential(self.pause)))

    async def read(self, until: float) -> None:
        """Look at views."""
        queries = cycle(selections(self.seed, 200))
        await self.rest()
        while time.monotonic() < until:
            view = str(self.chance.choice(ADDRESSES))
            await self.ask(view, "GET", view, params=asked(view, next(queries)))
            await self.rest()

    async def review(self, until: float) -> None:
        """Rule on claims, and look whether it holds."""
        await self.rest()
        while time.monotonic() < until:
            offset = int(self.chance.integers(0, 1000))
            page = await self.ask("review", "GET", "review", params={"queue": "doubt", "limit": 1, "offset": offset})
            for row in (page or {}).get("queue", ()):
                await self.rule(row["claim"])
            await self.rest()

    async def rule(self, claim: dict[str, Any]) -> None:
        """One ruling, which is undone now and then."""
        action = str(self.chance.choice(["accept", "accept", "reject", "correct"]))
        value = {"modality": str(self.chance.choice(["planned", "asserted"]))} if action == "correct" else None
        serial = await self.decide(action, claim["claim_id"], value)
        if serial is None:
            return
        found = await self.ask("ruled claim", "GET", f"claims/{claim['claim_id']}")
        expected = {"accept": "accepted", "reject": "rejected", "correct": "corrected"}[action]
        # Another reviewer may have ruled on the same claim in between.
        others = [one for at, one in self.log.decided.items() if at != serial and one[2] == claim["claim_id"]]
        if found is not None and found["ruled"] != expected and not others:
            self.log.errors.append(f"{claim['claim_id']} is {found['ruled']} after {action}")
        if self.chance.random() < 0.2:
            await self.decide("undo", str(serial), None)

    async def decide(self, action: str, left: str, value: Any) -> int | None:
        """Rule; the serial under which it was kept."""
        body = {"rulings": [{"action": action, "left": left, "right": None, "value": value}]}
        made = await self.ask("ruling", "POST", "decisions", json=body)
        if made is None:
            return None
        [serial] = made["serials"]
        if serial in self.log.decided:
            self.log.errors.append(f"two decisions have the serial {serial}")
        self.log.decided[serial] = self.name, action, left
        return int(serial)


def token(name: str) -> str:
    """The token of a person."""
    return f"a-token-for-{name.lower().replace(' ', '-')}"


def tokens(names: dict[str, str]) -> Iterator[str]:
    """The file of tokens."""
    for name, role in names.items():
        yield f'["{name}"]\ntoken = "{token(name)}"\nrole = "{role}"\n'


async def use(people: list[Someone], seconds: float) -> None:
    """All of them at once."""
    until = time.monotonic() + seconds
    await asyncio.gather(*((one.review if one.role == "review" else one.read)(until) for one in people))
    for one in people:
        await one.client.aclose()


def lost(path: Path, log: Log) -> list[str]:
    """Sentences about decisions that were answered and are not in the observatory as they were made."""
    kept = {row["serial"]: row for row in tarazy.open(path).decisions().iter_rows(named=True)}
    found = []
    for serial, (who, action, left) in sorted(log.decided.items()):
        row = kept.get(serial)
        same = row is not None and (row["who"], row["action"]) == (who, action)
        if row is None or not same or (action != "undo" and row["left"] != left):
            found.append(f"decision {serial} ({action} {left} by {who}) is not there")
    return found


def serve(path: Path, folder: Path, people: dict[str, str]) -> subprocess.Popen[bytes]:
    """The service in a process of its own."""
    file = folder / "tokens.toml"
    file.write_text("\n".join(tokens(people)), encoding="utf-8")
    command = [sys.executable, "-m", "tarazy", "serve", str(path), "--port", str(PORT), "--tokens", str(file)]
    return subprocess.Popen(command, stderr=(folder / "log").open("wb"))


def main() -> None:
    """Make, serve, use, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--reviewers", type=int, default=5)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two questions of one person")
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--things", type=int, default=340_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the observatory is, or is to be made and left")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path = given.folder or folder / "obs"
        if not path.exists():
            make(path, given.claims, given.things, given.seed)
        people = {f"Reader {at + 1}": "read" for at in range(given.readers)}
        people |= {f"Reviewer {at + 1}": "review" for at in range(given.reviewers)}
        log = Log()
        with serve(path, folder, people) as service:
            try:
                with httpx.Client(base_url=f"http://127.0.0.1:{PORT}") as client:
                    wait(client, service, warm=True)
                present = [
                    Someone(name, role, log, given.seed + at, given.pause)
                    for at, (name, role) in enumerate(people.items())
                ]
                asyncio.run(use(present, 60 * given.minutes))
                taken = memory(service.pid)
            finally:
                service.send_signal(signal.SIGINT)
        log.errors += lost(path, log)
        faults = [
            line for line in (folder / "log").read_text(encoding="utf-8").splitlines() if '"level": "error"' in line
        ]
    report(log, faults, given, taken)


def report(log: Log, faults: list[str], given: argparse.Namespace, taken: str) -> None:
    """The table, and what went wrong."""
    count = sum(map(len, log.times.values()))
    print(f"{given.readers} readers and {given.reviewers} reviewers for {given.minutes:g} minutes: {count:,} requests,")
    print(f"{len(log.errors)} errors, {len(faults)} faults in the log, {len(log.decided)} decisions; {taken}\n")
    print("| asked for | requests | median, ms | 95 % below | longest |\n|---|---|---|---|---|")
    for what, times in sorted(log.times.items()):
        middle, high = np.percentile(times, [50, 95])
        print(f"| {what} | {len(times)} | {middle:.0f} | {high:.0f} | {max(times):.0f} |")
    for line in (*log.errors[:20], *faults[:5]):
        print(line, file=sys.stderr)
    if log.errors or faults:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
