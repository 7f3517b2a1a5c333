"""The actors and documents of one version: their rows, and their places by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property

import numpy as np
import polars as pl

from tarazy.actors.folding import fold
from tarazy.actors.registry import registry
from tarazy.errors import UsageError
from tarazy.language import CODES
from tarazy.store.actors import check_actor
from tarazy.web.things import Mask

_LATEST = 100


@cache
def registered() -> dict[str, str]:
    """All names and the id of each actor of the registry, folded for search, a line each."""
    return {
        one.id: "\n".join(fold(name) for name in (*one.names.values(), *(alias.text for alias in one.aliases), one.id))
        for one in registry().actors.values()
    }


class Actors:
    """Actors with their names; a merged actor is the one that it is."""

    def __init__(self, frame: pl.DataFrame, merged: Mapping[str, str]) -> None:
        self.frame, self.merged = frame, merged

    @cached_property
    def ids(self) -> list[str]:
        """Ids by place."""
        return self.frame["actor"].to_list()

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Places by id."""
        return {one: place for place, one in enumerate(self.ids)}

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """Names by language and id, English where one lacks."""
        return {
            code: dict(self.frame.select("actor", pl.coalesce(f"name_{code}", "name_en", "actor")).iter_rows())
            for code in CODES
        }

    @cached_property
    def folded(self) -> list[str]:
        """The names in all languages and the id, folded for search, a line each, by place."""
        columns = ("name_kk", "name_ru", "name_en", "actor")
        return ["\n".join(fold(one) for one in row if one) for row in self.frame.select(columns).iter_rows()]

    @cached_property
    def called(self) -> list[str]:
        """The same with what else the registry calls them, acronyms among it."""
        known = registered()
        return [
            f"{names}\n{known[one]}" if one in known else names
            for one, names in zip(self.ids, self.folded, strict=True)
        ]

    def place(self, actor: str) -> int:
        """The place of an actor. UsageError for one that nobody knows; -1 for one of the registry of whom nothing is said."""
        actor = self.merged.get(actor, actor)
        if actor in self.by_id:
            return self.by_id[actor]
        check_actor(actor, ())
        return -1

    def places(self, actors: Sequence[str]) -> list[int]:
        """The places of several actors."""
        return [self.place(actor) for actor in actors]


class Documents:
    """The documents in the order in which they came."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    @cached_property
    def names(self) -> list[str]:
        """Names by place."""
        return self.frame["name"].to_list()

    @cached_property
    def by_name(self) -> dict[str, int]:
        """Places by name and by id."""
        ids = {one: place for place, one in enumerate(self.frame["document_id"].to_list())}
        return ids | {name: place for place, name in enumerate(self.names)}

    @cached_property
    def folded(self) -> list[tuple[str, str]]:
        """The title and name of each, folded for search, by place."""
        return [(fold(title or ""), fold(name)) for title, name in self.frame.select("title", "name").iter_rows()]

    @cached_property
    def words(self) -> int:
        """How many words they have in all."""
        return int(self.frame["words"].sum())

    @cached_property
    def latest(self) -> pl.DataFrame:
        """Those that were read last, the last first."""
        return self.frame.with_row_index("at").sort("recorded", "at", descending=True).drop("at")[:_LATEST]

    def place(self, document: str) -> int:
        """The place of a document by its name or id. UsageError for one that is not there."""
        if document not in self.by_name:
            raise UsageError(f"source {document!r} is not there: choose from the documents of this observatory.")
        return self.by_name[document]

    def mask(self, wanted: Sequence[str]) -> Mask:
        """Which documents are wanted."""
        found = np.zeros(self.frame.height, dtype=bool)
        found[[self.place(one) for one in wanted]] = True
        return found
