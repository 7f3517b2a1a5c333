"""How likely two claims speak of one thing: a sum of weights from ``data/weights.toml``, with the reasons at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from tarazy.data_files import toml
from tarazy.records.overlaps import Overlap, Shelf
from tarazy.records.propositions import Ints, Propositions

Floats = npt.NDArray[np.float64]
NEVER = -100.0
_AT_ONCE = 250_000
_NEAR, _YEAR, _SHORT = 45, 400, 31
_BESIDE = 500
"""Characters between two claims of a text that still speak of one thing in one breath."""
_CAPS = {"actors_rare": 3.0, "names": 2.0, "things": 1.5, "topics": 2.0, "labels": 1.5, "words": 3.0, "measures": 1.5}
_MAIN_BLOCKS = (
    "actor", "state", "name", "topic", "unit", "amount>near", "thing>name", "thing<name", "about>topic", "about<topic",
)  # fmt: skip
_OTHER_BLOCKS = ("role", "word", "form", "measure", "flow", "label", "actor")
_LAST = (
    "swapped", "roles_differ", "labels", "words", "forms", "measures", "flows", "stage", "sentence", "document", "beside",
)  # fmt: skip


@cache
def weights() -> Mapping[str, Any]:
    """``data/weights.toml``."""
    return toml("tarazy.records", "weights.toml")


class Similarity:
    """Scores of pairs of claims: above 0 they more likely speak of one thing than not, NEVER or below they cannot."""

    def __init__(self, made: Propositions, table: Mapping[str, Any] | None = None) -> None:
        self.made, self.table = made, weights() if table is None else table
        names = made.claims["kind"].to_numpy()
        nature = self.table["nature"]
        self.natures = sorted(set(nature.values()))
        self.nature = np.array([self.natures.index(nature[str(name)]) for name in names], dtype=np.int64)
        self.bias = np.array([float(self.table["bias"].get(str(name), 0.0)) for name in names])
        self.ladder = np.array(
            [_rung(self.table, str(kind), stage) for kind, stage in made.claims.select("kind", "stage").iter_rows()],
            dtype=np.int64,
        )
        self.place = made.claims.select("start", "end").to_numpy().astype(np.int64)
        self._shelves: dict[tuple[str, ...], Shelf] = {}
        self.weight = {
            name: np.array([float(self.table["weight"][of].get(name, 0.0)) for of in self.natures]) for name in FEATURES
        }
        # What the features that are looked at last, and all but those of time, can add at most.
        self.most_at_last = self._most(_LAST)
        self.most_after_time = self._most(
            name for name in FEATURES if not name.startswith(("time", "day", "month", "year"))
        )

    def _most(self, names: Iterable[str]) -> Floats:
        most: Floats = np.sum([np.maximum(self.weight[name], 0) * _CAPS.get(name, 1.0) for name in names], axis=0)
        return most

    def score(self, pairs: Ints) -> Floats:
        """Scores of pairs of rows, an array of shape (pairs,)."""
        parts = [self._score(pairs[at : at + _AT_ONCE])[0] for at in range(0, len(pairs), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.empty(0)

    def likely(self, pairs: Ints) -> tuple[Ints, Floats]:
        """The pairs that more likely speak of one thing than not, and their scores."""
        kept, scores = [np.empty((0, 2), dtype=np.int64)], [np.empty(0)]
        for at in range(0, len(pairs), _AT_ONCE):
            score, hopeful = self._score(pairs[at : at + _AT_ONCE], hopeful=True)
            kept.append(pairs[at : at + _AT_ONCE][hopeful][score > 0])
            scores.append(score[score > 0])
        return np.concatenate(kept), np.concatenate(scores)

    def _score(self, pairs: Ints, hopeful: bool = False) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Scores of the pairs; with ``hopeful`` of those (the mask) that the features looked at first leave within reach."""
        left, right = pairs[:, 0], pairs[:, 1]
        total = (self.bias[left] + self.bias[right]) / 2
        kept = np.ones(len(pairs), dtype=bool)
        for features, most in ((self._times, self.most_after_time), (self._main_features, self.most_at_last)):
            self._add(total, left, right, features(left, right))
            if hopeful:
                within = total + most[self.nature[left]] > 0
                kept[np.flatnonzero(kept)[~within]] = False
                left, right, total = left[within], right[within], total[within]
        self._add(total, left, right, self._other_features(left, right))
        total[self.made.kind[left] != self.made.kind[right]] = NEVER
        # A data set lists each thing once: rows of one file that look alike are two deliveries, two votes, two events.
        listed = self.made.row[left] & self.made.row[right] & (self.made.document[left] == self.made.document[right])
        total[listed] = NEVER
        return np.maximum(total, NEVER), kept

    def _add(self, total: Floats, left: Ints, right: Ints, features: dict[str, Floats]) -> None:
        nature = self.nature[left]
        for name, values in features.items():
            total += self.weight[name][nature] * values

    def explain(self, left: int, right: int) -> dict[str, float]:
        """What each feature adds to the score of one pair."""
        values = self.features(np.array([left]), np.array([right]))
        nature = self.nature[left]
        parts = {name: float(self.weight[name][nature] * value[0]) for name, value in values.items()}
        return {"bias": float(self.bias[left] + self.bias[right]) / 2} | {
            key: value for key, value in parts.items() if value
        }

    def features(self, left: Ints, right: Ints) -> dict[str, Floats]:
        """The features of pairs by name (see FEATURES), each an array of shape (pairs,)."""
        return self._times(left, right) | self._main_features(left, right) | self._other_features(left, right)

    def _main_features(self, left: Ints, right: Ints) -> dict[str, Floats]:
        found = self._overlaps(_MAIN_BLOCKS, left, right)
        actors, states, names, topics = (found[name] for name in ("actor", "state", "name", "topic"))
        thing, things, about, abouts = (
            found[name] for name in ("thing>name", "thing<name", "about>topic", "about<topic")
        )
        units, amounts = found["unit"], found["amount>near"]
        return {
            "actors": np.maximum(actors.jaccard, 0.85 * states.jaccard),
            "actors_contained": np.maximum(actors.contained, 0.85 * states.contained),
            "actors_rare": np.minimum(np.maximum(actors.shared, states.shared), 3.0),
            "actors_none": (states.shared + actors.shared == 0).astype(float),
            "names": np.minimum(names.shared, _CAPS["names"]),
            "names_clash": names.clash,
            "things": np.minimum(np.maximum(thing.shared, things.shared), _CAPS["things"]),
            "things_clash": _neither(thing, things),
            "topics": np.minimum(topics.shared, _CAPS["topics"]),
            "topics_alike": topics.jaccard,
            "topics_clash": _neither(about, abouts),
            "amounts": (amounts.shared > 0).astype(float),
            "amounts_differ": ((amounts.shared == 0) & (units.shared > 0)).astype(float),
            "units_differ": units.clash,
            "source_differs": (
                (amounts.shared == 0) & (units.shared > 0) & (self.made.document[left] == self.made.document[right])
            ).astype(float),
        }

    def _other_features(self, left: Ints, right: Ints) -> dict[str, Floats]:
        found = self._overlaps(_OTHER_BLOCKS, left, right)
        roles, words, forms, measures, flows, labels, actors = (
            found[name] for name in ("role", "word", "form", "measure", "flow", "label", "actor")
        )
        same_stage, document = self._same_stage(left, right), self.made.document[left] == self.made.document[right]
        overlaps = (self.place[left, 0] < self.place[right, 1]) & (self.place[right, 0] < self.place[left, 1])
        return {
            "swapped": ((actors.jaccard == 1) & (roles.jaccard < 0.5) & (actors.shared > 0)).astype(float),
            "roles_differ": 1 - roles.jaccard,
            "labels": labels.contained * np.minimum(labels.shared, _CAPS["labels"]),
            "words": np.minimum(words.shared, _CAPS["words"]),
            "forms": (forms.shared > 0).astype(float),
            "forms_clash": forms.clash,
            "measures": np.minimum(measures.shared, _CAPS["measures"]),
            "measures_clash": measures.clash,
            "flows": (flows.shared > 0).astype(float),
            "flows_clash": flows.clash,
            "stage": (same_stage & (self.ladder[left] >= 0) & (self.ladder[right] >= 0)).astype(float),
            "sentence": (document & overlaps & same_stage).astype(float),
            "document": document.astype(float),
            "beside": (document & ~overlaps & (np.abs(self.place[left, 0] - self.place[right, 0]) < _BESIDE)).astype(
                float
            ),
        }

    def _same_stage(self, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
        one, other = self.ladder[left], self.ladder[right]
        same: npt.NDArray[np.bool_] = (one == other) | (one < 0) | (other < 0)
        return same

    def _times(self, left: Ints, right: Ints) -> dict[str, Floats]:
        made, same_stage = self.made, self._same_stage(left, right)
        start, end = np.maximum(made.start[left], made.start[right]), np.minimum(made.end[left], made.end[right])
        gap = start - end
        dated = made.dated[left] & made.dated[right]
        long_left, long_right = made.end[left] - made.start[left], made.end[right] - made.start[right]
        equal = (made.start[left] == made.start[right]) & (made.end[left] == made.end[right])
        short = np.maximum(long_left, long_right) <= _SHORT
        points = (made.point[left] & made.point[right]) | short
        meets = dated & (gap <= 0)
        apart = dated & (gap > 0)
        longest = np.maximum(long_left, long_right)
        out = {
            "day_same": meets & equal & (longest < 7),
            "month_same": meets & equal & (longest >= 7) & (longest <= 31),
            "year_same": meets & equal & (longest > 31),
            "time_fits": meets & ~equal & points,
            "time_touches": meets & ~equal & ~points,
            "time_near": apart & (gap <= _NEAR),
            "time_year": apart & (gap > _NEAR) & (gap <= _YEAR),
            "time_far": apart & (gap > _YEAR),
            "time_unknown": ~dated,
        }
        other = {
            f"{name}_other_stage": value & ~same_stage
            for name, value in out.items()
            if name.startswith(("time_near", "time_year", "time_far"))
        }
        out = {
            name: value & (same_stage if name in ("time_near", "time_year", "time_far") else True)
            for name, value in out.items()
        }
        return {name: value.astype(float) for name, value in {**out, **other}.items()}

    def _overlaps(self, blocks: tuple[str, ...], left: Ints, right: Ints) -> dict[str, Overlap]:
        if blocks not in self._shelves:
            self._shelves[blocks] = Shelf(self.made, blocks)
        return self._shelves[blocks].overlaps(left, right)


def _neither(one: Overlap, other: Overlap) -> Floats:
    """1 where both sides name something and neither side has what the other names."""
    clash: Floats = ((one.ours > 0) & (other.ours > 0) & (one.shared == 0) & (other.shared == 0)).astype(float)
    return clash


def _rung(table: Mapping[str, Any], kind: str, stage: str | None) -> int:
    """Stages of one rung are said of the same moment; -1 where there is no stage."""
    if not stage:
        return -1
    rungs: list[list[str]] = table["rungs"].get(kind, [])
    return next((at for at, names in enumerate(rungs) if stage in names), len(rungs))


FEATURES = (
    "things", "things_clash", "labels", "source_differs", "beside",
    "actors", "actors_contained", "actors_rare", "actors_none", "swapped", "roles_differ", "names", "names_clash", "topics", "topics_alike",
    "topics_clash", "words", "forms", "forms_clash", "measures", "measures_clash", "flows", "flows_clash", "amounts", "amounts_differ",
    "units_differ", "stage", "sentence", "document", "day_same", "month_same", "year_same", "time_fits", "time_touches", "time_near",
    "time_year", "time_far", "time_unknown", "time_near_other_stage", "time_year_other_stage", "time_far_other_stage",
)  # fmt: skip
"""Names of the features, each with a weight for every nature of claims in ``data/weights.toml``."""
