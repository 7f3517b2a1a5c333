"""`tarazy scenario`: what a person types and reads."""

import json
from pathlib import Path

import pytest
from command_line import run
from scenario_files import RIGHT

import tarazy
from tarazy.scenarios.reading import cases
from tarazy.scenarios.table import models

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    tarazy.create(tmp_path / "obs")
    (tmp_path / "releases.toml").write_text(RIGHT, encoding="utf-8")
    return tmp_path


def test_models_and_cases_are_listed(capsys: Capture) -> None:
    told = run(capsys, "scenario", "models")
    assert told.code == 0 and all(name in told.out for name in (*models(), *cases()))


def test_a_new_file_can_be_run(place: Path, capsys: Capture) -> None:
    file = place / "mine.toml"
    assert run(capsys, "scenario", "new", "bargaining", "--output", file).code == 0
    told = run(capsys, "scenario", "run", file, "--set", "runs=3")
    assert told.code == 0 and "no prediction" in told.out and "assumption 15" in told.out


def test_a_run_is_kept_listed_shown_and_compared(place: Path, capsys: Capture) -> None:
    obs, file = place / "obs", place / "releases.toml"
    first = run(capsys, "scenario", "run", file, "--on", obs)
    assert first.code == 0 and "hangs on" in first.out and "Kept as releases-" in first.err
    second = run(
        capsys, "scenario", "run", file, "--on", obs, "--set", "inputs.position.KGZ.winter=60", "--why", "mild"
    )
    assert second.code == 0
    kept = [found["id"] for found in tarazy.open(obs).scenarios().to_dicts()]
    listed = run(capsys, "scenario", "list", "--on", obs)
    assert len(kept) == 2 and all(name in listed.out for name in kept)
    shown = json.loads(run(capsys, "scenario", "show", kept[0], "--on", obs, "--format", "json").out)
    assert shown["id"] == kept[0] and shown["facts"]["seed"] == 7 and shown["summary"]
    both = run(capsys, "scenario", "compare", *kept, "--on", obs)
    assert both.code == 0 and "inputs.position.KGZ.winter" in both.out
    rows = json.loads(run(capsys, "scenario", "compare", *kept, "--on", obs, "--format", "json").out)
    assert [row["output"] for row in rows["outputs"]] == ["outcome.winter"]


@pytest.mark.parametrize("language,said", [("en", "no prediction"), ("ru", "не прогноз"), ("kk", "болжам емес")])
def test_pages_go_to_files(place: Path, capsys: Capture, language: str, said: str) -> None:
    page = place / "page.html"
    told = run(
        capsys, "scenario", "run", place / "releases.toml", "--format", "html", "--language", language, "--output", page
    )
    text = page.read_text(encoding="utf-8")
    assert told.code == 0 and said in text and f'lang="{language}"' in text and "<svg" in text


@pytest.mark.parametrize(
    "arguments,said",
    [
        (["run"], "needs a scenario file"),
        (["run", "nothing.toml"], "nothing.toml is not there"),
        (["list"], "needs an observatory"),
        (["compare", "a", "--on", "obs"], "needs two results"),
        (["models", "x"], "takes no name"),
        (["new", "nothing"], "no model and no case"),
        (["run", "releases.toml", "--language", "de"], "choose from en, ru, kk"),
        (["run", "releases.toml", "--set", "runs"], "write NAME=VALUE"),
        (["run", "releases.toml", "--set", "inputs.capability.KAZ=1"], "--why"),
        (["run", "releases.toml", "--output", "x"], "choose --format"),
        (["run", "releases.toml", "--on", "elsewhere"], "is no observatory"),
    ],
)
def test_wrong_commands_get_one_sentence(
    place: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(place)
    told = run(capsys, "scenario", *arguments)
    assert told.code in (1, 2) and said in told.err and len(told.err.strip().splitlines()) == 1


def test_a_run_that_is_interrupted_says_that_nothing_is_kept(
    place: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tarazy.terminal.supposing.run_case", interrupted)
    told = run(capsys, "scenario", "run", place / "releases.toml", "--on", place / "obs")
    assert told.code != 0 and "nothing was saved" in told.err
    assert not tarazy.open(place / "obs").scenarios().height
