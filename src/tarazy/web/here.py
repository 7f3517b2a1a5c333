"""What every view is asked about: the tables, the selection, the language; and the words in which rows are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, cast

from fastapi import Depends, HTTPException, Query, Request

from tarazy.records.telling import Telling
from tarazy.reports.telling import label
from tarazy.web.chosen import Chosen
from tarazy.web.frames import Frames
from tarazy.web.library import Library
from tarazy.web.selection import Selection
from tarazy.web.settings import Person, Settings

Language = Literal["kk", "ru", "en"]


@dataclass(frozen=True)
class Here:
    """A question to one version of the observatory."""

    frames: Frames
    selection: Selection
    language: Language

    def changed(self, **fields: Any) -> Here:
        """The same question with these fields of its selection."""
        return Here(self.frames, self.selection.model_copy(update=fields), self.language)

    @cached_property
    def claims(self) -> Chosen:
        """The claims of the selection."""
        return self.frames.chosen("claims", self.selection)

    @cached_property
    def records(self) -> Chosen:
        """The records of the selection."""
        return self.frames.chosen("records", self.selection)

    @cached_property
    def telling(self) -> Telling:
        """The words of the language, with the actors' names."""
        return Telling(self.language, self.frames.actors.names[self.language])

    def told(self, row: Mapping[str, Any]) -> dict[str, str]:
        """A claim or record in words: ``when``, ``what``, ``who``, ``detail``."""
        return told(self.telling, row)

    def named(self, participants: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Participants with their names."""
        return [{**one, "name": self.telling.name(one["actor"])} for one in participants]


def told(telling: Telling, row: Mapping[str, Any]) -> dict[str, str]:
    """A claim or record in the words of ``telling``: ``when``, ``what``, ``who``, ``object``, ``detail`` (the object and the figures)."""
    about = label(row["object"], telling.language)
    return {
        "when": telling.span(row["time_start"], row["time_end"]),
        "what": telling.what(row["kind"], row["stage"], row["modality"]),
        "who": telling.who(row["participants"]),
        "object": about,
        "detail": telling.detail({**row, "object": about, "differs": ()}),
    }


def library(request: Request) -> Library:
    """The observatory that is served."""
    return cast(Library, request.app.state.library)


def settings(request: Request) -> Settings:
    """How it is served."""
    return cast(Settings, request.app.state.settings)


def visitor(request: Request) -> Person:
    """Who asks."""
    person: Person | None = request.scope.get("person")
    if person is None:
        raise HTTPException(401, "This observatory asks for a token: open the address with #token=… behind it")
    return person


def reviewer(person: Annotated[Person, Depends(visitor)]) -> Person:
    """Who asks, and may rule."""
    if person.role != "review":
        raise HTTPException(403, "You may read here, not rule: ask for a token of a reviewer")
    return person


def _selection(selection: Annotated[Selection, Query()]) -> Selection:
    return selection


def here(
    library: Annotated[Library, Depends(library)],
    selection: Annotated[Selection, Depends(_selection)],
    lang: Annotated[Language, Query(description="The language of names and wordings.")] = "en",
) -> Here:
    """The question of a request."""
    return Here(library.frames(), selection, lang)


HereDep = Annotated[Here, Depends(here)]
LibraryDep = Annotated[Library, Depends(library)]
ReviewerDep = Annotated[Person, Depends(reviewer)]
VisitorDep = Annotated[Person, Depends(visitor)]
SettingsDep = Annotated[Settings, Depends(settings)]
