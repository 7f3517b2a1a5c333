"""The balance of one actor over a million ties: all of them its own, or a part of a million among many actors.

usage: python benchmarks/balance.py [--ties N] [--seed N]

Prints a table: seconds, CPU seconds and rows of the balance with its intervals, the shares, the leans, and what the loss of each partner would do.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from tarazy.actors.registry import registry
from tarazy.codebook.vocabulary import DOMAINS
from tarazy.measures.balance import balance, lean, partner_shares
from tarazy.measures.dependence import losses
from tarazy.measures.question import Question
from tarazy.records.ties import TIES


def ties(count: int, seed: int, own: bool) -> pl.DataFrame:
    """``count`` ties by count of 1991-2025, of Kazakhstan alone (``own``) or of a skewed choice of actors."""
    draw = np.random.default_rng(seed)
    actors = np.array([one.id for one in registry().actors.values() if one.kind in ("state", "organisation")])
    actors = actors[actors != "KAZ"]
    popular = 1 / np.arange(1, len(actors) + 1)
    target = draw.choice(actors, count, p=popular / popular.sum())
    source = np.full(count, "KAZ") if own else draw.choice(np.append("KAZ", actors[:99]), count)
    year = pl.Series(draw.integers(1991, 2026, count).astype(str))
    columns = {
        "source": source,
        "target": target,
        "domain": draw.choice(list(DOMAINS), count),
        "kind": draw.choice(["agreement", "meeting", "trade", "aid"], count),
        "directed": np.zeros(count, dtype=bool),
        "start": year,
        "end": year,
        "weight": np.ones(count),
        "measure": ["count"] * count,
        "unit": pl.Series([None] * count, dtype=pl.String),
        "rule": [""] * count,
        "modality": ["asserted"] * count,
        "records": pl.Series([f"r-{number:016x}" for number in range(count)]).reshape((count, 1)).arr.to_list(),
        "confidence": draw.uniform(0.3, 1, count),
    }
    return pl.DataFrame(columns, schema=TIES).filter(pl.col("source") != pl.col("target"))


def line(name: str, work: Callable[[], pl.DataFrame]) -> None:
    """Runs the work and prints its line."""
    begun, used = time.perf_counter(), time.process_time()
    rows = work().height
    print(f"| {name} | {time.perf_counter() - begun:.2f} | {time.process_time() - used:.2f} | {rows:,} |", flush=True)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ties", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    five = Question(start=1991, end=2025, every=5)
    print(f"| {given.ties:,} ties | s | CPU s | rows |\n|---|---|---|---|")
    for own, whose in ((True, "all of one actor"), (False, "one actor among a hundred")):
        made = ties(given.ties, given.seed, own)
        line(f"balance, 11 domains, 5-year periods, 200 draws, {whose}", lambda m=made: balance(m, ["KAZ"], five))  # type: ignore[misc]
    made = ties(given.ties, given.seed, own=True)
    line("the same by year", lambda: balance(made, ["KAZ"], Question(start=1991, end=2025, every=1)))
    line("partner shares, 5-year periods", lambda: partner_shares(made, ["KAZ"], five))
    line("leans, 5-year periods", lambda: lean(made, ["KAZ"], five))
    line("loss of each partner, 5-year periods", lambda: losses(made, ["KAZ"], five))


if __name__ == "__main__":
    main()
