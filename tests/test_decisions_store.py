"""Decisions in an observatory: kept, numbered, undone, exchanged; what cannot be ruled is told in one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import small_reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tarazy
from tarazy.errors import StoreError, UsageError
from tarazy.observatory import Observatory
from tarazy.records.checking import NAME_KEYS, Text, checked
from tarazy.records.decisions import ACTIONS, Decision, Draft
from tarazy.records.disputes import describe
from tarazy.records.exchange import lines, read_lines
from tarazy.records.outcome import fold
from tarazy.records.slots import SLOTS, read_slot, write_slot
from tarazy.store import deciding
from tarazy.store.cleaning import clean

SCRIPT = Path(__file__).parent.parent / "scripts" / "kill_decisions.py"
TEXT = "KAZ: signed 5 USD in 2018\nUZB: signed on gas in 2019\nKGZ: will sign in 2024\nTJK: signed\n"


@pytest.fixture
def obs(tmp_path: Path) -> Observatory:
    return small_reading.beside(tmp_path / "obs", TEXT)


def ids(obs: Observatory) -> list[str]:
    """Claims of KAZ, UZB, KGZ, TJK with RUS."""
    return obs.claims()["claim_id"].to_list()


def test_a_decision_keeps_who_and_why_and_claims_stay_as_they_were_read(obs: Observatory) -> None:
    kaz, uzb, *_ = ids(obs)
    before = obs.claims()
    first = obs.decide("reject", kaz, who="Aigul", why="a  draft\nonly")
    obs.decide("correct", uzb, value={"time": "2019-05", "quantities": "~7 USD", "stage": "ratified"}, who="Bek")
    assert (first.serial, first.who, first.why) == (1, "Aigul", "a draft only")
    rows = obs.decisions()
    assert rows["serial"].to_list() == [1, 2]
    assert rows["text"].to_list() == [
        f"reject {kaz}",
        f"correct {uzb} quantities=~7 USD stage=ratified time=2019-05",
    ]
    assert obs.claims().equals(before)
    ruled = obs.claims(ruled=True)
    assert kaz not in ruled["claim_id"]
    [row] = ruled.filter(pl.col("claim_id") == uzb).iter_rows(named=True)
    assert (row["time_start"], row["time_end"], row["stage"], row["confidence"]) == (
        "2019-05",
        "2019-05",
        "ratified",
        1,
    )
    assert row["quantities"] == [{"value": 7.0, "unit": "USD", "relation": "~"}]
    assert row["quote"] == "UZB: signed on gas in 2019"


def test_claims_are_chosen_as_ruled(obs: Observatory) -> None:
    kaz = ids(obs)[0]
    obs.decide("correct", kaz, value={"participants": "TUR:party; RUS:party", "kind": "agreement"})
    assert obs.claims(actor="KAZ", ruled=True).is_empty()
    assert obs.claims(actor="TUR", ruled=True)["claim_id"].to_list() == [kaz]
    assert obs.claims(actor="KAZ")["claim_id"].to_list() == [kaz]


def test_beginnings_of_ids_do_where_they_are_unique(obs: Observatory) -> None:
    kaz = ids(obs)[0]
    assert obs.decide("accept", kaz[:6]).left == kaz


def test_the_past_shows_the_decisions_of_its_time(obs: Observatory) -> None:
    kaz = ids(obs)[0]
    obs.decide("accept", kaz, who="a")
    version = obs.version
    obs.decide("undo", 1, who="a")
    past = tarazy.open(obs.path, version)
    assert past.rulings().accepted == {kaz}
    assert past.decisions()["state"].to_list() == ["stands"]
    assert obs.rulings().accepted == frozenset()
    assert obs.decisions()["text"].to_list() == [f"accept {kaz}", "undo 1"]
    with pytest.raises(UsageError, match="open it without a version"):
        past.decide("accept", kaz)


def test_an_undo_is_undone(obs: Observatory) -> None:
    kaz = ids(obs)[0]
    obs.decide("reject", kaz)
    obs.decide("undo", 1)
    assert obs.rulings().rejected == frozenset()
    obs.decide("undo", "2")
    assert obs.rulings().rejected == {kaz}
    assert obs.decisions()["state"].to_list() == ["stands", "undone", "stands"]
    assert obs.decisions()["by"].to_list() == [[], [3], []]


def test_several_are_kept_together_or_not_at_all(obs: Observatory) -> None:
    kaz, uzb, *_ = ids(obs)
    version = obs.version
    with pytest.raises(UsageError):
        obs.decide_all([Draft("accept", kaz), Draft("accept", "nothing-there")])
    assert obs.decisions().is_empty() and obs.version == version
    assert [one.serial for one in obs.decide_all([Draft("accept", kaz), Draft("accept", uzb)])] == [1, 2]
    assert obs.version == version + 1
    assert obs.decide_all([]) == []


def test_disputes_are_shown_and_settled_by_an_undo(obs: Observatory) -> None:
    kaz = ids(obs)[0]
    obs.decide("accept", kaz, who="Aigul")
    obs.decide("reject", kaz, who="Bek")
    [row] = obs.disputes().iter_rows(named=True)
    assert (row["about"], row["thing"], row["decisions"], row["holds"]) == ("verdict", [kaz], [1, 2], [2])
    assert row["sentence"].startswith(
        f"Aigul: accept {kaz} (decision 1); Bek: reject {kaz} (decision 2) – decision 2 holds"
    )
    obs.decide("undo", 2, who="Aigul")
    assert obs.disputes().is_empty()


@pytest.mark.parametrize(
    ("action", "left", "right", "value", "sentence"),
    [
        ("accept", "ffffffff", None, None, "claim 'ffffffff' is not there"),
        ("accept", "", None, None, "needs something to rule on"),
        ("accept", "ab", None, None, "too short"),
        ("accept", "KAZ", "RUS", None, "rules on one thing"),
        ("accept", "{claim}", None, {"stage": "signed"}, "takes no value"),
        ("approve", "{claim}", None, None, "action 'approve' is unknown: choose from accept"),
        ("correct", "{claim}", None, None, "needs slots"),
        ("correct", "{claim}", None, {"size": "3"}, "slot 'size' is unknown: choose from kind"),
        ("correct", "{claim}", None, {"time": "2019-13"}, "time '2019-13' is no date"),
        ("correct", "{claim}", None, {"time": "2019-02-30"}, "time '2019-02-30' is no date"),
        ("correct", "{claim}", None, {"time": "2020/2019"}, "ends before it starts"),
        ("correct", "{claim}", None, {"time": {"from": "2020"}}, "is no date"),
        (
            "correct",
            "{claim}",
            None,
            {"participants": "KAZ:supplier"},
            "'supplier' is no role of agreement: choose from party",
        ),
        ("correct", "{claim}", None, {"participants": "KAZ"}, "has no role"),
        ("correct", "{claim}", None, {"participants": "K Z:party"}, "is not well formed"),
        ("correct", "{claim}", None, {"participants": "KZA:party"}, "actor 'KZA' is unknown"),
        ("correct", "{claim}", None, {"participants": ""}, "participants cannot be empty"),
        ("correct", "{claim}", None, {"participants": "[1"}, "is no JSON"),
        ("correct", "{claim}", None, {"participants": 5}, "are no list"),
        ("correct", "{claim}", None, {"quantities": "many USD"}, "is no number with a unit"),
        ("correct", "{claim}", None, {"quantities": [{"value": float("nan"), "unit": "USD"}]}, "has no number"),
        ("correct", "{claim}", None, {"quantities": [{"value": 5, "unit": ""}]}, "lacks a unit"),
        ("correct", "{claim}", None, {"stage": "held"}, "'held' is no stage of agreement: choose from proposed"),
        ("correct", "{claim}", None, {"modality": "certain"}, "modality 'certain' is unknown"),
        ("correct", "{claim}", None, {"kind": "treaty"}, "kind 'treaty' is unknown"),
        ("correct", "{claim}", None, {"kind": "meeting"}, "meeting has no role 'party'"),
        ("correct", "{claim}", None, {"object": 5}, "is no text"),
        ("same", "{claim}", None, None, "needs two ids"),
        ("same", "{claim}", "{claim}", None, "two different ids"),
        ("same", "{claim}", "r-0123456789abcdef", None, "one of each"),
        ("different", "r-0123456789abcdef", "r-fedcba9876543210", None, "record 'r-0123456789abcdef' is not there"),
        ("prefer", "r-0123456789abcdef", None, {"slot": "time", "value": "2018"}, "prefer needs a reason"),
        ("merge-actors", "KAZ", "KAZ", None, "two different ids"),
        ("merge-actors", "KAZ", "org:new", None, "actor 'org:new' is unknown"),
        ("merge-actors", "KAZ", "RUS", None, "KAZ is in the registry"),
        ("merge-actors", "org:nobody", "RUS", None, "actor 'org:nobody' is unknown"),
        ("merge-actors", "KAZ", "RUS", {"old": True}, "takes no value but"),
        ("split-actors", "KAZ", "RUS", {"claims": []}, "takes the claims"),
        ("split-actors", "UZB", "org:new", {"claims": ["{claim}"]}, "does not name UZB"),
        ("name-actor", "KAZ", None, {}, "needs names or codes"),
        ("name-actor", "KAZ", None, {"fr": "Kazakhstan"}, "'fr' is no name or code"),
        ("name-actor", "KAZ", None, {"wikidata": "232"}, "wikidata '232' does not fit"),
        ("name-actor", "KAZ", None, {"en": 5}, "is no text"),
        ("name-actor", "KAZ", None, {"kind": "club"}, "kind 'club' does not fit"),
        ("name-actor", "KAZ", None, {"start": "long ago"}, "start 'long ago' does not fit"),
        ("undo", "7", None, None, "decision '7' is not there"),
    ],
)
def test_what_cannot_be_ruled_is_told_in_one_sentence(
    obs: Observatory, action: str, left: str, right: str | None, value: Any, sentence: str
) -> None:
    claim = ids(obs)[0]
    left, right = left.format(claim=claim), right and right.format(claim=claim)
    if isinstance(value, dict) and value.get("claims"):
        value = {"claims": [claim]}
    with pytest.raises(UsageError) as raised:
        obs.decide(action, left, right, value, who="a")
    said = str(raised.value)
    assert sentence in said
    assert "\n" not in said and said.endswith(".")
    assert obs.decisions().is_empty()


@pytest.mark.parametrize(("who", "why", "sentence"), [("  ", "", "who is empty"), ("a", "x" * 5000, "why is 5,000")])
def test_who_and_why_are_checked(obs: Observatory, who: str, why: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        obs.decide("accept", ids(obs)[0], who=who, why=why)


def test_things_of_two_kinds_are_not_one(obs: Observatory) -> None:
    kaz, uzb, *_ = ids(obs)
    obs.decide("correct", kaz, value={"kind": "trade", "participants": "KAZ:partner; RUS:partner"})
    with pytest.raises(UsageError, match="are trade and agreement, not of one kind: correct the kind of one first"):
        obs.decide("same", kaz, uzb)
    assert obs.decide("different", kaz, uzb).serial == 2


def test_records_are_ruled_on_by_their_claims(obs: Observatory) -> None:
    obs.resolve()
    first, second = obs.records()["record_id"][:2]
    one = obs.decide("same", first, second[:8], who="a")
    claims = obs.members().filter(pl.col("record_id").is_in([first, second]))["claim_id"]
    assert sorted([*one.value["left"], *one.value["right"]]) == sorted(claims)
    assert obs.rulings().same == {tuple(sorted(claims))}
    obs.resolve()
    [joined] = obs.members().filter(pl.col("claim_id").is_in(claims.to_list()))["record_id"].unique()
    obs.decide("prefer", joined, value={"slot": "time", "value": "2018-06"}, why="the treaty's text", who="a")
    obs.resolve()
    assert obs.record(joined)["time_start"] == "2018-06"


def test_a_preferred_value_goes_with_the_claims_of_its_record(obs: Observatory) -> None:
    kaz, uzb, *_ = ids(obs)
    obs.decide("same", kaz, uzb)
    obs.resolve()
    home = dict(obs.members().iter_rows())
    obs.decide("prefer", home[kaz], value={"slot": "stage", "value": "ratified"}, why="it was", who="a")
    before = Decision(
        "prefer",
        "r-ffffffffffffffff",
        None,
        {"slot": "time", "value": {"start": "2018"}, "claims": [kaz, uzb]},
        "b",
        "x",
        datetime(2026, 1, 1, tzinfo=UTC),
    )
    deciding.append_decisions(obs.folder, lambda _: [before])
    obs.refresh()
    assert {one.slot: one.who for one in obs.rulings().preferred[home[kaz]]} == {"stage": "a", "time": "b"}


def test_an_ambiguous_beginning_is_told(obs: Observatory) -> None:
    from tarazy.store.ruled import _only

    rows = [{"claim_id": "abcd1"}, {"claim_id": "abcd2"}]
    with pytest.raises(UsageError, match="the beginning of 2 ids"):
        _only("abcd", rows, "claim_id", "claim", "")
    assert _only("abcd1", rows, "claim_id", "claim", "") == rows[0]


def test_actors_are_merged_named_and_split(obs: Observatory) -> None:
    kaz, uzb, *_ = ids(obs)
    obs.decide("correct", kaz, value={"participants": "org:alpha:party; RUS:party"})
    obs.decide("correct", uzb, value={"participants": "org:beta:party; RUS:party"})
    obs.decide_all([Draft("merge-actors", one, "org:gamma", {"new": True}) for one in ("org:alpha", "org:beta")])
    obs.decide("name-actor", "org:gamma", value={"en": "Gamma|Gamma Group", "kk": "Гамма"})
    assert obs.claims(actor="org:gamma", ruled=True)["claim_id"].to_list() == [kaz, uzb]
    assert obs.actor_names()["org:gamma"] == "Gamma"
    assert obs.actor_names("kk")["org:gamma"] == "Гамма"
    rows = {row["actor"]: row for row in obs.actors(ruled=True).iter_rows(named=True)}
    assert (rows["org:gamma"]["claims"], rows["org:gamma"]["name_kk"], rows["org:gamma"]["known"]) == (
        2,
        "Гамма",
        False,
    )
    assert "org:alpha" not in rows and "KAZ" not in rows
    assert {"KAZ", "UZB"} <= set(obs.actors()["actor"])
    with pytest.raises(UsageError, match="org:alpha is org:gamma already"):
        obs.decide("merge-actors", "org:gamma", "org:alpha")
    obs.decide("split-actors", "org:gamma", "org:delta", value={"claims": [uzb]})
    obs.decide("split-actors", "org:alpha", "org:gamma")
    assert obs.rulings().actors == {"org:beta": "org:gamma"}
    assert obs.claims(actor="org:alpha", ruled=True)["claim_id"].to_list() == [kaz]


def test_a_split_moves_the_claims_that_are_named(obs: Observatory) -> None:
    kaz, uzb, *_ = ids(obs)
    obs.decide("split-actors", "RUS", "org:another", value={"claims": [kaz[:8]]})
    ruled = obs.claims(ruled=True)
    assert ruled.filter(pl.col("claim_id") == kaz)["actors"].to_list() == [["KAZ", "org:another"]]
    assert ruled.filter(pl.col("claim_id") == uzb)["actors"].to_list() == [["UZB", "RUS"]]


def test_two_participants_that_become_one_are_one(obs: Observatory) -> None:
    kaz = ids(obs)[0]
    obs.decide("correct", kaz, value={"participants": "org:alpha:party; org:beta:party; RUS:party"})
    obs.decide("merge-actors", "org:alpha", "org:beta")
    [row] = obs.claims(ruled=True).filter(pl.col("claim_id") == kaz).iter_rows(named=True)
    assert row["actors"] == ["org:beta", "RUS"]
    assert [(one["actor"], one["role"]) for one in row["participants"]] == [("org:beta", "party"), ("RUS", "party")]


def test_export_and_import_are_idempotent(obs: Observatory, tmp_path: Path) -> None:
    kaz, uzb, *_ = ids(obs)
    obs.decide("accept", kaz, who="Aigul", why="read it")
    obs.decide("correct", uzb, value={"time": "2019/", "object": "газ"}, who="Bek")
    obs.decide("undo", 1, who="Bek")
    file = tmp_path / "decisions.jsonl"
    assert obs.export_decisions(file) is None
    assert obs.import_decisions(file) == 0
    other = small_reading.beside(tmp_path / "other", TEXT)
    assert other.import_decisions(file) == 3
    assert other.import_decisions(file) == 0
    assert other.rulings() == obs.rulings()
    assert other.decisions().drop("by", "text").equals(obs.decisions().drop("by", "text"))
    assert other.export_decisions() == obs.export_decisions() == file.read_text("utf-8")


def test_two_analysts_files_give_the_same_in_either_order(tmp_path: Path) -> None:
    first, second = small_reading.beside(tmp_path / "first", TEXT), small_reading.beside(tmp_path / "second", TEXT)
    kaz, uzb, kgz, _ = ids(first)
    first.decide("same", kaz, uzb, who="Aigul")
    second.decide("different", uzb, kaz, who="Bek")
    first.decide("reject", kgz, who="Aigul")
    second.decide("accept", kgz, who="Bek")
    first.export_decisions(tmp_path / "first.jsonl")
    second.export_decisions(tmp_path / "second.jsonl")
    first.import_decisions(tmp_path / "second.jsonl")
    second.import_decisions(tmp_path / "first.jsonl")
    assert first.rulings() == second.rulings()
    assert first.rulings().accepted == {kgz}
    assert first.rulings().different == {tuple(sorted((kaz, uzb)))}
    assert first.disputes()["thing"].to_list() == second.disputes()["thing"].to_list()
    assert first.disputes().height == 2
    # Serials count in each observatory, without gaps.
    assert first.decisions()["serial"].to_list() == second.decisions()["serial"].to_list() == [1, 2, 3, 4]


def test_decisions_on_things_that_are_not_here_wait_for_them(obs: Observatory, tmp_path: Path) -> None:
    kaz = ids(obs)[0]
    obs.decide("reject", kaz, who="Aigul")
    obs.export_decisions(tmp_path / "decisions.jsonl")
    empty = tarazy.create(tmp_path / "empty")
    assert empty.import_decisions(tmp_path / "decisions.jsonl") == 1
    assert empty.claims(ruled=True).is_empty()
    assert empty.decisions()["waits"].to_list() == [True]
    text = tmp_path / "obs.txt"
    empty.read(text, reader=small_reading.reader, extractor=small_reading.extractor, rules="r1")
    assert empty.decisions()["waits"].to_list() == [False]
    assert kaz in empty.claims()["claim_id"] and kaz not in empty.claims(ruled=True)["claim_id"]


def line(**changes: Any) -> str:
    one = Decision("accept", "c1", None, None, "Aigul", "", datetime(2026, 1, 1, tzinfo=UTC))
    return json.dumps(json.loads(next(iter(lines([one])))) | changes)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("not json", "line 1: it is no JSON"),
        ("[]", "it is no decision"),
        ('{"action": "accept"}', "it is no decision"),
        (line() + "\n" + line(left="c2"), "line 2: it was changed after it was decided"),
        (line(action="approve"), "action 'approve' is unknown"),
        (line(who=""), "who is empty"),
        (line(who=" Aigul"), "its who is damaged"),
        (line(left=3), "its ids are damaged"),
        (line(right="c2"), "its ids are damaged"),
        (line(recorded="yesterday"), "is no time"),
        (line(recorded="2999-01-01T00:00:00+00:00"), "lies in the future"),
        (line(value={"stage": "signed"}), "is none of accept"),
        (line(action="correct", value={"size": 3}), "slot 'size' is unknown"),
        (line(action="correct", value=3), "is none of correct"),
        (line(action="prefer", value={"slot": "time"}), "is none of prefer"),
        (line(action="merge-actors", right="org:b", value=1), "is none of merge-actors"),
    ],
)
def test_a_damaged_file_is_told_by_line(obs: Observatory, tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as raised:
        obs.import_decisions(file)
    assert sentence in str(raised.value) and str(raised.value).startswith("bad.jsonl, line ")
    assert "\n" not in str(raised.value)
    assert obs.decisions().is_empty()


def test_a_file_that_is_no_text_or_not_there_is_told(obs: Observatory, tmp_path: Path) -> None:
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="no text in UTF-8"):
        obs.import_decisions(tmp_path / "bytes.jsonl")
    with pytest.raises(UsageError, match="is not there"):
        obs.import_decisions(tmp_path / "nothing.jsonl")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["accept", "reject", "correct"]),
            st.text("ab", min_size=1, max_size=2),
            st.text(max_size=20).map(lambda text: " ".join(text.split())),
            st.integers(0, 10**15),
        ),
        max_size=10,
    )
)
@settings(max_examples=100)
def test_lines_give_the_decisions_back(words: list[tuple[str, str, str, int]]) -> None:
    begin = datetime(1995, 1, 1, tzinfo=UTC)
    log = [
        Decision(
            action,
            left,
            None,
            {"object": "шарт"} if action == "correct" else None,
            "Әйгүл",
            why,
            begin + timedelta(microseconds=at),
        )
        for action, left, why, at in words
    ]
    back = read_lines("\n".join(lines(log)), "f")
    assert {one.id: one for one in back} == {one.id: one for one in log}
    assert fold(back).rulings == fold(log).rulings


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = [*SLOTS, *NAME_KEYS, "slot", "value", "claims", "left", "right", "new", "actor", "role", "unit", "start", "end"]
SHAPED = st.dictionaries(
    st.sampled_from(KEYS),
    ANY | st.lists(st.dictionaries(st.sampled_from(KEYS), ANY, max_size=3), max_size=2),
    max_size=3,
)


class Anything:
    """An observatory in which everything that is asked for is there."""

    def claim_id(self, name: str) -> str:
        return name

    def claim(self, name: str) -> dict[str, Any]:
        party = [{"actor": "KAZ", "role": "party"}]
        return {"claim_id": name, "kind": "agreement", "participants": party, "actors": ["KAZ"], "stage": "signed"}

    def has_claim(self, claim_id: str) -> bool:
        return False

    def document(self, name: str) -> Text:
        return Text(name, "KAZ: signed 5 USD 🐫 in 2018", [(0, "en", None)])

    def record(self, name: str) -> dict[str, Any]:
        return {"record_id": name, "kind": "agreement", "claims": ["c"]}

    def actor(self, name: str) -> None:
        pass

    def is_registered(self, actor: str) -> bool:
        return False

    def same_as(self, actor: str) -> str:
        return actor

    def decision(self, name: str) -> Decision:
        return Decision("accept", name, None, None, "a", "", datetime(2020, 1, 1, tzinfo=UTC))


@given(
    st.sampled_from(list(ACTIONS)),
    st.sampled_from(["c1", "r-1", "KAZ"]),
    st.sampled_from([None, "c2", "r-2"]),
    ANY | SHAPED,
)
@settings(max_examples=500)
def test_whatever_is_given_is_ruled_or_refused_in_one_sentence(
    action: str, left: str, right: str | None, value: Any
) -> None:
    try:
        draft = checked(Draft(action, left, right, value), "because", Anything())
    except UsageError as error:
        assert "\n" not in str(error)
        return
    one = Decision(draft.action, draft.left, draft.right, draft.value, "a", "because", datetime(2020, 1, 1, tzinfo=UTC))
    # What was ruled can be told, kept, folded and brought into another observatory.
    assert describe(one)
    assert Decision.from_row(one.to_row("b")) == one
    assert fold([one]).fates[one.id].state == "stands"
    assert read_lines("\n".join(lines([one])), "f") == [one]


@given(st.sampled_from([*SLOTS]), ANY | SHAPED)
@settings(max_examples=500)
def test_a_slot_is_read_the_same_again(slot: str, value: Any) -> None:
    try:
        once = read_slot(slot, value)
    except UsageError:
        return
    assert read_slot(slot, once) == once
    assert write_slot(slot, read_slot(slot, write_slot(slot, once))) == write_slot(slot, once) or once is None


@given(st.sampled_from([*ACTIONS]), ANY, ANY, ANY | SHAPED)
@settings(max_examples=300)
def test_a_file_of_anything_is_read_or_refused(action: str, left: Any, right: Any, value: Any) -> None:
    row = json.loads(line()) | {"action": action, "left": left, "right": right, "value": value}
    with pytest.raises(UsageError):
        read_lines(json.dumps(row), "f")


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("time", "2018", {"start": "2018", "end": "2018"}),
        ("time", "2018/2020-05", {"start": "2018", "end": "2020-05"}),
        ("time", "2018/", {"start": "2018"}),
        ("time", "/2014", {"end": "2014"}),
        ("time", "", None),
        (
            "quantities",
            "2 500 000 USD; ~23.5 percent",
            [{"value": 2500000, "unit": "USD"}, {"value": 23.5, "unit": "percent", "relation": "~"}],
        ),
        (
            "participants",
            "org:tusas:party; KAZ:party",
            [{"actor": "org:tusas", "role": "party"}, {"actor": "KAZ", "role": "party"}],
        ),
        ("object", " gas  deal ", "gas deal"),
        ("stage", "", None),
    ],
)
def test_slots_as_text(slot: str, text: str, value: Any) -> None:
    assert read_slot(slot, text) == value
    assert read_slot(slot, write_slot(slot, value)) == value


def test_rows_without_a_commit_are_never_seen(obs: Observatory, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = ids(obs)

    def fail(*_: object, **__: object) -> None:
        raise StoreError("the disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(deciding, "log_commit", fail)
        with pytest.raises(StoreError):
            obs.decide("accept", claims[0])
    table = obs.folder.tables["decisions"]
    assert table.scan().collect().height == 1
    assert obs.decisions().is_empty() and obs.info()["decisions"] == 0
    assert obs.decide("accept", claims[1]).serial == 1
    clean(obs.folder, grace=0)
    assert table.scan().collect()["left"].to_list() == [claims[1]]
    assert not list(obs.folder.reading.iterdir())


def test_several_writers_number_without_gaps(obs: Observatory) -> None:
    claims = ids(obs)
    failures: list[BaseException] = []

    def work(name: str) -> None:
        own = tarazy.open(obs.path)
        try:
            for claim in claims:
                own.decide("accept", claim, who=name)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    obs.refresh()
    rows = obs.decisions()
    assert not failures
    assert rows["serial"].to_list() == list(range(1, 13))
    assert sorted(rows.group_by("who").len().rows()) == [("a", 4), ("b", 4), ("c", 4)]
    assert rows["recorded"].is_sorted() and rows["recorded"].n_unique() == 12


def test_many_decisions_are_compacted_and_stay_readable(obs: Observatory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "_EVERY", 5)
    claims = ids(obs)
    for number in range(11):
        obs.decide("accept" if number % 2 else "reject", claims[0], who="a")
    assert obs.folder.tables["decisions"].files() < 5
    assert obs.decisions()["serial"].to_list() == list(range(1, 12))
    past = tarazy.open(obs.path, obs.version - 3)
    assert past.decisions().height == 8


def test_a_clock_that_goes_back_keeps_the_order(obs: Observatory, tmp_path: Path) -> None:
    kaz = ids(obs)[0]
    ahead = Decision("accept", kaz, None, None, "Bek", "", datetime.now(UTC) + timedelta(hours=5))
    (tmp_path / "ahead.jsonl").write_text("\n".join(lines([ahead])), "utf-8")
    obs.import_decisions(tmp_path / "ahead.jsonl")
    obs.decide("reject", kaz, who="Aigul")
    assert obs.rulings().rejected == {kaz}


def test_ten_kills() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--kills", "10"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("10 processes killed")


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.integers(0, 12))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_import_in_parts_gives_the_same(tmp_path_factory: pytest.TempPathFactory, lefts: list[str], cut: int) -> None:
    folder = tmp_path_factory.mktemp("parts")
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    log = [
        Decision("accept" if at % 3 else "reject", left, None, None, "ab"[at % 2], "", begin + timedelta(days=at))
        for at, left in enumerate(lefts)
    ]
    (folder / "one.jsonl").write_text("\n".join(lines(log[:cut])), "utf-8")
    (folder / "two.jsonl").write_text("\n".join(lines(log[max(cut - 2, 0) :])), "utf-8")
    first, second = tarazy.create(folder / "first"), tarazy.create(folder / "second")
    for name in ("one", "two"):
        first.import_decisions(folder / f"{name}.jsonl")
    for name in ("two", "one"):
        second.import_decisions(folder / f"{name}.jsonl")
    assert first.rulings() == second.rulings() == fold(log).rulings
    assert first.decisions().height == second.decisions().height == len(log)
