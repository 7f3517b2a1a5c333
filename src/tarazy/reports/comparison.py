"""Comparison frames: actors, initiatives or periods side by side over chosen rows, each cell with its sources; as a frame and as a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from tarazy.codebook.vocabulary import CURRENCIES
from tarazy.data_files import toml
from tarazy.errors import UsageError
from tarazy.measures.composite import COMPOSITE
from tarazy.records.chronology import SOURCE, with_sources
from tarazy.reports.document import Report, Span, Text
from tarazy.reports.events import SPOKEN, weightiest
from tarazy.reports.material import Material, cited
from tarazy.reports.telling import event
from tarazy.reports.weighing import interval
from tarazy.reports.wording import capital
from tarazy.store.schema import Columns
from tarazy.store.selection import checked

COMPARISON: Columns = {
    "row": pl.String,  # of reports/data/comparison.toml
    "subject": pl.String,  # an actor's id or a period
    "item": pl.String,  # what stands in the cell, a row for each item; null: nothing is known
    "records": pl.List(pl.String),
    "claims": pl.List(pl.String),
    "sources": pl.List(SOURCE),
}
_QUOTED = 160
"""Characters of a sentence that a cell shows."""
_ITEMS = 6
"""Events that a cell lists unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A column: actors that must all take part, in a span of years."""

    key: str
    title: str
    actors: tuple[str, ...]
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: ``show`` is how a cell is made, from records of these kinds in which the subject has one of the roles."""

    name: str
    show: str
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    modality: str | None = "asserted"


@dataclass(frozen=True, slots=True)
class Item:
    """One statement of a cell."""

    text: str
    records: tuple[str, ...]
    claims: tuple[str, ...]
    modality: str = "asserted"


@cache
def rows() -> dict[str, Row]:
    """All rows by name, in the order of the file."""
    found = {}
    for name, given in toml("tarazy.reports", "comparison.toml").items():
        lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
        modality = None if given.get("modality") == "all" else given.get("modality", "asserted")
        found[name] = Row(name, given["show"], modality=modality, **lists)
    return found


def subjects(material: Material) -> list[Subject]:
    """The columns: periods of the same actors, or one column for each actor. Raises UsageError for fewer than two."""
    asked, words = material.asked, material.words
    if asked.periods:
        found = [Subject(words.years(a, b), words.years(a, b), asked.actors, str(a), str(b)) for a, b in asked.periods]
    else:
        found = [Subject(one, words.name(one), (one,), asked.start, asked.end) for one in asked.actors]
    if len(found) < 2:
        raise UsageError("A comparison needs two columns: name two actors, or one with --periods 1992-2001,2002-2025.")
    return found


def compared(material: Material) -> list[tuple[Row, list[tuple[Subject, list[Item]]]]]:
    """The cells: for each row and subject its items. Raises UsageError for a row that is unknown."""
    wanted = checked(material.asked.rows, rows(), "row") or list(rows())
    columns = subjects(material)
    return [
        (rows()[name], [(one, _MADE[rows()[name].show](material, one, rows()[name])) for one in columns])
        for name in wanted
    ]


def frame(material: Material) -> pl.DataFrame:
    """The comparison as a frame, columns ``COMPARISON``: a row for each item, and one without an item for an empty cell."""
    found = [
        {
            "row": row.name,
            "subject": subject.key,
            "item": item.text if item else None,
            "records": list(item.records) if item else [],
            "claims": list(item.claims) if item else [],
        }
        for row, cells in compared(material)
        for subject, items in cells
        for item in (*items, *([] if items else [None]))
    ]
    columns = {name: kind for name, kind in COMPARISON.items() if name != "sources"}
    return with_sources(pl.DataFrame(found, schema=columns), material.claims)


def comparison(material: Material) -> Report:
    """The comparison as a report: one table, each item with its citation."""
    words = material.words
    cells = compared(material)
    columns = [one for one, _ in cells[0][1]]
    listed: list[tuple[Text, ...]] = []
    for row, line in cells:
        written = [(Span(words.word("rows", row.name), "strong"),), *(_cell(material, items) for _, items in line)]
        listed.append(tuple(written))
    material.say(material.sentence("comparison-remark"), faint=True)
    heads = ("", *(one.title for one in columns))
    caption = words.text("table-comparison")
    material.add_table(caption, heads, tuple(listed), widths=(1.5, *(3.2 for _ in columns)))
    title = "; ".join(one.title for one in columns)
    if material.asked.periods and material.asked.actors:
        title = f"{words.names(material.asked.actors)}: {title}"
    elif not material.asked.periods:
        title = words.names(material.asked.actors)
    return material.report("comparison", title, words.text("title-comparison"))


def _cell(material: Material, items: Sequence[Item]) -> Text:
    if not items:
        return (Span(material.words.text("nothing-known"), "faint"),)
    joined: Text = ()
    for number, item in enumerate(items):
        line = cited(item.text, material.cites.claims(item.claims))
        mark = "• " if len(items) > 1 else ""
        joined = (*joined, Span("\n" + mark if number else mark), *line)
    return joined


def _records(material: Material, subject: Subject, row: Row) -> pl.DataFrame:
    """The entries of the row's kinds and stages in which the subject has one of the roles."""
    found = material.observatory.chronology(
        list(subject.actors),
        subject.start,
        subject.end,
        list(row.kinds) or None,
        list(material.asked.domain) or None,
        row.modality,
    )
    if row.stages:
        found = found.filter(pl.col("stage").is_in(list(row.stages)) | pl.col("stage").is_null())
    if row.roles and subject.actors:
        place = pl.element().struct
        mine = pl.col("participants").list.eval(
            place.field("actor").is_in(list(subject.actors)) & place.field("role").is_in(list(row.roles))
        )
        found = found.filter(mine.list.any())
    return found


def _events(material: Material, subject: Subject, row: Row) -> list[Item]:
    found = weightiest(_records(material, subject, row), min(material.asked.limit, _ITEMS) or 0)
    return [_told(material, one) for one in found.iter_rows(named=True)]


def _told(material: Material, entry: dict[str, Any], amounts: bool = False) -> Item:
    words = material.words
    when = words.span(entry["time_start"], entry["time_end"])
    text = event(entry, words)
    if amounts:
        sums = "; ".join(words.amount(one) for one in entry["quantities"])
        what = event({**entry, "quantities": []}, words)
        text = f"{sums} – {what}"
    line = f"{when}: {text}" if when else text
    if entry["kind"] in SPOKEN:
        line += f" – {material.cites.surest(entry['claims'], _QUOTED)}"
    modality = str(entry["modality"])
    return Item(line, (str(entry["record_id"]),), tuple(entry["claims"]), modality)


def _counts(material: Material, subject: Subject, row: Row) -> list[Item]:
    """How many records of each kind."""
    words, items = material.words, []
    found = _records(material, subject, row)
    counted = found.group_by("kind").agg(
        n=pl.col("record_id").n_unique(), records=pl.col("record_id").unique().sort(), claims=pl.col("claims").explode()
    )
    for one in counted.sort("n", "kind", descending=[True, False]).iter_rows(named=True):
        text = f"{capital(words.word('kinds', one['kind']))}: {words.number(one['n'])}"
        items.append(Item(text, tuple(one["records"]), tuple(sorted(set(one["claims"])))))
    return items


def _amounts(material: Material, subject: Subject, row: Row) -> list[Item]:
    """Amounts of money, each as its source gives it; nothing is added up."""
    found = _records(material, subject, row)
    money = found.filter(
        pl.col("quantities").list.eval(pl.element().struct.field("unit").is_in(list(CURRENCIES))).list.any()
    )
    shown = weightiest(money, min(material.asked.limit, _ITEMS) or 0)
    return [_told(material, one, amounts=True) for one in shown.iter_rows(named=True)]


def _members(material: Material, subject: Subject, row: Row) -> list[Item]:
    """Who belongs to the subject on the day, or where it belongs."""
    words, items = material.words, []
    day = f"{subject.end}-12-31" if subject.end and len(subject.end) == 4 else subject.end or material.on
    for actor in subject.actors:
        own = material.observatory.members_on(day, organisation=[actor], carry=material.asked.carry)
        found, column = (
            (own, "actor")
            if own.height
            else (
                material.observatory.members_on(day, actor=[actor], carry=material.asked.carry),
                "organisation",
            )
        )
        for answer in ("yes", "unknown"):
            part = found.filter(answer=answer)
            if part.is_empty():
                continue
            names = ", ".join(words.name(one) for one in part[column].unique(maintain_order=True))
            key = f"cell-{'members' if column == 'actor' else 'belongs'}-{answer}"
            claims = tuple(claim for claims in part["claims"] for claim in claims)
            records = tuple(record for records in part["records"] for record in records)
            items.append(Item(words.sentence(key, date=words.date(day), names=names), records, claims))
    return items


def _partners(material: Material, subject: Subject, row: Row) -> list[Item]:
    """The main partners with their shares."""
    words, items = material.words, []
    for one in _measured(material, subject, "shares").head(5).iter_rows(named=True):
        bounds = interval(material, one, "share", percent=True)
        text = f"{words.name(one['partner'])}: {words.percent(one['share'])} ({bounds})"
        items.append(Item(text, tuple(one["records"]), tuple(material.cites.behind(one["records"]))))
    return items


def _balance(material: Material, subject: Subject, row: Row) -> list[Item]:
    """The effective number of partners."""
    items = []
    for one in _measured(material, subject, "balance").filter(status="known").iter_rows(named=True):
        number = material.words.fixed(one["effective_1"])
        bounds = interval(material, one, "effective_1")
        text = material.words.sentence("cell-balance", effective=number, interval=bounds, ties=one["ties"])
        items.append(Item(text, tuple(one["records"]), tuple(material.cites.behind(one["records"]))))
    return items


def _measured(material: Material, subject: Subject, name: str) -> pl.DataFrame:
    """The composite of a measure for the subject's first actor in its span."""
    if not subject.actors:
        return pl.DataFrame(schema={"status": pl.String})
    asked: dict[str, Any] = {k: int(date[:4]) for k, date in (("start", subject.start), ("end", subject.end)) if date}
    if material.asked.domain:
        asked["domain"] = list(material.asked.domain)
    found = material.observatory.measure(name, subject.actors[0], **asked)
    if "partner" in found.columns:
        found = found.filter(pl.col("partner").is_not_null())
    return found.filter(domain=COMPOSITE) if COMPOSITE in found["domain"] else found


_MADE: dict[str, Callable[[Material, Subject, Row], list[Item]]] = {
    "events": _events,
    "counts": _counts,
    "amounts": _amounts,
    "members": _members,
    "partners": _partners,
    "balance": _balance,
}
