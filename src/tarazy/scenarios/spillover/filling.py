"""What need not be looked up by hand: borders by their length, trade by its amount in records, help by memberships in records."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import polars as pl

from tarazy.records.standing import members_on
from tarazy.scenarios.case import Input
from tarazy.scenarios.reading import flat
from tarazy.scenarios.table import data, model_row

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

_UNIT = "USD"
_DIGITS = 2
HELP, LEAST, MOST = 0.2, 0.0, 0.4
"""What an ally's help is supposed to hold back, and between what it is drawn: a judgement, whatever records say of the alliance."""


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
    return _names(state)["en"]


def _names(actor: str) -> Mapping[str, str]:
    from tarazy.actors.registry import registry

    found = registry().get(actor)
    return dict.fromkeys(("en", "ru", "kk"), actor) if found is None else found.names


def names_links(inputs: Any, channel: str) -> bool:
    """Whether a file's inputs hold a link of this channel already: then what it says of the channel is all there is."""
    return _holds(inputs, f"link.{channel}.")


def names_help(inputs: Any) -> bool:
    """Whether a file's inputs hold help of any state already: then what it says of help is all there is."""
    return _holds(inputs, "help.")


def _holds(inputs: Any, beginning: str) -> bool:
    return isinstance(inputs, dict) and any(name.startswith(beginning) for name, _ in flat(inputs, {}))


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


def allied_help(
    states: Sequence[str], sources: Sequence[str], settings: Mapping[str, Any], observatory: Observatory
) -> Iterator[Input]:
    """Help to each state that by the records belonged to a body of collective security on the date of the settings.

    The membership is what the records tell, and its records are the evidence; how much it helps is assumed. A membership of which
    the records do not say that it held on that date is none.
    """
    row = model_row("spillover")
    on, bodies = (settings.get(name, row.settings[name].default) for name in ("on", "bodies"))
    if not bodies:
        return
    known = members_on(observatory._records(), on, list(bodies), list(states)).filter(answer="yes")
    for state in states:
        rows = known.filter(actor=state).sort("organisation").to_dicts()
        if not rows or state in sources:
            continue
        names = [_names(one["organisation"]) for one in rows]
        reasons = {
            language: said.format(body=", ".join(name.get(language, name["en"]) for name in names), date=on)
            for language, said in row.words["allied"].items()
        }
        records = dict.fromkeys(f"record:{record}" for one in rows for record in one["records"])
        yield Input(
            f"help.{state}",
            HELP,
            "assumption",
            evidence=tuple(records),
            reason=reasons["en"],
            reasons=reasons,
            low=LEAST,
            high=MOST,
        )
