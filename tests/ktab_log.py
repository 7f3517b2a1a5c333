"""Reads a log of KTAB's spatial model into numbers, turn by turn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

_ROW = re.compile(r"^( *[+-]?\d+\.\d+)+ *$")


@dataclass
class LoggedTurn:
    """What the log says of a state, and of the turn after it."""

    values: list[list[float]] = field(default_factory=list)
    risk: list[float] = field(default_factory=list)
    utilities: list[list[float]] = field(default_factory=list)
    estimates: list[list[list[float]]] = field(default_factory=list)
    targets: dict[int, tuple[int, float]] = field(default_factory=dict)
    judged: list[tuple[int, float, int, int, int, float]] = field(default_factory=list)
    proposals: dict[tuple[int, int], list[list[float]]] = field(default_factory=dict)
    queues: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    elections: list[dict[str, list[list[float]]]] = field(default_factory=list)
    voters: list[int] = field(default_factory=list)
    chosen: list[int] = field(default_factory=list)


@dataclass
class Log:
    """A whole run."""

    options: dict[str, str]
    turns: list[LoggedTurn]
    history: dict[tuple[int, int], list[float]]
    chances: list[list[float]]


def read_log(path: Path) -> Log:
    """Everything in the log that has a number of the model."""
    lines = [line.rstrip() for line in path.read_text(encoding="utf-8").splitlines()]
    options = dict(re.findall(r"^(\w+): (\w+)\s*$", "\n".join(lines[: lines.index("Starting model run")]), re.M))
    turns: list[LoggedTurn] = []
    history: dict[tuple[int, int], list[float]] = {}
    chances: list[list[float]] = []
    names: dict[str, int] = {}

    def matrix(at: int) -> list[list[float]]:
        rows = []
        while at < len(lines) and _ROW.match(lines[at]):
            rows.append([float(cell) for cell in lines[at].split()])
            at += 1
        return rows

    for at, line in enumerate(lines):
        if line.startswith("Raw actor-pos value matrix"):
            turns.append(LoggedTurn(values=matrix(at + 1)))
        elif line.startswith("Inferred risk attitudes"):
            turns[-1].risk = [row[0] for row in matrix(at + 1)]
        elif line.startswith("Risk-aware actor-pos utility matrix"):
            turns[-1].utilities = matrix(at + 1)
        elif line.startswith("Estimate by"):
            turns[-1].estimates.append(matrix(at + 1))
        elif found := re.match(r"In turn \d+ actor (\d+) has most advantageous target (\d+) worth ([\d.]+)", line):
            turns[-1].targets[int(found[1])] = (int(found[2]), float(found[3]))
        elif found := re.match(
            r"Est by +(\d+) of prob ([\d.]+) that \[ *(\d+)> *(\d+)\], with expected gain to +(\d+) of ([+-][\d.]+)",
            line,
        ):
            by, chance, i, j, who, gain = found.groups()
            turns[-1].judged.append((int(by), float(chance), int(i), int(j), int(who), float(gain)))
        elif found := re.match(r"(?:Bargain|Power-weighted compromise) +\[\d+, (\d+):(\d+)\]", line):
            pair = (int(found[1]), int(found[2]))
            # Threads of the program write in between each other's lines.
            after = [one.split("adopt:")[1] for one in lines[at + 1 : at + 6] if "adopt:" in one][:2]
            places = [[float(cell) for cell in one.split()] for one in after]
            turns[-1].proposals.setdefault(pair, []).extend(places)
        elif found := re.match(r"Bargains involving actor +(\d+): (.*)", line):
            pairs = re.findall(r"\[\d+, (\d+):(\d+)\]", found[2])
            turns[-1].queues[int(found[1])] = [(int(i), int(j)) for i, j in pairs]
        elif line.startswith("u_im:"):
            turns[-1].elections.append({"worth": matrix(at + 1)})
        elif found := re.match(r"Doing scalarPCE .*bargains of actor (\d+)", line):
            turns[-1].voters.append(int(found[1]))
        elif line.startswith("Coalition strengths"):
            turns[-1].elections[-1]["strength"] = matrix(at + 1)
        elif line.startswith("Probability Opt_i >"):
            turns[-1].elections[-1]["beats"] = matrix(at + 1)
        elif line.strip() == "Probability Opt_i":
            turns[-1].elections[-1]["chance"] = matrix(at + 1)
        elif found := re.match(r"Chosen bargain \( ?\w+ ?\): +\d+ +(\d+) out of", line):
            turns[-1].chosen.append(int(found[1]) - 1)
        elif found := re.match(r"(.+), (\w+) ?: +([\d. ]+)$", line):
            numbers = [float(cell) for cell in found[3].split()]
            if found[2] == "prob":
                chances.append(numbers)
            elif len(numbers) > 1:
                actor = names.setdefault(found[1], len(names))
                history[actor, sum(1 for one, _ in history if one == actor)] = numbers
    return Log(options, turns, history, chances)


def near(found: object, said: object, digits: int) -> bool:
    """Whether numbers are those of the log, to its last digit (half of it, and a hair for ties)."""
    found, said = np.asarray(found, dtype=float), np.asarray(said, dtype=float)
    return found.shape == said.shape and bool((np.abs(found - said) <= 0.5 * 10.0**-digits + 1e-9).all())
