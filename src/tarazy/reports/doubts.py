"""Chapters on what is not certain: where sources disagree, where figures cannot be right, what nobody says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tarazy.records.findings import sentence
from tarazy.reports.document import Cite, Span, Text
from tarazy.reports.material import Material, cited
from tarazy.reports.wording import Actors, Day

_QUOTES = 4
"""Sentences shown below a finding."""


def findings(
    material: Material, actors: Sequence[str], heading: str = "findings", kinds: Sequence[str] = ()
) -> pl.DataFrame:
    """Each finding as a sentence, and below it the sentences that disagree; says so where there is none. Returns the findings."""
    words = material.words
    material.heading(heading)
    found = of_actors(material, actors, kinds)
    if found is None:
        material.say(material.sentence("findings-unresolved"))
        return pl.DataFrame()
    conflicts, faults = found.filter(type="conflict"), found.filter(type="fault")
    every = material.cites.claims(claim for claims in found["claims"] for claim in claims)
    material.say(_counted(material, "findings-count", found, every))
    names = {one: words.name(one) for one in material.observatory.actor_names(words.language)}
    for part, key in ((conflicts, "conflicts"), (faults, "faults")):
        if part.height:
            material.heading(key, 2)
            material.bullets(_finding(material, row, names) for row in part.iter_rows(named=True))
    return found


def of_actors(material: Material, actors: Sequence[str], kinds: Sequence[str] = ()) -> pl.DataFrame | None:
    """The findings that name all the actors; None where nothing has been resolved."""
    if not material.observatory.is_resolved():
        return None
    found = material.observatory.findings(actor=list(actors), kind=list(kinds) or list(material.asked.kind) or None)
    if not material.asked.domain:
        return found
    records = material.records.filter(pl.col("domain").is_in(list(material.asked.domain))).select("record_id")
    return found.join(records, on="record_id", how="semi", maintain_order="left")


def _finding(material: Material, row: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Text, tuple[Text, ...]]:
    ordered = _order(row)
    told = sentence(row, material.words.language, names).removesuffix(".")
    said = cited(told, material.cites.claims(ordered))
    below = []
    for claim in ordered[:_QUOTES]:
        if cite := material.cites.claims([claim]):
            below.append((Span(f"«{material.cites.quote(claim)}»", "emphasis"), cite))
    return said, tuple(below)


def _order(row: Mapping[str, Any]) -> list[str]:
    """The claims so that each value has its first one before any has its second."""
    camps = [one["claims"] for one in json.loads(row["values"]).get("values", ()) if isinstance(one, dict)]
    taken = [camp[at] for at in range(max(map(len, camps), default=0)) for camp in camps if at < len(camp)]
    return list(dict.fromkeys([*taken, *row["claims"]]))


def coverage(material: Material, actors: Sequence[str]) -> None:
    """From what the report is made, and what it cannot know: undated, not asserted, unresolved, single sources; windows of data sets."""
    words = material.words
    material.heading("coverage")
    together = [pl.col("actors").list.contains(pl.lit(one)) for one in actors]
    claims = material.claims.filter(*together) if together else material.claims
    records = material.records.filter(*together) if together else material.records
    if claims.is_empty():
        material.say(material.sentence("coverage-none"))
        return
    languages = claims.group_by("language").len().sort("len", "language", descending=[True, False])
    spoken = ", ".join(
        f"{words.word('languages', one)} – {words.number(count)}" for one, count in languages.iter_rows()
    )
    documents = claims["document"].n_unique()
    dates = claims.select("document", "said").unique()["said"]
    texts = [
        material.sentence("coverage-claims", claims=claims.height, records=records.height, documents=documents),
        material.sentence("coverage-languages", languages=spoken),
    ]
    known = dates.drop_nulls()
    if known.len():
        first, last = str(known.min()), str(known.max())
        key = "coverage-dates" if first != last else "coverage-date"
        texts.append(material.sentence(key, first=words.date(first), last=words.date(last)))
    if undated := documents - claims.filter(pl.col("said").is_not_null())["document"].n_unique():
        texts.append(material.sentence("coverage-no-date", documents=undated))
    material.say(*texts)
    items = []
    single = records.filter(pl.col("documents") == 1).height
    undated_records = records.filter(pl.col("time_start").is_null() & pl.col("time_end").is_null()).height
    told = records.filter(pl.col("modality") != "asserted").height
    unsure = records.filter(pl.col("confidence") < 0.5).height
    for key, count in (("single", single), ("undated", undated_records), ("not-asserted", told), ("unsure", unsure)):
        if count:
            share = count / records.height
            items.append((material.sentence(f"coverage-{key}", count=count, of=records.height, share=share), ()))
    if open_claims := material.observatory.unresolved():
        items.append((material.sentence("coverage-unresolved", claims=open_claims), ()))
    windows = material.observatory.coverage()
    mine = windows.filter(pl.col("actor").is_null() | pl.col("actor").is_in(list(actors))) if actors else windows
    for (name,), group in mine.sort("dataset", "kind", nulls_last=True).group_by("dataset", maintain_order=True):
        items.append((_window(material, str(name), group), ()))
    if mine.is_empty():
        items.append((material.sentence("coverage-no-data"), ()))
    for name, other in sorted(material.observatory.told_twice().items()):
        items.append((material.sentence("coverage-twice", name=name, other=other), ()))
    material.bullets(items)
    material.say(material.sentence("coverage-remark"), faint=True)


def _window(material: Material, name: str, group: pl.DataFrame) -> Text:
    words = material.words
    start, end = group["time_start"].drop_nulls().min(), group["time_end"].drop_nulls().max()
    kinds = ", ".join(dict.fromkeys(words.word("kinds", kind) for kind in group["kind"].drop_nulls()))
    span = words.span(str(start) if start else None, str(end) if end else None) or words.text("no-date")
    return material.sentence("coverage-window", name=name, kinds=kinds, span=span)


def as_of(material: Material) -> Text:
    """On which day the report stands."""
    key = "as-of-asked" if material.asked.on else "as-of"
    return material.sentence(key, day=Day(material.on))


def summary_of(material: Material, actors: Sequence[str], found: pl.DataFrame | None) -> Text:
    """One sentence on how far the sources disagree."""
    if found is None or found.is_empty():
        return material.sentence("brief-no-conflicts", actors=Actors(tuple(actors)))
    cite = material.cites.claims(claim for claims in found["claims"] for claim in claims)
    return _counted(material, "brief-conflicts", found, cite)


def _counted(material: Material, key: str, found: pl.DataFrame, cite: Cite | None = None) -> Text:
    """How many conflicts and faults there are, each named where there is one."""
    counts = [(found.filter(type=name).height, f"{name}s") for name in ("conflict", "fault")]
    named = ", ".join(material.words.count(count, noun) for count, noun in counts if count)
    return material.sentence(key, cite, found=named) if named else material.sentence("findings-nothing")
