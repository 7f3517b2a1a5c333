"""Names that people give to actors, as a patch that the registry takes; claims mended as ruled; the command."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import small_reading
from command_line import Ended, run

import tarazy as package
from tarazy.codebook.vocabulary import ACTOR_ID
from tarazy.commands.decide import Action
from tarazy.deciding import Deciding
from tarazy.errors import UsageError
from tarazy.records.actors import registry_patch, written
from tarazy.records.checking import NAME_KEYS
from tarazy.records.decisions import ACTIONS
from tarazy.records.mending import mended
from tarazy.records.outcome import STATES
from tarazy.records.rulings import Rulings
from tarazy.records.slots import SLOTS
from tarazy.store.schema import CLAIMS

ROOT = Path(__file__).parent.parent
DATA = ROOT / "src" / "tarazy" / "actors" / "data"


def table(folder: Path, name: str) -> dict[str, dict[str, str]]:
    with (folder / f"{name}.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["id"]: {key: value or "" for key, value in row.items()} for row in rows}


def applied(tmp_path: Path, rulings: Rulings) -> Path:
    """A copy of the registry's files with the patch applied by git."""
    copy = tmp_path / "src" / "tarazy" / "actors" / "data"
    shutil.copytree(DATA, copy)
    (tmp_path / "names.diff").write_text(written(registry_patch(rulings), "diff"), encoding="utf-8")
    subprocess.run(["git", "apply", "names.diff"], cwd=tmp_path, check=True)
    return copy


def test_the_patch_adds_rows_and_names(tmp_path: Path) -> None:
    rulings = Rulings(
        actors={"org:gazprom-2": "org:gazprom"},
        names={
            "CHUTALAS": {"ru": "Чу-Таласская комиссия", "en": "Chu-Talas Commission", "kind": "organisation", "start": "2006"},
            "org:alpha": {"en": "Alpha|Alpha Group", "kk": "Альфа", "kind": "company", "parents": "KAZ"},
            "org:gazprom-2": {"en": "Gasprom Company", "parents": "KAZ"},
            "KAZ": {"en": "Kazakhstan|Qazaqstan", "cow": "705"},
            "place:blue-lake": {"kk": "Көк көл"},
            "person:omarov": {"en": "Askar *Omarov", "parents": "KAZ", "start": "2020"},
            "group:riders": {"ru": "Всадники"},
        },
    )  # fmt: skip
    patch = registry_patch(rulings)
    assert patch.left_out == ()
    folder = applied(tmp_path, rulings)
    assert table(folder, "organisations")["CHUTALAS"]["start"] == "2006"
    company = table(folder, "companies")["org:alpha"]
    assert (company["kind"], company["en"], company["kk"], company["parents"]) == (
        "company",
        "Alpha|Alpha Group",
        "Альфа",
        "KAZ",
    )
    gazprom, before = table(folder, "companies")["org:gazprom"], table(DATA, "companies")["org:gazprom"]
    assert gazprom == before | {"en": before["en"] + "|Gasprom Company"}
    assert table(folder, "states")["KAZ"]["en"] == table(DATA, "states")["KAZ"]["en"] + "|Qazaqstan"
    assert table(folder, "places")["place:blue-lake"]["kk"] == "Көк көл"
    assert table(folder, "groups")["group:riders"]["ru"] == "Всадники"
    leader = table(folder, "leaders")["person:omarov"]
    assert (leader["actor"], leader["en"], leader["start"]) == ("KAZ", "Askar *Omarov", "2020")
    for name in patch.after:
        assert len(table(folder, name)) >= len(table(DATA, name))
        assert all(ACTOR_ID.fullmatch(actor) for actor in table(folder, name))


def test_the_rows_alone(tmp_path: Path) -> None:
    text = written(registry_patch(Rulings(names={"org:alpha": {"en": "Alpha", "kind": "company"}})), "tsv")
    head, row = text.splitlines()
    assert head == "companies.tsv\t" + (DATA / "companies.tsv").read_text("utf-8").splitlines()[0]
    assert dict(zip(head.split("\t"), row.split("\t"), strict=True))["en"] == "Alpha"
    with pytest.raises(UsageError, match="format 'csv' is unknown"):
        written(registry_patch(Rulings()), "csv")


def test_nothing_new_is_an_empty_patch() -> None:
    assert written(registry_patch(Rulings()), "diff") == ""
    assert written(registry_patch(Rulings(names={"KAZ": {"en": "Kazakhstan"}})), "diff") == ""
    # Nobody has said what it is called.
    assert written(registry_patch(Rulings(names={"org:alpha": {"wikidata": "Q1"}})), "diff") == ""


def test_what_has_no_place_in_the_files_is_told() -> None:
    patch = registry_patch(Rulings(names={"person:omarov": {"en": "Omarov"}, "org:a": {"en": "A1", "wikidata": "Q1"}}))
    assert patch.left_out == (
        "organisations.tsv has no column wikidata: what org:a has there stays in the observatory.",
        "person:omarov is a person and acts for nobody: name whom with `name-actor person:omarov parents=KAZ`.",
    )


def claims_of(actors: list[list[str]]) -> pl.DataFrame:
    rows: list[dict[str, Any]] = [
        {
            "claim_id": f"c{number}",
            "kind": "agreement",
            "domain": "diplomacy",
            "participants": [{"actor": one, "role": "party", "via": None, "surface": one.lower()} for one in several],
            "actors": several,
            "quantities": [],
            "confidence": 0.5,
        }
        for number, several in enumerate(actors)
    ]
    return pl.DataFrame(rows, schema=CLAIMS)


def test_claims_without_rulings_stay_as_they_are() -> None:
    claims = claims_of([["KAZ", "RUS"], []])
    assert mended(claims, Rulings()).equals(claims)
    untouched = Rulings(rejected=frozenset({"x"}), corrected={"y": {"stage": None}}, actors={"org:x": "KAZ"})
    assert mended(claims, untouched).equals(claims)


def test_merging_in_the_frame_agrees_with_merging_row_by_row() -> None:
    chance = random.Random(5)
    names = ["org:a", "org:b", "org:c", "KAZ"]
    claims = claims_of([[chance.choice(names) for _ in range(chance.randint(0, 4))] for _ in range(200)])
    merged = mended(claims, Rulings(actors={"org:a": "org:b", "org:c": "KAZ"}))
    same = {"org:a": "org:b", "org:c": "KAZ"}
    assert merged["claim_id"].equals(claims["claim_id"]) and merged.schema == claims.schema
    for before, after in zip(claims.iter_rows(named=True), merged.iter_rows(named=True), strict=True):
        expected = list(dict.fromkeys(same.get(one, one) for one in before["actors"]))
        touched = any(one in same for one in before["actors"])
        assert after["actors"] == (expected if touched else before["actors"])
        assert [one["actor"] for one in after["participants"]] == after["actors"]


def test_a_mended_kind_takes_its_domain_with_it() -> None:
    rulings = Rulings(corrected={"c0": {"kind": "transfer", "participants": [{"actor": "TUR", "role": "supplier"}]}})
    [row] = mended(claims_of([["KAZ"]]), rulings).iter_rows(named=True)
    assert (row["kind"], row["domain"], row["actors"]) == ("transfer", "defence", ["TUR"])
    assert row["participants"] == [{"actor": "TUR", "role": "supplier", "via": None, "surface": None}]


def test_the_page_of_decisions_names_everything() -> None:
    page = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    for word in (*ACTIONS, *SLOTS, *NAME_KEYS, *STATES):
        assert f"`{word}" in page or f" {word} " in page, word
    for action in Action:
        assert action.value in page
    python = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    for name in vars(Deciding):
        if not name.startswith("_") and name not in ("snapshot", "refresh"):
            assert f"obs.{name}(" in page and f"obs.{name}(" in python, name


@pytest.fixture
def tarazy(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ended]:
    return partial(run, capfdbinary)


@pytest.fixture
def obs(tmp_path: Path) -> Path:
    return small_reading.observatory(tmp_path / "obs", "KAZ: signed 5 USD in 2018 / UZB: signed on gas in 2019").path


def test_deciding_on_the_command_line(tmp_path: Path, obs: Path, tarazy) -> None:
    kaz, uzb = package.open(obs).claims()["claim_id"]
    done = tarazy("decide", obs, "reject", kaz[:8], "--who", "Aigul", "--why", "a draft only")
    assert (done.code, done.out) == (0, f"Decision 1 by Aigul: reject {kaz} – a draft only\n")
    done = tarazy("decide", obs, "correct", uzb, "time=2019-05", "stage=ratified", "--who", "Aigul")
    assert done.out == f"Decision 2 by Aigul: correct {uzb} time=2019-05 stage=ratified\n"
    assert tarazy("decide", obs, "same", kaz, uzb, "--who", "Bek").code == 0
    assert tarazy("decide", obs, "different", kaz, uzb, "--who", "Aigul").code == 0
    assert "1 dispute." in tarazy("decide", obs, "disputes").out
    assert tarazy("decide", obs, "undo", 3, "--who", "Bek").code == 0
    assert "0 disputes." in tarazy("decide", obs, "disputes").out
    listed = tarazy("decide", obs, "list").out
    assert "[undone by 5]" in listed and "undo 3" in listed and listed.endswith("5 decisions.\n")
    assert tarazy("decide", obs, "list", "Bek").out.endswith("2 decisions.\n")
    shown = tarazy("claims", obs, "--ruled").out
    assert "May 2019" in shown and "ratified" in shown and "1 claim in 1 document" in shown
    assert "2 claims" in tarazy("claims", obs).out


def test_files_of_decisions_on_the_command_line(tmp_path: Path, obs: Path, tarazy) -> None:
    kaz, _ = package.open(obs).claims()["claim_id"]
    tarazy("decide", obs, "accept", kaz, "--who", "Aigul")
    file = tmp_path / "decisions.jsonl"
    assert tarazy("decide", obs, "export", "--output", file).err == f"1 decision written to {file}.\n"
    assert json.loads(tarazy("decide", obs, "export").out)["who"] == "Aigul"
    package.create(tmp_path / "other")
    assert tarazy("decide", tmp_path / "other", "import", file).out == f"1 new decision from {file}.\n"
    assert "waits for claims that are not here" in tarazy("decide", tmp_path / "other", "list").out
    assert "1 decision rules on claims that are not here" in tarazy("decide", tmp_path / "other", "import", file).err
    tarazy("decide", tmp_path / "other", "undo", 1)
    assert "[undone by 2]" in tarazy("decide", tmp_path / "other", "list").out
    assert "[stands, waits" in tarazy("decide", tmp_path / "other", "list", "--version", 1).out


def test_ids_from_standard_input(obs: Path, tarazy, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = package.open(obs).claims()["claim_id"].to_list()
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(claims)))
    assert tarazy("decide", obs, "accept", "-").out.count("accept") == 2
    assert package.open(obs).rulings().accepted == set(claims)


def test_names_on_the_command_line(obs: Path, tarazy) -> None:
    assert tarazy("decide", obs, "merge-actors", "KAZ", "UZB").code == 2
    claim = package.open(obs).claims()["claim_id"][0]
    assert tarazy("decide", obs, "split-actors", "KAZ", "org:kaz-air", claim).code == 0
    assert tarazy("decide", obs, "name-actor", "org:kaz-air", "en=Kaz Air", "kind=company", "parents=KAZ").code == 0
    assert "Kaz Air" in tarazy("claims", obs, "--ruled").out
    assert "+org:kaz-air\tcompany\t\t\tKaz Air\t\t\tKAZ\n" in tarazy("decide", obs, "patch").out
    assert tarazy("decide", obs, "patch", "--format", "tsv").out.count("\n") == 2
    assert tarazy("decide", obs, "merge-actors", "org:kaz-air", "org:qaz-air", "--new").code == 0
    assert package.open(obs).rulings().actors == {"org:kaz-air": "org:qaz-air"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["accept"], "accept needs ids of claims"),
        (["approve"], "'approve' is not one of"),
        (["accept", "ffffffff"], "is not there"),
        (["correct", "ffffffff", "signed"], "'signed' says nothing: write it like stage=signed"),
        (["correct", "ffffffff"], "correct needs an id and what is said of it"),
        (["undo", "9"], "decision '9' is not there"),
        (["same", "ffffffff"], "same needs two ids"),
        (["merge-actors", "KAZ"], "merge-actors needs the ids"),
        (["split-actors", "KAZ"], "split-actors needs the ids"),
        (["accept", "ffffffff", "--new"], "--new is about merge-actors"),
        (["accept", "ffffffff", "--output", "x"], "--output is about export and patch"),
        (["accept", "ffffffff", "--version", "1"], "--version shows the past"),
        (["export", "ffffffff"], "export takes no ids"),
        (["import"], "import needs files"),
        (["import", "nothing.jsonl"], "nothing.jsonl is not there"),
        (["prefer", "r-0123456789abcdef", "time=2018"], "prefer needs a reason"),
    ],
)
def test_a_wrong_command_is_told_in_one_sentence(obs: Path, tarazy, words: list[str], sentence: str) -> None:
    done = tarazy("decide", obs, *words)
    assert done.code == 2 and sentence in done.err and done.err.count("\n") == 1
    assert package.open(obs).decisions().is_empty()
