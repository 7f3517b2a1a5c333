"""Trends: planted changes of level are found, stages that somebody names are tested, unknown years stay unknown."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tie_frames import TIE_FRAMES, tie, tie_frame

from tarazy.errors import UsageError
from tarazy.measures.breaks import SHORTEST, changes, even_spread, explained, fit_of
from tarazy.measures.question import Question
from tarazy.measures.trends import stages, trends


def yearly(levels: dict[int, int], **given: object) -> pl.DataFrame:
    """As many ties of Kazakhstan and Russia in each year as it says."""
    return tie_frame(*(tie("KAZ", "RUS", time=str(year), **given) for year, n in levels.items() for _ in range(n)))


THREE = {year: 2 if year < 1996 else 12 if year < 2001 else 40 for year in range(1992, 2012)}


def test_three_planted_stages_are_found_with_their_years() -> None:
    found = stages(yearly(THREE, confidence=0.8), ["KAZ", "RUS"])
    assert found.select("start", "end", "level").rows() == [(1992, 1995, 2), (1996, 2000, 12), (2001, 2011, 40)]
    assert found["first_low"].to_list() == [None, 1996, 2001] and found["first_high"].to_list() == [None, 1996, 2001]
    assert found["support"].to_list() == [None, 1, 1] and found["explained"][0] == pytest.approx(1)
    assert (found["level_low"] < found["level"]).all()
    table = trends(yearly(THREE), ["KAZ", "RUS"])
    assert table["stage"].to_list() == [1] * 4 + [2] * 5 + [3] * 11
    assert table.filter(start=1996).select("weight", "change", "level").rows() == [(12, 10, 12)]


def test_noise_has_no_stages() -> None:
    draw = np.random.default_rng(1)
    alone = [len(changes(*even_spread(draw.poisson(6, 30).astype(float), counts=True))) for _ in range(200)]
    assert np.mean([count > 0 for count in alone]) < 0.1


def test_changes_in_noise_are_found_and_the_intervals_hold_them() -> None:
    draw = np.random.default_rng(2)
    held, found_again = 0, 0
    for _ in range(20):
        drawn = {1990 + i: int(draw.poisson(4 if i < 14 else 14)) for i in range(30)}
        found = stages(yearly(drawn), ["KAZ", "RUS"], Question(start=1990, end=2019, draws=60))
        if found.height == 2:
            found_again += 1
            held += found["first_low"][1] <= 2004 <= found["first_high"][1]
    assert found_again >= 15 and held >= 0.8 * found_again


def test_named_stages_are_tested_against_all_others() -> None:
    right = stages(yearly(THREE), ["KAZ", "RUS"], stages=[1996, 2001]).row(0, named=True)
    wrong = stages(yearly(THREE), ["KAZ", "RUS"], stages=[1998, 2007]).row(0, named=True)
    assert right["best"] == wrong["best"] == [1996, 2001]
    assert right["as_good"] < 0.02 < wrong["as_good"] and right["chance"] <= 0.002
    assert right["explained"] > wrong["explained"]


@given(st.lists(st.integers(0, 50), min_size=8, max_size=14), st.data())
@settings(max_examples=30)
def test_the_best_division_explains_most(values: list[int], data: st.DataObject) -> None:
    series = np.array(values, dtype=float)
    place = data.draw(st.integers(SHORTEST, len(values) - SHORTEST))
    if np.ptp(series):
        as_good, chance, best = fit_of(series, [place])
        assert 0 < as_good <= 1 and 0 < chance <= 1
        assert explained(series, best) >= explained(series, [place]) - 1e-9
        assert as_good >= 1 / (len(values) - 2 * SHORTEST + 1) - 1e-9


def test_years_without_records_count_none_and_their_amounts_are_unknown() -> None:
    counts = trends(yearly({2001: 1, 2003: 2}), ["KAZ", "RUS"])
    assert counts["weight"].to_list() == [1, 0, 2]
    money = trends(yearly({2001: 1, 2003: 2}, measure="amount", unit="USD"), ["KAZ", "RUS"], Question("amount"))
    assert money["weight"].to_list() == [1, None, 2] and money["change"].to_list() == [None, None, None]
    assert money["stage"].to_list() == [1, None, 1]
    window = pl.DataFrame({"domain": ["economy"], "start": [2002], "end": [2005]})
    covered = trends(yearly({2001: 1, 2003: 2}), ["KAZ", "RUS"], Question(coverage=window))
    assert covered["weight"].to_list() == [None, 0, 2]


def test_domains_apart_and_together_and_each_year_leads_to_its_records() -> None:
    rows = [
        tie("KAZ", "RUS", time="2001"),
        tie("RUS", "KAZ", time="2001", domain="energy"),
        tie("KAZ", "CHN", time="2001"),
    ]
    found = trends(tie_frame(*rows), ["KAZ", "RUS"])
    assert found.select("domain", "weight", "records").rows() == [
        ("all", 2, ["r-0", "r-1"]),
        ("economy", 1, ["r-0"]),
        ("energy", 1, ["r-1"]),
    ]
    assert trends(tie_frame(*rows), ["KAZ"], Question(domain="economy"))["weight"].to_list() == [2]


@given(TIE_FRAMES)
@settings(max_examples=30)
def test_any_ties(ties: pl.DataFrame) -> None:
    asked = Question(draws=5)
    table, parts = trends(ties, ["KAZ"], asked), stages(ties, ["KAZ"], asked)
    assert (table["weight_low"] <= table["weight_high"]).fill_null(True).all()
    assert table["stage"].n_unique() <= max(parts["stage"].max() or 0, 0) + 1


@pytest.mark.parametrize(
    ("actors", "named", "said"),
    [
        (["KAZ", "KAZ"], None, "two that differ"),
        (["KAZ", "RUS"], [1992], "not after"),
        (["KAZ", "RUS"], [2050], "not after"),
    ],
)
def test_bad_arguments_get_a_sentence(actors: list[str], named: list[int] | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        stages(yearly(THREE), actors, stages=named)
