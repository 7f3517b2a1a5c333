"""Kills processes that decide or resolve at random moments, two at a time; after every kill no acknowledged decision may be lost.

Every fourth process resolves, so that both write at once. Records must fit their claims whatever was killed.

usage: python scripts/kill_decisions.py [--kills 200] [--seed 1] [--folder FOLDER]
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

CLAIMS = 40


def write_observatory(folder: Path) -> Path:
    """An observatory with claims to rule on."""
    text = folder / "claims.txt"
    text.write_text("\n".join(f"KAZ: signed {number} USD" for number in range(CLAIMS)) + "\n", "utf-8")
    path = folder / "obs"
    tarazy.create(path).read(text, reader=small_reading.reader, extractor=small_reading.extractor, rules="r1")
    return path


def child(observatory: Path, seed: int, told: Connection) -> None:
    """Decide without a pause; tell of each decision once it is acknowledged."""
    chance, number = random.Random(seed), 0
    obs = tarazy.open(observatory)
    claims = obs.claims()["claim_id"].to_list()
    told.send([])
    while seed % 4 == 3:
        obs.resolve(again=True)
    while True:
        number += 1
        one, other = chance.sample(claims, 2)
        drafts = [
            Draft(chance.choice(["accept", "reject"]), one),
            Draft(chance.choice(["same", "different"]), one, other),
            Draft("correct", other, None, {"object": f"thing {number}"}),
        ]
        made = obs.decide_all(drafts[: chance.randint(1, 3)], who=f"analyst {seed}", why=f"reason {number}")
        told.send([(decision.serial, decision.id) for decision in made])


def check(observatory: Path, acknowledged: dict[int, str], version: int | None = None) -> int:
    """Serials without gaps or doubles, whole batches, nothing acknowledged lost; gives how many decisions there are."""
    obs = tarazy.open(observatory, version)
    decisions = obs.decisions()
    assert decisions["serial"].to_list() == list(range(1, decisions.height + 1))
    assert decisions["decision_id"].n_unique() == decisions.height
    there = dict(decisions.select("serial", "decision_id").iter_rows())
    if version is None:
        lost = {serial: key for serial, key in acknowledged.items() if there.get(serial) != key}
        assert not lost, lost
    rulings = obs.rulings()
    assert not rulings.accepted & rulings.rejected
    assert obs.claims(ruled=True).height + len(rulings.rejected) == obs.claims().height == CLAIMS
    records, members = obs.records(), obs.members()
    counts = dict(members.group_by("record_id").len().iter_rows())
    assert counts == dict(records.select("record_id", "claims").iter_rows())
    assert members["claim_id"].n_unique() == members.height
    return decisions.height


def run(folder: Path, kills: int, seed: int) -> None:
    """The whole trial; prints a line of figures."""
    observatory = write_observatory(folder)
    chance, acknowledged = random.Random(seed), dict[int, str]()
    last = 0
    for receiver in killed(kills, chance, 0.4, child, lambda number: (observatory, seed * 100_000 + number)):
        acknowledged |= drained(receiver)
        count = check(observatory, acknowledged)
        assert count >= last
        last = count
    obs = tarazy.open(observatory)
    obs.resolve()
    assert obs.members().height == CLAIMS - len(obs.rulings().rejected)
    for version in chance.sample(range(1, obs.version + 1), min(20, obs.version)):
        check(observatory, acknowledged, version)
    clean(obs.folder, grace=0)
    check(observatory, acknowledged)
    # Nothing of the killed processes is left in the table either.
    rows = pl.scan_delta(str(observatory / "decisions")).select(pl.len()).collect().item()
    assert rows == last, (rows, last)
    assert not list((observatory / ".reading").iterdir()), list((observatory / ".reading").iterdir())
    other = tarazy.create(folder / "other")
    obs.export_decisions(folder / "decisions.jsonl")
    assert other.import_decisions(folder / "decisions.jsonl") == last
    assert other.rulings() == obs.rulings()
    print(
        f"{kills} processes killed, {len(acknowledged)} decisions acknowledged, {last} kept, {obs.version} versions: none lost"
    )


def drained(receiver: Connection) -> dict[int, str]:
    """What a process that is dead now had told; a message that was cut short was never a promise."""
    found: dict[int, str] = {}
    try:
        while receiver.poll():
            found |= dict(receiver.recv())
    except (EOFError, OSError):
        pass
    return found


if __name__ == "__main__":
    trial(run, __doc__)
