"""Poles towards which an actor can lean: who belongs to which, read from ``measures/data/poles.toml`` or a file of the user."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tarazy.actors.registry import registry
from tarazy.codebook.vocabulary import DOMAINS
from tarazy.errors import UsageError

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Poles:
    """``names`` of the poles by id, in their order; ``members``: the pole of each listed actor."""

    names: Mapping[str, str]
    members: Mapping[str, str]

    def of(self, actor: str) -> str:
        """The pole of an actor, by itself or by its nearest parent that is listed; ``other`` where there is none."""
        known, seen, level = registry(), {actor}, [actor]
        while level:
            found = [self.members[one] for one in level if one in self.members]
            if found:
                return next(pole for pole in self.names if pole in found)
            parents = [p for one in level if (row := known.get(one)) for p in row.parents]
            level = [p for p in dict.fromkeys(parents) if p not in seen]
            seen.update(level)
        return OTHER

    def of_all(self, actors: Iterable[str]) -> dict[str, str]:
        """The pole of each."""
        return {actor: self.of(actor) for actor in actors}


def read_poles(text: str, origin: str) -> Poles:
    """The poles of a file like ``data/poles.toml``. Raises UsageError, naming ``origin``, for one that does not fit."""
    table = _toml(text, origin)
    names: dict[str, str] = {}
    members: dict[str, str] = {}
    for pole, row in table.items():
        if not isinstance(row, dict) or not isinstance(row.get("members"), list) or not row["members"]:
            raise UsageError(f'{origin}: the pole {pole!r} has no list of members: write members = ["RUS", …].')
        if pole == OTHER:
            raise UsageError(f"{origin}: {OTHER!r} is for all who are in no pole: give this pole another name.")
        names[pole] = str(row.get("name", pole))
        for actor in row["members"]:
            members.setdefault(str(actor), pole)
    return Poles(names, members)


def read_weights(text: str, origin: str) -> dict[str, float]:
    """Domain weights of a file like ``data/composite.toml``; a domain that it does not name weighs nothing. Raises UsageError."""
    rows = _toml(text, origin).get("weights")
    if not isinstance(rows, dict):
        raise UsageError(f"{origin}: there is no table [weights] of domains.")
    return checked_weights(rows, origin)


def written_weights(words: str, sign: str, fault: str) -> dict[str, float]:
    """Weights written as ``defence=2,economy=1``, ``sign`` between a domain and its number.

    Raises UsageError, in the words of ``fault`` with ``{words}`` and ``{part}`` filled in, for a part without a number.
    """
    rows: dict[str, float] = {}
    for part in words.split(","):
        domain, _, number = part.partition(sign)
        try:
            rows[domain.strip()] = float(number)
        except ValueError:
            raise UsageError(fault.format(words=repr(words), part=repr(part.strip()))) from None
    return rows


def checked_weights(rows: Mapping[str, Any], origin: str) -> dict[str, float]:
    """The weights, each of a domain of the codebook and not negative, at least one above 0; else UsageError."""
    for domain, weight in rows.items():
        if domain not in DOMAINS:
            raise UsageError(f"{origin}: domain {domain!r} is unknown: choose from {', '.join(DOMAINS)}.")
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight < float("inf"):
            raise UsageError(f"{origin}: the weight of {domain} is {weight!r}: write a number that is not negative.")
    if not any(rows.values()):
        raise UsageError(f"{origin}: all weights are 0: give at least one domain a weight.")
    return {domain: float(weight) for domain, weight in rows.items()}


def _toml(text: str, origin: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{origin} is no valid TOML ({error}): mend it at that place.") from None


@cache
def default_poles() -> Poles:
    """The package's own poles."""
    return read_poles((files("tarazy.measures") / "data" / "poles.toml").read_text(encoding="utf-8"), "poles.toml")


@cache
def default_weights() -> dict[str, float]:
    """The package's own domain weights."""
    own = files("tarazy.measures") / "data" / "composite.toml"
    return read_weights(own.read_text(encoding="utf-8"), "composite.toml")
