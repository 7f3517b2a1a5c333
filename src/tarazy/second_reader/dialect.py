"""What a server understands of a question's optional fields: all is tried, and what it refuses is left away."""

from __future__ import annotations

from typing import Any

from tarazy.second_reader.schema import answer_schema

LONGEST_ANSWER = 8192
"""Tokens after which an answer is cut off."""
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
    """The fields that a server took last. The answer's form goes down from the schema to any JSON object to plain words."""

    def __init__(self) -> None:
        self._format = 0
        self._fields: dict[str, Any] = {"temperature": 0, "max_tokens": LONGEST_ANSWER}

    def fields(self) -> dict[str, Any]:
        """The optional fields of the next question."""
        form = _FORMATS[self._format]
        return self._fields | ({"response_format": form} if form else {})

    def named(self, message: str) -> bool:
        """Give up the field that a refusal names; False where it names none that there is."""
        for name in self._fields:
            if name in message:
                del self._fields[name]
                return True
        return any(word in message for word in _FORMAT_WORDS) and self.simpler()

    def simpler(self) -> bool:
        """Ask for a simpler form of answer; False where it is the simplest already."""
        if self._format == len(_FORMATS) - 1:
            return False
        self._format += 1
        return True
