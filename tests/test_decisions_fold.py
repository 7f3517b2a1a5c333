"""Folding decisions: the later word holds, nothing is lost, and the order in which they arrive does not matter."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.records.decisions import Decision, pair
from tarazy.records.disputes import disputes
from tarazy.records.outcome import fold
from tarazy.records.rulings import NONE, Preferred, Rulings

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
CLAIMS = tuple("abcdef")
ACTORS = ("org:p", "org:q", "org:r", "org:s")


def decided(
    minute: int, action: str, left: str, right: str | None = None, value: Any = None, who: str = "a"
) -> Decision:
    return Decision(action, left, right, value, who, "", BEGIN + timedelta(minutes=minute))


def log_of(*words: tuple[Any, ...]) -> list[Decision]:
    """Decisions a minute apart; an ``undo`` names its target by its place."""
    log: list[Decision] = []
    for minute, (action, left, *rest) in enumerate(words):
        log.append(decided(minute, action, log[left].id if action == "undo" else left, *rest))
    return log


def states(log: list[Decision]) -> list[str]:
    outcome = fold(log)
    return [outcome.fates[one.id].state for one in log]


@st.composite
def logs(draw: st.DrawFn) -> list[Decision]:
    log: list[Decision] = []
    for _ in range(draw(st.integers(0, 30))):
        action = draw(
            st.sampled_from(
                [
                    "accept",
                    "reject",
                    "correct",
                    "same",
                    "different",
                    "prefer",
                    "merge-actors",
                    "split-actors",
                    "name-actor",
                    "undo",
                ]
            )
        )
        right, value = None, None
        left = draw(st.sampled_from(CLAIMS))
        if action == "undo":
            if not log:
                continue
            left = draw(st.sampled_from(log)).id
        elif action == "correct":
            value = draw(
                st.dictionaries(st.sampled_from(["stage", "object"]), st.sampled_from(["x", "y", None]), min_size=1)
            )
        elif action in ("same", "different"):
            right = draw(st.sampled_from([one for one in CLAIMS if one != left]))
            if draw(st.booleans()):
                groups = draw(st.permutations(CLAIMS))
                cut = draw(st.integers(1, 2))
                value = {"left": list(groups[:cut]), "right": list(groups[cut : cut + 2])}
                left, right = "r-1", "r-2"
        elif action == "prefer":
            left, value = (
                "r-1",
                {
                    "slot": draw(st.sampled_from(["stage", "time"])),
                    "value": draw(st.sampled_from(["x", "y"])),
                    "claims": [],
                },
            )
        elif action in ("merge-actors", "split-actors"):
            left, right = draw(st.permutations(ACTORS))[:2]
            if action == "split-actors" and draw(st.booleans()):
                value = {"claims": [draw(st.sampled_from(CLAIMS))]}
        elif action == "name-actor":
            left, value = draw(st.sampled_from(ACTORS)), {"en": draw(st.sampled_from(["N", "M", None]))}
        who = draw(st.sampled_from(["aigul", "bek"]))
        # Two analysts' clocks may agree to the microsecond.
        minute = draw(st.integers(len(log), len(log) + 1))
        log.append(decided(minute, action, left, right, value, who))
    return log


@given(logs(), st.randoms())
@settings(max_examples=150)
def test_the_order_of_arrival_does_not_matter(log: list[Decision], chance: random.Random) -> None:
    shuffled = [*log, *log[:3]]
    chance.shuffle(shuffled)
    first, second = fold(log), fold(shuffled)
    assert first.rulings == second.rulings
    assert {key: fate.state for key, fate in first.fates.items()} == {
        key: fate.state for key, fate in second.fates.items()
    }
    assert [one.sentence for one in disputes(first)] == [one.sentence for one in disputes(second)]


@given(logs())
@settings(max_examples=150)
def test_what_holds_never_contradicts_itself(log: list[Decision]) -> None:
    rulings = fold(log).rulings
    assert not rulings.accepted & rulings.rejected
    group = {claim: claim for claim in CLAIMS}
    for left, right in rulings.same:
        old, new = group[left], group[right]
        group = {claim: new if one == old else one for claim, one in group.items()}
    assert all(group[left] != group[right] for left, right in rulings.different)
    assert all(end not in rulings.actors and end != actor for actor, end in rulings.actors.items())
    end = {actor: rulings.actors.get(actor, actor) for actor in ACTORS}
    assert all(end[left] != end[right] for left, right in rulings.split)
    assert all(left < right for left, right in (*rulings.same, *rulings.different, *rulings.split))


@given(logs())
@settings(max_examples=50)
def test_undoing_the_last_decision_leaves_what_held_before(log: list[Decision]) -> None:
    for place, one in enumerate(log):
        # Ends of one minute are ordered by id: take a log without those.
        before = [other for other in log[:place] if other.order < one.order]
        undo = decided(100, "undo", one.id)
        again = decided(101, "undo", undo.id)
        assert fold([*before, one, undo]).rulings == fold(before).rulings
        assert fold([*before, one, undo, again]).rulings == fold([*before, one]).rulings


@given(logs())
@settings(max_examples=100)
def test_every_decision_is_seen_and_the_newest_stands(log: list[Decision]) -> None:
    outcome = fold(log)
    assert {one.id for one in outcome.log} == {one.id for one in log}
    for one in outcome.log:
        fate = outcome.fates[one.id]
        assert (fate.state == "stands") == (not fate.lost and not fate.undone)
        assert bool(fate.by) == (fate.state != "stands")
        assert one.id not in fate.by
    if outcome.log and outcome.log[-1].action != "merge-actors":
        assert outcome.fates[outcome.log[-1].id].state == "stands"


@given(logs())
@settings(max_examples=100)
def test_one_person_alone_disputes_nothing_but_circles(log: list[Decision]) -> None:
    alone = [Decision(one.action, one.left, one.right, one.value, "aigul", "", one.recorded) for one in log]
    outcome = fold(alone)
    for dispute in disputes(outcome):
        assert any(outcome.fates[one.id].cycle for one in dispute.decisions)


@given(logs())
def test_a_row_of_the_store_gives_the_decision_back(log: list[Decision]) -> None:
    for one in log:
        assert Decision.from_row(one.to_row("batch")) == one


def test_nothing_decided() -> None:
    assert fold([]).rulings == NONE == Rulings()


def test_the_later_verdict_holds_and_the_earlier_stays_visible() -> None:
    log = log_of(("accept", "c"), ("reject", "c"))
    assert fold(log).rulings.rejected == {"c"}
    assert states(log) == ["overruled", "stands"]
    assert fold(log).fates[log[0].id].by == [log[1].id]


def test_corrections_of_several_slots_add_up() -> None:
    log = log_of(
        ("correct", "c", None, {"stage": "signed", "object": "gas"}), ("correct", "c", None, {"stage": "ratified"})
    )
    assert fold(log).rulings.corrected == {"c": {"stage": "ratified", "object": "gas"}}
    assert states(log) == ["in part", "stands"]


def test_a_slot_can_be_emptied() -> None:
    assert fold(log_of(("correct", "c", None, {"time": None}))).rulings.corrected == {"c": {"time": None}}


def test_undo_of_undo_brings_the_decision_back() -> None:
    log = log_of(("reject", "c"), ("undo", 0), ("undo", 1))
    assert fold(log[:2]).rulings == NONE
    assert fold(log).rulings.rejected == {"c"}
    assert states(log) == ["stands", "undone", "stands"]


def test_a_newer_separation_breaks_the_oldest_link_of_the_chain() -> None:
    log = log_of(("same", "a", "b"), ("same", "b", "c"), ("different", "a", "c"))
    rulings = fold(log).rulings
    assert rulings.different == {("a", "c")}
    assert rulings.same == {("b", "c")}
    assert states(log) == ["overruled", "stands", "stands"]


def test_records_are_joined_and_parted_by_their_claims() -> None:
    same = decided(0, "same", "r-1", "r-2", {"left": ["a", "b"], "right": ["c"]})
    assert fold([same]).rulings.same == {("a", "b"), ("a", "c")}
    apart = decided(1, "different", "r-1", "r-2", {"left": ["a", "b"], "right": ["c"]})
    rulings = fold([same, apart]).rulings
    assert rulings.different == {("a", "c"), ("b", "c")}
    assert rulings.same == {("a", "b")}
    assert fold([same, apart]).fates[same.id].state == "in part"


def test_large_records_are_parted_by_one_claim_of_each() -> None:
    left, right = [f"l{n:04}" for n in range(500)], [f"r{n:04}" for n in range(500)]
    rulings = fold([decided(0, "different", "r-1", "r-2", {"left": left, "right": right})]).rulings
    assert len(rulings.different) == 999
    assert {claim for both in rulings.different for claim in both} == {*left, *right}


def test_merged_actors_lead_to_the_end_of_the_chain() -> None:
    log = log_of(("merge-actors", "org:p", "org:q"), ("merge-actors", "org:q", "KAZ"))
    assert fold(log).rulings.actors == {"org:p": "KAZ", "org:q": "KAZ"}


def test_a_split_ends_a_merge_and_moves_the_claims_named() -> None:
    log = log_of(("merge-actors", "org:p", "org:q"), ("split-actors", "org:p", "org:q", {"claims": ["c"]}))
    rulings = fold(log).rulings
    assert rulings.actors == {}
    assert rulings.split == {("org:p", "org:q")}
    assert rulings.moved == {"c": {"org:p": "org:q"}}


def test_of_two_homes_of_an_actor_the_later_holds() -> None:
    log = log_of(("merge-actors", "org:p", "org:q"), ("merge-actors", "org:p", "org:r"))
    assert fold(log).rulings.actors == {"org:p": "org:r"}
    assert states(log) == ["overruled", "stands"]
    joined = [*log, decided(5, "merge-actors", "org:q", "org:r")]
    assert fold(joined).rulings.actors == {"org:p": "org:r", "org:q": "org:r"}
    assert states(joined) == ["stands"] * 3


def test_names_add_up_and_can_be_withdrawn() -> None:
    log = log_of(("name-actor", "org:p", None, {"en": "P", "kk": "П"}), ("name-actor", "org:p", None, {"en": None}))
    assert fold(log).rulings.names == {"org:p": {"kk": "П"}}


def test_a_preferred_value_carries_its_reason() -> None:
    log = log_of(("prefer", "r-1", None, {"slot": "time", "value": {"start": "2018"}, "claims": ["a"]}))
    assert fold(log).rulings.preferred == {"r-1": (Preferred("time", {"start": "2018"}, "", "a"),)}


def sentences(*log: Decision) -> list[str]:
    return [one.sentence for one in disputes(fold(log))]


def test_two_people_who_contradict_each_other_are_named() -> None:
    first, second = decided(0, "accept", "c", who="aigul"), decided(1, "reject", "c", who="bek")
    [sentence] = sentences(first, second)
    assert sentence == (
        f"aigul: accept c (decision {first.id}); bek: reject c (decision {second.id}) – decision {second.id} holds, "
        "undo one to settle it."
    )
    assert sentences(first, second, decided(2, "undo", second.id, who="aigul")) == []
    assert sentences(first, second, decided(2, "accept", "c", who="bek")) == []
    assert sentences(first, second, decided(2, "accept", "c", who="aigul")) != []


def test_whoever_changes_their_mind_disputes_nothing() -> None:
    assert sentences(decided(0, "accept", "c"), decided(1, "reject", "c")) == []
    assert sentences(decided(0, "same", "a", "b"), decided(1, "different", "a", "b")) == []
    assert sentences(decided(0, "merge-actors", "org:p", "org:q"), decided(1, "split-actors", "org:q", "org:p")) == []


def test_disputes_of_every_sort() -> None:
    pairs = [
        (("correct", "c", None, {"stage": "signed"}), ("correct", "c", None, {"stage": "ratified"})),
        (("correct", "c", None, {"stage": "signed"}), ("reject", "c")),
        (("same", "a", "b"), ("different", "a", "b")),
        (("same", "r-1", "r-2", {"left": ["a"], "right": ["b"]}), ("different", "b", "a")),
        (("merge-actors", "org:p", "org:q"), ("split-actors", "org:q", "org:p")),
        (("merge-actors", "org:p", "org:q"), ("merge-actors", "org:p", "org:r")),
        (("merge-actors", "org:p", "org:q"), ("merge-actors", "org:q", "org:p")),
        (("name-actor", "org:p", None, {"en": "P"}), ("name-actor", "org:p", None, {"en": "Q"})),
        (
            ("prefer", "r-1", None, {"slot": "stage", "value": "signed", "claims": []}),
            ("prefer", "r-1", None, {"slot": "stage", "value": "ratified", "claims": []}),
        ),
    ]  # fmt: skip
    for one, other in pairs:
        log = [decided(0, *one, who="aigul"), decided(1, *other, who="bek")]
        [dispute] = disputes(fold(log))
        assert dispute.decisions == tuple(log)
        assert dispute.holds == (log[1],)


def test_a_chain_that_contradicts_names_all_its_links() -> None:
    log = [
        decided(0, "different", "a", "c", who="aigul"),
        decided(1, "same", "a", "b", who="bek"),
        decided(2, "same", "b", "c", who="bek"),
    ]
    [dispute] = disputes(fold(log))
    assert dispute.decisions == tuple(log)
    assert dispute.thing == ("pair", *pair("a", "c"))


def test_a_circle_of_actors_is_shown_whoever_made_it() -> None:
    log = log_of(
        ("merge-actors", "org:p", "org:q"), ("merge-actors", "org:q", "org:r"), ("merge-actors", "org:r", "org:p")
    )
    outcome = fold(log)
    assert outcome.rulings.actors == {"org:q": "org:p", "org:r": "org:p"}
    [dispute] = disputes(outcome)
    assert len(dispute.decisions) == 3 and len(dispute.holds) == 2
