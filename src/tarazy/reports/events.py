"""Chapters of events: what happened when, what is planned, foretold or denied, and a figure of both over the years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from tarazy.reports import figures
from tarazy.reports.document import Span, Text
from tarazy.reports.material import Material, cited, sentences
from tarazy.reports.telling import event
from tarazy.reports.wording import Actors, capital

_PARTS = 6
"""Kinds of events that a figure tells apart; the rest are one."""
APART = ("indicator", "stance", "threat")
"""Kinds that are no events."""
SPOKEN = ("stance", "threat", "coercion", "conflict")
"""Kinds of which a sentence of a template says little: the source's own follows."""


def events(
    material: Material,
    actors: Sequence[str],
    heading: str = "events",
    kinds: Iterable[str] = (),
    limit: int | None = None,
    by_year: bool = False,
) -> None:
    """A chapter of what is asserted: a figure, a list by years, how much is not listed; then what is no fact, then what has no date."""
    found = material.entries(actors, modality=None)
    found = found.filter(pl.col("kind").is_in(list(kinds))) if kinds else found.filter(~pl.col("kind").is_in(APART))
    asserted = found.filter(modality="asserted")
    material.heading(heading)
    if found.is_empty():
        material.say(material.sentence("events-none"))
        return
    dated = asserted.filter(pl.col("precision") != "none")
    limit = material.asked.limit if limit is None else limit
    shown = weightiest(dated, limit)
    cite = material.cites.claims(claim for claims in dated["claims"] for claim in claims)
    text = [material.sentence("events-count", cite, count=dated.height)] if dated.height else []
    if shown.height < dated.height:
        text.append(material.sentence("events-left-out", shown=shown.height, rest=dated.height - shown.height))
    material.say(*text)
    timeline(material, dated)
    if by_year:
        _years(material, shown)
    else:
        material.bullets(items(material, shown))
    undated = weightiest(asserted.filter(pl.col("precision") == "none"), limit)
    if undated.height:
        material.heading("undated", 2)
        material.bullets(items(material, undated))
    others = weightiest(found.filter(pl.col("modality") != "asserted"), limit)
    if others.height:
        material.heading("not-facts", 2)
        material.say(material.sentence("not-facts-remark"), faint=True)
        material.bullets(items(material, others))


def weightiest(found: pl.DataFrame, limit: int) -> pl.DataFrame:
    """The entries that most documents tell of, then most claims, in the order of the chronology."""
    if not limit or found.height <= limit:
        return found
    numbered = found.with_row_index("place").with_columns(
        documents=pl.col("sources").list.eval(pl.element().struct.field("document").n_unique()).list.first(),
        told=pl.col("claims").list.len(),
    )
    best = numbered.sort("documents", "told", "place", descending=[True, True, False], nulls_last=True).head(limit)
    return best.sort("place").drop("place", "documents", "told")


def items(material: Material, found: pl.DataFrame, quoted: bool = False) -> Iterator[tuple[Text, tuple[Text, ...]]]:
    """An item for each entry: its time, the sentence, the citation, and the dates that other sources give."""
    return (item(material, row, quoted) for row in found.iter_rows(named=True))


def item(material: Material, row: Mapping[str, Any], quoted: bool = False) -> tuple[Text, tuple[Text, ...]]:
    """One entry as an item of a list; ``quoted``: with its sentence below it, where that says more."""
    words = material.words
    when = words.span(row["time_start"], row["time_end"])
    said = cited(event(row, words), material.cites.claims(row["claims"]))
    if row["differs"]:
        dates = "; ".join(words.telling.iso_span(one) for one in row["differs"])
        said = sentences(said, cited(words.sentence("other-dates", dates=dates), None, "emphasis"))
    quote = material.cites.surest(row["claims"]) if row["kind"] in SPOKEN and quoted else ""
    below: tuple[Text, ...] = ((Span(quote, "emphasis"),),) if quote else ()
    return ((Span(when, "strong"), Span(" – "), *said) if when else said), below


def _years(material: Material, found: pl.DataFrame) -> None:
    years = found.with_columns(year=pl.coalesce("time_start", "time_end").str.head(4))
    for (year,), group in years.group_by("year", maintain_order=True):
        material.heading("year", 2, year=year)
        material.bullets(items(material, group.drop("year")))


def timeline(material: Material, found: pl.DataFrame) -> None:
    """The figure of events by year and kind, if there is more than one year."""
    words = material.words
    # What is known only to hold until a year would stand where nothing happened.
    years = found.with_columns(year=pl.col("time_start").str.head(4).cast(pl.Int64, strict=False)).drop_nulls("year")
    if years["year"].n_unique() < 2:
        return
    ranked = years.group_by("kind").len().sort("len", "kind", descending=[True, False])["kind"].to_list()
    names = {kind: words.word("kinds", kind) for kind in ranked[:_PARTS]}
    rest = words.text("other-kinds")
    parted = years.with_columns(part=pl.col("kind").replace_strict(names, default=rest, return_dtype=pl.String))
    counted = parted.group_by("year", "part").agg(count=pl.len().cast(pl.Int64)).sort("year", "part")
    order = [*names.values(), *([rest] if len(ranked) > _PARTS else [])]
    first, last = int(counted["year"].min()), int(counted["year"].max())  # type: ignore[arg-type]
    peak = counted.group_by("year").agg(pl.col("count").sum()).sort("count", "year", descending=[True, False]).row(0)
    caption = words.sentence("figure-timeline", years=words.years(first, last))
    told = words.sentence("figure-timeline-told", count=years.height, year=str(peak[0]), most=peak[1])
    svg = figures.timeline(counted, (words.text("axis-year"), words.text("axis-events")), order)
    cite = material.cites.claims(claim for claims in years["claims"] for claim in claims)
    material.figure(svg, sentences(cited(caption, None), cited(told, cite)), f"{caption} {told}")


def statements(material: Material, actors: Sequence[str], heading: str, kinds: Sequence[str]) -> None:
    """A chapter of what sources say of the actors in some kinds of claims, facts before plans, forecasts and denials."""
    found = material.entries(actors, modality=None).filter(pl.col("kind").is_in(list(kinds)))
    material.heading(heading)
    if found.is_empty():
        material.say(material.sentence("statements-none"))
        return
    limit = material.asked.limit
    facts = found.filter(modality="asserted")
    others = found.filter(pl.col("modality") != "asserted")
    shown, open_ones = weightiest(facts, limit), weightiest(others, limit)
    material.say(material.sentence("statements-remark"), faint=True)
    material.bullets([*items(material, shown, True), *items(material, open_ones, True)])
    rest = found.height - shown.height - open_ones.height
    if rest:
        material.say(material.sentence("rows-left-out", shown=found.height - rest, rest=rest), faint=True)


def counts(material: Material, actors: Sequence[str], heading: str, kinds: Sequence[str]) -> None:
    """A chapter of how many records there are of each kind, the most first."""
    words = material.words
    found = material.entries(actors).filter(pl.col("kind").is_in(list(kinds)))
    material.heading(heading)
    if found.is_empty():
        material.say(material.sentence("statements-none"))
        return
    material.say(material.sentence("instruments-count"), faint=True)
    counted = found.group_by("kind").agg(n=pl.col("record_id").n_unique(), claims=pl.col("claims").explode())
    told = []
    for row in counted.sort("n", "kind", descending=[True, False]).iter_rows(named=True):
        line = f"{capital(words.word('kinds', row['kind']))}: {words.number(row['n'])}"
        told.append((cited(line, material.cites.claims(sorted(set(row["claims"])))), ()))
    material.bullets(told)


def known(material: Material, actors: Sequence[str]) -> Text:
    """How much the sources tell, and over which years."""
    found = material.entries(actors)
    if found.is_empty():
        return material.sentence("known-nothing", actors=Actors(tuple(actors)))
    dates = found["time_start"].str.head(4).drop_nulls()
    records = found["record_id"].n_unique()
    key = "known-years" if dates.len() else "known-undated"
    years = material.words.told_years(int(str(dates.min())), int(str(dates.max()))) if dates.len() else ""
    documents = found.explode("sources")["sources"].struct.field("document").n_unique()
    cite = material.cites.claims(claim for claims in found["claims"] for claim in claims)
    return material.sentence(key, cite, records=records, documents=documents, years=years)
