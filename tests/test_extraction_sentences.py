"""Frames of each language on sentences written for them: kind, participants with roles, stage, modality."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tarazy.codebook.vocabulary import KINDS
from tarazy.extraction.extractor import candidates_of, to_claim
from tarazy.extraction.frames import lexicon
from tarazy.extraction.sharing import shared_out
from tarazy.language import CODES
from tarazy.reading import read_bytes

DATA = Path(__file__).parent / "data"
ROWS: dict[str, list[dict[str, Any]]] = {
    code: [json.loads(line) for line in (DATA / f"extraction_{code}.jsonl").read_text(encoding="utf-8").splitlines()]
    for code in CODES
}
CASES = [(code, row) for code, rows in ROWS.items() for row in rows]


@pytest.mark.parametrize(("code", "row"), CASES, ids=[f"{code} {row['text'][:60]}" for code, row in CASES])
def test_sentence_gives_the_claim(code: str, row: dict[str, Any]) -> None:
    document = read_bytes((row["text"] + "\n").encode(), f"sentence.{code}.txt")[0]
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


@pytest.mark.parametrize("code", CODES)
def test_the_table_covers_every_kind_with_its_roles(code: str) -> None:
    assert {row["kind"] for row in ROWS[code]} == set(KINDS)
    assert len(ROWS[code]) >= 100
    for row in ROWS[code]:
        assert {role for _, role in row["participants"]} <= set(KINDS[row["kind"]].roles), row["text"]


@pytest.mark.parametrize("code", CODES)
def test_stages_and_roles_of_the_frames_are_in_the_codebook(code: str) -> None:
    for frame in lexicon(code).frames.values():
        kind = KINDS[frame.kind]
        assert frame.stage is None or frame.stage in kind.stages, frame.name
        named = {role for slot, role in frame.roles.items() if role and slot != "want"}
        assert named <= set(kind.roles), frame.name
