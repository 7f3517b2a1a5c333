"""What people have ruled, as resolution and everything after it sees it: the outcome of all decisions that stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Preferred:
    """The value that holds where sources disagree: of a slot (``time``, ``quantities``, ``participants``, ``stage``) of a record."""

    slot: str
    value: Any
    why: str
    who: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """Decisions that stand, undone ones left out.

    ``accepted`` and ``rejected`` are claim ids. ``corrected`` maps a claim id to its mended slots, in the exchange format of the
    codebook. ``same`` and ``different`` are pairs of claim ids (smaller first) that are, or are not, about one thing.
    ``actors`` maps the id of an actor that was merged to the one that it is; ``names`` gives an actor names by language and
    codes by scheme; ``split`` holds pairs of actor ids that are not the same, whatever their names. ``preferred`` maps a
    record id to its ruled values. ``moved`` maps a claim id to the actors that are others in this claim alone.
    ``added`` maps the id of a claim that a person added to its slots and evidence, with its ``document_id``.
    No pair is in ``different`` that ``same`` joins, over however many steps; ``actors`` leads to its end in one step.
    """

    accepted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    corrected: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    same: frozenset[tuple[str, str]] = frozenset()
    different: frozenset[tuple[str, str]] = frozenset()
    actors: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    split: frozenset[tuple[str, str]] = frozenset()
    preferred: Mapping[str, tuple[Preferred, ...]] = field(default_factory=dict)
    moved: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    added: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


NONE = Rulings()
"""Nobody has ruled on anything yet."""
