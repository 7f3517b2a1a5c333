"""What a report is asked about: which actors, which span, which day, how much of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tarazy.codebook.vocabulary import DOMAINS, KINDS, PARTIAL_DATE
from tarazy.errors import UsageError
from tarazy.store.selection import checked

Period = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """``start``/``end``: ISO dates that the valid time must touch; ``on``: the day for memberships and agreements; ``carry``: years for which the last thing known of them is
    carried on; ``domain``, ``kind``: any of those given; ``every``: years of a period of the balance; ``limit``: events that a chapter lists, 0 for all; ``most``: passages that a
    statement cites, 0 for all; ``rows`` and ``periods`` of a comparison."""

    actors: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    on: str | None = None
    domain: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    carry: float | None = None
    every: int = 5
    limit: int = 40
    most: int = 10
    rows: tuple[str, ...] = ()
    periods: tuple[Period, ...] = field(default=())

    def check(self) -> None:
        """Raises UsageError for a setting that does not fit."""
        for name, date in (("start", self.start), ("end", self.end), ("on", self.on)):
            if date is not None and not PARTIAL_DATE.fullmatch(date):
                raise UsageError(f"{name} {date!r} is no date: write 2018, 2018-05 or 2018-05-10.")
        if self.start and self.end and self.start[:4] > self.end[:4]:
            raise UsageError(f"start {self.start} is after end {self.end}: exchange them.")
        for name, number, least in (("every", self.every, 1), ("limit", self.limit, 0), ("most", self.most, 0)):
            if number < least:
                raise UsageError(f"{name} is {number}: it must be at least {least}.")
        checked(self.domain, DOMAINS, "domain")
        checked(self.kind, KINDS, "kind")
        for first, last in self.periods:
            if first > last:
                raise UsageError(f"the period {first}-{last} ends before it begins: exchange its years.")

    def years(self) -> dict[str, int]:
        """``start`` and ``end`` as years, where they are given."""
        given = {"start": self.start, "end": self.end}
        return {name: int(date[:4]) for name, date in given.items() if date}
