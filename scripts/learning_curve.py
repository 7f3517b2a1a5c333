"""What more annotated text brings: scores by cross-validation with growing shares of the further texts, and of the documents.

    python scripts/learning_curve.py GOLD_DIR CORPUS_DIR [GOLD_DIR CORPUS_DIR ...]

Takes the folders of ``train_confidence.py``. Each line trains on that share of the documents of the first pair (always leaving out
those that are scored) and of the further ones, drawn at random, and gives found and exact F1 at the best threshold.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence

from train_confidence import DEFAULT_STRENGTHS, SEED, Example, curve, folds, load

SHARES = ((1.0, 0.0), (0.0, 1.0), (0.5, 1.0), (1.0, 0.25), (1.0, 0.5), (1.0, 1.0))


def share(examples: Sequence[Example], part: float, seed: int) -> list[Example]:
    """That part of the documents, drawn at random."""
    drawn = list(examples)
    random.Random(seed).shuffle(drawn)
    return drawn[: round(part * len(drawn))]


def score(examples: Sequence[Example], own: float, further: float) -> tuple[int, int, float, float]:
    """Mean numbers of documents and claims trained on, and the best found F1 with its exact F1."""
    documents, others = [e for e in examples if e.scored], [e for e in examples if not e.scored]
    trained: list[tuple[int, int]] = []

    def chosen(rest: list[Example], fold: int) -> list[Example]:
        drawn = share(rest, own, SEED + fold) + share(others, further, SEED + fold)
        trained.append((len(drawn), sum(len(e.gold) for e in drawn)))
        return drawn

    best = max(curve(folds(documents, DEFAULT_STRENGTHS, chosen)), key=lambda point: (point.found, point.exact))
    count = len(trained)
    return sum(d for d, _ in trained) // count, sum(c for _, c in trained) // count, best.found, best.exact


def main() -> None:
    """Read the arguments and print the curve."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", help="pairs: folder of gold .jsonl, folder of texts")
    args = parser.parse_args()
    if len(args.folders) % 2:
        sys.exit("give folders in pairs: GOLD_DIR CORPUS_DIR")
    examples = load(args.folders)
    print("share of the documents  of the further texts  trained on (documents, claims)  found F1  exact F1")
    for own, further in SHARES:
        documents, claims, found, exact = score(examples, own, further)
        print(f"{own:22.0%}  {further:20.0%}  {documents:11} {claims:18}  {found:8.3f}  {exact:8.3f}", flush=True)


if __name__ == "__main__":
    main()
