"""Links that need not be looked up by hand: borders by their length, trade by what records say of its amount."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import polars as pl

from tarazy.scenarios.case import Input
from tarazy.scenarios.reading import flat
from tarazy.scenarios.table import data

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

_UNIT = "USD"
_DIGITS = 2


@cache
def borders() -> Mapping[frozenset[str], int]:
    """Lengths of land borders in km, by the two states; CIA World Factbook, field «Land boundaries»."""
    with (data() / "borders.tsv").open(encoding="utf-8") as lines:
        return {frozenset((row["one"], row["other"])): int(row["km"]) for row in csv.DictReader(lines, delimiter="\t")}


def border_links(states: Sequence[str], sources: Sequence[str]) -> Iterator[tuple[str, str, float, str]]:
    """From, to, link and citation of each border between two states.

    A border counts beside the longest that a source has with one of the states; a longer one is a full link.
    """
    pairs = {pair: borders().get(frozenset(pair), 0) for pair in combinations(states, 2)}
    longest = max((km for pair, km in pairs.items() if set(pair) & set(sources)), default=0)
    for (one, other), km in pairs.items():
        if km and longest:
            cited = f"cite: CIA World Factbook, land boundaries: {_name(one)}–{_name(other)} {km:,} km"
            yield one, other, max(round(min(1.0, km / longest), _DIGITS), 10.0**-_DIGITS), cited


def _name(state: str) -> str:
    from tarazy.actors.registry import registry

    found = registry().get(state)
    return state if found is None else found.names["en"]


def names_links(inputs: Any, channel: str) -> bool:
    """Whether a file's inputs hold a link of this channel already: then what it says of the channel is all there is."""
    return isinstance(inputs, dict) and any(name.startswith(f"link.{channel}.") for name, _ in flat(inputs, {}))


def trade_links(states: Sequence[str], observatory: Observatory) -> Iterator[Input]:
    """Links by trade: the latest amount that records name for two states, beside the greatest of any state here with anybody."""
    ties = observatory.ties("amount", kind="trade").filter(pl.col("unit") == _UNIT)
    ends = pl.concat_list("source", "target").list.sort()
    ties = ties.filter(pl.col("source").is_in(states) | pl.col("target").is_in(states)).with_columns(pair=ends)
    order = ["end", "weight", "records"]
    latest = ties.sort(order, descending=[True, True, False], nulls_last=True).unique("pair", keep="first")
    most = latest["weight"].max()
    found = {tuple(row["pair"]): row for row in latest.iter_rows(named=True)}
    for one, other in combinations(states, 2):
        row = found.get(tuple(sorted((one, other))))
        if row is not None and isinstance(most, float) and most > 0:
            cited = tuple(f"record:{record}" for record in row["records"])
            yield Input(f"link.trade.{one}.{other}", round(row["weight"] / most, _DIGITS), "evidence", evidence=cited)
