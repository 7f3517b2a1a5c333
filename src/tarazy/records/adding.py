"""A claim that a person adds because it was missed: its slots and its evidence, checked, in one form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tarazy.codebook.claim import Claim
from tarazy.codebook.vocabulary import KINDS
from tarazy.errors import UsageError
from tarazy.language import CODES
from tarazy.records.slots import SLOTS, read_slot

PERSON = "person"
"""The ``extractor`` and ``rule`` of a claim that a person added."""
LONGEST = 5000
"""Characters of a quote."""
_PLACES = ("evidence", "language", "part")
_EXAMPLE = 'such as quote="…" or evidence=120/186'
_SPAN = re.compile(r"([0-9]{1,12})\s*[/–-]\s*([0-9]{1,12})")


def added_slots(value: Any) -> dict[str, Any]:
    """The slots of an added claim in the exchange format, those that are empty left out; ``modality`` is asserted unless given.

    UsageError, one sentence, for a slot that does not fit, and where kind or participants are missing.
    """
    if not isinstance(value, Mapping):
        raise UsageError("add-claim needs the slots of the claim: give kind, participants and quote.")
    for slot in ("kind", "participants"):
        if not value.get(slot):
            raise UsageError(f"a claim without {slot} is none: give {slot}, {SLOTS[slot]}.")
    kind = KINDS[read_slot("kind", value["kind"])]
    given = {slot: read_slot(slot, one, kind) for slot, one in value.items() if one not in (None, "", [], {})}
    return {"modality": "asserted"} | {slot: one for slot, one in given.items() if one is not None}


def evidence_in(text: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """The evidence that ``value`` names in a document's text: ``start``, ``end`` (Unicode characters from 0) and ``quote``.

    ``value`` has ``evidence`` (an object with start and end, or ``120/186``), or ``quote``, which must stand in the text once; spaces and
    line breaks of a quote may differ. Spaces at the ends are left out. UsageError where the text has no such place.
    """
    start, end, quote = _asked(value)
    if start is None or end is None:
        if not quote:
            raise UsageError(f"a claim without evidence is none: give the words that carry it, {_EXAMPLE}.")
        start, end = _only_place(text, quote)
    elif not 0 <= start < end <= len(text):
        raise UsageError(
            f"evidence {start}/{end} is no place in a text of {len(text):,} characters: give one within it."
        )
    elif quote and text[start:end] != quote:
        raise UsageError(
            f"at {start}/{end} stands {_short(text[start:end])}, not {_short(quote)}: mark the words anew."
        )
    found = text[start:end]
    if not found.strip():
        raise UsageError(f"at {start}/{end} there are no words: mark the words that carry the claim.")
    start, end = start + len(found) - len(found.lstrip()), end - len(found) + len(found.rstrip())
    if end - start > LONGEST:
        raise UsageError(f"the evidence is {end - start:,} characters long: mark at most {LONGEST:,}.")
    return {"start": start, "end": end, "quote": text[start:end]}


def _asked(value: Mapping[str, Any]) -> tuple[int | None, int | None, str]:
    given, quote = value.get("evidence"), value.get("quote")
    if isinstance(given, str) and given.strip():
        match = _SPAN.fullmatch(given.strip())
        if match is None:
            raise UsageError(f"evidence {given!r} is no place: write it like 120/186, or give the words, {_EXAMPLE}.")
        given = {"start": int(match[1]), "end": int(match[2])}
    if not isinstance(given, Mapping | None) or not isinstance(quote, str | None):
        raise UsageError(f"evidence {given!r} is no place: give the words that carry the claim, {_EXAMPLE}.")
    given = given or {}
    quote = given.get("quote", quote) or ""
    ends = given.get("start"), given.get("end")
    if not isinstance(quote, str) or any(isinstance(at, bool) or not isinstance(at, int | None) for at in ends):
        raise UsageError(f"evidence {dict(given)!r} is no place: give start, end and quote.")
    return *ends, quote


def _only_place(text: str, quote: str) -> tuple[int, int]:
    words = r"\s+".join(re.escape(word) for word in quote.split())
    # Looking ahead finds places that overlap too.
    found = [match.span(1) for match in re.finditer(f"(?=({words}))", text)] if words else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"{_short(quote)} does not stand in the document: give its words as they stand.")
    places = ", ".join(f"{start}/{end}" for start, end in found[:3])
    raise UsageError(
        f"{_short(quote)} stands in the document {len(found)} times: give more words, or evidence={places} …"
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= 60 else f"{line[:59]}…")


def place_of(text: str, evidence: Mapping[str, Any]) -> int | None:
    """Where the quote of an added claim stands in a text that may have been read anew: its old place, or the nearest; None: nowhere."""
    start, quote = int(evidence["start"]), str(evidence["quote"])
    if text[start : start + len(quote)] == quote:
        return start
    before, after = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    near = [at for at in (before, after) if at >= 0]
    return min(near, key=lambda at: (abs(at - start), at)) if near else None


def added_claim(document_id: str, value: Mapping[str, Any], document: str = "") -> Claim:
    """The claim of a decision's value, of which a person is sure."""
    claim = Claim.from_exchange({**value, "document": document, "rule": PERSON, "confidence": 1.0})
    return replace(claim, document_id=document_id)


def is_added(value: Any) -> bool:
    """Whether a value of a file of decisions is a claim in the form in which it is kept."""
    slots = {slot: one for slot, one in value.items() if slot not in _PLACES}
    evidence = value["evidence"]
    start, end, quote = evidence["start"], evidence["end"], evidence["quote"]
    return (
        set(evidence) == {"start", "end", "quote"}
        and type(start) is int
        and start >= 0
        and isinstance(quote, str)
        and 0 < len(quote) <= LONGEST
        and end == start + len(quote)
        and (value["language"] == "und" or value["language"] in CODES)
        and isinstance(value.get("part", ""), str)
        and added_slots(slots) == slots
    )
