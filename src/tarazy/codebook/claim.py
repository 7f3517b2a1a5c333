"""The claim and its parts: what one source says about one tie, event, quantity or judgement, with its evidence."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ValidTime:
    """When the thing held: ISO dates cut to what is known (``2022``, ``2022-05``, ``2022-05-10``).

    ``start == end`` for a point; ``end`` is None for "since …", ``start`` is None for "until …".
    """

    start: str | None = None
    end: str | None = None

    def __bool__(self) -> bool:
        return self.start is not None or self.end is not None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: ISO currency code, or a unit of ``codebook/data/units.toml``.

    ``relation`` is ``=`` (default), ``~`` (about), ``>`` (more than), ``<`` (less than).
    """

    value: float
    unit: str
    relation: str = "="


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in a role; ``via`` is the person who acts for it, ``surface`` the words of the text."""

    actor: str
    role: str
    via: str | None = None
    surface: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """``text[start:end] == quote`` on the document's text as given (offsets in Unicode characters)."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A stub of a work that the sentence cites for the claim."""

    author: str
    year: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition of one source."""

    document: str
    kind: str
    participants: tuple[Participant, ...]
    evidence: Evidence
    time: ValidTime = ValidTime()
    quantities: tuple[Quantity, ...] = ()
    object: str | None = None
    stage: str | None = None
    modality: str = "asserted"
    domain: str | None = None
    speaker: str | None = None
    cited: tuple[CitedWork, ...] = ()
    language: str = ""
    part: str | None = None
    rule: str = ""
    confidence: float = 1.0
    document_id: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        """Hash of what the claim says and where (16 hex digits)."""
        content = [
            self.document_id or self.document,
            self.evidence.start,
            self.evidence.end,
            self.kind,
            sorted((p.actor, p.role) for p in self.participants),
            [self.time.start, self.time.end],
            sorted((q.value, q.unit) for q in self.quantities),
            self.stage,
            self.modality,
            self.object,
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]

    def to_exchange(self) -> dict[str, Any]:
        """The exchange format of the codebook: one JSON object."""
        row: dict[str, Any] = {
            "id": self.id,
            "document": self.document,
            "kind": self.kind,
            "participants": [
                {k: v for k, v in (("actor", p.actor), ("role", p.role), ("via", p.via), ("surface", p.surface)) if v}
                for p in self.participants
            ],
        }
        if self.part:
            row["part"] = self.part
        if self.time:
            row["time"] = {k: v for k, v in (("start", self.time.start), ("end", self.time.end)) if v}
        row["quantities"] = [
            {"value": int(q.value) if float(q.value).is_integer() else q.value, "unit": q.unit}
            | ({} if q.relation == "=" else {"relation": q.relation})
            for q in self.quantities
        ]
        for name in ("object", "stage"):
            if getattr(self, name):
                row[name] = getattr(self, name)
        row["modality"] = self.modality
        if self.domain:
            row["domain"] = self.domain
        if self.speaker:
            row["speaker"] = self.speaker
        if self.cited:
            row["cited"] = [{k: v for k, v in (("author", c.author), ("year", c.year)) if v} for c in self.cited]
        row["evidence"] = {"start": self.evidence.start, "end": self.evidence.end, "quote": self.evidence.quote}
        row |= {"language": self.language, "rule": self.rule, "confidence": round(self.confidence, 3)}
        return row

    @classmethod
    def from_exchange(cls, row: dict[str, Any]) -> Claim:
        """Read one JSON object of the exchange format; unknown fields are ignored."""
        time = row.get("time") or {}
        return cls(
            document=row["document"],
            kind=row["kind"],
            participants=tuple(
                Participant(p["actor"], p["role"], p.get("via"), p.get("surface")) for p in row["participants"]
            ),
            evidence=Evidence(row["evidence"]["start"], row["evidence"]["end"], row["evidence"]["quote"]),
            time=ValidTime(time.get("start"), time.get("end")),
            quantities=tuple(
                Quantity(float(q["value"]), q["unit"], q.get("relation", "=")) for q in row.get("quantities") or ()
            ),
            object=row.get("object"),
            stage=row.get("stage"),
            modality=row.get("modality", "asserted"),
            domain=row.get("domain"),
            speaker=row.get("speaker"),
            cited=tuple(CitedWork(c["author"], c.get("year")) for c in row.get("cited") or ()),
            language=row.get("language", ""),
            part=row.get("part"),
            rule=row.get("rule", ""),
            confidence=row.get("confidence", 1.0),
        )
