"""Chapters of figures: the balance of an actor's ties by domain, with intervals; two actors' dependence on each other; indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tarazy.codebook.vocabulary import DOMAINS
from tarazy.measures.composite import COMPOSITE
from tarazy.reports import figures
from tarazy.reports.document import Span, Text
from tarazy.reports.material import Material, cited, sentences
from tarazy.reports.telling import label
from tarazy.reports.wording import Actors

_PARTNERS = 3
"""Partners that a row names."""
_PARTS = 6
"""Partners that a figure tells apart."""


def balance(material: Material, actor: str) -> None:
    """How many partners share the actor's ties, how evenly, by domain; the change over the years; who the partners are."""
    words = material.words
    found = material.measure("balance", [actor])
    whose = Actors((actor,))
    material.heading("balance")
    known = found.filter(status="known")
    if known.is_empty():
        material.say(material.sentence("balance-none", actor=whose))
        return
    shares = material.measure("shares", [actor]).filter(pl.col("partner").is_not_null())
    first, last = known["start"].min(), known["end"].max()
    span = int(first), int(last)  # type: ignore[arg-type]
    years = words.years(*span)
    whole = known.filter(domain=COMPOSITE) if COMPOSITE in known["domain"] else known
    _told(material, whole.row(0, named=True), whose, span, known.filter(pl.col("domain") != COMPOSITE).height)
    rows = [_row(material, row, shares) for row in known.iter_rows(named=True)]
    head = ("domain", "ties", "effective", "top-share", "main-partners", "sources")
    material.table("table-balance", head, rows, (1, 2, 3), (2.2, 1, 1.9, 2.1, 3.8, 1.8), actor=whose, years=years)
    silent = [one for one in DOMAINS if one not in known["domain"] and one in (material.asked.domain or DOMAINS)]
    if silent:
        names = ", ".join(words.word("domains", one) for one in silent)
        material.say(material.sentence("domains-unknown", names=names))
    material.say(material.sentence("balance-remark"), faint=True)
    _over_years(material, actor, whose)
    _parts(material, shares.filter(pl.col("domain") != COMPOSITE), whose, years)


def _told(material: Material, row: Mapping[str, Any], whose: Actors, years: tuple[int, int], domains: int) -> None:
    words = material.words
    cite = material.cites.records(row["records"])
    texts = [
        material.sentence(
            "balance-count",
            cite,
            actor=whose,
            years=words.told_years(*years),
            ties=words.count(row["ties"], "ties"),
            partners=row["partners"],
            domains=domains,
        ),
        material.sentence(
            "balance-effective",
            cite,
            actor=whose,
            effective=words.fixed(row["effective_1"]),
            interval=interval(material, row, "effective_1"),
        ),
        material.sentence(
            "balance-top",
            cite,
            top=Actors((row["top"],)),
            share=row["top_share"],
            interval=interval(material, row, "top_share", percent=True),
        ),
    ]
    material.say(*texts)


def _row(material: Material, row: Mapping[str, Any], shares: pl.DataFrame) -> tuple[Text, ...]:
    words = material.words
    mine = shares.filter(domain=row["domain"]).head(_PARTNERS)
    partners = ", ".join(
        f"{words.name(one['partner'])} {words.percent(one['share'])}" for one in mine.iter_rows(named=True)
    )
    effective = f"{words.fixed(row['effective_1'])} ({interval(material, row, 'effective_1')})"
    top = f"{words.percent(row['top_share'])} ({interval(material, row, 'top_share', percent=True)})"
    cite = material.cites.records(row["records"])
    name = words.word("domains", row["domain"])
    return (
        (Span(name, "strong" if row["domain"] == COMPOSITE else ""),),
        material.cell(words.number(row["ties"])),
        material.cell(effective),
        material.cell(top),
        material.cell(partners),
        (cite,) if cite else (),
    )


def interval(material: Material, row: Mapping[str, Any], name: str, percent: bool = False) -> str:
    """``2.1–3.4``; unknown where there are no bounds."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if low is None or high is None:
        return material.words.word("answers", "unknown")
    if percent:
        return f"{round(100 * low)}–{material.words.percent(high)}"
    return f"{material.words.fixed(low)}–{material.words.fixed(high)}"


def _over_years(material: Material, actor: str, whose: Actors) -> None:
    """The figure of the balance over periods; what is not recorded is marked as unknown."""
    words = material.words
    found = material.measure("balance", [actor], every=material.asked.every)
    periods = found.filter(domain=COMPOSITE) if COMPOSITE in found["domain"] else found
    if periods.filter(status="known").height < 2 or periods["domain"].n_unique() > 1:
        return
    frame = pl.DataFrame(
        {
            "period": [words.years(row["start"], row["end"]) for row in periods.iter_rows(named=True)],
            "value": periods["effective_1"],
            "low": periods["effective_1_low"],
            "high": periods["effective_1_high"],
        }
    )
    unknown = words.word("answers", "unknown")
    drawn = figures.intervals(frame, words.text("axis-effective"), (words.text("axis-years"),), unknown)
    caption = words.sentence("figure-balance", actor=whose)
    cite = material.cites.records(record for records in periods["records"] for record in records)
    told = "; ".join(
        f"{row['period']}: {words.fixed(row['value']) if row['value'] is not None else unknown}"
        for row in frame.iter_rows(named=True)
    )
    material.figure(drawn, cited(caption, cite), f"{caption} {told}.")


def _parts(material: Material, shares: pl.DataFrame, whose: Actors, years: str) -> None:
    """The figure of partners by domain."""
    words = material.words
    if shares["domain"].n_unique() < 1 or shares["partner"].n_unique() < 2:
        return
    totals = shares.group_by("partner").agg(pl.col("share").sum()).sort("share", "partner", descending=[True, False])
    main = totals["partner"].to_list()[:_PARTS]
    names = {partner: words.name(partner) for partner in main}
    rest = words.text("other-partners")
    parted = shares.with_columns(
        part=pl.col("partner").replace_strict(names, default=rest, return_dtype=pl.String),
        row=pl.col("domain").replace_strict(
            {one: words.word("domains", one) for one in DOMAINS}, return_dtype=pl.String
        ),
    )
    order = [*names.values(), *([rest] if totals.height > _PARTS else [])]
    rows = [words.word("domains", one) for one in DOMAINS if one in shares["domain"]]
    frame = parted.group_by("row", "part").agg(pl.col("share").sum()).sort("row", "part")
    drawn = figures.shares(frame, (words.text("axis-share"),), order, rows)
    caption = words.sentence("figure-partners", actor=whose, years=years)
    cite = material.cites.records(record for records in shares["records"] for record in records)
    told = "; ".join(f"{name} {words.percent(share)}" for name, share in _first(parted, rest))
    material.figure(drawn, cited(caption, cite), f"{caption} {told}." if told else caption)


def _first(parted: pl.DataFrame, rest: str) -> list[tuple[str, float]]:
    """Each domain's largest partner."""
    top = parted.sort("row", "share", "partner", descending=[False, True, False]).group_by("row", maintain_order=True)
    return [(f"{row}: {part}", share) for row, part, share in top.first().select("row", "part", "share").iter_rows()]


def dependence(material: Material, actors: Sequence[str]) -> None:
    """How much two actors depend on each other by domain, and the intensity of their ties over the years."""
    words = material.words
    a, b = actors
    found = material.measure("mutual", [a, b])
    both, one, two = Actors((a, b)), Actors((a,)), Actors((b,))
    material.heading("dependence")
    if found.is_empty():
        material.say(material.sentence("dependence-none", both=both))
        return
    _asymmetry(material, found, one, two)
    rows = []
    for row in found.iter_rows(named=True):
        cite = material.cites.records(row["records"])
        cells = [
            f"{words.percent(row[name])} ({interval(material, row, name, percent=True)})"
            for name in ("a_on_b", "b_on_a")
        ]
        rows.append(
            (
                material.cell(words.word("domains", row["domain"])),
                material.cell(words.number(row["ties"])),
                *(material.cell(cell) for cell in cells),
                (cite,) if cite else (),
            )
        )
    head = ("domain", "ties", "a-on-b", "b-on-a", "sources")
    material.table("table-dependence", head, rows, (1, 2, 3), (2, 1, 2.2, 2.2, 2), a=one, b=two)
    material.say(material.sentence("dependence-remark", a=one, b=two), faint=True)
    _trend(material, actors, both)


def _asymmetry(material: Material, found: pl.DataFrame, one: Actors, two: Actors) -> None:
    """Which depends more, where the interval says so."""
    row = _main(found)
    cite = material.cites.records(row["records"])
    words = material.words
    share = {"domain": words.word("domains", row["domain"])}
    texts = [
        material.sentence("dependence-share", cite, a=one, b=two, share=row["a_on_b"], back=row["b_on_a"], **share)
    ]
    low, high = row["asymmetry_low"], row["asymmetry_high"]
    if low is not None and low > 0:
        texts.append(material.sentence("dependence-more", cite, more=one, less=two))
    elif high is not None and high < 0:
        texts.append(material.sentence("dependence-more", cite, more=two, less=one))
    else:
        texts.append(material.sentence("dependence-open", cite))
    material.say(*texts)


def _trend(material: Material, actors: Sequence[str], both: Actors) -> None:
    words = material.words
    found = material.measure("trend", actors)
    every = found.filter(domain="all") if "all" in found["domain"] else found
    if every.is_empty() or every["domain"].n_unique() > 1 or every.height < 2:
        return
    frame = every.select(year="start", weight="weight", level="level")
    drawn = figures.trend(frame, (words.text("axis-year"), words.text("axis-ties")))
    years = words.years(int(frame["year"].min()), int(frame["year"].max()))  # type: ignore[arg-type]
    caption = words.sentence("figure-trend", both=both, years=years)
    cite = material.cites.records(record for records in every["records"] for record in records)
    stages = every["stage"].drop_nulls().n_unique()
    told = words.sentence("figure-trend-stages", count=stages) if stages else ""
    parts = [cited(caption, cite)] + ([cited(told, None)] if told else [])
    material.figure(drawn, sentences(*parts), f"{caption} {told}".strip())


def indicators(material: Material, actor: str) -> None:
    """The figures that sources give of the actor."""
    words = material.words
    found = material.entries([actor], modality=None).filter(pl.col("kind") == "indicator")
    material.heading("indicators")
    if found.is_empty():
        material.say(material.sentence("indicators-none"))
        return
    limit = material.asked.limit or found.height
    shown = found.sort("object", "time_start", "record_id", nulls_last=True).head(limit)
    rows = []
    for row in shown.iter_rows(named=True):
        amounts = "; ".join(words.amount(one) for one in row["quantities"]) or "–"
        modality = "" if row["modality"] == "asserted" else words.telling.words["modality"][row["modality"]]
        cite = material.cites.claims(row["claims"])
        name = label(row["object"], words.language) or words.text("unnamed")
        rows.append(
            (
                (Span(name), Span(f" ({modality})", "emphasis")) if modality else material.cell(name),
                material.cell(amounts),
                material.cell(words.span(row["time_start"], row["time_end"]) or words.text("no-date")),
                (cite,) if cite else (),
            )
        )
    material.table(
        "table-indicators", ("indicator", "value", "time", "sources"), rows, widths=(3, 3, 2, 1), actor=Actors((actor,))
    )
    if shown.height < found.height:
        rest = found.height - shown.height
        material.say(material.sentence("rows-left-out", shown=shown.height, rest=rest), faint=True)


def in_short(material: Material, actor: str) -> Text:
    """The actor's balance across domains in two sentences."""
    found = material.measure("balance", [actor]).filter(status="known")
    if found.is_empty():
        return ()
    row = (found.filter(domain=COMPOSITE) if COMPOSITE in found["domain"] else found.head(1)).row(0, named=True)
    words, cite = material.words, material.cites.records(row["records"])
    number, bounds = words.fixed(row["effective_1"]), interval(material, row, "effective_1")
    share = interval(material, row, "top_share", percent=True)
    return sentences(
        material.sentence("balance-effective", cite, actor=Actors((actor,)), effective=number, interval=bounds),
        material.sentence("balance-top", cite, top=Actors((row["top"],)), share=row["top_share"], interval=share),
    )


def mutual_in_short(material: Material, actors: Sequence[str]) -> Text:
    """Two actors' shares in each other's ties across domains."""
    found = material.measure("mutual", list(actors))
    if found.is_empty():
        return ()
    row = _main(found)
    return material.sentence(
        "dependence-share",
        material.cites.records(row["records"]),
        a=Actors((actors[0],)),
        b=Actors((actors[1],)),
        share=row["a_on_b"],
        back=row["b_on_a"],
        domain=material.words.word("domains", row["domain"]),
    )


def _main(found: pl.DataFrame) -> dict[str, Any]:
    """The composite, or the domain with most ties."""
    composite = found.filter(domain=COMPOSITE)
    most = found.sort("ties", "domain", descending=[True, False])
    return (most if composite.is_empty() else composite).row(0, named=True)
