"""Frames of ties for tests, and strategies that draw them."""

from typing import Any

import polars as pl
from hypothesis import strategies as st

from tarazy.records.ties import TIES


def tie(source: str, target: str, weight: float = 1.0, time: str | None = "2020", **given: Any) -> dict[str, Any]:
    """A row of TIES: a directed tie of count in the economy, certain, unless told."""
    row: dict[str, Any] = {
        "source": source,
        "target": target,
        "domain": "economy",
        "kind": "trade",
        "directed": True,
        "start": time,
        "end": time,
        "weight": float(weight),
        "measure": "count",
        "unit": None,
        "rule": "",
        "modality": "asserted",
        "records": None,
        "confidence": 1.0,
    }
    return row | given


def tie_frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of TIES, with the records r-0, r-1 … where they have none."""
    numbered = [row | {"records": row["records"] or [f"r-{number}"]} for number, row in enumerate(rows)]
    return pl.DataFrame(numbered, schema=TIES)


TIE_FRAMES = st.lists(
    st.builds(
        lambda source, target, weight, year, domain, sure: tie(
            source, target, weight, str(year), domain=domain, confidence=sure
        ),
        st.just("KAZ"),
        st.sampled_from(["RUS", "CHN", "TUR", "UZB", "UN"]),
        st.floats(0.001, 1e9),
        st.integers(2000, 2006),
        st.sampled_from(["economy", "defence", "water"]),
        st.floats(0, 1),
    ),
    max_size=25,
).map(lambda rows: tie_frame(*rows))
