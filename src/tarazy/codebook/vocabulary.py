"""The vocabulary of the codebook, read from ``codebook/data``: kinds, roles, stages, domains, modalities, units, and the check of a claim."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel.numbers import list_currencies

from tarazy.codebook.claim import Claim
from tarazy.data_files import toml

ACTOR_ID = re.compile(r"([A-Z]{3}|[A-Z][A-Z0-9+-]{1,11}|(org|group|person|region|place):[a-z0-9]+(-[a-z0-9]+)*)")
PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Role:
    """What an actor does in a claim; ``many``: several actors of one claim can play it."""

    name: str
    description: str
    many: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of claim. ``stages`` maps each stage to its description, in the order of the data file; empty: no stages.

    ``plover`` and ``cameo`` are the nearest event types of those codebooks, empty where there is none.
    """

    name: str
    description: str
    domain: str
    roles: Mapping[str, Role]
    stages: Mapping[str, str]
    plover: tuple[str, ...]
    cameo: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of quantities; ``measures`` is what it measures (length, share, count …)."""

    name: str
    measures: str
    symbol: str
    description: str


def _kind(name: str, row: dict[str, Any]) -> Kind:
    roles = {role: Role(role, data["description"], data["many"]) for role, data in row["roles"].items()}
    stages = dict(row.get("stages", {}))
    return Kind(name, row["description"], row["domain"], roles, stages, tuple(row["plover"]), tuple(row["cameo"]))


KINDS: Mapping[str, Kind] = {name: _kind(name, row) for name, row in toml("tarazy.codebook", "kinds.toml").items()}
DOMAINS: Mapping[str, str] = toml("tarazy.codebook", "domains.toml")
MODALITIES: Mapping[str, str] = toml("tarazy.codebook", "modalities.toml")
UNITS: Mapping[str, Unit] = {name: Unit(name, **row) for name, row in toml("tarazy.codebook", "units.toml").items()}

CURRENCIES = frozenset(list_currencies())
"""The codes of ISO 4217, those of currencies that are no more among them: the units that are money."""


def is_currency(unit: str) -> bool:
    """Whether a unit is money. Three capitals alone do not make it so: TIV and TEU are volumes."""
    return unit in CURRENCIES


def check_claim(claim: Claim | Mapping[str, Any], text: str | None = None) -> list[str]:
    """The faults of a claim, one sentence each; an empty list when it keeps to the codebook.

    ``claim`` is a Claim or a JSON object of the exchange format. With ``text``, the document's text as given, the quote
    is compared with the characters that the evidence points at.
    """
    row: Mapping[str, Any] = claim.to_exchange() if isinstance(claim, Claim) else claim
    kind = KINDS.get(str(row.get("kind")))
    if kind is None:
        return [f"kind {row.get('kind')!r} is not in the codebook"]
    faults = [] if row.get("participants") else ["no participant"]
    for participant in row.get("participants") or ():
        if participant.get("role") not in kind.roles:
            faults.append(f"role {participant.get('role')!r} is not one of {kind.name}: {', '.join(kind.roles)}")
        if not ACTOR_ID.fullmatch(participant.get("actor") or ""):
            faults.append(f"actor id {participant.get('actor')!r} is not well formed")
    stage = row.get("stage")
    if stage is not None and stage not in kind.stages:
        faults.append(f"stage {stage!r} is not one of {kind.name}: {', '.join(kind.stages) or 'it has none'}")
    if row.get("modality", "asserted") not in MODALITIES:
        faults.append(f"modality {row.get('modality')!r} is not one of {', '.join(MODALITIES)}")
    for end in ("start", "end"):
        value = (row.get("time") or {}).get(end)
        if value is not None and not PARTIAL_DATE.fullmatch(value):
            faults.append(f"time.{end} {value!r} is no ISO date")
    for quantity in row.get("quantities") or ():
        if not isinstance(quantity.get("value"), int | float) or not quantity.get("unit"):
            faults.append(f"quantity {quantity!r} lacks a number or a unit")
    evidence = row.get("evidence") or {}
    start, end = evidence.get("start", 0), evidence.get("end", 0)
    if text is not None and text[start:end] != evidence.get("quote"):
        faults.append(f"the quote differs from the text at {start}:{end}")
    return faults
