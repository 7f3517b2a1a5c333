"""The spatial model of politics against a log of KTAB and against a second program; KTAB's files."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ktab_log import Log, near, read_log
from ktab_reference import one_turn

from tarazy.errors import UsageError
from tarazy.scenarios.bargaining.elections import chances, coalitions, victory, vote
from tarazy.scenarios.bargaining.ktab import KtabFile, ktab_scenario, read_ktab
from tarazy.scenarios.bargaining.options import KTAB, Options, ktab_options
from tarazy.scenarios.bargaining.spatial import Actors, State, Turn, run
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


def choices(name: str) -> list[str]:
    return list(KTAB[name][1].values())


SINGLE = [(name, value) for name in KTAB if name not in ("transitions", "resolution") for value in choices(name)]


@pytest.mark.parametrize("name,value", SINGLE, ids=[f"{name}-{value}" for name, value in SINGLE])
def test_every_option_computes_as_a_second_opinion_does(name: str, value: str) -> None:
    options = Options(**{name: value})
    plain = {one: getattr(options, one) for one in KTAB}
    for count, dimensions in ((4, 2), (6, 1), (5, 3)):
        power, places = RANDOM.uniform(10, 200, count), RANDOM.uniform(0, 1, (count, dimensions))
        saliences = RANDOM.uniform(0.1, 0.9, (count, dimensions)) / dimensions
        history = run(Actors(power[None], saliences[None]), places[None], Options(**{name: value, "most_turns": 2}))
        expected = one_turn(plain, power.tolist(), places.tolist(), saliences.tolist())
        assert np.allclose(history.positions[1, 0], expected, atol=1e-9)
        expected = one_turn(plain, power.tolist(), expected, saliences.tolist())
        assert np.allclose(history.positions[2, 0], expected, atol=1e-9)


def test_ideals_lag_behind_positions_as_far_as_they_are_told() -> None:
    options = Options(voting="prop-cubic", election="markov-incentive", most_turns=3, least_change=0.0)
    plain = {one: getattr(options, one) for one in KTAB}
    power, places = RANDOM.uniform(10, 200, 5), RANDOM.uniform(0, 1, (5, 3))
    saliences = RANDOM.uniform(0.1, 0.9, (5, 3)) / 3
    follows = np.diag([0.87, 0.75, 0.65, 0.57, 1.0])
    follows[1, 0], follows[2, 3] = 0.07, 0.13
    history = run(Actors(power[None], saliences[None], follows), places[None], options)
    now, ideals = places.tolist(), places.tolist()
    for turn in range(1, 4):
        now = one_turn(plain, power.tolist(), now, saliences.tolist(), ideals)
        assert np.allclose(history.positions[turn, 0], now, atol=1e-9)
        lag = 1 - follows.sum(1)
        ideals = (follows @ np.array(now) + lag[:, None] * np.array(ideals)).tolist()


@settings(max_examples=12)
@given(st.integers(0, 10_000))
def test_runs_together_are_as_alone(seed: int) -> None:
    random = np.random.default_rng(seed)
    options = Options(
        **{name: choices(name)[int(random.integers(len(choices(name))))] for name in KTAB if name != "transitions"}
    )
    power, places = random.uniform(0, 100, (3, 5)), random.uniform(0, 1, (3, 5, 2))
    saliences = random.uniform(0.05, 0.5, (3, 5, 2))
    together = run(Actors(power, saliences), places, options)
    for one in range(3):
        alone = run(Actors(power[one : one + 1], saliences[one : one + 1]), places[one : one + 1], options)
        assert alone.turns[0] == together.turns[one]
        assert np.allclose(alone.last[0], together.last[one], atol=1e-12)
    assert (together.positions >= -1e-9).all() and (together.positions <= 1 + 1e-9).all()
    assert (together.expected >= -1e-9).all() and (together.expected <= 1 + 1e-9).all()


def test_the_order_of_actors_does_not_matter() -> None:
    power, places = RANDOM.uniform(10, 100, 6), RANDOM.uniform(0, 1, (6, 2))
    saliences, order = RANDOM.uniform(0.1, 0.5, (6, 2)), RANDOM.permutation(6)
    one = run(Actors(power[None], saliences[None]), places[None], Options())
    other = run(Actors(power[order][None], saliences[order][None]), places[order][None], Options())
    assert np.allclose(one.last[0][order], other.last[0])
    assert np.allclose(one.expected[-1], other.expected[-1])


def test_chance_decides_among_bargains_where_it_is_asked_to() -> None:
    power, places = np.full((200, 4), 50.0), np.broadcast_to(np.array([[0.1], [0.4], [0.6], [0.9]]), (200, 4, 1))
    saliences = np.full((200, 4, 1), 0.6)
    options = Options(transitions="stochastic", most_turns=2)
    chance = [np.random.default_rng(seed) for seed in range(200)]
    told: list[tuple[State, Turn | None]] = []
    run(Actors(power, saliences), places, options, chance, lambda state, turn: told.append((state, turn)))
    turn = told[0][1]
    assert turn is not None
    for actor in range(4):
        taken = np.bincount(turn.taken[:, actor], minlength=turn.probabilities.shape[-1]) / 200
        assert np.abs(taken - turn.probabilities[0, actor]).max() < 0.12


def test_a_binding_bargain_binds_both() -> None:
    told: list[tuple[State, Turn | None]] = []
    power, places = RANDOM.uniform(10, 100, (1, 7)), RANDOM.uniform(0, 1, (1, 7, 2))
    saliences = RANDOM.uniform(0.1, 0.5, (1, 7, 2))
    run(Actors(power, saliences), places, Options(resolution="binding-best"), None, lambda s, t: told.append((s, t)))
    for _, turn in told[:-1]:
        assert turn is not None
        for actor, at in enumerate(turn.taken[0]):
            pair = {int(turn.bargains.initiator[0, at]), int(turn.bargains.receiver[0, at])}
            assert actor in pair and {int(turn.taken[0, one]) for one in pair} == {int(at)}


@pytest.mark.parametrize("rule", choices("voting"))
def test_nobody_votes_between_equals_and_more_is_never_less(rule: str) -> None:
    differences = np.linspace(-1, 1, 41)
    votes = vote(rule, 3.0, differences)
    assert votes[20] == 0 and (np.diff(votes) >= 0).all() and (np.sign(votes) == np.sign(differences)).all()


@pytest.mark.parametrize(
    "model,ratio",
    [("linear", 2 / 3), ("square", 4 / 5), ("quartic", 16 / 17), ("octic", 256 / 257), ("binary", 1 / (1 + 1e-6))],
)
def test_twice_the_strength_wins_as_often_as_the_model_says(model: str, ratio: float) -> None:
    beats = victory(model, np.array([[1e-8, 2.0], [1.0, 1e-8]]))
    assert beats[0, 1] == pytest.approx(ratio) and beats[0, 1] + beats[1, 0] == pytest.approx(1)
    assert victory(model, np.array([[1.0, 1e9], [1.0, 1.0]]))[0, 1] <= 1


@pytest.mark.parametrize("kind", choices("election"))
def test_an_election_is_a_distribution_and_prefers_the_winner(kind: str) -> None:
    worth, weights = RANDOM.uniform(0, 1, (9, 5)), RANDOM.uniform(1, 5, 9)
    worth[:, 2] += 0.6
    strength = coalitions("proportional", weights, worth)
    p = chances(kind, strength, victory("linear", strength))
    assert p.sum() == pytest.approx(1) and p.argmax() == 2
    present = np.array([True, True, False, True, False])
    some = chances(kind, strength, victory("linear", strength), present)
    small = coalitions("proportional", weights, worth[:, present])
    assert np.allclose(some[present], chances(kind, small, victory("linear", small)), atol=1e-6)
    assert some[~present].sum() == 0


CSV = '"A, b","x",3,1,\nActor,Description,Power,Wish,Salience,\nKAZ,,10,20,50,\nOne,,5,80,50,\nTwo,,5,90,40,\n'


def test_ktab_files_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(CSV, encoding="utf-8")
    found = read_ktab(path)
    assert (found.name, found.actors, found.dimensions) == ("A, b", ("KAZ", "One", "Two"), ("Wish",))
    assert found.ids() == ("KAZ", "group:one", "group:two")
    case = read_case(path)
    assert case.value("position.group:two.Wish") == 90 and case.words["group:one"]["ru"] == "One"
    assert ktab_scenario(found, "x.csv") == case.text


@pytest.mark.parametrize(
    "old,new,said",
    [
        (",3,1,", ",three,1,", "line 1"),
        (",3,1,", ",4,1,", "4 actors, and there are 3"),
        (",3,1,", ",3,2,", "line 2"),
        ("KAZ,,10,", "KAZ,,ten,", "line 3"),
        ("KAZ,,10,", "KAZ,,-10,", "power -10"),
        ("80,50,", "180,50,", "position 180"),
        ("90,40,", "90,0,", "sum to 0"),
        ("90,40,", "90", "line 5 has 2 numbers"),
    ],
)
def test_a_wrong_file_of_ktab_gets_one_clear_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CSV
    path = tmp_path / "x.csv"
    path.write_text(CSV.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError, match=re.escape(said)) as caught:
        read_ktab(path)
    assert len(caught.value.faults) == 1 and str(caught.value).startswith("x.csv: ")


def xml(actors: str, dimensions: str = "<dName>d1</dName>", parameters: str = "", ideals: str = "") -> str:
    return f"""<Scenario><name>S</name><desc>d</desc><prngSeed>1</prngSeed>{parameters}
<Dimensions>{dimensions}</Dimensions><Actors>{actors}</Actors>{ideals}</Scenario>"""


def actor(name: str, power: float, places: list[Any], cares: list[Any]) -> str:
    where = "".join(f"<dCoord>{one}</dCoord>" for one in places)
    much = "".join(f"<dSal>{one}</dSal>" for one in cares)
    return f"<Actor><name>{name}</name><description/><capability>{power}</capability><Position>{where}</Position><Salience>{much}</Salience></Actor>"


def test_a_number_left_empty_is_read_as_ktab_reads_it_and_marked(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text(xml(actor("A", 1, [""], [50]) + actor("B", 2, [60], [50])), "utf-8")
    found = read_ktab(tmp_path / "x.xml")
    assert found.positions.tolist() == [[0.0], [60.0]] and found.unsaid == {("position", 0, 0)}
    empty, said = (read_case(tmp_path / "x.xml").inputs[f"position.group:{one}.d1"] for one in "ab")
    assert (empty.basis, said.basis) == ("assumption", "evidence")
    assert "KTAB" in empty.reasons["kk"] and empty.reasons["kk"] != empty.reasons["ru"]


@pytest.mark.parametrize(
    "actors,dimensions,said",
    [
        (actor("A", 1, [1, 2], [50, 40]), "<dName>d</dName><dName>e</dName><dName>f</dName>", "A has 2 positions, and"),
        (actor("A", 1, [1], [50, 40]), "<dName>d</dName>", "A has 2 saliences, and there are 1"),
        (actor("A", 1, ["x"], [50]), "<dName>d</dName>", "'x'"),
        ("", "<dName>d</dName>", "no actors"),
        (actor("A", 1, [1], [50]), "", "no dimensions"),
        (actor("A", 1, [101], [50]), "<dName>d</dName>", "A has the position 101"),
    ],
)
def test_a_wrong_xml_of_ktab_gets_one_clear_sentence(tmp_path: Path, actors: str, dimensions: str, said: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(xml(actors, dimensions), encoding="utf-8")
    with pytest.raises(ScenarioError, match=re.escape(said)) as caught:
        read_ktab(path)
    assert len(caught.value.faults) == 1 and str(caught.value).startswith("x.xml")


def test_actors_and_dimensions_of_like_names_are_told_apart(tmp_path: Path) -> None:
    rows = ["Actor 1,x,10,20,30,20,30", "actor-1,,5,80,50,80,40", "Ресей 1,,5,90,40,10,20", "Қытай 1,,5,90,40,10,20"]
    head = 'S,"a, b",4,2,\nActor,Description,Power,Wish.,S,Wish,S\n'
    (tmp_path / "x.csv").write_text(head + "\n".join(rows), encoding="utf-8")
    found = read_ktab(tmp_path / "x.csv")
    assert found.ids() == ("group:actor-1", "group:actor-1-2", "group:1", "group:1-2")
    assert found.issues() == ("Wish", "Wish-2")
    assert len(read_case(tmp_path / "x.csv").keys["actor"]) == 4


def test_commas_within_cells_are_read_in_quotes_and_as_the_program_writes_them(tmp_path: Path) -> None:
    text = 'Oil$$ gas, "a, b", 2, 1\nActor,Description,Power,Wish,S\nA, "one, two", 10, 20, 30\nB,,5,80,50\n'
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    found = read_ktab(tmp_path / "x.csv")
    assert (found.name, found.description, found.actors) == ("Oil, gas", "a, b", ("A", "B"))
    assert found.capability.tolist() == [10, 5]


def test_a_file_in_which_chance_decides_is_run_many_times(tmp_path: Path) -> None:
    actors = actor("A", 10, [0], [50]) + actor("B", 20, [50], [50]) + actor("C", 15, [100], [50])
    chance = "<ModelParameters><StateTransitions>Stochastic</StateTransitions></ModelParameters>"
    (tmp_path / "x.xml").write_text(xml(actors, parameters=chance), encoding="utf-8")
    result = run_case(read_case(tmp_path / "x.xml"))
    row = result.summary.filter(result.summary["output"] == "outcome.d1").row(0, named=True)
    assert result.facts["runs"] == 200 and row["deviation"] > 0


def test_ktab_xml_holds_options_and_ideals(tmp_path: Path) -> None:
    actors = "".join(
        actor(name, power, [place], [50]) for name, power, place in [("A", 10, 0), ("B", 20, 50), ("C", 15, 100)]
    )
    text = xml(
        actors,
        parameters="<ModelParameters><VictoryProbModel>Square</VictoryProbModel><BigRAdjust>Full</BigRAdjust></ModelParameters>",
        ideals="<IdealAdjustment><iaPair><adjustingIdeal>A</adjustingIdeal><referencePos>A</referencePos><adjust>0.5</adjust></iaPair></IdealAdjustment>",
    )
    path = tmp_path / "x.xml"
    path.write_text(text, encoding="utf-8")
    found = read_ktab(path)
    assert (found.options.victory, found.options.risk_adjustment, found.options.voting) == (
        "square",
        "full",
        "proportional",
    )
    assert found.accommodation is not None and found.accommodation[0].tolist() == [0.5, 0, 0]
    history = found.run()
    free = found.run(Options(victory="square", risk_adjustment="full"))
    assert np.array_equal(history.positions, free.positions) and history.turns[0] >= 2
    case = read_case(path)
    assert case.settings["follows.group:a.group:a"] == 0.5 and case.settings["victory"] == "square"
    last = dict(run_case(case).summary.select("output", "given").iter_rows())
    assert last["position.group:b.d1"] == pytest.approx(history.last[0, 1, 0] * 100)
    with pytest.raises(ScenarioError, match=r"sums to 1\.2"):
        read_case(path, changes=["settings.follows.group:a.group:b=0.7"])
    path.write_text(text.replace("Square", "Round"), encoding="utf-8")
    with pytest.raises(UsageError, match="choose from Linear"):
        read_ktab(path)


@pytest.mark.parametrize(
    "name,said,ours,value",
    [
        ("VotingRule", "Proportional", "voting", "proportional"),
        ("BigRAdjust", "OneThirdRA", "risk_adjustment", "one-third"),
        ("BargnModel", "PWCompInterSMPBM", "bargains", "compromise"),
        ("PCEModel", "MarkovIPCM", "election", "markov-incentive"),
        ("StateTransitions", "StochasticSTM", "transitions", "stochastic"),
    ],
)
def test_names_that_ktab_writes_elsewhere_are_known(name: str, said: str, ours: str, value: str) -> None:
    assert getattr(ktab_options({name: said}), ours) == value


def test_an_election_that_settles_slowly_still_finds_its_rest() -> None:
    # Two options that hardly anybody challenges: a step moves next to nothing.
    strength = np.array([[1e-8, 1e-3, 4e-7], [1e-3, 1e-8, 5e-7], [9e-1, 8e-1, 1e-8]])
    beats = victory("octic", strength)
    for kind in ("markov-uniform", "markov-incentive"):
        p = chances(kind, strength, beats)
        assert p.sum() == pytest.approx(1) and p.argmax() == 2


def test_the_example_of_the_docs_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (Path(__file__).parent.parent / "docs" / "bargaining.md").read_text(encoding="utf-8")
    [code] = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "example.csv").write_text(CSV, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "docs/bargaining.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) >= 6


def test_the_docs_name_every_option_and_case() -> None:
    text = (Path(__file__).parent.parent / "docs" / "bargaining.md").read_text(encoding="utf-8")
    for ours, (theirs, values) in KTAB.items():
        assert f"`{ours.replace('_', '-')}`" in text and theirs in text
        assert all(f"`{value}`" in text for value in values.values()), ours
