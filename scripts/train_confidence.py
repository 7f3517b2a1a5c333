"""Train the model of confidence: which candidates of the rules a reader would note down as claims.

    python scripts/train_confidence.py GOLD_DIR CORPUS_DIR [GOLD_DIR CORPUS_DIR ...] [--write]

Reads annotated documents (claims in the exchange format beside their texts), makes all candidates of the rules, marks
those that a gold claim is matched with, and fits a logistic regression. Scores, threshold and the table of reliability come
from cross-validation over documents: no document is scored by a model that saw it.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from tarazy.codebook.claim import Claim
from tarazy.evaluation import exact, match
from tarazy.extraction.confidence import features
from tarazy.extraction.extractor import candidates_of, select, to_claim
from tarazy.reading import read_bytes

MODEL = Path(__file__).parent.parent / "src/tarazy/extraction/data/confidence.json"
STRENGTH = 0.15
SEED = 20260101


@dataclass
class Example:
    """A document's gold claims and its candidates with their features."""

    name: str
    gold: list[Claim]
    claims: list[Claim]
    seen: list[dict[str, float]]
    candidates: list[Any]


def load(folders: list[str]) -> list[Example]:
    examples = []
    for gold_dir, corpus_dir in zip(folders[::2], folders[1::2], strict=True):
        for path in sorted(Path(gold_dir).glob("*.jsonl")):
            gold = [Claim.from_exchange(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            for name in sorted({c.document for c in gold}):
                source = Path(corpus_dir) / name
                if source.suffix != ".txt":
                    continue
                document = read_bytes(source.read_bytes(), name)[0]
                found = list(candidates_of(document))
                examples.append(
                    Example(
                        name,
                        [c for c in gold if c.document == name],
                        [to_claim(document, c) for c in found],
                        [features(c) for c in found],
                        found,
                    )
                )
    return examples


def fit(seen: list[dict[str, float]], marks: np.ndarray) -> tuple[DictVectorizer, LogisticRegression]:
    vectorizer = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=1000, solver="liblinear", random_state=SEED)
    model.fit(vectorizer.fit_transform(seen), marks)
    return vectorizer, model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", help="pairs: folder of gold .jsonl, folder of texts")
    parser.add_argument("--write", action="store_true", help="write the model")
    args = parser.parse_args()
    if len(args.folders) % 2:
        sys.exit("give folders in pairs: GOLD_DIR CORPUS_DIR")
    examples = load(args.folders)
    seen = [row for e in examples for row in e.seen]
    groups = [number for number, e in enumerate(examples) for _ in e.seen]
    marks = np.zeros(len(seen), dtype=int)
    at = 0
    for e in examples:
        hits = {id(guess) for _, guess in match(e.gold, e.claims)}
        for number, claim in enumerate(e.claims):
            marks[at + number] = id(claim) in hits
        at += len(e.claims)
    probability = np.zeros(len(seen))
    for train, test in GroupKFold(n_splits=min(10, len(examples))).split(seen, marks, groups):
        vectorizer, model = fit([seen[i] for i in train], marks[train])
        probability[test] = model.predict_proba(vectorizer.transform([seen[i] for i in test]))[:, 1]
    chosen = report(examples, probability, marks)
    if args.write:
        vectorizer, model = fit(seen, marks)
        weights = {
            name: round(float(w), 4) for name, w in zip(vectorizer.feature_names_, model.coef_[0], strict=True) if abs(w) >= 0.01
        }
        MODEL.parent.mkdir(exist_ok=True)
        MODEL.write_text(
            json.dumps(
                {
                    "trained": f"{len(examples)} documents, {int(marks.sum())} of {len(marks)} candidates matched",
                    "threshold": round(chosen, 2),
                    "bias": round(float(model.intercept_[0]), 4),
                    "weights": dict(sorted(weights.items())),
                },
                ensure_ascii=False,
                indent=0,
            )
            + "\n",
            encoding="utf-8",
        )
        print(f"\nwrote {len(weights)} weights, threshold {chosen:.2f}")


def report(examples: list[Example], probability: np.ndarray, marks: np.ndarray) -> float:
    """Print scores by threshold and the reliability table; return the threshold with the best F1 of claims found."""
    best, chosen = -1.0, 0.5
    languages = sorted({e.name.rsplit(".", 2)[-2] for e in examples})
    for threshold in np.arange(0.12, 0.62, 0.04):
        hits = exacts = gold = predicted = 0
        by = {language: [0, 0] for language in languages}
        at = 0
        for e in examples:
            for candidate, p in zip(e.candidates, probability[at : at + len(e.candidates)], strict=True):
                candidate.confidence = float(p)
            chosen_ids = {id(c) for c in select(e.candidates, float(threshold))}
            kept = [claim for claim, c in zip(e.claims, e.candidates, strict=True) if id(c) in chosen_ids]
            at += len(e.candidates)
            pairs = match(e.gold, kept)
            hits += len(pairs)
            exacts += sum(exact(g, p) for g, p in pairs)
            gold += len(e.gold)
            predicted += len(kept)
            language = e.name.rsplit(".", 2)[-2]
            by[language][0] += 2 * len(pairs)
            by[language][1] += len(e.gold) + len(kept)
        f1 = 2 * hits / (gold + predicted)
        per = "  ".join(f"{k} {a / max(1, b):.3f}" for k, (a, b) in by.items())
        print(
            f"threshold {threshold:.2f}  found F1 {f1:.3f}  precision {hits / max(1, predicted):.3f}  recall {hits / gold:.3f}  "
            f"exact F1 {2 * exacts / (gold + predicted):.3f}  {per}"
        )
        if f1 > best:
            best, chosen = f1, float(threshold)
    print("\nreliability (cross-validated): confidence, candidates, share that a gold claim matches")
    for low in np.arange(0, 1, 0.1):
        inside = (probability >= low) & (probability < low + 0.1 + 1e-9)
        if inside.sum():
            print(f"  {low:.1f}–{low + 0.1:.1f}  {int(inside.sum()):6}  {marks[inside].mean():.2f}  (mean confidence {probability[inside].mean():.2f})")
    return chosen


if __name__ == "__main__":
    main()
