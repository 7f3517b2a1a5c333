"""The selection applied: once, here, for claims and for records."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tarazy.web.selection import RULED, Selection
from tarazy.web.things import Mask, Things, kept

if TYPE_CHECKING:
    from tarazy.web.frames import Frames

_KEPT = 16
_FROM_CLAIMS = ("language", "source", "words", "ruled")
"""What records have through their claims alone."""


class Chosen:
    """Rows of one table that a selection keeps, and those it would keep were it not for one of its conditions."""

    def __init__(self, things: Things, conditions: Mapping[str, Mask]) -> None:
        self.things, self.conditions = things, conditions

    @cached_property
    def mask(self) -> Mask:
        """Which rows are kept."""
        return self.without()

    @property
    def rows(self) -> NDArray[np.int64]:
        """Numbers of the rows that are kept, in their order."""
        return np.flatnonzero(self.mask)

    @cached_property
    def count(self) -> int:
        """How many are kept."""
        return int(np.count_nonzero(self.mask))

    @cached_property
    def actors(self) -> NDArray[np.int64]:
        """In how many of them each actor takes part, by its place."""
        return self.things.actors.counts(self.mask)

    def without(self, *names: str) -> Mask:
        """Which rows would be kept without these conditions; for the counts beside the values that can be chosen."""
        masks = [mask for name, mask in self.conditions.items() if name not in names]
        if not masks:
            return np.ones(self.things.length, dtype=bool)
        found = masks[0].copy()
        for mask in masks[1:]:
            found &= mask
        return found


def chosen_claims(frames: Frames, selection: Selection) -> Chosen:
    """The claims that a selection keeps. UsageError for words that are none."""
    selection.check()
    things = frames.claims.things
    conditions = _shared(frames, things, selection)
    ruled = selection.ruled or RULED[:3]
    if set(ruled) != set(RULED):
        conditions["ruled"] = things.coded["ruled"].is_in(ruled)
    if selection.language:
        conditions["language"] = things.coded["language"].is_in(selection.language)
    if selection.source:
        conditions["source"] = frames.documents.mask(selection.source).take(frames.claims.document)
    if selection.words:
        conditions["words"] = frames.claims.saying(selection.words)
    return Chosen(things, conditions)


def chosen_records(frames: Frames, selection: Selection) -> Chosen:
    """The records that a selection keeps: by their agreed values, and by what at least one of their claims has."""
    selection.check()
    things = frames.records.things
    conditions = _shared(frames, things, selection)
    if selection.language or selection.source or selection.words or selection.ruled:
        claims = chosen_claims(frames, selection)
        others = [name for name in claims.conditions if name not in _FROM_CLAIMS]
        # Claims without a record have the place -1: that of one more row, which is left out again.
        found = np.zeros(things.length + 1, dtype=bool)
        found[kept(frames.record_of_claim, claims.without(*others))] = True
        conditions["claims"] = found[:-1]
    return Chosen(things, conditions)


def _shared(frames: Frames, things: Things, selection: Selection) -> dict[str, Mask]:
    conditions: dict[str, Mask] = {}
    interval = touching(things.first, things.last, selection)
    if interval is not None:
        conditions["interval"] = interval
    if selection.actor:
        masks = [things.actors.mask(place) for place in frames.actors.places(selection.actor)]
        together = np.logical_and if selection.match == "all" else np.logical_or
        conditions["actor"] = together.reduce(masks)
    for name in ("kind", "domain", "stage", "modality"):
        if wanted := getattr(selection, name):
            conditions[name] = things.coded[name].is_in(wanted)
    if selection.confidence > 0:
        conditions["confidence"] = things.confidence >= np.float32(selection.confidence)
    return conditions


def touching(first: NDArray[np.int32], last: NDArray[np.int32], selection: Selection) -> Mask | None:
    """Which spans touch the interval of the selection; None where it has none."""
    low, high = selection.interval
    if low is None and high is None:
        return None
    # What has no date ends before it begins, and touches nothing.
    found: Mask | None = None
    if low is not None:
        found = last >= low
    if high is not None:
        before = first <= high
        found = before if found is None else np.logical_and(found, before, out=found)
    return found | (first > last) if selection.undated and found is not None else found


class Recent:
    """The choices made last at one version, so that the parts of one view do not make them again."""

    def __init__(self) -> None:
        self._lock, self._kept = Lock(), OrderedDict[tuple[str, Selection], Chosen]()

    def get(self, what: str, frames: Frames, selection: Selection) -> Chosen:
        """The choice of ``claims`` or ``records``."""
        key = what, selection
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = (chosen_claims if what == "claims" else chosen_records)(frames, selection)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found
