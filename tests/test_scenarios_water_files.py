"""Needs of power and water from files of the shape of MESSAGEix-CAS, and the cases of rivers that come along."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import small_reading
from openpyxl import Workbook, load_workbook
from test_scenarios_water import RIGHT

import tarazy
from tarazy.codebook.claim import Claim, Participant
from tarazy.errors import UsageError
from tarazy.reading.document import Document
from tarazy.scenarios.drawing import SENSITIVITY, batches
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.page import page
from tarazy.scenarios.reading import cases, parsed, read_case
from tarazy.scenarios.running import run_case
from tarazy.scenarios.sensitivity import sensitivity_points
from tarazy.scenarios.table import model_row
from tarazy.scenarios.titles import Titles
from tarazy.scenarios.water.message import read_message
from tarazy.scenarios.water.network import basin_of
from tarazy.scenarios.water.operating import Operations
from tarazy.scenarios.water.year import HOURS, nothing_given, years

CAS = Path(__file__).parents[2] / "shared" / "data" / "message-cas" / "MESSAGEix-CAS_baseline_summary.xlsx"
STATES = ["KGZ", "TJK", "UZB", "KAZ"]
HEAD = ["node", "commodity", "time", "level", "unit", 2015, 2020, "definition"]


def demand() -> list[list[object]]:
    """Kyrgyzstan by month (1 TWh of homes, 0.5 of industry in January 2020), Uzbekistan by year alone, water of both."""
    rows: list[list[object]] = [HEAD]
    for month in range(1, 13):
        rows.append(["KGZ", "rc_spec", str(month), "final", "TWh", 0.4, 1.0 if month == 1 else 0.5, "homes"])
        rows.append(["KGZ", "i_spec", month, "final", "TWh", 0.2, 0.5, "industry"])
        flow = 0.5 if month == 7 else 0.1
        rows.append(["UZB", "water-siri", str(month), "final", "1000 m3/s", None, flow, "water"])
    rows.append(["KGZ", "rc_spec", "year", "final", "TWh", 4.8, 6.5, "homes"])
    rows.append(["UZB", "i_spec", "year", "final", "TWh", 30, 40, "industry"])
    return rows


def workbook(folder: Path, rows: list[list[object]], activity: bool = True) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "demand"
    for row in rows:
        sheet.append(row)
    if activity:
        other = book.create_sheet("historical_activity")
        other.append(["node_loc", "technology", "mode", "time", "unit", 1990, 2015, 2025])
        other.append(["KGZ", "hydro_dam", "M1", "1", "PJ", 3, 3, 3])
        other.append(["KGZ", "hydro_dam", "M1", "year", "PJ", 30, 36, 99])
        other.append(["KGZ", "hydro_lc", "M1", "year", "PJ", 3, 3.6, 99])
        other.append(["KGZ", "coal_ppl", "M1", "year", "PJ", 9, 9, 99])
    path = folder / "baseline.xlsx"
    book.save(path)
    return path


def sheet_alone(folder: Path, rows: list[list[object]]) -> Path:
    path = folder / "demand.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(["" if one is None else one for one in row] for row in rows)
    return path


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_needs_are_read_as_they_are(tmp_path: Path, form: str) -> None:
    path = workbook(tmp_path, demand()) if form == "xlsx" else sheet_alone(tmp_path, demand())
    found = read_message(path, ["KGZ", "UZB", "TJK"], "2020", "water-siri")
    assert found.need[0].tolist() == [1.5, *[1.0] * 11]
    assert found.need[1].sum() == pytest.approx(40) and found.need[1][1] == pytest.approx(40 * 28.25 / 365.25)
    assert np.isnan(found.need[2]).all() and np.isnan(found.water[0]).all()
    assert found.water[1][6] == pytest.approx(500 * 3600 * HOURS[6] / 1e9)
    assert np.isnan(read_message(path, ["UZB"], "2020", None).water).all()
    assert read_message(path, ["KGZ"], "2015", None).need[0] == pytest.approx([0.6] * 12)
    assert found.activity == ({"KGZ": pytest.approx(11.0)} if form == "xlsx" else {})


def test_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    rows = demand()
    one = read_message(sheet_alone(tmp_path, rows), ["KGZ", "UZB"], "2020", "water-siri")
    other = read_message(sheet_alone(tmp_path, [rows[0], *rows[:0:-1]]), ["KGZ", "UZB"], "2020", "water-siri")
    assert (one.need == other.need).all() and (one.water[1] == other.water[1]).all()


def test_a_scenario_takes_needs_from_its_file(tmp_path: Path) -> None:
    workbook(tmp_path, demand())
    text = RIGHT.replace(
        "[inputs]",
        'file-river = "water-siri"\n[inputs]\nfile = { value = "baseline.xlsx", evidence = ["cite: a model"] }',
    )
    path = tmp_path / "river.toml"
    path.write_text(text, encoding="utf-8")
    result = run_case(read_case(path, changes=["runs=1", "sensitivity.method=none"]))
    need = result.tables["districts"]["need"][0]
    volume = (0.1 * HOURS.sum() + 0.4 * HOURS[6]) * 1000 * 3600 / 1e9
    assert need == pytest.approx(volume)
    notes = dict(result.notes)
    assert notes["activity"]["state"] == "KGZ" and notes["activity"]["past"] == pytest.approx(11)
    assert result.facts["files"]["file"]


WRONG = {
    "no such year": (demand(), "2021", "water-siri", "no year 2021: set settings.file-year to one of 2015, 2020"),
    "no such river": (demand(), "2020", "water-ili", "no 'water-ili': set settings.file-river to one of water-siri"),
    "no column": ([["place", *HEAD[1:]], *demand()[1:]], "2020", None, "demand has no column 'node'"),
    "nothing in it": ([HEAD], "2020", None, "no sheet 'demand' with rows"),
    "another unit": ([[*row[:4], "PJ", *row[5:]] if row[1] == "i_spec" else row for row in demand()], "2020", None, "i_spec of KGZ is in 'PJ': give it in TWh"),
    "negative": ([[*row[:6], -1, *row[7:]] if row[1] == "i_spec" else row for row in demand()], "2020", None, "a need cannot be negative"),
    "no number": ([[*row[:6], "much", *row[7:]] if row[1] == "i_spec" else row for row in demand()], "2020", None, "is 'much': give a number"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_files_of_needs_get_one_clear_sentence(tmp_path: Path, name: str) -> None:
    rows, year, river, told = WRONG[name]
    for path in (sheet_alone(tmp_path, rows), workbook(tmp_path, rows, activity=False)):
        with pytest.raises(UsageError) as caught:
            read_message(path, ["KGZ", "UZB"], year, river)
        assert told in str(caught.value) and str(caught.value).startswith(path.name)


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "baseline.xlsx"
    path.write_text("node;commodity", encoding="utf-8")
    with pytest.raises(UsageError, match=r"baseline\.xlsx is no workbook"):
        read_message(path, ["KGZ"], "2020", None)


@pytest.mark.skipif(not CAS.exists(), reason="the MESSAGEix-CAS data are not here")
def test_the_published_workbook_is_read_as_it_is() -> None:
    found = read_message(CAS, STATES, "2020", "water-siri")
    sheet = load_workbook(CAS, read_only=True)["demand"]
    column = [str(one.value) for one in next(sheet.iter_rows(max_row=1))].index("2020")
    power = [0.0, 0.0, 0.0, 0.0]
    for row in sheet.iter_rows(min_row=2, values_only=True):
        if row[0] in STATES and row[1] in ("i_spec", "rc_spec") and row[2] != "year":
            power[STATES.index(row[0])] += row[column]
    assert found.need.sum(axis=1) == pytest.approx(power) and 10 < power[0] < 20
    assert (found.water > 0).any(axis=1).all()
    assert found.activity["KGZ"] == pytest.approx(39.964332 / 3.6) and found.activity["TJK"] == pytest.approx(
        60.846966 / 3.6
    )
    assert not np.isnan(read_message(CAS, ["TKM"], "2020", "water-amu").water).any()


RIVERS = [name for name, path in cases().items() if parsed(path.read_text("utf-8"), name)["model"] == "water"]


def test_a_year_at_which_the_solver_stumbles_is_solved_anew() -> None:
    """A point of the analysis of the Amu Darya at which the program is not solved from the basis of its last solution."""
    case = read_case("amu-darya")
    basin = basin_of(case, Faults(case.file))
    assert basin is not None
    (batch,) = batches(case, sensitivity_points(case)[39:40], 1, SENSITIVITY)
    (year,) = years(batch, basin, nothing_given(len(basin.states)), supposed=False)
    operations = Operations(basin, year)
    alone, quotas = operations.alone(), operations.quotas()
    pair = [basin.states.index(state) for state in case.scope["pair"]]
    assert operations.coalition(pair).benefit[pair].sum() >= alone.benefit[pair].sum() - 1e-3
    assert operations.together().benefit.sum() >= max(alone.benefit.sum(), quotas.benefit.sum()) - 1e-3


def test_a_case_has_no_rows_of_what_it_leaves_out() -> None:
    given = (
        run_case(
            read_case(
                "irtysh", changes=["runs=1", "sensitivity.method=none", "scope.operations=['unilateral', 'grand']"]
            )
        )
        .summary["output"]
        .to_list()
    )
    assert "gain.grand" in given and "changed.grand" in given
    assert not [name for name in given if name.startswith(("gain.unilateral", "pay", "barter", "total.barter"))]


def test_the_rivers_are_there() -> None:
    assert {"syr-darya", "amu-darya", "ili-balkhash", "irtysh"} <= set(RIVERS)


@pytest.mark.parametrize("name", RIVERS)
def test_a_river_runs_and_its_page_tells(name: str) -> None:
    case = read_case(name, changes=["runs=2", "sensitivity.method=none", "settings.years=2"])
    result = run_case(case)
    given = {row["output"]: row["given"] for row in result.summary.iter_rows(named=True) if row["label"] is None}
    assert given["total.grand"] >= max(given[f"total.{one}"] for one in case.keys["operation"]) - 1e-3
    # What all are compared with gains nothing over itself: that is no row.
    assert given["gain.grand"] > 0 and "gain.unilateral" not in given
    # What is supposed, such as a drought, is told of each state.
    effects = [given[f"effect.{state}"] for state in case.keys["state"]]
    assert sum(effects) == pytest.approx(given["changed.unilateral"], abs=1e-3) and any(effects)
    river = " → ".join(case.words[name]["kk"] for name in case.scope["river"][0].split(" > "))
    titles = Titles(model_row("water"), result.facts, "kk", {})
    assert titles.name(case.scope["river"][0]) == river
    for way in ("shapley", "nucleolus", "nash"):
        assert sum(given[f"{way}.{state}"] for state in case.keys["state"]) == pytest.approx(
            given["gain.grand"], abs=1e-3
        )
    assert result.tables["accounts"]["error"].abs().max() <= 1e-9
    assert result.inputs.filter(pl.col("basis") == "evidence").height >= 1
    assumed = result.inputs.filter(pl.col("basis").is_in(["assumption", "default"]))
    assert assumed["reason"].str.len_chars().min() > 10
    for language in ("en", "ru", "kk"):
        text = page(result, language, "markdown")
        assert case.title[language] in text and case.question[language] in text
        for row in assumed.filter(pl.col("basis") == "assumption").iter_rows(named=True):
            assert (row[f"reason_{language}"] if language != "en" else row["reason"]) in text
        # Names of places have words in every language.
        for kind in ("reservoirs", "reaches", "districts", "plants", "inflows"):
            assert not [one for one in case.scope[kind] if one not in case.words]


def levels(document: Document) -> list[Claim]:
    """Each line as an indicator in m³."""
    found = []
    for claim in small_reading.extractor(document):
        subject = (Participant(claim.participants[0].actor, "subject"),)
        quantities = tuple(replace(one, unit="m3") for one in claim.quantities)
        found.append(replace(claim, kind="indicator", stage=None, participants=subject, quantities=quantities))
    return found


def test_storage_comes_from_records_with_their_evidence(tmp_path: Path) -> None:
    text = "KGZ: volume of water in Toktogul was for 14100000000 USD in 2023\nKGZ: turbines of Toktogul for 4 USD in 2024\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    obs = tarazy.create(tmp_path / "obs")
    obs.read(tmp_path / "a.txt", reader=small_reading.reader, extractor=levels, rules="r1")
    found = read_case("syr-darya", obs).inputs["storage.toktogul"]
    assert found.value == pytest.approx(14.1) and found.basis == "evidence" and found.evidence[0].startswith("record:")
    assert read_case("syr-darya").inputs["storage.toktogul"].basis == "assumption"
