"""Rows of the table of actors: the registry's names, or the slug of a provisional actor."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from tarazy.errors import UsageError
from tarazy.store.schema import ACTORS

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


def with_rows(actors: pl.DataFrame, wanted: Iterable[str]) -> pl.DataFrame:
    """The rows of ``actors`` (schema.ACTORS without ``batch``), and new ones for those ``wanted`` that lack one."""
    lacking = sorted(set(wanted) - set(actors["actor"]))
    if not lacking:
        return actors
    columns = {name: kind for name, kind in ACTORS.items() if name != "batch"}
    rows = pl.DataFrame([actor_row(actor) for actor in lacking], schema=columns)
    return pl.concat([actors.select(list(columns)), rows])


def with_names(actors: pl.DataFrame, names: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """The rows of ``actors`` with the names that people gave, by actor and language; of several for one the first is shown."""
    if not names:
        return actors
    shown = [
        {"actor": actor, **{f"given_{key}": given.get(key, "").split("|")[0] or None for key in ("en", "ru", "kk")}}
        for actor, given in names.items()
    ]
    columns = ("actor", "given_en", "given_ru", "given_kk")
    joined = actors.join(pl.DataFrame(shown, schema=dict.fromkeys(columns, pl.String)), on="actor", how="left")
    named = {f"name_{key}": pl.coalesce(f"given_{key}", f"name_{key}") for key in ("en", "ru", "kk")}
    return joined.with_columns(**named).select(actors.columns)


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
