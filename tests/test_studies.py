"""The worked studies run from end to end on the sample, and on imported data where there is some."""

import json
from pathlib import Path

import polars as pl
import pytest
from script_modules import load

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
STUDIES = sorted((ROOT / "docs" / "studies").glob("*.py"))


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_a_study_runs_on_the_sample(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TARAZY_DATA", str(tmp_path))
    monkeypatch.delenv("TARAZY_OBSERVATORY", raising=False)
    made = load("run_studies").notebook(path)
    outputs = [output for cell in made["cells"] for output in cell.get("outputs", [])]
    empty = [output for output in outputs if "shape: (0," in "".join(output.get("data", {}).get("text/plain", ""))]
    assert len(outputs) >= 5 and not empty
    assert any("image/svg+xml" in output.get("data", {}) for output in outputs)


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_the_notebook_is_that_of_the_study(path: Path) -> None:
    kept = json.loads(path.with_suffix(".ipynb").read_text("utf-8"))
    told = [(cell["cell_type"], "".join(cell["source"])) for cell in kept["cells"]]
    assert told == load("run_studies").cells(path.read_text("utf-8")), "run python scripts/run_studies.py"
    assert all(
        cell["outputs"] or cell["cell_type"] == "markdown" for cell in kept["cells"] if cell["cell_type"] == "code"
    )


def test_arms_imports_of_the_register(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = DATA / "sipri" / "deliveries-central-asia.csv"
    if not file.exists():
        pytest.skip(f"{file} is not there: the file of its publisher is no part of the repository")
    (tmp_path / "deliveries.csv").write_bytes(file.read_bytes())
    monkeypatch.setenv("TARAZY_DATA", str(tmp_path))
    names: dict[str, object] = {"__name__": "__main__"}
    for kind, text in load("run_studies").cells((ROOT / "docs" / "studies" / "arms.py").read_text("utf-8")):
        if kind == "code":
            load("run_studies").run(text, names)
    found = names["by_state"]
    assert isinstance(found, pl.DataFrame)
    figures = {(row["actor"], row["start"]): row["hhi"] for row in found.iter_rows(named=True)}
    assert round(figures["KAZ", 2019], 3) == 0.885 and round(figures["KAZ", 2014], 3) == 0.748
    assert round(figures["UZB", 2019], 3) == 0.514
