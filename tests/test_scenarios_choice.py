"""Choice: values by three methods, requirements, what the order hangs on, and wrong files."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scenario_files import refused

from tarazy.scenarios.choice.hinges import reversals, swings, turning_points
from tarazy.scenarios.choice.valuing import METHODS, ranks, scaled, values
from tarazy.scenarios.corridors.network import network_text
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.page import page
from tarazy.scenarios.reading import read_case
from tarazy.scenarios.running import run_case

NONE = np.array([np.nan, np.nan])
UP = np.array([True, False])
SCORES = np.array([[[10.0, 4.0], [5.0, 1.0], [0.0, 2.0]]])

RIGHT = """model = "choice"
runs = 50
[sensitivity]
trajectories = 4
[scope]
options = ["north", "middle", "south"]
criteria = ["days", "capacity", "open"]
[settings]
sort.days = "cost"
sort.open = "requirement"
[inputs]
score.north.days = { value = 15, assumption = "a" }
score.middle.days = { value = 18, assumption = "a", range = [13, 25] }
score.south.days = { value = 12, assumption = "a" }
score.north.capacity = { value = 60, assumption = "a" }
score.middle.capacity = { value = 50, assumption = "a" }
score.south.capacity = { value = 90, assumption = "a" }
score.north.open = { value = 1, assumption = "a" }
score.middle.open = { value = 1, assumption = "a" }
score.south.open = { value = 0, assumption = "a" }
weight.days = { value = 60, assumption = "a" }
weight.capacity = { value = 40, assumption = "a" }
"""


def test_weighted_sum_by_hand() -> None:
    value = values(SCORES, np.array([[3.0, 1.0]]), UP, NONE, NONE, "weighted-sum")
    assert value[0] == pytest.approx([0.75, 0.75 * 0.5 + 0.25, 0.25 * 2 / 3])
    assert ranks(value)[0].tolist() == [1, 2, 3]


def test_topsis_by_hand() -> None:
    value = values(
        np.array([[[3.0, 0.0], [4.0, 0.0]]]), np.array([[1.0, 0.0]]), np.array([True, True]), NONE, NONE, "topsis"
    )
    assert value[0].tolist() == [0.0, 1.0]
    three = values(np.array([[[0.0], [3.0], [4.0]]]), np.array([[1.0]]), np.array([True]), NONE[:1], NONE[:1], "topsis")
    assert three[0] == pytest.approx([0.0, 0.75, 1.0])


def test_net_flows_by_hand() -> None:
    value = values(SCORES, np.array([[3.0, 1.0]]), UP, NONE, NONE, "promethee")
    # The first beats both in the first criterion and loses in the second; the second beats the third in both.
    assert value[0] == pytest.approx([(2 * 0.75 - 2 * 0.25) / 2, (0.25 + 1 - 0.75) / 2, (0.25 - 0.75 - 1) / 2])


def test_fixed_ends_of_a_scale() -> None:
    found = scaled(SCORES, UP, np.array([0.0, 8.0]), np.array([20.0, 0.0]))
    assert found[0].tolist() == [[0.5, 0.5], [0.25, 0.875], [0.0, 0.75]]
    worst = scaled(np.array([[[0.0, 4.0], [10.0, 1.0]]]), UP, NONE, NONE)[0]
    assert worst.tolist() == [[0, 0], [1, 1]] and not np.signbit(worst).any()
    assert scaled(np.full((1, 2, 1), 7.0), UP[:1], NONE[:1], NONE[:1]).tolist() == [[[1.0], [1.0]]]


GRID = arrays(float, (3, 4, 2), elements=st.integers(-50, 50).map(float))


@given(GRID, arrays(float, (3, 2), elements=st.floats(0.1, 10)), st.sampled_from(METHODS))
def test_an_option_that_is_better_in_all_is_never_behind(scores: np.ndarray, weights: np.ndarray, method: str) -> None:  # type: ignore[type-arg]
    better = scores.copy()
    better[:, 0] = np.where(UP, scores.max(axis=1) + 1, scores.min(axis=1) - 1)
    assert (ranks(values(better, weights, UP, NONE, NONE, method))[:, 0] == 1).all()
    assert np.allclose(
        values(better, weights * 7, UP, NONE, NONE, method), values(better, weights, UP, NONE, NONE, method)
    )


def test_turning_points_and_swings() -> None:
    def judge(weights: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        return values(np.repeat(SCORES, len(weights), axis=0), weights, UP, NONE, NONE, "weighted-sum")

    # First 0.75 w + 0 against 0.5 w + (1 - w): they are even at w = 2/3.
    weight, option = turning_points(judge, np.array([3.0, 1.0]))[0] or (0, 0)
    assert option == 1 and weight == pytest.approx(2 / 3, abs=0.01)
    assert turning_points(judge, np.array([3.0, 1.0]))[1] == (pytest.approx(1 / 3, abs=0.01), 1)
    moved = swings(judge, np.array([3.0, 1.0]), 0.5)
    assert moved[0, 0] == pytest.approx(judge(np.array([[1.5, 1.0]]))[0]) and moved.shape == (2, 2, 3)


def test_rank_reversal_is_found() -> None:
    scores = np.array([[[1.0, 9.0], [9.0, 5.0], [8.0, 20.0]]])
    weights, up = np.array([[1.0, 1.0]]), np.array([True, True])

    def order(chosen: object) -> np.ndarray:  # type: ignore[type-arg]
        return values(scores[:, list(chosen)], weights, up, NONE, NONE, "weighted-sum")[0]  # type: ignore[call-overload]

    found = reversals(order, 3)
    for out, above, below in found:
        kept = [above, below]
        assert order(range(3))[above] > order(range(3))[below] and out not in kept
    assert all((above, below) != (2, 0) for _, above, below in found)
    fixed = np.array([0.0, 0.0]), np.array([10.0, 20.0])
    assert reversals(lambda chosen: values(scores[:, list(chosen)], weights, up, *fixed, "weighted-sum")[0], 3) == []


def test_a_requirement_that_is_not_met_puts_an_option_out() -> None:
    result = run_case(read_case(Path("x.toml"), text=RIGHT))
    given_ = dict(result.summary.filter(result.summary["given"].is_not_null()).select("output", "given").iter_rows())
    assert "value.south" not in given_ and "ahead.south" not in given_ and given_["place.north"] == 1
    assert (
        given_["ahead.north"]
        == -given_["ahead.middle"]
        == pytest.approx(given_["value.north"] - given_["value.middle"])
    )
    state = {(row["option"], row["state"]) for row in result.tables["requirements"].iter_rows(named=True)}
    assert ("south", "unmet") in state and ("north", "met") in state
    told = page(result, "ru", "markdown")
    assert "не отвечает требованию" in told and "south" in told
    tornado = result.tables["tornado"]
    assert set(tornado["criterion"]) == {"days", "capacity"} and tornado["span"].is_sorted(descending=True)
    assert set(result.tables["methods"]["method"]) == set(METHODS)
    labels = result.summary.filter(result.summary["output"] == "best")
    assert set(labels["label"].drop_nulls()) <= {"north", "middle"}


def test_options_that_are_alike_share_the_first_place() -> None:
    text = RIGHT.replace("value = 18, ", "value = 15, ").replace(", range = [13, 25]", "")
    result = run_case(
        read_case(Path("x.toml"), text=text.replace("middle.capacity = { value = 50", "middle.capacity = { value = 60"))
    )
    assert result.summary.filter(pl.col("output") == "best")["label"].to_list() == ["tie"]
    for language, words in {"en": "several alike", "ru": "несколько наравне", "kk": "бірнешеуі тең"}.items():
        assert words in page(result, language, "markdown")


def test_scores_of_corridors_are_those_of_the_network() -> None:
    """What the choice between corridors takes from the model of corridors is what that model says, within half a per cent or half a day."""
    scores = read_case("corridor-choice").inputs
    changes = [
        "runs=1",
        "sensitivity.method=none",
        "scope.demands=['china-europe', 'kazakhstan-black-sea', 'russia-india']",
    ]
    case = read_case("northern-route-closes", changes=changes)
    network = network_text(Path(case.files["scope.network"]), Faults("eurasia"))
    rows = {row["corridor"]: row for row in run_case(case).tables["corridors"].iter_rows(named=True)}
    for name in ("northern", "middle", "north-south-east"):
        assert scores[f"score.{name}.price"].value == pytest.approx(rows[name]["cost"], rel=0.005)
        assert scores[f"score.{name}.time"].value == pytest.approx(rows[name]["days"], abs=0.5)
        home = 0.0
        for link in network["corridors"][name]["links"]:
            states, length = network["links"][link].get("states", {}), network["links"][link]["length"]["value"]
            parts = {states: 1} if isinstance(states, str) else states
            home += length * parts.get("KAZ", 0) / (sum(parts.values()) or 1)
        assert scores[f"score.{name}.home"].value == pytest.approx(home, rel=0.005)


@pytest.mark.parametrize("name", ["brics-membership", "corridor-choice"])
def test_a_case_says_in_three_languages_what_it_rests_on(name: str) -> None:
    result = run_case(read_case(name, changes=["runs=20", "sensitivity.trajectories=2"]))
    assumed = result.inputs.filter(pl.col("basis") == "assumption")
    assert assumed.height and result.inputs.filter(pl.col("basis") == "evidence").height
    assert assumed["reason_ru"].is_not_null().all() and assumed["reason_kk"].is_not_null().all()
    assert assumed["reason_kk"].str.contains("[әғқңөұүһі]").all()
    ahead = {f"ahead.{option}" for option in read_case(name).keys["option"]}
    assert set(result.sensitivity["output"]) >= ahead


WRONG = {
    "no option that meets all": (
        RIGHT.replace("score.north.open = { value = 1,", "score.north.open = { value = 0,").replace(
            "score.middle.open = { value = 1,", "score.middle.open = { value = 0.5,"
        ),
        ["score", "open", "no option meets"],
    ),
    "one option": (RIGHT.replace('["north", "middle", "south"]', '["north"]'), ["[scope]", "middle"]),
    "weights of zero": (
        RIGHT.replace("value = 60,", "value = 0,").replace("value = 40,", "value = 0,"),
        ["weight", "0 for all"],
    ),
    "only requirements": (
        RIGHT.replace('sort.days = "cost"', 'sort.days = "requirement"\nsort.capacity = "requirement"'),
        ["settings.sort", "requirements"],
    ),
    "one end": (RIGHT + 'worst.days = { value = 30, assumption = "a" }\n', ["worst.days", "both"]),
    "ends turned round": (
        RIGHT + 'worst.days = { value = 3, assumption = "a" }\nbest.days = { value = 30, assumption = "a" }\n',
        ["best.days", "the smaller"],
    ),
    "unknown method": (
        RIGHT.replace("[settings]", '[settings]\nmethod = "ahp"'),
        ["settings.method", "'ahp'", "topsis"],
    ),
    "unknown sort": (RIGHT.replace('"cost"', '"price"'), ["sort.days", "'price'", "cost"]),
    "score left out": (
        RIGHT.replace('score.south.days = { value = 12, assumption = "a" }\n', ""),
        ["score.south.days"],
    ),
    "negative weight": (
        RIGHT.replace("weight.days = { value = 60", "weight.days = { value = -60"),
        ["weight.days", "at least 0"],
    ),
    "stranger": (RIGHT + 'score.north.price = { value = 1, assumption = "a" }\n', ["price"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_files_get_one_clear_sentence(name: str) -> None:
    text, told = WRONG[name]
    refused(told, lambda: read_case(Path("x.toml"), text=text))
