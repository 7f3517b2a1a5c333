"""Spill-over: probabilities against exact ones, help and its delay, closed borders, ways, wrong files."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import small_reading
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario_files import refused

import tarazy
from tarazy.codebook.claim import Claim, Participant
from tarazy.reading.document import Document
from tarazy.scenarios.case import Input
from tarazy.scenarios.evidence import Evidence
from tarazy.scenarios.page import page
from tarazy.scenarios.reading import read_case
from tarazy.scenarios.running import run_case
from tarazy.scenarios.spillover.filling import borders
from tarazy.scenarios.spillover.spreading import NEVER, Threat, spread
from tarazy.scenarios.writing import new_scenario

REPEATS = 40_000


def threat(links: dict[tuple[int, int], float], states: int = 2, **given_: float | list[float]) -> Threat:
    table = np.zeros((1, 1, states, states))
    for (one, other), value in links.items():
        table[0, 0, one, other] = value

    def each(name: str, default: float) -> np.ndarray:  # type: ignore[type-arg]
        return np.broadcast_to(np.array(given_.get(name, default), dtype=float), (1, states)).copy()

    return Threat(
        table,
        np.array([[float(given_.get("rate", 0.05))]]),  # type: ignore[arg-type]
        each("capacity", 0.0),
        each("containment", 0.0),
        each("help", 0.0),
        each("delay", 0.0),
        np.arange(states) == 0,
    )


def arrives(one: Threat, horizon: int, state: int = 1) -> float:
    found = spread(one, horizon, REPEATS, np.random.default_rng(1))
    return float((found.arrival[0, :, state] < NEVER).mean())


def near(value: float, exact: float) -> bool:
    return abs(value - exact) < 5 * np.sqrt(exact * (1 - exact) / REPEATS) + 1e-9


def test_probability_of_arrival_is_the_exact_one() -> None:
    assert near(arrives(threat({(0, 1): 1.0}), 12), 1 - np.exp(-0.05 * 12))
    assert near(arrives(threat({(0, 1): 0.5}, capacity=0.4), 12), 1 - np.exp(-0.05 * 0.5 * 0.6 * 12))
    assert arrives(threat({(0, 1): 1.0}, capacity=1.0), 12) == 0
    assert arrives(threat({(1, 0): 1.0}), 12) == 0


def test_help_comes_with_its_delay() -> None:
    # Asked for in month 1; from month 4 on nothing comes through.
    assert near(arrives(threat({(0, 1): 1.0}, help=1.0, delay=3), 24), 1 - np.exp(-0.05 * 3))
    assert arrives(threat({(0, 1): 1.0}, help=1.0), 24) == 0


def test_over_two_borders_and_by_which_way() -> None:
    chain = threat({(0, 1): 1.0, (1, 2): 1.0}, states=3, rate=0.1)
    found = spread(chain, 24, REPEATS, np.random.default_rng(2))
    came = found.giver[0, :, 2]
    assert set(came[came >= 0].tolist()) == {1} and set(found.giver[0, :, 1].tolist()) <= {0, -1}
    first, second = found.arrival[0, :, 1], found.arrival[0, :, 2]
    assert ((second > first) | (second == NEVER)).all()
    # Two months each with probability p, in order: the exact distribution of a sum of two geometric waits.
    p = 1 - np.exp(-0.1)
    exact = 1 - (1 - p) ** 24 - 24 * p * (1 - p) ** 23
    assert near(arrives(chain, 24, 2), exact)
    two = threat({(0, 1): 1.0, (0, 2): 1.0, (1, 3): 0.2, (2, 3): 0.8}, states=4, rate=0.5)
    ways = spread(two, 12, REPEATS, np.random.default_rng(3)).giver[0, :, 3]
    assert 0.6 < (ways == 2).sum() / (ways >= 0).sum() < 0.9


def test_what_is_contained_ends() -> None:
    found = spread(
        threat({(0, 1): 1.0}, rate=50.0, capacity=0.5, containment=0.4), 400, 2_000, np.random.default_rng(4)
    )
    # Caught at once, contained with 1 − exp(−0.2) a month, caught again the next month: the part of months with it is 1 / (1 + p).
    p = 1 - np.exp(-0.2)
    assert found.months[0, :, 1].mean() / 400 == pytest.approx(1 / (1 + p), abs=0.01)
    assert (found.months[0, :, 0] == 400).all()


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.floats(0, 1), st.floats(0, 0.3))
def test_the_same_seed_gives_the_same_and_more_capacity_never_more_in_expectation(
    seed: int, capacity: float, rate: float
) -> None:
    links = {(0, 1): 1.0, (1, 2): 0.7, (0, 2): 0.1}
    one, again = (
        spread(threat(links, 3, rate=rate, capacity=capacity), 12, 50, np.random.default_rng(seed)) for _ in range(2)
    )
    assert (one.arrival == again.arrival).all() and (one.giver == again.giver).all()
    assert ((one.giver >= 0) == ((one.arrival < NEVER) & (one.arrival > 0))).all()
    assert (one.months <= 12).all()


RIGHT = """model = "spillover"
runs = 20
seed = 3
[sensitivity]
trajectories = 3
[scope]
states = ["AFG", "TJK", "KGZ", "KAZ"]
sources = ["AFG"]
channels = ["border", "trade"]
[change]
closed.AFG.TJK = 1.0
[settings]
months = 24
repeats = 200
[inputs]
link.border.AFG.TJK = { value = 1, assumption = "a" }
link.border.TJK.KGZ = { value = 1, assumption = "a" }
rate.border = { value = 0.1, assumption = "a", range = [0.05, 0.2] }
capacity.TJK = { value = 0.2, assumption = "a" }
"""


def test_a_run_tells_what_a_closed_border_changes() -> None:
    case = read_case(Path("x.toml"), text=RIGHT)
    result = run_case(case)
    found = dict(result.summary.select("output", "given").iter_rows())
    assert "arrival.AFG" not in found and found["arrival.TJK"] == 0 and found["spared.TJK"] > 0.5
    assert found["spared"] >= found["spared.TJK"] and found["arrival.KAZ"] == 0
    commitments = result.tables["commitments"]
    assert commitments["change"].is_sorted() and "AFG–TJK" in commitments["where"].to_list()
    assert run_case(case).digest == result.digest
    assert ("apart", {"state": "KAZ"}) in [(name, dict(values)) for name, values in result.notes]


WRONG = {
    "source outside": (RIGHT.replace('sources = ["AFG"]', 'sources = ["PAK"]'), ["scope.sources", "PAK", "scope.states"]),
    "sources alone": (RIGHT.replace('states = ["AFG", "TJK", "KGZ", "KAZ"]', 'states = ["AFG"]').partition("[change]")[0], ["sources alone"]),
    "no rate": (RIGHT.replace('rate.border = { value = 0.1, assumption = "a", range = [0.05, 0.2] }', 'rate.border = { value = 0, assumption = "a" }\nrate.trade = { value = 0, assumption = "a" }'), ["inputs.rate", "0 for all"]),
    "no way out": (RIGHT.replace("link.border.AFG.TJK = { value = 1,", "link.border.AFG.TJK = { value = 0,"), ["inputs.link", "no link from a source"]),
    "capacity over one": (RIGHT.replace("capacity.TJK = { value = 0.2", "capacity.TJK = { value = 2"), ["capacity.TJK", "at most 1"]),
    "negative delay": (RIGHT + 'delay.TJK = { value = -1, assumption = "a" }\n', ["delay.TJK", "at least 0"]),
    "unknown channel": (RIGHT + 'rate.drugs = { value = 1, assumption = "a" }\n', ["drugs"]),
    "border of a stranger": (RIGHT.replace("closed.AFG.TJK", "closed.AFG.CHN"), ["CHN"]),
    "no months": (RIGHT.replace("months = 24", "months = 0"), ["settings.months", "at least 1"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_files_get_one_clear_sentence(name: str) -> None:
    text, told = WRONG[name]
    refused(told, lambda: read_case(Path("x.toml"), text=text))


def test_runs_of_common_chance_differ_by_their_inputs_alone() -> None:
    one = threat({(0, 1): 1.0, (1, 2): 0.7}, 3, capacity=[0, 0.2, 0.3], containment=0.1)
    several = Threat(*(np.repeat(getattr(one, name), 3, axis=0) for name in ("links", "rates", "capacity", "containment", "help", "delay")), one.sources)  # fmt: skip
    common = spread(several, 24, 50, np.random.default_rng(4), givers=False, common=True)
    assert (common.arrival == common.arrival[:1]).all() and (common.months == common.months[:1]).all()
    apart = spread(several, 24, 50, np.random.default_rng(4), givers=False)
    assert not (apart.arrival == apart.arrival[:1]).all()


FREE = """
model = "spillover"
[scope]
states = ["TJK", "AFG", "UZB", "KAZ"]
sources = ["AFG"]
[inputs]
"""


def test_borders_are_filled_in_by_their_length_beside_the_longest_of_a_source() -> None:
    case = read_case(Path("x.toml"), text=FREE)
    assert case.value("link.border.TJK.AFG") == 1 and case.value("link.border.AFG.UZB") == 0.11
    assert case.value("link.border.UZB.KAZ") == 1 and case.value("link.border.TJK.KAZ") == 0
    [cited] = case.inputs["link.border.AFG.UZB"].evidence
    assert "World Factbook" in cited and "144 km" in cited
    assert case.inputs["link.trade.AFG.UZB"].basis == "default" and case.inputs["link.trade.AFG.UZB"].reasons["kk"]
    assert "link.border.AFG.AFG" not in case.inputs


def test_a_link_by_border_in_the_file_is_all_there_is() -> None:
    case = read_case(Path("x.toml"), text=FREE + 'link.border.AFG.TJK = { value = 0.5, assumption = "a" }\n')
    assert case.value("link.border.AFG.TJK") == 0.5 and case.value("link.border.AFG.UZB") == 0


def test_every_border_is_between_two_known_states() -> None:
    from tarazy.actors.registry import registry

    assert {len(pair) for pair in borders()} == {2} and min(borders().values()) > 0
    assert {state for pair in borders() for state in pair} <= set(registry().actors)


def test_a_new_file_has_links_with_their_sources() -> None:
    text = new_scenario("spillover", changes=['scope.states=["AFG", "TJK", "UZB"]', 'scope.sources=["AFG"]'])
    assert "link.border.AFG.TJK" in text and "Factbook" in text
    assert read_case(Path("x.toml"), text=text).value("link.border.TJK.UZB") == 0.97


def trades(document: Document) -> list[Claim]:
    """Claims of the small extractor as trade with the state that the line names."""
    found = []
    for claim in small_reading.extractor(document):
        partner = claim.evidence.quote.partition("with ")[2][:3]
        both = tuple(Participant(actor, "partner") for actor in (claim.participants[0].actor, partner))
        found.append(replace(claim, kind="trade", stage=None, participants=both))
    return found


def test_trade_comes_from_records(tmp_path: Path) -> None:
    text = "KAZ: trade with UZB was for 4 USD in 2022\nKAZ: trade with UZB was for 5 USD in 2023\nKAZ: trade with CHN was for 50 USD in 2023\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    obs = tarazy.create(tmp_path / "obs")
    obs.read(tmp_path / "a.txt", reader=small_reading.reader, extractor=trades, rules="r1")
    case = read_case(Path("x.toml"), obs, text=FREE)
    one = case.inputs["link.trade.UZB.KAZ"]
    assert (one.value, one.basis) == (0.1, "evidence") and one.evidence[0].startswith("record:")
    assert case.inputs["link.trade.AFG.UZB"].basis == "default"


def belongings(document: Document) -> list[Claim]:
    """Claims of the small extractor as memberships of the body that the line names."""
    found = []
    for claim in small_reading.extractor(document):
        body = claim.evidence.quote.partition("with ")[2].split()[0]
        both = (Participant(claim.participants[0].actor, "member"), Participant(body, "organisation"))
        found.append(replace(claim, kind="membership", stage="member", participants=both))
    return found


def test_help_comes_from_memberships_on_the_date(tmp_path: Path) -> None:
    text = "TJK: trade with CSTO was for 4 USD in 2023\nUZB: trade with CSTO was for 5 USD in 2005\nKAZ: trade with OTS was for 5 USD in 2023\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    obs = tarazy.create(tmp_path / "obs")
    obs.read(tmp_path / "a.txt", reader=small_reading.reader, extractor=belongings, rules="r1")

    def helped(extra: str = "", on: str = "2023") -> dict[str, Input]:
        read = read_case(Path("x.toml"), obs, [f'settings.on="{on}"'], text=FREE + extra)
        return {name: one for name, one in read.inputs.items() if name.startswith("help.") and one.basis != "default"}

    [(name, one)] = helped().items()
    assert (name, one.value, one.basis, one.low, one.high) == ("help.TJK", 0.2, "assumption", 0.0, 0.4)
    assert one.evidence and one.evidence[0].startswith("record:")
    assert "Ұжымдық қауіпсіздік" in one.reasons["kk"] and "2023" in one.reasons["ru"]
    assert set(helped(on="2005")) == {"help.UZB"} and not helped(on="1999")
    assert set(helped('help.KAZ = { value = 0.1, assumption = "a" }\n')) == {"help.KAZ"}
    new = new_scenario("spillover", obs, ['scope.states=["AFG", "TJK", "UZB"]', 'settings.on="2023"'])
    assert "TJK: trade with CSTO" in new and "help.TJK" in new
    shown = page(
        run_case(read_case(Path("x.toml"), obs, ["runs=2", 'settings.on="2023"'], text=FREE)),
        "kk",
        "markdown",
        quotes=Evidence(obs).quotes,
    )
    assert one.reasons["kk"] in shown and "«TJK: trade with CSTO" in shown
