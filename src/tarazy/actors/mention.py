"""A mention: the span of a sentence that names an actor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """``start``/``end`` are offsets in the analysed sentence.

    ``form`` says how the actor is named: name, acronym, adjective (казахстанско-, қазақстандық, Kazakh), demonym (казахи,
    Russians), capital (Анкара, standing for the government or the place), leader (a person who stands for a state or body),
    office (a title with its state: президент Казахстана), provisional (not in the registry).
    ``via`` is the person's id (``person:tokayev``) where a person acts for the actor.
    ``known`` is False for provisional actors.
    """

    start: int
    end: int
    actor: str
    form: str
    surface: str
    via: str | None = None
    known: bool = True
