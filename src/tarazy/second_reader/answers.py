"""What a model wrote → the claims in it as JSON objects, whatever stands around them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

_THOUGHT = re.compile(r"\A.*</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_BARE_LIST = re.compile(r"\[\s*[{\]]")
_DECODER = json.JSONDecoder(strict=False)
_ATTEMPTS = 20


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
    for opening in _openings(text):
        try:
            value, _ = _DECODER.raw_decode(text, opening)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, list) or "claims" in value:
            return value
    raise MalformedAnswerError("no JSON")


def _openings(text: str) -> Iterator[int]:
    """Where an object that has ``claims`` may begin; without one, where a bare list of objects does."""
    named = list(islice(re.finditer('"claims"', text), _ATTEMPTS))
    for match in named:
        at = match.start()
        for _ in range(_ATTEMPTS):
            if (at := text.rfind("{", 0, at)) < 0:
                break
            yield at
    # Inside a broken answer stand whole lists, of participants for one: they are no answer.
    if not named and (bare := _BARE_LIST.search(text)) and "{" not in text[: bare.start()]:
        yield bare.start()
