"""Who takes part beside whom: what the second model of participants sees, and what comes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.extraction import together
from tarazy.extraction.events import Candidate
from tarazy.extraction.extractor import candidates_of
from tarazy.extraction.logistic import Logistic, log_odds
from tarazy.extraction.participants import Participation, settle
from tarazy.reading import read_bytes

TEXT = "Kazakhstan, Uzbekistan and Turkmenistan signed a treaty on transit in 2022, and Russia praised it."


@pytest.fixture(scope="module")
def signing() -> Candidate:
    found = candidates_of(read_bytes(TEXT.encode(), "text.en.txt")[0])
    return next(c for c in found if c.kind == "agreement")


def seen(candidate: Candidate, chances: dict[str, float]) -> dict[str, dict[str, float]]:
    rows = together.features(
        "agreement", candidate.prospects, [{"party": chances[p.actor.id]} for p in candidate.prospects]
    )
    return {p.actor.id: row for p, row in zip(candidate.prospects, rows, strict=True)}


def test_each_actor_is_seen_beside_the_others(signing: Candidate) -> None:
    rows = seen(signing, {"KAZ": 0.9, "UZB": 0.7, "TKM": 0.6, "RUS": 0.1})
    assert [f"rank={n}" in rows[actor] for n, actor in enumerate(("KAZ", "UZB", "TKM", "RUS"))] == [True] * 4
    assert rows["UZB"]["lead"] == pytest.approx(log_odds(0.7) - log_odds(0.9))
    assert rows["KAZ"]["sum"] == pytest.approx(0.7 + 0.6 + 0.1)
    assert "likely=3|agreement" in rows["RUS"] and "likely=2|agreement" in rows["KAZ"]


def test_names_of_one_list_are_linked_and_others_are_not(signing: Candidate) -> None:
    rows = seen(signing, {"KAZ": 0.9, "UZB": 0.5, "TKM": 0.3, "RUS": 0.8})
    assert rows["UZB"]["linked"] == 0.9
    assert rows["TKM"]["linked"] == 0.9
    assert rows["KAZ"]["linked"] == 0.5
    assert rows["RUS"]["linked"] == 0.0


def test_who_stands_nearer_to_the_trigger_counts(signing: Candidate) -> None:
    rows = seen(signing, {"KAZ": 0.2, "UZB": 0.3, "TKM": 0.6, "RUS": 0.1})
    assert rows["TKM"]["near"] == 0.0
    assert rows["KAZ"]["near"] == 0.6


@given(st.floats(-4, 4), st.floats(0, 3))
def test_how_sure_a_choice_is_lies_between_nothing_and_certainty(bias: float, weight: float) -> None:
    found = candidates_of(read_bytes(TEXT.encode(), "text.en.txt")[0])
    candidate = next(c for c in found if c.kind == "agreement")
    model = Participation(Logistic(bias, {}), Logistic(0.0, {"own": weight}))
    chosen = settle(candidate.arguments, candidate.prospects, candidate.kind, model)
    assert 0 <= chosen.sure <= 1
    assert chosen.filled


def test_a_choice_without_doubt_is_sure(signing: Candidate) -> None:
    beside = Logistic(-30.0, {"rank=0": 60.0, "rank=1": 60.0})
    scores = {"KAZ": 2.0, "UZB": 1.0, "TKM": -1.0, "RUS": -2.0}
    alone = Logistic(0.0, {name: scores[p.actor.id] for p in signing.prospects for name in _own(signing, p.actor.id)})
    chosen = settle(signing.arguments, signing.prospects, "agreement", Participation(alone, beside))
    assert chosen.sure == pytest.approx(1.0, abs=1e-3)


def _own(candidate: Candidate, actor: str) -> set[str]:
    """The features that this actor alone has."""
    rows = {p.actor.id: set(p.features("party")) for p in candidate.prospects}
    return rows[actor].difference(*(row for other, row in rows.items() if other != actor))
