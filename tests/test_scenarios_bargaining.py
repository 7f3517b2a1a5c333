"""Bargaining: the spatial model against a log of KTAB, the challenge model against a replication, medians, means, Nash."""

import itertools
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ktab_log import Log, near, read_log
from scenario_files import RIGHT, bent, case_of

from tarazy.errors import UsageError
from tarazy.scenarios.bargaining.elections import chances, coalitions, victory, vote
from tarazy.scenarios.bargaining.expected_utility import challenged
from tarazy.scenarios.bargaining.ktab import KtabFile, ktab_scenario, read_ktab
from tarazy.scenarios.bargaining.nash import nash
from tarazy.scenarios.bargaining.options import KTAB, Options, ktab_options
from tarazy.scenarios.bargaining.spatial import Actors, State, Turn, run
from tarazy.scenarios.bargaining.voters import weighted_mean, weighted_median
from tarazy.scenarios.faults import ScenarioError
from tarazy.scenarios.reading import read_case
from tarazy.scenarios.running import run_case

SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "ktab"
needs_log = pytest.mark.skipif(not SHARED.exists(), reason="the log of KTAB is not at ../shared/data/ktab")
RANDOM = np.random.default_rng(5)


@pytest.fixture(scope="module")
def logged() -> Log:
    return read_log(SHARED / "20170530_ref-dummyData_3Dim.txt")


@pytest.fixture(scope="module")
def rerun(logged: Log) -> tuple[KtabFile, Any, list[tuple[State, Turn | None]]]:
    file = read_ktab(SHARED / "dummyData_3Dim.csv")
    known = {theirs for theirs, _ in KTAB.values()}
    options = ktab_options({name: value for name, value in logged.options.items() if name in known})
    told: list[tuple[State, Turn | None]] = []
    return file, file.run(options, watch=lambda state, turn: told.append((state, turn))), told


@needs_log
def test_every_position_of_every_turn_is_that_of_the_log(logged: Log, rerun: Any) -> None:
    _, history, _ = rerun
    assert history.turns[0] == 10 and history.settled[0]
    for (actor, dimension), said in logged.history.items():
        assert near(history.positions[:, 0, actor, dimension] * 100, said, 1), (actor, dimension)
    assert len(logged.history) == 21
    assert near(history.chance[:, 0].T, logged.chances, 4)
    assert near(history.last[0, 5] * 100, [79.9, 34.4, 75.2], 1)


@needs_log
def test_every_utility_of_every_turn_is_that_of_the_log(logged: Log, rerun: Any) -> None:
    _, _, told = rerun
    assert len(told) == len(logged.turns) == 11
    for (state, _), said in zip(told, logged.turns, strict=True):
        assert near(state.values[0], said.values, 3)
        assert near(state.risk[0], said.risk, 3)
        assert near(state.utilities[0], said.utilities, 4)
        assert near(state.estimates[0], said.estimates, 4)


@needs_log
def test_every_challenge_and_bargain_is_that_of_the_log(logged: Log, rerun: Any) -> None:
    _, _, told = rerun
    for (_, turn), said in zip(told[:-1], logged.turns, strict=False):
        found = turn.challenges
        assert {i: j for i, (j, _) in said.targets.items()} == {
            i: int(j) for i, j in enumerate(found.target[0]) if j >= 0
        }
        for i, (j, gain) in said.targets.items():
            assert near(found.own_gain[0, i, j], gain, 3)
        for by, chance, i, j, who, gain in said.judged:
            sides = (found.own_chance, found.own_gain, found.own_gain_receiver)
            if by == j:
                sides = (found.other_chance, found.other_gain, found.other_gain_receiver)
            assert near(sides[0][0, i, j], chance, 4)
            assert near(sides[1 if who == i else 2][0, i, j], gain, 4)


@needs_log
@pytest.mark.parametrize("bargains,at", [("initiator", 0), ("both", 2), ("compromise", 4)])
def test_every_proposal_is_that_of_the_log_from_either_side(logged: Log, rerun: Any, bargains: str, at: int) -> None:
    from tarazy.scenarios.bargaining.bargains import proposed

    file, _, told = rerun
    actors = Actors(file.capability[None], file.salience[None] / 100)
    for (state, turn), said in zip(told[:-1], logged.turns, strict=False):
        offers = proposed(state.positions, actors, turn.challenges, Options(bargains=bargains))
        each = 2 if bargains == "both" else 1
        for (i, _), places in said.proposals.items():
            place = 7 + each * i + (each - 1)
            assert near(offers.for_initiator[0, place] * 100, places[at], 3)
            assert near(offers.for_receiver[0, place] * 100, places[at + 1], 3)


@needs_log
def test_every_election_within_a_queue_is_that_of_the_log(logged: Log, rerun: Any) -> None:
    _, _, told = rerun
    for (_, turn), said in zip(told[:-1], logged.turns, strict=False):
        offers = turn.bargains
        places = {
            (int(i), int(j)): at
            for at, (i, j) in enumerate(zip(offers.initiator[0], offers.receiver[0], strict=True))
            if offers.there[0, at]
        }
        assert sorted(said.voters) == list(range(7))
        for actor, election, chosen in zip(said.voters, said.elections, said.chosen, strict=True):
            columns = [places[pair] for pair in said.queues[actor]]
            assert near(turn.utilities[0][:, columns], election["worth"], 5)
            assert near(turn.probabilities[0, actor, columns], np.ravel(election["chance"]), 4)
            assert turn.taken[0, actor] == columns[chosen]


@needs_log
def test_the_input_runs_as_a_scenario(tmp_path: Path) -> None:
    result = run_case(read_case(SHARED / "dummyData_3Dim.csv"))
    last = dict(result.summary.select("output", "given").iter_rows())
    assert near([last[f"position.group:sactor-05.Pstn{k}"] for k in (1, 2, 3)], [79.9, 34.4, 75.2], 1)
    assert result.tables["turns"].height == 11 * 7 * 3 and result.facts["runs"] == 1
    assert set(result.inputs["basis"]) == {"evidence"}
