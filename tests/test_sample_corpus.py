"""The sample corpus and its annotations: complete, consistent with the codebook's format, evidence exact."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tarazy.codebook.claim import Claim

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "examples" / "central-asia"
CLAIMS = sorted((ROOT / "tests" / "data" / "sample_claims").glob("*.jsonl"))
SURFACE_FORMS = ROOT / "tests" / "data" / "surface_forms.tsv"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_at_least_eight_documents_in_each_language(language: str) -> None:
    documents = list(CORPUS.glob(f"*.{language}.*"))
    assert len(documents) >= 8
    for path in CORPUS.glob(f"*.{language}.txt"):
        words = len(path.read_text(encoding="utf-8").split())
        assert 150 <= words <= 400, f"{path.name} has {words} words"


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.stem)
def test_evidence_is_the_text_as_given(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert rows
    for row in rows:
        text = (CORPUS / row["document"]).read_bytes().decode("utf-8")
        evidence = row["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.stem)
def test_claims_survive_the_exchange_format(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        again = Claim.from_exchange(row).to_exchange()
        for field in ("kind", "quantities", "modality", "evidence"):
            assert again[field] == row[field]
        assert again.get("time") == row.get("time")
        assert again["participants"] == row["participants"]


def test_every_text_is_annotated() -> None:
    assert {path.stem for path in CLAIMS} == {path.stem for path in CORPUS.glob("*.txt")}


def test_documents_named_in_the_readme_exist() -> None:
    table = (CORPUS / "README.md").read_text(encoding="utf-8").split("## Where", 1)[1]
    names = set(re.findall(r"`([a-z0-9-]+)`", table))
    stems = {path.name.split(".")[0] for path in CORPUS.iterdir()}
    assert names
    assert names <= stems


def test_volume_has_the_faults_it_promises() -> None:
    volume = (CORPUS / "conference-proceedings-2023.txt").read_text(encoding="utf-8")
    assert "\u00ad" in volume
    assert "¬" in volume
    assert "\u0306" in volume
    assert re.search(r"[а-яә-ө]-\n[а-яә-ө]", volume)
    assert re.search(r"\n\d\d\n", volume)
    assert re.search(r"(https://\S+) \1", volume)
    assert re.search(r"[а-яә-ө][aeopc]|[aeopc][а-яә-ө]", volume)


def test_surface_forms_are_unique_and_enough() -> None:
    rows = [line.split("\t") for line in SURFACE_FORMS.read_text(encoding="utf-8").splitlines()[1:]]
    assert all(len(row) == 3 and all(row) for row in rows)
    assert len({tuple(row[:2]) for row in rows}) == len(rows)
    for language in ("kk", "ru", "en"):
        assert sum(row[0] == language for row in rows) >= 200
