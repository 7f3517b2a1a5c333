"""The engine of scenarios: what a file may say, how it runs, that it can be repeated, what a page tells."""

import re
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenario_files import RIGHT, bent, case_of

import tarazy
from tarazy.errors import UsageError
from tarazy.scenarios import table
from tarazy.scenarios.case import Input
from tarazy.scenarios.comparing import compared
from tarazy.scenarios.courses import courses
from tarazy.scenarios.drawing import placed
from tarazy.scenarios.faults import ScenarioError, ScenarioStoppedError
from tarazy.scenarios.numbers import percent, shown
from tarazy.scenarios.page import page, words
from tarazy.scenarios.reading import named_observatory, read_case
from tarazy.scenarios.running import RunProgress, run_case
from tarazy.scenarios.saving import load, save, saved
from tarazy.scenarios.writing import new_scenario

ROOT = Path(__file__).parent.parent
WRONG = {
    "unknown field": (bent("seed = 7", "sead = 7"), ["sead", "seed"]),
    "unknown model": (bent('model = "bargaining"', 'model = "barganing"'), ["barganing", "bargaining"]),
    "no model": (bent('model = "bargaining"\n', ""), ["no model"]),
    "unknown setting": (bent('method = "mean"', 'metod = "mean"'), ["settings.metod", "method"]),
    "wrong choice": (bent('method = "mean"', 'method = "vote"'), ["settings.method", "'vote'", "median"]),
    "missing actor": (bent('"KGZ", "UZB"', '"KGZ", "UZB", "TJK"'), ["capability.TJK"]),
    "stranger": (bent('"KGZ", "UZB"', '"KGZ"'), ["'UZB'", "[scope]"]),
    "unknown actor": (RIGHT.replace("UZB", "UZX"), ["UZX"]),
    "negative capability": (bent("{ value = 10, ", "{ value = -10, "), ["capability.KGZ", "-10", "at least 0"]),
    "position off the scale": (bent("value = 90", "value = 900"), ["position.KGZ.winter", "900", "at most 100"]),
    "no basis": (bent('{ value = 10, assumption = "small" }', "{ value = 10 }"), ["capability.KGZ", "assumption"]),
    "bare number": (bent('{ value = 10, assumption = "small" }', "10"), ["capability.KGZ", "without evidence"]),
    "empty reason": (bent('assumption = "small"', 'assumption = ""'), ["capability.KGZ", "say why"]),
    "two bases": (bent('assumption = "small"', 'assumption = "s", evidence = ["cite: x"]'), ["both"]),
    "strange evidence": (bent("cite: somebody", "somebody"), ["position.UZB.winter", "claim:", "record:"]),
    "words for a number": (bent("value = 10, ", 'value = "ten", '), ["capability.KGZ", "'ten'", "number"]),
    "range without the value": (bent("range = [40, 60]", "range = [60, 70]"), ["capability.KAZ", "range", "50"]),
    "range turned round": (bent("range = [40, 60]", "range = [60, 40]"), ["capability.KAZ", "range"]),
    "range off the scale": (bent("range = [10, 30]", "range = [-10, 30]"), ["position.KAZ.winter", "-10"]),
    "unknown shape": (bent('"triangular"', '"normal"'), ["shape", "normal", "uniform"]),
    "no runs": (bent("runs = 40", "runs = 0"), ["runs", "0", "1"]),
    "seed of words": (bent("seed = 7", 'seed = "seven"'), ["seed", "seven"]),
    "one actor twice": (bent('"KGZ", "UZB"', '"KGZ", "UZB", "UZB"'), ["scope.actors", "twice"]),
    "override without a reason": (RIGHT + '[[override]]\ninput = "capability.KAZ"\nvalue = 3\n', ["reason"]),
    "override of nothing": (RIGHT + '[[override]]\ninput = "capacity.KAZ"\nvalue = 3\nreason = "x"\n', ["capability.KAZ"]),
    "no TOML": (bent("seed = 7", "seed = = 7"), ["no TOML", "line 4"]),
    "odd samples": (bent('"morris"', '"sobol"\nsamples = 60'), ["samples", "power of two"]),
    "a list for a model": (bent('"bargaining"', '["bargaining"]'), ["model", "bargaining"]),
    "a part that is no table": (bent('[settings]\nmethod = "mean"\n', "").replace("seed = 7", "seed = 7\nsettings = 3"), ["settings is no table"]),
    "no number at all": (bent("value = 10, ", "value = nan, "), ["capability.KGZ", "nan"]),
    "a flag for a number": (bent("value = 10, ", "value = true, "), ["capability.KGZ", "True"]),
    "unknown reason": (bent('assumption = "small"', 'assumption = "reasons.smal"'), ["capability.KGZ", "[reasons]"]),
    "find without an actor": (bent("value = 10, ", 'value = 10, find = { kind = "indicator" }, '), ["capability.KGZ.find", "actor"]),
    "find in words": (bent("value = 10, ", 'value = 10, find = "GDP", '), ["capability.KGZ.find", "kind"]),
    "strange key of an input": (bent("value = 10, ", "value = 10, weigth = 2, "), ["capability.KGZ.weigth"]),
    "range in words": (bent("range = [40, 60]", 'range = "wide"'), ["capability.KAZ.range", "two numbers"]),
    "name with spaces": (RIGHT.replace('["winter"]', '["winter water"]'), ["scope.issues", "winter water"]),
    "title in another language": (bent("{ en = ", "{ de = "), ["title.de", "en, ru or kk"]),
    "turns that cross": (bent('method = "mean"', 'method = "mean"\nleast-turns = 9\nmost-turns = 3'), ["least-turns"]),
    "attention above 100": (bent("salience.KGZ.winter = { value = 80", "salience.KGZ.winter = { value = 180"), ["salience.KGZ.winter", "180"]),
    "nash without disagreement": (bent('"mean"', '"nash"'), ["disagreement.winter"]),
    "weights of zero": (
        re.sub(r"(capability\.\w+ = \{ value = )\d+(, assumption = \"\w+\")(, range = \[40, 60\])?", r"\g<1>0\2", RIGHT),
        ["capability", "0 for all"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("text,names", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_gets_one_clear_sentence(text: str, names: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        case_of(text)
    sentence = caught.value.faults[0]
    assert len(caught.value.faults) <= 3, caught.value.faults
    assert sentence.startswith("releases.toml")
    assert sentence.endswith((".", "?")) and "\n" not in sentence
    missing = [name for name in names if name not in str(caught.value)]
    assert missing == [], sentence


def test_all_faults_are_told_at_once() -> None:
    text = bent("seed = 7", "seed = -1").replace("value = 90", "value = 900").replace('"mean"', '"vote"')
    with pytest.raises(ScenarioError) as caught:
        case_of(text)
    assert len(caught.value.faults) >= 1
    both = bent("value = 10, ", "value = -1, ").replace("value = 90", "value = 900")
    with pytest.raises(ScenarioError) as caught:
        case_of(both)
    assert [one.split(" ")[1] for one in caught.value.faults] == ["inputs.capability.KGZ", "inputs.position.KGZ.winter"]


def test_what_is_known_is_not_drawn() -> None:
    case = case_of()
    assert [one.name for one in case.uncertain()] == ["capability.KAZ", "position.KAZ.winter", "salience.KGZ.winter"]
    assert case.array("position", "actor", "issue").tolist() == [[20], [90], [30]]


@given(st.floats(0, 1), st.floats(0, 1))
def test_draws_stay_in_their_range_and_keep_their_order(low: float, high: float) -> None:
    low, high = min(low, high), max(low, high)
    for shape in ("uniform", "triangular"):
        one = Input("x", 3.0, "assumption", low=1.0, high=9.0, shape=shape)
        values = placed(one, np.array([low, high]))
        assert 1.0 <= values[0] <= values[1] + 1e-12 <= 9.0 + 1e-9


def test_a_triangle_has_its_mean() -> None:
    one = Input("x", 3.0, "assumption", low=1.0, high=9.0, shape="triangular")
    values = placed(one, (np.arange(100_000) + 0.5) / 100_000)
    assert values.mean() == pytest.approx((1 + 3 + 9) / 3, abs=1e-3)


def test_the_summary_is_that_of_the_draws() -> None:
    result = run_case(case_of(RIGHT, "runs=2000"))
    [row] = result.summary.to_dicts()
    weights = np.array([50 * 50, 10 * 80, 40 * 50])
    assert row["given"] == pytest.approx(weights @ [20, 90, 30] / weights.sum())
    assert row["low"] < row["median"] < row["high"] and row["defined"] == 1.0
    still = case_of(RIGHT.replace(", range = [40, 60]", "").replace(", range = [50, 100]", ""), "runs=4000")
    [row] = run_case(still).summary.to_dicts()
    # Only Kazakhstan's position moves, uniformly by 10 about 20, with its weight.
    assert row["low"] == pytest.approx(row["given"] - 9 * weights[0] / weights.sum(), abs=0.15)


def test_sensitivity_finds_what_moves_the_mean() -> None:
    for method in ("morris", "sobol"):
        result = run_case(case_of(RIGHT, f"sensitivity.method={method}"))
        found = result.sensitivity
        assert found["input"][0] == "position.KAZ.winter" and set(found["basis"]) == {"assumption"}
        assert found["part"].sum() == pytest.approx(1)
    linear = RIGHT.replace(", range = [40, 60]", "").replace(", range = [50, 100]", "")
    [row] = run_case(case_of(linear)).sensitivity.to_dicts()
    # A linear output moves by its coefficient times the range, whatever the trajectory.
    assert row["effect"] == pytest.approx(20 * 2500 / (2500 + 800 + 2000)) and row["spread"] == pytest.approx(
        0, abs=1e-9
    )


def test_a_file_in_which_nothing_is_uncertain_takes_one_run() -> None:
    result = run_case(case_of(re.sub(r", range = \[[^]]*\](, shape = \"\w+\")?", "", RIGHT)))
    assert result.facts["runs"] == 1 and result.sensitivity.is_empty()


def test_the_same_case_gives_the_same_bits_whatever_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first = run_case(case_of())
    assert run_case(case_of()).digest == first.digest
    with ThreadPoolExecutor(3) as pool:
        assert run_case(case_of(), executor=pool).digest == first.digest
    assert run_case(case_of(RIGHT, "seed=8")).digest != first.digest


def test_worker_processes_give_the_same_bits() -> None:
    case = case_of(RIGHT, "runs=200")
    assert run_case(case, workers=2).digest == run_case(case).digest


def test_a_dask_client_is_asked_for_its_executor() -> None:
    class Client:
        def get_executor(self) -> ThreadPoolExecutor:
            return ThreadPoolExecutor(1)

    assert run_case(case_of(), executor=Client()).digest == run_case(case_of()).digest


def test_making_another_input_uncertain_leaves_the_draws_of_the_others() -> None:
    from tarazy.scenarios.drawing import points

    fewer = case_of(RIGHT.replace(", range = [40, 60]", ""))
    assert np.array_equal(points(case_of())[:, 1:], points(fewer))


def test_a_run_tells_how_far_it_is_and_can_be_stopped() -> None:
    told: list[RunProgress] = []
    run_case(case_of(RIGHT, "runs=200"), progress=told.append)
    assert told[-1].done == told[-1].total == 200 + 4 * (3 + 1)
    assert [one.done for one in told] == sorted(one.done for one in told)
    stop = threading.Event()
    with pytest.raises(ScenarioStoppedError, match="nothing was saved"):
        run_case(case_of(RIGHT, "runs=200"), progress=lambda _: stop.set(), stop=stop)


def test_an_override_needs_a_reason_and_is_shown_with_what_was_before() -> None:
    with pytest.raises(ScenarioError, match="--why"):
        case_of(RIGHT, "inputs.capability.KGZ=30", why="")
    case = case_of(RIGHT, "inputs.capability.KGZ=30", why="after the reform")
    one = case.inputs["capability.KGZ"]
    assert (one.value, one.before, one.basis, one.reason) == (30, 10, "override", "after the reform")
    assert case.digest != case_of().digest
    text = page(run_case(case), "en", "markdown")
    assert "after the reform; before: 10" in text


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_page_says_what_it_hangs_on_and_that_it_is_no_prediction(language: str) -> None:
    result = run_case(case_of())
    said = {"en": "no prediction", "ru": "не прогноз", "kk": "болжам емес"}[language]
    hangs = {"en": "hangs most on", "ru": "больше всего зависит", "kk": "бәрінен көп"}[language]
    for form in ("markdown", "html"):
        text = page(result, language, form, {"KAZ": "Қ & С"})
        assert said in text and hangs in text and result.facts["file_sha256"] in text
        assert ("Қ &amp; С" if form == "html" else "Қ & С") in text
        assert "None" not in text and "{" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    figures = re.findall(r"<svg.*?</svg>", page(result, language, "html", {"KAZ": "<b>"}), re.DOTALL)
    assert len(figures) == 2 and "&lt;b&gt;" in figures[1] and "<b>" not in figures[1]
    for figure in figures:
        for element in ElementTree.fromstring(figure).iter("rect"):
            assert 0 <= float(element.get("x")) <= 780 and float(element.get("width")) >= 0
    with pytest.raises(UsageError, match="choose from en, ru, kk"):
        page(result, "de")


def test_results_are_kept_and_found_again(tmp_path: Path) -> None:
    obs = tarazy.create(tmp_path / "obs")
    file = tmp_path / "releases.toml"
    file.write_text(RIGHT, encoding="utf-8")
    result = obs.scenario(file)
    again = obs.scenario_result("releases-")
    assert again.digest == result.digest and again.id == result.id
    other = obs.scenario(str(file), {"inputs.position.KGZ.winter": 60}, why="a milder winter")
    assert sorted(obs.scenarios()["id"]) == sorted([result.id, other.id])
    both = obs.compare_scenarios(result.id, other.id)
    [row] = both.outputs.to_dicts()
    assert row["difference"] == pytest.approx(row["b_median"] - row["a_median"]) and row["difference"] < 0
    assert both.inputs["input"].to_list() == ["inputs.position.KGZ.winter"]
    assert (obs.path / "scenarios" / result.id / "scenario.toml").read_text(encoding="utf-8") == RIGHT
    with pytest.raises(UsageError, match="2 scenarios begin so"):
        load(obs.path, "releases")
    with pytest.raises(UsageError, match="no scenario is saved"):
        load(obs.path, "other")
    made = obs.scenarios()
    save(obs.path, result)
    assert saved(obs.path).drop("made").equals(made.drop("made"))


def test_a_file_can_name_its_observatory(tmp_path: Path) -> None:
    obs = tarazy.create(tmp_path / "obs")
    file = tmp_path / "releases.toml"
    file.write_text('observatory = "obs"\nversion = 0\n' + RIGHT, encoding="utf-8")
    assert named_observatory(file) == (tmp_path / "obs", 0)
    assert obs.scenario(file, save=False).facts["observatory_version"] == 0
    with pytest.raises(ScenarioError, match="is 7, and obs is open at version 0"):
        obs.scenario(file, {"version": 7})
    file.write_text("observatory = 3\n" + RIGHT, encoding="utf-8")
    with pytest.raises(ScenarioError, match="give its folder in quotes"):
        named_observatory(file)
    assert named_observatory("water-accord") is None


@pytest.mark.parametrize("name", sorted(table.models()))
def test_a_new_file_of_each_model_can_be_read_or_says_what_to_add(name: str) -> None:
    try:
        case = read_case(Path(f"{name}.toml"), text=new_scenario(name), changes=["runs=2"])
    except ScenarioError as error:
        # What only a person can know, such as which states are neighbours: one sentence, no fault of the template.
        [fault] = error.faults
        assert fault.startswith(f"{name}.toml: inputs") and ": give " in fault
    else:
        # Without an observatory evidence is that of published works, such as those that a network cites.
        bare = [one for one in case.inputs.values() if not all(work.startswith("cite:") for work in one.evidence)]
        assert case.model == name and not bare
        assert {one.basis for one in case.inputs.values()} <= {"assumption", "default", "evidence"}


def test_a_new_file_needs_a_model_or_a_case() -> None:
    result = run_case(read_case(Path("x.toml"), text=new_scenario("bargaining"), changes=["runs=20"]))
    # What nobody has filled in yet may be anywhere.
    row = result.summary.row(0, named=True)
    assert result.facts["model"] == "bargaining" and row["low"] < row["given"] < row["high"]
    assert "position.KAZ.issue-1" in result.sensitivity["input"].to_list()
    with pytest.raises(UsageError, match="no model and no case"):
        new_scenario("nothing")


def test_a_file_that_is_written_gives_the_same_result() -> None:
    from tarazy.scenarios.evidence import Evidence
    from tarazy.scenarios.writing import filled

    case = case_of(RIGHT, "inputs.capability.KGZ=30", 'words.winter="winter releases"')
    text = filled(case, table.models()["bargaining"], Evidence(None))
    again = case_of(text)
    assert again.inputs == case.inputs and again.settings == case.settings and again.words == case.words
    assert run_case(again).summary.equals(run_case(case).summary)


def blocks(language: str) -> list[str]:
    text = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_file_shown_in_the_docs_runs() -> None:
    case = read_case(Path("my.toml"), text=blocks("toml")[0])
    assert case.inputs["capability.KAZ"].basis == "override" and case.inputs["capability.UZB"].value == 90
    assert run_case(case).facts["runs"] == 200


def test_adding_a_model_as_shown_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(str(table.data()), tmp_path / "data")
    (tmp_path / "data" / "models" / "fading.toml").write_text(blocks("toml")[1], encoding="utf-8")
    monkeypatch.setattr(table, "data", lambda: tmp_path / "data")
    module = ModuleType("tarazy.scenarios.fading")
    exec(compile(blocks("python")[1], "docs/scenarios.md", "exec"), module.__dict__)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    table.models.cache_clear()
    try:
        text = (
            'model = "fading"\nscope.partners = ["RUS"]\n'
            'inputs.share.RUS = { value = 0.9, assumption = "x", range = [0.8, 0.95] }\n'
        )
        result = run_case(read_case(Path("x.toml"), text=text))
        assert result.summary["given"][0] == pytest.approx(np.log(0.1 / 0.9) / np.log(0.95))
        assert result.sensitivity["input"].to_list() == ["share.RUS"]
        assert "Years for Russia" in page(result, "en", "markdown")
        with pytest.raises(ScenarioError, match="sums to more than 1"):
            read_case(
                Path("x.toml"),
                text=text.replace('["RUS"]', '["RUS", "CHN"]') + text.splitlines()[-1].replace("RUS", "CHN"),
            )
    finally:
        table.models.cache_clear()


@pytest.mark.parametrize(
    "language,said",
    [("en", ["0.0123", "12.3", "2031", "12,345", ""]), ("kk", ["0,0123", "12,3", "2031", "12\xa0345", ""])],
)
def test_numbers_are_written_as_the_language_does(language: str, said: list[str]) -> None:
    assert [shown(one, language) for one in (0.012345, 12.345, 2031, 12345.4, None)] == said
    assert percent(0.256, language).rstrip("%").strip() == "26"


def test_one_run_is_the_case_as_given_and_says_so() -> None:
    told: list[RunProgress] = []
    result = run_case(case_of(RIGHT, "runs=1"), progress=told.append)
    assert result.summary["median"].to_list() == result.summary["given"].to_list()
    assert told[-1].done == told[-1].total
    assert words("kk")["outcome_single"] in page(result, "kk", "markdown")
    assert words("en")["outcome_one"] not in page(result, "en", "markdown")


def test_defaults_that_are_alike_are_one_row_of_a_page() -> None:
    states = '["AFG", "TKM", "TJK", "UZB", "KGZ", "KAZ"]'
    text = f'model = "spillover"\nruns = 1\nsensitivity = "none"\n[scope]\nstates = {states}\nsources = ["AFG"]\n'
    result = run_case(read_case(Path("x.toml"), text=text))
    shown_page = page(result, "ru", "markdown")
    assert shown_page.count("не указано; связь действует в обе стороны") == 1 and "… (110)" in shown_page
    assert "Темп в месяц: граница … (4)" in shown_page and "0,01 – 0,06" in shown_page


def test_what_a_default_is_drawn_between_is_told_in_new_files() -> None:
    text = new_scenario("spillover", changes=['scope.states=["AFG", "TJK"]', 'scope.sources=["AFG"]'])
    assert "# rate.border = { value = 0.03, range = [0.01, 0.06] }" in text and 'ru = "Распространение угрозы"' in text


def test_rounding_is_no_difference_between_two_results() -> None:
    a = run_case(case_of(RIGHT, "runs=5"))
    hair = a.summary.with_columns(pl.col("median") * (1 + 1e-15))
    assert compared(a, replace(a, summary=hair)).outputs["difference"].to_list() == [0.0] * a.summary.height
    more = a.summary.with_columns(pl.col("median") * 1.01)
    assert compared(a, replace(a, summary=more)).outputs["difference"].min() > 0


def test_positions_from_turn_to_turn_are_lines_of_a_figure() -> None:
    result = run_case(case_of(RIGHT.replace('method = "mean"', 'method = "spatial"'), "runs=2"))
    about = table.models()["bargaining"].tables["turns"]
    [course] = courses(about, result.tables["turns"], lambda name: name.lower(), "kk")
    assert (course.title, course.across, course.up) == ("winter", "Жүріс", "Ұстаным")
    assert [name for name, _ in course.lines] == ["kaz", "kgz", "uzb"]
    assert course.lines[0][1][0] == (0, 20.0) and len(course.lines[0][1]) == result.tables["turns"]["turn"].n_unique()
    assert page(result, "kk", "html").count("<polyline") == 3
    assert not list(courses({}, result.tables["turns"], str, "en"))
