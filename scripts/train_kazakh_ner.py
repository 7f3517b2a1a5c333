"""Trains the Kazakh entity model on KazNERD and writes ``language/kk/data/kazner.crfsuite`` with its model card.

KazNERD (IS2AI, CC BY 4.0): https://github.com/IS2AI/KazNERD.
Usage: ``python scripts/train_kazakh_ner.py IOB2_valid.txt [--own DIR] [--no-cross-validation]``. About a minute a training on one core.

News is not what is read later. With ``--own`` (``training/texts``) a first model labels the Kazakh texts of a folder, the labels are
mended by what is certain there (names of the registry, authors in citations), and the model is trained on both. In cross-validation
each fold labels them with its own first model. ``scripts/check_kazakh_ner.py`` measures the gain on texts that are no news.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pycrfsuite

from tarazy.actors.linker import Linker
from tarazy.actors.registry import registry
from tarazy.extraction.citations import AUTHOR_IN_BRACKETS, citations
from tarazy.language.base import Analysis
from tarazy.language.kk import ner
from tarazy.language.kk.morphology import Morphology
from tarazy.language.kk.ner import ENTITY_LABELS, Features, KazakhNer, as_in_training
from tarazy.language.kk.tokens import tokenise
from tarazy.reading import read_bytes

DATA = Path(ner.__file__).parent / "data"
PARAMETERS = {
    "c1": 0.12,
    "c2": 0.02,
    "max_iterations": 120,
    "feature.possible_transitions": False,
    "feature.minfreq": 2,
}
FOLDS, SEED = 5, 13
# Every so many sentences are learnt without the registry's names, so that the model does not lean on them alone.
WITHOUT_NAMES = 4
LEAST_PROBABILITY, SHORTEST = 0.25, 4
NAMES = ("name", "acronym", "capital", "leader")
CLASSES = {"state": "GPE", "place": "LOCATION", "region": "LOCATION"}

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
    for at, (words, tags) in enumerate(sentences):
        trainer.append(features.of(words, names=at % WITHOUT_NAMES > 0), tags)
    trainer.train(str(path))


def train_with_own(sentences: list[Tagged], own: list[str], morphology: Morphology, path: Path) -> int:
    """Train, label the ``own`` sentences with the outcome, train on both; the number of own sentences that were taken."""
    features = Features(morphology)
    train(sentences, features, path)
    if not own:
        return 0
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    linker, kinds = Linker(), {actor.id: actor.kind for actor in registry().actors.values()}
    added = [tagged for text in own if (tagged := label(text, tagger, features, linker, kinds))]
    tagger.close()
    train([*sentences, *added], features, path)
    return len(added)


def own_sentences(folder: Path) -> list[str]:
    """The Kazakh sentences of the ``*.kk.txt`` of a folder, without lists of works."""
    documents = (d for path in sorted(folder.glob("*.kk.txt")) for d in read_bytes(path.read_bytes(), path.name))
    return [p.text for d in documents for p in d.passages if p.language == "kk" and p.kind != "reference"]


def label(
    text: str, tagger: pycrfsuite.Tagger, features: Features, linker: Linker, kinds: dict[str, str]
) -> Tagged | None:
    """Words and tags of a sentence: the model's where it is fairly sure, names that it missed, authors in citations as persons."""
    spans = tokenise(text)
    words = as_in_training([word for _, _, word in spans])
    if len(words) < SHORTEST:
        return None
    tags = list(tagger.tag(features.of(words)))
    cited = citations(text)
    if tagger.probability(tags) < LEAST_PROBABILITY and not cited:
        return None
    known = linker.link(Analysis(text, "kk", []), provisional=False)
    for mention in known:
        inside = [i for i, (start, end, _) in enumerate(spans) if start < mention.end and mention.start < end]
        if (
            mention.form in NAMES
            and mention.surface[0].isupper()
            and all(tags[i][2:] not in ENTITY_LABELS for i in inside)
        ):
            kind = "PERSON" if mention.via else CLASSES.get(kinds[mention.actor], "ORGANISATION")
            for i in inside:
                tags[i] = ("B-" if i == inside[0] else "I-") + kind
    for bracket in cited:
        for name in AUTHOR_IN_BRACKETS.finditer(text, bracket.start, bracket.end):
            if any(m.start < name.end() and name.start() < m.end for m in known):
                continue
            inside = [i for i, (start, end, _) in enumerate(spans) if name.start() <= start and end <= name.end()]
            for i in inside:
                tags[i] = ("B-" if i == inside[0] else "I-") + "PERSON"
    for i, tag in enumerate(tags):
        if tag[0] == "I" and (i == 0 or tags[i - 1][2:] != tag[2:]):
            tags[i] = "B" + tag[1:]
    return words, tags


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


def cross_validate(sentences: list[Tagged], own: list[str], morphology: Morphology) -> Score:
    order = list(range(len(sentences)))
    random.Random(SEED).shuffle(order)
    total = Score()
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "fold.crfsuite"
            train_with_own([sentences[i] for i in order if i not in held], own, morphology, path)
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


def card(sentences: list[Tagged], own: int, score: Score | None) -> str:
    lines = [
        "# Card of the Kazakh entity model, written by scripts/train_kazakh_ner.py.",
        'model = "linear-chain CRF (python-crfsuite, L-BFGS with L1 and L2)"',
        'trained_on = "KazNERD, IOB2_valid.txt (Institute of Smart Systems and Artificial Intelligence, Nazarbayev University)"',
        'source = "https://github.com/IS2AI/KazNERD"',
        'licence_of_data = "CC BY 4.0"',
        'citation = "Yeshpanov, Khassanov, Varol: KazNERD: Kazakh Named Entity Recognition Dataset, LREC 2022"',
        f"sentences = {len(sentences)}",
        f"tokens = {sum(len(words) for words, _ in sentences)}",
        f"own_sentences = {own} # of training/texts, labelled by a first model and mended",
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
    parser.add_argument("--own", type=Path, metavar="DIR", help="Kazakh texts (*.kk.txt) to label and learn from too")
    parser.add_argument("--output", type=Path, default=DATA, metavar="DIR", help="where model and card go")
    parser.add_argument("--no-cross-validation", action="store_true", help="train only; leave the card as it is")
    arguments = parser.parse_args()
    if not arguments.iob2.is_file():
        sys.exit(f"{arguments.iob2}: no such file; give a KazNERD file in IOB2 layout")
    sentences = read_sentences(arguments.iob2)
    own = own_sentences(arguments.own) if arguments.own else []
    if arguments.own and not own:
        sys.exit(f"{arguments.own}: no *.kk.txt there; name a folder with Kazakh texts")
    morphology = Morphology()
    path = arguments.output / ner.MODEL
    taken = train_with_own(sentences, own, morphology, path)
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB, {len(sentences)} and {taken} own sentences", flush=True)
    if not arguments.no_cross_validation:
        score = cross_validate(sentences, own, morphology)
        (arguments.output / "model_card.toml").write_text(card(sentences, taken, score), encoding="utf-8")
        print(f"micro-F1 {score.f1()[2]:.4f} over {len(score.gold)} classes")


if __name__ == "__main__":
    main()
