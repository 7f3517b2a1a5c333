"""Ideal points of a made-up General Assembly: the package's fit beside a Gibbs sampler of the same model, in one run.

usage: python benchmarks/ideal_points.py [--states N] [--sessions N] [--calls N] [--seed N] [--published FILE] [--fit-only]

The votes are drawn from known positions: an ordinal probit with walks, late members, absences. With --published the positions are those of a file of
published ideal points (IdealpointestimatesAll…), last sessions first, so that the figures say how well estimates of real states are found again.
The sampler runs two chains until 99 per cent of all positions have a split R-hat of at most 1.05 and 100 effective draws, or 16,000 sweeps a
chain. Both are NumPy, in one process.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from tarazy.measures.item_response import fit, informative

Matrix = NDArray[np.float64]
Votes = NDArray[np.int8]
LAST_CHECK = 16_000


def walked(states: int, sessions: int, draw: np.random.Generator) -> Matrix:
    """Positions, sessions × states, NaN before a tenth of the states enter."""
    truth = draw.normal(size=(1, states)) + np.cumsum(draw.normal(0, 0.15, (sessions, states)), axis=0)
    entry = np.where(draw.random(states) < 0.1, draw.integers(0, max(sessions - 1, 1), states), 0)
    truth[np.arange(sessions)[:, None] < entry] = np.nan
    return truth


def published(file: Path, sessions: int) -> Matrix:
    """Published positions of the last sessions of a file, sessions × states, NaN where there is none."""
    wide = (
        pl.read_csv(file, null_values=["NA"], encoding="utf8-lossy")
        .select("ccode", "session", "IdealPoint")
        .drop_nulls()
    )
    last = sorted(wide["session"].unique())[-sessions:]
    codes = sorted(wide.filter(pl.col("session").is_in(last))["ccode"].unique())
    made = np.full((len(last), len(codes)), np.nan)
    for code, session, point in wide.filter(pl.col("session").is_in(last)).iter_rows():
        made[last.index(session), codes.index(code)] = point
    return made


def voted(truth: Matrix, calls: int, draw: np.random.Generator) -> list[Votes]:
    """Votes by an ordinal probit; about one in eight is missing, of some states most."""
    found = []
    absent = np.clip(draw.beta(1.2, 8.8, truth.shape[1]), 0, 0.9)
    for x in truth:
        slope, low = draw.normal(0, 1.2, calls), draw.normal(-1.2, 0.9, calls)
        high = low + draw.exponential(0.7, calls)
        wish = x[:, None] * slope + draw.normal(size=(len(x), calls))
        cast = (wish > low).astype(np.int8) + (wish > high).astype(np.int8)
        cast[np.isnan(x)] = -1
        cast[draw.random(cast.shape) < absent[:, None]] = -1
        found.append(cast[:, informative(cast)])
    return found


@dataclass
class Sampler:
    """Gibbs sampler: latent votes (Albert and Chib 1993), cuts fixed at 0 and 1 and a free error variance (Nandram and Chen 1996), walks by
    forward filtering and backward sampling (Carter and Kohn 1994). ``kept``: standardised positions of each sweep."""

    votes: list[Votes]
    start: Matrix
    draw: np.random.Generator
    kept: list[NDArray[np.float32]] = field(default_factory=list)
    walks: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        periods, states = len(self.votes), len(self.votes[0])
        self.shape = periods, states
        nodes, items, cast = [], [], []
        first = 0
        self.two = np.concatenate([~((v == 0).any(0) & (v == 1).any(0) & (v == 2).any(0)) for v in self.votes])
        for number, votes in enumerate(self.votes):
            i, j = np.nonzero(votes >= 0)
            value = votes[i, j].astype(np.int64)
            lowest = np.where((votes == 0).any(0), 0, 1)
            both = self.two[first + j]
            nodes.append(number * states + i)
            items.append(first + j)
            cast.append(np.where(both, np.where(value == lowest[j], 0, 2), value))
            first += votes.shape[1]
        self.node, self.item, self.cast = (np.concatenate(part) for part in (nodes, items, cast))
        self.items = first
        top = np.where(self.two, 0.0, 1.0)[self.item]
        self.low = np.select([self.cast == 0, self.cast == 1], [-np.inf, 0.0], top)
        self.high = np.select([self.cast == 0, self.cast == 1], [0.0, 1.0], np.inf)
        present = np.zeros(self.shape, dtype=bool).ravel()
        present[self.node] = True
        present = present.reshape(self.shape)
        at = np.arange(periods)[:, None]
        begin = np.where(present, at, periods).min(0)
        end = np.where(present, at, -1).max(0)
        self.active = (at >= begin) & (at <= end)
        self.begins = at == begin
        self.cut, self.slope, self.spread = np.zeros(self.items), np.zeros(self.items), np.ones(self.items)
        self.walk = 0.2
        self.x = np.where(self.active, self.start, 0.0)
        self.votes_cast = np.bincount(self.item, minlength=self.items).astype(np.float64)

    def sweep(self) -> None:
        """All parameters once; the positions are kept."""
        z = self.latent()
        self.roll_calls(z)
        self.positions(z)
        moves = (self.x[1:] - self.x[:-1])[self.active[1:] & self.active[:-1]]
        if len(moves):
            self.walk = float(np.sqrt((0.01 + (moves**2).sum() / 2) / self.draw.gamma(1 + len(moves) / 2)))
        inside = self.x[self.active]
        made = (inside - inside.mean()) / inside.std()
        sign = np.sign(made @ self.start[self.active]) or 1.0
        self.walks.append(self.walk / float(inside.std()))
        self.kept.append((sign * made).astype(np.float32))

    def latent(self) -> Matrix:
        """Latent votes within their cuts."""
        mean = self.cut[self.item] + self.slope[self.item] * self.x.ravel()[self.node]
        spread = self.spread[self.item]
        a, b = (self.low - mean) / spread, (self.high - mean) / spread
        turned = a > 0
        a, b = np.where(turned, -b, a), np.where(turned, -a, b)
        below = ndtr(a)
        part = below + self.draw.random(len(a)) * (ndtr(b) - below)
        value = np.clip(ndtri(np.clip(part, 1e-300, 1 - 1e-16)), a, b)
        made: Matrix = mean + spread * np.where(turned, -value, value)
        return made

    def roll_calls(self, z: Matrix) -> None:
        """Cuts, slopes and error variances of all roll calls: conjugate normal and inverse gamma."""
        x = self.x.ravel()[self.node]
        sums = [np.bincount(self.item, part, self.items) for part in (x, x * x, z, x * z, z * z)]
        p00, p01, p11 = self.votes_cast + 1 / 25, sums[0], sums[1] + 1 / 9
        det = p00 * p11 - p01**2
        m0, m1 = (p11 * sums[2] - p01 * sums[3]) / det, (p00 * sums[3] - p01 * sums[2]) / det
        rest = np.maximum(sums[4] - m0 * sums[2] - m1 * sums[3], 1e-9)
        variance = (0.5 + rest / 2) / self.draw.gamma(1 + self.votes_cast / 2)
        self.spread = np.where(self.two, 1.0, np.sqrt(variance))
        one, other = self.draw.normal(size=(2, self.items))
        root = np.sqrt(p11 / det)
        self.cut = m0 + self.spread * root * one
        self.slope = m1 + self.spread * (-p01 / np.sqrt(p11 * det) * one + other / np.sqrt(p11))

    def positions(self, z: Matrix) -> None:
        """Walks of all states at once."""
        weight = self.slope[self.item] / self.spread[self.item] ** 2
        size = self.shape[0] * self.shape[1]
        told = np.bincount(self.node, weight * self.slope[self.item], size).reshape(self.shape)
        pull = np.bincount(self.node, weight * (z - self.cut[self.item]), size).reshape(self.shape)
        mean, variance = np.zeros(self.shape), np.ones(self.shape)
        before_mean, before = np.zeros(self.shape[1]), np.ones(self.shape[1])
        for t in range(self.shape[0]):
            prior = np.where(self.begins[t], 1.0, before + self.walk**2)
            place = np.where(self.begins[t], 0.0, before_mean)
            variance[t] = 1 / (1 / prior + told[t])
            mean[t] = variance[t] * (place / prior + pull[t])
            before_mean, before = mean[t], variance[t]
        noise = self.draw.normal(size=self.shape)
        x = np.zeros(self.shape)
        for t in range(self.shape[0] - 1, -1, -1):
            free = mean[t] + np.sqrt(variance[t]) * noise[t]
            if t + 1 < self.shape[0]:
                v = 1 / (1 / variance[t] + 1 / self.walk**2)
                m = v * (mean[t] / variance[t] + x[t + 1] / self.walk**2)
                free = np.where(self.active[t + 1], m + np.sqrt(v) * noise[t], free)
            x[t] = np.where(self.active[t], free, 0.0)
        self.x = x


def settled(chains: list[NDArray[np.float32]]) -> tuple[Matrix, Matrix]:
    """Split R-hat and effective number of draws of each position (Vehtari et al. 2021, without ranks); chains: draws × positions."""
    half = len(chains[0]) // 2
    parts = np.stack([piece for chain in chains for piece in (chain[:half], chain[-half:])]).astype(np.float64)
    count, draws, _ = parts.shape
    within = parts.var(axis=1, ddof=1).mean(0)
    total = (draws - 1) / draws * within + parts.mean(axis=1).var(axis=0, ddof=1)
    centred = parts - parts.mean(axis=1, keepdims=True)
    size = 1 << (2 * draws - 1).bit_length()
    lags = np.zeros((draws, parts.shape[2]))
    for part in centred:
        spectrum = np.fft.rfft(part, size, axis=0)
        lags += np.fft.irfft(np.abs(spectrum) ** 2, size, axis=0)[:draws] / draws / count
    rho = 1 - (within - lags) / total
    pairs = rho[0 : draws - 1 : 2] + rho[1:draws:2]
    positive = np.cumprod(pairs > 0, axis=0).astype(bool)
    falling = np.minimum.accumulate(np.where(positive, pairs, 0), axis=0)
    return np.sqrt(total / within), count * draws / np.maximum(2 * falling.sum(0) - 1, 1 / np.log10(count * draws))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--states", type=int, default=193)
    parser.add_argument("--sessions", type=int, default=12)
    parser.add_argument("--calls", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--published", type=Path)
    parser.add_argument("--fit-only", action="store_true")
    given = parser.parse_args()
    draw = np.random.default_rng(given.seed)
    truth = (
        published(given.published, given.sessions) if given.published else walked(given.states, given.sessions, draw)
    )
    votes = voted(truth, given.calls, draw)
    cast = sum(int((one >= 0).sum()) for one in votes)
    print(
        f"{truth.shape[1]} states, {len(votes)} sessions, {sum(v.shape[1] for v in votes):,} roll calls, {cast:,} votes\n"
    )
    begun, wall = time.process_time(), time.perf_counter()
    made = fit(votes)
    ours, our_wall = time.process_time() - begun, time.perf_counter() - wall
    known = ~np.isnan(made.position) & ~np.isnan(truth)
    true = (truth[known] - truth[known].mean()) / truth[known].std()
    point = made.position[known]
    sign = np.sign(np.corrcoef(point, true)[0, 1])
    point, error = sign * point, np.sqrt(made.variance[known])
    print("| | fit |\n|---|---|" if given.fit_only else "| | fit | Gibbs sampler |\n|---|---|---|", flush=True)
    rows = {
        "CPU seconds": [ours],
        "seconds": [our_wall],
        "steps, sweeps of a chain": [made.steps],
        "correlation with the truth": [np.corrcoef(point, true)[0, 1]],
        "lowest correlation of a session": [lowest(made.position * sign, truth)],
        "truth within the 90 % interval": [np.mean(np.abs(point - true) < 1.645 * error)],
        "mean standard error": [error.mean()],
        "standard deviation of a step": [made.walk],
    }
    if not given.fit_only:
        against(votes, made.position, sign, known, true, rows, given.seed)
    for name, values in rows.items():
        print(f"| {name} | " + " | ".join(f"{value:,.4g}" for value in values) + " |")
    if not given.fit_only:
        print(
            f"\nThe fit is {rows['CPU seconds'][1] / ours:,.0f} times as fast (CPU), {rows['seconds'][1] / our_wall:,.0f} by the clock."
        )


def lowest(position: Matrix, truth: Matrix) -> float:
    """The lowest correlation over the states of one session."""
    found = []
    for one, other in zip(position, truth, strict=True):
        both = ~np.isnan(one) & ~np.isnan(other)
        found.append(np.corrcoef(one[both], other[both])[0, 1])
    return float(min(found))


def against(
    votes: list[Votes],
    ours: Matrix,
    sign: float,
    known: NDArray[np.bool_],
    true: Matrix,
    rows: dict[str, list[float]],
    seed: int,
) -> None:
    """Runs the chains until they have settled, and adds their column."""
    begun, wall, spent, spent_wall = time.process_time(), time.perf_counter(), 0.0, 0.0
    start = np.nan_to_num(np.repeat(np.nanmean(ours, axis=0)[None], len(ours), axis=0))
    chains = []
    for number in range(2):
        draw = np.random.default_rng([seed, number])
        # Chains begin apart: each state's mean position, blurred.
        chains.append(Sampler(votes, start + draw.normal(0, 0.5, start.shape[1]), draw))
        chains[-1].start = start
    until = 500
    while True:
        for chain in chains:
            while len(chain.kept) < until:
                chain.sweep()
        spent, spent_wall = time.process_time() - begun, time.perf_counter() - wall
        kept = [np.stack(chain.kept[until // 2 :]) for chain in chains]
        rhat, effective = settled(kept)
        worst, fewest = np.quantile(rhat, 0.99), np.quantile(effective, 0.01)
        print(
            f"<!-- {until} sweeps: R-hat {worst:.3f}, effective draws {fewest:.0f}, {spent:.0f} s CPU -->", flush=True
        )
        if (worst <= 1.05 and fewest >= 100) or until >= LAST_CHECK:
            break
        until *= 2
    both = np.concatenate(kept)
    mean = np.full(ours.shape, np.nan)
    mean[chains[0].active] = both.mean(0)
    spread = np.full(ours.shape, np.nan)
    spread[chains[0].active] = both.std(0)
    turn = np.sign(np.corrcoef(mean[known], true)[0, 1])
    point, error = turn * mean[known], spread[known]
    rows["CPU seconds"].append(spent)
    rows["seconds"].append(spent_wall)
    rows["steps, sweeps of a chain"].append(until)
    rows["correlation with the truth"].append(float(np.corrcoef(point, true)[0, 1]))
    full = np.full(ours.shape, np.nan)
    full[known] = true
    rows["lowest correlation of a session"].append(lowest(turn * mean, full))
    rows["truth within the 90 % interval"].append(float(np.mean(np.abs(point - true) < 1.645 * error)))
    rows["mean standard error"].append(float(error.mean()))
    rows["standard deviation of a step"].append(float(np.mean([chain.walks[until // 2 :] for chain in chains])))
    rows["correlation of the two"] = [float(np.corrcoef(point, sign * ours[known])[0, 1])] * 2
    rows["R-hat, 99th percentile of positions"] = [np.nan, float(worst)]
    rows["effective draws, 1st percentile"] = [np.nan, float(fewest)]
    rows["effective draws, median"] = [np.nan, float(np.median(effective))]


if __name__ == "__main__":
    main()
