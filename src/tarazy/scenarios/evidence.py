"""Evidence of inputs: ids that an observatory must know, and figures of its records that an input asks for with ``find``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Any

import polars as pl

from tarazy.scenarios.faults import Faults
from tarazy.scenarios.fields import is_number

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

KINDS = ("claim", "record", "cite")
_ASKS = {"kind", "actor", "words", "unit", "between", "role", "from", "to", "together", "support", "oppose"}
STANCE = 15.0
"""A stance says on which side an actor is, not how far: its place on a scale of 100 is uncertain by so much either way."""
SHORTEST = 8
"""Characters of an id that are enough where they are its beginning and that of no other."""


class Evidence:
    """What inputs rest on in one observatory; without one, ids are taken as they are."""

    def __init__(self, observatory: Observatory | None) -> None:
        self.observatory = observatory

    @cached_property
    def records(self) -> pl.DataFrame:
        """The observatory's records (each claim one of its own before the first resolve)."""
        assert self.observatory is not None
        return self.observatory._records()

    @cached_property
    def claims(self) -> pl.DataFrame:
        """The claims, as people have ruled them."""
        assert self.observatory is not None
        return self.observatory._ruled()

    def checked(self, given: Any, field: str, faults: Faults) -> tuple[str, ...]:
        """The list of evidence as full ids; notes each that is malformed, or that the observatory does not know."""
        if not isinstance(given, list) or not given or not all(isinstance(one, str) for one in given):
            faults.add(field, f"is {given!r}", 'give a list such as ["record:r-3fa29c01", "cite: Who, year, page"]')
            return ()
        return tuple(self._one(one.strip(), field, faults) for one in given)

    def _one(self, one: str, field: str, faults: Faults) -> str:
        kind, _, name = one.partition(":")
        name = name.strip()
        if kind not in KINDS or not name:
            faults.add(
                field, f"holds {one!r}", "begin it with claim:, record: or cite: (a published work, with its page)"
            )
            return one
        if kind == "cite" or self.observatory is None:
            return f"{kind}:{name}" if kind != "cite" else f"cite: {name}"
        ids = self.records["record_id"] if kind == "record" else self.claims["claim_id"]
        known = [found for found in ids if found == name or (len(name) >= SHORTEST and found.startswith(name))]
        if len(known) == 1:
            return f"{kind}:{known[0]}"
        what = "is the beginning of several ids" if known else "is not in the observatory"
        mend = "write it out" if known else f"`tarazy export OBS {kind}s` lists those it has"
        faults.add(field, f"names {one!r}, which {what} {self.observatory.path.name}", mend)
        return one

    def found(self, asked: Mapping[str, Any], field: str, faults: Faults) -> dict[str, Any] | None:
        """What ``find`` asks for: a value, its evidence, and the range that other records give; None where there is none.

        Of several figures the latest is taken, then the one of most documents, then the surest; others of the same time span the range. With
        ``between`` only figures within those bounds are taken, such as the length of a section beside that of the whole line. Stances
        give the mean of their places on a scale from ``oppose`` to ``support``, by confidence.
        """
        before = len(faults.found)
        for name in asked:
            if name not in _ASKS:
                faults.unknown(f"{field}.find.{name}", name, sorted(_ASKS))
        if "kind" not in asked or "actor" not in asked:
            faults.add(f"{field}.find", "has no kind or no actor", "give both, and words or unit where they help")
        between = asked.get("between")
        if between is not None and not (
            isinstance(between, list)
            and len(between) == 2
            and all(map(is_number, between))
            and between[0] <= between[1]
        ):
            faults.add(f"{field}.find.between", f"is {between!r}", "give two numbers, the least and the greatest")
        if len(faults.found) > before or self.observatory is None:
            return None
        rows = self.matching({**asked, "role": "holder"} if asked["kind"] == "stance" else asked)
        if asked["kind"] == "stance":
            rows = rows.filter(pl.col("record_id").is_in(self._naming(asked["actor"])))
            return _placed(rows, float(asked.get("support", 100)), float(asked.get("oppose", 0)))
        figures = [one for row in rows.iter_rows(named=True) if (one := self._figure(row, asked))]
        if not figures:
            return None
        value, evidence, time = figures[0]
        alike = [other for other, _, end in figures if end == time]
        return {"value": value, "evidence": [evidence], "low": min(alike), "high": max(alike)}

    def _figure(self, row: Mapping[str, Any], asked: Mapping[str, Any]) -> tuple[float, str, str | None] | None:
        """The figure of a record that is asked for, what it rests on, and its time; with bounds that of one of its claims, where the record's own lies outside."""
        if (value := _quantity(row["quantities"], asked)) is not None:
            return value, f"record:{row['record_id']}", row["time_end"]
        if "between" not in asked:
            return None
        members = self._members().filter(pl.col("record_id") == row["record_id"])
        for claim in self.claims.join(members, on="claim_id").sort("claim_id").iter_rows(named=True):
            if (value := _quantity(claim["quantities"], asked)) is not None:
                return value, f"claim:{claim['claim_id']}", row["time_end"]
        return None

    def matching(self, asked: Mapping[str, Any]) -> pl.DataFrame:
        """Records of a kind and actor, asserted, the latest first; ``words``: one of them stands in the object or the sentences."""
        rows = self.records.filter(
            pl.col("kind") == asked["kind"],
            pl.col("modality") == "asserted",
            pl.col("actors").list.contains(asked["actor"]),
        )
        if role := asked.get("role"):
            has = pl.element().struct.field("actor") + ":" + pl.element().struct.field("role")
            rows = rows.filter(pl.col("participants").list.eval(has).list.contains(f"{asked['actor']}:{role}"))
        for bound, column in (("from", "time_end"), ("to", "time_start")):
            if asked.get(bound):
                edge = str(asked[bound])
                rows = rows.filter(
                    pl.col(column).str.head(len(edge)) >= edge
                    if bound == "from"
                    else pl.col(column).str.head(len(edge)) <= edge
                )
        if words := asked.get("words"):
            rows = rows.filter(pl.col("record_id").is_in(self._saying([words] if isinstance(words, str) else words)))
        order = ["time_end", "documents", "confidence", "record_id"]
        return rows.sort(order, descending=[True, True, True, False], nulls_last=True)

    def _naming(self, actor: str) -> list[str]:
        """Records of which a claim names the actor by a name, and not by a word such as «the country» whose meaning was inferred."""
        word = pl.element().struct.field("surface").str.slice(0, 1)
        by_name = word.is_null() | (word != word.str.to_lowercase())
        named = (pl.element().struct.field("actor") == actor) & by_name
        hits = self.claims.filter(pl.col("participants").list.eval(named).list.any()).select("claim_id")
        return self._members().join(hits, on="claim_id")["record_id"].unique().sort().to_list()

    def _saying(self, words: Iterable[str]) -> list[str]:
        """Records whose object, or a sentence of whose claims, has any of the words."""
        folded = [word.casefold() for word in words]
        members = self._members()
        text = pl.concat_str(pl.col("object", "quote").fill_null(""), separator=" ").str.to_lowercase()
        hits = self.claims.filter(text.str.contains_any(folded)).select("claim_id")
        return members.join(hits, on="claim_id")["record_id"].unique().sort().to_list()

    def _members(self) -> pl.DataFrame:
        assert self.observatory is not None
        return self.observatory._members()

    def quotes(self, evidence: Iterable[str]) -> list[tuple[str, str]]:
        """The sentences behind ids, each with its document, in the documents' order."""
        if self.observatory is None:
            return []
        records = [one.removeprefix("record:") for one in evidence if one.startswith("record:")]
        claims = [one.removeprefix("claim:") for one in evidence if one.startswith("claim:")]
        if records:
            claims += self._members().filter(pl.col("record_id").is_in(records))["claim_id"].to_list()
        rows = self.claims.filter(pl.col("claim_id").is_in(claims)).sort("document", "start", "claim_id")
        return list(dict.fromkeys(rows.select("quote", "document").iter_rows()))


def _quantity(quantities: Iterable[Mapping[str, Any]] | None, asked: Mapping[str, Any]) -> float | None:
    """The first of these in the unit and within the bounds that are asked for."""
    low, high = asked.get("between", (-inf, inf))
    for one in quantities or ():
        if one["value"] is not None and asked.get("unit") in (None, one["unit"]) and low <= one["value"] <= high:
            return float(one["value"])
    return None


def _placed(rows: pl.DataFrame, support: float, oppose: float) -> dict[str, Any] | None:
    """The place of stances on a scale, from their stages."""
    places = {"support": support, "oppose": oppose, "neutral": (support + oppose) / 2}
    said = [(places[row["stage"]], row) for row in rows.iter_rows(named=True) if row["stage"] in places]
    if not said:
        return None
    weight = sum(row["confidence"] for _, row in said)
    value = sum(place * row["confidence"] for place, row in said) / weight
    ends = (min(support, oppose), max(support, oppose))
    low, high = min(place for place, _ in said) - STANCE, max(place for place, _ in said) + STANCE
    found = {"value": round(value, 1), "evidence": [f"record:{row['record_id']}" for _, row in said]}
    return {**found, "low": max(low, ends[0]), "high": min(high, ends[1])}
