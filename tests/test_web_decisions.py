"""Rulings on the page: kept at once, seen by every view, undone; what is renewed in memory is what a new start would read."""

import gc
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import web_page
from fastapi.testclient import TestClient

import tarazy
from tarazy.observatory import Observatory
from tarazy.records.decisions import Decision, Draft
from tarazy.store.ruled import Present
from tarazy.web.decided import Decided, decided
from tarazy.web.frames import Frames
from tarazy.web.library import Library
from tarazy.web.seeking import seeker_of


@pytest.fixture
def obs(tmp_path: Path) -> Observatory:
    return web_page.observatory(tmp_path)


@pytest.fixture
def page(obs: Observatory) -> TestClient:
    return web_page.client(obs.path)


def rule(page: TestClient, *rulings: dict[str, Any], status: int = 201, **more: Any) -> Any:
    answer = page.post("/api/decisions", json={"rulings": list(rulings), **more})
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_rejected_claim_is_gone_from_every_view_and_comes_back(page: TestClient) -> None:
    claim = page.get("/api/claims?actor=TUR&language=en").json()["claims"][0]["claim_id"]
    made = rule(page, {"action": "reject", "left": claim}, who="Aigül", why="never signed")
    assert page.get("/api/claims").json()["total"] == 8
    assert page.get("/api/overview").json()["holdings"]["selected_claims"] == 8
    assert page.get(f"/api/claims/{claim}").json()["ruled"] == "rejected"
    assert [one["claim_id"] for one in page.get("/api/claims?ruled=rejected").json()["claims"]] == [claim]
    [decision] = page.get("/api/decisions").json()["decisions"]
    assert (decision["who"], decision["why"], decision["state"]) == ("Aigül", "never signed", "stands")
    rule(page, {"action": "undo", "left": str(made["serials"][0])})
    assert page.get("/api/claims").json()["total"] == 9
    assert page.get(f"/api/claims/{claim}").json()["ruled"] == "unruled"


def test_a_corrected_claim_is_selected_by_what_it_is_now(page: TestClient) -> None:
    claim = page.get("/api/claims?kind=transfer").json()["claims"][0]["claim_id"]
    value = {"kind": "aid", "stage": "delivered", "time": "2016-02", "participants": "RUS:donor; UZB:recipient"}
    rule(page, {"action": "correct", "left": claim, "value": value})
    assert page.get("/api/claims?kind=transfer").json()["total"] == 0
    [found] = page.get("/api/claims?kind=aid&actor=UZB&from=2016&to=2016").json()["claims"]
    assert (found["claim_id"], found["ruled"], found["confidence"]) == (claim, "corrected", 1)
    assert page.get("/api/claims?actor=RUS&actor=KAZ").json()["total"] == 0


def test_all_of_it_is_kept_or_none(page: TestClient) -> None:
    first, second = (one["claim_id"] for one in page.get("/api/claims?limit=2").json()["claims"])
    told = rule(page, {"action": "accept", "left": first}, {"action": "accept", "left": "ffffffff"}, status=400)
    assert "'ffffffff' is not there" in told["detail"]
    assert page.get("/api/decisions").json()["total"] == 0
    assert rule(page, {"action": "accept", "left": first}, {"action": "accept", "left": second})["serials"] == [1, 2]
    assert page.get("/api/decisions", params={"about": second}).json()["total"] == 1


def test_the_person_of_a_token_is_noted(obs: Observatory) -> None:
    page = web_page.client(obs.path, tokens=True)
    page.headers["Authorization"] = f"Bearer {web_page.REVIEWER}"
    claim = page.get("/api/claims").json()["claims"][0]["claim_id"]
    rule(page, {"action": "accept", "left": claim}, who="somebody else")
    assert page.get("/api/decisions").json()["decisions"][0]["who"] == "Aigül"


def test_what_others_decide_is_seen(page: TestClient, obs: Observatory) -> None:
    claim = obs.claims()["claim_id"][0]
    tarazy.open(obs.path).decide("reject", claim, who="Bek")
    library = page.app.state.library  # type: ignore[attr-defined]
    library.renew()
    assert page.get("/api/claims").json()["total"] == 8


def test_what_is_renewed_is_what_a_new_start_would_read(obs: Observatory) -> None:
    frames = Frames(obs)
    ids = obs.claims()["claim_id"].to_list()
    steps: list[tuple[Any, ...]] = [
        ("accept", ids[0]),
        ("reject", ids[1]),
        ("correct", ids[2], None, {"participants": "org:blue-house:party; TUR:party", "kind": "agreement", "time": ""}),
        ("merge-actors", "org:blue-house", "org:green-house", {"new": True}),
        ("undo", "2"),
        ("split-actors", "KAZ", "UZB", {"claims": [ids[3]]}),
        ("name-actor", "KAZ", None, {"kk": "Қазақ елі"}),
        ("undo", "4"),
    ]
    for action, left, *rest in steps:
        obs.decide(action, left, *rest, who="Bek")
        frames, fresh = Frames(tarazy.open(obs.path), frames), Frames(tarazy.open(obs.path))
        assert frames.claims.rows(np.arange(9)).equals(fresh.claims.rows(np.arange(9)))
        one, other = frames.claims.things, fresh.claims.things
        for name, column in one.coded.items():
            words = [column.words[code] for code in column.codes]
            assert words == [other.coded[name].words[code] for code in other.coded[name].codes], (action, name)
        for left_array, right_array in (
            (one.first, other.first),
            (one.last, other.last),
            (one.confidence, other.confidence),
        ):
            np.testing.assert_array_equal(left_array, right_array)
        for actor in {*frames.actors.ids, *fresh.actors.ids}:
            rows = [
                sorted(made.claims.things.actors.rows_of(made.actors.by_id.get(actor, -1)).tolist())
                for made in (frames, fresh)
            ]
            assert rows[0] == rows[1], (action, actor)
    assert frames.actors.names["kk"]["KAZ"] == "Қазақ елі"


def test_a_new_document_is_seen_after_it_was_read(page: TestClient, obs: Observatory, tmp_path: Path) -> None:
    file = tmp_path / "note.en.txt"
    file.write_text("Another note.\n", "utf-8")
    web_page.DOCUMENTS["note.en.txt"] = [
        ("Another note.", {"kind": "trade", "who": "KAZ:partner BRA:partner", "sure": 0.5}),
        ("", None),
    ]
    try:
        obs.read([file], reader=web_page.reader, extractor=web_page.extractor, rules="r1")
    finally:
        del web_page.DOCUMENTS["note.en.txt"]
    page.app.state.library.renew()  # type: ignore[attr-defined]
    overview = page.get("/api/overview").json()
    assert (overview["holdings"]["claims"], overview["holdings"]["unresolved"]) == (10, 1)
    assert overview["readings"][0]["name"] == "note.en.txt"
    assert page.get("/api/claims?actor=BRA").json()["claims"][0]["record_id"] is None


def test_a_claim_that_was_missed_is_in_every_view(page: TestClient, obs: Observatory) -> None:
    document = page.get("/api/documents?limit=1").json()["documents"][0]["document_id"]
    before = page.get(f"/api/documents/{document}").json()
    text, at = before["text"], before["passages"][0]
    evidence = {"start": at["start"], "end": at["end"], "quote": text[at["start"] : at["end"]]}
    value = {
        "kind": "stance",
        "participants": [{"actor": "JPN", "role": "holder"}],
        "stage": "support",
        "evidence": evidence,
    }
    made = rule(page, {"action": "add-claim", "left": document, "value": value}, who="Aigül")
    [decision] = page.get("/api/decisions").json()["decisions"]
    claim = decision["right"]
    assert page.get("/api/claims").json()["total"] == 10
    [row] = page.get("/api/claims?actor=JPN").json()["claims"]
    assert (row["claim_id"], row["ruled"], row["confidence"], row["rule"]) == (claim, "accepted", 1, "person")
    assert row["quote"] == evidence["quote"] and row["record_id"] is None
    word = evidence["quote"].split()[-1]
    assert claim in [one["claim_id"] for one in page.get("/api/claims", params={"words": word}).json()["claims"]]
    after = page.get(f"/api/documents/{document}").json()
    assert claim in [one["claim_id"] for one in after["claims"]] and after["document"]["selected"] == len(
        after["claims"]
    )
    assert page.get("/api/overview").json()["holdings"]["unresolved"] == 1
    frames = page.app.state.library.frames()  # type: ignore[attr-defined]
    again = Frames(tarazy.open(obs.path))
    assert frames.claims.given.equals(again.claims.given)
    assert np.array_equal(frames.record_of_claim, again.record_of_claim)
    assert np.array_equal(frames.claims.things.actors.row, again.claims.things.actors.row)
    tarazy.open(obs.path).resolve()
    page.app.state.library.renew()  # type: ignore[attr-defined]
    assert page.get(f"/api/claims/{claim}").json()["record_id"] is not None
    rule(page, {"action": "undo", "left": str(made["serials"][0])})
    assert page.get("/api/claims").json()["total"] == 9
    assert page.get(f"/api/claims/{claim}").status_code == 404


def test_what_is_at_hand_is_checked_as_what_is_read(obs: Observatory, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = Frames(obs)
    ids = obs.claims()["claim_id"].to_list()
    expected = [Present(obs.snapshot, ids[:3]).claim(one) for one in ids[:3]]
    known = frames.claims.given[[frames.claims.by_id[one] for one in ids[:3]]]
    assert Present(obs.snapshot, ids[:2], known[:1]).claim(ids[1]) == expected[1]
    # Without the table it cannot be read.
    monkeypatch.setattr(obs.snapshot, "rows", None)
    at_hand = Present(obs.snapshot, ids[:3], known)
    assert [at_hand.claim(one) for one in ids[:3]] == expected


def test_reviewers_at_once_lose_nothing(obs: Observatory) -> None:
    page = web_page.client(obs.path)
    ids = [one["claim_id"] for one in page.get("/api/claims").json()["claims"]]

    def review(reviewer: int) -> list[tuple[int, str, str]]:
        kept = []
        for at in range(4):
            claim = ids[(reviewer + 3 * at) % len(ids)]
            action = ("accept", "reject")[(reviewer + at) % 2]
            [serial] = rule(page, {"action": action, "left": claim}, who=f"Reviewer {reviewer}")["serials"]
            assert page.get(f"/api/claims/{claim}").json()["ruled"] in ("accepted", "rejected")
            kept.append((serial, f"Reviewer {reviewer}", claim))
        return kept

    with ThreadPoolExecutor(5) as pool:
        answered = sorted(one for several in pool.map(review, range(5)) for one in several)
    there = tarazy.open(obs.path).decisions()
    assert answered == list(there.select("serial", "who", "left").iter_rows())
    assert [serial for serial, _, _ in answered] == list(range(1, 21))
    frames, fresh = page.app.state.library.frames(), Frames(tarazy.open(obs.path))  # type: ignore[attr-defined]
    assert frames.version == fresh.version
    assert frames.claims.things.coded["ruled"].codes.tolist() == fresh.claims.things.coded["ruled"].codes.tolist()


def test_a_ruling_that_somebody_has_overtaken_is_not_kept(page: TestClient) -> None:
    claim = page.get("/api/review").json()["queue"][0]["claim"]
    assert claim["ruled"] == "unruled"
    seen = {"left": claim["claim_id"], "was": "unruled"}
    rule(page, {"action": "reject", **seen}, who="Bek")
    told = rule(page, {"action": "accept", **seen}, who="Aigül", status=409)
    assert "Bek has ruled" in told["detail"] and "rejected now" in told["detail"]
    assert page.get(f"/api/claims/{claim['claim_id']}").json()["ruled"] == "rejected"
    rule(page, {"action": "accept", "left": claim["claim_id"], "was": "rejected"}, who="Aigül")
    assert page.get(f"/api/claims/{claim['claim_id']}").json()["ruled"] == "accepted"


def test_of_reviewers_who_rule_at_once_the_first_is_kept_and_the_others_are_told(page: TestClient) -> None:
    claim = page.get("/api/claims").json()["claims"][0]["claim_id"]
    body = {"rulings": [{"action": "accept", "left": claim, "was": "unruled"}]}
    with ThreadPoolExecutor(6) as reviewers:
        answers = list(reviewers.map(lambda _: page.post("/api/decisions", json=body).status_code, range(6)))
    assert sorted(answers) == [201, 409, 409, 409, 409, 409]
    assert page.get("/api/decisions").json()["total"] == 1


def test_a_conflict_is_decided_in_place_and_the_records_follow(page: TestClient) -> None:
    conflict = web_page.ask(page, "findings")["findings"][0]
    assert conflict["type"] == "conflict" and conflict["decided"] is None
    seen = web_page.ask(page, "findings")
    assert (seen["left"], seen["waiting"]) == (seen["total"], 0)
    made = rule(page, {"action": "reject", "left": conflict["claims"][0]}, who="Bek")
    seen = web_page.ask(page, "findings")
    assert seen["findings"][0]["decided"] == {"action": "reject", "who": "Bek"}
    assert (seen["left"], seen["waiting"]) == (seen["total"] - 1, 1)
    rule(page, {"action": "undo", "left": str(made["serials"][0])})
    assert web_page.ask(page, "findings")["waiting"] == 0
    value = {"slot": conflict["slot"], "value": conflict["sides"][0]["value"], "claims": conflict["claims"]}
    rule(page, {"action": "prefer", "left": conflict["record_id"], "value": value}, why="newer")
    assert web_page.ask(page, "findings")["findings"][0]["decided"]["action"] == "prefer"
    assert web_page.ask(page, "review")["waiting"] == 1
    job = web_page.ended(page, page.post("/api/resolve", json={}))
    assert job["state"] == "done", job
    seen = web_page.ask(page, "findings")
    assert seen["waiting"] == 0 and seen["left"] == seen["total"] - 1
    assert seen["findings"][0]["settled"] and not seen["findings"][0]["decided"]


def test_a_fault_of_whose_claims_all_are_accepted_is_decided() -> None:
    findings = pl.DataFrame(
        [
            {"finding_id": "f-1", "type": "fault", "record_id": None, "slot": "time", "claims": ["a", "b"]},
            {"finding_id": "f-2", "type": "fault", "record_id": "r", "slot": "time", "claims": ["b", "c"]},
            {"finding_id": "f-3", "type": "conflict", "record_id": "r", "slot": "time", "claims": ["a", "b"]},
        ]
    )
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    accepted = [Decision("accept", one, None, None, "Bek", "", moment) for one in ("a", "b")]
    assert decided(accepted, [], findings) == {"f-1": Decided("accept", "Bek")}
    parted = [Decision("different", "c", "b", None, "Bek", "", moment)]
    assert list(decided(parted, parted, findings)) == ["f-2"]
    moved = [Decision("split-actors", "X", "Y", {"claims": ["a"]}, "Bek", "", moment)]
    assert list(decided(moved, moved, findings)) == ["f-1", "f-3"]


def test_versions_that_nobody_looks_at_any_longer_leave_the_memory(obs: Observatory) -> None:
    library = Library(obs.path)
    claims = library.frames().claims.given["claim_id"].to_list()
    first = weakref.ref(library.frames())
    for claim in claims[:4]:
        seeker_of(library.frames())
        library.decide([Draft("accept", claim)], "Aigül", "")
        library.renew()
        while not library.frames().is_warm:
            time.sleep(0.01)
    gc.collect()
    assert first() is None
    assert library.frames().claims.ruled(library.frames().claims.by_id[claims[0]]) == "accepted"
