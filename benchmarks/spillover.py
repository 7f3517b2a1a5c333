"""Spill-over: state-steps a second of the package's model, and of the same model written for Mesa, in one run.

usage: python benchmarks/spillover.py [--states 10] [--months 24] [--runs 4000]

Mesa is no dependency of the package: `pip install mesa` first, or only the package's own line is printed. A state-step is one state in
one month of one repeat; they are counted by the clock and by processor time, which are alike on an idle machine. The models draw from the same
probabilities; the last column is the mean number of states reached.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np

from tarazy.scenarios.spillover.spreading import NEVER, Threat, spread


def threat(states: int) -> Threat:
    """A source and a ring of states with some links across it."""
    links = np.zeros((1, 1, states, states))
    for one in range(states):
        for step, strength in ((1, 1.0), (2, 0.3)):
            links[0, 0, one, (one + step) % states] = links[0, 0, (one + step) % states, one] = strength
    ones = np.ones((1, states))
    sources = np.arange(states) == 0
    return Threat(links, np.array([[0.05]]), 0.4 * ones, 0.2 * ones, 0.2 * ones, 2 * ones, sources)


class Clock:
    """Seconds since it was made, by the clock and of processor time."""

    def __init__(self) -> None:
        self.begun = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        return time.perf_counter() - self.begun[0], time.process_time() - self.begun[1]


def own(states: int, months: int, runs: int) -> tuple[float, float, float]:
    """Seconds, processor seconds and states reached of the package's model."""
    one = threat(states)
    spread(one, 2, 100, np.random.default_rng(0))
    clock, reached = Clock(), 0.0
    batch = 2_000
    for first in range(0, runs, batch):
        found = spread(one, months, min(batch, runs - first), np.random.default_rng(first))
        reached += float((found.arrival[0, :, 1:] < NEVER).sum())
    return *clock.read(), reached / runs


def with_mesa(states: int, months: int, runs: int) -> tuple[float, float, float] | None:
    """Seconds, processor seconds and states reached of the same model in Mesa; None where it is not installed."""
    try:
        import mesa
    except ImportError:
        return None
    one = threat(states)
    pressure = one.pressure()[0]

    class State(mesa.Agent):  # type: ignore[misc]
        def __init__(self, model: Any, place: int) -> None:
            super().__init__(model)
            self.place, self.has, self.source = place, bool(one.sources[place]), bool(one.sources[place])
            self.arrived, self.asked, self.next = 0 if self.source else NEVER, NEVER, self.has

        def step(self) -> None:
            reach = sum(pressure[other.place, self.place] for other in self.model.states if other.has)
            month = self.model.month
            if (reach > 0 or self.has) and self.asked == NEVER:
                self.asked = month
            held = one.capacity[0, self.place] + (
                one.help[0, self.place] if month - self.asked >= one.delay[0, self.place] else 0
            )
            held = min(1.0, held)
            rate = one.containment[0, self.place] * held if self.has else (1 - held) * reach
            self.next = self.has
            if not self.source and self.model.random.random() < -np.expm1(-rate):
                self.next = not self.has
                if self.next and self.arrived == NEVER:
                    self.arrived = month

    class Region(mesa.Model):  # type: ignore[misc]
        def __init__(self, seed: int) -> None:
            super().__init__(seed=seed)
            self.month = 0
            self.states = [State(self, place) for place in range(states)]

        def step(self) -> None:
            self.month += 1
            for state in self.states:
                state.step()
            for state in self.states:
                state.has = state.next

    clock, reached = Clock(), 0
    for run in range(runs):
        region = Region(run)
        for _ in range(months):
            region.step()
        reached += sum(state.arrived < NEVER for state in region.states if not state.source)
    return *clock.read(), reached / runs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--states", type=int, default=10)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--runs", type=int, default=40_000)
    given = parser.parse_args()
    rows = []
    rows.append(("tarazy", given.runs, *own(given.states, given.months, given.runs)))
    fewer = max(1, given.runs // 200)
    found = with_mesa(given.states, given.months, fewer)
    if found is not None:
        rows.append(("Mesa", fewer, *found))
    print("| model | repeats | s | state-steps/s | per CPU second | states reached |\n|---|---|---|---|---|---|")
    speeds = []
    for name, runs, seconds, busy, reached in rows:
        steps = runs * given.states * given.months
        speeds.append(steps / busy)
        print(f"| {name} | {runs:,} | {seconds:.2f} | {steps / seconds:,.0f} | {steps / busy:,.0f} | {reached:.2f} |")
    if len(speeds) > 1:
        print(f"\n{speeds[0] / speeds[1]:,.0f} times as many state-steps a second of processor time")
    else:
        print("\nMesa is not installed: `pip install mesa` to compare.")


if __name__ == "__main__":
    main()
