"""Outputs that are 0 in all runs are told in a line, and what is supposed has its unit: in pages, in the terminal's words, in three languages."""

import polars as pl
import pytest
from scenario_files import RIGHT, case_of

from tarazy.scenarios.numbers import shown
from tarazy.scenarios.page import PART, measured, page, words
from tarazy.scenarios.result import SUMMARY, Result
from tarazy.scenarios.running import run_case
from tarazy.scenarios.table import models
from tarazy.scenarios.titles import seldom, still

LANGUAGES = ("en", "ru", "kk")
LINE = {
    "en": "Unchanged, 0 in every run.",
    "ru": "Без изменений: во всех прогонах 0.",
    "kk": "Өзгермейді, барлық есептеуде 0.",
}


def summary(**numbers: tuple[float, float, float, float, float]) -> pl.DataFrame:
    rows = [
        {"output": name, "unit": "", "defined": 1.0}
        | dict(zip(("given", "low", "high", "mean", "deviation"), said, strict=True))
        for name, said in numbers.items()
    ]
    return pl.DataFrame(rows, schema=SUMMARY)


def test_zero_in_every_run_is_told_apart_from_nearly_always() -> None:
    rows = summary(
        never=(0, 0, 0, 0, 0),
        rounding=(1e-12, -1e-12, 0, 0, 1e-12),
        rarely=(0, 0, 0, 0.1, 2),
        sometimes=(0, 0, 3, 1, 1),
        given=(5, 0, 0, 0, 0),
    )
    for table in (rows, rows.reverse()):
        assert still(table) == {"never", "rounding"} and seldom(table) == {"rarely"}


def test_what_is_not_defined_in_some_runs_keeps_its_row() -> None:
    rows = summary(one=(0, 0, 0, 0, 0)).with_columns(defined=pl.lit(0.5))
    assert not still(rows) and not seldom(rows)


@pytest.fixture(scope="module")
def result() -> Result:
    return run_case(case_of(RIGHT.replace("[inputs]", "[change]\nposition.KGZ.winter = 90\n\n[inputs]", 1)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_tells_outputs_at_zero_in_one_line(result: Result, language: str) -> None:
    # What is supposed is what the file says already, so that nothing shifts.
    assert still(result.summary) == {"shift.winter"}
    said = page(result, language, "markdown")
    title = models()["bargaining"].outputs["shift.{issue}"].titled(language, {"issue": "winter"})
    assert f"{LINE[language]} {title}." in said
    assert said.count(title) == 1 and f"| {title} |" not in said
    assert "shift.winter" in result.summary["output"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_supposed_has_its_unit(language: str) -> None:
    changed = RIGHT.replace("[inputs]", "[change]\nposition.KGZ.winter = 60\n\n[inputs]", 1)
    said = page(run_case(case_of(changed)), language, "markdown")
    assert f": 60 {words(language)['units']['scale']}\n" in said


def test_parts_of_one_are_told_in_hundredths() -> None:
    assert measured(0.5, PART, "en") == "50%" and measured(-0.1, PART, "kk") == "-10%"
    assert measured(1.0, "km3", "ru") == "1 км³"
    assert measured(True, PART, "en") == measured(3, "", "en") == ""


def test_every_number_that_may_be_supposed_has_a_unit_with_words() -> None:
    for row in models().values():
        for field in row.change.values():
            if field.type in ("number", "whole"):
                assert field.unit, f"{row.name}: {field.name}"
                assert all(field.unit in words(language)["units"] for language in LANGUAGES), field.unit


def test_nothing_has_no_sign() -> None:
    assert [shown(value) for value in (-1e-15, -0.0, 0.0, 1e-14)] == ["0"] * 4
    assert shown(-0.001, "kk") == "-0,001"
