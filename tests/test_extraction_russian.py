"""Russian frames on sentences written for them: kind, participants with roles, stage, modality."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tarazy.codebook.vocabulary import KINDS
from tarazy.extraction.extractor import candidates_of, to_claim
from tarazy.extraction.sharing import shared_out
from tarazy.reading import read_bytes

DATA = Path(__file__).parent / "data" / "extraction_ru.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_sentence_gives_the_claim(row: dict[str, Any]) -> None:
    document = read_bytes((row["text"] + "\n").encode(), "sentence.ru.txt")[0]
    claims = [to_claim(document, each) for found in candidates_of(document) for each in shared_out(found)]
    wanted = {tuple(pair) for pair in row["participants"]}
    told = [
        (c.kind, sorted((p.actor, p.role) for p in c.participants), c.stage, c.modality)
        for c in claims
        if c.kind == row["kind"]
    ]
    fitting = [
        c
        for c in claims
        if c.kind == row["kind"]
        and {(p.actor, p.role) for p in c.participants} == wanted
        and c.modality == row["modality"]
        and ("stage" not in row or c.stage == row["stage"])
    ]
    assert fitting, told
    assert all(document.text[c.evidence.start : c.evidence.end] == c.evidence.quote for c in claims)


def test_the_table_covers_every_kind_and_role() -> None:
    assert {row["kind"] for row in ROWS} == set(KINDS)
    assert len(ROWS) >= 100
    for row in ROWS:
        assert {role for _, role in row["participants"]} <= set(KINDS[row["kind"]].roles), row["text"]
