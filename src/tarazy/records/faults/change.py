"""A change stated as a percentage, a fraction or a multiple, against the two figures given."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tarazy.language.inflection import kazakh_case
from tarazy.records.faults.quoted import MARK, Quoted
from tarazy.records.rounding import Figure
from tarazy.records.rulebook import Finding, compiled, source, table_of_words

_GAP = r"[^⟦]{0,60}?"
_WORD = re.compile(r"\w+")
_SLACK = 0.13
"""How far a fraction in words may be from the true one, as a share of it: "a third" is 29 to 38 per cent."""
_LOOSE = {"~": 0.12, "=": 0.0, ">": 0.0, "<": 0.0}


@dataclass(frozen=True, slots=True)
class Change:
    """From one figure to another; ``at`` is where it stands in the masked quote."""

    before: Figure
    after: Figure
    used: frozenset[int]
    at: tuple[int, int]

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest relative change that the digits of both allow."""
        low = (self.after.value - self.after.tolerance) / (self.before.value + self.before.tolerance)
        high = (self.after.value + self.after.tolerance) / max(self.before.value - self.before.tolerance, 1e-9)
        return low - 1, high - 1


@dataclass(frozen=True, slots=True)
class Stated:
    """A change as it is put in words: the size of the relative change (0.25), and how far it may be off."""

    sizes: tuple[float, ...]
    slack: float
    relation: str
    words: str
    at: int


def check(quote: Quoted) -> Iterator[Finding]:
    """Faults ``change-rate`` and ``change-direction``."""
    if not quote.says("rise", "fall") or len(quote.found) < 2:
        return
    for change in changes(quote):
        falls = change.after.value < change.before.value
        verb = _direction(quote, change)
        if verb is not None and change.before.value != change.after.value and verb == falls:
            low, high = change.bounds
            if low > 0 or high < 0:
                yield quote.fault("change-direction", [change.before, change.after], 0.6, rises=verb)
            continue
        rate = stated(quote, change, falls)
        if rate is not None and not _fits(rate, change, falls):
            true = change.after.value / change.before.value - 1
            off = min(abs(abs(true) - size) for size in rate.sizes)
            yield quote.fault(
                "change-rate", [change.before, change.after], min(1.0, 4 * off), stated=rate.words, true=round(true, 4)
            )


def changes(quote: Quoted) -> list[Change]:
    """Pairs of figures of one unit that the words make the earlier and the later one."""
    found = []
    for pattern, first in _patterns(quote.language):
        for match in pattern.finditer(quote.masked):
            found.append((int(match[first]), int(match[3 - first]), match.span()))
    if quote.language == "kk":
        found += _kazakh(quote)
    pairs: dict[frozenset[int], Change] = {}
    for before, after, at in found:
        one, other = quote.figure(before), quote.figure(after)
        used = frozenset((before, after))
        if one.unit == other.unit and one.value > 0 and other.value > 0 and used not in pairs:
            pairs[used] = Change(one, other, used, at)
    return list(pairs.values())


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    words = table_of_words()[language]
    if language == "kk":
        return ((re.compile(rf"{MARK}{_GAP}{source(words['against'])}{_GAP}{MARK}"), 1),)
    start, to, against = (source(words[name]) for name in ("from", "to", "against"))
    short = r"[^⟦]{0,25}?"
    return (
        (re.compile(rf"{start} (?:{_near()} )?{MARK}{_GAP}{to} (?:{_near()} )?{MARK}"), 1),
        (re.compile(rf"{to} (?:{_near()} )?{MARK}{short}{start} (?:{_near()} )?{MARK}"), 2),
        (re.compile(rf"{MARK}{_GAP}{against} {short}{MARK}"), 2),
    )


def _near() -> str:
    return r"(?:about|around|nearly|almost|over|some|more than|less than|примерно|около|почти|более чем|уже)"


def _kazakh(quote: Quoted) -> list[tuple[int, int, tuple[int, int]]]:
    """The earlier figure stands in the ablative, the later one, right after it, in the dative."""
    marks = list(re.finditer(MARK, quote.masked))
    found = []
    for one, other in itertools.pairwise(marks):
        words = [_WORD.findall(quote.found[int(mark[1])][1]) for mark in (one, other)]
        cases = [kazakh_case(group[-1]) if group else "" for group in words]
        after = quote.masked[other.end() :].lstrip(" -").split(" ")[0]
        if cases == ["abl", "dat"] or (cases[0] == "abl" and after in ("дейін", "ға", "ге")):
            found.append((int(one[1]), int(other[1]), (one.start(), other.end())))
    return found


def _direction(quote: Quoted, change: Change) -> bool | None:
    """True where the nearest word of change rises, False where it falls, None without one or with both near."""
    middle = sum(change.at) / 2
    distances = {}
    for name in ("rise", "fall"):
        spans = [m.span() for m in quote.find(name)]
        if spans:
            distances[name] = min(
                min(abs(s - change.at[0]), abs(e - change.at[0]), abs(s - change.at[1]), abs(s - middle))
                for s, e in spans
            )
    if len(distances) == 2 and abs(distances["rise"] - distances["fall"]) < 12:
        return None
    return min(distances, key=lambda name: distances[name]) == "rise" if distances else None


def stated(quote: Quoted, change: Change, falls: bool) -> Stated | None:
    """The rate that stands nearest to the two figures, if the quote has one."""
    found = list(_rates(quote, change, falls))
    middle = sum(change.at) / 2
    return min(found, key=lambda rate: abs(rate.at - middle)) if found else None


def _rates(quote: Quoted, change: Change, falls: bool) -> Iterator[Stated]:
    for match in re.finditer(MARK, quote.masked):
        number = int(match[1])
        one, words = quote.found[number]
        if number in change.used:
            continue
        if one.unit == "percent" and change.before.unit != "percent" and one.value > 0:
            yield Stated((one.value / 100,), one.tolerance / 100, one.relation, words, match.start())
        elif one.unit == "times" and one.value > 1:
            yield _multiple(one.value, falls, one.relation, words, match.start())
    for value, pattern in _fractions(quote.language):
        for match in pattern.finditer(quote.lower):
            yield Stated((value,), _SLACK * value, _bound(quote.lower[: match.start()]), match[0], _place(quote, match))
    if not any(one.unit == "times" for one, _ in quote.found):
        for value, pattern in _multiples(quote.language):
            for match in pattern.finditer(quote.lower):
                yield _multiple(value, falls, _bound(quote.lower[: match.start()]), match[0], _place(quote, match))


def _multiple(value: float, falls: bool, relation: str, words: str, at: int) -> Stated:
    if falls:
        return Stated((1 - 1 / value,), 0.06, relation, words, at)
    # "Grew by three times" is said of three times as much and of four.
    sizes = (value - 1, value) if words.startswith(("by ", "на ")) else (value - 1,)
    return Stated(sizes, 0.08 * value, relation, words, at)


def _place(quote: Quoted, match: re.Match[str]) -> int:
    """Roughly where a match of the plain quote stands in the masked one."""
    return quote.masked.find(match[0]) if match[0] in quote.masked else match.start()


def _bound(before: str) -> str:
    words = before.split()[-3:]
    for relation, list_ in _BOUNDS.items():
        if any(word in list_ for word in words):
            return relation
    return "="


_BOUNDS = {
    "~": frozenset(
        (
            "almost",
            "nearly",
            "about",
            "around",
            "roughly",
            "approximately",
            "почти",
            "примерно",
            "около",
            "приблизительно",
            "практически",
            "шамамен",
            "дерлік",
            "жуық",
        )
    ),
    ">": frozenset(("over", "than", "least", "более", "свыше", "астам", "артық")),
}


def _fits(rate: Stated, change: Change, falls: bool) -> bool:
    low, high = change.bounds
    if falls:
        low, high = -high, -low
    for size in rate.sizes:
        slack = rate.slack + _LOOSE[rate.relation] * size + 1e-9
        if rate.relation == ">" and high >= size - slack and low <= 2 * size + slack:
            return True
        if rate.relation == "<" and low <= size + slack:
            return True
        if low - slack <= size <= high + slack:
            return True
    return False


@cache
def _fractions(language: str) -> tuple[tuple[float, re.Pattern[str]], ...]:
    rows = table_of_words()[language]["fractions"]
    return tuple((_value(name), compiled(words)) for name, words in rows.items())


@cache
def _multiples(language: str) -> tuple[tuple[float, re.Pattern[str]], ...]:
    return tuple((float(name), compiled(words)) for name, words in table_of_words()[language]["multiples"].items())


def _value(name: str) -> float:
    top, bottom = name.split("/")
    return int(top) / int(bottom)
