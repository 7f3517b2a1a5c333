"""Any table, by a mapping that its user writes: which column means what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES
from tarazy.datasets.claims import Actor, Amount, flagged, number
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited, MissingColumnsError, Piece
from tarazy.datasets.given import Given
from tarazy.datasets.mapping import Mapping, Pattern, Sum
from tarazy.datasets.workbook import Workbook
from tarazy.errors import UsageError

_ISO = r"^\d{4}(-\d{2}(-\d{2})?)?$"


@dataclass(frozen=True)
class Mapped:
    """The layout of a mapped table, in delimited text or in a workbook."""

    mapping: Mapping

    def pieces(self, given: Given, seen: Callable[[str, Sequence[str]], None]) -> Iterator[Piece]:
        """As Delimited.pieces or Workbook.pieces. Raises UsageError for a column that the table does not have."""
        columns = {column: (column,) for column in self.mapping.columns()}
        try:
            if Path(given.name).suffix.lower() == ".xlsx":
                yield from Workbook(columns, sheets=self.mapping.sheet).pieces(given, seen)
            else:
                yield from Delimited(columns, separator=self.mapping.separator).pieces(given, seen)
        except MissingColumnsError as error:
            column = error.missing[0]
            where = self.mapping.columns()[column]
            near = get_close_matches(column, error.found, 1, 0.5)
            if len(error.found) < 2:
                mend = f"its first line is one single column: is separator = {self.mapping.separator!r} right?"
            else:
                meant = f"did you mean {near[0]!r}? " if near else ""
                mend = f"{meant}It has {', '.join(error.found[:40])}."
            raise UsageError(
                f"{self.mapping.path}, {where}: column {column!r} is not in {given.name}; {mend}"
            ) from None


def layout(context: Context) -> Mapped:
    """The layout that the mapping describes."""
    return Mapped(context.mapping)


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """One frame for each claim of the mapping."""
    mapping: Mapping = context.mapping
    context.title = mapping.title
    used = list(mapping.columns())
    unknown = ["", *mapping.missing]
    cells = [pl.col(column).str.strip_chars().alias(column) for column in used]
    rows = rows.with_columns(cells).with_columns(
        [pl.when(~pl.col(column).is_in(unknown)).then(pl.col(column)).alias(column) for column in used]
    )
    for position, pattern in enumerate(mapping.claims, 1):
        yield _claims(rows, pattern, f"[[claim]] {position}", mapping, context)


def _claims(rows: pl.DataFrame, pattern: Pattern, where: str, mapping: Mapping, context: Context) -> pl.DataFrame:
    slots = {}
    for slot, cell in pattern.slots.items():
        if cell.column is None:
            slots[slot] = pl.lit(cell.fixed)
        elif slot in ("start", "end"):
            rows = rows.with_columns(_dates(rows, cell.column, f"{where} {slot}", mapping, context).alias(f"_{slot}"))
            slots[slot] = pl.col(f"_{slot}")
        else:
            _allowed(rows[cell.column], slot, pattern.kind, f"{where} {slot}", mapping)
            slots[slot] = pl.col(cell.column)
    for amount in pattern.sums:
        rows = _numbers(rows, amount, f"{where} quantities", mapping, context)
    actors, start = [], "_start" if "_start" in rows.columns else None
    for at, person in enumerate(pattern.people):
        name, column = f"_actor{at}", person.cell.column
        if column is None:
            rows = rows.with_columns(pl.lit(person.cell.fixed).alias(name))
        else:
            rows = rows.with_columns(context.actors(rows, column, person.system, years=start).alias(name))
        actors.append(Actor(person.role, name, column))
    named = [actor.column for actor in actors if actor.surface]
    roles = " or ".join(person.role for person in pattern.people if person.cell.column)
    if named:
        lacking = rows.filter(pl.any_horizontal(pl.col(column).is_null() for column in named)).height
        context.leave_out(f"{where} names no {roles} in them", lacking)
        rows = rows.drop_nulls(named)
    if pattern.sums:
        values = [f"_value{amount.column}" for amount in pattern.sums]
        empty = rows.filter(pl.all_horizontal(pl.col(value).is_null() for value in values)).height
        context.leave_out(f"{where} has no value in them", empty)
        rows = rows.filter(pl.any_horizontal(pl.col(value).is_not_null() for value in values))
    context.span(rows, time="_start") if start else None
    return made(
        rows,
        pattern.kind,
        actors,
        rule="table",
        start=slots.get("start"),
        end=slots.get("end"),
        amounts=[_amount(amount) for amount in pattern.sums],
        object=slots.get("object"),
        stage=slots.get("stage"),
        modality=slots.get("modality", pl.lit("asserted")).fill_null("asserted"),
        domain=slots["domain"].fill_null(KINDS[pattern.kind].domain) if "domain" in slots else None,
        confidence=pattern.confidence,
        language="und",
    )


def _amount(amount: Sum) -> Amount:
    relation: pl.Expr | str = "="
    if amount.estimate is not None:
        marked = (
            pl.col(amount.estimate).is_in(list(amount.marks)) if amount.marks else pl.col(amount.estimate).is_not_null()
        )
        relation = flagged(marked)
    return Amount(pl.col(f"_value{amount.column}") * amount.scale, amount.unit, relation)


def _numbers(rows: pl.DataFrame, amount: Sum, where: str, mapping: Mapping, context: Context) -> pl.DataFrame:
    """The rows with the numbers of a column; UsageError where it has none at all, a note for single cells that are none."""
    values = rows.select(number(amount.column)).to_series()
    wrong = rows.filter(values.is_null() & rows[amount.column].is_not_null())
    if wrong.height:
        cell, line = wrong[amount.column][0], wrong["line"][0]
        if values.null_count() == rows.height:
            mend = 'write missing = ["…"] for cells that mean unknown'
            if "," in cell:
                mend = "numbers need a decimal point; exchange the commas"
            raise UsageError(
                f"{mapping.path}, {where}: column {amount.column!r} has no numbers ({cell!r} on line {line}): {mend}."
            )
        _report(wrong, amount.column, "no number", context)
    return rows.with_columns(values.alias(f"_value{amount.column}"))


def _dates(rows: pl.DataFrame, column: str, where: str, mapping: Mapping, context: Context) -> pl.Series:
    """The dates of a column as ISO; UsageError where none is one, a note for single cells that are none."""
    cells = rows[column]
    if mapping.date is not None:
        form = mapping.date
        dates = cells.map_elements(lambda cell: _parsed(cell, form), return_dtype=pl.String)
    else:
        whole = cells.str.replace(r"^(\d{4})\.0+$", "$1").str.replace(r"[T ]\d\d:\d\d.*$", "")
        dates = rows.select(pl.when(whole.str.contains(_ISO)).then(whole)).to_series()
    wrong = rows.filter(dates.is_null() & cells.is_not_null())
    if wrong.height:
        if dates.null_count() == rows.height:
            raise UsageError(
                f"{mapping.path}, {where}: column {column!r} has no dates ({wrong[column][0]!r} on line {wrong['line'][0]}): "
                'write how they stand there, such as date = "%d.%m.%Y".'
            )
        _report(wrong, column, "no date", context)
    return dates


def _parsed(cell: str, form: str) -> str | None:
    try:
        found = datetime.strptime(cell, form)
    except ValueError:
        return None
    length = 10 if "%d" in form else 7 if any(mark in form for mark in ("%m", "%b", "%B")) else 4
    return found.date().isoformat()[:length]


def _report(wrong: pl.DataFrame, column: str, what: str, context: Context) -> None:
    listed = [
        (line, f"{cell!r} in {column!r} is {what}") for line, cell in wrong.head(20).select("line", column).iter_rows()
    ]
    context.malformed(listed, wrong.height)


def _allowed(cells: pl.Series, slot: str, kind: str, where: str, mapping: Mapping) -> None:
    """UsageError where a column of stages, modalities or domains holds other words than the codebook's."""
    allowed = {"stage": KINDS[kind].stages, "modality": MODALITIES, "domain": DOMAINS}.get(slot)
    if allowed is None:
        return
    for value in cells.drop_nulls().unique(maintain_order=True).to_list():
        if value not in allowed:
            raise UsageError(
                f"{mapping.path}, {where}: {value!r} in the file is no {slot} of {kind}: "
                f"change the cells to one of {', '.join(allowed) or 'none, it has none'}."
            )


def finish(context: Context) -> None:
    """Covered are the years that the mapping says, or else nothing is known of it."""
    mapping: Mapping = context.mapping
    if mapping.start or mapping.end:
        for kind in dict.fromkeys(pattern.kind for pattern in mapping.claims):
            context.covers(kind, mapping.start, mapping.end)
