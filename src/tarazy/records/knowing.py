"""Whether something stood on a day, answered yes, no or unknown from what claims say of its beginnings, its ends and its standing."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tarazy.codebook.vocabulary import PARTIAL_DATE
from tarazy.errors import UsageError

Answer = Literal["yes", "no", "unknown"]
Basis = Literal[
    "stated",  # a claim says so of that time
    "between",  # it stood before, and a claim finds it standing or ending afterwards, with no end between
    "carried",  # the last thing known is carried on for as long as was allowed
    "before",  # it began, or was concluded, afterwards
    "ended",  # it ended before, and nothing says that it began again
    "later",  # the last thing known is older
    "nothing-before",  # it stood afterwards; since when, nobody says
    "imprecise",  # it changed within the span of a date cut short, on which side of the day asked about nobody says
    "disputed",  # one claim says that it stood, another that it had ended
    "no-date",  # what is said has no date
]
BASES: tuple[str, ...] = Basis.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day that a date can mean."""

    first: date
    last: date


def span(text: str) -> Span:
    """The days of ``2022``, ``2022-05`` or ``2022-05-10``; UsageError for what is no date."""
    if not PARTIAL_DATE.fullmatch(text):
        raise UsageError(f"{text!r} is no date: write 2018, 2018-05 or 2018-05-10.")
    year, *rest = (int(part) for part in text.split("-"))
    try:
        if len(rest) == 2:
            return Span(date(year, rest[0], rest[1]), date(year, rest[0], rest[1]))
        months = (rest[0], rest[0]) if rest else (1, 12)
        return Span(date(year, months[0], 1), date(year, months[1], calendar.monthrange(year, months[1])[1]))
    except (ValueError, calendar.IllegalMonthError):
        raise UsageError(f"{text!r} is no date: there is no such day.") from None


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that claims say.

    ``begin`` and ``end``: it began, or ended, on one of the days from ``first`` to ``last``; ``held``: it stood from ``first`` to ``last``;
    ``concluded``: it was agreed on one of these days, and nothing stood before. ``told`` is the date as the text gives it.
    """

    kind: Literal["begin", "held", "end", "concluded"]
    rank: str
    first: date
    last: date
    told: str
    record: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer, its reason, the last thing known at the time asked about and the first known after it."""

    answer: Answer
    basis: Basis
    last: Known | None = None
    next: Known | None = None
    against: tuple[Known, ...] = ()


def answer(known: Iterable[Known], when: Span, carry: float | None = None) -> Finding:
    """Whether it stood on some day of ``when``: never more than is said. ``carry``: years for which what was last known may be carried on."""
    things = [one for one in known if one.kind != "concluded"]
    ends = [one for one in things if one.kind == "end"]
    if stated := [one for one in things if one.kind == "held" and one.first <= when.last and when.first <= one.last]:
        best = max(stated, key=lambda one: (one.last, one.first))
        against = [end for end in ends if _contradicts(end, best, things, when)]
        if against:
            return Finding("unknown", "disputed", best, against=tuple(against))
        return Finding("yes", "stated", best)
    before = sorted((one for one in things if _is_before(one, when)), key=lambda one: (one.last, one.kind == "end"))
    after = sorted((one for one in things if one.first > when.last), key=lambda one: (one.first, one.kind != "begin"))
    unsure = [one for one in things if one not in before and one not in after]
    last, following = (before[-1] if before else None), (after[0] if after else None)
    for end in unsure:
        if end.kind == "end" and when.first < when.last and when.first <= end.first and end.last <= when.last:
            return Finding("yes", "stated", end)
    if unsure and (
        last is None or last.kind == "end" or any(one.kind == "end" or one.rank == last.rank for one in unsure)
    ):
        return Finding("unknown", "imprecise", unsure[0], following)
    if last is None:
        return _nothing_before([one for one in known if one.kind == "concluded"], when, following)
    if last.kind == "end":
        again = following is None or following.kind == "begin"
        return Finding("no", "ended", last, following) if again else Finding("unknown", "later", last, following)
    if unsure or (following is not None and (following.kind != "begin" or following.rank != last.rank)):
        return Finding("yes", "between", last, unsure[0] if unsure else following)
    if following is None and carry is not None and years(last.last, when.first) <= carry:
        return Finding("yes", "carried", last)
    return Finding("unknown", "later", last, following)


def _nothing_before(concluded: Sequence[Known], when: Span, following: Known | None) -> Finding:
    """Nothing is known of its standing until then; perhaps of its conclusion."""
    signed = sorted((one for one in concluded if one.first <= when.last), key=lambda one: one.last)
    to_come = min((one for one in concluded if one.first > when.last), key=lambda one: one.first, default=None)
    if signed:
        if following is not None and following.kind == "begin":
            return Finding("no", "before", signed[-1], following)
        return Finding("unknown", "later", signed[-1], following)
    if to_come is not None and (following is None or to_come.first <= following.first):
        return Finding("no", "before", None, to_come)
    if following is None:
        return Finding("unknown", "no-date")
    if following.kind == "begin":
        return Finding("no", "before", None, following)
    return Finding("unknown", "nothing-before", None, following)


def _is_before(one: Known, when: Span) -> bool:
    # Who leaves on the day asked about is out on it.
    return one.last <= when.first if one.kind == "end" else one.last < when.first


def _contradicts(end: Known, held: Known, things: Iterable[Known], when: Span) -> bool:
    """It is said to have ended after it began to stand and before the time asked about, and not to have begun again."""
    if not (held.first <= end.first and end.last <= when.first and held.first < end.last):
        return False
    return not any(one.kind == "begin" and one.first >= end.first and one.first <= when.last for one in things)


def years(earlier: date, later: date) -> float:
    """Years from one day to another to one decimal, 0 where it is not later."""
    return round(max((later - earlier).days, 0) / 365.2425, 1)
