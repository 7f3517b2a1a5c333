"""AidData's Global Chinese Development Finance by country and year (https://www.aiddata.org/data/aiddatas-global-chinese-development-finance-dataset-version-3-0).

ODA-like flows are aid, OOF-like and vague ones investment; amounts are commitments, in US$ of the column's year. Workbook or CSV.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tarazy.datasets.claims import Actor, Amount, number, year
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited, Piece
from tarazy.datasets.given import Given
from tarazy.datasets.workbook import Workbook

_CONSTANT = tuple(
    name.format(base) for base in (2021, 2017, 2014) for name in ("Adjusted Amount (Constant USD {})", "Amount (Constant USD {})", "Amount (Constant USD{})", "usd_defl_{}")
)  # fmt: skip
_COLUMNS = {
    "recipient": ("Recipient", "Recipient Country", "Country of Activity", "recipients", "recipient"),
    "iso3": ("Recipient ISO-3", "Recipient ISO3", "recipients_iso3", "recipient_iso3"),
    "year": ("Commitment Year", "Year", "transactions_start_year"),
    "class": ("Flow Class", "flow_class", "Flow class"),
    "constant": (*_CONSTANT, "usd_defl"),
    "nominal": ("Amount (Nominal USD)", "Amount (Nominal)", "usd_current", "Nominal Amount (USD)"),
    "recommended": ("Recommended For Aggregates", "recommended_for_aggregates"),
    "estimate": ("Amount Estimated", "Amount Estimate"),
}
_OPTIONAL = frozenset(("iso3", "class", "constant", "nominal", "recommended", "estimate"))


@dataclass(frozen=True)
class Finance:
    """Delimited text, or the sheet of a workbook that has the columns."""

    def pieces(self, given: Given, seen: Callable[[str, Sequence[str]], None]) -> Iterator[Piece]:
        """As Delimited.pieces or Workbook.pieces."""
        layout = Workbook if Path(given.name).suffix.lower() == ".xlsx" else Delimited
        yield from layout(_COLUMNS, _OPTIONAL).pieces(given, seen)


LAYOUT = Finance()


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """Money pledged by China for each row."""
    have = set(rows.columns)
    if "recommended" in have:
        # AidData's own rule against counting twice.
        counted = pl.col("recommended").str.to_lowercase().is_in(["yes", "y", "true", "1"])
        context.leave_out(
            "AidData does not recommend them for sums", rows.filter(~counted.fill_null(value=False)).height
        )
        rows = rows.filter(counted)
    rows = rows.with_columns(when=year("year"), giver=pl.lit("CHN"))
    code, systems = ("iso3", ("iso3",)) if "iso3" in have else ("recipient", ("name",))
    rows = rows.with_columns(receiver=context.actors(rows, code, *systems))
    if code == "iso3":
        rows = rows.with_columns(receiver=pl.coalesce("receiver", context.actors(rows, "recipient")))
    context.span(rows, "receiver", time="when")
    estimate = pl.lit("=")
    if "estimate" in have:
        estimate = (
            pl.when(pl.col("estimate").str.to_lowercase().is_in(["yes", "y", "1"]))
            .then(pl.lit("~"))
            .otherwise(pl.lit("="))
        )
    nominal, constant = (number(name) if name in have else pl.lit(None, pl.Float64) for name in ("nominal", "constant"))
    money = nominal if "nominal" in have else constant
    context.leave_out("they have no amount", rows.select(money.is_null().sum()).item())
    rows = rows.filter(money.is_not_null())
    flow = pl.col("class").fill_null("") if "class" in have else pl.lit("")
    label = pl.lit("Chinese development finance") + (
        pl.when(flow != "").then(pl.lit(", ") + flow).otherwise(pl.lit(""))
    )
    aid = flow.str.to_lowercase().str.starts_with("oda")
    for is_aid, kind, giver in ((True, "aid", "donor"), (False, "investment", "investor")):
        yield made(
            rows.filter(aid if is_aid else ~aid),
            kind,
            [Actor(giver, "giver"), Actor("recipient", "receiver", "recipient")],
            rule="aiddata",
            start=pl.col("when"),
            amounts=[Amount(money, "USD", estimate)],
            object=label if "nominal" in have else label + pl.lit(" (constant US$)"),
            stage="pledged",
        )


def finish(context: Context) -> None:
    """Covered are the recipients of the file, between the first year and the last."""
    if context.spans:
        first, last = min(span[0] for span in context.spans.values()), max(span[1] for span in context.spans.values())
        for kind in ("aid", "investment"):
            for (receiver,) in sorted(context.spans):
                context.covers(kind, first, last, actor=receiver, role="recipient", note="from China alone")
