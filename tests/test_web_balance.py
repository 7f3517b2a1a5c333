"""The balance on the page is that of `tarazy measure`, and the records behind a figure are those that it is made of."""

from typing import Any

import dataset_files
import pytest
import web_page
from fastapi.testclient import TestClient
from web_page import ask

import tarazy
from tarazy.codebook.vocabulary import DOMAINS
from tarazy.observatory import Observatory

TIV = {"kind": "transfer", "by": "quantity", "unit": "TIV", "direction": "in"}
TEXT = (
    "In 2021 Türkiye delivered armed drones of the type X-1 to Kazakhstan. In 2021 Azerbaijan and Türkiye delivered four "
    "drones of the type X-1 to Kazakhstan and Uzbekistan. In 2015 Kazakhstan joined the World Trade Organization."
)


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    return web_page.observatory(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def page(obs: Observatory) -> TestClient:
    return web_page.client(obs.path)


@pytest.fixture(scope="module")
def arms(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    """Deliveries and orders of arms, which tell the same things, beside a text."""
    folder = tmp_path_factory.mktemp("arms")
    made = tarazy.create(folder / "obs")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    made.read([folder / "a.txt"])
    for name, text in (("sipri-deliveries", dataset_files.DELIVERIES), ("sipri-orders", dataset_files.ORDERS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        made.import_data(name, folder / f"{name}.csv")
    made.resolve()
    return made


@pytest.fixture(scope="module")
def arms_page(arms: Observatory) -> TestClient:
    return web_page.client(arms.path)


def figures(rows: list[dict[str, Any]], *names: str) -> dict[Any, Any]:
    cells = {
        tuple(row.get(key) for key in ("actor", "domain", "unit", "start", "partner", "pole") if key in row): {
            name: row[name] if row[name] is None else pytest.approx(row[name]) for name in names
        }
        for row in rows
    }
    assert len(cells) == len(rows)
    return cells


@pytest.mark.parametrize("actor", ["KAZ", "UZB"])
@pytest.mark.parametrize("source", [None, "sipri-orders.csv", "a.txt"])
def test_what_several_sources_tell_counts_as_on_the_command_line(
    arms: Observatory, arms_page: TestClient, actor: str, source: str | None
) -> None:
    settings = {"kind": "transfer", "measure": "quantity", "unit": "TIV", "direction": "in"}
    asked = TIV | ({"source": source} if source else {})
    for name, columns in (("shares", ("weight", "share")), ("balance", ("total", "hhi", "balance"))):
        told = arms.measure(name, actor, source=source, **settings).to_dicts()
        shown = ask(arms_page, f"measures/{name}", actor=actor, **asked)["rows"]
        assert figures(shown, *columns) == figures(told, *columns), name
        assert [row["records"] for row in shown] == [row["records"] for row in told]
    both = ask(arms_page, "balance", actor=actor, **asked)
    told = arms.measure("balance", actor, source=source, **settings).to_dicts()
    assert figures(both["figures"], "total", "balance") == figures(told, "total", "balance")


def test_orders_do_not_count_beside_deliveries_and_the_page_says_so(arms_page: TestClient) -> None:
    found = ask(arms_page, "balance", actor="KAZ", **TIV)
    assert [(row["partner"], row["share"]) for row in found["shares"]] == [("TUR", 1.0)]
    assert found["left_out"] == [{"source": "sipri-orders", "kept": "sipri-deliveries"}]
    assert found["units"][0] == {"unit": "TIV", "name": "TIV", "ties": 1}
    orders = ask(arms_page, "balance", actor="KAZ", source="sipri-orders.csv", **TIV)
    assert [(row["partner"], row["share"]) for row in orders["shares"]] == [("ESP", 1.0)]
    assert orders["left_out"] == []


def test_money_is_not_asked_for_as_a_quantity(arms_page: TestClient) -> None:
    told = ask(arms_page, "balance", 400, actor="KAZ", by="amount", unit="TIV")
    assert "TIV is no money" in told["detail"]


def test_settings_are_those_of_the_command_line(obs: Observatory, page: TestClient) -> None:
    weights = {"transport": 3.0, "economy": 1.0}
    told = obs.measure("balance", "KAZ", start=1995, end=2024, every=10, among="state", weights=weights).to_dicts()
    words = "transport:3," + ",".join(f"{one}:0" for one in DOMAINS if one not in weights)
    shown = ask(page, "balance", actor="KAZ", every=10, among="state", weights=words, **{"from": "1995", "to": "2024"})[
        "figures"
    ]
    names = ("ties", "total", "hhi", "balance", "balance_low", "balance_high", "weight_known")
    assert figures(shown, *names) == figures(
        [{"weight_known": None, **row} for row in told if row["domain"] != "composite"]
        + [row for row in told if row["domain"] == "composite"],
        *names,
    )
    assert any(row["domain"] == "composite" for row in shown)


def test_what_the_selection_leaves_out_does_not_count(page: TestClient) -> None:
    assert {row["domain"] for row in ask(page, "balance", actor="KAZ")["figures"]} >= {"transport", "water"}
    for narrow in ({"domain": "water"}, {"words": "су", "language": "kk", "confidence": 0.7}):
        found = ask(page, "balance", actor="KAZ", **narrow)
        assert [(row["partner"], row["share"]) for row in found["shares"]] == [("UZB", 1.0)], narrow


def test_poles_share_what_their_members_share(page: TestClient) -> None:
    found = ask(page, "balance", actor="KAZ")
    whole: dict[Any, float] = {}
    for row in found["poles"]:
        key = row["domain"], row["start"]
        whole[key] = whole.get(key, 0) + row["share"]
        mine = [
            one["share"] for one in found["shares"] if (one["domain"], one["start"], one["pole"]) == (*key, row["pole"])
        ]
        assert row["share"] == pytest.approx(sum(mine)) and row["share_low"] <= row["share"] <= row["share_high"]
    assert whole and all(one == pytest.approx(1) for one in whole.values())


def test_a_figure_opens_the_records_that_it_is_made_of(obs: Observatory, page: TestClient) -> None:
    told = obs.measure("shares", "KAZ", every=10, start=1995, end=2024)
    whole = ask(page, "balance", actor="KAZ", every=10, **{"from": "1995", "to": "2024"})
    checked = 0
    for row in whole["shares"]:
        if row["partner"] is None:
            continue
        cell = {
            "whose": "KAZ",
            "within": row["domain"],
            "year": row["start"],
            "every": 10,
            "from": "1995",
            "to": "2024",
        }
        mine = told.filter(domain=row["domain"], start=row["start"], partner=row["partner"])["records"].to_list()
        behind = ask(page, "balance/records", actor="KAZ", partner=row["partner"], **cell)
        assert [sorted(one["record_id"] for one in behind["records"])] == mine
        assert behind["total"] == row["records"] == len(mine[0])
        partners = ask(page, "balance/partners", actor="KAZ", **cell)
        assert {one["partner"] for one in partners["shares"]} == set(
            told.filter(domain=row["domain"], start=row["start"])["partner"]
        )
        everything = ask(page, "balance/records", actor="KAZ", **cell)
        assert everything["total"] == partners["figure"]["records"] >= behind["total"]
        checked += 1
    assert checked >= 5


def test_a_cell_that_is_not_there_is_told(page: TestClient) -> None:
    told = ask(page, "balance/partners", 404, actor="KAZ", whose="KAZ", within="defence", year=1900)
    assert "no cell of KAZ in defence from 1900" in told["detail"]
    for nobody in ("", "QQQ"):
        told = ask(page, "balance/records", 400, actor="KAZ", whose=nobody, within="composite", year=1998)
        assert f"actor {nobody!r} is unknown" in told["detail"]


def test_measures_of_claims_are_those_of_the_selection(arms: Observatory, arms_page: TestClient) -> None:
    told = arms.measure("middle-power-evidence", "KAZ").to_dicts()
    assert ask(arms_page, "measures/middle-power-evidence", actor="KAZ")["rows"] == told
    assert sum(row["claims"] for row in told) > 0
    none = ask(arms_page, "measures/middle-power-evidence", actor="KAZ", language="ru")["rows"]
    assert sum(row["claims"] for row in none) == 0
    refused = ask(arms_page, "measures/trend", 400, actor="KAZ", weights="water:2")
    assert "has no setting 'weights'" in refused["detail"]
