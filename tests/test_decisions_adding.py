"""Claims that people add: checked against the text, seen by everything after, exchanged, undone, kept when documents are read anew."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import small_reading
from hypothesis import given, settings
from hypothesis import strategies as st

import tarazy
from tarazy.errors import UsageError
from tarazy.observatory import Observatory
from tarazy.reading.document import Document
from tarazy.records.adding import evidence_in, place_of
from tarazy.store.deciding import read_decisions

TEXT = "KAZ: signed 5 USD in 2018\nUZB: 🐫 e\u0301 signed «שלום» on\ngas\nTJK: signed\n"
QUOTE = "🐫 e\u0301 signed «שלום» on\ngas"
VALUE = {
    "kind": "agreement",
    "participants": "UZB:party; TUR:party",
    "quote": "🐫 e\u0301 signed «שלום» on gas",
    "time": "2019",
}


@pytest.fixture
def obs(tmp_path: Path) -> Observatory:
    return small_reading.beside(tmp_path / "obs", TEXT)


def name(obs: Observatory) -> str:
    return str(obs.documents()["name"][0])


def added(obs: Observatory) -> list[dict[str, Any]]:
    return list(obs.claims(ruled=True).filter(pl.col("extractor") == "person").iter_rows(named=True))


def test_an_added_claim_has_its_words_and_stands_beside_those_that_were_read(obs: Observatory) -> None:
    before = obs.claims()
    decision = obs.decide("add-claim", name(obs), value=VALUE, who="Aigul")
    [row] = added(obs)
    assert row["claim_id"] == decision.right and row["document"] == name(obs)
    assert row["quote"] == QUOTE == obs.text(name(obs))[row["start"] : row["end"]]
    assert (row["kind"], row["domain"], row["modality"], row["time_start"]) == (
        "agreement",
        "diplomacy",
        "asserted",
        "2019",
    )
    assert (row["actors"], row["confidence"], row["rule"], row["language"]) == (["UZB", "TUR"], 1.0, "person", "und")
    assert obs.claims().equals(before)
    assert obs.claims(text="gas", actor="TUR", ruled=True)["claim_id"].to_list() == [decision.right]
    assert "TUR" in obs.actors(ruled=True)["actor"] and "TUR" not in obs.actors()["actor"]
    assert obs.actor_names("ru")["TUR"] == "Турция"


def test_resolve_gives_it_a_record_and_undo_takes_it_away(obs: Observatory) -> None:
    obs.resolve()
    decision = obs.decide("add-claim", name(obs), value=VALUE)
    assert obs.unresolved() == 1
    assert obs.resolve().made == 1
    [record] = obs.members().filter(claim_id=decision.right)["record_id"]
    assert record is not None and obs.claims_of(record)["quote"].to_list() == [QUOTE]
    obs.decide("undo", decision.serial)
    assert added(obs) == [] and obs.decisions()["state"].to_list() == ["undone", "stands"]
    assert obs.resolve().gone == 1
    assert record not in obs.records()["record_id"]
    obs.decide("undo", 2)
    assert [row["claim_id"] for row in added(obs)] == [decision.right]


def test_it_is_ruled_on_like_any_other(obs: Observatory) -> None:
    decision = obs.decide("add-claim", name(obs), value=VALUE, who="Aigul")
    claim = decision.right or ""
    obs.decide("correct", claim[:6], value={"stage": "ratified"}, who="Aigul")
    assert added(obs)[0]["stage"] == "ratified"
    obs.decide("reject", claim, who="Bek")
    assert added(obs) == []
    [sentence] = obs.disputes()["sentence"]
    assert "Aigul: " in sentence and "Bek: reject" in sentence


def test_it_goes_to_others_and_waits_for_its_document(obs: Observatory, tmp_path: Path) -> None:
    decision = obs.decide("add-claim", name(obs), value=VALUE, who="Aigul")
    obs.export_decisions(tmp_path / "aigul.jsonl")
    other = tarazy.create(tmp_path / "other")
    assert other.import_decisions(tmp_path / "aigul.jsonl") == 1
    assert other.decisions()["waits"].to_list() == [True] and added(other) == []
    other.read(tmp_path / "obs.txt", reader=small_reading.reader, extractor=small_reading.extractor, rules="r1")
    assert other.decisions()["waits"].to_list() == [False]
    assert [row["claim_id"] for row in added(other)] == [decision.right]
    assert other.import_decisions(tmp_path / "aigul.jsonl") == 0


def test_a_line_that_was_changed_is_refused(obs: Observatory, tmp_path: Path) -> None:
    obs.decide("add-claim", name(obs), value=VALUE)
    row = json.loads(obs.export_decisions() or "")
    for change in ({"evidence": {"start": 0, "end": 5, "quote": QUOTE}}, {"kind": "accord"}, {"language": "xx"}):
        (tmp_path / "f.jsonl").write_text(json.dumps(row | {"value": row["value"] | change}), "utf-8")
        with pytest.raises(UsageError, match=r"line 1: (its value|kind)"):
            obs.import_decisions(tmp_path / "f.jsonl")
    (tmp_path / "f.jsonl").write_text(json.dumps(row | {"value": row["value"] | {"kind": "trade"}}), "utf-8")
    with pytest.raises(UsageError, match="line 1"):
        obs.import_decisions(tmp_path / "f.jsonl")


def test_reading_anew_keeps_it_and_moves_its_evidence_with_the_text(obs: Observatory, tmp_path: Path) -> None:
    decision = obs.decide("add-claim", name(obs), value=VALUE)
    start = added(obs)[0]["start"]

    def shifted(*given: Any) -> list[Document]:
        documents = small_reading.reader(*given)
        return [replace(one, text="Preface 🐎\n" + one.text) for one in documents]

    text = tmp_path / "obs.txt"
    obs.read(text, again=True, reader=shifted, extractor=lambda _: [], rules="r2")
    [row] = added(obs)
    assert row["claim_id"] == decision.right and row["start"] == start + len("Preface 🐎\n")
    assert obs.text(name(obs))[row["start"] : row["end"]] == row["quote"] == QUOTE
    gone = lambda *given: [replace(one, text="nothing") for one in small_reading.reader(*given)]  # noqa: E731
    obs.read(text, again=True, reader=gone, extractor=lambda _: [], rules="r3")
    assert added(obs) == [] and obs.decisions()["waits"].to_list() == [True]


def test_what_is_read_and_what_is_added_are_one_claim(obs: Observatory, tmp_path: Path) -> None:
    [first, *_] = obs.claims().iter_rows(named=True)
    same = {key: first[key] for key in ("kind", "stage", "modality", "object", "participants", "quantities")}
    same |= {"time": {"start": first["time_start"], "end": first["time_end"]}}
    same |= {"evidence": {"start": first["start"], "end": first["end"]}}
    with pytest.raises(UsageError, match=f"{first['claim_id']} says the same at the same place: accept it"):
        obs.decide("add-claim", name(obs), value=same)
    other = tarazy.create(tmp_path / "other")
    text = tmp_path / "obs.txt"
    other.read(text, reader=small_reading.reader, extractor=lambda _: [], rules="r0")
    assert other.decide("add-claim", name(obs), value=same).right == first["claim_id"]
    other.read(text, again=True, reader=small_reading.reader, extractor=small_reading.extractor, rules="r1")
    assert other.claims(ruled=True)["claim_id"].to_list().count(first["claim_id"]) == 1
    assert other.claims(ruled=True).height == obs.claims().height


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"quote": "signed"}, "times: give more words"),
        ({"quote": "never there"}, "does not stand in the document"),
        ({"quote": None}, "without evidence"),
        ({"quote": None, "evidence": "12-x"}, "is no place"),
        ({"quote": None, "evidence": "5/5000"}, "is no place in a text"),
        ({"quote": None, "evidence": {"start": 25, "end": 26}}, "there are no words"),
        ({"quote": "KAZ", "evidence": {"start": 1, "end": 4}}, "not 'KAZ'"),
        ({"kind": None}, "without kind"),
        ({"kind": "accord"}, "kind 'accord' is unknown"),
        ({"participants": "UZB:donor"}, "no role of agreement"),
        ({"participants": "ZZZZ:party"}, "actor 'ZZZZ' is unknown"),
        ({"weight": "1"}, "slot 'weight' is unknown"),
    ],
)
def test_what_cannot_be_added_is_told(obs: Observatory, change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        obs.decide("add-claim", name(obs), value=VALUE | change)
    assert obs.decisions().is_empty()


def test_a_document_that_is_not_there_is_told(obs: Observatory) -> None:
    with pytest.raises(UsageError, match=r"document 'x\.txt' is not there"):
        obs.decide("add-claim", "x.txt", value=VALUE)


def test_the_past_does_not_know_it(obs: Observatory) -> None:
    version = obs.version
    obs.decide("add-claim", name(obs), value=VALUE)
    assert added(tarazy.open(obs.path, version)) == []
    assert len(read_decisions(obs.snapshot)) == 1


signs = st.text(st.sampled_from("aб\u0301 🐫א\n\u200f"), max_size=40)


@given(signs, st.text(st.sampled_from("aб\u0301🐫א"), min_size=1, max_size=3), signs)
@settings(max_examples=200)
def test_evidence_is_what_stands_there(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    found = evidence_in(text, {"evidence": {"start": len(before), "end": len(before) + len(quote)}})
    assert text[found["start"] : found["end"]] == found["quote"] == quote
    try:
        only = evidence_in(text, {"quote": quote})
    except UsageError as error:
        assert "times" in str(error)
    else:
        assert only == found
    place = place_of(after + text, found)
    assert place is not None and (after + text)[place : place + len(quote)] == quote
