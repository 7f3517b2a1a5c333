"""Ties, chronologies, standing and exports of an observatory, from Python and the command line, before and after resolving."""

import json
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
import small_reading
from command_line import run

import tarazy
from tarazy.errors import UsageError
from tarazy.exports import FORMATS
from tarazy.records.knowing import BASES
from tarazy.records.tie_rules import tie_rules
from tarazy.records.ties import TIES


@pytest.fixture
def obs(tmp_path: Path) -> tarazy.Observatory:
    return small_reading.observatory(
        tmp_path / "obs",
        "KAZ: signed for 5 USD in 2018 / KAZ: will sign on gas in 2024 / KAZ: signed on oil",
        "KAZ: signed for 5 USD in 2018 / UZB: signed in 2019 on gas",
    )


def test_before_resolving_each_claim_counts_alone(obs: tarazy.Observatory) -> None:
    assert obs.unresolved() == obs.claims().height == 5
    found = obs.ties("count")
    assert found.height == obs.claims(modality="asserted").height
    assert all(one.startswith("c-") for one in found["records"].explode())


def test_after_resolving_ties_come_from_records(obs: tarazy.Observatory) -> None:
    obs.resolve()
    assert obs.unresolved() == 0
    records = obs.records(modality="asserted")
    found = obs.ties("count")
    assert set(found["records"].explode()) == set(records["record_id"])
    assert found.select("source", "target").unique().sort("source").rows() == [("KAZ", "RUS"), ("RUS", "UZB")]
    told = obs.chronology(["KAZ", "RUS"])
    for row in told.iter_rows(named=True):
        for source in row["sources"]:
            assert obs.text(source["document"])[source["start"] : source["end"]] == source["quote"]
    assert set(told["claims"].explode()) == set(obs.claims("KAZ", modality="asserted")["claim_id"])


def test_what_people_ruled_holds(obs: tarazy.Observatory) -> None:
    uzbek = obs.claims("UZB")["claim_id"][0]
    obs.decide("reject", uzbek, who="Aigul", why="a test")
    assert "UZB" not in obs.ties()["target"].to_list()
    obs.resolve()
    assert "UZB" not in obs.ties()["target"].to_list()
    with pytest.raises(UsageError, match="ATLANTIS"):
        obs.ties(actor="ATLANTIS")


def test_questions_about_a_day(obs: tarazy.Observatory) -> None:
    obs.resolve()
    assert obs.members_on("2020").is_empty()
    found = obs.in_force(2020, ["KAZ", "RUS"])
    assert set(found["answer"]) == {"unknown"}
    assert all(found["sources"].list.len() > 0)
    assert "no" in obs.in_force(2010, "KAZ")["answer"].to_list()


def test_chronology_on_the_command_line(
    obs: tarazy.Observatory, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = run(capfd, "chronology", obs.path, "--actor", "KAZ", "--with", "RUS")
    assert code == 0 and "not resolved yet" in err
    assert "2018" in out and "signed for 5 USD" in out and "Without a date" in out and "Not shown: 1" in out
    obs.resolve()
    code, out, err = run(
        capfd, "chronology", obs.path, "--actor", "KAZ", "--language", "ru", "--modality", "all", "--format", "json"
    )
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert {row["precision"] for row in rows} == {"year", "none"} and {row["modality"] for row in rows} > {"asserted"}
    page = tmp_path / "page.md"
    code, out, _ = run(capfd, "chronology", obs.path, "--language", "kk", "--format", "markdown", "--output", page)
    assert (code, out) == (0, "") and page.read_text("utf-8").startswith("# Хронология: барлық қатысушылар\n")
    code, _, err = run(capfd, "chronology", obs.path, "--output", tmp_path / "no" / "page.txt")
    assert code == 1 and "make the folder first" in err
    code, _, err = run(capfd, "chronology", obs.path, "--language", "de")
    assert code == 2 and "'de' is unknown" in err


def test_standing_on_the_command_line(obs: tarazy.Observatory, capfd: pytest.CaptureFixture[str]) -> None:
    obs.resolve()
    code, out, _ = run(capfd, "standing", obs.path, "--on", "2020", "--agreements", "--actor", "KAZ")
    assert code == 0 and "unknown" in out and "last known: signed 2018" in out and "On 2020: 0 yes, 0 no" in out
    code, out, _ = run(capfd, "standing", obs.path, "--on", "2020", "--agreements", "--format", "json")
    assert code == 0 and {row["answer"] for row in json.loads(out)} == {"unknown"}
    code, out, _ = run(capfd, "standing", obs.path, "--on", "2020")
    assert code == 0 and "Nothing is known of 2020." in out
    for wrong in (
        ["--on", "soon"],
        ["--on", "2020", "--agreements", "--organisation", "CSTO"],
        ["--on", "2020", "--actor", "ATLANTIS"],
    ):
        code, _, err = run(capfd, "standing", obs.path, *wrong)
        assert code == 2 and err.startswith("tarazy: ") and "Traceback" not in err


def test_exports_on_the_command_line(
    obs: tarazy.Observatory, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    obs.resolve()
    target = tmp_path / "ties.graphml"
    assert run(capfd, "export", obs.path, "ties", "--format", "graphml", "--output", target)[0] == 0
    assert set(nx.read_graphml(target)) == {"KAZ", "RUS", "UZB"}
    code, out, _ = run(capfd, "export", obs.path, "ties", "--measure", "count", "--gather")
    assert code == 0 and {row["measure"] for row in map(json.loads, out.splitlines())} == {"count"}
    for what, form in (("records", "geojson"), ("records", "jsonld"), ("actors", "jsonld"), ("claims", "jsonld")):
        code, out, _ = run(capfd, "export", obs.path, what, "--format", form)
        assert code == 0 and json.loads(out)
    code, out, _ = run(capfd, "export", obs.path, "records", "--format", "ftm")
    assert code == 0 and {"Event", "PublicBody", "Document"} == {
        row["schema"] for row in map(json.loads, out.splitlines())
    }
    csv = tmp_path / "ties.csv"
    assert run(capfd, "export", obs.path, "ties", "--format", "csv", "--output", csv)[0] == 0
    assert pl.read_csv(csv).height == obs.ties().height
    code, _, err = run(capfd, "export", obs.path, "claims", "--format", "graphml")
    assert code == 2 and "claims cannot be written as graphml" in err
    code, _, err = run(capfd, "export", obs.path, "claims", "--gather")
    assert code == 2 and "are about ties" in err


def test_the_past_is_seen_as_it_was(obs: tarazy.Observatory) -> None:
    before = obs.version
    obs.resolve()
    past = tarazy.open(obs.path, before)
    assert all(one.startswith("c-") for one in past.ties()["records"].explode())
    assert all(one.startswith("r-") for one in tarazy.open(obs.path).ties()["records"].explode())


def test_the_page_names_every_measure_column_reason_and_format() -> None:
    page = (Path(__file__).parent.parent / "docs" / "ties.md").read_text("utf-8")
    formats = [form for forms in FORMATS.values() for form in forms]
    named = {*tie_rules().measures, *TIES, *BASES, *FORMATS, *formats}
    assert [name for name in sorted(named) if f"`{name}`" not in page] == []
