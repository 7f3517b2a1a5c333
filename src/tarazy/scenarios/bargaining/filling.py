"""What records know of a bargain: capabilities from indicators, positions from stances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tarazy.scenarios.case import Input
from tarazy.scenarios.evidence import Evidence
from tarazy.scenarios.faults import Faults

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

GREATEST = 100.0
"""The greatest capability that indicators give; the others are in proportion."""


def filled(given: Mapping[str, Any], observatory: Observatory) -> dict[str, Input]:
    """Inputs by name, of a file's scope and settings.

    Positions: stances of an actor whose sentences or objects hold any of the ``words`` of the issue, between the ends ``oppose`` and ``support``.
    Capabilities: the latest figure of each actor with the ``capability-words`` in the ``capability-unit``, where all of them have one.
    """
    scope, settings = given["scope"], given["settings"]
    evidence, faults = Evidence(observatory), Faults(str(given.get("name", "")))
    return {**_positions(scope, settings, evidence, faults), **_capabilities(scope, settings, evidence, faults)}


def _positions(
    scope: Mapping[str, Any], settings: Mapping[str, Any], evidence: Evidence, faults: Faults
) -> dict[str, Input]:
    found: dict[str, Input] = {}
    for issue in scope["issues"]:
        words = settings.get(f"words.{issue}")
        if not words:
            continue
        ends = {"support": settings.get(f"support.{issue}", 100), "oppose": settings.get(f"oppose.{issue}", 0)}
        for actor in scope["actors"]:
            one = evidence.found({"kind": "stance", "actor": actor, "words": words, **ends}, issue, faults)
            if one is not None:
                name = f"position.{actor}.{issue}"
                found[name] = _input(name, one, 1.0)
    return found


def _capabilities(
    scope: Mapping[str, Any], settings: Mapping[str, Any], evidence: Evidence, faults: Faults
) -> dict[str, Input]:
    words = settings.get("capability-words")
    if not words:
        return {}
    asked = {"kind": "indicator", "words": words, "role": "subject"}
    if settings.get("capability-unit"):
        asked["unit"] = settings["capability-unit"]
    figures = {actor: evidence.found({**asked, "actor": actor}, actor, faults) for actor in scope["actors"]}
    known = {actor: one for actor, one in figures.items() if one is not None and one["value"] > 0}
    if len(known) < len(figures):
        # Figures of some beside guesses of others would not be in one measure.
        return {}
    factor = GREATEST / max(one["value"] for one in known.values())
    return {f"capability.{actor}": _input(f"capability.{actor}", one, factor) for actor, one in known.items()}


def _input(name: str, one: Mapping[str, Any], factor: float) -> Input:
    low, high = one["low"] * factor, one["high"] * factor
    spread = {"low": low, "high": high} if low < high else {}
    return Input(name, one["value"] * factor, "evidence", evidence=tuple(one["evidence"]), **spread)
