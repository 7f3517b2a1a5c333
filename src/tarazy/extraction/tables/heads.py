"""The head of a table → its columns: years, measures or actors, in the order in which they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tarazy.actors.mention import Mention
from tarazy.extraction.tables.cells import Token
from tarazy.extraction.tables.lexicon import Hit, Measure, TableUnit, measures_in, unit_in

_LINKS = re.compile(r"\s*(?:в|во|на|от|of|in|to)\s+(?:[^\W\d_]+\s+){0,2}$", re.IGNORECASE)
_KAZAKH_LINK = re.compile(r"(?:тағы|тегі|дағы|дегі|тың|тің|дың|дің|ның|нің)$")
_RATIO = re.compile(r"(?:19|20)\d\d\s*/\s*(?:19|20)?\d\d(?:\s*,?\s*(?:в\s+)?%)?")
_ASIDE = Measure("", unread=True)
_PERIOD = re.compile(
    r"(?<![^\W_])(?:янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|қаң|ақп|нау|сәу|мам|мау|шіл|там|қыр|қаз|қар|жел)[^\W\d_]*\.?\s*[-–—]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column are about: each part is None where the head does not say it."""

    measure: Measure | None = None
    year: str | None = None
    unit: TableUnit | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    start: int
    year: str | None = None
    measure: Measure | None = None
    end: int = 0


def columns(head: Sequence[Token], language: str, mentions: Sequence[Mention], text: str) -> list[Column] | None:
    """The columns that a head names; None where their number or order cannot be told.

    ``text`` is the head in one string (`head_text`), ``mentions`` the actors in it.
    """
    if _PERIOD.search(text):
        return None
    items = _items(head, text)
    years = [item for item in items if item.year]
    named = [item for item in items if item.measure]
    if not years and len(mentions) >= 2 and not _other_words(text, mentions):
        return [Column(actor=mention.actor) for mention in mentions]
    within = [(item.start, item.end) for item in named]
    if not items or any(not any(a <= m.start < b for a, b in within) for m in mentions):
        return None
    if not named:
        values = [item.year for item in years]
        return [Column(year=year) for year in values] if len(set(values)) == len(values) else None
    measured = _measured(named, items, text, language)
    if not years:
        return measured
    return _crossed(items, years, measured)


def head_text(head: Sequence[Token]) -> str:
    """The head in one string."""
    return " ".join(token.text for token in head)


def _items(head: Sequence[Token], text: str) -> list[_Item]:
    """Years and measures of the head in order; "share of exports" and «доля в экспорте» are one measure."""
    items = []
    at = 0
    for token in head:
        if token.year:
            items.append(_Item(at, year=token.year, end=at + len(token.text)))
        at += len(token.text) + 1
    items += [_Item(found.start(), measure=_ASIDE, end=found.end()) for found in _RATIO.finditer(text)]
    hits: list[Hit] = []
    for hit in measures_in(text):
        last = hits[-1] if hits else None
        if last is not None and (
            (last.measure.label == hit.measure.label and not any(last.end <= i.start < hit.start for i in items))
            or (
                last.measure.generic
                and (_LINKS.fullmatch(text[last.end : hit.start]) or _runs_on(text[last.end : hit.start + 1]))
            )
        ):
            hits[-1] = Hit(last.start, hit.end, _merged(last.measure, hit.measure))
        elif last is not None and hit.measure.generic and _goes_on(text, last, hit):
            hits[-1] = Hit(last.start, hit.end, _merged(hit.measure, last.measure))
        else:
            hits.append(hit)
    items += [_Item(hit.start, measure=hit.measure, end=hit.end) for hit in hits]
    return sorted(items, key=lambda item: item.start)


def _runs_on(text: str) -> bool:
    """Whether nothing but a space stands before a small letter: «объём помощи»."""
    return text[-1].islower() and not text[:-1].strip()


def _goes_on(text: str, last: Hit, hit: Hit) -> bool:
    """«Экспорттағы үлесі», "Export share", "Export volume": what is counted, and then how."""
    between = text[last.end : hit.start]
    if between.strip():
        return False
    words = text[last.start : last.end]
    return (
        bool(_KAZAKH_LINK.search(words))
        or (not last.measure.generic and hit.measure.label in ("amount", "number") and not text[hit.start].isupper())
        or (not last.measure.generic and text[hit.start : hit.end].isascii() and text[hit.start].islower())
    )


def _merged(counted: Measure, what: Measure) -> Measure:
    """A generic measure of a named thing: a share of exports."""
    if counted.label == what.label or (counted.label in ("amount", "number") and not what.generic):
        return what
    if what.generic:
        return counted
    return replace(what, label=f"{counted.label} of {what.label}", unit=counted.unit)


def _measured(named: Sequence[_Item], items: Sequence[_Item], text: str, language: str) -> list[Column]:
    found = []
    for item in named:
        after = [other.start for other in items if other.start > item.start and other.measure]
        unit = unit_in(text[item.start : min(after, default=len(text))].rstrip(" ,;/-–—№"), language)
        found.append(Column(item.measure, unit=unit))
    return found


def _crossed(items: Sequence[_Item], years: Sequence[_Item], measured: list[Column]) -> list[Column] | None:
    """Years under measures, measures under years, or both in turn."""
    values = [item.year for item in years]
    n, k = len(values), len(measured)
    order = "".join("y" if item.year else "m" for item in items)
    if order == "m" * k + "y" * n:
        size = n // k
        groups = [values[i * size : (i + 1) * size] for i in range(k)]
        if size * k == n and all(group == groups[0] and len(set(group)) == size for group in groups):
            return [replace(column, year=year) for column in measured for year in groups[0]]
        return None
    if order == "y" * n + "m" * k and len(set(values)) == n:
        size = k // n
        labels = [[c.measure for c in measured[i * size : (i + 1) * size]] for i in range(n)]
        if size and size * n == k and all(group == labels[0] for group in labels):
            return [replace(measured[i * size + j], year=values[i]) for i in range(n) for j in range(size)]
        if all(c.measure and (c.measure.generic or c.measure.unread) for c in measured):
            # "2019 2020 2021 Share, %": of which year the share is, is not said.
            return [Column(year=year) for year in values] + [Column(_ASIDE) for _ in measured]
        return None
    if n == k and order == "ym" * n and all(c.measure and c.measure.generic for c in measured):
        # "2021 Share, % 2022 Share, %": the figure of the year, and what it makes up.
        pairs = zip(values, measured, strict=True)
        return [column for year, share in pairs for column in (Column(year=year), replace(share, year=year))]
    if n == k and order in ("my" * n, "ym" * n):
        return [replace(column, year=year) for column, year in zip(measured, values, strict=True)]
    return None


def _other_words(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether more than actors stands in the head."""
    left = text
    for mention in mentions:
        left = left.replace(mention.surface, " ", 1)
    return bool(re.search(r"[^\W\d_]{2,}", left))
