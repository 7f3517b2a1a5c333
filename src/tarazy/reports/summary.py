"""The main points: a few cited sentences at the head of a report, and the brief, which is little more than these."""

from __future__ import annotations

import polars as pl

from tarazy.reports import doubts, events, weighing
from tarazy.reports.document import Report, Text
from tarazy.reports.events import APART, item, timeline, weightiest
from tarazy.reports.material import Material
from tarazy.reports.wording import Actors, Day

_TOLD = 8
"""Events of each kind in a brief."""


def points(material: Material) -> None:
    """As of when; how much is known; where the actor belongs; the balance or dependence; how far sources disagree."""
    material.heading("points")
    actors = list(material.asked.actors)
    material.bullets((one, ()) for one in _points(material, actors) if one)


def brief(material: Material) -> Report:
    """The main points, what is best attested, what is latest, what is planned or foretold, what is in doubt, on a page or two."""
    words, actors = material.words, list(material.asked.actors)
    points(material)
    found = material.entries(actors, modality=None).filter(~pl.col("kind").is_in(APART))
    dated = found.filter((pl.col("modality") == "asserted") & (pl.col("precision") != "none"))
    limit = min(material.asked.limit or _TOLD, _TOLD)
    best = weightiest(dated.filter(pl.col("sources").list.len() > 1), limit)
    latest = dated.filter(
        pl.col("time_start").is_not_null(), ~pl.col("record_id").is_in(best["record_id"].to_list())
    ).tail(limit)
    others = found.filter(pl.col("modality") != "asserted").tail(limit)
    for key, part in (("attested", best), ("latest", latest), ("not-facts", others)):
        if part.height:
            material.heading(key)
            if key == "not-facts":
                material.say(material.sentence("not-facts-remark"), faint=True)
            material.bullets(item(material, row) for row in part.iter_rows(named=True))
    if dated.height:
        timeline(material, dated)
    doubts.findings(material, actors)
    doubts.coverage(material, actors)
    title = words.names(actors) if actors else words.text("all-actors")
    return material.report("brief", title, words.text("subtitle-brief"))


def _points(material: Material, actors: list[str]) -> list[Text]:
    told = [doubts.as_of(material), events.known(material, actors)]
    if len(actors) == 1:
        told.append(_belonging(material, actors[0]))
        told.append(weighing.in_short(material, actors[0]))
    elif len(actors) == 2:
        told.append(weighing.mutual_in_short(material, actors))
    told.append(doubts.summary_of(material, actors, doubts.of_actors(material, actors)))
    return told


def _belonging(material: Material, actor: str) -> Text:
    """Where the actor belongs on the day, as far as sources say."""
    found = material.observatory.members_on(material.on, actor=[actor], carry=material.asked.carry).filter(answer="yes")
    if found.is_empty():
        return ()
    cite = material.cites.claims(claim for claims in found["claims"] for claim in claims)
    names = Actors(tuple(found["organisation"].unique(maintain_order=True)))
    return material.sentence("memberships-yes", cite, actor=Actors((actor,)), names=names, day=Day(material.on))
