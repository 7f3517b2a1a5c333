"""What a model wrote → the claims in it as JSON objects, whatever stands around them."""

from __future__ import annotations

import json
import re
from typing import Any

_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)


class MalformedAnswerError(ValueError):
    """The answer holds no list of claims."""


def claims_in(content: str) -> list[dict[str, Any]]:
    """The objects of the list ``claims``; raises MalformedAnswerError where there is none.

    A bare list, a code fence, a preface and a written train of thought are put up with; entries that are no objects are not.
    """
    found = _json_in(_THOUGHT.sub("", content))
    rows = found.get("claims") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise MalformedAnswerError("no list of claims")
    return rows


def _json_in(text: str) -> Any:
    decoder = json.JSONDecoder(strict=False)
    named = '"claims"' in text
    for opening in re.finditer(r"[{\[]", text):
        try:
            value, _ = decoder.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and "claims" in value:
            return value
        # Inside a broken answer stand whole lists, of participants for one: they are no answer.
        if isinstance(value, list) and not named and all(isinstance(row, dict) for row in value):
            return value
    raise MalformedAnswerError("no JSON")
