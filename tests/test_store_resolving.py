"""Resolving an observatory: only what is new, whole records after a kill, decisions respected, records asked for and exported."""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import record_scores
from command_line import run

import tarazy
from tarazy.records.decisions import Draft
from tarazy.store import resolving
from tarazy.store.folder import Folder
from tarazy.store.schema import DOCUMENTS
from tarazy.store.snapshot import Snapshot
from tarazy.store.writer import log_commit

SCRIPT = Path(__file__).parent.parent / "scripts" / "kill_resolves.py"


def write(folder: Folder, claims: pl.DataFrame, batch: str) -> None:
    """Make claims visible as a read would, each with a document of its own name."""
    folder.tables["claims"].append(claims.with_columns(batch=pl.lit(batch)))
    values = {"name": "document_id", "batch": pl.lit(batch), "entry": pl.lit(batch), "extractor": pl.lit("gold")}
    rows = (
        claims.select("document_id")
        .unique()
        .with_columns(**{k: pl.col(v) if isinstance(v, str) else v for k, v in values.items()})
    )
    empty = {name: pl.lit(None, kind) for name, kind in DOCUMENTS.items() if name not in rows.columns}
    folder.tables["documents"].append(rows.with_columns(**empty))
    log_commit(folder.tables, batch, "read", rows.height, Snapshot(folder).version)


@pytest.fixture(scope="module")
def all_claims() -> pl.DataFrame:
    return record_scores.pairs()[0].sort("document_id")


@pytest.fixture(scope="module")
def made(all_claims: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("resolving") / "obs"
    folder = Folder.create(path)
    write(folder, all_claims[:170], "first")
    tarazy.open(path).resolve()
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "obs"))


def clusters(obs: tarazy.Observatory) -> set[frozenset[str]]:
    return {frozenset(ids) for ids in obs.members().group_by("record_id").agg("claim_id")["claim_id"].to_list()}


def test_a_second_resolve_changes_nothing(path: Path) -> None:
    obs = tarazy.open(path)
    before = obs.version
    assert obs.resolve().compared == 0
    again = obs.resolve(again=True)
    assert (again.compared, obs.version) == (170, before)


@pytest.mark.parametrize("forgotten", [False, True])
def test_new_claims_find_the_records_that_all_claims_together_would_make(
    path: Path, all_claims: pl.DataFrame, forgotten: bool
) -> None:
    if forgotten:
        shutil.rmtree(path / ".resolving")
    obs = tarazy.open(path)
    before = obs.members()
    write(obs.folder, all_claims[170:], "second")
    obs.refresh()
    summary = obs.resolve()
    assert summary.claims == all_claims.height
    assert forgotten or summary.compared < all_claims.height
    kept = before.join(obs.members(), on=["claim_id", "record_id"])
    assert kept.height == before.height
    found = clusters(obs)
    obs.resolve(again=True)
    assert clusters(obs) == found


def test_claims_of_documents_read_anew_leave_their_records(path: Path, all_claims: pl.DataFrame) -> None:
    obs = tarazy.open(path)
    row = obs.records().filter(pl.col("claims") == 1).row(0, named=True)
    [claim] = obs.claims_of(row["record_id"])["claim_id"]
    document = all_claims.filter(pl.col("claim_id") == claim)
    other = document.with_columns(claim_id=pl.lit("f" * 16), kind=pl.lit("threat"))
    write(obs.folder, other, "anew")
    obs.refresh()
    summary = obs.resolve()
    assert (summary.gone, summary.made) == (1, 1)
    assert claim not in set(obs.members()["claim_id"])
    assert obs.history(row["record_id"])["event"].to_list() == ["made", "gone"]
    with pytest.raises(tarazy.TarazyError, match="no more"):
        obs.record(row["record_id"])


def test_decisions_are_respected_and_undone(path: Path) -> None:
    obs = tarazy.open(path)
    record = obs.records(documents=2)["record_id"][0]
    one, other = sorted(obs.claims_of(record)["claim_id"])[:2]
    before = clusters(obs)
    [decision] = obs.decide_all([Draft("different", one, other)], who="a", why="two visits")
    obs.resolve()
    parted = dict(obs.members().iter_rows())
    assert parted[one] != parted[other]
    assert record in (parted[one], parted[other])
    obs.decide_all([Draft("undo", decision.id)], who="a", why="one visit")
    obs.resolve()
    assert clusters(obs) == before


def test_a_rejected_claim_belongs_to_no_record(path: Path) -> None:
    obs = tarazy.open(path)
    claim = obs.members()["claim_id"][0]
    obs.decide_all([Draft("reject", claim)], who="a", why="never signed")
    obs.resolve()
    assert claim not in set(obs.members()["claim_id"])
    assert obs.resolve().compared == 0


def test_what_others_write_meanwhile(path: Path, all_claims: pl.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    obs = tarazy.open(path)
    write(obs.folder, all_claims[170:175], "second")
    obs.refresh()
    seen = []
    original = resolving.log_commit

    def late(tables, entry, action, documents, after):  # type: ignore[no-untyped-def]
        if not seen:
            seen.append(entry)
            write(obs.folder, all_claims[175:178], "meanwhile")
        elif len(seen) == 1:
            seen.append(entry)
            one, other = obs.members()["claim_id"][:2]
            tarazy.open(path).decide_all([Draft("different", one, other)], who="b", why="meanwhile")
        original(tables, entry, action, documents, after)

    monkeypatch.setattr(resolving, "log_commit", late)
    obs.resolve()
    one, other = obs.members()["claim_id"][:2]
    record = dict(obs.members().iter_rows())
    assert record[one] != record[other]
    # Thought over after the decision, the resolve took in what was read meanwhile as well.
    assert len(record) == 178


def test_the_past_stays(path: Path, all_claims: pl.DataFrame) -> None:
    obs = tarazy.open(path)
    version, before = obs.version, obs.records()
    write(obs.folder, all_claims[170:], "second")
    obs.resolve()
    assert tarazy.open(path, version).records().equals(before)
    with pytest.raises(tarazy.TarazyError, match="without a version"):
        tarazy.open(path, version).resolve()


def test_records_are_chosen(path: Path) -> None:
    obs = tarazy.open(path)
    found = obs.records(actor=["KAZ", "TUR"], kind="agreement", start="2022", end="2022", language="kk", documents=2)
    assert found.height
    assert set(found["kind"]) == {"agreement"}
    assert all({"KAZ", "TUR"} <= set(actors) for actors in found["actors"])
    with pytest.raises(tarazy.TarazyError, match="no record"):
        obs.record("r-0")


def test_an_empty_observatory_has_no_records(tmp_path: Path) -> None:
    obs = tarazy.create(tmp_path / "obs")
    assert obs.resolve().records == 0
    assert obs.records().is_empty()
    assert obs.version == 0


def test_export_and_command(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    obs = tarazy.open(path)
    lines = [json.loads(line) for line in (obs.export("records") or b"").decode().splitlines()]
    assert len(lines) == obs.records().height
    table = pl.read_csv(io.BytesIO(obs.export("records", "csv") or b""))
    assert table.height == len(lines)
    assert table.filter(pl.col("life").str.contains("2022-05-13")).height
    assert pl.read_parquet(io.BytesIO(obs.export("records", "parquet") or b"")).height == len(lines)
    code, out, _ = run(capsys, "resolve", path)
    assert code == 0 and "170 claims" in out


def test_kills_leave_records_whole() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--kills", "4"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("4 resolves killed")
