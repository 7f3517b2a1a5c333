"""Stress: what is left when ties break, the ranking of losses, the way out of dependence, and wrong files."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scenario_files import refused
from tie_frames import tie, tie_frame

import tarazy
from tarazy.scenarios.reading import read_case
from tarazy.scenarios.running import run_case
from tarazy.scenarios.stress.flows import Flows, figures, weighted
from tarazy.scenarios.stress.losses import losses
from tarazy.scenarios.stress.paths import path
from tarazy.scenarios.stress.standing import standing

RIGHT = """model = "stress"
runs = 30
[sensitivity]
trajectories = 4
[scope]
actor = "KAZ"
partners = ["RUS", "CHN", "TUR"]
domains = ["gas", "grain"]
[change]
cut.RUS = 1.0
cut-in.CHN.gas = 0.5
[settings]
sets = 2
supplier = "RUS"
bound = 0.4
horizon = 20
[inputs]
flow.RUS.gas = { value = 60, assumption = "a" }
flow.CHN.gas = { value = 30, assumption = "a" }
flow.TUR.gas = { value = 10, assumption = "a" }
flow.RUS.grain = { value = 10, assumption = "a" }
flow.CHN.grain = { value = 10, assumption = "a" }
flow.TUR.grain = { value = 20, assumption = "a" }
capacity.TUR.gas = { value = 0.5, assumption = "a", range = [0.2, 0.8] }
"""


def one(*values: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array(values, dtype=float)[None, :, None]


def test_others_stand_in_as_far_as_they_can() -> None:
    flows = Flows(one(60, 30, 10), one(0, 15, 5))
    outcome = flows.after(np.array([[1.0], [0.0], [0.0]]))
    assert outcome.flow[0, :, 0].tolist() == [0, 45, 15] and outcome.unmet_part[0, 0] == pytest.approx(0.4)
    little = flows.after(np.array([[0.1], [0.0], [0.0]]))
    assert little.flow[0, :, 0] == pytest.approx([54, 34.5, 11.5]) and little.unmet[0, 0] == 0
    alone = flows.after(np.array([[1.0], [0.0], [0.0]]), substitution=False)
    assert alone.flow[0, :, 0].tolist() == [0, 30, 10] and alone.unmet[0, 0] == 60


def test_figures_by_hand() -> None:
    found = figures(one(50, 25, 25))
    assert found.hhi[0, 0] == 0.375 and found.top[0, 0] == 0.5
    assert found.effective[0, 0] == pytest.approx(np.exp(0.5 * np.log(2) + 0.5 * np.log(4)))
    assert np.isnan(figures(one(0, 0, 0)).hhi[0, 0])
    assert weighted(np.array([[0.2, np.nan, 0.8]]), np.array([[1.0, 5.0, 3.0]]))[0] == pytest.approx(0.65)
    assert np.isnan(weighted(np.array([[np.nan]]), np.array([[1.0]]))[0])


FLOW = arrays(float, (2, 4, 3), elements=st.floats(0, 1e6))


@given(FLOW, arrays(float, (2, 4, 3), elements=st.floats(0, 2)), arrays(float, (4, 3), elements=st.floats(0, 1)))
def test_nothing_is_lost_in_the_sum(flow: np.ndarray, capacity: np.ndarray, cut: np.ndarray) -> None:  # type: ignore[type-arg]
    outcome = Flows(flow, flow * capacity).after(cut)
    assert np.allclose(outcome.flow.sum(axis=1) + outcome.unmet, flow.sum(axis=1), rtol=1e-9, atol=1e-6)
    assert (outcome.flow >= 0).all() and (outcome.unmet >= 0).all()
    assert (outcome.flow <= flow * (1 + capacity) * (1 + 1e-9) + 1e-9).all()


def test_losses_are_ranked_by_their_effect() -> None:
    flow = np.array([[[60.0, 10.0], [30.0, 10.0], [10.0, 20.0]]])
    ranked = losses(Flows(flow, flow * 0.0), ["RUS", "CHN", "TUR"], ["gas", "grain"], np.ones((1, 2)), True, 2)
    assert len(ranked) == 3 * 3 + 3
    pairs = [one for one in ranked if len(one.partners) == 2]
    assert ranked[-3:] == pairs and pairs[0].partners == ("RUS", "TUR")
    assert pairs[0].unmet[0] == pytest.approx((0.7 + 0.75) / 2)
    singles = [one.partners[0] for one in ranked if len(one.partners) == 1 and one.domain is None]
    assert singles == ["RUS", "CHN", "TUR"]
    for size in (1, 2):
        severity = [one.severity[0] for one in ranked if len(one.partners) == size]
        assert severity == sorted(severity, reverse=True)
    (gas,) = (one for one in ranked if one.partners == ("RUS",) and one.domain == "gas")
    rise = 0.75**2 + 0.25**2 - (0.6**2 + 0.3**2 + 0.1**2)
    assert gas.unmet[0] == pytest.approx(0.3) and gas.hhi_change[0] == pytest.approx(rise / 2)


def test_the_way_out_by_hand() -> None:
    flows = Flows(one(80, 20), one(0, 10))
    years, price, series = path(flows, 0, np.array([0.2]), 0.55, np.array([[0.1]]), 10)
    # Year 1: 70 and 30 (HHI 0.58); year 2: 60 and 40 (0.52). Others' 10 in year 1 and 20 in year 2 cost a tenth more.
    assert series[:3, 0, 0] == pytest.approx([0.68, 0.58, 0.52])
    assert years[0, 0] == 2 and price[0, 0] == pytest.approx(0.1 * (0.1 + 0.2))
    never, _, _ = path(flows, 0, np.array([0.2]), 0.4, np.array([[0.1]]), 10)
    assert np.isnan(never[0, 0])
    there, cost, _ = path(flows, 0, np.array([0.2]), 0.7, np.array([[0.1]]), 10)
    assert there[0, 0] == 0 and cost[0, 0] == 0


def test_a_run_says_what_is_left() -> None:
    result = run_case(read_case(Path("x.toml"), text=RIGHT))
    given_ = dict(result.summary.select("output", "given").iter_rows())
    # Gas: 60 of Russia and half of China's 30 are lost; China can give a quarter of half its flow more, Türkiye half of its own.
    assert given_["unmet.gas"] == pytest.approx((75 - 3.75 - 5) / 100)
    assert given_["unmet.grain"] == pytest.approx((10 - 2.5 - 5) / 40)
    # What the notes say is of the case as given, not of one of its draws.
    told = {values["domain"]: values["part"] for name, values in result.notes if name == "unmet"}
    assert told == {domain: round(100 * given_[f"unmet.{domain}"]) for domain in ("gas", "grain")}
    moved = result.sensitivity.filter(pl.col("output") == "unmet.gas")
    assert set(moved.filter(pl.col("effect") > 1e-12)["input"]) == {
        f"{what}.{who}{where}" for what, where in (("capacity", ".gas"), ("affinity", "")) for who in ("CHN", "TUR")
    }
    losses_ = result.tables["losses"]
    assert losses_["rank"].to_list() == list(range(1, losses_.height + 1))
    assert losses_["partner"].list.len().is_sorted() and losses_["partner"].list.len().max() == 2
    single = losses_.filter(pl.col("partner").list.len() == 1)
    assert single["severity"].is_sorted(descending=True) and single.row(0, named=True)["partner"] == ["RUS"]
    assert losses_.filter(pl.col("partner").list.len() == 2).row(0, named=True)["partner"] == ["RUS", "TUR"]
    assert result.tables["path"].filter(year=0, domain="gas")["hhi"][0] == pytest.approx(0.46)


def ties(rows: list[tuple[str, str, str, float]]) -> pl.DataFrame:
    return tie_frame(*(tie(a, b, weight, domain=domain) for a, b, domain, weight in rows))


def test_place_in_the_network() -> None:
    star = [("KAZ", other, "economy", 1.0) for other in ("RUS", "CHN", "TUR")]
    whole = ties([*star, ("CHN", "TUR", "economy", 1.0)])
    found = {row["figure"]: row for row in standing(whole, "KAZ", {("RUS", None): 1.0}).iter_rows(named=True)}
    assert (found["degree"]["before"], found["degree"]["after"]) == (3, 2)
    assert found["betweenness"]["before"] > found["betweenness"]["after"] == 0
    half = {row["figure"]: row for row in standing(whole, "KAZ", {("RUS", "economy"): 0.5}).iter_rows(named=True)}
    assert (half["strength"]["before"], half["strength"]["after"], half["degree"]["after"]) == (3, 2.5, 3)
    other = {row["figure"]: row for row in standing(whole, "KAZ", {("RUS", "defence"): 1.0}).iter_rows(named=True)}
    assert other["strength"]["after"] == 3


WRONG = {
    "own partner": (RIGHT.replace('"TUR"]', '"TUR", "KAZ"]'), ["flow.KAZ"]),
    "no flow": (
        RIGHT.replace("value = 10,", "value = 0,").replace("value = 20,", "value = 0,"),
        ["grain", "0 for all"],
    ),
    "cut beyond the whole": (RIGHT.replace("cut.RUS = 1.0", "cut.RUS = 1.5"), ["cut.RUS", "at most 1"]),
    "cut of a stranger": (RIGHT.replace("cut.RUS = 1.0", "cut.USA = 1.0"), ["USA", "[scope]"]),
    "negative flow": (RIGHT.replace("value = 60", "value = -60"), ["flow.RUS.gas", "at least 0"]),
    "no supplier": (RIGHT.replace('supplier = "RUS"', 'supplier = "USA"'), ["settings.supplier", "USA", "RUS"]),
    "sets too large": (RIGHT.replace("sets = 2", "sets = 9"), ["settings.sets", "at most 3"]),
    "weights of zero": (
        RIGHT + 'weight.gas = { value = 0, assumption = "a" }\nweight.grain = { value = 0, assumption = "a" }\n',
        ["weight", "0 for all"],
    ),
    "no fall": (RIGHT + 'fall = { value = 0, assumption = "a" }\n', ["fall", "above 0"]),
    "bound over one": (RIGHT.replace("bound = 0.4", "bound = 4"), ["bound", "at most 1"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_files_get_one_clear_sentence(name: str) -> None:
    text, told = WRONG[name]
    refused(told, lambda: read_case(Path("x.toml"), text=text))


def test_flows_come_from_records(tmp_path: Path) -> None:
    obs = tarazy.create(tmp_path / "obs")
    (tmp_path / "a.txt").write_text(
        "On 5 May 2021 Kazakhstan and Russia signed a treaty on military cooperation in Moscow. "
        "In June 2022 Kazakhstan and China signed an agreement on military cooperation.",
        encoding="utf-8",
    )
    obs.read([tmp_path / "a.txt"])
    obs.resolve()
    text = (
        RIGHT.replace('["gas", "grain"]', '["defence"]').replace("cut-in.CHN.gas = 0.5\n", "").partition("[inputs]")[0]
    )
    case = read_case(Path("x.toml"), obs, text=text)
    russia, turkey = case.inputs["flow.RUS.defence"], case.inputs["flow.TUR.defence"]
    assert russia.basis == "evidence" and russia.value >= 1 and russia.evidence[0].startswith("record:r-")
    assert turkey.value == 0 and turkey.basis == "assumption" and set(turkey.reasons) == {"en", "ru", "kk"}
    assert set(obs.behind([russia.evidence[0].removeprefix("record:")])["document"]) == {"a.txt"}
    assert "network" in run_case(case, obs).tables
