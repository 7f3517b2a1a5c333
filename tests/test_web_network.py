"""The network of the selection: the same ties as everywhere, with communities that depend on the ties alone."""

import csv
import io
import random

import pytest
import web_page
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from web_page import ask

from tarazy.web.views.network import _communities
from tarazy.web.views.ties import Edge


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return web_page.client(web_page.observatory(tmp_path_factory.mktemp("web")).path)


def test_it_is_the_ties_with_communities(page: TestClient) -> None:
    found, ties = ask(page, "network", lang="ru"), ask(page, "ties", lang="ru")
    assert found["edges"] == ties["edges"]
    assert found["total"] == ties["total"] == len(ties["edges"]) > 0
    bare = [{key: value for key, value in node.items() if key != "community"} for node in found["nodes"]]
    assert bare == ties["nodes"]
    assert {"Казахстан", "Китай"} <= {node["name"] for node in found["nodes"]}
    labels = {node["community"] for node in found["nodes"]}
    assert labels == set(range(len(labels)))
    assert -0.5 <= found["modularity"] <= 1


def test_it_follows_the_selection(page: TestClient) -> None:
    of_turkey = ask(page, "network", actor="TUR")
    assert {node["actor"] for node in of_turkey["nodes"]} == {"KAZ", "TUR"}
    assert {node["community"] for node in of_turkey["nodes"]} == {0}
    nothing = ask(page, "network", words="ешқашан")
    assert (nothing["total"], nothing["nodes"], nothing["edges"], nothing["modularity"]) == (0, [], [], None)


def test_the_weightiest_edges_come_first_and_the_rest_is_counted(page: TestClient) -> None:
    found, everything = ask(page, "network", limit=2), ask(page, "network")
    assert found["edges"] == everything["edges"][:2]
    assert found["total"] == everything["total"] > 2
    ends = {edge[end] for edge in found["edges"] for end in ("source", "target")}
    assert {node["actor"] for node in found["nodes"]} == ends


def test_money_and_a_unit_that_is_not_there(page: TestClient) -> None:
    found = ask(page, "network", measure="amount")
    assert found["unit"] == "USD"
    assert all(edge["weight"] > 1e9 for edge in found["edges"])
    answer = page.get("/api/network", params={"measure": "amount", "unit": "talents"})
    assert answer.status_code == 400
    assert "talents" in answer.json()["detail"]


def test_as_a_file_each_tie_is_a_row(page: TestClient) -> None:
    answer = page.get("/api/network", params={"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert answer.text == page.get("/api/ties", params={"format": "csv"}).text
    assert {"source", "target", "domain", "weight"} <= rows[0].keys()


def edge(source: str, target: str, weight: float = 1) -> Edge:
    return Edge(source=source, target=target, directed=False, weight=weight, records=1, domains=[])


def clique(*names: str) -> list[Edge]:
    return [edge(one, other) for at, one in enumerate(names) for other in names[at + 1 :]]


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_communities_do_not_depend_on_the_order(chance: random.Random) -> None:
    edges = [*clique(*"ABCD"), *clique(*"PQR"), edge("A", "P", 0.5)]
    chance.shuffle(edges)
    edges = [edge(one.target, one.source, one.weight) if chance.random() < 0.5 else one for one in edges]
    actors = list("ABCDPQR")
    chance.shuffle(actors)
    labels, quality = _communities(actors, edges)
    by_actor = dict(zip(actors, labels, strict=True))
    assert [by_actor[one] for one in "ABCDPQR"] == [0, 0, 0, 0, 1, 1, 1]
    # Two cliques of weights 6 and 3, half a weight between them: 9/9.5 − ((12.5/19)² + (6.5/19)²).
    assert quality == pytest.approx(0.3975, abs=1e-4)
