"""What a server understands of a question's optional fields: all is tried, and what it refuses is left away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tarazy.second_reader.schema import answer_schema

LONGEST_ANSWER = 8192
"""Tokens after which an answer is cut off."""
_PLAIN: dict[str, Any] = {"temperature": 0, "max_tokens": LONGEST_ANSWER}
_FORMATS: tuple[dict[str, Any] | None, ...] = (
    {
        "type": "json_schema",
        "json_schema": {"name": "claims", "strict": True, "schema": answer_schema()},
    },
    {"type": "json_object"},
    None,
)
_FORMAT_WORDS = ("response_format", "json_schema", "json_object", "schema", "structured")


class Dialect:
    """The fields that a server took last, for questions of several threads. The answer's form goes down from the schema to any JSON object to plain words."""

    def __init__(self) -> None:
        self._format = 0
        self._fields: dict[str, Any] = dict(_PLAIN)

    def fields(self) -> dict[str, Any]:
        """The optional fields of the next question."""
        form = _FORMATS[self._format]
        return self._fields | ({"response_format": form} if form else {})

    def named(self, message: str, asked: Mapping[str, Any]) -> bool:
        """Give up the field that a refusal of ``asked`` names; False where it names none that was asked with."""
        for name in _PLAIN:
            if name in message and name in asked:
                # Another question that was under way may have given it up already.
                self._fields.pop(name, None)
                return True
        return any(word in message for word in _FORMAT_WORDS) and self.simpler(asked)

    def simpler(self, asked: Mapping[str, Any]) -> bool:
        """Ask for a simpler form of answer than ``asked`` did; False where that was the simplest."""
        form = _FORMATS.index(asked.get("response_format"))
        if form == len(_FORMATS) - 1:
            return False
        self._format = max(self._format, form + 1)
        return True
