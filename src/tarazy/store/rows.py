"""Documents and claims as rows of the tables, and claims back from rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import polars as pl

from tarazy.codebook.claim import CitedWork, Claim, Evidence, Participant, Quantity, ValidTime
from tarazy.codebook.vocabulary import KINDS
from tarazy.language import CODES, pack
from tarazy.reading.document import Document, Passage
from tarazy.store.schema import CLAIMS, PASSAGES, TEXTS

WORD = re.compile(r"\w+(?:[-’']\w+)*")


@dataclass(slots=True)
class DocumentRows:
    """One document, read: its row (a dict of schema.DOCUMENTS without what the writer adds) and its frames.

    The frames lack the column ``batch``, and ``claims`` also ``recorded`` and ``extractor``.
    """

    document: dict[str, Any]
    texts: pl.DataFrame
    passages: pl.DataFrame
    claims: pl.DataFrame


@lru_cache(maxsize=200_000)
def lemma(language: str, word: str) -> str:
    """The dictionary form of a word, lower case; the word in lower case where the language has no pack."""
    return pack(language).lemma(word) if language in CODES else word.lower()


def lemmas(language: str, text: str) -> list[str]:
    """The dictionary forms of the words of a text, in order."""
    return [lemma(language, word) for word in WORD.findall(text)]


def text_rows(document_id: str, pieces: Sequence[str], first: int = 0) -> pl.DataFrame:
    """Rows of pieces of a text, numbered from ``first``."""
    columns = {
        "document_id": [document_id] * len(pieces),
        "number": range(first, first + len(pieces)),
        "text": list(pieces),
    }
    return pl.DataFrame(columns, schema={name: kind for name, kind in TEXTS.items() if name != "batch"})


def passage_rows(document: Document, passages: Sequence[Passage], first: int = 0) -> pl.DataFrame:
    """Rows of passages, numbered from ``first``."""
    columns: dict[str, Any] = {
        "document_id": [document.id] * len(passages),
        "number": range(first, first + len(passages)),
    }
    for name in ("text", "language", "start", "end", "clean_start", "paragraph", "kind", "part"):
        columns[name] = [getattr(passage, name) for passage in passages]
    return pl.DataFrame(columns, schema={name: kind for name, kind in PASSAGES.items() if name != "batch"})


_ADDED = ("batch", "recorded", "extractor")


def claim_rows(document: Document, claims: Iterable[Claim]) -> pl.DataFrame:
    """Rows of claims; a claim without a domain gets its kind's."""
    rows = [_claim_row(document, claim) for claim in claims]
    return pl.DataFrame(rows, schema={name: kind for name, kind in CLAIMS.items() if name not in _ADDED})


def _claim_row(document: Document, claim: Claim) -> dict[str, Any]:
    claim = claim if claim.document_id else replace(claim, document_id=document.id)
    return {
        "claim_id": claim.id,
        "document_id": document.id,
        "part": claim.part,
        "kind": claim.kind,
        "domain": claim.domain or KINDS[claim.kind].domain,
        "participants": [
            {"actor": p.actor, "role": p.role, "via": p.via, "surface": p.surface} for p in claim.participants
        ],
        "actors": list(dict.fromkeys(p.actor for p in claim.participants)),
        "time_start": claim.time.start,
        "time_end": claim.time.end,
        "quantities": [{"value": q.value, "unit": q.unit, "relation": q.relation} for q in claim.quantities],
        "object": claim.object,
        "stage": claim.stage,
        "modality": claim.modality,
        "speaker": claim.speaker,
        "cited": [{"author": c.author, "year": c.year} for c in claim.cited],
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "quote": claim.evidence.quote,
        "language": claim.language,
        "rule": claim.rule,
        "confidence": claim.confidence,
        "said": document.date,
        "lemmas": f" {' '.join(lemmas(claim.language, claim.evidence.quote))} ",
    }


def document_row(document: Document, file: str, path: str, words: int, passages: int, claims: int) -> dict[str, Any]:
    """A document's row without what the writer adds: extractor, recorded, batch, entry."""
    return {
        "document_id": document.id,
        "name": document.name,
        "file": file,
        "path": path,
        "media_type": document.media_type,
        "encoding": document.encoding,
        "languages": list(document.languages),
        "title": document.title,
        "authors": list(document.authors),
        "date": document.date,
        "parts": list(document.parts),
        "notes": list(document.notes),
        "characters": len(document.text),
        "words": words,
        "passages": passages,
        "claims": claims,
    }


def to_claim(row: Mapping[str, Any]) -> Claim:
    """The Claim of a row of ``Observatory.claims()``."""
    return Claim(
        document=row["document"],
        kind=row["kind"],
        participants=tuple(Participant(**p) for p in row["participants"]),
        evidence=Evidence(row["start"], row["end"], row["quote"]),
        time=ValidTime(row["time_start"], row["time_end"]),
        quantities=tuple(Quantity(**q) for q in row["quantities"]),
        object=row["object"],
        stage=row["stage"],
        modality=row["modality"],
        domain=row["domain"],
        speaker=row["speaker"],
        cited=tuple(CitedWork(**c) for c in row["cited"]),
        language=row["language"],
        part=row["part"],
        rule=row["rule"],
        confidence=row["confidence"],
        document_id=row["document_id"],
    )
