"""A growth rate against the figures of two years that other claims of the document give."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tarazy.records.faults.quoted import shown
from tarazy.records.rounding import figure
from tarazy.records.rulebook import Finding, finding, source, table_of_words


def check(claims: pl.DataFrame) -> Iterator[Finding]:
    """Fault ``growth-rate``: last year's figure, this year's, and the growth that is said to lie between them."""
    asserted = claims.lazy().filter(
        pl.col("modality") == "asserted",
        pl.col("kind").is_in(["indicator", "trade"]),
        pl.col("time_start") == pl.col("time_end"),
        pl.col("time_start").str.len_chars() == 4,
        pl.col("object").is_not_null(),
    )
    words = table_of_words()
    text = pl.col("quote").str.to_lowercase()
    element = pl.element().struct
    yearly = asserted.with_columns(
        year=pl.col("time_start").cast(pl.Int64, strict=False),
        who=pl.col("participants")
        .list.eval(pl.format("{}:{}", element["actor"], element["role"]))
        .list.sort()
        .list.join("|"),
        rates=pl.col("quantities").list.eval(pl.element().filter(element["unit"] == "percent")),
        values=pl.col("quantities").list.eval(
            pl.element().filter(~element["unit"].is_in(["percent", "rank", "times", "years"]))
        ),
        rises=text.str.contains("|".join(source(words[code]["rise"]) for code in words)),
        falls=text.str.contains("|".join(source(words[code]["fall"]) for code in words)),
    ).filter(pl.col("values").list.len() == 1)
    first = pl.col("values").list.first().struct
    yearly = yearly.with_columns(value=first["value"], unit=first["unit"], relation=first["relation"])
    keys = ["document_id", "kind", "who", "object", "unit"]
    now = yearly.filter(pl.col("rates").list.len() == 1, pl.col("rises") != pl.col("falls"))
    before = yearly.select(*keys, "value", "claim_id", "relation", "confidence", "quote", year=pl.col("year") + 1)
    pairs = now.join(before, on=[*keys, "year"], suffix="_before").sort("claim_id", "claim_id_before").collect()
    for row in pairs.iter_rows(named=True):
        if {row["relation"], row["relation_before"]} & {">", "<"} or row["value"] <= 0 or row["value_before"] <= 0:
            continue
        one = figure(row["value_before"], row["unit"], "=", row["quote_before"])
        other = figure(row["value"], row["unit"], "=", row["quote"])
        rate = row["rates"][0]
        said = (-1 if row["falls"] else 1) * abs(rate["value"])
        low = ((other.value - other.tolerance) / (one.value + one.tolerance) - 1) * 100
        high = ((other.value + other.tolerance) / max(one.value - one.tolerance, 1e-9) - 1) * 100
        room = 0.6 + (0.1 * abs(said) if rate["relation"] != "=" else 0.0)
        if not low - room <= said <= high + room:
            true = (other.value / one.value - 1) * 100
            values = {
                "numbers": [shown(one), shown(other)],
                "stated": said,
                "true": round(true, 2),
                "years": [str(row["year"] - 1), str(row["year"])],
                "kind": row["kind"],
            }
            weight = min(row["confidence"], row["confidence_before"]) * (0.5 + min(0.5, abs(true - said) / 50))
            yield finding("growth-rate", [row["claim_id"], row["claim_id_before"]], values, weight, row["actors"])
