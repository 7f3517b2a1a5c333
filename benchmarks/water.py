"""Water: scenario-months a second of the operating rules on a basin of ten nodes, and programs solved a second.

usage: python benchmarks/water.py [--scenarios 4000] [--years 20]

The basin is that of the case syr-darya: five reservoirs and five reaches, seven districts, five plants. A scenario-month is one month of one
scenario of the whole basin. Pywr, a simulator of water resources, is not run here: it is under the GPL, and the package keeps clear of it. Its documented
3,100 to 8,000 time-steps a second are of its own benchmark models on other machines, quoted for the order of magnitude.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from tarazy.scenarios.model import Draws
from tarazy.scenarios.reading import read_case
from tarazy.scenarios.water.model import Water
from tarazy.scenarios.water.operating import Operations
from tarazy.scenarios.water.rules import factors, plan_of, simulate
from tarazy.scenarios.water.year import years

QUOTED = "3,100–8,000"
REPEATS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenarios", type=int, default=4_000)
    parser.add_argument("--years", type=int, default=20)
    given = parser.parse_args()
    case = read_case("syr-darya")
    prepared = Water().prepare(case, None)
    basin = prepared.basin
    (year,) = years(Draws(case, 0, 1, {}), basin, prepared.given)
    begun = time.perf_counter()
    operations = Operations(basin, year)
    together = operations.together()
    one = time.perf_counter() - begun
    begun = time.perf_counter()
    operations.game()
    game = time.perf_counter() - begun
    plan = plan_of(basin, [together])
    rows = []
    for scenarios in (1, 100, given.scenarios):
        wet = factors(np.random.default_rng(1), given.years, scenarios, 0.18, 0.3)
        best, error = np.inf, 0.0
        for _ in range(REPEATS):
            begun = time.perf_counter()
            error = simulate(basin, year, plan, wet).error
            best = min(best, time.perf_counter() - begun)
        rows.append((scenarios, best, scenarios * given.years * 12 / best, error))
    print(f"{len(basin.nodes)} nodes, {len(basin.districts)} districts, {len(basin.plants)} plants\n")
    print(
        "| scenarios at once | years | s | scenario-months/s | greatest error of an account, km³ |\n|---|---|---|---|---|"
    )
    for scenarios, seconds, speed, error in rows:
        print(f"| {scenarios:,} | {given.years} | {seconds:.3f} | {speed:,.0f} | {error:.0e} |")
    print(f"| Pywr, as documented | | | {QUOTED} | |")
    print(
        f"\nA year's program, built and solved: {one * 1000:.0f} ms. What all {2 ** len(basin.states) - 1} coalitions are worth: {game * 1000:.0f} ms."
    )


if __name__ == "__main__":
    main()
