"""The JSON schema of an answer, made from the codebook: one shape of claim for each kind, with its own roles and stages.

It keeps to the part of JSON Schema that servers can hold a model to: every property is required, none is added, what may be
missing is null (https://platform.openai.com/docs/guides/structured-outputs).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES, Kind

ACTOR_TYPES = ("state", "organisation", "company", "group", "person", "region", "place")
RELATIONS = ("=", "~", ">", "<")
_TEXT: dict[str, Any] = {"type": "string"}
_TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _claim(kind: Kind) -> dict[str, Any]:
    participant = {
        "name": _TEXT,
        "type": _reference("actor_type"),
        "role": {"type": "string", "enum": list(kind.roles)},
        "via": _TEXT_OR_NULL,
    }
    stage = _or_null({"type": "string", "enum": list(kind.stages)}) if kind.stages else {"type": "null"}
    return _object(
        {
            "paragraph": {"type": "integer"},
            "quote": _TEXT,
            "kind": {"type": "string", "enum": [kind.name]},
            "participants": {"type": "array", "items": _object(participant)},
            "time": _or_null(_reference("time")),
            "quantities": {"type": "array", "items": _reference("quantity")},
            "object": _TEXT_OR_NULL,
            "stage": stage,
            "modality": _reference("modality"),
            "domain": _reference("domain"),
            "speaker": _TEXT_OR_NULL,
        }
    )


@cache
def answer_schema() -> dict[str, Any]:
    """The schema of a whole answer: ``{"claims": [...]}``."""
    quantity = {"value": {"type": "number"}, "unit": _TEXT, "relation": {"type": "string", "enum": list(RELATIONS)}}
    schema = _object({"claims": {"type": "array", "items": {"anyOf": [_claim(kind) for kind in KINDS.values()]}}})
    schema["$defs"] = {
        "actor_type": {"type": "string", "enum": list(ACTOR_TYPES)},
        "time": _object({"start": _TEXT_OR_NULL, "end": _TEXT_OR_NULL}),
        "quantity": _object(quantity),
        "modality": {"type": "string", "enum": list(MODALITIES)},
        "domain": {"type": "string", "enum": list(DOMAINS)},
    }
    return schema
