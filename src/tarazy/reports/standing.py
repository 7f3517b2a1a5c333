"""Chapters on who an actor is, where it belongs on a day, who belongs to it, and which agreements are in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tarazy.actors.registry import registry
from tarazy.reports.document import Span, Text
from tarazy.reports.material import Material, cited
from tarazy.reports.telling import label
from tarazy.reports.wording import Actors, Day

_LANGUAGES = ("kk", "ru", "en")


def identity(material: Material, actor: str) -> None:
    """What the registry knows of an actor: names, kind, codes, years, parents. It is no source's claim, and says so."""
    words, known = material.words, registry().get(actor)
    material.heading("who")
    kind = known.kind if known else actor.partition(":")[0] if ":" in actor else ""
    rows: list[tuple[Text, ...]] = []
    for language in _LANGUAGES:
        names = material.observatory.actor_names(language)
        given = (
            [a.text for a in known.aliases if a.language == language and a.form in ("name", "acronym")] if known else []
        )
        first = names.get(actor) or (given[0] if given else "")
        others = [one for one in given if one != first and one[:1].isupper()][:3]
        if first:
            also = f" ({'; '.join(others)})" if others else ""
            rows.append(((Span(words.word("languages", language), "faint"),), (Span(first + also),)))
    facts: list[tuple[str, str]] = []
    if kind:
        facts.append(("fact-kind", words.word("types", kind)))
    if known and known.parents:
        facts.append(("fact-parents", ", ".join(map(words.full_name, known.parents))))
    if known and (known.start or known.end):
        facts.append(("fact-years", words.span(known.start, known.end)))
    codes = {"iso2": "ISO 3166", "cow": "COW", "wikidata": "Wikidata"}
    listed = [f"{codes[name]} {value}" for name, value in (known.codes if known else {}).items()]
    facts.append(("fact-codes", ", ".join([actor, *listed])))
    rows += [((Span(words.text(name), "faint"),), (Span(value),)) for name, value in facts]
    material.table("table-identity", ("", ""), rows, widths=(1, 4), actor=Actors((actor,)))
    material.say(material.sentence("registry-remark" if known else "not-in-registry"), faint=True)


def memberships(material: Material, actor: str) -> None:
    """Where the actor belongs on the day: what is known, and what was last known."""
    found = material.observatory.members_on(material.on, actor=[actor], carry=material.asked.carry)
    material.heading("memberships", day=Day(material.on))
    _standing(material, found, "organisation", "memberships", actor)


def members(material: Material, actor: str) -> None:
    """Who belongs to the organisation or initiative on the day."""
    found = material.observatory.members_on(material.on, organisation=[actor], carry=material.asked.carry)
    material.heading("members", day=Day(material.on))
    _standing(material, found, "actor", "members", actor)


def _standing(material: Material, found: pl.DataFrame, column: str, key: str, actor: str) -> None:
    words = material.words
    whose = Actors((actor,))
    day = Day(material.on)
    if found.is_empty():
        material.say(material.sentence(f"{key}-none", actor=whose))
        return
    holding = found.filter(answer="yes")
    unknown = found.filter(answer="unknown")
    texts = []
    if holding.height:
        cite = material.cites.claims(_claims(holding))
        names = Actors(tuple(holding[column].unique(maintain_order=True)))
        texts.append(material.sentence(f"{key}-yes", cite, actor=whose, names=names, day=day))
    if unknown.height:
        cite = material.cites.claims(_claims(unknown))
        texts.append(material.sentence(f"{key}-unknown", cite, count=unknown[column].n_unique(), day=day))
    material.say(*texts)
    rows = [
        (
            material.cell(words.full_name(row[column])),
            (Span(words.word("answers", row["answer"]), "strong" if row["answer"] == "yes" else ""),),
            material.cell(words.word("ranks", row["stage"]) if row["stage"] else ""),
            material.cell(_reason(material, row)),
            _only(material, row["claims"]),
        )
        for row in found.iter_rows(named=True)
    ]
    head = ("organisation" if column == "organisation" else "actor", "answer", "rank", "reason", "sources")
    material.table(f"table-{key}", head, rows, widths=(2.8, 1.25, 1.15, 3.5, 1.2), actor=whose, day=day)


def _reason(material: Material, row: Mapping[str, Any]) -> str:
    """Why the answer is what it is, with the last thing known and its age."""
    words = material.words
    parts = [words.word("bases", row["basis"])]
    if row["last_known"] is not None:
        parts.append(words.text("last-known", date=words.date(row["last_known"])))
        if row["age"] and row["answer"] == "unknown":
            parts[-1] += f" ({words.count(round(row['age']) or 1, 'years-before')})"
    if row["next_known"] is not None:
        parts.append(words.text("next-known", date=words.date(row["next_known"])))
    return "; ".join(parts)


def agreements(material: Material, actors: Sequence[str]) -> None:
    """Agreements that are in force on the day; those of which only the signing or an older state is known."""
    found = material.observatory.in_force(material.on, list(actors), material.asked.carry)
    found = within(material, found)
    day = Day(material.on)
    material.heading("agreements", day=day)
    holding, unknown = found.filter(answer="yes"), found.filter(answer="unknown")
    ended = found.filter((pl.col("answer") == "no") & (pl.col("basis") == "ended"))
    if found.is_empty():
        material.say(material.sentence("agreements-none"))
        return
    texts = [material.sentence("agreements-no", day=day)]
    if holding.height:
        cite = material.cites.claims(_claims(holding))
        texts = [material.sentence("agreements-yes", cite, count=holding.height, day=day)]
    if unknown.height:
        cite = material.cites.claims(_claims(unknown))
        texts.append(material.sentence("agreements-unknown", cite, count=unknown.height, day=day))
    if ended.height:
        texts.append(material.sentence("agreements-ended", material.cites.claims(_claims(ended)), count=ended.height))
    material.say(*texts)
    limit = material.asked.limit or found.height
    for part, key in ((holding, "table-in-force"), (unknown, "table-uncertain")):
        recent = part.sort("last_known", "record_id", descending=[True, False], nulls_last=True).head(limit)
        rows = [_agreement(material, row) for row in recent.iter_rows(named=True)]
        material.table(
            key, ("parties", "subject", "stage", "last-known", "sources"), rows, (), (3, 3, 1.7, 2.2, 1.2), day=day
        )
        if recent.height < part.height:
            rest = part.height - recent.height
            material.say(material.sentence("rows-left-out", shown=recent.height, rest=rest), faint=True)


def _agreement(material: Material, row: Mapping[str, Any]) -> tuple[Text, ...]:
    """Parties, subject, the last stage known and when, the sources."""
    words = material.words
    last = words.date(row["last_known"]) if row["last_known"] else words.text("no-date")
    if row["basis"] not in ("later", "no-date", "stated"):
        last += f" ({words.word('bases', row['basis'])})"
    return (
        material.cell(", ".join(words.name(one) for one in row["actors"])),
        material.cell(label(row["object"], words.language) or words.word("kinds", "agreement")),
        material.cell(words.word("ranks", row["stage"]) if row["stage"] else ""),
        material.cell(last),
        _only(material, row["claims"]),
    )


def within(material: Material, found: pl.DataFrame) -> pl.DataFrame:
    """The rows whose record is in the domains asked about."""
    if not material.asked.domain:
        return found
    records = material.records.filter(pl.col("domain").is_in(list(material.asked.domain))).select("record_id")
    return found.join(records, on="record_id", how="semi", maintain_order="left")


def _only(material: Material, claims: Sequence[str]) -> Text:
    """A cell that holds nothing but a citation."""
    cite = material.cites.claims(claims)
    return (cite,) if cite else cited("–", None)


def _claims(found: pl.DataFrame) -> list[str]:
    return [claim for claims in found["claims"] for claim in claims]
