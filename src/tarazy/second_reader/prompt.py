"""What the model is told: instructions made from the codebook, then the paragraphs of one piece with their numbers."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files

from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES, UNITS, Kind
from tarazy.reading.document import Document
from tarazy.second_reader.pieces import Piece
from tarazy.second_reader.schema import ACTOR_TYPES, answer_schema

EXAMPLE = {
    "claims": [
        {
            "paragraph": 3,
            "quote": "In May 2024 Kazakhstan and Türkiye signed an agreement worth 5 million dollars in Ankara",
            "kind": "agreement",
            "participants": [
                {"name": "Kazakhstan", "type": "state", "role": "party", "via": None},
                {"name": "Türkiye", "type": "state", "role": "party", "via": None},
            ],
            "time": {"start": "2024-05", "end": "2024-05"},
            "quantities": [{"value": 5000000, "unit": "USD", "relation": "="}],
            "object": "agreement",
            "stage": "signed",
            "modality": "asserted",
            "domain": "economy",
            "speaker": "the minister",
        }
    ]
}


def _kind(kind: Kind) -> str:
    roles = ", ".join(f"{role.name} ({role.description})" for role in kind.roles.values())
    stages = f" Stages: {', '.join(kind.stages)}." if kind.stages else ""
    return f"- {kind.name}: {kind.description}. Roles: {roles}.{stages}"


@cache
def instructions() -> str:
    """The system message."""
    text = files("tarazy.second_reader").joinpath("data", "instructions.txt").read_text(encoding="utf-8")
    for name, value in (
        ("actor_types", ", ".join(ACTOR_TYPES)),
        ("units", ", ".join(UNITS)),
        ("modalities", "; ".join(f"{name} ({meaning})" for name, meaning in MODALITIES.items())),
        ("domains", "; ".join(f"{name} ({meaning})" for name, meaning in DOMAINS.items())),
        ("kinds", "\n".join(_kind(kind) for kind in KINDS.values())),
        ("example", json.dumps(EXAMPLE, ensure_ascii=False)),
    ):
        text = text.replace(f"{{{name}}}", value)
    return text.strip()


@cache
def prompt_version() -> str:
    """A short hash that changes when the instructions or the schema change, and with them the codebook."""
    told = instructions() + json.dumps(answer_schema(), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def question(document: Document, piece: Piece) -> str:
    """The user message: what is known of the document, then the numbered paragraphs."""
    known = [f"Title: {document.title}"] if document.title else []
    known += [f"Date of the document: {document.date}"] if document.date else []
    return "\n".join([*known, *(f"[{p.number}] {' '.join(p.text.split())}" for p in piece)])
