"""The challenge model a second time, in plain loops over one issue: the rules of the program, as McKibben's replication tells them."""

from __future__ import annotations


def rounds(power: list[float], places: list[float], cares: list[float], count: int) -> list[dict[str, list[float]]]:
    """Of each round the risk exponents (``risk``) and the positions after it (``places``); Q is 1."""
    who = range(len(places))
    x, width, told = list(places), max(places) - min(places), []
    for _ in range(count):
        risk = [1.0 for _ in who]
        chance = _chances(power, x, cares, risk, width)
        danger = [sum(_gain(i, k, risk[k], x, cares, chance, width) for i in who if i != k) for k in who]
        low, high = min(danger), max(danger)
        # Where nobody is in more danger than another, as when all have come to one place, all are neutral.
        bold = [(2 * one - high - low) / (high - low) if high > low else 0.0 for one in danger]
        risk = [(1 - one / 3) / (1 + one / 3) for one in bold]
        chance = _chances(power, x, cares, risk, width)
        moved = [_answer(i, risk[i], x, cares, chance, width) for i in who]
        told.append({"risk": risk, "places": moved})
        x = moved
    return told


def _chances(
    power: list[float], x: list[float], cares: list[float], risk: list[float], width: float
) -> list[list[float]]:
    who = range(len(x))

    def vote(k: int, one: int, other: int) -> float:
        near, far = ((abs(x[k] - x[at]) / width) ** risk[k] for at in (one, other))
        return float(power[k] * cares[k] * (far - near))

    cast = sum(abs(vote(k, i, j)) for k in who for i in who for j in who)
    return [[0.0 if x[i] == x[j] else sum(max(0.0, vote(k, i, j)) for k in who) / cast for j in who] for i in who]


def _gain(
    i: int, j: int, risk: float, x: list[float], cares: list[float], chance: list[list[float]], width: float
) -> float:
    """What i expects of challenging j, with the exponent of who thinks about it."""
    away = abs(x[i] - x[j]) / width
    won, lost = 2 - 4 * (0.5 - 0.5 * away) ** risk, 2 - 4 * (0.5 + 0.5 * away) ** risk
    contest = cares[j] * (chance[i][j] * won + (1 - chance[i][j]) * lost) + (1 - cares[j]) * won
    return float(contest - (2 - 4 * 0.5**risk))


def _answer(i: int, risk: float, x: list[float], cares: list[float], chance: list[list[float]], width: float) -> float:
    offers: dict[str, list[tuple[float, int, float]]] = {"lost": [], "meet": [], "yield": []}
    for j in range(len(x)):
        if x[i] == x[j]:
            continue
        own, other = (_gain(*pair, risk, x, cares, chance, width) for pair in ((i, j), (j, i)))
        if other > own > 0:
            offers["lost"].append((abs(x[i] - x[j]), j, x[j]))
        elif own < 0 < other and other > -own:
            mean = (-own * x[i] + other * x[j]) / (other - own)
            offers["meet"].append((mean, j, x[i] + (x[j] - x[i]) * -own / other))
        elif own < 0 < other < -own:
            offers["yield"].append((abs(x[i] - x[j]), j, x[j]))
    best = next((kind for kind in ("lost", "meet", "yield") if offers[kind]), None)
    return x[i] if best is None else min(offers[best])[2]
