"""Whether the text gives the dates and figures that a model says it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tarazy.codebook.claim import Quantity, ValidTime
from tarazy.codebook.vocabulary import PARTIAL_DATE
from tarazy.language import CODES, pack
from tarazy.language.numerals import numerals
from tarazy.language.scanning import scan
from tarazy.reading.document import Passage

_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_NUMBER = re.compile(r"\d+(?:[.,\s]\d+)*")
_DIGITS = re.compile(r"\d+")
_WHOLE, _MONTH, _ONLY_YEAR = 10, 7, 4
DECADE = 10
"""Years of a span («в конце 2010-х») of which any one may be meant."""


class GivenDates:
    """The dates that some passages give, read by the language packs; ``reference`` is the document's own date."""

    def __init__(self, passages: list[Passage], reference: str | None) -> None:
        self._years = {year for passage in passages for year in _YEAR.findall(passage.text)}
        self._dates = {reference} if reference else set()
        previous: str | None = None
        for passage in passages:
            if passage.language in CODES:
                for time in pack(passage.language).times(passage.text, reference, previous):
                    start, end = time.value.start, time.value.end
                    self._dates |= {date for date in (start, end) if date}
                    if start and end and int(end[:_ONLY_YEAR]) - int(start[:_ONLY_YEAR]) < DECADE:
                        self._years |= {str(year) for year in range(int(start[:_ONLY_YEAR]), int(end[:_ONLY_YEAR]))}
                    previous = time.value.end or time.value.start or previous

    def supported(self, time: ValidTime) -> ValidTime:
        """The time as far as the passages give it: a day or month that they do not give is cut off; without its year nothing is left."""
        start, end = (self._cut(date) if date else None for date in (time.start, time.end))
        if (time.start and not start) or (time.end and not end) or (start and end and start > end):
            return ValidTime()
        return ValidTime(start, end)

    def _cut(self, date: str) -> str | None:
        if not PARTIAL_DATE.fullmatch(date):
            return None
        for length in (_WHOLE, _MONTH, _ONLY_YEAR):
            if any(given.startswith(date[:length]) for given in self._dates):
                return date[:length]
        year = date[:_ONLY_YEAR]
        return year if year in self._years else None


def is_given(quantity: Quantity, evidence: str, language: str) -> bool:
    """Whether the evidence holds the figure: its digits as written («2,5 млрд» for 2500000000), or its words («үшінші», "a dozen")."""
    if _significant(quantity.value) in _written(evidence):
        return True
    if language not in CODES:
        return False
    read = [mention.value.value for mention in pack(language).quantities(evidence)]
    return any(f"{value:.3g}" == f"{quantity.value:.3g}" for value in (*read, *_worded(evidence, language)))


def _worded(text: str, language: str) -> Iterator[float]:
    """The values of the number words of a text, cardinal and ordinal."""
    words = numerals(language)
    scanned = scan(text, language)
    for at in range(len(scanned)):
        if words.starts(scanned[at]) and (number := words.read(scanned, at)) is not None:
            yield number.value
        if (ordinal := words.ordinal(scanned, at)) is not None:
            yield float(ordinal[0])


def _significant(value: float) -> str:
    return "".join(map(str, Decimal(repr(abs(value))).as_tuple().digits)).strip("0")


def _written(text: str) -> set[str]:
    """The digits of the numbers of a text without zeros at their ends; a run of groups («2018 500») is read in every way."""
    found: set[str] = set()
    for match in _NUMBER.finditer(text):
        groups = _DIGITS.findall(match.group())
        for first in range(len(groups)):
            for last in range(first, min(len(groups), first + 6)):
                found.add("".join(groups[first : last + 1]).strip("0"))
    return found
