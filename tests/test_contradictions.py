"""Contradictions: what counts as one, what does not."""

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from tarazy.contradictions import contradictions
from tarazy.store.schema import CLAIMS

QUOTE = "The border of the two states runs for many kilometres"


def row(number: int, value: float, **changes: Any) -> dict[str, Any]:
    base = {name: None for name in CLAIMS if name not in ("batch", "lemmas")} | {
        "claim_id": f"c{number}",
        "document_id": f"d{number}",
        "document": f"{number}.txt",
        "kind": "indicator",
        "participants": [{"actor": "KGZ", "role": "subject", "via": None, "surface": None}],
        "actors": ["KGZ"],
        "quantities": [{"value": value, "unit": "km", "relation": "="}],
        "modality": "asserted",
        "quote": QUOTE,
        "cited": [],
        "language": "en",
        "confidence": 0.8,
        "recorded": datetime.now(UTC),
    }
    return base | changes


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    # Unrelated claims, so that the words of the topic are rare.
    others = [
        row(100 + k, 5, actors=["USA"], kind="trade", quote=f"Something else altogether number{k}") for k in range(5)
    ]
    schema = {name: kind for name, kind in CLAIMS.items() if name not in ("batch", "lemmas")} | {"document": pl.String}
    return pl.DataFrame([*rows, *others], schema=schema)


def test_two_values_of_one_thing() -> None:
    (pair,) = contradictions(frame(row(1, 972), row(2, 1006)))
    assert (pair.unit, pair.values) == ("km", (972.0, 1006.0))
    assert 0.5 < pair.score <= 1


@pytest.mark.parametrize(
    "other",
    [
        row(2, 972),
        row(2, 975),
        row(2, 9720),
        row(2, 1006, document_id="d1"),
        row(2, 1006, kind="trade"),
        row(2, 1006, actors=["TJK"]),
        row(2, 1006, modality="forecast"),
        row(2, 1006, quote="Its army numbers men at arms", language="en"),
        row(2, 1006, time_start="2019", time_end="2019"),
        row(2, 1006, quantities=[{"value": 1006, "unit": "km2", "relation": "="}]),
        row(2, 1006, quantities=[{"value": 1006, "unit": "km", "relation": ">"}]),
        row(2, 1006, quantities=[{"value": v, "unit": "km", "relation": "="} for v in (1006, 5)]),
    ],
)
def test_what_is_none(other: dict[str, Any]) -> None:
    assert contradictions(frame(row(1, 972, time_start="2024", time_end="2024"), other)) == []


def test_the_same_year_needs_fewer_shared_words() -> None:
    quote = "According to the border service there are more"
    years = {"time_start": "2024", "time_end": "2024"}
    assert contradictions(frame(row(1, 972), row(2, 1006, quote=quote))) == []
    assert len(contradictions(frame(row(1, 972, **years), row(2, 1006, quote=QUOTE[:30] + quote[10:30], **years)))) == 1


def test_each_claim_is_in_one_pair_and_the_surest_come_first() -> None:
    found = contradictions(frame(row(1, 972), row(2, 1006), row(3, 900, confidence=0.2)))
    assert [(pair.first["claim_id"], pair.second["claim_id"]) for pair in found] == [("c1", "c2")]
    assert contradictions(frame(row(1, 972), row(2, 1006)), limit=0) == []
