"""Similarity of position: S, π and κ of all ordered pairs of states, for one year and for 73 years (1946-2018).

usage: python benchmarks/similarity.py [--states N] [--years N] [--seed N]

Prints a table: seconds for one coefficient, for the table of five, and for a plain loop over pairs on a part of them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tarazy.measures.similarity import similarity, similarity_table


def alliances(states: int, draw: np.random.Generator) -> NDArray[np.float64]:
    """A symmetric matrix of ordinal ties like those of ATOP: one pair in seven is tied; 3 on the diagonal."""
    upper = np.triu(draw.choice([0, 1, 2, 3], (states, states), p=[0.86, 0.04, 0.04, 0.06]), 1)
    return (upper + upper.T + 3 * np.eye(states)).astype(np.float64)


def loop(matrix: NDArray[np.float64], rows: int) -> None:
    """Valued S of some rows with all others, a pair at a time."""
    for i in range(rows):
        for j in range(len(matrix)):
            1 - 2 * np.abs(matrix[i] - matrix[j]).sum() / (3 * len(matrix))


def seconds(work: Callable[[], object]) -> float:
    """Wall time of the work."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=195)
    parser.add_argument("--years", type=int, default=73)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    draw = np.random.default_rng(given.seed)
    names = [f"org:state-{number}" for number in range(given.states)]
    years = [alliances(given.states, draw) for _ in range(given.years)]
    pairs = given.states * (given.states - 1)
    print(f"| {pairs:,} dyads a year | s |\n|---|---|")
    for coefficient in ("kappa", "pi", "s"):
        taken = seconds(lambda c=coefficient: similarity(years[0], c, scale=(0, 3)))  # type: ignore[misc]
        print(f"| {coefficient}, valued, one year | {taken:.4f} |")
    print(
        f"| table of five coefficients, one year | {seconds(lambda: similarity_table(years[0], names, (0, 3))):.3f} |"
    )
    total = seconds(lambda: [similarity_table(year, names, (0, 3)) for year in years])
    print(f"| table of five coefficients, {given.years} years | {total:.2f} |")
    some = min(20, given.states)
    plain = seconds(lambda: loop(years[0], some)) * given.states / some
    print(f"| valued S in a loop over pairs, one year (from {some} states) | {plain:.2f} |")


if __name__ == "__main__":
    main()
