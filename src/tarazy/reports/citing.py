"""Numbers of the passages that a report cites, in the order in which it first cites them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl

from tarazy.codebook.vocabulary import ACTOR_ID
from tarazy.reports.document import Cite, Source

ALL = 0
_COLUMNS = ("claim_id", "document", "part", "start", "end", "quote", "language", "confidence", "said", "speaker")
Place = tuple[str, int, int]


class Citations:
    """The register of sources. ``most``: passages that one statement lists, the surest first and one of each document before a second; 0: all; ``name`` and ``date`` put an actor and a
    date in words."""

    def __init__(
        self,
        claims: pl.DataFrame,
        documents: pl.DataFrame,
        members: pl.DataFrame,
        most: int = 10,
        name: Callable[[str], str] = str,
        date: Callable[[str], str] = str,
    ) -> None:
        # Sorted, so that a claim among millions is found without looking at all of them.
        self._rows = claims.select(_COLUMNS).sort("claim_id")
        self._members = members.select("claim_id", "record_id").drop_nulls().sort("record_id", "claim_id")
        self._claims: dict[str, Mapping[str, Any] | None] = {}
        self._documents = {row["name"]: row for row in documents.iter_rows(named=True)}
        self._numbers: dict[Place, int] = {}
        self._most, self._name, self._date = most, name, date

    def claims(self, ids: Iterable[str], most: int | None = None) -> Cite | None:
        """What cites these claims; None where there are none."""
        found: dict[Place, Mapping[str, Any]] = {}
        for row in self._of(ids):
            place = (row["document"], row["start"], row["end"])
            if place not in found or row["confidence"] > found[place]["confidence"]:
                found[place] = row
        if not found:
            return None
        ordered = sorted(found, key=lambda place: (-found[place]["confidence"], place))
        limit = self._most if most is None else most
        listed = _of_many_documents(ordered, limit) if limit else ordered
        numbers = [self._numbers.setdefault(place, len(self._numbers) + 1) for place in sorted(listed)]
        return Cite(tuple(sorted(numbers)), len(ordered) - len(listed))

    def records(self, ids: Iterable[str], most: int | None = None) -> Cite | None:
        """What cites the claims of these records."""
        return self.claims(self.behind(ids), most)

    def behind(self, records: Iterable[str]) -> list[str]:
        """The ids of the claims of records."""
        return sorted(_found(self._members, "record_id", records)["claim_id"])

    def _of(self, ids: Iterable[str]) -> list[Mapping[str, Any]]:
        """The rows of claims, looked up once: an observatory can hold more than memory should."""
        wanted = list(dict.fromkeys(ids))
        missing = [one for one in wanted if one not in self._claims]
        if missing:
            self._claims.update(dict.fromkeys(missing))
            rows = _found(self._rows, "claim_id", missing)
            self._claims.update({row["claim_id"]: row for row in rows.iter_rows(named=True)})
        return [row for row in map(self._claims.get, wanted) if row]

    def quote(self, claim: str) -> str:
        """A claim's sentence on one line; nothing where there is no such claim."""
        return next((" ".join(row["quote"].split()) for row in self._of([claim])), "")

    def surest(self, claims: Iterable[str], most: int = 400) -> str:
        """The sentence of the surest of these claims in guillemets, cut after ``most`` characters."""
        found = self._of(claims)
        if not found:
            return ""
        row = min(found, key=lambda one: (-one["confidence"], one["document"], one["start"]))
        quote = " ".join(row["quote"].split()).strip('«»"“”')
        return f"«{quote}»" if len(quote) <= most else f"«{quote[:most].rsplit(' ', 1)[0]} …»"

    def sources(self) -> tuple[Source, ...]:
        """All that was cited, in the order of the numbers."""
        by_place: dict[Place, Mapping[str, Any]] = {}
        for row in filter(None, self._claims.values()):
            place = (row["document"], row["start"], row["end"])
            if place in self._numbers and (place not in by_place or row["confidence"] > by_place[place]["confidence"]):
                by_place[place] = row
        return tuple(self._source(number, by_place[place]) for place, number in self._numbers.items())

    def _spoken(self, speaker: str) -> str:
        """Who speaks: an actor by its name, or the words of the document."""
        return self._name(speaker) if ACTOR_ID.fullmatch(speaker) else speaker

    def _source(self, number: int, row: Mapping[str, Any]) -> Source:
        document = self._documents.get(row["document"], {})
        title = " ".join((document.get("title") or "").split())
        return Source(
            number=number,
            document=row["document"],
            title=title,
            authors=tuple(document.get("authors") or ()),
            date=self._date(said) if (said := row["said"] or document.get("date")) else "",
            part=" ".join((row["part"] or "").split()),
            speaker=self._spoken(row["speaker"] or ""),
            start=row["start"],
            end=row["end"],
            quote=" ".join(row["quote"].split()),
            language=row["language"] or "",
            confidence=row["confidence"],
        )


def _found(rows: pl.DataFrame, column: str, values: Iterable[str]) -> pl.DataFrame:
    """The rows of a sorted column that hold one of the values."""
    wanted = pl.Series(sorted(set(values)), dtype=pl.String)
    first, after = (rows[column].search_sorted(wanted, side).to_list() for side in ("left", "right"))
    places = [place for a, b in zip(first, after, strict=True) for place in range(a, b)]
    return rows[places]


def _of_many_documents(ordered: list[Place], limit: int) -> list[Place]:
    """The first of each document, then the second of each …, until there are enough."""
    rank: dict[str, int] = {}
    turns = []
    for at, place in enumerate(ordered):
        turn = rank[place[0]] = rank.get(place[0], -1) + 1
        turns.append((turn, at, place))
    return [place for _, _, place in sorted(turns)[:limit]]
