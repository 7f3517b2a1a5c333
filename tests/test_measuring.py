"""Measures of an observatory, from Python and the command line: every row leads to its claims; errors are one sentence."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
import small_reading
from command_line import run
from tie_frames import tie, tie_frame

import tarazy
from tarazy.codebook.vocabulary import KINDS
from tarazy.datasets.catalogue import datasets
from tarazy.errors import UsageError
from tarazy.measures import measure_table, measures
from tarazy.measures.networks import networks
from tarazy.measures.positions import positions, sorts
from tarazy.measures.question import Question


@pytest.fixture
def obs(tmp_path: Path) -> tarazy.Observatory:
    return small_reading.observatory(
        tmp_path / "obs",
        "KAZ: signed for 5 USD in 2018 / KAZ: signed on oil in 2021 / KAZ: signed on gas in 2021",
        "KAZ: signed for 5 USD in 2018 / UZB: signed in 2019 on gas",
    )


@pytest.mark.parametrize("resolved", [False, True])
def test_every_row_leads_to_its_claims(obs: tarazy.Observatory, resolved: bool) -> None:
    if resolved:
        obs.resolve()
    found = obs.measure("shares", "KAZ", start="2018", end=2022, every=1)
    assert found["status"].to_list() == ["known", "unknown", "unknown", "known", "unknown"]
    for row in found.filter(status="known").iter_rows(named=True):
        claims = obs.behind(row["records"])
        assert set(claims["record_id"]) == set(row["records"]) and (row["partner"], row["share"]) == ("RUS", 1)
        assert (claims["time_start"] == str(row["start"])).all()
        for claim in claims.iter_rows(named=True):
            assert obs.text(claim["document"])[claim["start"] : claim["end"]] == claim["quote"]


@pytest.mark.parametrize("name", measures())
def test_every_measure_gives_a_table_with_records(obs: tarazy.Observatory, name: str) -> None:
    actors = ["KAZ", "UZB"] if measures()[name].needs == 2 or name == "similarity" else ["KAZ"]
    found = obs.measure(name, [] if name == "network-change" else actors)
    assert found.schema["records"] == pl.List(pl.String)
    for column in measures()[name].shows:
        # Weights are those of a composite, which one domain has not; the tests of stages are of stages that are named.
        assert column in found.columns or column == "weights", (name, column)
    if name != "similarity" and measures()[name].reads == "ties":
        assert found.height and set(found["records"].explode().drop_nulls()) <= set(
            obs.ties("count")["records"].explode()
        )


def test_every_measure_says_what_it_rests_on() -> None:
    table = measure_table()
    assert table["name"].to_list() == list(measures())
    for row in table.iter_rows():
        assert all(cell for cell in row), row
    for one in measures().values():
        assert callable(one.call()) and one.reads in ("ties", "claims", "records")
        assert one.kinds if one.reads != "ties" else not one.kinds
        assert set(one.kinds) <= set(KINDS) and set(one.rules) <= set(datasets())
        assert one.reads != "ties" or set(one.settings()) <= {
            "weights",
            "poles",
            "over",
            "absent_none",
            "stages",
            "penalty",
            "groups",
            "katz",
        }


def test_coverage_of_an_imported_table_tells_none_from_unknown(
    obs: tarazy.Observatory, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = {
        "document": ["x"],
        "dataset": ["x"],
        "kind": ["agreement"],
        "object": [None],
        "actor": ["KAZ"],
        "role": [None],
    }
    years = {"time_start": ["2017"], "time_end": ["2020-06"], "known": [True], "note": [""]}
    monkeypatch.setattr(type(obs), "coverage", lambda self: pl.DataFrame(window | years))
    asked = {"kind": "agreement", "measure": "amount", "start": 2017, "end": 2022, "every": 1}
    found = obs.measure("balance", "KAZ", **asked)
    assert found["status"].to_list() == ["none", "known", "none", "none", "unknown", "unknown"]
    other = obs.measure("balance", "UZB", **asked)
    assert set(other["status"]) <= {"unknown"}


def test_the_command_shows_a_table_and_its_sentences(
    obs: tarazy.Observatory, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capfd, "measure", obs.path, "balance", "KAZ", "--from", 2018, "--to", 2021)
    assert code == 0 and "Kazakhstan" in out and "2018–2021" in out and "Russia" in out and "Herfindahl" in out
    code, out, _ = run(capfd, "measure", obs.path, "balance", "KAZ", "--explain")
    assert "KAZ: signed on oil in 2021" in out and re.search(r"c-\w+", out)


def test_csv_and_json_hold_the_same_rows(
    obs: tarazy.Observatory, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = ("measure", obs.path, "shares", "KAZ", "--every", 1, "--explain")
    _, out, _ = run(capfd, *asked, "--format", "json")
    rows = json.loads(out)
    table = list(csv.DictReader(StringIO(run(capfd, *asked, "--format", "csv")[1])))
    assert len(rows) == len(table) == 4
    for row, line in zip(rows, table, strict=True):
        assert line["claims"] == "; ".join(row["claims"]) and (line["share"] == "") == (row["share"] is None)
        assert set(row["claims"]) <= set(obs.claims("KAZ")["claim_id"])
    code, out, _ = run(capfd, "measure", obs.path, "shares", "KAZ", "--format", "json", "--output", tmp_path / "s.json")
    assert code == 0 and out == "" and "records" not in json.loads((tmp_path / "s.json").read_text("utf-8"))[0]


def test_settings_reach_the_measures(
    obs: tarazy.Observatory, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    poles = tmp_path / "poles.toml"
    poles.write_text('[north]\nname = "North"\nmembers = ["RUS"]\n', "utf-8")
    _, out, _ = run(capfd, "measure", obs.path, "lean", "KAZ", "--poles", poles, "--draws", 0, "--format", "json")
    assert {row["pole"]: row["share"] for row in json.loads(out)} == {"north": 1, "other": 0}
    _, out, _ = run(capfd, "measure", obs.path, "balance", "KAZ", "--by", "amount", "--format", "json")
    assert [row["unit"] for row in json.loads(out)] == ["USD"]
    _, out, _ = run(capfd, "measure", obs.path, "balance", "KAZ", "--by", "amount", "--unit", "USD", "--format", "json")
    assert [row["total"] for row in json.loads(out)] == [10]
    _, out, _ = run(capfd, "measure", obs.path, "network", "--roles", "--format", "json")
    assert "liaison" in json.loads(out)[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch"], "measure 'nosuch' is unknown"),
        (["balance"], "needs 1 actor"),
        (["mutual", "KAZ"], "needs 2 actor"),
        (["balance", "org:nobody"], "org:nobody"),
        (["balance", "KAZ", "--over", "stance"], "no setting 'over'"),
        (["balance", "KAZ", "--by", "quantity", "--unit", "USD"], "USD is money: ask for measure 'amount'"),
        (["balance", "KAZ", "--by", "amount", "--unit", "TIV"], "TIV is no money: ask for measure 'quantity'"),
        (["balance", "KAZ", "--from", "soon"], "no year"),
        (["balance", "KAZ", "--from", "2020", "--to", "2010"], "exchange them"),
        (["balance", "KAZ", "--weights", "defence=much"], "no weight"),
        (["balance", "KAZ", "--weights", "nowhere.toml"], "cannot be read"),
        (["balance", "KAZ", "--domain", "space"], "domain 'space'"),
        (["stages", "KAZ", "--stages", "early"], "no years"),
        (["lean", "KAZ", "--poles", "nowhere.toml"], "cannot be read"),
        (["similarity", "KAZ", "--over", "love"], "over 'love'"),
        (["threat-matrix", "--set", "by=colour"], "by 'colour'"),
        (["threat-matrix", "--set", "colour=red"], "no setting 'colour'"),
        (["threat-matrix", "--set", "red"], "sets nothing"),
        (["middle-power", "KAZ", "--domain", "defence"], "no setting 'domain'"),
        (["middle-power", "KAZ", "--set", "criteria=nowhere.toml"], "cannot be read"),
        (["middle-power", "KAZ", "--set", "next_gdp=many"], "next_gdp"),
        (["middle-power-evidence"], "needs 1 actor"),
        (["ladder", "KAZ", "--set", "ladder=ropes"], "ladder 'ropes'"),
        (["ladder", "KAZ", "--set", "carry=long"], "carry"),
        (["ideal-points", "--set", "walk=far"], "walk"),
    ],
)
def test_errors_are_one_sentence(
    obs: tarazy.Observatory, capfd: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    code, out, err = run(capfd, "measure", obs.path, *arguments)
    lines = [line for line in err.splitlines() if line.startswith("tarazy:")]
    assert code == 2 and out == "" and len(lines) == 1 and said in lines[0], err


def test_positions_over_memberships_and_stances() -> None:
    joined = {"kind": "membership", "measure": "depth", "end": None}
    rows = [
        tie(a, b, 3, "2010", **joined) for a, b in (("KAZ", "CSTO"), ("KAZ", "SCO"), ("UZB", "SCO"), ("UZB", "OTS"))
    ]
    alike = positions(tie_frame(*rows), ["KAZ", "UZB"], over="membership")
    assert alike.select("compared", "kappa", "s_valued").row(0) == (1, None, 1)
    closed = positions(tie_frame(*rows), ["KAZ", "UZB"], over="membership", absent_none=True).row(0, named=True)
    assert (closed["a"], closed["b"], closed["compared"]) == ("KAZ", "UZB", 3)
    assert closed["kappa"] == pytest.approx(-0.5) and sorted(closed["records"]) == ["r-0", "r-1", "r-2", "r-3"]
    votes = [tie(a, b, w, kind="stance", measure="position") for a, b, w in (("KAZ", "RUS", 0), ("UZB", "RUS", -1))]
    assert positions(tie_frame(*votes), ["KAZ", "UZB"], over="stance")["s_valued"].to_list() == [0]
    assert positions(tie_frame(), ["KAZ", "UZB"]).is_empty()
    assert set(sorts()) == {"alliance", "agreement", "membership", "stance"}


def test_networks_within_the_coverage() -> None:
    window = pl.DataFrame({"domain": ["economy"], "start": [2001], "end": [2002]})
    rows = [tie("KAZ", "RUS", time="2001"), tie("KAZ", "RUS", time="2003")]
    found = networks(tie_frame(*rows), [], Question(every=1, coverage=window))
    assert found["start"].unique().to_list() == [2001]


def test_unknown_settings_are_named(obs: tarazy.Observatory) -> None:
    with pytest.raises(UsageError, match="no setting 'colour'"):
        obs.measure("balance", "KAZ", colour="red")


def test_the_figures_of_sipri_from_an_imported_file(tmp_path: Path) -> None:
    given = Path(__file__).parents[2] / "shared" / "data" / "sipri" / "deliveries-central-asia.csv"
    if not given.exists():
        pytest.skip("../shared/data/sipri is not there")
    observatory = tarazy.create(tmp_path / "obs")
    observatory.import_data("sipri-deliveries", given)
    asked = {"kind": "transfer", "measure": "quantity", "unit": "TIV", "direction": "in", "every": 5}
    found = observatory.measure("balance", ["KAZ", "UZB"], start=2014, end=2023, **asked)
    hhi = {(row["actor"], row["start"]): round(row["hhi"], 3) for row in found.iter_rows(named=True)}
    assert (hhi["KAZ", 2014], hhi["KAZ", 2019], hhi["UZB", 2019]) == (0.748, 0.885, 0.514)
    early = observatory.measure("shares", "KGZ", start=2010, end=2014, domain="defence", **asked)
    assert early.select("status", "partner", "share").rows() == [("none", None, None)]


def test_measures_of_claims_heed_rulings_sources_and_resolution(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.en.txt").write_text("In 2021 terrorist attacks from Afghanistan threatened Tajikistan.\n", "utf-8")
    (texts / "b.en.txt").write_text("Drug trafficking threatens Kyrgyzstan.\n", "utf-8")
    observatory = tarazy.create(tmp_path / "obs")
    observatory.read(texts)
    before = observatory.measure("threat-matrix", by=["determinant", "target"])
    cells = {(row["determinant"], row["target"]): row for row in before.iter_rows(named=True)}
    assert ("drugs", "KGZ") in cells and ("extremism", "TJK") in cells
    one = observatory.measure("threat-matrix", by="determinant", source="b.en.txt")
    assert one["determinant"].to_list() == ["drugs"]
    observatory.resolve()
    after = observatory.measure("threat-matrix", by=["determinant", "target"])
    assert after.drop("records").equals(before.drop("records"))
    drugs = after.filter(determinant="drugs").row(0, named=True)
    quotes = observatory.behind(drugs["records"])["quote"].to_list()
    assert quotes and all("Drug" in quote for quote in quotes)
    for claim in observatory.behind(drugs["records"])["claim_id"]:
        observatory.decide("reject", claim, who="me", why="not so")
    assert "drugs" not in observatory.measure("threat-matrix")["determinant"].to_list()
