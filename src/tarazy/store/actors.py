"""Rows of the table of actors: the registry's names, or the slug of a provisional actor."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from tarazy.errors import UsageError

if TYPE_CHECKING:
    from tarazy.actors.registry import Actor

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


def check_actor(actor: str, present: Collection[str]) -> None:
    """UsageError for an id that neither the registry nor the claims at hand (``present``) know; names lead to their ids."""
    from tarazy.actors.registry import registry

    known = registry().actors
    if actor in present or actor in known:
        return
    sought = actor.casefold()
    meant = sorted(one.id for one in known.values() if sought in _names(one))
    mend = f"write {' or '.join(meant[:3])}" if meant else "`tarazy export OBS actors` lists those of an observatory"
    raise UsageError(f"actor {actor!r} is unknown: {mend}.")


def _names(actor: Actor) -> set[str]:
    names = [actor.id, *actor.names.values(), *(alias.text for alias in actor.aliases)]
    return {name.casefold() for name in names}
