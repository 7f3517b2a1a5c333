"""How a candidate stands among the others of its sentence and of the sentences around it: the last word on its confidence.

A clause seldom holds claims of three kinds, and claims seldom stand alone: facts come in runs. A logistic model sees each
candidate's own confidence beside those of its neighbours. Trained by ``scripts/train_confidence.py``; its weights are in
``data/comparison.json``.
"""

from __future__ import annotations

from collections.abc import Sequence

from tarazy.extraction.events import Candidate
from tarazy.extraction.logistic import Logistic, load, log_odds

NEAR = 1200
"""Characters within which sentences with candidates count as neighbours."""
_REACH = (1, 2, 3)


def installed() -> Logistic | None:
    """The trained model, or None."""
    return load("comparison.json")


def threshold() -> float:
    """Candidates below this confidence are not written as claims."""
    model = installed()
    return model.threshold if model else 0.0


def compared(found: Sequence[Candidate], model: Logistic | None = None) -> list[float]:
    """The confidence of each candidate of a document, in the light of the others; their own where no model is there."""
    score = model or installed()
    if score is None:
        return [candidate.confidence for candidate in found]
    return [score(row) for row in features(found)]


def features(found: Sequence[Candidate]) -> list[dict[str, float]]:
    """What the model sees of each candidate of a document, in its order: log-odds of its own confidence and of others'."""
    starts = [candidate.sentence.passage.clean_start for candidate in found]
    sentences: dict[int, list[Candidate]] = {}
    for start, candidate in zip(starts, found, strict=True):
        sentences.setdefault(start, []).append(candidate)
    around = _around(sentences)
    return [
        _features(candidate, sentences[start], around[start]) for start, candidate in zip(starts, found, strict=True)
    ]


def _features(candidate: Candidate, sentence: Sequence[Candidate], around: float) -> dict[str, float]:
    kind, own = candidate.kind, log_odds(candidate.confidence)
    row = {"own": own, f"own|{kind}": own / 2, "around": around}
    others = [c for c in sentence if c.kind != kind]
    if others:
        best = max(others, key=lambda c: c.confidence)
        beaten = best.confidence > candidate.confidence
        row["other"] = log_odds(best.confidence) / 2
        row["lead"] = max(-3.0, min(3.0, log_odds(best.confidence) - own)) / 2
        row[f"beaten={beaten}"] = row[f"pair={kind}|{best.kind}|{beaten}"] = 1.0
    else:
        row["alone"] = 1.0
    like = [c.confidence for c in sentence if c.kind == kind and c is not candidate]
    if like:
        row["like"] = log_odds(max(like)) / 2
        row[f"like-beaten={max(like) > candidate.confidence}"] = 1.0
    return row


def _around(sentences: dict[int, list[Candidate]]) -> dict[int, float]:
    """For each sentence the best confidences of up to three neighbours on either side, the farther the less."""
    starts = sorted(sentences)
    best = [max(c.confidence for c in sentences[start]) for start in starts]
    return {
        start: sum(
            best[j] / step
            for step in _REACH
            for j in (i - step, i + step)
            if 0 <= j < len(starts) and abs(starts[j] - start) < NEAR
        )
        for i, start in enumerate(starts)
    }
