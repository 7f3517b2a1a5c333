"""Bargaining by other methods: the challenge model against a replication, medians, means, Nash; all of them from files."""

import re
from typing import Any

import numpy as np
import pytest
from challenge_reference import rounds
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario_files import RIGHT, bent, case_of

from tarazy.scenarios.bargaining.expected_utility import challenged
from tarazy.scenarios.bargaining.nash import nash
from tarazy.scenarios.bargaining.voters import weighted_mean, weighted_median
from tarazy.scenarios.running import run_case

EMISSIONS = {
    "NLD": (0.08, 4, 80),
    "BEL": (0.08, 7, 40),
    "LUX": (0.03, 4, 20),
    "DEU": (0.16, 4, 80),
    "FRA": (0.16, 10, 60),
    "ITA": (0.16, 10, 60),
    "GBR": (0.16, 10, 90),
    "IRL": (0.05, 7, 10),
    "DNK": (0.05, 4, 100),
    "GRC": (0.08, 7, 70),
}
"""Capability, position (years of delay) and salience of emission standards for cars, European Community Decision Making 1994."""


def emissions(variant: str, rounds: int = 4) -> Any:
    power, places, cares = np.array(list(EMISSIONS.values()), dtype=float).T
    cares = cares / 100
    return challenged(places[None], (power * cares)[None], cares[None], rounds, 1.0, variant)


def test_emission_standards_begin_at_the_published_median_and_mean() -> None:
    power, places, cares = np.array(list(EMISSIONS.values()), dtype=float).T
    assert weighted_median(places, power * cares) == 7
    assert weighted_mean(places, power * cares) == pytest.approx(7.389955686853766)


def test_emission_standards_move_as_in_the_replication_of_the_program() -> None:
    found = emissions("program", 8)
    power, places, cares = np.array(list(EMISSIONS.values()), dtype=float).T
    second = rounds(power.tolist(), places.tolist(), (cares / 100).tolist(), 8)
    for at, one in enumerate(second):
        assert np.allclose(found.rounds[at].exponent[0], one["risk"], atol=1e-12)
        assert np.allclose(found.positions[at + 1, 0], one["places"], atol=1e-9)
    risk = dict(zip(EMISSIONS, found.rounds[0].exponent[0].round(3), strict=True))
    assert risk == {"NLD": 1.406, "BEL": 0.754, "LUX": 0.509, "DEU": 1.406, "FRA": 1.047, "ITA": 1.047, "GBR": 1.965, "IRL": 0.5, "DNK": 2.0, "GRC": 1.112}  # fmt: skip
    belgium = [8.42, 9.61, 9.96, 4.8, 5.52, 7.47, 8.82, 9.67]
    assert found.positions[1:, 0, 1].round(2).tolist() == belgium
    assert found.medians[:, 0].round(2).tolist() == [7, 8.42, 9.61, 9.96, 9.96, 9.96, 7.47, 8.82, 9.67]
    # In the fourth round Belgium meets the Netherlands at the far end rather than France.
    fourth = found.rounds[3]
    assert (fourth.kind[0, 1], list(EMISSIONS)[fourth.to[0, 1]]) == (2, "NLD")


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_the_program_computes_as_a_second_opinion_does(seed: int) -> None:
    random = np.random.default_rng(seed)
    power, places, cares = random.uniform(1, 9, 7), random.integers(0, 11, 7) * 10.0, random.uniform(0.05, 1, 7)
    places[:2] = 0, 100
    found = challenged(places[None], (power * cares)[None], cares[None], 3)
    for at, one in enumerate(rounds(power.tolist(), places.tolist(), cares.tolist(), 3)):
        assert np.allclose(found.positions[at + 1, 0], one["places"], atol=1e-6)


def test_emission_standards_by_the_text_alone_stay_at_seven() -> None:
    found = emissions("text")
    assert found.medians[:, 0].tolist() == [7] * 5
    chance = found.rounds[0].chance[0]
    apart = chance + chance.T
    places = np.array([row[1] for row in EMISSIONS.values()])
    assert np.allclose(apart[places[:, None] != places], 1) and np.allclose(apart[places[:, None] == places], 0)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from(["program", "text"]), st.floats(0, 1))
def test_challenges_keep_positions_between_the_outermost(seed: int, variant: str, stays: float) -> None:
    random = np.random.default_rng(seed)
    places, cares = random.uniform(0, 100, (2, 6)), random.uniform(0.05, 1, (2, 6))
    found = challenged(places, random.uniform(1, 9, (2, 6)) * cares, cares, 3, stays, variant)
    low, high = places.min(1), places.max(1)
    assert (found.positions >= low[:, None] - 1e-9).all() and (found.positions <= high[:, None] + 1e-9).all()
    exponents = np.stack([one.exponent for one in found.rounds])
    assert (exponents >= 0.5 - 1e-9).all() and (exponents <= 2 + 1e-9).all()
    alone = challenged(places[:1] * 0.5, (random.uniform(1, 9, (1, 6)) * cares[:1]), cares[:1], 1, stays, variant)
    assert np.isfinite(alone.medians).all()


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 9)), min_size=1, max_size=12))
def test_no_position_beats_the_median(rows: list[tuple[int, int]]) -> None:
    places, weights = np.array(rows, dtype=float).T
    middle = weighted_median(places, weights)
    for other in places:
        margin = weights @ np.sign(np.abs(places - other) - np.abs(places - middle))
        assert margin >= -1e-9
    assert (
        places.min() <= weighted_mean(places, weights) + 1e-9 and weighted_mean(places, weights) <= places.max() + 1e-9
    )


def test_nash_shares_a_gain_by_power() -> None:
    # Two who want 0.2 and 0.8 of an issue that stays at 1 (and 0 for the other) without agreement.
    care = np.ones((2, 1))
    equal = nash(np.array([[0.0], [0.4]]), care, np.array([1.0, 1.0]), np.array([1.0]))
    # Gains are 1 - x and, up to 0.4, 0.6 less the distance: their product is greatest at the nearer wish.
    grid = np.linspace(0, 1, 100_001)
    product = (1 - grid) * (0.6 - np.abs(grid - 0.4))
    assert equal[0] == pytest.approx(grid[product.argmax()], abs=1e-4)
    for power in ([3.0, 1.0], [1.0, 5.0]):
        found = nash(np.array([[0.0], [0.4]]), care, np.array(power), np.array([1.0]))
        gains = np.maximum(1 - grid, 1e-12) ** power[0] * np.maximum(0.6 - np.abs(grid - 0.4), 1e-12) ** power[1]
        assert found[0] == pytest.approx(grid[gains.argmax()], abs=1e-4)


def test_nash_trades_one_issue_for_another() -> None:
    places, cares = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[0.9, 0.1], [0.1, 0.9]])
    found = nash(places, cares, np.array([1.0, 1.0]), np.array([0.5, 0.5]))
    assert found[0] < 0.1 and found[1] > 0.9
    assert found[0] == pytest.approx(1 - found[1], abs=1e-3)


def test_nash_leaves_all_as_it_is_where_somebody_would_lose() -> None:
    places = np.array([[0.2], [0.8]])
    assert nash(places, np.ones((2, 1)), np.ones(2), np.array([0.5])).tolist() == [0.5]


@pytest.mark.parametrize("method", ["spatial", "challenge", "median", "mean", "nash"])
def test_every_method_runs_from_a_file(method: str) -> None:
    text = bent('method = "mean"', f'method = "{method}"')
    text += 'disagreement.winter = { value = 100, assumption = "no water at all" }\n'
    result = run_case(case_of(text))
    row = {one["output"]: one for one in result.summary.to_dicts()}["outcome.winter"]
    assert 20 <= row["given"] <= 90 and row["low"] <= row["median"] <= row["high"]
    assert result.tables["methods"]["method"].to_list() == ["spatial", "challenge", "median", "mean", "nash"]
    by_method = dict(result.tables["methods"].select("method", "outcome").iter_rows())
    assert by_method[method] == pytest.approx(row["given"])


def test_what_is_supposed_shows_as_a_shift() -> None:
    changed = RIGHT.replace("[inputs]", "[change]\nposition.KGZ.winter = 60\n\n[inputs]", 1)
    result = {one["output"]: one for one in run_case(case_of(changed)).summary.to_dicts()}
    before = {one["output"]: one for one in run_case(case_of()).summary.to_dicts()}
    assert result["shift.winter"]["given"] == pytest.approx(
        result["outcome.winter"]["given"] - before["outcome.winter"]["given"]
    )
    assert result["shift.winter"]["given"] < 0


def test_stochastic_runs_of_a_file_can_be_repeated() -> None:
    text = RIGHT.replace('method = "mean"', 'method = "spatial"\ntransitions = "stochastic"')
    text = re.sub(r", range = \[[^]]*\](, shape = \"\w+\")?", "", text)
    first = run_case(case_of(text))
    assert first.facts["runs"] == 40 and run_case(case_of(text)).digest == first.digest
    assert first.summary.filter(first.summary["output"] == "outcome.winter")["deviation"][0] >= 0
