"""Words of tables: what columns and rows measure, in which unit, and what corners and captions say (``*.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from tarazy.language.quantities import find_quantities

_SCALE = re.compile(
    r"(?<![^\W_])(?:тыс(?:яч\w*)?|млн|млрд|трлн|миллион\w*|миллиард\w*|триллион\w*|мың|thousands?|mln|million(?:s)?|mn|bln|billions?|bn|trillions?)(?![^\W_])\.?",
    re.IGNORECASE,
)
_SEGMENT = re.compile(
    r"[(\[]([^()\[\]]{1,60})[)\]]|,\s*(?:в\s+|in\s+)?([^,;()]{1,40})$|^(?:в\s+|in\s+)?([^,;()]{1,40})$"
)
_BEFORE_SCALE = re.compile(
    r"(?:US\s?\$|\$|€|USD|EUR|KZT|RUB|CNY|долл\w*\.?(?:\s*США)?|(?:US\s+)?dollars?|доллар\w*(?:\s+США)?|евро|euros?|тенге|теңге|чел\w*\.?|адам)[\s,.(]*$",
    re.IGNORECASE,
)
_CURRENCY = re.compile(
    r"(?:амер\w*\s+|US\s+|АҚШ\s+)(?:dollars?|долл\w*|доллар\w*)|(?:долл\w*\.?|доллар\w*)\s+США|US\s?\$|U\.S\.\s+dollars?",
    re.IGNORECASE,
)
_PER_HEAD = re.compile(r"%|(?<![^\W_])(?:в\s+процентах|пайызбен|percent|per\s+cent)(?![^\W_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a column or row measures; the keys of ``measures.toml``."""

    label: str
    kind: str = ""
    flow: str = ""
    unit: str = ""
    generic: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True)
class TableUnit:
    """``value × factor`` is in ``name``, a unit of the codebook."""

    name: str
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure at ``start:end`` of a text."""

    start: int
    end: int
    measure: Measure


def _pattern(words: str) -> str:
    parts = [re.escape(word).replace(r"\*", r"[^\W\d_]*") for word in words.split()]
    return r"[\s\-–]+".join(parts)


def _expression(patterns: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(set(patterns), key=lambda p: (-len(p.split()), -len(p)))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(_pattern, ordered))})(?![^\W_])", re.IGNORECASE)


@cache
def _measures() -> tuple[re.Pattern[str], tuple[Measure, ...]]:
    data = tomllib.loads((files("tarazy.extraction.tables") / "measures.toml").read_text("utf-8"))
    patterns: list[tuple[str, Measure]] = []
    for row in data["measure"]:
        measure = Measure(
            row["label"],
            row.get("kind", ""),
            row.get("flow", ""),
            row.get("unit", ""),
            row.get("generic", False),
            row.get("unread", False),
        )
        patterns += [(words, measure) for code in ("ru", "kk", "en") for words in row[code]]
    # At one place the pattern with more words wins, then the longer one.
    patterns.sort(key=lambda p: (-len(p[0].split()), -len(p[0])))
    body = "|".join(f"({_pattern(words)})" for words, _ in patterns)
    return re.compile(rf"(?<![^\W_])(?:{body})(?![^\W_])", re.IGNORECASE), tuple(m for _, m in patterns)


@cache
def _words() -> dict[str, dict[str, re.Pattern[str]]]:
    data = tomllib.loads((files("tarazy.extraction.tables") / "words.toml").read_text("utf-8"))
    return {group: {name: _expression(words) for name, words in lists.items()} for group, lists in data.items()}


def words(group: str, name: str = "words") -> re.Pattern[str]:
    """The expression of one list of ``words.toml``."""
    return _words()[group][name]


@lru_cache(maxsize=4096)
def measures_in(text: str) -> tuple[Hit, ...]:
    """Measures that a text names, in order, without overlaps."""
    expression, owners = _measures()
    return tuple(Hit(m.start(), m.end(), owners[m.lastindex - 1]) for m in expression.finditer(text) if m.lastindex)


def corner(text: str) -> tuple[str, int] | None:
    """What the corner at the beginning of a head says its rows are (a key of ``[corner]``), and where it ends."""
    best: tuple[str, int] | None = None
    for name, expression in _words()["corner"].items():
        found = expression.match(text)
        if found and (best is None or found.end() > best[1]):
            best = name, found.end()
    return best


def without_currencies(text: str) -> str:
    """The text with blanks where a state's name belongs to its currency («долл. США», "US dollars")."""
    return _CURRENCY.sub(lambda m: " " * len(m.group()), text)


def unit_in(text: str, language: str) -> TableUnit | None:
    """The unit that a caption or head gives: «млн долл. США», "US$ million", "(%)", «мың адам»."""
    for scale in _SCALE.finditer(text):
        unit = _quantity(f"5 {text[scale.start() : scale.start() + 45]}", language)
        if unit is None:
            before = _BEFORE_SCALE.search(text[: scale.start()])
            if before:
                unit = _quantity(f"5 {scale.group()} {before.group().strip(' ,.(')}", language)
        if unit is not None:
            return unit
    for segment in _SEGMENT.finditer(text):
        part = next(group for group in segment.groups() if group).strip()
        if part and not part[0].isdigit():
            unit = _quantity(f"5 {part}", language)
            if unit is not None:
                return unit
    return TableUnit("percent") if _PER_HEAD.search(text) else None


def _quantity(phrase: str, language: str) -> TableUnit | None:
    found = find_quantities(phrase, language)
    if found and found[0].start == 0 and found[0].value.relation == "=":
        value = found[0].value
        return TableUnit(value.unit, value.value / 5)
    return None
