"""A logistic model over named features, as the training script writes it: JSON with bias and weights."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Logistic:
    """``threshold`` is the probability from which on the model says yes; ``trained`` says on what it was trained."""

    bias: float
    weights: Mapping[str, float]
    threshold: float = 0.5
    trained: str = ""

    def __call__(self, features: Mapping[str, float]) -> float:
        """Probability between 0 and 1."""
        weights = self.weights
        return _probability(self.bias + sum([weights[name] * features[name] for name in features if name in weights]))

    def of_names(self, names: Iterable[str]) -> float:
        """The probability where each of these features is 1."""
        weights = self.weights
        return _probability(self.bias + sum([weights[name] for name in names if name in weights]))


def _probability(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load(name: str) -> Logistic | None:
    """The model in ``extraction/data/name``, or None where it is not installed."""
    path = files("tarazy.extraction") / "data" / name
    if not path.is_file():
        return None
    row = json.loads(path.read_text(encoding="utf-8"))
    return Logistic(row["bias"], row["weights"], row.get("threshold", 0.5), row.get("trained", ""))


def bucket(number: int, *limits: int) -> str:
    """The smallest limit that ``number`` does not exceed, as text; "more" above all."""
    return str(next((limit for limit in limits if number <= limit), "more"))


def log_odds(probability: float) -> float:
    """The logarithm of the odds, within what a probability of 0.0001 to 0.9999 gives."""
    inside = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(inside / (1 - inside))
