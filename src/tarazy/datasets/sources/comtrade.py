"""UN Comtrade as CSV, of today's download (refYear, reporterISO …) and of the older one (Year, Reporter …).

Flow M: the reporter imports, X: it exports; RM and RX are re-imports and re-exports. Values are US$, imports mostly CIF, exports FOB.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tarazy.datasets.claims import Actor, Amount, flagged, number, yes
from tarazy.datasets.claims import claims as made
from tarazy.datasets.context import Context
from tarazy.datasets.delimited import Delimited

LAYOUT = Delimited(
    columns={
        "period": ("period", "Period", "refYear", "Year"),
        "flow": ("flowDesc", "Trade Flow", "flowCode"),
        "reporter_code": ("reporterCode", "Reporter Code"),
        "reporter": ("reporterDesc", "Reporter"),
        "partner_code": ("partnerCode", "Partner Code"),
        "partner": ("partnerDesc", "Partner"),
        "commodity_code": ("cmdCode", "Commodity Code"),
        "commodity": ("cmdDesc", "Commodity"),
        "kilograms": ("netWgt", "Netweight (kg)"),
        "kilograms_estimate": ("isNetWgtEstimated",),
        "value": ("primaryValue", "Trade Value (US$)"),
        "flag": ("legacyEstimationFlag", "Flag"),
    },
    optional=frozenset(("reporter", "partner", "commodity", "kilograms", "kilograms_estimate", "flag")),
)
# 0 no estimate, 2 quantity, 4 net weight, 6 both (https://comtrade.un.org).
_WEIGHT_ESTIMATED = ["4", "6"]


def claims(rows: pl.DataFrame, context: Context) -> Iterator[pl.DataFrame]:
    """Trade for each row, from the exporter to the importer, as the reporter tells it."""
    flow = pl.col("flow").str.to_lowercase()
    period = pl.col("period").str.extract(r"^(\d{4,6})")
    month = pl.concat_str([period.str.slice(0, 4), period.str.slice(4, 2)], separator="-")
    rows = rows.with_columns(
        when=pl.when(period.str.len_chars() == 6).then(month).otherwise(period.str.slice(0, 4)),
        imports=flow.is_in(["m", "import", "imports", "rm", "re-import", "re-imports"]),
        exports=flow.is_in(["x", "export", "exports", "rx", "re-export", "re-exports"]),
        again=flow.str.starts_with("r"),
    )
    rows = rows.with_columns(year=pl.col("when").str.slice(0, 4))
    rows = rows.with_columns(
        own=context.actors(rows, "reporter_code", "comtrade", years="year"),
        other=context.actors(rows, "partner_code", "comtrade", years="year"),
    )
    context.leave_out(
        "the flow is neither of imports nor of exports", rows.filter(~(pl.col("imports") | pl.col("exports"))).height
    )
    for imports in (True, False):
        context.span(
            rows.filter(pl.col("imports" if imports else "exports")).with_columns(i=pl.lit(imports)), "own", "i"
        )
    label = pl.lit("HS ") + pl.col("commodity_code")
    if "commodity" in rows.columns:
        label = pl.concat_str([label, pl.col("commodity")], separator=", ", ignore_nulls=True)
    label = label + pl.when(pl.col("again")).then(pl.lit(" (re-traded)")).otherwise(pl.lit(""))
    amounts = [Amount(number("value"), "USD")]
    if "kilograms" in rows.columns:
        estimated = pl.lit(value=False)
        if "kilograms_estimate" in rows.columns:
            estimated = estimated | yes("kilograms_estimate").fill_null(value=False)
        if "flag" in rows.columns:
            estimated = estimated | pl.col("flag").is_in(_WEIGHT_ESTIMATED).fill_null(value=False)
        weight = number("kilograms")
        amounts.append(Amount(pl.when(weight > 0).then(weight), "kg", flagged(estimated)))
    for imports, own, other in ((True, "importer", "exporter"), (False, "exporter", "importer")):
        yield made(
            rows.filter(pl.col("imports" if imports else "exports")),
            "trade",
            [
                Actor(own, "own", "reporter" if "reporter" in rows.columns else "reporter_code"),
                Actor(other, "other", "partner" if "partner" in rows.columns else "partner_code"),
            ],
            rule="comtrade",
            start=pl.col("when"),
            amounts=amounts,
            object=label,
        )


def finish(context: Context) -> None:
    """Covered are the reporters of the file, in the years that they report."""
    for (state, imports), (first, last) in sorted(context.spans.items()):
        context.covers(
            "trade", first, last, actor=state, role="importer" if imports else "exporter", note="as it reports"
        )
