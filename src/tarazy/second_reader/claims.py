"""One entry of an answer → a claim that the text bears out, or the reason why there is none."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from typing import Any

from tarazy.codebook.claim import Claim, Evidence, Participant, Quantity, ValidTime
from tarazy.codebook.vocabulary import DOMAINS, KINDS, UNITS, Kind, check_claim
from tarazy.extraction.citations import cited_works
from tarazy.reading.document import Document, Passage
from tarazy.second_reader.actors import NamedActors
from tarazy.second_reader.pieces import Paragraph, Piece
from tarazy.second_reader.quotes import FoldedText, find_quote
from tarazy.second_reader.schema import RELATIONS
from tarazy.second_reader.support import GivenDates, is_given
from tarazy.second_reader.tally import Tally

Row = Mapping[str, Any]
_UNIT = re.compile(r"[A-Z]{3}|[A-Za-z][A-Za-z0-9 /-]{0,30}")
_NOTHING = ("", "null", "none", "n/a")
_LONGEST_OBJECT = 200
_FIGURES = ("indicator",)
"""Kinds that are nothing without a figure."""


class _DroppedError(Exception):
    """A claim is not written; the argument is a key of tally.DROPPED."""


class ClaimReader:
    """Turns the entries of answers about one document into claims, and counts what it drops."""

    def __init__(self, document: Document, rule: str, confidence: float) -> None:
        self._document, self._rule, self._confidence = document, rule, confidence
        self._actors = NamedActors(document)
        self._starts = [passage.clean_start for passage in document.passages]

    def claims(self, rows: list[dict[str, Any]], piece: Piece, tally: Tally) -> list[Claim]:
        """The claims of an answer about a piece; what is not borne out is counted in ``tally``."""
        paragraphs = {paragraph.number: (paragraph, FoldedText(paragraph.text)) for paragraph in piece}
        dates = GivenDates([p for paragraph in piece for p in self._passages(paragraph)], self._document.date)
        found = []
        for row in rows:
            try:
                found.append(self._claim(row, paragraphs, dates, tally))
            except _DroppedError as reason:
                tally.drop(str(reason))
        return found

    def _claim(
        self, row: Row, paragraphs: Mapping[int, tuple[Paragraph, FoldedText]], dates: GivenDates, tally: Tally
    ) -> Claim:
        kind = KINDS.get(_text(row, "kind") or "")
        if kind is None:
            raise _DroppedError("codebook")
        paragraph, start, end = _located(row, paragraphs)
        clean = self._document.clean[start:end]
        passage = self._document.passages[max(0, bisect_right(self._starts, start) - 1)]
        given_start, given_end = self._document.offsets.to_given(start, end)
        quantities, figures_left = _quantities(row, clean, passage.language)
        if kind.name in _FIGURES and not quantities:
            raise _DroppedError("figure")
        time, date_left = _time(row, dates)
        participants, actors_left = self._participants(row, kind, paragraph, passage.language)
        speaker = _text(row, "speaker")
        domain = _text(row, "domain")
        claim = Claim(
            document=self._document.name,
            kind=kind.name,
            participants=participants,
            evidence=Evidence(given_start, given_end, self._document.text[given_start:given_end]),
            time=time,
            quantities=quantities,
            object=(_text(row, "object") or "")[:_LONGEST_OBJECT] or None,
            stage=_text(row, "stage"),
            modality=_text(row, "modality") or "asserted",
            domain=domain if domain in DOMAINS else kind.domain,
            speaker=self._actors.speaker(speaker, passage.language) if speaker else None,
            cited=cited_works(passage.text),
            language=passage.language,
            part=passage.part,
            rule=self._rule,
            confidence=self._confidence,
            document_id=self._document.id,
        )
        if check_claim(claim, self._document.text):
            raise _DroppedError("codebook")
        for reason, count in (("participant", actors_left), ("date", date_left), ("figure", figures_left)):
            for _ in range(count):
                tally.leave_out(reason)
        return claim

    def _participants(
        self, row: Row, kind: Kind, paragraph: Paragraph, language: str
    ) -> tuple[tuple[Participant, ...], int]:
        """The participants that the text names, and how many it does not."""
        found: dict[tuple[str, str], Participant] = {}
        left = 0
        folded = FoldedText(paragraph.text)
        given = row.get("participants")
        for entry in given if isinstance(given, list) else ():
            if not isinstance(entry, dict) or (role := _text(entry, "role")) not in kind.roles or role is None:
                raise _DroppedError("codebook")
            name, via = _text(entry, "name"), _text(entry, "via")
            resolved = self._actors.resolve(name, _text(entry, "type") or "", language) if name else []
            left += not resolved
            span = folded.find(name) if name else None
            surface = " ".join(paragraph.text[slice(*span)].split()) if span else None
            person = self._actors.person(via, language) if via else None
            for named in resolved:
                acting = named.via or (person if person != named.actor else None)
                found.setdefault((named.actor, role), Participant(named.actor, role, acting, surface))
        if not found:
            raise _DroppedError("actor")
        return tuple(found.values()), left

    def _passages(self, paragraph: Paragraph) -> list[Passage]:
        first = max(0, bisect_right(self._starts, paragraph.start) - 1)
        last = bisect_right(self._starts, paragraph.start + len(paragraph.text) - 1)
        return self._document.passages[first:last]


def _located(row: Row, paragraphs: Mapping[int, tuple[Paragraph, FoldedText]]) -> tuple[Paragraph, int, int]:
    """The paragraph with the quote and its span in the clean text; the paragraph that the model names is looked at first."""
    quote = row.get("quote")
    if isinstance(quote, str):
        number = row.get("paragraph")
        said = [number] if isinstance(number, int) and number in paragraphs else []
        for key in dict.fromkeys([*said, *paragraphs]):
            paragraph, folded = paragraphs[key]
            if span := find_quote(folded, quote):
                return paragraph, paragraph.start + span[0], paragraph.start + span[1]
    raise _DroppedError("quote")


def _text(row: Row, name: str) -> str | None:
    """A text of an entry on one line; None where there is none or it says that there is none."""
    value = row.get(name)
    value = " ".join(value.split()) if isinstance(value, str) else ""
    return None if value.lower() in _NOTHING else value


def _time(row: Row, dates: GivenDates) -> tuple[ValidTime, int]:
    """The time that the text gives, and 1 where the model gave more."""
    given = row.get("time")
    if not isinstance(given, dict):
        return ValidTime(), 0
    said = ValidTime(_text(given, "start"), _text(given, "end"))
    time = dates.supported(said)
    return time, int(time != said)


def _quantities(row: Row, evidence: str, language: str) -> tuple[tuple[Quantity, ...], int]:
    """The quantities whose figure stands in the evidence, and how many do not."""
    given = row.get("quantities")
    entries = given if isinstance(given, list) else []
    found = [q for q in map(_quantity, entries) if q is not None and is_given(q, evidence, language)]
    return tuple(dict.fromkeys(found)), len(entries) - len(found)


def _quantity(entry: Any) -> Quantity | None:
    if not isinstance(entry, dict):
        return None
    value, unit = entry.get("value"), _text(entry, "unit") or ""
    unit = _symbols().get(unit, unit)
    if isinstance(value, bool) or not isinstance(value, int | float) or not _UNIT.fullmatch(unit):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    relation = _text(entry, "relation")
    return Quantity(number, unit, relation if relation in RELATIONS else "=") if math.isfinite(number) else None


@cache
def _symbols() -> dict[str, str]:
    return {unit.symbol: unit.name for unit in UNITS.values() if unit.symbol}
