"""Kills processes that resolve an observatory at random moments, while others read into it; after every kill all records must be whole.

usage: python scripts/kill_resolves.py [--kills 200] [--seed 1] [--folder FOLDER]
"""

import random
import sys
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import polars as pl
import small_reading
from killing import killed, trial

import tarazy
from tarazy.records.decisions import Draft
from tarazy.store.cleaning import clean

FILES = 12
ACTORS = ("KAZ", "UZB", "KGZ", "TJK", "TKM")
TABLES = ("members", "records", "record_history", "findings")


def write_text(folder: Path, number: int) -> Path:
    """A small file with claims, some of them about what other files tell of as well."""
    lines = [f"{ACTORS[k % 5]}: signed {k + number % 3} USD {1990 + k % 20}" for k in range(1 + number % 9)]
    path = folder / f"{number:04}.txt"
    path.write_text(f"document {number}\n" + "\n".join(lines) + "\n", "utf-8")
    return path


def read(observatory: Path, path: Path, rules: str = "r1") -> None:
    """Read one file; with other rules it is read anew and its claims replace the earlier ones."""
    obs = tarazy.create(observatory)
    obs.read(path, reader=small_reading.reader, extractor=small_reading.extractor, rules=rules, again=True)


def child(observatory: Path, texts: Path, seed: int, begun: Connection) -> None:
    """Resolve again and again, after reading a new file or ruling that claims are, or are not, about one thing."""
    chance, number = random.Random(seed), seed * 1000
    tarazy.open(observatory).resolve()
    begun.send(seed)
    while True:
        number += 1
        obs = tarazy.open(observatory)
        if chance.random() < 0.3:
            read(observatory, write_text(texts, number))
        else:
            one, other = chance.sample(obs.claims()["claim_id"].to_list(), 2)
            obs.decide_all([Draft(chance.choice(["same", "different"]), one, other)], who="trial", why=f"{number}")
        obs.resolve(again=chance.random() < 0.3)


def check(observatory: Path, version: int | None = None) -> tuple[int, int]:
    """Each record has the claims that its row says, and each claim one record; gives the version and the number of records."""
    obs = tarazy.open(observatory, version)
    members, records = obs.members(), obs.records()
    assert members["claim_id"].n_unique() == members.height
    counts = dict(members.group_by("record_id").len().iter_rows())
    said = dict(records.select("record_id", "claims").iter_rows())
    assert counts == said, "claims and records do not fit"
    living = {claim for life in records["life"].to_list() for entry in life for claim in entry["claims"]}
    assert living == set(members["claim_id"])
    return obs.version, records.height


def settled(observatory: Path) -> None:
    """A last resolve leaves each claim in a record, and nothing of the killed ones behind."""
    obs = tarazy.open(observatory)
    obs.resolve()
    check(observatory)
    assert set(obs.members()["claim_id"]) == set(obs.claims()["claim_id"])
    clean(obs.folder, grace=0)
    commits = obs.snapshot.commits
    made = set(commits.filter(pl.col("action") == "resolve")["entry"])
    for table in TABLES:
        found = set(pl.scan_delta(str(observatory / table)).select("batch").unique().collect()["batch"])
        assert found <= made, (table, found - made)
    assert not list((observatory / ".reading").iterdir())


def run(folder: Path, kills: int, seed: int) -> None:
    """The whole trial; prints a line of figures."""
    texts, observatory = folder / "texts", folder / "obs"
    texts.mkdir()
    for number in range(FILES):
        read(observatory, write_text(texts, number))
    chance, last, seen = random.Random(seed), -1, []
    for _ in killed(kills, chance, 1.5, child, lambda number: (observatory, texts, number)):
        version, records = check(observatory)
        assert version >= last
        last = version
        seen.append(records)
    for version in chance.sample(range(last + 1), min(20, last + 1)):
        check(observatory, version)
    settled(observatory)
    print(f"{kills} resolves killed, {last} versions, records seen after kills {min(seen)} to {max(seen)}: all whole")


if __name__ == "__main__":
    trial(run, __doc__)
