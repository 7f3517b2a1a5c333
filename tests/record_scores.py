"""Resolution measured: claims of the exchange format as rows, gold clusters, B-cubed and pairwise F1."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl

from tarazy.codebook.claim import Claim
from tarazy.store.rows import claim_rows
from tarazy.store.schema import CLAIMS

DATA = Path(__file__).parent / "data"
READ = datetime(2025, 1, 1, tzinfo=UTC)


def rows(claims: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of schema.CLAIMS of claims in the exchange format; one without a language has that of its document's name."""
    frames = []
    for row in claims:
        language = row.get("language") or row["document"].split(".")[-2]
        claim = Claim.from_exchange({**row, "language": language})
        # Of the document only its identity and its date are asked.
        document: Any = SimpleNamespace(id=claim.document, date=row.get("said"))
        frames.append(claim_rows(document, [claim]))
    added = {"batch": pl.lit("b"), "recorded": pl.lit(READ), "extractor": pl.lit("gold")}
    return pl.concat(frames).with_columns(**added).select(list(CLAIMS))


def sample() -> tuple[pl.DataFrame, dict[str, str]]:
    """The sample's claims as rows, and the thing that each of them (by id) is about, as annotated."""
    claims, things = [], {}
    lines = [json.loads(line) for line in (DATA / "record_clusters.jsonl").read_text("utf-8").splitlines()]
    named = {(one["file"], one["line"]): line["thing"] for line in lines for one in line["claims"]}
    for path in sorted((DATA / "sample_claims").glob("*.jsonl")):
        for number, text in enumerate(path.read_text("utf-8").splitlines()):
            row = rows([{**json.loads(text), "language": _language(text)}])
            things[row["claim_id"][0]] = named.pop((path.stem, number), f"{path.stem} {number}")
            claims.append(row)
    assert not named, f"no such claims: {sorted(named)}"
    return pl.concat(claims), things


def _language(text: str) -> str:
    row = json.loads(text)
    parts = row["document"].split(".")
    if len(parts) == 3:
        return str(parts[1])
    letters = row["evidence"]["quote"].lower()
    return "en" if letters.isascii() else "kk" if set(letters) & set("әғқңөұүһі") else "ru"


def b_cubed(found: Mapping[str, Hashable], gold: Mapping[str, Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1: for each claim, how much of its cluster belongs with it and how much of what belongs with it is there."""
    together: dict[tuple[Hashable, Hashable], int] = {}
    sizes: dict[tuple[str, Hashable], int] = {}
    for claim, thing in gold.items():
        key = (found[claim], thing)
        together[key] = together.get(key, 0) + 1
        for side in (("found", found[claim]), ("gold", thing)):
            sizes[side] = sizes.get(side, 0) + 1
    precision = sum(count**2 / sizes["found", record] for (record, _), count in together.items()) / len(gold)
    recall = sum(count**2 / sizes["gold", thing] for (_, thing), count in together.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairwise(answers: Iterable[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of (found, gold): whether the two of a pair are about one thing."""
    both = list(answers)
    right = sum(found and gold for found, gold in both)
    precision, recall = right / max(1, sum(found for found, _ in both)), right / max(1, sum(gold for _, gold in both))
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def pairs() -> tuple[pl.DataFrame, list[tuple[bool, str, str]]]:
    """The claims of the pairs as rows, and each pair: whether it is about one thing, and the ids of its two claims."""
    told: dict[str, str] = {}
    frames, answers = [], []
    for line in (DATA / "record_pairs.jsonl").read_text("utf-8").splitlines():
        pair = json.loads(line)
        ids = []
        for side in ("left", "right"):
            key = json.dumps(pair[side], sort_keys=True)
            if key not in told:
                frames.append(rows([pair[side]]))
                told[key] = frames[-1]["claim_id"][0]
            ids.append(told[key])
        answers.append((pair["same"], ids[0], ids[1]))
    return pl.concat(frames), answers
