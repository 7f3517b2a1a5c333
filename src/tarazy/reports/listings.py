"""The reports that are lists: the chronology and the list of conflicts."""

from __future__ import annotations

from tarazy.reports import doubts, events
from tarazy.reports.document import Report
from tarazy.reports.material import Material


def chronology(material: Material) -> Report:
    """What happened year by year, between all the actors named; then what is planned, foretold or denied; then what has no date."""
    words, actors = material.words, list(material.asked.actors)
    kinds = material.asked.kind
    events.events(material, actors, kinds=kinds, by_year=True)
    doubts.coverage(material, actors)
    return material.report("chronology", _title(material, "title-chronology"), words.text("subtitle-chronology"))


def conflicts(material: Material) -> Report:
    """Where sources disagree and where figures or dates cannot be right, each with its sentences."""
    words, actors = material.words, list(material.asked.actors)
    doubts.findings(material, actors)
    material.say(material.sentence("findings-remark"), faint=True)
    doubts.coverage(material, actors)
    return material.report("conflicts", _title(material, "title-conflicts"), words.text("subtitle-conflicts"))


def _title(material: Material, key: str) -> str:
    words, actors = material.words, material.asked.actors
    names = words.names(actors) if actors else words.text("all-actors")
    return words.text(key, names=names)
