"""Every data set in its own layout: what its rows become, what is kept of them, what is listed."""

import gzip
import re
import sys
import types
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dataset_files
import pytest
from command_line import run
from script_modules import load

import tarazy
from tarazy.codebook.vocabulary import check_claim
from tarazy.datasets.catalogue import Dataset, datasets
from tarazy.errors import ReadError, UsageError
from tarazy.store.rows import to_claim

ROOT = Path(__file__).parent.parent
Imported = tuple[tarazy.Observatory, Any]


@pytest.fixture
def take(tmp_path: Path) -> Callable[[str], Imported]:
    def run(name: str) -> Imported:
        dataset, file, content = dataset_files.FILES[name]
        data = content()
        path = tmp_path / file
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        observatory = tarazy.create(tmp_path / "obs")
        return observatory, observatory.import_data(dataset, path)

    return run


def said(observatory: tarazy.Observatory) -> list[tuple[Any, ...]]:
    """Kind, actors with roles, time, amounts, stage of each claim, in the order of the file."""
    out = []
    for row in observatory.claims().iter_rows(named=True):
        people = " ".join(f"{p['actor']}:{p['role']}" for p in row["participants"])
        amounts = " ".join(f"{q['relation']}{q['value']:g} {q['unit']}" for q in row["quantities"])
        out.append((row["kind"], people, row["time_start"], amounts, row["stage"]))
    return sorted(out, key=str)


@pytest.mark.parametrize("name", dataset_files.FILES)
def test_every_claim_keeps_to_the_codebook_and_its_evidence_is_its_row(
    take: Callable[[str], Imported], name: str
) -> None:
    observatory, summary = take(name)
    text = observatory.text(summary.document)
    claims = observatory.claims()
    assert claims.height == summary.claims > 0
    assert claims["claim_id"].n_unique() == claims.height
    for row in claims.iter_rows(named=True):
        assert check_claim(to_claim(row), text) == []
        assert row["quote"] and text[row["start"] : row["end"]] == row["quote"]
    assert observatory.coverage().height > 0
    assert observatory.documents()["claims"][0] == summary.claims
    kept = observatory.folder.file(observatory.documents()["file"][0]).read_bytes()
    given = dataset_files.FILES[name][2]()
    assert name == "milex" or kept == (given.encode("utf-8") if isinstance(given, str) else given)


def test_all_data_sets_have_a_file_here() -> None:
    assert {dataset for dataset, _, _ in dataset_files.FILES.values()} == set(datasets()) - {"table"}


def test_sipri_deliveries(take: Callable[[str], Imported]) -> None:
    observatory, summary = take("deliveries")
    assert said(observatory) == [
        ("transfer", "SUN:supplier AFG:recipient", "1980", "=10 pieces", "delivered"),
        ("transfer", "TUR:supplier KAZ:recipient", "2021", "~4 pieces ~1.2e+07 TIV", "delivered"),
        ("transfer", "place:ruritanya:supplier UZB:recipient", "2016", "=1 pieces =5e+06 TIV", "delivered"),
        ("transfer", "place:unknown:supplier group:houthis:recipient", "2016", "=1 pieces <500000 TIV", "delivered"),
    ]
    claims = observatory.claims()
    assert sorted(claims["confidence"]) == [0.8, 1.0, 1.0, 1.0]
    assert set(claims["said"]) == {"2025-01-03"}
    assert summary.unknown == {"Ruritania → place:ruritanya": 1}
    assert any("line 17: 4 fields where the table has 17" in note for note in summary.notes)
    covered = observatory.coverage().filter(actor="KAZ").select("role", "time_start", "time_end").rows()
    assert covered == [("recipient", "2000", "2023")]


def test_sipri_orders(take: Callable[[str], Imported]) -> None:
    observatory, summary = take("orders")
    assert said(observatory) == [
        ("transfer", "ESP:supplier KAZ:recipient", "2017", "~9 pieces ~4.5e+07 TIV", "ordered"),
        ("transfer", "ESP:supplier KAZ:recipient", "2018", "~8 pieces ~4e+07 TIV", "delivered"),
        ("transfer", "ESP:supplier KAZ:recipient", "2022", "", "ordered"),
    ]
    assert observatory.claims().filter(stage="delivered")["time_end"].to_list() == ["2021"]
    assert summary.malformed == 2
    assert "line 4: no years in 'soon'" in summary.notes[0] and "line 5: 7 fields" in summary.notes[0]


def test_sipri_register(take: Callable[[str], Imported]) -> None:
    observatory, summary = take("register")
    assert said(observatory) == [
        ("transfer", "RUS:supplier IND:recipient", "2001", "=5 pieces", "ordered"),
        ("transfer", "RUS:supplier KAZ:recipient", "2004", "~10 pieces", "ordered"),
        ("transfer", "RUS:supplier KAZ:recipient", "2005", "~9 pieces", "delivered"),
        ("transfer", "RUS:supplier KAZ:recipient", "2007", "=2 pieces", "ordered"),
        ("transfer", "RUS:supplier KAZ:recipient", "2008", "=2 pieces", "delivered"),
        ("transfer", "UKR:supplier GEO:recipient", "2006", "=3 pieces", "ordered"),
        ("transfer", "UKR:supplier GEO:recipient", "2007", "=3 pieces", "delivered"),
    ]
    assert summary.malformed == 1 and "line 12: no year" in summary.notes[0]


def test_sipri_tiv_tables_tell_blank_from_zero(take: Callable[[str], Imported]) -> None:
    observatory, _ = take("tiv")
    assert said(observatory) == [
        ("transfer", "ESP:supplier KAZ:recipient", "2019", "=3e+06 TIV", "delivered"),
        ("transfer", "RUS:supplier KAZ:recipient", "2018", "=1e+08 TIV", "delivered"),
        ("transfer", "RUS:supplier KAZ:recipient", "2020", "<500000 TIV", "delivered"),
        ("transfer", "RUS:supplier KAZ:recipient", "2021", "=7e+06 TIV", "delivered"),
    ]


def test_sipri_military_expenditure(take: Callable[[str], Imported]) -> None:
    observatory, summary = take("milex")
    claims = observatory.claims()
    dollars = claims.filter(claims["object"].str.contains("constant 2022"))
    made = {
        (r["actors"][0], r["time_start"]): (r["quantities"][0], r["confidence"]) for r in dollars.iter_rows(named=True)
    }
    assert made == {
        ("KAZ", "2019"): ({"value": 1e9, "unit": "USD", "relation": "="}, 1.0),
        ("KAZ", "2020"): ({"value": 1100.5e6, "unit": "USD", "relation": "~"}, 1.0),
        ("KAZ", "2022"): ({"value": 1.2e9, "unit": "USD", "relation": "="}, 1.0),
        ("TKM", "2020"): ({"value": 1e7, "unit": "USD", "relation": "="}, 1.0),
        ("TKM", "2021"): ({"value": 2e7, "unit": "USD", "relation": "~"}, 0.6),
    }
    shares = claims.filter(claims["object"].str.contains("share of GDP"))
    assert sorted(shares["quantities"].list.first().struct.field("value").round(6)) == [0.1, 0.2, 10.0, 11.005, 12.0]
    assert "Kazakhstan\t\ta note\t1000\t1100.5 [blue]\t. .\t1200" in observatory.text(summary.document)
    gaps = observatory.coverage().filter(known=False, object="military expenditure, constant 2022 US$")
    assert ("KAZ", "2021", "2021") in gaps.select("actor", "time_start", "time_end").rows()
    assert summary.unknown == {}


def test_atop(take: Callable[[str], Imported]) -> None:
    observatory, summary = take("atop")
    objects = observatory.claims().filter(observatory.claims()["actors"].list.contains("RUS"))["object"]
    assert sorted(objects) == ["alliance: consultation", "alliance: defence", "alliance: non-aggression"]
    assert summary.unknown == {"9999 → place:cow-9999": 1}


def test_igo(take: Callable[[str], Imported]) -> None:
    observatory, summary = take("igo")
    assert ("membership", "KAZ:member WTO:organisation", "2001", "", "observer") in said(observatory)
    assert ("membership", "TJK:member UN:organisation", "2001", "", "partner") in said(observatory)
    assert summary.claims == 7 and summary.malformed == 1
    gaps = observatory.coverage().filter(known=False).select("actor", "object", "time_start").rows()
    assert gaps == [("KAZ", "WTO", "2002")]


def test_un_ideal_points(take: Callable[[str], Imported]) -> None:
    observatory, _ = take("ideal")
    assert said(observatory) == [
        ("indicator", "CIV:subject", "1946", "~1.5 points >1.1 points <1.9 points", None),
        ("indicator", "KAZ:subject", "1992", "~-0.25 points >-0.5 points <0.1 points", None),
    ]
    assert "Côte d'Ivoire" in observatory.text("ideal.csv")


def test_un_votes(take: Callable[[str], Imported]) -> None:
    observatory, summary = take("votes")
    assert [(row[1], row[2], row[4]) for row in said(observatory)] == [
        ("KAZ:holder", "2019-12-05", "support"),
        ("RUS:holder", "2019-12-05", "oppose"),
        ("USA:holder", "2019-12-05", "neutral"),
    ]
    assert any("absent" in note for note in summary.notes) and summary.malformed == 1


def test_world_bank(take: Callable[[str], Imported]) -> None:
    observatory, summary = take("world-bank")
    assert ("indicator", "KAZ:subject", "2022", "=120.5 USD", None) in said(observatory)
    assert summary.claims == 5 and summary.unknown == {}
    assert observatory.documents()["date"].to_list() == ["2024-06-28"]


def test_world_bank_json(take: Callable[[str], Imported]) -> None:
    observatory, _ = take("world-bank-json")
    claims = observatory.claims()
    assert claims.sort("time_start")["modality"].to_list() == ["asserted", "forecast"]
    assert claims["quote"].str.starts_with('{"indicator"').all()


def test_comtrade(take: Callable[[str], Imported]) -> None:
    observatory, _ = take("comtrade")
    assert said(observatory) == [
        ("trade", "KAZ:exporter RUS:importer", "2021", "=10 USD =5 kg", None),
        ("trade", "KAZ:importer CHN:exporter", "2021", "=900 USD ~70 kg", None),
        ("trade", "USA:exporter KAZ:importer", "2021-05", "=500 USD", None),
    ]


def test_baci(take: Callable[[str], Imported]) -> None:
    observatory, summary = take("baci")
    assert ("trade", "KAZ:exporter CHN:importer", "2021", "=1.5005e+06 USD =20 tonne", None) in said(observatory)
    assert ("trade", "USA:exporter KAZ:importer", "2021", "=2000 USD", None) in said(observatory)
    assert list(summary.unknown) == ["998 → place:comtrade-998"]
    assert "HS 010121" in observatory.claims()["object"].to_list()


def test_imf_dots(take: Callable[[str], Imported]) -> None:
    observatory, _ = take("dots")
    assert said(observatory) == [
        ("trade", "KAZ:exporter CHN:importer", "2021-04", "~700 USD", None),
        ("trade", "KAZ:importer region:world:exporter", "2021", "=900 USD", None),
    ]
    assert observatory.claims().filter(time_start="2021-04")["time_end"].to_list() == ["2021-06"]


def test_imf_dots_with_a_column_for_each_period(take: Callable[[str], Imported]) -> None:
    observatory, _ = take("dots-wide")
    assert [row[2:4] for row in said(observatory)] == [("2020", "=1 USD"), ("2021-05", "=2 USD")]


@pytest.mark.parametrize("name", ["gdelt1", "gdelt2"])
def test_gdelt(take: Callable[[str], Imported], name: str) -> None:
    observatory, summary = take(name)
    assert said(observatory) == [
        ("conflict", "group:fisherman:attacker", "2020-01-31", "=-2.5 points =4 articles", None),
        ("meeting", "UN:participant KAZ:host", "2020-01-31", "=-2.5 points =4 articles", "held"),
        ("stance", "KAZ:holder RUS:target", "2020-01-31", "=-2.5 points =4 articles", "support"),
    ]
    assert set(observatory.claims()["confidence"].round(3)) == {0.4}
    assert [note.split(":")[1] for note in summary.notes] == [
        " the event has no CAMEO code.",
        " the event names nobody.",
    ]


def test_polecat(take: Callable[[str], Imported]) -> None:
    observatory, _ = take("polecat")
    assert said(observatory) == [
        ("conflict", "group:fishermen:side", "2022-03-05", "=-3 points", None),
        ("meeting", "KAZ:participant UZB:participant", "2022-03-04", "=1.5 points", "held"),
    ]


def test_acled(take: Callable[[str], Imported]) -> None:
    observatory, _ = take("acled")
    assert said(observatory) == [
        ("agreement", "KGZ:party TJK:party", "2022-09-19", "~0 people", "signed"),
        ("conflict", "KGZ:side TJK:side", "2022-09-16", "~3 people", None),
        ("conflict", "group:protesters-kazakhstan:side", "2022-01", "~0 people", None),
    ]
    assert any("\na second line" in quote for quote in observatory.claims()["quote"])


def test_aiddata(take: Callable[[str], Imported]) -> None:
    observatory, _ = take("aiddata")
    assert said(observatory) == [
        ("aid", "CHN:donor TJK:recipient", "2016", "=200 USD", "pledged"),
        ("investment", "CHN:investor KAZ:recipient", "2015", "=1.5e+06 USD", "pledged"),
        ("investment", "CHN:investor place:several:recipient", "2016", "=50 USD", "pledged"),
    ]


def test_vdem(take: Callable[[str], Imported]) -> None:
    observatory, summary = take("vdem")
    assert ("indicator", "KAZ:subject", "2020", "~0.2 points >0.15 points <0.25 points", None) in said(observatory)
    assert ("indicator", "YMD:subject", "1985", "=0 points", None) in said(observatory)
    assert ("indicator", "place:somaliland:subject", "2020", "=1 points", None) in said(observatory)
    assert summary.unknown == {}


def test_a_file_is_imported_once(take: Callable[[str], Imported]) -> None:
    observatory, first = take("deliveries")
    _, second = take("deliveries")
    assert not first.unchanged and second.unchanged
    assert (second.version, observatory.version) == (1, 1)


def test_again_replaces_the_claims(take: Callable[[str], Imported], tmp_path: Path) -> None:
    observatory, _ = take("deliveries")
    before = observatory.claims()["claim_id"].to_list()
    observatory.import_data("sipri-deliveries", tmp_path / "deliveries.csv", again=True)
    assert observatory.claims()["claim_id"].to_list() == before and observatory.version == 2
    assert observatory.coverage().height == 4


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    with gzip.open(tmp_path / "votes.csv.gz", "wb") as file:
        file.write(dataset_files.VOTES.encode())
    with zipfile.ZipFile(tmp_path / "bank.zip", "w") as archive:
        archive.writestr("API_NY.csv", dataset_files.WORLD_BANK)
        archive.writestr("Metadata_Country_API_NY.csv", "Country Code\nKAZ\n")
    assert observatory.import_data("un-votes", tmp_path / "votes.csv.gz").claims == 3
    summary = observatory.import_data("world-bank", tmp_path / "bank.zip")
    assert (summary.claims, summary.document) == (5, "bank.zip!/API_NY.csv")
    assert observatory.text("bank.zip!/API_NY.csv") == dataset_files.WORLD_BANK


def test_wrong_files_get_one_sentence_and_leave_nothing(tmp_path: Path) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "head.csv").write_text("t,i,j,k,v,q\n")
    (tmp_path / "book.xlsx").write_bytes(b"PK no workbook")
    for dataset, file, sentence in (
        ("baci", "other.csv", "lacks the columns t, i, j, k, v, q"),
        ("gdelt", "other.csv", "has 1 columns between tabs"),
        ("world-bank-json", "other.csv", "no list of objects"),
        ("sipri-register", "other.csv", "no rows like `R: Kazakhstan`"),
        ("baci", "empty.csv", "is empty"),
        ("baci", "head.csv", "has no rows"),
        ("sipri-milex", "book.xlsx", "cannot be read as a workbook"),
        ("baci", "nowhere.csv", "is not there"),
        ("baci", "obs", "is a folder"),
    ):
        with pytest.raises(ReadError, match=sentence):
            observatory.import_data(dataset, tmp_path / file)
    with pytest.raises(UsageError, match="Data set 'sipri' is unknown: choose from sipri-deliveries"):
        observatory.import_data("sipri", tmp_path / "other.csv")
    observatory.refresh()
    assert observatory.version == 0 and not any((tmp_path / "obs" / ".reading").iterdir())
    assert observatory.folder.tables["claims"].scan().collect().is_empty()


def test_the_page_of_data_sets_is_current() -> None:
    page = (ROOT / "docs" / "datasets.md").read_text(encoding="utf-8")
    assert page == load("write_datasets").page(), "run python scripts/write_datasets.py"
    template = (ROOT / "src/tarazy/datasets/data/mapping.toml").read_text(encoding="utf-8")
    assert template in page


def test_adding_a_data_set_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "datasets.md").read_text(encoding="utf-8")
    [code] = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    module = types.ModuleType("tarazy.datasets.sources.treaties")
    exec(compile(code, "docs/datasets.md", "exec"), module.__dict__)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    row = Dataset("treaties", "Treaties", "CSV", "agreement", "", "", "", "", "", 1, "treaties")
    monkeypatch.setattr("tarazy.datasets.importing.dataset", lambda name: row)
    (tmp_path / "treaties.csv").write_text("party1,party2,signed\n705,365,1992-05-25\n705,701,2001\n", "utf-8")
    observatory = tarazy.create(tmp_path / "obs")
    observatory.import_data("treaties", tmp_path / "treaties.csv")
    assert said(observatory) == [
        ("agreement", "KAZ:party RUS:party", "1992-05-25", "", "signed"),
        ("agreement", "KAZ:party TKM:party", "2001", "", "signed"),
    ]
    assert observatory.coverage().select("kind", "time_start", "time_end").rows() == [
        ("agreement", "1992-05-25", "2001")
    ]


@pytest.mark.parametrize("packed", [False, True])
def test_reading_again_leaves_imported_files_alone(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], packed: bool
) -> None:
    (tmp_path / "votes.txt").write_text(dataset_files.VOTES, "utf-8")
    (tmp_path / "note.txt").write_text("Kazakhstan and Uzbekistan signed an agreement in 2018.\n", "utf-8")
    given, obs = tmp_path / "votes.txt", tmp_path / "obs"
    if packed:
        given = tmp_path / "votes.zip"
        with zipfile.ZipFile(given, "w") as archive:
            archive.write(tmp_path / "votes.txt", "votes.txt")
    assert run(capfd, "import", "un-votes", given, "--into", obs).code == 0
    imported = set(tarazy.open(obs).claims()["claim_id"])
    told = run(capfd, "read", tmp_path / "votes.txt", tmp_path / "note.txt", "--into", obs)
    assert told.code == 0 and "1 file unchanged, skipped." in told.out and "other rules" not in told.out
    told = run(capfd, "read", tmp_path / "votes.txt", tmp_path / "note.txt", "--into", obs, "--again")
    assert told.code == 0 and told.out.startswith("Read 1 document,")
    assert "votes.txt is a file of the data set un-votes" in told.out and "`tarazy import un-votes" in told.out
    found = tarazy.open(obs)
    assert imported <= set(found.claims()["claim_id"])
    assert found.documents().height == 2 and found.coverage().height


def test_the_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "votes.csv").write_text(dataset_files.VOTES, "utf-8")
    code, out, _ = run(capfd, "import", "un-votes", tmp_path / "votes.csv", "--into", tmp_path / "obs")
    assert code == 0 and "6 rows" in out and "3 claims" in out and "the state was absent" in out
    code, out, _ = run(capfd, "import", "un-votes", tmp_path / "votes.csv", "--into", tmp_path / "obs")
    assert code == 0 and "is there already, skipped" in out
    code, out, _ = run(capfd, "import", "--list")
    assert code == 0 and all(name in out for name in datasets())
    code, out, _ = run(capfd, "import", "--template", "table")
    assert code == 0 and "[[claim]]" in out
    for arguments, sentence in (
        (("import", "un-votes", tmp_path / "votes.csv"), "--into OBS is missing"),
        (("import", "sipri", tmp_path / "votes.csv", "--into", tmp_path / "obs"), "Data set 'sipri' is unknown"),
        (("import", "un-votes", tmp_path / "none.csv", "--into", tmp_path / "obs"), "none.csv is not there"),
        (("import", "table", tmp_path / "votes.csv", "--into", tmp_path / "obs"), "--template table"),
    ):
        code, _, err = run(capfd, *arguments)
        assert code == 2 and sentence in err and "Traceback" not in err
    code, _, err = run(capfd, "import", "baci", tmp_path / "votes.csv", "--into", tmp_path / "obs")
    assert code == 1 and "lacks the columns" in err
