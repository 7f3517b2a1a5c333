"""Sources told apart: what is measured of some of them alone, and data sets that tell the same things."""

from pathlib import Path

import dataset_files
import pytest
from command_line import run

import tarazy
from tarazy.datasets.catalogue import datasets, one_of_each_family
from tarazy.errors import UsageError

WEIGHED = {"kind": "transfer", "measure": "quantity", "unit": "TIV", "direction": "in", "draws": 0}


@pytest.fixture(scope="module", params=[False, True], ids=["as imported", "resolved"])
def obs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tarazy.Observatory:
    folder = tmp_path_factory.mktemp("sources")
    made = tarazy.create(folder / "obs")
    tanks = "Tajikistan,Russia,2018,,2,,Y-5,tank,1,,2019,New,,3,6,3\n"
    for name, text in (("sipri-deliveries", dataset_files.DELIVERIES), ("sipri-orders", dataset_files.ORDERS + tanks)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        made.import_data(name, folder / f"{name}.csv")
    if request.param:
        made.resolve()
    return made


def shares(observatory: tarazy.Observatory, actor: str, source: str | None = None) -> dict[str, float]:
    found = observatory.measure("shares", actor, source=source, **WEIGHED)
    return {row["partner"]: row["share"] for row in found.iter_rows(named=True) if row["partner"]}


def test_what_two_data_sets_tell_counts_once(obs: tarazy.Observatory) -> None:
    assert obs.told_twice() == {"sipri-orders": "sipri-deliveries"}
    assert shares(obs, "KAZ") == {"TUR": 1.0}


def test_where_the_first_data_set_does_not_reach_the_other_counts(obs: tarazy.Observatory) -> None:
    assert shares(obs, "TJK") == {"RUS": 1.0}


def test_an_order_is_no_delivery(obs: tarazy.Observatory) -> None:
    found = obs.ties("quantity", kind="transfer", source="sipri-orders")
    tiv = found.filter(unit="TIV").select("source", "target", "weight").rows()
    assert sorted(tiv) == [("ESP", "KAZ", 40e6), ("RUS", "TJK", 3e6)]
    assert obs.ties("count", kind="transfer", source="sipri-orders").filter(source="ESP").height >= 2


def test_sources_that_are_named_count_alone(obs: tarazy.Observatory) -> None:
    assert shares(obs, "KAZ", "sipri-orders") == shares(obs, "KAZ", "sipri-orders.csv") == {"ESP": 1.0}
    both = shares(obs, "KAZ", source=["sipri-orders", "sipri-deliveries"])  # type: ignore[arg-type]
    assert both == {"TUR": pytest.approx(12 / 52), "ESP": pytest.approx(40 / 52)}
    assert shares(obs, "KAZ", "texts") == {}


def test_a_source_that_is_not_there_is_named(obs: tarazy.Observatory) -> None:
    with pytest.raises(UsageError, match=r"no source 'atop'.*import it first"):
        obs.ties(source="atop")
    with pytest.raises(UsageError, match=r"no source 'x'.*name a document"):
        obs.ties(source="x")


def test_the_command_says_what_counts_once(obs: tarazy.Observatory, capfd: pytest.CaptureFixture[str]) -> None:
    asked = ("measure", obs.path, "shares", "KAZ", "--kind", "transfer", "--by", "quantity", "--unit", "TIV")
    done = run(capfd, *asked, "--direction", "in")
    assert "Türkiye" in done.out and "Spain" not in done.out
    assert "sipri-orders tells what sipri-deliveries tells" in done.err
    alone = run(capfd, *asked, "--direction", "in", "--source", "sipri-orders")
    assert "Spain" in alone.out and "tells what" not in alone.err


def test_texts_do_not_shift_the_figures_of_a_data_set(tmp_path: Path) -> None:
    file = tmp_path / "deliveries.csv"
    file.write_text(dataset_files.DELIVERIES, encoding="utf-8")
    alone, beside = tarazy.create(tmp_path / "alone"), tarazy.create(tmp_path / "beside")
    text = tmp_path / "a.txt"
    text.write_text(
        "In 2021 Türkiye delivered armed drones of the type X-1 to Kazakhstan. In 2021 Azerbaijan and Türkiye delivered four "
        "drones of the type X-1 to Kazakhstan and Uzbekistan.",
        encoding="utf-8",
    )
    beside.read([text])
    for one in (alone, beside):
        one.import_data("sipri-deliveries", file)
        one.resolve()
    assert beside.claims(kind="transfer").height > alone.claims(kind="transfer").height
    assert shares(beside, "KAZ") == shares(alone, "KAZ") == {"TUR": 1.0}
    assert shares(beside, "UZB") == shares(alone, "UZB")


def test_families_are_data_sets_and_each_is_in_one() -> None:
    assert one_of_each_family(datasets()) and set(one_of_each_family(datasets())) < set(datasets())
    assert one_of_each_family(["sipri-register", "sipri-tiv"]) == {"sipri-register": "sipri-tiv"}
    assert one_of_each_family(["gdelt", "sipri-tiv"]) == {}


def test_sources_of_an_observatory(obs: tarazy.Observatory, tmp_path: Path) -> None:
    assert obs.sources().rows()[0][1:] == ("sipri-deliveries.csv", "sipri-deliveries")
