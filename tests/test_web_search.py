"""Search: actors across languages, words in any form, slips, suggestions; the distance of words that it rests on."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import web_page
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tarazy.observatory import Observatory
from tarazy.web import library, passages, tables
from tarazy.web.seeking import seeker_of
from tarazy.web.spelling import Spelling, distances


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    return web_page.observatory(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def page(obs: Observatory) -> TestClient:
    return web_page.client(obs.path)


def search(page: TestClient, words: str, **query: Any) -> Any:
    return web_page.ask(page, "search", q=words, **query)


def languages(found: Any) -> set[str]:
    return {one["language"] for one in found["passages"]}


@pytest.mark.parametrize("name", ["Қазақстан", "казахстан", "KAZAKHSTAN", "Казахстана", "Қазақстанның"])
def test_a_name_in_one_language_finds_what_is_said_in_all(page: TestClient, obs: Observatory, name: str) -> None:
    found = search(page, name)
    assert found["terms"][0]["actor"] == found["actors"][0]["actor"] == "KAZ"
    assert found["claims_total"] == obs.claims(actor="KAZ").height == 7
    assert languages(found) == {"kk", "ru", "en"} == {one["language"] for one in found["claims"]}
    assert found["passages_by"] == {"kk": 2, "ru": 2, "en": 3}


def test_words_are_found_in_any_form_and_not_within_others(page: TestClient) -> None:
    found = search(page, "соглашения")
    assert [one["document"] for one in found["passages"]] == ["соглашение.ru.txt"]
    assert "соглашение" in found["forms"]
    # «су» is a word of its own, and not the beginning of «сумма» or a part of «Русь».
    assert languages(search(page, "су")) == {"kk"}
    assert search(page, "agreements corridor")["claims_total"] == 1


def test_each_result_says_where_it_stands(page: TestClient, obs: Observatory) -> None:
    for one in search(page, "Турция")["passages"]:
        text = obs.text(one["document_id"])
        assert text[one["start"] : one["end"]] == one["text"]
        claim = page.get(f"/api/claims/{one['claim_id']}").json()
        assert one["start"] <= claim["start"] and claim["end"] <= one["end"]


def test_a_passage_leads_to_what_a_person_added_there(tmp_path: Path) -> None:
    made = web_page.observatory(tmp_path)
    page = web_page.client(made.path)
    [heading] = search(page, "Middle")["passages"]
    assert heading["claim_id"] is None
    evidence = {"start": heading["start"], "end": heading["end"], "quote": heading["text"]}
    slots = {"kind": "meeting", "participants": [{"actor": "KAZ", "role": "participant"}], "evidence": evidence}
    ruling = {"action": "add-claim", "left": heading["document_id"], "right": None, "value": slots}
    added = page.post("/api/decisions", json={"rulings": [ruling]}).json()["added"]
    assert [search(page, "Middle")["passages"][0]["claim_id"]] == added


def test_until_words_have_their_index_only_actors_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_SMALL", 0)
    monkeypatch.setattr(passages, "_SMALL", 0)
    monkeypatch.setattr(library, "_warm", lambda frames: None)
    page = web_page.client(web_page.observatory(tmp_path).path)
    found = search(page, "Қазақстан")
    assert not found["words_ready"] and found["claims_total"] == 7 and not found["passages"]
    found = search(page, "agreemnet")
    assert not found["words_ready"] and not found["claims_total"] and not found["mended"]
    seeker_of(page.app.state.library.frames()).warm()  # type: ignore[attr-defined]
    found = search(page, "agreemnet")
    assert found["words_ready"] and found["passages"] and found["mended"]


@pytest.mark.parametrize(
    ("wrong", "right", "actor"),
    [("казхастан", "казахстан", "KAZ"), ("agreemnet", "agreement", None), ("қырғызстн", "қырғызстан", "KGZ")],
)
def test_slips_are_forgiven_and_told(page: TestClient, wrong: str, right: str, actor: str | None) -> None:
    found = search(page, wrong)
    assert found["mended"] == [{"word": wrong, "taken": right}]
    assert found["terms"][0]["actor"] == actor and found["claims_total"] > 0


def test_nothing_is_made_up(page: TestClient) -> None:
    for words in ("zzzqqq", "!!!", "🚀", "zz"):
        found = search(page, words)
        assert not found["claims"] and not found["passages"] and not found["actors"] and not found["mended"], words


def test_what_has_most_of_the_words_stands_in_for_all_of_them(page: TestClient) -> None:
    assert search(page, "Kazakhstan corridor")["partial"] is False
    found = search(page, "corridor aircraft Kyrgyzstan")
    assert found["partial"] is True and found["claims_total"] >= 1


def test_the_selection_narrows_what_is_found(page: TestClient) -> None:
    found = search(page, "Қазақстан", language="ru")
    assert languages(found) == {"ru"} and found["claims_total"] == 2
    assert search(page, "Қазақстан", source="су.kk.txt")["passages_by"] == {"kk": 2}
    # Words of the selection are left aside: the field has its own.
    found = page.get("/api/search", params={"q": "Қазақстан", "words": "nothing"}).json()
    assert found["claims_total"] == 7


def test_suggestions_while_typing(page: TestClient) -> None:
    def suggested(words: str, **query: str) -> list[tuple[str, str]]:
        found = page.get("/api/search/suggest", params={"q": words, **query}).json()["suggestions"]
        return [(one["what"], one["text"]) for one in found]

    assert suggested("каз", lang="kk")[0] == ("actor", "Қазақстан")
    assert ("word", "agreement") in suggested("agr")
    assert ("word", "kazakhstan aircraft") in suggested("kazakhstan air")
    assert ("word", "uzbekistan aircraft") not in suggested("uzbekistan air")
    assert ("document", "The Middle Corridor 🚂 and its partners") in suggested("middle")
    assert suggested("?") == []
    # What an actor is called besides its names, and a beginning with a slip, lead to it as well.
    assert (
        suggested("eae", lang="ru")[0] == suggested("еаэ", lang="ru")[0] == ("actor", "Евразийский экономический союз")
    )
    assert suggested("казхас", lang="en")[0] == ("actor", "Kazakhstan")
    assert suggested("zzzqqq") == []


def test_what_hyphens_join_is_each_looked_for(page: TestClient) -> None:
    found = search(page, "Казахстан-Турция")
    assert [one["actor"] for one in found["terms"]] == ["KAZ", "TUR"] and found["claims_total"] == 2


def test_words_that_nothing_has_are_named(page: TestClient) -> None:
    found = search(page, "zzzqqq corridor")
    assert (found["partial"], found["missing"]) == (True, ["zzzqqq"]) and found["claims_total"]
    assert search(page, "corridor")["missing"] == []


def _plain(a: str, b: str) -> int:
    """Optimal string alignment, letter by letter."""
    rows = [[i + j if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            cost = a[i - 1] != b[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(
    st.text("абқx", min_size=1, max_size=7), st.lists(st.text("абқx", min_size=4, max_size=4), min_size=1, max_size=5)
)
def test_distances_are_those_counted_letter_by_letter(word: str, words: list[str]) -> None:
    letters = np.array(words, dtype="<U4").view(np.uint32).reshape(len(words), 4)
    assert distances(word, letters).tolist() == [_plain(word, one) for one in words]


def test_near_words_keep_to_the_slips_that_are_forgiven() -> None:
    words = ["transit", "transits", "transition", "treaty", "tea"]
    assert dict(Spelling(words).near("trasnit")) == {0: 1}
    assert dict(Spelling(words).near("transitt")) == {0: 1, 1: 1}
    assert not dict(Spelling(words).near("tea"))


def test_documents_are_found_by_the_beginnings_of_words_in_any_order(page: TestClient) -> None:
    def named(words: str) -> list[str]:
        return [one["name"] for one in search(page, words)["documents"]]

    assert named("partners corridor") == named("midd part") == ["corridor.en.txt"]
    # «су» begins «су.kk.txt», and is only a part of other words.
    assert named("су") == ["су.kk.txt"] and named("artners") == []
