"""The claims of one record, divided by the value they give: camps that contradict each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tarazy.records.rulebook import Finding, finding

Row = dict[str, Any]
_ONE_SENTENCE = 40
"""Characters between two quotes that may still belong to one sentence, in which two values are two things."""


@dataclass(slots=True)
class Camp:
    """A value as its most exact claim gives it, and the claims that agree with it."""

    value: Any
    rows: list[Row] = field(default_factory=list)

    @property
    def documents(self) -> set[str]:
        """The documents that give the value."""
        return {row["document_id"] for row in self.rows}

    @property
    def confidence(self) -> float:
        """That of its surest claim."""
        return max(float(row["confidence"] or 0.0) for row in self.rows)

    def described(self, value: Any) -> dict[str, Any]:
        """The value with who gives it: claims, how many documents, when these were written."""
        return {
            "value": value,
            "claims": sorted(row["claim_id"] for row in self.rows),
            "documents": len(self.documents),
            "said": sorted({row["said"] for row in self.rows if row["said"]}),
        }


def divided(
    valued: Iterable[tuple[Any, Row]], agree: Callable[[Any, Any], bool], exactness: Callable[[Any], float]
) -> list[Camp]:
    """Claims with their values as camps, the most exact values first; a claim joins the first camp that it agrees with."""
    camps: list[Camp] = []
    for value, row in sorted(valued, key=lambda pair: (-exactness(pair[0]), pair[1]["claim_id"])):
        camp = next((camp for camp in camps if agree(camp.value, value)), None)
        if camp is None:
            camps.append(camp := Camp(value))
        camp.rows.append(row)
    return camps


def one_place(one: Row, other: Row) -> bool:
    """Whether two claims may stand in one sentence."""
    if one["document_id"] != other["document_id"]:
        return False
    return bool(one["start"] - _ONE_SENTENCE <= other["end"] and other["start"] - _ONE_SENTENCE <= one["end"])


def opposed(camps: Sequence[Camp]) -> bool:
    """Whether two camps speak in different sentences at least once."""
    return any(
        not one_place(one, other)
        for at, camp in enumerate(camps)
        for later in camps[at + 1 :]
        for one in camp.rows
        for other in later.rows
    )


def conflict(rule: str, camps: Sequence[Camp], values: Sequence[Any], distance: float, **more: Any) -> Finding:
    """The finding of camps that contradict each other; ``distance`` (0 to 1) says how far apart they are."""
    ordered = sorted(zip(camps, values, strict=True), key=lambda pair: (-len(pair[0].documents), str(pair[1])))
    rows = [row for camp in camps for row in camp.rows]
    documents = {row["document_id"] for row in rows}
    sure = sorted((camp.confidence for camp in camps), reverse=True)
    weight = math.sqrt(sure[0] * sure[1]) * (0.4 + 0.6 * distance) * (1.0 if len(documents) > 1 else 0.8)
    content = {
        "values": [camp.described(value) for camp, value in ordered],
        "documents": len(documents),
        "kind": rows[0]["kind"],
        **more,
    }
    return finding(
        rule,
        (row["claim_id"] for row in rows),
        content,
        weight,
        (actor for row in rows for actor in row["actors"] or ()),
        rows[0]["record_id"],
    )
