"""The reports on an actor, on two actors, on an initiative: who, what weight, what happened, what holds, what is not certain."""

from __future__ import annotations

from tarazy.reports import doubts, events, standing, weighing
from tarazy.reports.document import Report
from tarazy.reports.material import Material
from tarazy.reports.summary import points
from tarazy.reports.wording import Actors

GOALS = ("stance",)
INSTRUMENTS = ("agreement", "aid", "investment", "infrastructure", "transfer", "presence", "deployment", "exercise")
LIMITS = ("threat", "conflict", "coercion")


def dossier(material: Material) -> Report:
    """Who an actor is, its balance, chronology, agreements, figures, conflicts, and what is unknown."""
    [actor] = material.asked.actors
    points(material)
    standing.identity(material, actor)
    standing.memberships(material, actor)
    weighing.balance(material, actor)
    events.events(material, [actor])
    standing.agreements(material, [actor])
    weighing.indicators(material, actor)
    events.statements(material, [actor], "positions", ("stance",))
    events.statements(material, [actor], "threats", ("threat",))
    doubts.findings(material, [actor])
    doubts.coverage(material, [actor])
    return _report(material, "dossier", actor)


def dyad(material: Material) -> Report:
    """What ties two actors: their dependence on each other, chronology, agreements, conflicts, and what is unknown."""
    actors = list(material.asked.actors)
    points(material)
    weighing.dependence(material, actors)
    events.events(material, actors)
    standing.agreements(material, actors)
    events.statements(material, actors, "positions", ("stance",))
    doubts.findings(material, actors)
    doubts.coverage(material, actors)
    words = material.words
    both = Actors(tuple(actors))
    return material.report("dyad", words.text("title-dyad", both=both), words.text("subtitle-dyad"))


def initiative(material: Material) -> Report:
    """An organisation, programme or initiative: its members, aims, instruments, limits, chronology, and what is unknown."""
    [actor] = material.asked.actors
    points(material)
    standing.identity(material, actor)
    standing.members(material, actor)
    events.statements(material, [actor], "goals", GOALS)
    events.counts(material, [actor], "instruments", INSTRUMENTS)
    events.events(material, [actor])
    events.statements(material, [actor], "limits", LIMITS)
    weighing.indicators(material, actor)
    doubts.findings(material, [actor])
    doubts.coverage(material, [actor])
    return _report(material, "initiative", actor)


def _report(material: Material, kind: str, actor: str) -> Report:
    words = material.words
    return material.report(kind, words.full_name(actor), words.text(f"subtitle-{kind}"))
