"""A decision: what a person ruled, on what, when and why; its identity, its row in the store, its line in a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

ACTIONS: Mapping[str, str] = {
    "accept": "this claim is right as it was read",
    "reject": "this claim is none, or was read wrongly beyond mending",
    "correct": "slots of this claim are otherwise",
    "add-claim": "this document makes this claim too, which was missed",
    "same": "these claims, or records, are about one thing",
    "different": "these claims, or records, are about different things",
    "prefer": "this value of a record holds where its sources disagree",
    "merge-actors": "this actor is that one",
    "split-actors": "these actors are not the same",
    "name-actor": "this actor has these names and codes",
    "undo": "that decision no longer stands",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be decided, before anybody has put a name and a time to it.

    ``left`` and ``right`` are ids of claims, records, actors or (``undo``) a decision; ``value`` is JSON: mended slots
    (``correct``), a whole claim in the exchange format (``add-claim``, whose ``left`` is a document and whose ``right``, once
    it is checked, the claim), ``{"slot", "value", "claims"}`` (``prefer``), names and codes (``name-actor``), the claims of both records
    (``same``, ``different``: ``{"left": […], "right": […]}``), the claims in which ``left`` is ``right`` (``split-actors``:
    ``{"claims": […]}``), or None.
    """

    action: str
    left: str
    right: str | None = None
    value: Any = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A draft with the name, the reason and the time (UTC) of the one who ruled.

    ``serial`` counts the decisions of one observatory from 1; 0 where it has none yet. It is no part of the identity.
    ``id`` is the hash of what was decided, by whom and when (16 hex digits): the same in every observatory that has it.
    """

    action: str
    left: str
    right: str | None
    value: Any
    who: str
    why: str
    recorded: datetime
    serial: int = 0
    id: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        moment = self.recorded.astimezone(UTC).isoformat(timespec="microseconds")
        content = [self.action, self.left, self.right, canonical(self.value), self.who, self.why, moment]
        text = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
        object.__setattr__(self, "id", hashlib.sha256(text).hexdigest()[:16])

    @property
    def order(self) -> tuple[datetime, str]:
        """Decisions fold in this order, whatever the order in which files of them were brought together."""
        return self.recorded, self.id

    def to_row(self, batch: str) -> dict[str, Any]:
        """The row of ``store.schema.DECISIONS``."""
        return {
            "serial": self.serial,
            "decision_id": self.id,
            "action": self.action,
            "left": self.left,
            "right": self.right,
            "value": canonical(self.value),
            "who": self.who,
            "why": self.why,
            "recorded": self.recorded,
            "batch": batch,
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Decision:
        """The decision of a row of ``store.schema.DECISIONS``."""
        value = None if row["value"] is None else json.loads(row["value"])
        texts = row["action"], row["left"], row["right"], value, row["who"], row["why"] or ""
        return cls(*texts, row["recorded"], row["serial"])


def canonical(value: Any) -> str | None:
    """The value as JSON, the same for equal values; None for none."""
    if value is None:
        return None
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def pair(left: str, right: str) -> tuple[str, str]:
    """Two ids, the smaller first."""
    return (left, right) if left < right else (right, left)
