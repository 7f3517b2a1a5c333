"""The data files beside the repository, where they are, and imports that are killed."""

import random
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import dataset_files
import polars as pl
import pytest

import tarazy
from tarazy.datasets.catalogue import datasets
from tarazy.datasets.names import Names, table
from tarazy.store.cleaning import clean

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"


def there(name: str) -> Path:
    if not (DATA / name).exists():
        pytest.skip(f"{DATA / name} is not there: the file of its publisher is no part of the repository")
    return DATA / name


def shares(claims: pl.DataFrame, recipient: str, first: int, last: int) -> dict[str, float]:
    """Each supplier's share of the TIV delivered to a recipient."""
    sums: dict[str, float] = defaultdict(float)
    for row in claims.filter(stage="delivered").iter_rows(named=True):
        who = {p["role"]: p["actor"] for p in row["participants"]}
        if who["recipient"] == recipient and first <= int(row["time_start"]) <= last:
            sums[who["supplier"]] += sum(q["value"] for q in row["quantities"] if q["unit"] == "TIV")
    whole = sum(sums.values())
    return {supplier: amount / whole for supplier, amount in sums.items()}


def test_shares_of_arms_deliveries_from_the_claims(tmp_path: Path) -> None:
    file = there("sipri/deliveries-central-asia.csv")
    observatory = tarazy.create(tmp_path / "obs")
    summary = observatory.import_data("sipri-deliveries", file)
    assert (summary.rows, summary.claims, summary.malformed, summary.unknown) == (330, 330, 0, {})
    claims = observatory.claims()
    for recipient, first, last, expected, hhi in (
        ("KAZ", 2019, 2023, {"RUS": 0.940}, 0.885),
        ("KAZ", 2014, 2018, {"RUS": 0.862, "ESP": 0.059}, 0.748),
        ("UZB", 2019, 2023, {"RUS": 0.663, "FRA": 0.262, "TUR": 0.070}, 0.514),
    ):
        found = shares(claims, recipient, first, last)
        assert {key: round(found[key], 3) for key in expected} == expected
        assert round(sum(share**2 for share in found.values()), 3) == hhi
    covered = observatory.coverage().filter(actor="KGZ").select("time_start", "time_end").rows()
    assert (
        shares(claims.filter(pl.col("time_start").is_between(pl.lit("2024"), pl.lit("2030"))), "KGZ", 2010, 2014) == {}
    )
    assert covered == [("2000", "2023")]


def test_orders_beside_deliveries(tmp_path: Path) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    summary = observatory.import_data("sipri-orders", there("sipri/orders-central-asia.csv"))
    assert (summary.rows, summary.malformed, summary.unknown) == (239, 0, {})
    assert observatory.claims().filter(stage="ordered").height == 239


def test_alliances_of_a_year(tmp_path: Path) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    file = there("atop/alliance-dyads-2012.csv")
    summary = observatory.import_data("atop", file)
    assert summary.rows == 8092 and summary.unknown == {}
    given = pl.read_csv(file)
    duties = [name for name in given.columns if name.startswith("atop_")]
    assert summary.claims == int(given.select(pl.sum_horizontal(pl.col(duties)).sum()).item())


def test_every_state_of_2012_has_its_actor() -> None:
    codes = pl.read_csv(there("atop/states-2012.csv"))["ccode"].cast(pl.String)
    names = Names()
    actors = names.actors(codes, ("cow",), pl.Series(["2012"] * len(codes)))
    assert actors.n_unique() == len(codes) and not names.unknown


def test_published_ideal_points(tmp_path: Path) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    summary = observatory.import_data("un-ideal-points", there("un-ideal-points/IdealpointestimatesAll_Apr2020.csv"))
    assert (summary.rows, summary.malformed, summary.unknown) == (10469, 0, {})
    russia = observatory.claims(actor="RUS").sort("time_start")
    soviet = observatory.claims(actor="SUN").sort("time_start")
    assert soviet["time_start"][-1] == "1991" and russia["time_start"][0] == "1992"


def test_the_codes_of_states_change_with_the_year() -> None:
    names = Names()
    years = pl.Series(["1950", "1991", "1992", "1920"])
    assert names.actors(pl.Series(["365"] * 4), ("cow",), years).to_list() == ["SUN", "SUN", "RUS", "RUS"]
    assert names.actors(pl.Series(["345", "345.0"]), ("cow",), pl.Series(["1980", "2010"])).to_list() == ["YUG", "SRB"]
    assert names.actors(pl.Series(["842", "699"]), ("comtrade",)).to_list() == ["USA", "IND"]
    assert names.actors(pl.Series(["Kyrgyz Republic", "KOREA, REP.", "Cote d'Ivoire"])).to_list() == [
        "KGZ",
        "KOR",
        "CIV",
    ]
    assert not names.unknown


def test_every_row_of_the_tables_of_names_leads_to_an_actor() -> None:
    from tarazy.codebook.vocabulary import ACTOR_ID

    for row in (*table("codes"), *table("names"), *table("actors")):
        assert ACTOR_ID.fullmatch(row["actor"]), row
    known = {one.names for one in datasets().values()} | {"*"}
    assert {row["source"] for row in table("names")} <= known
    codes = [(row["system"], row["code"], row["from"]) for row in table("codes")]
    assert len(codes) == len(set(codes))


def test_killed_imports_leave_nothing(tmp_path: Path) -> None:
    row = dataset_files.gdelt(58).split("\n")[0]
    file = tmp_path / "many.export.CSV"
    file.write_text((row + "\n") * 150_000, "utf-8")
    path = tmp_path / "obs"
    tarazy.create(path)
    line = (
        "import sys, tarazy; o = tarazy.open(sys.argv[1]); print('go', flush=True); o.import_data('gdelt', sys.argv[2])"
    )
    chance, killed = random.Random(7), 0
    for number in range(5):
        child = subprocess.Popen([sys.executable, "-c", line, str(path), str(file)], stdout=subprocess.PIPE)
        assert child.stdout is not None and child.stdout.readline() == b"go\n"
        time.sleep(chance.uniform(0, 0.25) * (number + 1))
        killed += child.poll() is None
        child.kill()
        child.wait()
        child.stdout.close()
        documents = tarazy.open(path).documents()
        assert documents.height in (0, 1)
        assert tarazy.open(path).claims().height == 150_000 * documents.height
    assert killed
    observatory = tarazy.open(path)
    observatory.import_data("gdelt", file)
    clean(observatory.folder, grace=0)
    assert observatory.claims().height == 150_000
    assert observatory.folder.tables["claims"].scan().select(pl.len()).collect().item() == 150_000
    assert len("".join([observatory.text("many.export.CSV")])) == file.stat().st_size
    assert not list((path / ".reading").iterdir())
