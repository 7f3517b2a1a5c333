"""Whether what a sentence tells has happened, is planned, proposed, advised, foreseen, possible or denied; and sentences that only look so."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tarazy.codebook.vocabulary import MODALITIES
from tarazy.extraction.extractor import candidates_of
from tarazy.language import CODES
from tarazy.reading import read_bytes

TABLE = Path(__file__).parent / "data" / "modality.jsonl"
ROWS: list[dict[str, str]] = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['language']} {row['text'][:70]}" for row in ROWS])
def test_modality_of_a_sentence(row: dict[str, str]) -> None:
    document = read_bytes((row["text"] + "\n").encode(), f"sentence.{row['language']}.txt")[0]
    told = [c.modality for c in candidates_of(document) if c.kind == row["kind"]]
    assert told
    assert set(told) == {row["modality"]}


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_each_modality_and_plain_statements_that_look_otherwise(code: str) -> None:
    told = Counter(row["modality"] for row in ROWS if row["language"] == code)
    assert set(told) == set(MODALITIES)
    assert told.total() >= 30
    assert told["asserted"] >= told.total() / 3
