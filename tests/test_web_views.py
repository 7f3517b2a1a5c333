"""What views are made of: each page's data at its own address, pages of actors, dyads and records, and their files."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import web_page
from fastapi.testclient import TestClient
from web_page import ask

from tarazy.web.views import actors

VIEWS = Path(__file__).parent.parent / "web" / "src" / "views"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return web_page.client(web_page.observatory(tmp_path_factory.mktemp("web")).path)


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))


def test_every_page_has_its_data_at_its_own_address(page: TestClient) -> None:
    steps = {
        ":actor": "KAZ",
        ":left": "KAZ",
        ":right": "TUR",
        ":record": ask(page, "records")["records"][0]["record_id"],
        ":id": ask(page, "documents")["documents"][0]["document_id"],
    }
    paths = [re.search(r"path: '([^']+)'", file.read_text(encoding="utf-8")) for file in VIEWS.glob("*/view.ts")]
    found = sorted(one[1] for one in paths if one)
    assert len(found) >= 17
    # What is uploaded are files, not data to be asked for.
    for path in set(found) - {"/upload"}:
        for step, value in steps.items():
            path = path.replace(step, value)
        answer = page.get(path, params={"q": "Kazakhstan", "actor": "KAZ"}, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json"), path


@pytest.mark.parametrize(
    ("own", "api"), [("/map", "/api/ties"), ("/conflicts", "/api/findings"), ("/", "/api/overview")]
)
def test_pages_of_another_name_give_the_same_files(page: TestClient, own: str, api: str) -> None:
    query = {"format": "csv", "actor": "KAZ"}
    assert rows(page.get(own, params=query)) == rows(page.get(api, params=query)) != []


def test_files_of_an_actor_and_a_dyad_have_the_cells_of_the_page(page: TestClient) -> None:
    for address in ("actors/KAZ", "dyads/KAZ/TUR"):
        cells = ask(page, address, domain=["transport", "water"])["cells"]
        file = rows(page.get(f"/{address}", params={"format": "csv", "domain": ["transport", "water"]}))
        assert [{**one, "year": int(one["year"]), "count": int(one["count"])} for one in file] == cells
    assert {(one["domain"], one["year"], one["count"]) for one in ask(page, "actors/KAZ")["cells"]} >= {
        ("transport", 2022, 1),
        ("water", 1998, 1),
    }


def test_a_file_of_a_record_has_its_claims(page: TestClient) -> None:
    record = next(one for one in ask(page, "records")["records"] if one["claims"] == 2)
    claims = ask(page, f"records/{record['record_id']}")["claims"]
    file = rows(page.get(f"/records/{record['record_id']}", params={"format": "csv"}))
    assert [one["claim_id"] for one in file] == [one["claim_id"] for one in claims]
    assert [one["quote"] for one in file] == [one["quote"] for one in claims]


def test_what_one_actor_is_to_another(page: TestClient) -> None:
    # Kazakhstan's ties: a record each with Türkiye, China, Russia, Uzbekistan and Kyrgyzstan; Türkiye's: that one.
    to_kaz, to_tur = ask(page, "dyads/KAZ/TUR")["standings"]
    assert to_kaz == {"actor": "TUR", "place": 1, "partners": 5, "weight": 1.0, "total": 5.0}
    assert to_tur == {"actor": "KAZ", "place": 1, "partners": 1, "weight": 1.0, "total": 1.0}
    assert [one["place"] for one in ask(page, "dyads/UZB/TUR")["standings"]] == [0, 0]
    # A selection counts for both.
    assert ask(page, "dyads/KAZ/TUR", domain="transport")["standings"][0]["partners"] == 1


def test_a_chronology_has_what_has_no_date(page: TestClient) -> None:
    [row] = ask(page, "dyads/KAZ/KGZ")["latest"]
    assert (row["time_start"], row["time_end"], row["kind"]) == (None, None, "trade")


def test_ties_that_are_no_facts_stand_alone(page: TestClient) -> None:
    def pairs(**query: Any) -> set[tuple[str, str]]:
        found = [
            {(one["source"], one["target"]) for one in ask(page, address, **query)["edges"]}
            for address in ("ties", "network")
        ]
        assert found[0] == found[1]
        return found[0]

    facts = pairs()
    assert ("UZB", "EAEU") not in facts and len(facts) == 6
    assert pairs(modality="forecast") == pairs(modality=["planned", "forecast"]) == {("UZB", "EAEU")}
    assert pairs(modality="planned") == set()
    # They never mix with facts.
    assert pairs(modality=["asserted", "forecast"]) == facts


def test_direction_of_ties(page: TestClient) -> None:
    edges = {(one["source"], one["target"]): one["directed"] for one in ask(page, "ties")["edges"]}
    assert edges["RUS", "KAZ"] is True
    assert edges.get(("KAZ", "TUR"), edges.get(("TUR", "KAZ"))) is False


@pytest.mark.parametrize(
    ("language", "why", "when"),
    [
        ("en", "nothing known since", "2001"),
        ("ru", "позднее ничего не известно", "2001 г."),
        ("kk", "одан кейін мәлімет жоқ", "2001 жыл"),
    ],
)
def test_memberships_tell_why(
    page: TestClient, monkeypatch: pytest.MonkeyPatch, language: str, why: str, when: str
) -> None:
    def members(*_: Any, **__: Any) -> pl.DataFrame:
        row = {
            "organisation": "SCO",
            "answer": "unknown",
            "stage": "member",
            "basis": "later",
            "last_known": "2001",
            "records": ["r"],
        }
        return pl.DataFrame([row])

    monkeypatch.setattr(actors, "members_on", members)
    [found] = ask(page, "actors/KAZ/memberships", lang=language, on="2020", kind="trade")["memberships"]
    assert (found["why"], found["when"]) == (why, when)


def test_objects_are_told_in_the_language(page: TestClient) -> None:
    told = {lang: ask(page, "records", kind="presence", lang=lang)["records"][0]["told"] for lang in ("en", "ru", "kk")}
    assert {lang: one["object"] for lang, one in told.items()} == {"en": "base", "ru": "база", "kk": "база"}
