"""Water: operations of a basin worked out by hand, balances, shocks, infeasible limits, wrong files."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario_files import refused

from tarazy.errors import UsageError
from tarazy.scenarios.case import Case
from tarazy.scenarios.drawing import central
from tarazy.scenarios.model import Draws
from tarazy.scenarios.page import page
from tarazy.scenarios.reading import read_case
from tarazy.scenarios.running import run_case
from tarazy.scenarios.water.balance import account
from tarazy.scenarios.water.model import Water
from tarazy.scenarios.water.operating import Operations
from tarazy.scenarios.water.rules import factors, plan_of, simulate
from tarazy.scenarios.water.year import nothing_given, years

RIGHT = """model = "water"
runs = 4
seed = 3
[sensitivity]
trajectories = 2
[scope]
states = ["KGZ", "UZB"]
pair = ["KGZ", "UZB"]
reservoirs = ["upper"]
reaches = ["lower"]
river = ["upper > lower"]
inflows = ["spring"]
districts = ["fields"]
plants = ["station"]
[settings]
owner.upper = "KGZ"
owner.lower = "UZB"
owner.fields = "UZB"
owner.station = "KGZ"
at.spring = "upper"
at.fields = "lower"
at.station = "upper"
years = 3
repeats = 5
[inputs]
inflow.spring = { value = 12, assumption = "a" }
inflow-months.spring = { value = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], assumption = "a" }
capacity.upper = { value = 12, assumption = "a" }
storage.upper = { value = 6, assumption = "a" }
evaporation.upper = { value = 0, assumption = "a" }
demand.fields = { value = 6, assumption = "a" }
demand-months.fields = { value = [0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0], assumption = "a" }
return.fields = { value = 0, assumption = "a" }
worth-water.fields = { value = 0.05, assumption = "a", range = [0.045, 0.055] }
steps = { value = [1], assumption = "a" }
megawatts.station = { value = 100000, assumption = "a" }
kwh.station = { value = 1, assumption = "a" }
need.KGZ = { value = 12, assumption = "a" }
need.UZB = { value = 0, assumption = "a" }
need-months.KGZ = { value = [1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1], assumption = "a" }
worth-power.KGZ = { value = 0.04, assumption = "a" }
export-price.KGZ = { value = 0, assumption = "a" }
export-price.UZB = { value = 0, assumption = "a" }
share.UZB = { value = 0.25, assumption = "a" }
"""


def case_of(*changes: str, text: str = RIGHT) -> Case:
    return read_case(Path("x.toml"), None, changes, "a test", text=text)


def outputs(*changes: str, text: str = RIGHT) -> dict[str, float]:
    case = case_of(*changes, text=text)
    model = Water()
    found = model.simulate(central(case), model.prepare(case, None))
    return {name: values[0] for name, values in found.items()}


def bent(old: str, new: str) -> str:
    assert old in RIGHT
    return RIGHT.replace(old, new, 1)


def test_power_in_winter_against_water_in_summer_by_hand() -> None:
    """Alone the upper state lets 2 km³ down in each winter month, all the year brings, for 40 million USD a km³; nothing is left for fields that would
    pay 50. Together 6 of 12 km³ go to summer.
    """
    found = outputs()
    assert found["benefit.unilateral.KGZ"] == pytest.approx(480)
    assert found["benefit.unilateral.UZB"] == pytest.approx(0, abs=1e-4)
    assert found["winter-power.unilateral"] == pytest.approx(12) and found["irrigation.unilateral"] == pytest.approx(
        0, abs=1e-6
    )
    assert found["benefit.grand.KGZ"] == pytest.approx(240) and found["benefit.grand.UZB"] == pytest.approx(300)
    assert found["gain.grand"] == found["gain.barter"] == pytest.approx(60)
    assert found["pay-least"] == pytest.approx(240) and found["pay-most"] == pytest.approx(300)
    assert found["pay"] == pytest.approx(270) and found["barter-water"] == pytest.approx(6)
    for way in ("shapley", "nucleolus", "nash"):
        assert [found[f"{way}.KGZ"], found[f"{way}.UZB"]] == pytest.approx([30, 30])
    assert (found["core"], found["core-shapley"]) == ("core-exists", "inside")


def test_quotas_bind_and_irrigation_goes_before_power() -> None:
    found = outputs()
    # A quarter of 12 km³ may be withdrawn; the other 9 make power in winter.
    assert found["irrigation.quota"] == pytest.approx(0.5)
    assert found["total.quota"] == pytest.approx(3 * 50 + 9 * 40)
    cheap = bent("value = 0.05, assumption", "value = 0.01, assumption").replace(
        "range = [0.045, 0.055]", "range = [0, 1]"
    )
    assert outputs(text=cheap)["irrigation.quota"] == pytest.approx(0.5)
    assert outputs(text=cheap)["irrigation.grand"] == pytest.approx(0, abs=1e-6)
    summer = RIGHT + 'summer-part.upper = { value = 0.75, assumption = "a" }\n'
    assert outputs(text=summer)["winter-power.quota"] == pytest.approx(3)


def test_what_is_supposed_by_hand() -> None:
    # Half of the water: 6 km³ are all worth more in summer.
    drought = outputs("change.drought=0.5")
    assert drought["total.grand"] == pytest.approx(300) and drought["changed.grand"] == pytest.approx(300 - 540)
    assert drought["total.unilateral"] == pytest.approx(240)
    # The same harvest from half of the water leaves 3 km³ for winter.
    thrift = outputs("change.efficiency.UZB=0.5")
    assert thrift["total.grand"] == pytest.approx(300 + 9 * 40) and thrift["changed.grand"] == pytest.approx(120)
    growth = outputs("change.growth.UZB=0.5")
    assert growth["total.grand"] == pytest.approx(9 * 50 + 3 * 40)
    # A need of 6 TWh leaves the other half to summer for nothing.
    spare = outputs("change.power-growth.KGZ=-0.5")
    assert spare["total.unilateral"] == pytest.approx(240 + 300) and spare["gain.grand"] == pytest.approx(0)
    # 2 km³ kept back for good, at 40 million each; without the dam the river runs as it comes, makes no power, and waters the fields.
    fill = outputs("change.fill.upper=2")
    assert fill["total.unilateral"] == pytest.approx(400)
    assert fill["changed.unilateral"] == pytest.approx(400 - 300)
    july = bent("[0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0]", "[0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]")
    fill = outputs("change.fill.upper=2", text=july)
    assert fill["total.grand"] - fill["changed.grand"] == pytest.approx(50)


def test_a_partner_s_power_comes_for_water() -> None:
    text = RIGHT.replace("need.UZB = { value = 0,", "need.UZB = { value = 12,")
    text += 'spare.UZB = { value = 1000, assumption = "a" }\nline-loss = { value = 0, assumption = "a" }\nline = { value = 1000, assumption = "a" }\n'
    text += 'cost-power.UZB = { value = 0.03, assumption = "a" }\nworth-power.UZB = { value = 0, assumption = "a" }\n'
    found = outputs(text=text)
    # 1,000 MW over October to March, for what winter still lacks: 6 TWh of 12.
    hours = 24 * (31 + 30 + 31 + 31 + 28.25 + 31)
    assert found["barter-power"] == pytest.approx(1000 * hours / 1e6)
    assert found["gain.barter"] == pytest.approx(60 + 10 * 1000 * hours / 1e6)
    assert found["benefit.barter.UZB"] == pytest.approx(300 + 5 * 1000 * hours / 1e6)


def test_three_states_share_as_computed_by_hand() -> None:
    """Two lower states, each with fields for 3 km³ at 50 and 60 million USD a km³; 40 is what the water is worth to the upper one.

    Alone 480, 0, 0. With the middle state the upper one gains 30. With the lowest it gains nothing: the middle one would take what they let down.
    All gain 90. Shapley: 30/6 + 90/3, 30/6 + 90/3, (90 - 30)/3. Nucleolus: at 30 each, all singles and the first pair have an excess of -30.
    """
    text = RIGHT.replace('["KGZ", "UZB"]\npair', '["KGZ", "UZB", "KAZ"]\npair').replace(
        '["fields"]', '["fields", "meadows"]'
    )
    text = text.replace("demand.fields = { value = 6", "demand.fields = { value = 3").replace(
        '"upper > lower"', '"upper > lower > end"'
    )
    text = text.replace('reaches = ["lower"]', 'reaches = ["lower", "end"]').replace(
        "[inputs]", 'owner.end = "KAZ"\nowner.meadows = "KAZ"\nat.meadows = "end"\n[inputs]'
    )
    for one in ("demand.fields", "demand-months.fields", "return.fields"):
        line = next(line for line in text.splitlines() if line.startswith(one))
        text += line.replace("fields", "meadows") + "\n"
    text += 'worth-water.meadows = { value = 0.06, assumption = "a" }\nneed.KAZ = { value = 0, assumption = "a" }\nexport-price.KAZ = { value = 0, assumption = "a" }\n'
    case = case_of(text=text)
    model = Water()
    prepared = model.prepare(case, None)
    tables = model.details(case, prepared, {}).tables
    worth = dict(tables["coalitions"].select(pl.col("coalition").list.join(" + "), "gain").iter_rows())
    assert worth["KGZ + UZB"] == pytest.approx(30, abs=1e-3) and worth["KGZ + KAZ"] == pytest.approx(0, abs=1e-3)
    assert worth["UZB + KAZ"] == pytest.approx(0, abs=1e-3)
    assert worth["KGZ + UZB + KAZ"] == pytest.approx(90, abs=1e-3)
    found = model.simulate(central(case), prepared)
    for way, shares in {"shapley": (35, 35, 20), "nucleolus": (30, 30, 30), "nash": (30, 30, 30)}.items():
        gains = [found[f"{way}.{state}"][0] for state in ("KGZ", "UZB", "KAZ")]
        assert gains == pytest.approx(shares, abs=1e-3), way
    shares = tables["shares"]
    assert shares.group_by("way").agg(pl.col("payment").sum().abs())["payment"].max() == pytest.approx(0, abs=1e-6)
    assert dict(shares.select("way", "core").iter_rows()) == {
        "shapley": "inside",
        "nucleolus": "inside",
        "nash": "inside",
    }


NUMBERS = st.floats(0.1, 20, allow_nan=False)


@settings(max_examples=15)
@given(
    inflow=NUMBERS,
    demand=NUMBERS,
    back=st.floats(0, 0.9),
    evaporation=st.floats(0, 0.5),
    loss=st.floats(0, 0.5),
    storage=st.floats(0, 12),
    worth=st.floats(0, 0.2),
)
def test_no_drop_is_lost(
    inflow: float, demand: float, back: float, evaporation: float, loss: float, storage: float, worth: float
) -> None:
    text = RIGHT.replace("storage.upper = { value = 6", f"storage.upper = {{ value = {storage}")
    text = text.replace("inflow.spring = { value = 12", f"inflow.spring = {{ value = {inflow}")
    text = text.replace("demand.fields = { value = 6", f"demand.fields = {{ value = {demand}")
    text = text.replace("return.fields = { value = 0", f"return.fields = {{ value = {back}")
    text = text.replace("value = 0.05, assumption", f"value = {worth}, assumption").replace("[0.045, 0.055]", "[0, 1]")
    text += f'loss.lower = {{ value = {loss}, assumption = "a" }}\n'
    text = text.replace("evaporation.upper = { value = 0", f"evaporation.upper = {{ value = {evaporation}")
    try:
        case = case_of(text=text)
    except UsageError as error:
        assert "cannot be reached again at the end of the year" in str(error)
        return
    basin = Water().prepare(case, None).basin
    (year,) = years(Draws(case, 0, 1, {}), basin, nothing_given(2))
    operations = Operations(basin, year)
    outcomes = [operations.alone(), operations.quotas(), operations.together()]
    for one in outcomes:
        assert abs(account(basin, year, one)["error"]) <= 1e-9
        assert one.flow.min() >= -1e-6 and one.taken.min() >= 0
        assert (one.taken <= year.demand + 1e-6).all()
        assert (one.storage <= year.capacity[:, None] + 1e-6).all() and one.storage.min() >= 0
        assert one.storage[:, -1] >= year.start - 1e-6
        assert (one.turbined <= one.flow[list(basin.at_plant)]).all()
    assert outcomes[2].benefit.sum() >= max(one.benefit.sum() for one in outcomes) - 1e-3
    wet = factors(np.random.default_rng(1), 4, 7, 0.4, 0.5)
    many = simulate(basin, year, plan_of(basin, outcomes), wet)
    assert many.error <= 1e-9 and many.storage.min() >= 0
    assert (many.storage <= year.capacity[:, None, None] + 1e-9).all()
    assert (many.taken <= np.stack([one.taken.sum() for one in outcomes])[:, None] + 1e-9).all()


def test_rules_repeat_the_plan_in_years_like_it_and_save_in_dry_ones() -> None:
    case = case_of()
    basin = Water().prepare(case, None).basin
    (year,) = years(Draws(case, 0, 1, {}), basin, nothing_given(2))
    together = Operations(basin, year).together()
    plan = plan_of(basin, [together])
    same = simulate(basin, year, plan, np.ones((5, 1)))
    assert same.taken[:, 0, 0] == pytest.approx([together.taken.sum()] * 5, abs=1e-6)
    assert same.winter[:, 0, 0] == pytest.approx([6] * 5, abs=1e-6)
    dry = simulate(basin, year, plan, np.full((5, 1), 0.6))
    assert dry.taken[0, 0, 0] > dry.taken[-1, 0, 0] > 0.5 * together.taken.sum()


def test_wet_and_dry_years_have_the_given_mean_variation_and_persistence() -> None:
    wet = factors(np.random.default_rng(5), 40, 4000, 0.3, 0.6)
    assert wet.mean() == pytest.approx(1, abs=0.01) and wet.std() == pytest.approx(0.3, abs=0.01)
    logs = np.log(wet)
    assert np.corrcoef(logs[:-1].ravel(), logs[1:].ravel())[0, 1] == pytest.approx(0.6, abs=0.02)


def test_a_run_is_repeated_and_its_page_says_what_it_hangs_on() -> None:
    case = case_of()
    result = run_case(case)
    assert run_case(case).digest == result.digest
    moved = result.sensitivity.filter(pl.col("output") == "gain.grand")
    assert moved["input"].to_list() == ["worth-water.fields"]
    for language, words in {"en": "hangs most on", "ru": "больше всего зависит", "kk": "байланысты"}.items():
        text = page(result, language, "markdown")
        assert words in text and "km3 a" not in text
    assert "Water accounts of all operations close with an error of" in page(result, "en", "markdown")


def test_runs_in_which_no_operation_keeps_the_limits_are_told_as_undefined() -> None:
    text = bent(
        'inflow.spring = { value = 12, assumption = "a" }',
        'inflow.spring = { value = 12, assumption = "a", range = [6, 14] }',
    )
    text += 'least.lower = { value = 0.8, assumption = "a" }\n'
    summary = run_case(
        case_of(
            "runs=30",
            "sensitivity.method=none",
            text=text.replace("demand.fields = { value = 6", "demand.fields = { value = 1"),
        )
    ).summary
    # Below 9.6 km³ a year the least flow cannot be kept.
    defined = summary.filter(pl.col("output") == "gain.grand")["defined"][0]
    assert 0.3 < defined < 0.8


def test_what_it_hangs_on_is_found_from_the_trajectories_that_have_an_answer() -> None:
    """With the least of the four inflows of Morris's grid, 9 km³, the least flow cannot be kept; trajectories from there are left out."""
    text = bent(
        'inflow.spring = { value = 12, assumption = "a" }',
        'inflow.spring = { value = 12, assumption = "a", range = [9, 14] }',
    )
    text = (
        text.replace("demand.fields = { value = 6", "demand.fields = { value = 1")
        + 'least.lower = { value = 0.8, assumption = "a" }\n'
    )
    moved = run_case(case_of("runs=2", "sensitivity.trajectories=40", text=text)).sensitivity
    total = moved.filter(pl.col("output") == "total.grand")
    assert total["input"].to_list()[0] == "inflow.spring" and total["effect"].is_finite().all()


def test_a_basin_without_plants_or_fields_is_one() -> None:
    """Each kind may be missing; what is left is computed."""
    text = "".join(line + "\n" for line in RIGHT.splitlines() if "station" not in line)
    found = outputs(text=text.replace("[scope]", "[scope]\nplants = []"))
    assert found["winter-power.grand"] == 0 and found["irrigation.grand"] == pytest.approx(1)
    text = "".join(line + "\n" for line in RIGHT.splitlines() if "fields" not in line)
    found = outputs(text=text.replace("[scope]", "[scope]\ndistricts = []"))
    assert found["winter-power.grand"] > 0 and found["gain.grand"] == 0


WRONG = {
    "water that flows nowhere": (bent('"upper > lower"', '"upper > sea"'), ["scope.river", "'sea'", "reservoir or reach"]),
    "a circle": (bent('"upper > lower"', '"upper > lower > upper"'), ["scope.river", "circle", "one way"]),
    "two ways down": (bent('reaches = ["lower"]', 'reaches = ["lower", "other"]').replace('river = ["upper > lower"]', 'river = ["upper > lower", "upper > other"]').replace('owner.lower = "UZB"', 'owner.lower = "UZB"\nowner.other = "UZB"'), ["scope.river", "lower and to other", "district"]),
    "a place apart": (bent('reaches = ["lower"]', 'reaches = ["lower", "other"]').replace('owner.lower = "UZB"', 'owner.lower = "UZB"\nowner.other = "UZB"'), ["scope.river", "where other is"]),
    "two of one name": (RIGHT.replace("spring", "lower"), ["scope.inflows", "'lower'", "own name"]),
    "an owner outside": (bent('owner.fields = "UZB"', 'owner.fields = "KAZ"'), ["settings.owner.fields", "KAZ", "scope.states"]),
    "fields nowhere": (bent('at.fields = "lower"', 'at.fields = "lowr"'), ["settings.at.fields", "did you mean 'lower'"]),
    "returns uphill": (bent('at.fields = "lower"', 'at.fields = "lower"\nreturns.fields = "upper"'), ["settings.returns.fields", "not below 'lower'"]),
    "eleven months": (bent("[0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0]", "[0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0]"), ["inputs.demand-months.fields", "11 numbers", "twelve"]),
    "a dry spring": (bent("inflow.spring = { value = 12", "inflow.spring = { value = 0"), ["inputs.inflow", "0 everywhere"]),
    "more than it holds": (bent("storage.upper = { value = 6", "storage.upper = { value = 60"), ["inputs.storage.upper", "60 km³", "capacity of 12"]),
    "negative water": (bent("inflow.spring = { value = 12", "inflow.spring = { value = -12"), ["inputs.inflow.spring", "at least 0"]),
    "more than it returns": (bent("return.fields = { value = 0", "return.fields = { value = 1"), ["inputs.return.fields", "below 1"]),
    "a flow that cannot be": (RIGHT + 'least.lower = { value = 2, assumption = "a" }\n', ["inputs.least.lower", "cannot be kept in", "km³ are lacking", "lower it"]),
    "a dam that cannot be filled": (bent("[settings]", "[change]\nfill.upper = 5\ndrought = 0.9\n[settings]"), ["change.fill.upper", "cannot be filled", "3.8 km³"]),
    "a dam too small": (bent("[settings]", "[change]\nfill.upper = 9\n[settings]"), ["change.fill.upper", "15 km³", "of 12"]),
    "a lake that dries": (RIGHT.replace("inflow.spring = { value = 12", "inflow.spring = { value = 1").replace("evaporation.upper = { value = 0", "evaporation.upper = { value = 0.9"), ["inputs.storage.upper", "cannot be reached again"]),
    "nothing to compare": (bent('reservoirs = ["upper"]', 'operations = ["quota", "grand"]\nreservoirs = ["upper"]'), ["scope.operations", "'unilateral'"]),
    "a way there is not": (bent('reservoirs = ["upper"]', 'operations = ["unilateral", "grand", "market"]\nreservoirs = ["upper"]'), ["scope.operations", "'market'"]),
    "a pair of one": (bent('pair = ["KGZ", "UZB"]', 'pair = ["KGZ"]'), ["scope.pair", "name two"]),
    "worth that rises": (bent("steps = { value = [1]", "steps = { value = [1, 2]"), ["inputs.steps", "rises"]),
    "a drought of all": (bent("[settings]", "[change]\ndrought = 1.0\n[settings]"), ["change.drought", "below 1"]),
    "a river without a file": (bent("years = 3", 'years = 3\nfile-river = "water-siri"'), ["settings.file-river", "inputs.file"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_files_get_one_clear_sentence(name: str) -> None:
    text, told = WRONG[name]
    refused(told, lambda: case_of(text=text))


def test_quotas_that_cannot_be_kept_are_told() -> None:
    """All releases in summer, and a flow for winter that needs some."""
    text = (
        RIGHT + 'least.lower = { value = 0.2, assumption = "a" }\nsummer-part.upper = { value = 1, assumption = "a" }\n'
    )
    with pytest.raises(UsageError, match=r"quotas with the releases of summer \(inputs.summer-part\) cannot be kept"):
        outputs(text=text)
    assert outputs("scope.operations=['unilateral', 'grand']", text=text)["gain.grand"] > 0
