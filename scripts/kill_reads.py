"""Kills reads of an observatory at random moments, two at a time, and checks after every kill that each document is whole.

usage: python scripts/kill_reads.py [--kills 200] [--seed 1] [--folder FOLDER]
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
from tarazy import pipeline
from tarazy.store.cleaning import clean

FILES = 120
ACTORS = ("KAZ", "UZB", "KGZ", "TJK", "TKM")


def write_texts(folder: Path) -> None:
    """Small files, each with its own number of claims."""
    folder.mkdir()
    for number in range(FILES):
        lines = [f"{ACTORS[k % 5]}: signed {k} USD in {1990 + k % 30}" for k in range(1 + number % 9)]
        (folder / f"{number:03}.txt").write_text(f"document {number}\n" + "\n".join(lines) + "\n", "utf-8")


def child(observatory: Path, texts: Path, seed: int, begun: Connection) -> None:
    """Read all files in an order of its own, each commit as soon as it can be; say when the first file is done."""
    pipeline.COMMIT_SECONDS = 0.0
    files = sorted(texts.iterdir())
    random.Random(seed).shuffle(files)

    def report(progress: pipeline.Progress) -> None:
        if progress.files == 1:
            begun.send(seed)

    tarazy.create(observatory).read(
        files,
        reader=small_reading.reader,
        extractor=small_reading.extractor,
        rules=f"r{seed % 2}",
        again=True,
        progress=report,
    )


def check(observatory: Path, version: int | None = None) -> tuple[int, int]:
    """Every document whole, at one version; gives the version and the number of documents."""
    obs = tarazy.open(observatory, version)
    documents = obs.documents()
    assert documents["name"].n_unique() == documents["document_id"].n_unique() == documents.height
    claims, passages = obs.claims(), obs.passages()
    for table, column in ((claims, "claims"), (passages, "passages")):
        counts = dict(table.group_by("document").len().iter_rows())
        for name, expected in documents.select("name", column).iter_rows():
            assert counts.get(name, 0) == expected, (name, column, counts.get(name, 0), expected)
    assert claims["claim_id"].n_unique() == claims.height
    texts = dict(pl.read_ndjson(obs.export("documents")).select("name", "text").iter_rows()) if documents.height else {}
    for name, start, end, quote in claims.select("document", "start", "end", "quote").iter_rows():
        assert texts[name][start:end] == quote
    assert all(obs.folder.file(digest).exists() for digest in documents["file"])
    return obs.version, documents.height


def run(folder: Path, kills: int, seed: int) -> None:
    """The whole trial; prints a line of figures."""
    texts, observatory = folder / "texts", folder / "obs"
    write_texts(texts)
    chance, last, seen = random.Random(seed), -1, []
    for _ in killed(kills, chance, 0.4, child, lambda number: (observatory, texts, number)):
        if observatory.joinpath("observatory.toml").exists():
            version, documents = check(observatory)
            assert version >= last
            last = version
            seen.append(documents)
    for version in chance.sample(range(last + 1), min(20, last + 1)):
        check(observatory, version)
    obs = tarazy.open(observatory)
    obs.read(texts, reader=small_reading.reader, extractor=small_reading.extractor, rules="r0", again=True)
    clean(obs.folder, grace=0)
    version, documents = check(observatory)
    assert documents == FILES
    for table in ("claims", "passages", "texts", "documents"):
        # Nothing of the killed reads is left in the tables either.
        rows = pl.scan_delta(str(observatory / table)).select(pl.len()).collect().item()
        assert rows == (obs.documents()[table].sum() if table in ("claims", "passages") else documents), (table, rows)
    assert not list((observatory / ".reading").iterdir())
    print(f"{kills} reads killed, {version} versions, documents seen after kills {min(seen)} to {max(seen)}: all whole")


if __name__ == "__main__":
    trial(run, __doc__)
