"""Records → ties: who is tied to whom, in what, from when to when, how strongly, and by which rule."""

from __future__ import annotations

import polars as pl

from tarazy.codebook.vocabulary import CURRENCIES, DOMAINS, KINDS, MODALITIES
from tarazy.records.holding import life_entries, points, rung_spells, spells
from tarazy.records.tie_rules import Ladder, TieRules, tie_rules
from tarazy.store.schema import Columns
from tarazy.store.selection import Several, checked, several, within

TIES: Columns = {
    "source": pl.String,  # the actor the tie goes out from; the smaller id where it is not directed
    "target": pl.String,
    "domain": pl.String,
    "kind": pl.String,
    "directed": pl.Boolean,  # False: it holds both ways and stands here once
    "start": pl.String,  # ISO, cut to what is known; null: open, or unknown
    "end": pl.String,  # equal to start for a point in time; null: not known to have ended
    "weight": pl.Float64,
    "measure": pl.String,  # count, amount, quantity, share, depth, position
    "unit": pl.String,  # a currency, percent, another unit of the codebook; null for counts, depths and positions
    "rule": pl.String,  # how the weight was made
    "modality": pl.String,
    "records": pl.List(pl.String),
    "confidence": pl.Float64,
}


def ties(
    records: pl.DataFrame,
    measure: Several = None,
    modality: str = "asserted",
    kind: Several = None,
    domain: Several = None,
    actor: Several = None,
    start: str | None = None,
    end: str | None = None,
    pending: bool = False,
    rules: TieRules | None = None,
) -> pl.DataFrame:
    """The ties of records (``store.schema.RECORDS``), columns ``TIES``, a row for each record, pair, measure and unit.

    ``measure``, ``kind``, ``domain``: any of those given; all where none is. ``actor``: ids that must all be ends of the tie.
    ``modality`` is one, never several at once. ``pending``: asserted stages that are not yet a tie (a pledge, a planned visit,
    an application), and these alone. ``start``/``end``: the tie's time touches the span, undated ties drop out.
    What a record does not say has no row: an amount that no source gives is unknown, not 0. Raises UsageError for a word that
    the codebook or the rules do not have.
    """
    rules = rules or tie_rules()
    measures = checked(measure, rules.measures, "measure") or list(rules.measures)
    checked(modality, MODALITIES, "modality")
    chosen = records.filter(
        pl.col("claims") > 0,
        *([pl.col("kind").is_in(kinds)] if (kinds := checked(kind, KINDS, "kind")) else []),
        *([pl.col("domain").is_in(domains)] if (domains := checked(domain, DOMAINS, "domain")) else []),
        *(pl.col("actors").list.contains(pl.lit(one)) for one in several(actor)),
    ).with_row_index("row")
    pairs = _pairs(chosen, rules)
    held = chosen.join(pairs.select("row").unique(), on="row", how="semi", maintain_order="left")
    entries = life_entries(held, rules, modality, pending)
    states = [name for name, row in rules.kinds.items() if row.state]
    is_state = pl.col("kind").is_in(states)
    times = pl.concat([spells(entries.filter(is_state)), points(entries.filter(~is_state))])
    said = _sized(held, rules, modality, pending)
    parts = [
        part
        for order, name in enumerate(measures)
        for part in _weighed(name, order, held, pairs, entries, times, said, rules)
    ]
    found = pl.concat(parts).filter(
        *((pl.col("source") == one) | (pl.col("target") == one) for one in several(actor)),
        *within(start, end, "start", "end"),
    )
    origin = chosen.select("row", "kind", "domain", "record_id", "confidence")
    return (
        found.sort("row", "order", "spell", "source", "target", "unit")
        .join(origin, on="row", maintain_order="left")
        .with_columns(records=pl.concat_list("record_id"), modality=pl.lit(modality))
        .select(pl.col(name).cast(kind) for name, kind in TIES.items())
    )


def rule_table(rules: TieRules | None = None) -> pl.DataFrame:
    """``measure``, ``rule``, ``multilateral``, ``gather``: what a weight is, how pairs share it, how ties are put together."""
    rows = [(m.name, m.rule, m.multilateral, m.gather) for m in (rules or tie_rules()).measures.values()]
    return pl.DataFrame(rows, schema=["measure", "rule", "multilateral", "gather"], orient="row")


def gathered(found: pl.DataFrame, by_domain: bool = True, rules: TieRules | None = None) -> pl.DataFrame:
    """Ties of one pair, kind, measure and unit put together over their records as the measure's rule says (sum, max, mean, latest).

    ``by_domain=False`` also puts the domains together. Currencies and units, modalities, and the directions of directed ties
    never mix. ``start`` is the earliest known, ``end`` the latest, null where any is open. Columns ``TIES``; ``domain`` is null
    where domains were put together.
    """
    measures = (rules or tie_rules()).measures
    keys = [
        "source",
        "target",
        *(["domain"] if by_domain else []),
        "kind",
        "directed",
        "measure",
        "unit",
        "rule",
        "modality",
    ]
    by_rule = {
        name: [m.name for m in measures.values() if m.gather == name] for name in ("sum", "max", "mean", "latest")
    }
    weight, is_one = pl.col("weight"), pl.col("measure").first
    together = (
        found.sort(pl.coalesce("end", "start"), nulls_last=False, maintain_order=True)
        .group_by(keys, maintain_order=True)
        .agg(
            start=pl.col("start").min(),
            end=pl.when(pl.col("end").is_null().any()).then(None).otherwise(pl.col("end").max()),
            weight=pl.when(is_one().is_in(by_rule["max"]))
            .then(weight.max())
            .when(is_one().is_in(by_rule["mean"]))
            .then(weight.mean())
            .when(is_one().is_in(by_rule["latest"]))
            .then(weight.last())
            .otherwise(weight.sum()),
            records=pl.col("records").explode().unique(maintain_order=True),
            confidence=1 - (1 - pl.col("confidence")).product(),
        )
    )
    if not by_domain:
        together = together.with_columns(domain=pl.lit(None, pl.String))
    return together.sort("source", "target", *keys[2:-4], "measure", "unit").select(
        pl.col(name).cast(kind) for name, kind in TIES.items()
    )


def _pairs(records: pl.DataFrame, rules: TieRules) -> pl.DataFrame:
    """``row``, ``source``, ``target``, ``directed``, ``pairs`` (of the record, how many): each two actors that a record ties."""
    people = (
        records.select("row", "kind", "participants")
        .explode("participants")
        .select(
            "row",
            "kind",
            actor=pl.col("participants").struct.field("actor"),
            role=pl.col("participants").struct.field("role"),
        )
        .drop_nulls(["actor", "role"])
    )
    schema = {"row": pl.UInt32, "source": pl.String, "target": pl.String, "directed": pl.Boolean}
    found = [pl.DataFrame(schema=schema)]
    by_kind = {name: part for (name,), part in people.partition_by("kind", as_dict=True).items()}
    for name, part in by_kind.items():
        for pair in rules.kinds[str(name)].pairs if str(name) in rules.kinds else ():
            fitting = part
            if pair.unless:
                fitting = part.join(part.filter(role=pair.unless), on="row", how="anti")
            left = fitting.filter(pl.col("role").is_in(pair.sources)).select("row", source="actor").unique()
            right = fitting.filter(pl.col("role").is_in(pair.targets)).select("row", target="actor").unique()
            two = pl.col("source") != pl.col("target") if pair.directed else pl.col("source") < pl.col("target")
            found.append(left.join(right, on="row").filter(two).with_columns(directed=pl.lit(pair.directed)))
    together = pl.concat(found).unique(["row", "source", "target", "directed"])
    return together.with_columns(pairs=pl.len().over("row"))


def _sized(records: pl.DataFrame, rules: TieRules, modality: str, pending: bool) -> pl.DataFrame:
    """``row``, ``kind``, ``object``, ``value``, ``unit``: the first quantity of a record in each unit, where it is said in the modality."""
    asserted = modality == "asserted"
    known = records.filter(modality=modality)
    if asserted:
        classes = rules.stage_table().rename({"class": "listed"})
        known = known.join(classes, on=["kind", "stage"], how="left", maintain_order="left").filter(
            (pl.col("listed").fill_null("holding") == "pending") == pending,
            pl.col("listed").fill_null("holding") != "never",
        )
        if not pending:
            known = known.join(rules.unsized_stages(), on=["kind", "stage"], how="anti", maintain_order="left")
    return (
        known.select("row", "kind", "object", "quantities")
        .explode("quantities")
        .drop_nulls("quantities")
        .select(
            "row",
            "kind",
            "object",
            value=pl.col("quantities").struct.field("value"),
            unit=pl.col("quantities").struct.field("unit"),
        )
        .drop_nulls(["value", "unit"])
        .unique(["row", "unit"], keep="first", maintain_order=True)
    )


def _weighed(
    name: str,
    order: int,
    records: pl.DataFrame,
    pairs: pl.DataFrame,
    entries: pl.DataFrame,
    times: pl.DataFrame,
    said: pl.DataFrame,
    rules: TieRules,
) -> list[pl.DataFrame]:
    """The ties of one measure with the time of each, not yet with what the record adds."""
    measure = rules.measures[name]
    rule, none = measure.rule, pl.lit(None, pl.String).alias("unit")
    found: list[pl.DataFrame] = []
    if name == "count":
        found.append(pairs.join(times, on="row").with_columns(none, weight=pl.lit(1.0)))
    elif name == "depth":
        for kind, ladder in rules.ladders.items():
            found.append(_depths(kind, ladder, records, pairs, entries, times).with_columns(none))
    elif name == "position":
        weights = pl.DataFrame(
            {"stage": list(measure.options["weights"]), "weight": list(measure.options["weights"].values())}
        )
        positions = records.filter(pl.col("kind").is_in(measure.options["kinds"])).select("row", "stage")
        found.append(pairs.join(positions.join(weights, on="stage"), on="row").join(times, on="row").with_columns(none))
    else:
        unit = pl.col("unit")
        money = unit.is_in(list(CURRENCIES))
        amounts = said.filter(money)
        if name == "amount":
            sizes = amounts
        elif name == "quantity":
            sizes = said.filter(~money, ~unit.is_in(["percent", *rules.unsized_units()]))
        else:
            about = pl.col("object").str.contains(measure.options["not_about"]).fill_null(value=False)
            sizes = said.filter(
                pl.col("kind").is_in(measure.options["kinds"]),
                unit == "percent",
                pl.col("value").is_between(0, 100),
                ~about,
            ).join(amounts.select("row"), on="row", how="anti")
        first = times.sort("row", "spell").unique("row", keep="first", maintain_order=True)
        share = pl.col("pairs") if measure.multilateral == "split" else pl.lit(1)
        found.append(
            pairs.join(sizes.select("row", "unit", "value"), on="row")
            .join(first, on="row")
            .with_columns(weight=pl.col("value") / share)
        )
    columns = ["row", "source", "target", "directed", "spell", "start", "end", "weight", "unit"]
    return [
        part.select(
            *columns[:7],
            pl.col("weight").cast(pl.Float64),
            "unit",
            rule=pl.lit(rule),
            measure=pl.lit(name),
            order=pl.lit(order),
        )
        for part in found
    ]


def _depths(
    kind: str, ladder: Ladder, records: pl.DataFrame, pairs: pl.DataFrame, entries: pl.DataFrame, times: pl.DataFrame
) -> pl.DataFrame:
    """Depths of one kind's ladder: by the stage, a spell for each rung that was held, or by the words of the object."""
    heights = pl.DataFrame({"rung": list(ladder.rungs), "weight": [ladder.weight(rung) for rung in ladder.rungs]})
    if ladder.by_stage:
        by_stage = pl.DataFrame({"stage": list(ladder.by_stage), "rung": list(ladder.by_stage.values())})
        held = rung_spells(entries.filter(kind=kind).join(by_stage, on="stage", how="left"))
        found = pairs.join(held, on="row").join(heights, on="rung")
        if ladder.top is None:
            return found
        below = ladder.weight(ladder.top) - 1
        allied = (pl.col("weight") == below) & pl.col("target").is_in(ladder.top_organisations)
        return found.with_columns(weight=pl.when(allied).then(below + 1).otherwise("weight"))
    rung: pl.Expr = pl.lit(None, pl.String)
    for name in ladder.rungs:
        rung = pl.when(pl.col("object").str.contains(ladder.by_object[name])).then(pl.lit(name)).otherwise(rung)
    named = records.filter(kind=kind).select("row", rung=rung).drop_nulls("rung").join(heights, on="rung")
    return pairs.join(named, on="row").join(times, on="row")
