"""Names and codes that data sets give to countries → actors of the registry, by the tables beside the code."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

import polars as pl

from tarazy.actors.registry import registry
from tarazy.actors.slugs import slug
from tarazy.data_files import rows
from tarazy.store.actors import actor_row

SYSTEMS = ("iso3", "iso2", "m49", "comtrade", "cow", "gw", "imf", "cameo", "worldbank", "name")
_NUMBERS = frozenset(("m49", "comtrade", "cow", "gw", "imf"))
_ALSO = {"comtrade": "m49", "worldbank": "iso3", "cameo": "iso3"}
_NUMBER = re.compile(r"0*(\d+)(?:\.0*)?")


def table(name: str) -> Iterator[dict[str, str]]:
    """Rows of ``datasets/data/<name>.tsv``."""
    return rows("tarazy.datasets", f"{name}.tsv")


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """A name as it is compared: without case, accents, signs, articles and the asterisks of SIPRI."""
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ").replace("ı", "i")
    words = re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char)).replace("'", ""))
    return " ".join(word for word in words if word != "the") or name.strip().casefold()


Span = tuple[str, str, str]


@cache
def _codes(system: str) -> dict[str, tuple[Span, ...]]:
    """Each code with the actors it stood for: id, first and last year (empty: always)."""
    found: dict[str, list[Span]] = {}
    wanted = [system, *([_ALSO[system]] if system in _ALSO else [])]
    for one in wanted:
        own: dict[str, list[Span]] = {
            row["code"]: [] for row in table("codes") if row["system"] == one and row["code"] not in found
        }  # a system's own code goes before one that it shares
        for row in table("codes"):
            if row["system"] == one and row["code"] in own:
                own[row["code"]].append((row["actor"], row["from"], row["to"]))
        found |= own
    return {code: tuple(spans) for code, spans in found.items()}


@cache
def _names(source: str) -> dict[str, tuple[Span, ...]]:
    found: dict[str, str] = {}
    known = registry().actors
    for actor in known.values():
        if actor.kind in ("state", "organisation", "region", "group"):
            for alias in actor.aliases:
                if alias.form in ("name", "acronym"):
                    found.setdefault(folded(alias.text), actor.id)
    # A name in these tables goes before the registry's, and the source's own before those of all sources.
    for wanted in ("*", source):
        for row in table("names"):
            if row["source"] == wanted:
                found |= {folded(name): row["actor"] for name in row["name"].split("|")}
    return {name: ((actor, "", ""),) for name, actor in found.items()}


@cache
def _changing(system: str) -> bool:
    """Whether a code of the system stood for one actor after another."""
    return system != "name" and any(len(spans) > 1 for spans in _codes(system).values())


@cache
def _others() -> dict[str, dict[str, str]]:
    return {row["actor"]: row for row in table("actors")}


def actor_columns(actor: str) -> dict[str, Any]:
    """The columns of schema.ACTORS, without ``batch``: the registry's, or the names of an actor that only data sets know."""
    row = actor_row(actor)
    if not row["known"] and (other := _others().get(actor)):
        row |= {f"name_{language}": other[language] or None for language in ("en", "ru", "kk")}
    return row


class Names:
    """Finds the actors of one data set's names or codes, and counts what it does not know.

    ``systems`` are tried in their order: ``name`` for names, or a system of codes.
    """

    def __init__(self, source: str = "") -> None:
        self.source = source
        self.unknown: Counter[str] = Counter()
        self._found: dict[tuple[str, str, str], tuple[str, bool]] = {}

    def actors(
        self,
        values: pl.Series,
        systems: Sequence[str] = ("name",),
        years: pl.Series | None = None,
        unknown: str = "place",
    ) -> pl.Series:
        """The actor of each value, null where the value is empty; what is unknown gets an id of its own and is counted.

        ``years`` say when, for codes that stood for one state after another (365 in the Correlates of War). ``unknown`` is the type of the
        ids of what is unknown; "" leaves it null and uncounted.
        """
        frame = pl.DataFrame({"value": values.cast(pl.String)})
        dated = years is not None and any(_changing(system) for system in systems)
        frame = frame.with_columns(
            year=years.cast(pl.String).str.head(4) if dated and years is not None else pl.lit("")
        )
        pairs = frame.group_by("value", "year").len()
        rows = []
        for value, year, count in pairs.iter_rows():
            actor, known = self._actor(value or "", year or "", tuple(systems))
            if not known and unknown:
                actor = f"{unknown}:{actor}"
                self.unknown[f"{value.strip()} → {actor}"] += count
            rows.append((value, year, actor if (known or unknown) and actor else None))
        found = pl.DataFrame(rows, schema={"value": pl.String, "year": pl.String, "actor": pl.String}, orient="row")
        return frame.join(found, on=["value", "year"], how="left", nulls_equal=True, maintain_order="left")["actor"]

    def groups(self, values: pl.Series) -> pl.Series:
        """An actor for each name of a group, firm or person that an event names, ``group:`` and its slug; null where there is none."""
        found: dict[str, str | None] = {}
        for value in values.drop_nulls().unique().to_list():
            place = (value, "", "group")
            if place not in self._found:
                known = _names(self.source).get(folded(value), (("", "", ""),))[0][0]
                made = slug(value, "group", "en")
                self._found[place] = (known or (f"group:{made}" if made else ""), True)
            found[value] = self._found[place][0] or None
        frame = pl.DataFrame({"value": values})
        table = pl.DataFrame(
            {"value": list(found), "actor": list(found.values())}, schema=dict.fromkeys(("value", "actor"), pl.String)
        )
        return frame.join(table, on="value", how="left", maintain_order="left")["actor"]

    def _table(self, system: str) -> dict[str, tuple[Span, ...]]:
        return _names(self.source) if system == "name" else _codes(system)

    def _actor(self, value: str, year: str, systems: tuple[str, ...]) -> tuple[str, bool]:
        place = (value, year, systems[0])
        if place not in self._found:
            self._found[place] = self._look(value.strip(), year, systems)
        return self._found[place]

    def _look(self, value: str, year: str, systems: tuple[str, ...]) -> tuple[str, bool]:
        if not value:
            return "", True
        for system in systems:
            code = value
            if system in _NUMBERS:
                number = _NUMBER.fullmatch(value)
                code = number.group(1) if number else value
            elif system == "name":
                code = folded(value)
            else:
                code = value.upper()
            spans = self._table(system).get(code, ())
            for actor, start, end in spans:
                if (not start or not year or start <= year) and (not end or not year or year <= end):
                    return actor, True
            if spans:
                return spans[-1][0], True
        if systems[0] != "name":
            return f"{systems[0]}-{re.sub(r'[^a-z0-9]+', '-', value.lower()).strip('-') or 'unknown'}", False
        return slug(value, "place", "en") or "unknown", False
