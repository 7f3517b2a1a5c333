"""The reports there are: what each is about, how many actors it needs, who builds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tarazy.errors import UsageError
from tarazy.reports.asking import Asked
from tarazy.reports.comparison import comparison
from tarazy.reports.document import Report
from tarazy.reports.listings import chronology, conflicts
from tarazy.reports.material import Material
from tarazy.reports.profiles import dossier, dyad, initiative
from tarazy.reports.summary import brief

if TYPE_CHECKING:
    from tarazy.observatory import Observatory


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report; it is about ``least`` to ``most`` actors (no ``most``: any number)."""

    name: str
    build: Callable[[Material], Report]
    least: int
    most: int | None
    description: str

    def check(self, actors: tuple[str, ...]) -> None:
        """Raises UsageError for too few or too many actors."""
        if len(actors) < self.least or (self.most is not None and len(actors) > self.most):
            wanted = f"{self.least}" if self.most == self.least else f"{self.least} or more"
            named = ", ".join(actors) or "none"
            raise UsageError(f"A {self.name} is about {wanted} actor(s), not about {len(actors)} ({named}).")


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "dossier",
            dossier,
            1,
            1,
            "an actor: who, balance, chronology, agreements, figures, conflicts, what is unknown",
        ),
        Kind("dyad", dyad, 2, 2, "two actors: weight for each other, chronology, agreements, conflicts"),
        Kind("initiative", initiative, 1, 1, "an organisation or initiative: members, goals, instruments, limits"),
        Kind("chronology", chronology, 0, None, "what happened year by year, between all the actors named"),
        Kind("comparison", comparison, 0, None, "actors, initiatives or periods side by side"),
        Kind("conflicts", conflicts, 0, None, "where sources disagree, where figures or dates cannot be right"),
        Kind("brief", brief, 0, None, "the main points on a page or two"),
    )
}


def kind_of(name: str) -> Kind:
    """The kind of report; UsageError for an unknown one."""
    if name not in KINDS:
        raise UsageError(f"report {name!r} is unknown: choose from {', '.join(KINDS)}.")
    return KINDS[name]


def built(observatory: Observatory, name: str, asked: Asked, language: str) -> Report:
    """The report. Raises UsageError for what does not fit."""
    kind = kind_of(name)
    kind.check(asked.actors)
    return kind.build(Material(observatory, asked, language))
