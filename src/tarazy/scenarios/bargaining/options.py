"""Options of the spatial model of politics, under the names of KTAB and under those of scenario files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from tarazy.errors import UsageError

KTAB: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "victory": (
        "VictoryProbModel",
        {"Linear": "linear", "Square": "square", "Quartic": "quartic", "Octic": "octic", "Binary": "binary"},
    ),
    "voting": (
        "VotingRule",
        {
            "Binary": "binary",
            "PropBin": "prop-bin",
            "Prop": "proportional",
            "PropCbc": "prop-cubic",
            "Cubic": "cubic",
            "ASymProsp": "prospect",
        },
    ),
    "election": (
        "PCEModel",
        {"Conditional": "conditional", "MarkovIncentive": "markov-incentive", "MarkovUniform": "markov-uniform"},
    ),
    "transitions": ("StateTransitions", {"Deterministic": "deterministic", "Stochastic": "stochastic"}),
    "risk_range": ("BigRRange", {"Min": "min", "Mid": "mid", "Max": "max"}),
    "risk_adjustment": (
        "BigRAdjust",
        {"None": "none", "OneThird": "one-third", "Half": "half", "TwoThirds": "two-thirds", "Full": "full"},
    ),
    "commitment": ("ThirdPartyCommit", {"NoCommit": "none", "SemiCommit": "semi", "FullCommit": "full"}),
    "interpolation": ("InterVecBrgn", {"S1P1": "s1p1", "S2P2": "s2p2", "S2PMax": "s2pmax"}),
    "bargains": (
        "BargnModel",
        {"InitOnlyInterp": "initiator", "InitRcvrInterp": "both", "PWCompInterp": "compromise"},
    ),
    "resolution": ("BargainResolutionMethod", {"ActorQueues": "queues", "BindingBest": "binding-best"}),
}
"""Each option: what KTAB calls it, and its values by KTAB's names."""
_SUFFIXES = ("SMPBM", "PCM", "STM", "RA")
"""Endings of the same names in KTAB's database and in logs of earlier versions."""
_ELSEWHERE = {
    "Proportional": "Prop",
    "MarkovI": "MarkovIncentive",
    "MarkovU": "MarkovUniform",
    "PWCompInter": "PWCompInterp",
}


@dataclass(frozen=True, slots=True)
class Options:
    """How the spatial model computes; the defaults are those of KTAB.

    ``least_turns``, ``most_turns``: a run has at least and at most so many turns; between them it ends when a turn moves positions by less than
    ``least_change`` of what the first one did.
    """

    victory: str = "linear"
    voting: str = "proportional"
    election: str = "conditional"
    transitions: str = "deterministic"
    risk_range: str = "mid"
    risk_adjustment: str = "one-third"
    commitment: str = "semi"
    interpolation: str = "s2p2"
    bargains: str = "initiator"
    resolution: str = "queues"
    least_turns: int = 2
    most_turns: int = 100
    least_change: float = 0.02

    def __post_init__(self) -> None:
        for name, (_, values) in KTAB.items():
            if getattr(self, name) not in values.values():
                raise UsageError(
                    f"{name} {getattr(self, name)!r} is unknown: choose from {', '.join(values.values())}."
                )
        if not 1 <= self.least_turns <= self.most_turns:
            raise UsageError(
                f"least_turns is {self.least_turns}: give a number from 1 to most_turns ({self.most_turns})."
            )


def options_of(settings: Mapping[str, Any]) -> Options:
    """Options from the settings of a scenario, whose names have hyphens."""
    known = {field.name for field in fields(Options)}
    given = {name.replace("-", "_"): value for name, value in settings.items()}
    return Options(**{name: value for name, value in given.items() if name in known})


def ktab_options(names: Mapping[str, str]) -> Options:
    """Options from KTAB's own names, such as ``{"VictoryProbModel": "Linear", "BigRRange": "Mid"}``; UsageError for an unknown one."""
    given: dict[str, Any] = {}
    by_name = {theirs: (ours, values) for ours, (theirs, values) in KTAB.items()}
    for theirs, value in names.items():
        if theirs not in by_name:
            raise UsageError(f"{theirs!r} is no option of KTAB: choose from {', '.join(by_name)}.")
        ours, values = by_name[theirs]
        if value not in values:
            value = _as_in_files(value)
        if value not in values:
            raise UsageError(f"{theirs} is {value!r}: choose from {', '.join(values)}.")
        given[ours] = values[value]
    return Options(**given)


def _as_in_files(value: str) -> str:
    """A value as input files write it, of a name from elsewhere in KTAB, such as ``OneThirdRA`` or ``InitOnlyInterpSMPBM``."""
    for suffix in _SUFFIXES:
        value = value.removesuffix(suffix)
    return _ELSEWHERE.get(value, value)
