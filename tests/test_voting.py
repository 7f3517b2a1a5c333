"""Voting agreement of two states: by hand, symmetric, within bounds, and down to the votes."""

import polars as pl
import pytest
from claim_frames import claim, claim_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.measures.question import Question
from tarazy.measures.roll_calls import roll_calls
from tarazy.measures.voting import agreement

STAGES = {"y": "support", "a": "neutral", "n": "oppose"}


def votes(**cast: str) -> pl.DataFrame:
    """Votes of states, a letter a roll call (``-``: absent), all of November 2019."""
    rows = [
        claim(
            "stance",
            [(state, "holder")],
            "2019-11-20",
            stage=STAGES[letter],
            rule="un-votes",
            object=f"UN vote R/74/1, roll call {n}: x",
        )
        for state, letters in cast.items()
        for n, letter in enumerate(letters)
        if letter != "-"
    ]
    return claim_frame(*rows)


def test_agreement_by_hand() -> None:
    found = agreement(votes(KAZ="yyan-y", RUS="yann y".replace(" ", "y"), USA="------"), ["KAZ", "RUS"])
    row = found.row(0, named=True)
    # Both took part in five: same, half, half, same, same.
    assert (row["compared"], row["agreement"], row["same"], row["opposite"]) == (5, 0.8, 0.6, 0)
    assert len(row["records"]) == 10 and row["agreement_low"] <= 0.8 <= row["agreement_high"]


def test_opposites_agree_in_nothing() -> None:
    row = agreement(votes(KAZ="yynn", RUS="nnyy"), ["KAZ", "RUS"]).row(0, named=True)
    assert (row["agreement"], row["opposite"], row["kappa"]) == (0, 1, pytest.approx(-1))


def test_only_common_roll_calls_count_and_are_shown() -> None:
    found = agreement(votes(KAZ="yy--", RUS="-yyy", USA="--yy"), ["KAZ"])
    assert found.select("b", "compared").rows() == [("RUS", 1)]
    assert len(found["records"][0]) == 2


def test_a_vote_that_two_files_tell_counts_once() -> None:
    once = votes(KAZ="yan", RUS="yyn")
    twice = pl.concat([once, once.with_columns(claim_id="again-" + pl.col("claim_id"), document=pl.lit("b.csv"))])
    assert agreement(twice, ["KAZ", "RUS"])["compared"].to_list() == [3]


def test_paragraphs_of_a_resolution_are_roll_calls_of_their_own() -> None:
    assert roll_calls(votes(KAZ="yan", RUS="yyn"), Question()).votes[0].shape == (2, 3)


def test_periods_begin_in_september() -> None:
    rows = [
        claim("stance", [(state, "holder")], time, stage="support", rule="un-votes", object=f"roll call {time}")
        for state in ("KAZ", "RUS")
        for time in ("2019-10-01", "2020-03-02", "2020-09-15", "2021")
    ]
    found = agreement(claim_frame(*rows), ["KAZ", "RUS"])
    assert found.select("start", "compared").rows() == [(2019, 2), (2020, 1), (2021, 1)]


@given(st.text("yan-", min_size=1, max_size=12), st.text("yan-", min_size=1, max_size=12), st.randoms())
@settings(max_examples=40)
def test_agreement_is_symmetric_and_independent_of_order(one: str, other: str, order: object) -> None:
    frame = votes(KAZ=one, RUS=other)
    found = agreement(frame, ["KAZ", "RUS"], Question(draws=20))
    mixed = agreement(frame.sample(fraction=1, shuffle=True, seed=1), ["RUS", "KAZ"], Question(draws=20))
    columns = ["agreement", "same", "opposite", "kappa", "compared"]
    assert found.select(columns).rows() == mixed.select(columns).rows()
    for row in found.iter_rows(named=True):
        assert 0 <= row["agreement_low"] <= row["agreement"] <= row["agreement_high"] <= 1
        assert row["same"] + row["opposite"] <= 1 + 1e-12


def test_nothing_gives_an_empty_table() -> None:
    assert agreement(votes(), ["KAZ", "RUS"]).is_empty()
    assert agreement(votes(KAZ="y"), ["KAZ"]).is_empty()
