"""Corridors: routes and cuts as NetworkX finds them, flows by hand, who gains, the status of links, wrong files."""

import re
import tomllib
from copy import deepcopy
from itertools import islice
from pathlib import Path

import networkx
import numpy as np
import polars as pl
import pytest
import small_reading
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario_files import refused

import tarazy
from tarazy.errors import UsageError
from tarazy.scenarios.case import Floats
from tarazy.scenarios.corridors.flows import Programme, Want
from tarazy.scenarios.corridors.network import Link, networks
from tarazy.scenarios.corridors.routing import Arcs, greatest_flow, routes, shortest
from tarazy.scenarios.page import page
from tarazy.scenarios.reading import cases, parsed, read_case
from tarazy.scenarios.result import Result
from tarazy.scenarios.running import run_case


def random_network(seed: int) -> tuple[Arcs, Floats, Floats, networkx.DiGraph]:
    """A directed network of 4 to 14 nodes, some of them out of reach, with weights and whole capacities, 0 among both."""
    random = np.random.default_rng(seed)
    nodes = int(random.integers(4, 15))
    pairs = sorted(
        {(0, 1)}
        | {(int(a), int(b)) for a, b in random.integers(0, nodes, (nodes * int(random.integers(1, 5)), 2)) if a != b}
    )
    tails, heads = np.array([one[0] for one in pairs]), np.array([one[1] for one in pairs])
    weights = random.integers(0, 40, len(pairs)) / 8
    capacity = random.integers(0, 50, len(pairs)).astype(float)
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(nodes))
    for (tail, head), weight, most in zip(pairs, weights, capacity, strict=True):
        graph.add_edge(tail, head, weight=float(weight), capacity=int(most))
    return Arcs(nodes, tails, heads), weights, capacity, graph


@pytest.mark.parametrize("block", range(10))
def test_routes_and_flows_are_those_of_networkx_on_200_random_networks(block: int) -> None:
    for seed in range(20 * block, 20 * block + 20):
        arcs, weights, capacity, graph = random_network(seed)
        end, usable = arcs.nodes - 1, np.ones(len(arcs.tails), dtype=bool)
        way = shortest(arcs, weights, usable, 0, [end])
        ways = routes(arcs, weights, usable, 0, [end], 4)
        if networkx.has_path(graph, 0, end):
            assert way is not None and way.length == networkx.dijkstra_path_length(graph, 0, end)
            assert (
                weights[list(way.arcs)].sum() == way.length
                and arcs.tails[way.arcs[0]] == 0
                and arcs.heads[way.arcs[-1]] == end
            )
            known = islice(networkx.shortest_simple_paths(graph, 0, end, "weight"), 4)
            assert [one.length for one in ways] == pytest.approx(
                [networkx.path_weight(graph, path, "weight") for path in known]
            )
            assert len({one.arcs for one in ways}) == len(ways)
        else:
            assert way is None and ways == []
        cut = greatest_flow(arcs, capacity, 0, [end])
        known_flow = networkx.maximum_flow_value(graph, 0, end)
        assert cut.flow == known_flow == capacity[list(cut.arcs)].sum()
        graph.remove_edges_from([(int(arcs.tails[one]), int(arcs.heads[one])) for one in cut.arcs])
        graph.remove_edges_from(
            [pair for pair, most in networkx.get_edge_attributes(graph, "capacity").items() if most == 0]
        )
        assert not networkx.has_path(graph, 0, end)
        want = Want(0, (end,), usable)
        flows = Programme(arcs, np.arange(len(arcs.tails)), [want]).solve(
            capacity * 1e4, weights[None, :] + 0.01, np.array([1e8])
        )
        assert 1e8 - flows.unmet[0] == pytest.approx(known_flow * 1e4, abs=1)


def test_cheapest_flows_of_several_demands_cost_what_networkx_finds() -> None:
    for seed in range(30):
        arcs, weights, capacity, graph = random_network(seed)
        end, capacity = arcs.nodes - 1, capacity * 1e4
        for tail, head, row in graph.edges(data=True):
            row["weight"], row["capacity"] = round(row["weight"] * 8), row["capacity"] * 10_000
            assert tail != head
        flow = networkx.max_flow_min_cost(graph, 0, end)
        want = Want(0, (end,), np.ones(len(arcs.tails), dtype=bool))
        # The same demand twice, in halves that together take all: as one.
        most = networkx.maximum_flow_value(graph, 0, end)
        costs = np.tile(weights, (2, 1))
        found = Programme(arcs, np.arange(len(arcs.tails)), [want, want]).solve(
            capacity, costs, np.array([most / 2, most / 2])
        )
        assert found.unmet.sum() == pytest.approx(0, abs=2)
        assert (found.arcs.sum(axis=0) <= capacity + 1).all()
        assert (found.arcs @ weights).sum() == pytest.approx(networkx.cost_of_flow(graph, flow) / 8, rel=1e-6, abs=2)


def test_arcs_side_by_side_and_several_ends() -> None:
    arcs = Arcs(3, np.array([0, 0, 1]), np.array([1, 1, 2]))
    weights, all_of_them = np.array([5.0, 2.0, 1.0]), np.ones(3, dtype=bool)
    assert [one.length for one in routes(arcs, weights, all_of_them, 0, [2], 5)] == [3, 6]
    way = shortest(arcs, weights, all_of_them, 0, [1, 2])
    assert way is not None and (way.arcs, way.length) == ((1,), 2)
    assert greatest_flow(arcs, np.array([3.0, 4.0, 5.0]), 0, [1, 2]).flow == 7
    assert greatest_flow(arcs, np.array([0.25, 0.5, 0.6]), 0, [2]).flow == pytest.approx(0.6, rel=1e-6)
    # Beyond 32 bits flows are counted more coarsely.
    assert greatest_flow(arcs, np.array([3e9, 4e9, 5e9]), 0, [2]).flow == pytest.approx(5e9, rel=1e-6)


def test_status_by_date() -> None:
    def link(status: str, opens: int | None = None, closes: int | None = None) -> Link:
        return Link("x", "a", "b", "rail", {}, status, opens, closes, False)

    def years(one: Link) -> list[bool]:
        return [one.in_use(year) for year in (2020, 2025, 2031)]

    assert years(link("open")) == [True, True, True]
    assert years(link("open", opens=2025)) == [False, True, True]
    assert years(link("construction", opens=2031)) == [False, False, True]
    assert years(link("construction")) == years(link("planned")) == years(link("closed")) == [False, False, False]
    assert years(link("closed", closes=2022)) == years(link("open", closes=2022)) == [True, False, False]


NETWORK = """\
[modes.rail]
speed = { value = 500, assumption = "a" }
rate = { value = 0.5, assumption = "a" }
[cargoes.boxes]
modes = ["rail"]
load = { value = 10, assumption = "a" }
day = { value = 100, assumption = "a" }
[nodes.east]
state = "CHN"
[nodes.north]
state = "RUS"
[nodes.south]
state = "KAZ"
[nodes.west]
state = "EU"
[links.east-north]
from = "east"
to = "north"
mode = "rail"
states = "RUS"
length = { value = 1000, assumption = "a" }
capacity = { value = 600, evidence = ["cite: somebody 2020"] }
[links.north-west]
from = "north"
to = "west"
mode = "rail"
states = { RUS = 1, BLR = 3 }
length = { value = 1000, assumption = "a" }
capacity = { value = 900, assumption = "a" }
[links.east-south]
from = "east"
to = "south"
mode = "rail"
states = "KAZ"
length = { value = 1500, assumption = "a" }
capacity = { value = 400, assumption = "a" }
border = { value = 2, assumption = "a", range = [1, 3] }
[links.south-west]
from = "south"
to = "west"
mode = "rail"
states = "KAZ"
length = { value = 1000, assumption = "a" }
capacity = { value = 500, assumption = "a" }
days = { value = 1, assumption = "a" }
cost = { value = 300, assumption = "a" }
[links.bridge]
from = "south"
to = "north"
mode = "rail"
status = "construction"
opens = 2030
length = { value = 10, assumption = "a" }
capacity = { value = 300, assumption = "a" }
[corridors.upper]
links = ["east-north", "north-west"]
gate = "north-west"
[corridors.lower]
links = ["east-south", "south-west"]
gate = "east-south"
[demands.goods]
from = "east"
to = "west"
cargo = "boxes"
amount = { value = 900, assumption = "a" }
"""
RIGHT = """model = "corridors"
runs = 12
seed = 2
[sensitivity]
trajectories = 3
[scope]
network = "net.toml"
"""


def ran(tmp_path: Path, text: str = RIGHT, network: str = NETWORK, *changes: str) -> Result:
    (tmp_path / "net.toml").write_text(network, "utf-8")
    (tmp_path / "x.toml").write_text(text, "utf-8")
    return run_case(read_case(tmp_path / "x.toml", changes=changes, why="a test"))


def outputs(result: Result) -> dict[str, float]:
    return dict(result.summary.filter(pl.col("label").is_null()).select("output", "given").iter_rows())


def test_flows_costs_and_times_by_hand(tmp_path: Path) -> None:
    found = outputs(ran(tmp_path))
    # Upper: 2,000 km, 1,000 USD and 4 days; lower: 750 + 300 USD, 3 + 2 + 1 days. So 600 go up and 300 down.
    assert found["through.upper"] == 600 and found["through.lower"] == 300 and found["carried.goods"] == 100
    assert found["cost.goods"] == pytest.approx((600 * 1000 + 300 * 1050) / 900)
    assert found["days.goods"] == pytest.approx((600 * 4 + 300 * 6) / 900)
    assert (found["transit.RUS"], found["transit.BLR"], found["transit.KAZ"]) == (600, 600, 300)
    # Nothing is supposed: there is no change to tell of.
    assert not [name for name in found if name.startswith(("gained", "earned"))]


def test_a_closed_corridor_takes_from_some_and_gives_to_others(tmp_path: Path) -> None:
    result = ran(tmp_path, RIGHT + "[change]\nclosed-corridor.upper = 0.5\n")
    found = outputs(result)
    # 450 up, of 900 half; 400 down, which is all that fits; 50 stay.
    assert (found["through.upper"], found["through.lower"]) == (450, 400)
    assert found["carried.goods"] == pytest.approx(100 * 850 / 900)
    assert (found["gained.RUS"], found["gained.BLR"], found["gained.KAZ"]) == (-150, -150, 100)
    # USD for a tonne: 50 on each upper link, a quarter of the second of them in Russia; 75 + 30 on the lower.
    assert found["earned.RUS"] == pytest.approx(-150 * (50 + 50 / 4))
    assert found["earned.KAZ"] == pytest.approx(100 * (75 + 30))
    assert [row["state"] for row in result.tables["states"].iter_rows(named=True)] == ["KAZ", "BLR", "RUS"]
    notes = {name: dict(values) for name, values in result.notes}
    assert notes["left"] == {"demand": "goods", "amount": 50.0, "all": 900.0}
    assert notes["unopened"] == {"year": "2025", "links": ["bridge"]}
    losses = result.tables["losses"].row(0, named=True)
    assert (losses["left"], losses["dearer"], notes["worst"]["lost"]) == (450.0, None, losses["lost"])


def test_cuts_ways_and_what_a_new_link_brings(tmp_path: Path) -> None:
    before = ran(tmp_path).tables["cuts"].row(0, named=True)
    assert before == {"demand": "goods", "amount": 900.0, "most": 1000.0, "cut": ["east-north", "east-south"]}
    text = RIGHT + '[inputs]\ncapacity.east-south = { value = 900, assumption = "wider" }\n'
    narrow, opened = (ran(tmp_path, text + more) for more in ("", "[change]\nopened.bridge = true\n"))
    assert narrow.tables["cuts"]["most"].item() == 1100 and opened.tables["cuts"]["most"].item() == 1400
    # Of cuts that are as small the one nearest to the origin.
    assert opened.tables["cuts"]["cut"].to_list() == [["east-north", "south-west", "bridge"]]
    later = ran(tmp_path, text + "[settings]\nyear = 2030\n")
    assert later.tables["cuts"].equals(opened.tables["cuts"])
    ways = narrow.tables["routes"].filter(pl.col("by") == "cost")
    assert ways["way"].to_list() == [["east", "north", "west"], ["east", "south", "west"]]
    assert ways["cost"].to_list() == [1000, 1050] and ways["days"].to_list() == [4, 6]
    # Without the upper way 600 of 900 go down instead: 1,050 for 1,000 USD, and two days of 100 USD more, for each 10 tonnes.
    roomy = text.replace("[inputs]", "[inputs]\ncapacity.south-west = { value = 900, assumption = 'wider' }")
    losses = ran(tmp_path, roomy).tables["losses"].filter(pl.col("lost") == "north").row(0, named=True)
    assert (losses["left"], losses["dearer"]) == (0, 600 / 10 * (50 + 2 * 100))
    lost = ran(tmp_path, text + "[change]\nlost.north = true\n")
    assert outputs(lost)["through.upper"] == 0 and outputs(lost)["through.lower"] == 500


def test_the_file_of_the_network_is_hashed_and_its_figures_can_be_overwritten(tmp_path: Path) -> None:
    one = ran(tmp_path)
    assert one.facts["files"].keys() == {"scope.network"} and ran(tmp_path).digest == one.digest
    other = ran(tmp_path, RIGHT, NETWORK.replace("value = 600", "value = 601"))
    assert other.facts["key"] != one.facts["key"]
    changed = ran(tmp_path, RIGHT, NETWORK, "inputs.capacity.east-north=100")
    row = changed.inputs.filter(pl.col("input") == "capacity.east-north").row(0, named=True)
    assert (row["basis"], row["before"], outputs(changed)["through.upper"]) == ("override", "600", 100)


def test_figures_of_records_stand_before_the_assumptions_of_the_network(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("KAZ: a ferry signed for 250 USD in 2018\n", "utf-8")
    observatory = tarazy.create(tmp_path / "obs")
    observatory.read(tmp_path / "a.txt", reader=small_reading.reader, extractor=small_reading.extractor, rules="r1")
    find = 'cost = { find = { kind = "agreement", actor = "KAZ", words = ["ferry"], unit = "USD" }, value = 300, assumption = "a" }'
    network = NETWORK.replace('cost = { value = 300, assumption = "a" }', find)
    assert network != NETWORK
    (tmp_path / "net.toml").write_text(network, "utf-8")
    (tmp_path / "x.toml").write_text(RIGHT, "utf-8")
    known, alone = (read_case(tmp_path / "x.toml", one).inputs["cost.south-west"] for one in (observatory, None))
    assert (known.value, known.basis, alone.value, alone.basis) == (250, "evidence", 300, "assumption")
    [identifier] = known.evidence
    assert identifier.startswith("record:")
    text = observatory.scenario_page(
        run_case(read_case(tmp_path / "x.toml", observatory), observatory), "en", "markdown"
    )
    assert "a ferry signed for 250 USD in 2018» a.txt" in text


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_flows_keep_balance_and_capacity_and_less_capacity_never_carries_more(seed: int, parts: list[float]) -> None:
    arcs, weights, capacity, _ = random_network(seed)
    ends, usable = arcs.nodes - 1, np.ones(len(arcs.tails), dtype=bool)
    wants = [Want(0, (ends,), usable), Want(1, (ends, ends - 1), usable)]
    amounts = np.array([4e5, 3e5])
    programme = Programme(arcs, np.arange(len(arcs.tails)), wants)
    costs = np.tile(weights, (2, 1))
    less, more = (programme.solve(capacity * 1e4 * part, costs, amounts) for part in sorted(parts))
    assert less.unmet.sum() >= more.unmet.sum() - 1
    for flows, part in ((less, min(parts)), (more, max(parts))):
        assert (flows.arcs.sum(axis=0) <= capacity * 1e4 * part + 1).all() and (flows.arcs >= 0).all()
        for want, flow, amount, left in zip(wants, flows.arcs, amounts, flows.unmet, strict=True):
            net = np.bincount(arcs.tails, flow, arcs.nodes) - np.bincount(arcs.heads, flow, arcs.nodes)
            assert net[want.start] == pytest.approx(amount - left, abs=20)
            inner = [at for at in range(arcs.nodes) if at not in (want.start, *want.ends)]
            assert np.abs(net[inner]).max(initial=0) <= 20


def test_uncertain_inputs_are_drawn_and_what_hangs_on_them_is_told(tmp_path: Path) -> None:
    text = RIGHT + '[inputs]\ncapacity.east-north = { value = 600, assumption = "a", range = [400, 800] }\n'
    result = ran(tmp_path, text)
    row = result.summary.filter(pl.col("output") == "through.upper").row(0, named=True)
    assert 400 <= row["low"] < row["median"] < row["high"] <= 800
    hangs = result.sensitivity.filter(pl.col("output") == "through.upper").row(0, named=True)
    assert hangs["input"] == "capacity.east-north" and hangs["part"] == pytest.approx(1)


N = NETWORK.replace
WRONG = {
    "no network": (RIGHT.replace("net.toml", "missing.toml"), NETWORK, ["missing.toml is not there", "eurasia"]),
    "no toml": (RIGHT, "[nodes", ["net.toml is no TOML"]),
    "unknown node": (RIGHT, N('to = "west"\nmode', 'to = "wset"\nmode', 1), ["net.toml: links.north-west.to", "'west'"]),
    "negative capacity": (RIGHT, N("value = 600", "value = -3"), ["net.toml: links.east-north.capacity is -3", "at least 0"]),
    "no length": (RIGHT, N("value = 1500", "value = 0"), ["links.east-south.length is 0", "above 0"]),
    "figure without source": (RIGHT, N('{ value = 1500, assumption = "a" }', "1500"), ["links.east-south.length is 1500 without a source"]),
    "figure without basis": (RIGHT, N('value = 400, assumption = "a"', "value = 400"), ["links.east-south.capacity", "neither evidence nor an assumption"]),
    "unknown mode": (RIGHT, N('mode = "rail"\nstates = "RUS"', 'mode = "rial"'), ["links.east-north.mode", "'rail'"]),
    "unknown field": (RIGHT, N("days =", "day ="), ["links.south-west.day", "'days'"]),
    "unknown status": (RIGHT, N("construction", "building"), ["links.bridge.status", "choose from open"]),
    "a year that is none": (RIGHT, N("opens = 2030", "opens = 30"), ["links.bridge.opens", "a year"]),
    "loop": (RIGHT, N('from = "south"\nto = "north"', 'from = "south"\nto = "south"'), ["links.bridge leads from south to itself"]),
    "broken corridor": (RIGHT, N('["east-north", "north-west"]', '["east-north", "south-west", "north-west"]'), ["corridors.upper.links breaks off before south-west"]),
    "gate outside": (RIGHT, N('gate = "east-south"', 'gate = "bridge"'), ["corridors.lower.gate", "one of the corridor's links"]),
    "unknown cargo": (RIGHT, N('cargo = "boxes"', 'cargo = "boxs"'), ["demands.goods.cargo", "'boxes'"]),
    "no path": (RIGHT, N('value = 900, assumption = "a" }\n[links.east-south]', 'value = 0, assumption = "a" }\n[links.east-south]').replace("value = 500", "value = 0", 2).replace("speed = { value = 0", "speed = { value = 500"), ["no path leads from east to west in 2025"]),
    "unknown demand": (RIGHT + 'demands = ["godos"]\n', NETWORK, ["scope.demands: 'godos'", "'goods'"]),
    "link of another network": (RIGHT + 'links = ["east-north", "north-wets"]\n', NETWORK, ["scope.links: 'north-wets'", "'north-west'"]),
    "name that is none": (RIGHT, N('state = "CHN"', 'state = "CHN"\nname = 3'), ["net.toml: nodes.east.name is 3"]),
    "node left out": (RIGHT + 'nodes = ["east", "west", "north"]\n', NETWORK, ["scope.nodes lacks 'south'", "leave scope.nodes out"]),
    "change of a stranger": (RIGHT + "[change]\nclosed.tunnel = 1\n", NETWORK, ["change.closed.tunnel", "tunnel"]),
    "closed twice over": (RIGHT + "[change]\nclosed.bridge = 2\n", NETWORK, ["change.closed.bridge", "at most 1"]),
    "too much": (RIGHT + '[settings]\nmust = true\n[inputs]\namount.goods = { value = 1200, assumption = "a" }\n', NETWORK, ["settings.must is true", "goods of 1,200 tonnes", "at most 1,000", "capacity of east-north, east-south"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_files_get_one_clear_sentence(name: str, tmp_path: Path) -> None:
    text, network, told = WRONG[name]
    assert text != RIGHT or network != NETWORK
    assert len(refused(told, lambda: ran(tmp_path, text, network)).splitlines()) == 1


ODD = (3, -1, True, "x", "", [], {}, [1], ["x"], {"value": "x"}, {"value": -5, "assumption": "a"}, {"value": 1})


def test_whatever_stands_in_a_network_file_is_told_in_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "net.toml").write_text(NETWORK, "utf-8")
    right = tomllib.loads(NETWORK)
    places = [
        (part, name, field)
        for part, rows in right.items()
        for name, row in rows.items()
        for field in (*row, "name", "states")
    ]
    told = 0
    for part, name, field in places:
        for odd in ODD:
            bent = deepcopy(right)
            bent[part][name][field] = odd
            monkeypatch.setattr("tarazy.scenarios.corridors.filling.network_text", lambda path, faults, bent=bent: bent)
            monkeypatch.setattr("tarazy.scenarios.corridors.layout.network_text", lambda path, faults, bent=bent: bent)
            try:
                read_case(tmp_path / "x.toml", text=RIGHT)
            except UsageError as error:
                told += 1
                assert all(line.startswith(("net.toml: ", "x.toml: ")) for line in str(error).splitlines())
    assert told > len(places) * len(ODD) / 2


def test_demands_that_fit_alone_but_not_together_name_what_they_share(tmp_path: Path) -> None:
    second = '[demands.more]\nfrom = "east"\nto = "west"\ncargo = "boxes"\namount = { value = 500, assumption = "a" }\n'
    with pytest.raises(UsageError) as caught:
        ran(tmp_path, RIGHT + "[settings]\nmust = true\n", NETWORK + second)
    assert "together need more than the capacity of east-north, east-south" in str(caught.value)


def test_the_network_of_the_docs_runs(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "docs" / "corridors.md").read_text(encoding="utf-8")
    network, scenario = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "caspian.toml").write_text(network, encoding="utf-8")
    (tmp_path / "x.toml").write_text(scenario, encoding="utf-8")
    result = run_case(read_case(tmp_path / "x.toml", changes=["runs=4", "sensitivity=none"]))
    found = outputs(result)
    # A week at the port makes the way round the cheaper one: all of it goes there.
    assert found["through.caspian"] == 0 and found["flow.astrakhan-baku"] == 3_500_000
    assert found["carried.grain"] == 100 and found["transit.RUS"] == 3_500_000
    assert result.inputs.filter(pl.col("input") == "border.aktau-baku")["value"].item() == "7"


OURS = [name for name, path in cases().items() if parsed(path.read_text("utf-8"), name)["model"] == "corridors"]


def test_the_cases_are_there() -> None:
    assert OURS == ["cku-opens", "cpc-stops", "northern-route-closes"] and "eurasia" in networks()


@pytest.mark.parametrize("name", OURS)
def test_a_case_runs_and_its_page_answers_in_three_languages(name: str) -> None:
    quick = ["sensitivity.trajectories=2"] if name == "cpc-stops" else ["sensitivity=none"]
    case = read_case(name, changes=["runs=3", *quick])
    result = run_case(case)
    assert set(result.inputs["basis"]) <= {"evidence", "assumption", "default"} and "evidence" in set(
        result.inputs["basis"]
    )
    assert result.sensitivity.is_empty() == (name != "cpc-stops")
    for language in ("en", "ru", "kk"):
        text = page(result, language, "markdown")
        assert case.title[language] in text and text.count("\n#") >= 12 and "reasons." not in text
