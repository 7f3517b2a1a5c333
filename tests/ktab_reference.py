"""One turn of the spatial model, actor by actor in plain loops, as a second opinion on the arrays of the package."""

from __future__ import annotations

import math

Matrix = list[list[float]]


def vote(rule: str, weight: float, du: float) -> float:
    step = max(-1.0, min(1.0, du / 1e-8))
    return (
        weight
        * {
            "binary": step,
            "prop-bin": 0.8 * du + 0.2 * step,
            "proportional": du,
            "prop-cubic": (du + du**3) / 2,
            "cubic": du**3,
            "prospect": du if du < 0 else 2 * du / 3,
        }[rule]
    )


def chance_of(model: str, one: float, two: float) -> float:
    if model == "binary":
        if one >= 1.1 * two:
            return 1 / (1 + 1e-6)
        if two >= 1.1 * one:
            return 1e-6 / (1 + 1e-6)
        return (one / (one + two) * 2.1 - 1) / 0.1
    power = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}[model]
    return one**power / (one**power + two**power)


def election(o: dict[str, str], weights: list[float], worth: Matrix) -> list[float]:
    """The chance of each option; ``worth[k][m]`` is what option m is worth to k."""
    count = len(worth[0])
    strength = [[1e-8] * count for _ in range(count)]
    beats = [[0.5] * count for _ in range(count)]
    for i in range(count):
        for j in range(i):
            for k, weight in enumerate(weights):
                v = vote(o["voting"], weight, worth[k][i] - worth[k][j])
                if v > 0:
                    strength[i][j] += v
                else:
                    strength[j][i] -= v
            beats[i][j] = chance_of(o["victory"], strength[i][j], strength[j][i])
            beats[j][i] = 1 - beats[i][j]
    if o["election"] == "conditional":
        found = [math.prod(row) for row in beats]
        return [one / sum(found) for one in found]
    p = [1 / count] * count
    pushes = [[strength[i][j] * beats[i][j] + (1e-10 if i == j else 0) for j in range(count)] for i in range(count)]
    for _ in range(1000):
        if o["election"] == "markov-uniform":
            q = [sum(beats[i][j] * (p[i] + p[j]) for j in range(count)) / count for i in range(count)]
        else:
            total = [sum(pushes[k][j] for k in range(count)) for j in range(count)]
            meets = [[p[i] * pushes[j][i] / total[i] for j in range(count)] for i in range(count)]
            q = [sum(beats[i][j] * (meets[i][j] + meets[j][i]) for j in range(count)) for i in range(count)]
        change = max(abs(a - b) for a, b in zip(p, q, strict=True))
        p = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
        if change <= (1e-6 if o["election"] == "markov-uniform" else 1e-8):
            return p
    raise AssertionError("no rest")


def away(salience: list[float], one: list[float], two: list[float]) -> float:
    above = sum((s * (a - b)) ** 2 for s, a, b in zip(salience, one, two, strict=True))
    return math.sqrt(above / sum(s * s for s in salience))


def worth_of(d: float, risk: float) -> float:
    return (1 - d) * (1 + min(d, 1.0) * risk)


def challenge(
    o: dict[str, str], u: Matrix, i: int, j: int, power: list[float], care: list[float]
) -> tuple[float, float, float]:
    """Chance of i against j and what i and j gain, when the utilities are ``u[k][position]``."""
    n = len(u)
    side_i = side_j = 1e-10
    for k in (i, j):
        v = vote(o["voting"], power[k] * care[k], u[k][i] - u[k][j])
        side_i, side_j = (side_i + v, side_j) if v > 0 else (side_i, side_j - v)
    total_i, total_j = side_i, side_j
    for k in range(n):
        if k in (i, j):
            continue
        v = vote(o["voting"], power[k] * care[k], u[k][i] - u[k][j])
        with_k = side_i + max(v, 0), side_j + max(-v, 0)
        p = with_k[0] / sum(with_k)
        a, b, own = u[k][i], u[k][j], u[k][k]
        ends = {
            "full": (3 * a, 3 * b, 3 * a, 3 * b),
            "semi": (2 * a + own, 3 * b, 3 * a, 2 * b + own),
            "none": (2 * a + own, 2 * b + own, 2 * a + own, 2 * b + own),
        }[o["commitment"]]
        joins_i, joins_j = p * ends[0] + (1 - p) * ends[1], p * ends[2] + (1 - p) * ends[3]
        v = vote(o["voting"], power[k] * care[k], joins_i - joins_j)
        total_i, total_j = total_i + max(v, 0), total_j + max(-v, 0)
    p = total_i / (total_i + total_j)

    def gain(k: int) -> float:
        contest = p * 2 * u[k][i] + (1 - p) * 2 * u[k][j]
        return (1 - care[j]) * 2 * u[k][i] + care[j] * contest - u[k][i] - u[k][j]

    return p, gain(i), gain(j)


def meet(
    o: dict[str, str], x: list[float], y: list[float], s: list[float], t: list[float], p: float
) -> tuple[list[float], list[float]]:
    first, second = [], []
    for a, b, care_a, care_b in zip(x, y, s, t, strict=True):
        if o["interpolation"] == "s2pmax":
            give_a, give_b = max(0.0, 1 - 2 * p), max(0.0, 2 * p - 1)
            da = give_a * care_b**2 / (give_a * care_b**2 + 1e-6 + (1 - give_a) * care_a**2)
            db = give_b * care_a**2 / (give_b * care_a**2 + 1e-6 + (1 - give_b) * care_b**2)
            first.append(a + da * (b - a))
            second.append(b + db * (a - b))
            continue
        n = 2 if o["interpolation"] == "s2p2" else 1
        wa, wb = (care_a * p) ** n, (care_b * (1 - p)) ** n
        first.append(int(0.5 + 1e4 * ((wa + 1e-6) * a + wb * b) / (wa + wb + 1e-6)) / 1e4)
        second.append(int(0.5 + 1e4 * (wa * a + (wb + 1e-6) * b) / (wa + wb + 1e-6)) / 1e4)
    return first, second


def one_turn(
    o: dict[str, str], power: list[float], places: Matrix, saliences: Matrix, ideals: Matrix | None = None
) -> Matrix:
    """The positions after a turn; without ideals these are the positions."""
    wishes = ideals or places
    n = len(power)
    care = [sum(row) for row in saliences]
    d = [[away(saliences[i], wishes[i], places[j]) for j in range(n)] for i in range(n)]
    p = election(o, power, [[1 - one for one in row] for row in d])
    low, high = min(p), max(p)
    least = {"min": 0.0, "mid": -0.5, "max": -1.0}[o["risk_range"]]
    risk = [least + (1 - least) * (one - low) / (high - low) for one in p]
    own = {"none": 1.0, "one-third": 2 / 3, "half": 0.5, "two-thirds": 1 / 3, "full": 0.0}[o["risk_adjustment"]]
    thought = [
        [[worth_of(d[i][j], own * risk[h] + (1 - own) * risk[i]) for j in range(n)] for i in range(n)] for h in range(n)
    ]
    truth = [[worth_of(d[i][j], risk[i]) for j in range(n)] for i in range(n)]
    deals: list[tuple[int, int, list[float], list[float]]] = []
    for i in range(n):
        best, aim, win = 1e-5, -1, 0.0
        for j in range(n):
            if j != i:
                chance, gain, _ = challenge(o, thought[i], i, j, power, care)
                if gain > best:
                    best, aim, win = gain, j, chance
        if aim < 0:
            continue
        mine = meet(o, places[i], places[aim], saliences[i], saliences[aim], win)
        hoped = challenge(o, thought[aim], i, aim, power, care)[1]
        theirs = meet(o, places[i], places[aim], saliences[i], saliences[aim], hoped)
        if o["bargains"] == "initiator":
            deals.append((i, aim, *mine))
        elif o["bargains"] == "both":
            deals += [(i, aim, *mine), (i, aim, *theirs)]
        else:
            w = care[i] / (care[i] + care[aim])
            mixed = [
                [w * a + (1 - w) * b for a, b in zip(m, t, strict=True)] for m, t in zip(mine, theirs, strict=True)
            ]
            deals.append((i, aim, mixed[0], mixed[1]))
    after = []
    for k in range(n):
        queue = [(k, k, places[k], places[k]), *(deal for deal in deals if k in deal[:2])]
        worth = []
        for a in range(n):
            row = []
            for i, j, for_i, for_j in queue:
                if i == j:
                    row.append(sum(truth[a]) / n)
                else:
                    others = sum(truth[a][m] for m in range(n) if m not in (i, j))
                    met = [worth_of(away(saliences[a], wishes[a], one), risk[a]) for one in (for_i, for_j)]
                    row.append((others + sum(met)) / n)
            worth.append(row)
        chances = election(o, power, worth)
        i, _, for_i, for_j = queue[max(range(len(queue)), key=lambda m: (round(chances[m], 12), -m))]
        after.append(for_i if i == k else for_j)
    return after
