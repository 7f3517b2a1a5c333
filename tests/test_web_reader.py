"""The service of the reader and of the review queue: blocks, places, near claims, context, weights, suggestions."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
import web_page
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from web_page import ask

import tarazy
from tarazy.observatory import Observatory
from tarazy.web.offsets import Utf16
from tarazy.web.shown import Cleaned
from tarazy.web.views.reader import _LONGEST, _end

NAMES = tuple(web_page.DOCUMENTS)


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    return web_page.observatory(tmp_path_factory.mktemp("reader"))


@pytest.fixture(scope="module")
def page(obs: Observatory) -> TestClient:
    return web_page.client(obs.path)


def cut(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@pytest.mark.parametrize("view", ["given", "cleaned"])
@pytest.mark.parametrize("name", NAMES)
def test_marks_and_near_claims_are_of_one_order_and_stand_on_their_words(
    page: TestClient, obs: Observatory, name: str, view: str
) -> None:
    shown = ask(page, f"documents/{name}/text", view=view)
    text, blocks = shown["text"], shown["blocks"]
    if view == "given":
        assert text == obs.text(name)
    units = len(text.encode("utf-16-le")) // 2
    assert blocks[0] == 0 and blocks == sorted(set(blocks)) and blocks[-1] < units
    assert len(shown["kinds"]) == len(blocks)
    marks = ask(page, f"documents/{name}/marks", view=view, actor="KAZ")["marks"]
    claims = ask(page, f"documents/{name}/claims", count=200)["claims"]
    assert [one["claim_id"] for one in marks] == [one["claim_id"] for one in claims] != []
    assert marks == sorted(marks, key=lambda one: (one["start"], one["end"], one["claim_id"]))
    for mark, claim in zip(marks, claims, strict=True):
        assert cut(text, mark["start16"], mark["end16"]) == claim["quote"]
        assert mark["selected"] == any(one["actor"] == "KAZ" for one in claim["participants"])
    part = ask(page, f"documents/{name}/claims", first=1, count=1)["claims"]
    assert part == claims[1:2]


def test_passages_are_spans_of_the_text(page: TestClient) -> None:
    shown = ask(page, f"documents/{NAMES[0]}/text")
    spans = list(zip(shown["passages"][::2], shown["passages"][1::2], strict=True))
    lines = [line for line, _ in web_page.DOCUMENTS[NAMES[0]]]
    assert [cut(shown["text"], start, end) for start, end in spans] == lines


def test_the_words_around_a_claim(page: TestClient) -> None:
    claim = ask(page, "claims", kind="trade", language="en")["claims"][0]
    context = ask(page, f"claims/{claim['claim_id']}/context")
    lines = [line for line, _ in web_page.DOCUMENTS[NAMES[0]]]
    at = lines.index(claim["quote"])
    assert context["quote"] == claim["quote"]
    assert context["before"].strip() == lines[at - 1] and context["after"].strip() == lines[at + 1]
    ask(page, "claims/ffff0000/context", 404)
    ask(page, "documents/none.txt/text", 404)
    ask(page, "documents/none.txt/marks", 404)


def test_the_queue_is_of_what_nobody_has_ruled_on(tmp_path: Path) -> None:
    obs = web_page.observatory(tmp_path)
    page = web_page.client(obs.path)
    before = ask(page, "review", queue="doubt")
    sure = [one["claim"]["confidence"] for one in before["queue"]]
    assert sure == sorted(sure) and (before["total"], before["ruled"]) == (9, 0)
    first = before["queue"][0]["claim"]["claim_id"]
    page.post("/api/decisions", json={"rulings": [{"action": "reject", "left": first}]})
    page.post(
        "/api/decisions", json={"rulings": [{"action": "accept", "left": before["queue"][1]["claim"]["claim_id"]}]}
    )
    after = ask(page, "review", queue="doubt", ruled=["unruled", "accepted", "rejected"])
    assert (after["total"], after["ruled"]) == (7, 2)
    assert [one["claim"]["claim_id"] for one in after["queue"]] == [
        one["claim"]["claim_id"] for one in before["queue"]
    ][2:]
    lines = page.get("/review?format=jsonl&queue=doubt").text.splitlines()
    assert len(lines) == 7
    assert ask(page, "review", kind="trade")["total"] == 3 - sum(
        one["claim"]["kind"] == "trade" for one in before["queue"][:2]
    )


def test_weight_is_doubt_times_what_hangs_on_it(page: TestClient) -> None:
    queue = ask(page, "review", queue="weight", limit=200)["queue"]
    weights = [one["weight"] for one in queue]
    assert weights == sorted(weights, reverse=True) and len(set(weights)) > 3
    findings = ask(page, "findings")["findings"]
    for one in queue:
        claim = one["claim"]
        people = {each["actor"] for each in claim["participants"]}
        record = ask(page, f"records/{claim['record_id']}")["record"]
        conflicts = sum(each["weight"] for each in findings if each["record_id"] == claim["record_id"])
        pairs = max(len(people) * (len(people) - 1) / 2, 1)
        expected = (1 - claim["confidence"]) * (pairs / record["claims"] + conflicts)
        assert one["weight"] == pytest.approx(expected, abs=0.002)


def test_a_form_offers_the_words_of_the_codebook(page: TestClient) -> None:
    form = ask(page, "form")
    trade = next(one for one in form["kinds"] if one["kind"] == "trade")
    assert trade["roles"] == ["exporter", "importer", "partner"] and trade["stages"] == []
    assert len(form["kinds"]) == 16 and "asserted" in form["modalities"] and "percent" in form["units"]


@pytest.mark.parametrize(
    ("typed", "actor"), [("каз", "KAZ"), ("Қазақ", "KAZ"), ("turkey", "TUR"), ("япон", "JPN"), ("jpn", "JPN")]
)
def test_actors_are_suggested_by_any_of_their_names(page: TestClient, typed: str, actor: str) -> None:
    found = ask(page, "suggest", q=typed, lang="ru")
    assert actor in [one["actor"] for one in found[:3]]
    assert all(one["name"] for one in found)


@given(
    st.lists(st.sampled_from(["a", "б", " ", "\n", "\r\n", "e\u0301\u0302", "👩🏽‍🚀", "🇰🇿", "𝐊"]), min_size=1).map(
        "".join
    ),
    st.integers(1, 2500),
)
@settings(max_examples=40)
def test_a_long_block_is_cut_between_signs(unit: str, times: int) -> None:
    text = (unit * times)[:20_000]
    at, parts = 0, []
    while at < len(text):
        end = _end(text, at, len(text))
        assert at < end <= len(text)
        parts.append(text[at:end])
        at = end
    assert "".join(parts) == text
    for left, right in pairwise(parts):
        assert right[0] not in "\u0301\u0302\u200d\U0001f3fd" and left[-1] != "\u200d"
        assert (left[-1], right[0]) != ("\r", "\n")
    spaced = " " in text or "\n" in text
    assert all(len(part) <= 2 * _LONGEST for part in parts) or not spaced


def test_the_reader_sees_what_somebody_adds(tmp_path: Path) -> None:
    obs = web_page.observatory(tmp_path)
    page = web_page.client(obs.path)
    name = NAMES[0]
    ask(page, f"documents/{name}/text")
    value = {"kind": "stance", "participants": "JPN:holder", "quote": "Middle Corridor 🚂"}
    made = tarazy.open(obs.path).decide("add-claim", name, value=value)
    page.app.state.library.renew()  # type: ignore[attr-defined]
    marks = ask(page, f"documents/{name}/marks", view="cleaned")["marks"]
    assert marks[0]["claim_id"] == made.right and marks[0]["ruled"] == "accepted"
    text = ask(page, f"documents/{name}/text", view="cleaned")["text"]
    assert cut(text, marks[0]["start16"], marks[0]["end16"]) == "Middle Corridor 🚂"


GIVEN = "Қазақ\u00adстан 🐫 мен Түр-\nкия келісті. 😀 Second  sentence."
CLEANED = ["Қазақстан 🐫 мен Түркия келісті.", "😀 Second sentence."]


@pytest.mark.parametrize(
    ("shown", "given"),
    [
        ("Қазақстан 🐫", "Қазақ\u00adстан 🐫"),
        ("Түркия", "Түр-\nкия"),
        ("🐫 мен", "🐫 мен"),
        ("келісті. 😀", "келісті. 😀"),
        ("Second sentence.", "Second  sentence."),
    ],
)
def test_words_of_the_cleaned_text_lead_to_those_that_were_given(shown: str, given: str) -> None:
    second = GIVEN.index("😀")
    rows = [(0, second - 1, CLEANED[0], 0), (second, len(GIVEN), CLEANED[1], 0)]
    cleaned = Cleaned(GIVEN, pl.DataFrame(rows, schema=["start", "end", "text", "paragraph"], orient="row"))
    at = cleaned.text.index(shown)
    start, end = cleaned.given_span(at, at + len(shown))
    assert GIVEN[start:end] == given
    assert cleaned.span(start, end) == (at, at + len(shown))


def test_evidence_behind_what_is_shown(page: TestClient) -> None:
    name = NAMES[0]
    for view in ("given", "cleaned"):
        text = ask(page, f"documents/{name}/text", view=view)["text"]
        start = len(text[: text.index("🚂")].encode("utf-16-le")) // 2
        found = ask(page, f"documents/{name}/evidence", view=view, start16=start, end16=start + 6)
        assert found == {"start": 20, "end": 25, "quote": "🚂 and"}
    told = ask(page, f"documents/{name}/evidence", 400, start16=10**6, end16=10**6 + 1)
    assert "no words" in told["detail"]


@given(st.text(st.sampled_from("aб🐫\u0301𝐊")))
def test_units_and_characters_lead_to_each_other(text: str) -> None:
    wide = Utf16(text)
    for at in range(len(text) + 1):
        assert wide.characters(wide(at)) == at
        if at < len(text) and ord(text[at]) > 0xFFFF:
            assert wide.characters(wide(at) + 1) == at
