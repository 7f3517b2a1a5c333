"""The training texts and their claims: complete, true to the codebook, evidence exact, varied."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tarazy.codebook.vocabulary import KINDS, MODALITIES, check_claim

TRAINING = Path(__file__).resolve().parents[1] / "training"
TEXTS = sorted((TRAINING / "texts").glob("*.txt"))
CLAIMS = sorted((TRAINING / "claims").glob("*.jsonl"))


def claims_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def text_of(name: str) -> str:
    return (TRAINING / "texts" / name).read_bytes().decode("utf-8")


def test_every_text_has_its_claims() -> None:
    assert [path.stem for path in TEXTS] == [path.stem for path in CLAIMS]
    assert {path.stem.rpartition(".")[2] for path in TEXTS} == {"kk", "ru", "en"}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_texts_are_of_the_promised_length(path: Path) -> None:
    assert 350 <= len(text_of(path.name).replace("-\n", "").split()) <= 800


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.stem)
def test_claims_keep_to_the_codebook_and_the_text(path: Path) -> None:
    rows = claims_of(path)
    assert rows
    for row in rows:
        assert row["document"] == f"{path.stem}.txt"
        assert check_claim(row, text_of(row["document"])) == []
        quote = row["evidence"]["quote"]
        assert quote == quote.strip()
        assert row["object"]


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.stem)
def test_no_claim_stands_twice(path: Path) -> None:
    rows = [json.dumps(row, sort_keys=True) for row in claims_of(path)]
    assert len(rows) == len(set(rows))


def test_a_good_part_of_each_text_carries_no_claim() -> None:
    for path in CLAIMS:
        text = text_of(f"{path.stem}.txt")
        covered = bytearray(len(text))
        for row in claims_of(path):
            start, end = row["evidence"]["start"], row["evidence"]["end"]
            covered[start:end] = b"\1" * (end - start)
        assert sum(covered) / len(text) < 0.8, path.stem


def test_all_kinds_and_modalities_are_represented() -> None:
    rows = [row for path in CLAIMS for row in claims_of(path)]
    kinds = Counter(row["kind"] for row in rows)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 10
    assert {row["modality"] for row in rows} == set(MODALITIES)
