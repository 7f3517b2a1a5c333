"""Rows of the table of actors: the registry's names, or the slug of a provisional actor."""

from __future__ import annotations

import re
from typing import Any

_STATE = re.compile(r"[A-Z]{3}")


def actor_row(actor: str) -> dict[str, Any]:
    """The columns of schema.ACTORS, without ``batch``, for an actor's id."""
    from tarazy.actors.registry import registry

    known = registry().actors.get(actor)
    if known is not None:
        names = known.names
        return {
            "actor": actor,
            "type": known.kind,
            "known": True,
            "name_en": names.get("en"),
            "name_ru": names.get("ru"),
            "name_kk": names.get("kk"),
        }
    prefix, _, slug = actor.partition(":")
    return {
        "actor": actor,
        "type": prefix if slug else ("state" if _STATE.fullmatch(actor) else "organisation"),
        "known": False,
        "name_en": slug.replace("-", " ").title() if slug else actor,
        "name_ru": None,
        "name_kk": None,
    }
