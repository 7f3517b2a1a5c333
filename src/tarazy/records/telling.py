"""Entries of a chronology in the words of a language (kk, ru, en), from the templates in ``records/data``."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import polars as pl
from babel import Locale
from babel.numbers import format_decimal

from tarazy.data_files import rows, toml
from tarazy.language import CODES
from tarazy.store.selection import checked

_LEVELS = {4: "year", 7: "month", 10: "day"}
_COMPACT = 1e6
_KEPT = 50_000


@cache
def _templates() -> dict[str, dict[str, Any]]:
    return toml("tarazy.records", "chronology.toml")


@cache
def _phrases() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["kind"], row["stage"]): row for row in rows("tarazy.records", "chronology.tsv")}


class Telling:
    """The words of one language; ``names`` gives the actors' names by id. UsageError for a language other than kk, ru, en."""

    def __init__(self, language: str, names: Mapping[str, str]) -> None:
        [self.language] = checked(language, CODES, "language")
        self.words, self.names = _templates()[language], names

    def date(self, date: str, form: str = "") -> str:
        """``2022-05-10`` in words; ``form`` is ``since``, ``until`` or nothing."""
        parts = date.split("-")
        level = _LEVELS.get(len(date), "year")
        template = self.words[form][level] if form else self.words[level]
        months = self.words.get(f"months_{form or level}", self.words["months"])
        month = months[int(parts[1]) - 1] if len(parts) > 1 and 1 <= int(parts[1]) <= 12 else ""
        return str(template.format(year=parts[0], month=month, day=int(parts[2]) if len(parts) > 2 else ""))

    def span(self, start: str | None, end: str | None) -> str:
        """A time in words, nothing where there is none."""
        if start and end:
            return self.date(start) if start == end else f"{self.date(start)} – {self.date(end)}"
        if start:
            return self.date(start, "since")
        return self.date(end, "until") if end else ""

    def what(self, kind: str, stage: str | None, modality: str = "asserted") -> str:
        """``Agreement signed``, ``Соглашение подписано (запланировано)``."""
        phrases = _phrases()
        phrase = phrases.get((kind, stage or "")) or phrases.get((kind, ""))
        said = phrase[self.language] if phrase else kind
        return said if modality == "asserted" else f"{said} ({self.words['modality'][modality]})"

    def amount(self, quantity: Mapping[str, Any]) -> str:
        """``2.5 billion USD``, ``около 23 %``."""
        value, unit = float(quantity["value"]), str(quantity["unit"])
        if unit == "rank":
            return str(self.words["rank"].format(number=f"{value:g}"))
        number = (_large if abs(value) >= _COMPACT else _small)(value, self.language)
        return f"{self.words['relation'].get(quantity['relation'], '')}{number} {self.words['units'].get(unit, unit)}"

    def name(self, actor: str) -> str:
        """An actor by its name, or its slug in words."""
        return self.names.get(actor) or actor.partition(":")[2].replace("-", " ").title() or actor

    def who(self, participants: Sequence[Mapping[str, Any]]) -> str:
        """``Russia → Kazakhstan`` where the roles have a direction, else the names; hosts as the place."""
        by_role: dict[str, list[str]] = {}
        for one in participants:
            names = by_role.setdefault(one["role"], [])
            if (name := self.name(one["actor"])) not in names:
                names.append(name)
        for source, target in _directions() if len(by_role) > 1 else ():
            if source in by_role and target in by_role:
                ends = by_role.pop(source), by_role.pop(target)
                rest = [name for names in by_role.values() for name in names]
                line = " → ".join(", ".join(names) for names in ends)
                return f"{line} ({', '.join(rest)})" if rest else line
        hosts = by_role.pop("host", []) if len(by_role) > 1 else []
        guests = ", ".join(name for names in by_role.values() for name in names)
        return self.words["hosted"].format(guests=guests, hosts=", ".join(hosts)) if hosts else guests

    def detail(self, row: Mapping[str, Any]) -> str:
        """Object, quantities, and the dates that other sources give."""
        parts = [row["object"]] if row["object"] else []
        parts += [self.amount(quantity) for quantity in row["quantities"]]
        if row["differs"]:
            dates = "; ".join(self.iso_span(one) for one in row["differs"])
            parts.append(self.words["differs"].format(dates=dates))
        return " · ".join(parts)

    def iso_span(self, span: str) -> str:
        """``2018/..`` in words."""
        start, _, end = span.partition("/")
        return self.span(*(None if date in ("..", "") else date for date in (start, end if "/" in span else start)))


@cache
def _directions() -> tuple[tuple[str, str], ...]:
    """Roles from whom to whom, in the order in which kinds' rules are tried."""
    from tarazy.records.tie_rules import tie_rules

    pairs = (pair for kind in tie_rules().kinds.values() for pair in kind.pairs if pair.directed)
    return tuple(dict.fromkeys((pair.sources[0], pair.targets[0]) for pair in pairs))


@lru_cache(_KEPT)
def _small(value: float, language: str) -> str:
    return str(format_decimal(round(value, 4), locale=language))


@lru_cache(_KEPT)
def _large(value: float, language: str) -> str:
    """``2.5 billion``, ``10 миллиардов``: Babel's own compact form takes the wrong plural in Russian."""
    locale = Locale(language)
    scale = 1000 ** min(int(math.log10(abs(value)) // 3), 4)
    scaled = Decimal(repr(round(value / scale, 2)))
    scaled = scaled.to_integral() if scaled == scaled.to_integral() else scaled
    pattern = locale.compact_decimal_formats["long"][locale.plural_form(abs(scaled))][str(scale)].pattern
    word = pattern.replace("0", "").replace("\xa0", " ").strip()
    return f"{format_decimal(scaled, locale=locale)} {word}"


def markdown(found: pl.DataFrame, telling: Telling, actors: Sequence[str]) -> Iterator[str]:
    """A chronology as the lines of a Markdown page: a heading for each year, an item for each entry, its sentences below it."""
    words = telling.words
    yield f"# {words['title'].format(actors=', '.join(telling.name(one) for one in actors) or words['all'])}"
    yield ""
    if found.is_empty():
        yield words["nothing"]
    year = None
    for row in found.iter_rows(named=True):
        date = row["time_start"] or row["time_end"]
        heading = date[:4] if date else words["undated"]
        if heading != year:
            yield from ([""] if year else [])
            yield from (f"## {heading}", "")
            year = heading
        yield from _item(row, telling)


def _item(row: Mapping[str, Any], telling: Telling) -> Iterator[str]:
    when = telling.span(row["time_start"], row["time_end"])
    if not when and row["said"]:
        when = telling.words["said"].format(date=telling.date(row["said"]))
    line = f"{telling.what(row['kind'], row['stage'], row['modality'])}: {telling.who(row['participants'])}"
    detail = telling.detail(row)
    yield f"- {f'**{when}** — ' if when else ''}{_escaped(line)}{f' · {_escaped(detail)}' if detail else ''}"
    for source in row["sources"]:
        quote = " ".join(source["quote"].split())
        yield f"  - «{_escaped(quote)}» — `{source['document']}` {source['start']}:{source['end']}"


def _escaped(text: str) -> str:
    for sign in "\\*_`<[":
        text = text.replace(sign, "\\" + sign)
    return text
