"""The spatial model of politics: one run of KTAB's example or of made-up actors, several runs at once, and the same turn by plain loops.

usage: python benchmarks/bargaining.py [FILE.csv] [--repeat N]

Without a file the actors are made up: 7 in 3 dimensions, as in KTAB's example. Prints a table: milliseconds of a run (the best of N) and of its processor time, and of a run among many.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tarazy.scenarios.bargaining.expected_utility import challenged
from tarazy.scenarios.bargaining.ktab import read_ktab
from tarazy.scenarios.bargaining.options import Options
from tarazy.scenarios.bargaining.spatial import Actors, run
from tarazy.scenarios.case import Floats


def made_up(runs: int, actors: int, dimensions: int) -> tuple[Actors, Floats]:
    """Actors whose capabilities, positions and saliences are drawn, the same each time."""
    draw = np.random.default_rng(7)
    saliences = draw.uniform(0.05, 0.95, (runs, actors, dimensions)) / dimensions
    return Actors(draw.uniform(10, 200, (runs, actors)), saliences), draw.uniform(0, 1, (runs, actors, dimensions))


def best(call: Callable[[], object], repeat: int, runs: int = 1) -> tuple[float, float]:
    """Seconds of a run in the quickest of several calls, by the clock and of the processor."""
    clock, processor = [], []
    for _ in range(repeat):
        start, began = time.perf_counter(), time.process_time()
        call()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - began)
    return min(clock) / runs, min(processor) / runs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--repeat", type=int, default=20)
    given = parser.parse_args()
    rows: list[tuple[str, str, tuple[float, float]]] = []
    if given.file is not None:
        file = read_ktab(given.file)
        turns = int(file.run().turns[0])
        rows.append((f"{given.file.name}, {len(file.actors)} actors", f"{turns} turns", best(file.run, given.repeat)))
    options = Options()
    for actors, dimensions in ((7, 3), (20, 2), (80, 1)):
        who, places = made_up(1, actors, dimensions)
        turns = int(run(who, places, options).turns[0])
        repeat = given.repeat if actors < 50 else 2
        rows.append(
            (
                f"{actors} actors, {dimensions} dimensions",
                f"{turns} turns",
                best(lambda w=who, p=places: run(w, p, options), repeat),
            )
        )
    who, places = made_up(200, 7, 3)
    rows.append(("7 actors, 3 dimensions, among 200 runs", "a run", best(lambda: run(who, places, options), 2, 200)))
    draw = np.random.default_rng(7)
    where, care = draw.uniform(0, 1, (200, 10)), draw.uniform(0.1, 1, (200, 10))
    rows.append(
        (
            "challenge model, 10 actors, among 200 runs",
            "5 rounds",
            best(lambda: challenged(where, care, care, 5), 3, 200),
        )
    )
    print(f"{'what':<45}{'':<12}{'ms':>9}{'CPU ms':>9}")
    for what, of, (clock, processor) in rows:
        print(f"{what:<45}{of:<12}{clock * 1000:>9.2f}{processor * 1000:>9.2f}")


if __name__ == "__main__":
    main()
