"""Records to ties: a million generated records of all kinds, with a few actors in most of them.

usage: python benchmarks/ties.py [--records N] [--seed N]

Prints a table: seconds, CPU seconds (of all cores), ties made, peak memory, for all measures at once, for counts alone, and put together over records.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from tarazy.actors.registry import registry
from tarazy.codebook.vocabulary import DOMAINS, KINDS
from tarazy.records.ties import gathered, ties
from tarazy.store.schema import RECORDS

OBJECTS = (
    None,
    "memorandum on trade",
    "agreement on transit",
    "declaration",
    "treaty of alliance",
    "helicopters",
    "growth",
)


def records(count: int, seed: int = 1) -> pl.DataFrame:
    """``count`` records: one to five participants of a skewed choice of actors, two in three dated, one in three with an amount."""
    draw = np.random.default_rng(seed)
    actors = np.array([one.id for one in registry().actors.values() if one.kind in ("state", "organisation")])
    popular = 1 / np.arange(1, len(actors) + 1)
    kinds, domains = list(KINDS), list(DOMAINS)
    kind = draw.choice(len(kinds), count)
    people = draw.choice([1, 2, 3, 5], count, p=[0.15, 0.65, 0.15, 0.05])
    row = np.repeat(np.arange(count), people)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(people) - people, people)
    roles = {name: [list(KINDS[name].roles)[i % len(KINDS[name].roles)] for i in range(5)] for name in kinds}
    table = np.array([roles[name] for name in kinds])
    participants = (
        pl.DataFrame(
            {
                "row": row,
                "actor": draw.choice(actors, len(row), p=popular / popular.sum()),
                "role": table[kind[row], turn],
            }
        )
        .with_columns(via=pl.lit(None, pl.String), surface=pl.lit(None, pl.String))
        .group_by("row", maintain_order=True)
        .agg(participants=pl.struct("actor", "role", "via", "surface"), actors=pl.col("actor").unique())
    )
    stages = [[*KINDS[name].stages] or [None] for name in kinds]
    year = draw.integers(1991, 2026, count).astype(str)
    dated = draw.random(count) < 0.66
    frame = pl.DataFrame(
        {
            "record_id": [f"r-{number:016x}" for number in range(count)],
            "kind": np.array(kinds)[kind],
            "domain": draw.choice(domains, count),
            "participants": participants["participants"],
            "actors": participants["actors"],
            "time_start": pl.Series(np.where(dated, year, ""), dtype=pl.String).replace("", None),
            "object": [OBJECTS[i] for i in draw.choice(len(OBJECTS), count)],
            "stage": [stages[k][i % len(stages[k])] for k, i in zip(kind, draw.integers(0, 9, count), strict=True)],
            "modality": draw.choice(["asserted", "planned", "denied"], count, p=[0.85, 0.1, 0.05]),
            "claims": pl.Series(draw.geometric(0.5, count), dtype=pl.Int64),
            "confidence": draw.uniform(0.3, 0.99, count),
            "value": draw.lognormal(3, 2, count),
            "unit": draw.choice(["USD", "RUB", "KZT", "percent", "pieces", "none", "none", "none", "none"], count),
        }
    ).with_columns(time_end="time_start", said=pl.lit(None, pl.String), relation=pl.lit("="))
    amount = (
        pl.when(pl.col("unit") == "none")
        .then(pl.lit([]))
        .otherwise(pl.concat_list(pl.struct("value", "unit", "relation")))
    )
    entry = pl.struct("stage", "modality", "time_start", "time_end", "said", claims=pl.concat_list("record_id"))
    made = frame.with_columns(quantities=amount, life=pl.concat_list(entry))
    missing = [pl.lit(None).alias(name) for name in RECORDS if name not in made.columns]
    return made.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in RECORDS.items())


def measured(name: str, work: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """Runs the work and prints its line of the table."""
    begun, busy = time.perf_counter(), time.process_time()
    found = work()
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"| {name} | {seconds:.1f} | {busy:.1f} | {found.height:,} | {peak:.1f} GB |", flush=True)
    return found


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    made = records(given.records, given.seed)
    print(f"| {made.height:,} records | s | CPU s | ties | peak memory |\n|---|---|---|---|---|")
    measured("counts", lambda: ties(made, "count"))
    found = measured("all measures", lambda: ties(made))
    measured("put together by pair, domain, kind, measure and unit", lambda: gathered(found))


if __name__ == "__main__":
    main()
