"""SIPRI's older trade register: text with tabs, a heading for each supplier (or recipient), and rows ``R: Kazakhstan`` (``S:``, ``L:``) below it.

Columns: partner, number ordered, designation, description, year of order, years of delivery, number delivered, comments. Brackets mark
estimates; a row without a partner belongs to the partner above it; text in a row of its own goes on from the comment above.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from tarazy.datasets.claims import Actor
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Piece
from tarazy.datasets.given import Given
from tarazy.datasets.sources.sipri import cover_recipients, generated, pieces
from tarazy.errors import ReadError

_FIELDS = ("number", "designation", "description", "ordered", "delivered", "delivered_number", "comments")
_PARTNER = re.compile(r"^\s*([RSL]):\s*(.+?)\s*$")
_YEAR = re.compile(r"\(?(\d{4})\)?")


@dataclass(frozen=True)
class Register:
    """The layout above. A register with partners R: has suppliers for headings and licensees for L:, one with S: recipients and licensers."""

    def pieces(self, given: Given, seen: Callable[[str, Sequence[str]], None]) -> Iterator[Piece]:
        """All of the register in one piece. Raises ReadError where it has no heading with rows below it."""
        text = given.text()
        found: list[dict[str, object]] = []
        bad: list[tuple[int, str]] = []
        heading = partner = ""
        by_supplier = re.search(r"(?m)^\s*R:", text) is not None
        at = 0
        preamble: list[str] = []
        for number, raw in enumerate(text.split("\n"), 1):
            line, start = raw.rstrip("\r"), at
            at += len(raw) + 1
            cells = [cell.strip() for cell in line.split("\t")]
            filled = [cell for cell in cells if cell]
            if not filled:
                continue
            if len(filled) == 1 and cells[0] and not _PARTNER.match(cells[0]):
                heading, partner = cells[0], ""
                preamble += [] if found else [line]
                continue
            match = _PARTNER.match(cells[0])
            if match:
                partner = match.group(2)
            if not partner:
                # The headings of the columns stand above the first partner.
                preamble.append(line)
                continue
            if len(cells) > 1 and not any(_YEAR.search(cell) for cell in cells[1:]):
                if not match and len(filled) == 1:
                    continue
                bad.append((number, "no year of order or delivery"))
                continue
            row = dict(zip(_FIELDS, (*cells[1:8], *[""] * 7), strict=False))
            own, other = ("recipient", "supplier") if by_supplier else ("supplier", "recipient")
            found.append(
                {
                    "line": number,
                    "start": start,
                    "end": start + len(line),
                    "quote": line,
                    **row,
                    own: partner,
                    other: heading,
                }
            )
        if not found:
            raise ReadError(
                f"{given.path} has no rows like `R: Kazakhstan` under a supplier's heading: is it the register as text with tabs?"
            )
        seen("\n".join(preamble), _FIELDS)
        schema = {"line": pl.Int64, "start": pl.Int64, "end": pl.Int64, "quote": pl.String}
        columns = schema | dict.fromkeys((*_FIELDS, "supplier", "recipient"), pl.String)
        yield Piece(text, pl.DataFrame(found, schema=columns), bad, len(bad))


LAYOUT = Register()


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """A transfer ordered and a transfer delivered for each row, where it has the years."""
    context.said = generated(context.preamble)
    rows = rows.with_columns(
        order_year=pl.col("ordered").str.extract(r"(\d{4})"),
        first=pl.col("delivered").str.extract_all(r"\d{4}").list.min(),
        last=pl.col("delivered").str.extract_all(r"\d{4}").list.max(),
    ).with_columns(when=pl.coalesce("last", "order_year"))
    rows = rows.with_columns(
        supplier_id=context.actors(rows, "supplier", years="when"),
        recipient_id=context.actors(rows, "recipient", years="when"),
    )
    context.span(rows, "recipient_id", time="when")
    label = pl.concat_str("designation", "description", separator=", ", ignore_nulls=True)
    people = [Actor("supplier", "supplier_id", "supplier"), Actor("recipient", "recipient_id", "recipient")]
    for stage, first, last, count in (
        ("ordered", "order_year", "order_year", "number"),
        ("delivered", "first", "last", "delivered_number"),
    ):
        unsure = pl.col("ordered" if stage == "ordered" else "delivered").str.contains("(", literal=True)
        yield made(
            rows.filter(pl.col(first).is_not_null()),
            "transfer",
            people,
            rule=f"sipri-register.{stage}",
            start=pl.col(first),
            end=pl.col(last),
            amounts=[pieces(count)],
            object=label,
            stage=pl.when(pl.col("quote").str.contains(r"^\s*L:") & (stage == "delivered"))
            .then(pl.lit("licensed"))
            .otherwise(pl.lit(stage)),
            confidence=pl.when(unsure).then(0.8).otherwise(1.0),
        )


def finish(context: Context) -> None:
    """Covered are the recipients of the file over the years that were asked for, or that occur."""
    cover_recipients(context)
