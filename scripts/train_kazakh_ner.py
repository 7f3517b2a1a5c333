"""Trains the Kazakh entity model on KazNERD and writes ``language/kk/data/kazner.crfsuite`` with its model card.

KazNERD (IS2AI, CC BY 4.0): https://github.com/IS2AI/KazNERD.
Usage: ``python scripts/train_kazakh_ner.py IOB2_valid.txt [--no-cross-validation]``. About a minute a fold on one core.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pycrfsuite

from tarazy.language.kk import ner
from tarazy.language.kk.morphology import Morphology
from tarazy.language.kk.ner import ENTITY_LABELS, Features, KazakhNer

DATA = Path(ner.__file__).parent / "data"
PARAMETERS = {
    "c1": 0.12,
    "c2": 0.02,
    "max_iterations": 120,
    "feature.possible_transitions": False,
    "feature.minfreq": 2,
}
FOLDS, SEED = 5, 13

Tagged = tuple[list[str], list[str]]


def read_sentences(path: Path) -> list[Tagged]:
    """Words and IOB2 tags of each sentence."""
    sentences: list[Tagged] = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip():
            word, _, tag = line.rpartition(" ")
            words.append(word)
            tags.append(tag)
        elif words:
            sentences.append((words, tags))
            words, tags = [], []
    return sentences


def train(sentences: list[Tagged], features: Features, path: Path) -> None:
    trainer = pycrfsuite.Trainer(verbose=False, params=PARAMETERS)
    for words, tags in sentences:
        trainer.append(features.of(words), tags)
    trainer.train(str(path))


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """``(first, past the last, class)`` of an IOB2 row; an I- without its B- opens a span."""
    found, start, kind = set(), 0, ""
    for at, tag in enumerate([*tags, "O"]):
        part, _, label = tag.partition("-")
        if kind and (part != "I" or label != kind):
            found.add((start, at, kind))
            kind = ""
        if label and not kind:
            start, kind = at, label
    return found


class Score:
    """Counts of gold, found and right spans by class."""

    def __init__(self) -> None:
        self.gold: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.right: Counter[str] = Counter()

    def add(self, gold: list[str], found: list[str]) -> None:
        a, b = spans(gold), spans(found)
        self.gold.update(kind for _, _, kind in a)
        self.found.update(kind for _, _, kind in b)
        self.right.update(kind for _, _, kind in a & b)

    def f1(self, kinds: set[str] | None = None) -> tuple[float, float, float]:
        """Micro precision, recall and F1 over the classes (all when None)."""
        gold, found, right = (
            sum(n for kind, n in counter.items() if kinds is None or kind in kinds)
            for counter in (self.gold, self.found, self.right)
        )
        precision, recall = right / max(found, 1), right / max(gold, 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def cross_validate(sentences: list[Tagged], morphology: Morphology, features: Features) -> Score:
    order = list(range(len(sentences)))
    random.Random(SEED).shuffle(order)
    total = Score()
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "fold.crfsuite"
            train([sentences[i] for i in order if i not in held], features, path)
            tagger = KazakhNer(morphology, path)
            score = Score()
            for i in sorted(held):
                words, tags = sentences[i]
                found = tagger.tags(words)
                score.add(tags, found)
                total.add(tags, found)
        print(
            f"fold {fold + 1}: precision {score.f1()[0]:.4f} recall {score.f1()[1]:.4f} F1 {score.f1()[2]:.4f}",
            flush=True,
        )
    return total


def card(sentences: list[Tagged], score: Score | None) -> str:
    lines = [
        "# Card of the Kazakh entity model, written by scripts/train_kazakh_ner.py.",
        'model = "linear-chain CRF (python-crfsuite, L-BFGS with L1 and L2)"',
        'trained_on = "KazNERD, IOB2_valid.txt (Institute of Smart Systems and Artificial Intelligence, Nazarbayev University)"',
        'source = "https://github.com/IS2AI/KazNERD"',
        'licence_of_data = "CC BY 4.0"',
        'citation = "Yeshpanov, Khassanov, Varol: KazNERD: Kazakh Named Entity Recognition Dataset, LREC 2022"',
        f"sentences = {len(sentences)}",
        f"tokens = {sum(len(words) for words, _ in sentences)}",
        "",
        "[parameters]",
        *(f'"{name}" = {str(value).lower()}' for name, value in PARAMETERS.items()),
    ]
    if score is not None:
        lines += [
            "",
            "# Spans right in class and borders, 5-fold cross-validation over sentences. Sentences of one article may fall in",
            "# different folds, and the list of attested stems was collected from all of them: expect less on other texts.",
        ]
        names = {kind for kind in score.gold if ENTITY_LABELS.get(kind) in ("PER", "ORG", "LOC")}
        for title, kinds in (("micro", None), ("micro_person_organisation_place", names)):
            precision, recall, f1 = score.f1(kinds)
            lines += [f"[{title}]", f"precision = {precision:.4f}", f"recall = {recall:.4f}", f"f1 = {f1:.4f}"]
        lines += ["", "[f1_by_class]", *(f"{kind} = {score.f1({kind})[2]:.4f}" for kind in sorted(score.gold))]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("iob2", type=Path, help="a KazNERD file in IOB2 layout")
    parser.add_argument("--no-cross-validation", action="store_true", help="train only; leave the card as it is")
    arguments = parser.parse_args()
    if not arguments.iob2.is_file():
        sys.exit(f"{arguments.iob2}: no such file; give a KazNERD file in IOB2 layout")
    sentences = read_sentences(arguments.iob2)
    morphology = Morphology()
    features = Features(morphology)
    path = DATA / ner.MODEL
    train(sentences, features, path)
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB, {len(sentences)} sentences", flush=True)
    if not arguments.no_cross_validation:
        score = cross_validate(sentences, morphology, features)
        (DATA / "model_card.toml").write_text(card(sentences, score), encoding="utf-8")
        print(f"micro-F1 {score.f1()[2]:.4f} over {len(score.gold)} classes")


if __name__ == "__main__":
    main()
