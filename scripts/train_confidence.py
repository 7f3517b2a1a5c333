"""Train the four models of extraction: who takes part in a candidate, who beside whom, which candidates are claims, and which beside others.

    python scripts/train_confidence.py GOLD_DIR CORPUS_DIR [GOLD_DIR CORPUS_DIR ...] [--write]

Reads annotated documents (claims in the exchange format beside their texts), makes all candidates of the rules, compares
them with the gold claims and fits four logistic regressions. Scores, threshold and the table of reliability come from
cross-validation over the documents of the first pair of folders: no document is scored by a model that saw it. Documents of
further pairs only add to the training.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from tarazy.codebook.claim import Claim
from tarazy.evaluation import actors, amounts, pairs, roles, years
from tarazy.extraction import comparison, together
from tarazy.extraction.confidence import features
from tarazy.extraction.events import Candidate
from tarazy.extraction.extractor import candidates_of, select, settled, to_claim
from tarazy.extraction.logistic import Logistic
from tarazy.extraction.participants import Participation
from tarazy.extraction.prospects import Prospect
from tarazy.reading import read_bytes
from tarazy.reading.document import Document

DATA = Path(__file__).parent.parent / "src/tarazy/extraction/data"
SEED = 20260101
FOLDS = 10
GRID = np.arange(0.14, 0.44, 0.02)
PARTS = 5
ALIKE = 0.002
Strengths = tuple[float, float, float, float]
SHARED_SLUGS = ("org", "group", "person", "place")


@dataclass
class Example:
    """A document with its gold claims and the rules' candidates."""

    document: Document
    gold: list[Claim]
    raw: list[Candidate]
    settled: list[Candidate] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    scored: bool = True

    @property
    def language(self) -> str:
        return self.document.name.rsplit(".", 2)[-2]

    @cached_property
    def choices(self) -> list[Choice]:
        """The choices of participants whose answer the gold claims give."""
        return choices(self)

    @cached_property
    def alone(self) -> list[tuple[dict[str, float], int]]:
        """Each prospect of each choice, in each role, and whether that is the claim's."""
        return [
            (dict.fromkeys(p.features(role), 1.0), int(role == right))
            for choice in self.choices
            for p, right in zip(choice.found, choice.right, strict=True)
            for role in p.by_role
        ]


def match(gold: Sequence[Claim], guesses: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Pairs of gold claim and guess, one to one."""
    found = pairs([c.to_exchange() for c in gold], [c.to_exchange() for c in guesses])
    return [(gold[g], guesses[p]) for g, p in found]


def exact(gold: Claim, guess: Claim) -> bool:
    """Participants with roles, years and amounts are all equal."""
    one, other = gold.to_exchange(), guess.to_exchange()
    return roles(one) == roles(other) and years(one) == years(other) and amounts(one) == amounts(other)


def load(folders: Sequence[str]) -> list[Example]:
    examples = []
    for number, (gold_dir, corpus_dir) in enumerate(zip(folders[::2], folders[1::2], strict=True)):
        for path in sorted(Path(gold_dir).glob("*.jsonl")):
            lines = path.read_text(encoding="utf-8").splitlines()
            gold = [Claim.from_exchange(json.loads(line)) for line in lines if line.strip()]
            for name in sorted({c.document for c in gold}):
                source = Path(corpus_dir) / name
                if source.suffix == ".txt":
                    document = read_bytes(source.read_bytes(), name)[0]
                    examples.append(
                        Example(
                            document,
                            [c for c in gold if c.document == name],
                            list(candidates_of(document)),
                            scored=number == 0,
                        )
                    )
    return examples


def regression(matrix: csr_matrix, marks: NDArray[np.int64], names: Sequence[str], strength: float) -> Logistic:
    """Features that occur once are left out."""
    often = np.flatnonzero(np.diff(matrix.tocsc().indptr) > 1)
    chosen = matrix[:, often]
    chosen.indices, chosen.indptr = chosen.indices.astype(np.int32), chosen.indptr.astype(np.int32)
    model = LogisticRegression(C=strength, max_iter=1000, solver="liblinear", random_state=SEED)
    model.fit(chosen, marks)
    weights = {
        names[i]: round(float(w), 3) for i, w in zip(often.tolist(), model.coef_[0], strict=True) if abs(w) >= 0.01
    }
    return Logistic(round(float(model.intercept_[0]), 3), dict(sorted(weights.items())))


@dataclass(frozen=True)
class Choice:
    """The prospects of a candidate that speaks of the same thing as a gold claim, and the role that each has there ("": none)."""

    kind: str
    found: list[Prospect]
    right: list[str]


def choices(example: Example) -> list[Choice]:
    """The choices of participants whose answer the gold claims give."""
    told = []
    for candidate in (c for c in example.raw if not c.continued):
        claim = to_claim(example.document, candidate)
        pool = {p.actor.id for p in candidate.prospects}
        best, wanted = 0.0, dict[str, str]()
        for gold in example.gold:
            overlap = min(claim.evidence.end, gold.evidence.end) - max(claim.evidence.start, gold.evidence.start)
            if gold.kind != claim.kind or overlap <= 0:
                continue
            actors = {p.actor for p in gold.participants}
            shared = len(pool & actors) / len(pool | actors) + 0.2 * overlap / (gold.evidence.end - gold.evidence.start)
            if pool & actors and shared > best:
                best, wanted = shared, {p.actor: p.role for p in gold.participants}
        loose = {
            a.split(":")[0]: role for a, role in wanted.items() if a not in pool and a.split(":")[0] in SHARED_SLUGS
        }
        if wanted:
            found = candidate.prospects
            right = [wanted.get(p.actor.id) or loose.get(p.actor.id.split(":")[0], "") for p in found]
            told.append(Choice(candidate.kind, found, right))
    return told


class Rows:
    """Features of all examples in one matrix, so that a model of some of them is fitted quickly."""

    def __init__(self, rows: Sequence[Sequence[tuple[dict[str, float], int]]]) -> None:
        self.vectorizer = DictVectorizer()
        self.matrix = self.vectorizer.fit_transform([row for own in rows for row, _ in own])
        self.marks = np.array([mark for own in rows for _, mark in own])
        self.owners = np.repeat(np.arange(len(rows)), [len(own) for own in rows])

    def fit(self, chosen: Sequence[int], strength: float) -> Logistic:
        """A model of the examples with these numbers."""
        inside = np.isin(self.owners, list(chosen))
        return regression(self.matrix[inside], self.marks[inside], self.vectorizer.feature_names_, strength)


def beside_rows(told: Sequence[Choice], model: Participation) -> list[tuple[dict[str, float], int]]:
    """Whether each prospect takes part, as the second model sees it, by chances from a model that has not seen the document."""
    rows: list[tuple[dict[str, float], int]] = []
    for choice in told:
        chances, _ = model.chances(choice.found, choice.kind)
        marks = (int(bool(role)) for role in choice.right)
        rows += zip(together.features(choice.kind, choice.found, chances), marks, strict=True)
    return rows


def prepare(examples: Sequence[Example], model: Participation) -> None:
    """Settle the participants of all candidates with ``model`` and mark those that a gold claim is matched with."""
    for e in examples:
        e.settled = list(settled(e.raw, model))
        e.claims = [to_claim(e.document, c) for c in e.settled]
        hits = {id(guess) for _, guess in match(e.gold, e.claims)}
        e.marks = [int(id(c) in hits) for c in e.claims]


@dataclass(frozen=True)
class Models:
    """Who takes part; which candidate is a claim, by itself; which is one beside the others."""

    alone: Logistic
    beside: Logistic
    confidence: Logistic
    comparison: Logistic

    @property
    def participants(self) -> Participation:
        """The two that say who takes part."""
        return Participation(self.alone, self.beside)

    def rate(self, found: Sequence[Candidate]) -> None:
        """Give the candidates of a document their confidence."""
        for candidate in found:
            candidate.confidence = self.confidence(features(candidate))
        for candidate, value in zip(found, comparison.compared(found, self.comparison), strict=True):
            candidate.confidence = value


def train(examples: Sequence[Example], strengths: Strengths) -> Models:
    """The models of these documents. Each sees what others say of documents that those have not seen, as it will in use."""
    every = range(len(examples))
    parts = [list(every[part::PARTS]) for part in range(PARTS)]
    rest = [[i for i in every if i % PARTS != part] for part in range(PARTS)]
    alone = Rows([e.alone for e in examples])
    blind = [Participation(alone.fit(chosen, strengths[0]), None) for chosen in rest]
    beside = Rows([beside_rows(examples[i].choices, blind[i % PARTS]) for i in every])
    for part, chosen in enumerate(rest):
        model = replace(blind[part], beside=beside.fit(chosen, strengths[1]))
        prepare([examples[i] for i in parts[part]], model)
    own = [list(map(features, e.settled)) for e in examples]
    seen = Rows([list(zip(own[i], examples[i].marks, strict=True)) for i in every])
    rows: list[tuple[dict[str, float], int]] = []
    for part, chosen in enumerate(rest):
        rating = seen.fit(chosen, strengths[2])
        for i in parts[part]:
            e = examples[i]
            for candidate, row in zip(e.settled, own[i], strict=True):
                candidate.confidence = rating(row)
            rows += zip(comparison.features(e.settled), e.marks, strict=True)
    return Models(
        alone.fit(every, strengths[0]),
        beside.fit(every, strengths[1]),
        seen.fit(every, strengths[2]),
        Rows([rows]).fit([0], strengths[3]),
    )


Scored = tuple[Example, list[Candidate], list[Claim], list[int]]
DEFAULT_STRENGTHS: Strengths = (0.05, 0.02, 0.1, 0.05)


def kept(settled_: Sequence[Candidate], claims: Sequence[Claim], threshold: float) -> list[Claim]:
    """The claims of the candidates that are written at a threshold."""
    wanted = {id(c) for c in select(settled_, threshold)}
    return [claim for claim, c in zip(claims, settled_, strict=True) if id(c) in wanted]


@dataclass
class Point:
    """Counts at one threshold; ``of_language`` counts what is found twice, beside gold claims and predicted ones."""

    threshold: float
    hits: int = 0
    exacts: int = 0
    gold: int = 0
    predicted: int = 0
    of_language: dict[str, list[int]] = field(default_factory=dict)

    @property
    def found(self) -> float:
        """F1 of claims found."""
        return 2 * self.hits / max(1, self.gold + self.predicted)

    @property
    def exact(self) -> float:
        """F1 of claims found that are exact."""
        return 2 * self.exacts / max(1, self.gold + self.predicted)

    def told(self) -> str:
        """A line of figures."""
        per = "  ".join(f"{k} {a / max(1, b):.3f}" for k, (a, b) in sorted(self.of_language.items()))
        return (
            f"threshold {self.threshold:.2f}  found F1 {self.found:.3f}  precision {self.hits / max(1, self.predicted):.3f}  "
            f"recall {self.hits / self.gold:.3f}  exact F1 {self.exact:.3f}  {per}"
        )


def curve(scored: Sequence[Scored]) -> list[Point]:
    """The counts at each threshold of the grid."""
    points = [Point(float(threshold)) for threshold in GRID]
    for point in points:
        for e, settled_, claims, _ in scored:
            chosen = kept(settled_, claims, point.threshold)
            found = match(e.gold, chosen)
            point.hits += len(found)
            point.exacts += sum(exact(g, p) for g, p in found)
            point.gold += len(e.gold)
            point.predicted += len(chosen)
            own = point.of_language.setdefault(e.language, [0, 0])
            own[0] += 2 * len(found)
            own[1] += len(e.gold) + len(chosen)
    return points


def folds(
    examples: Sequence[Example], strengths: Strengths, chosen: Callable[[list[Example], int], list[Example]]
) -> list[Scored]:
    """Score each document by models that have not seen it; ``chosen`` says on which of the others fold by fold they are trained."""
    count = min(FOLDS, len(examples))
    scored: list[Scored] = []
    for fold in range(count):
        rest = [e for i, e in enumerate(examples) if i % count != fold]
        models = train(chosen(rest, fold), strengths)
        test = examples[fold::count]
        prepare(test, models.participants)
        for e in test:
            models.rate(e.settled)
            scored.append((e, e.settled, e.claims, e.marks))
    return scored


def cross_validate(examples: Sequence[Example], strengths: Strengths) -> float:
    """Print scores by threshold and the table of reliability; return the threshold of the best F1 of claims found."""
    always = [e for e in examples if not e.scored]
    return report(folds([e for e in examples if e.scored], strengths, lambda rest, _: rest + always))


def report(scored: list[Scored]) -> float:
    points = curve(scored)
    for point in points:
        print(point.told())
    # The curve is flat and noisy at its top: of what scores alike, the highest threshold writes the fewest wrong claims.
    smooth = np.convolve([point.found for point in points], np.ones(3) / 3, mode="valid")
    chosen = float(GRID[1 + int(np.flatnonzero(smooth >= smooth.max() - ALIKE)[-1])])
    by_kind(scored, chosen)
    print("\nreliability: confidence, candidates, share that a gold claim is matched with")
    values = np.array([c.confidence for _, settled_, _, _ in scored for c in settled_])
    marks = np.array([m for *_, own in scored for m in own])
    for low in np.arange(0, 1, 0.1):
        inside = (values >= low) & (values < low + 0.1)
        if inside.sum():
            print(
                f"  {low:.1f}-{low + 0.1:.1f}  {int(inside.sum()):6}  {marks[inside].mean():.2f}  (mean confidence {values[inside].mean():.2f})"
            )
    return chosen


def by_kind(scored: list[Scored], threshold: float) -> None:
    """Print precision, recall and F1 of each kind in each language, and the slots of the claims found."""
    tally: dict[tuple[str, str], list[int]] = {}
    slots: Counter[str] = Counter()
    for e, settled_, claims, _ in scored:
        chosen = kept(settled_, claims, threshold)
        found = match(e.gold, chosen)
        for rows, column in ((e.gold, 1), (chosen, 2), ([g for g, _ in found], 0)):
            for claim in rows:
                for key in ((claim.kind, e.language), (claim.kind, "all"), ("all", e.language)):
                    tally.setdefault(key, [0, 0, 0])[column] += 1
        for gold, guess in found:
            one, other = gold.to_exchange(), guess.to_exchange()
            slots["pairs"] += 1
            slots["participants"] += actors(one) == actors(other)
            slots["roles"] += roles(one) == roles(other)
            slots["time"] += years(one) == years(other)
            slots["quantities"] += amounts(one) == amounts(other)
            slots["stage"] += gold.stage == guess.stage
            slots["modality"] += gold.modality == guess.modality
    print(f"\nat threshold {threshold:.2f}: F1 (precision, recall; gold claims)")
    languages = [*sorted({key[1] for key in tally} - {"all"}), "all"]
    for kind in sorted({key[0] for key in tally}):
        cells = []
        for language in languages:
            hits, gold_, guessed = tally.get((kind, language), [0, 0, 0])
            f1 = 2 * hits / max(1, gold_ + guessed)
            cells.append(f"{language} {f1:.2f} ({hits / max(1, guessed):.2f}, {hits / max(1, gold_):.2f}; {gold_})")
        print(f"  {kind:15}" + "   ".join(cells))
    print("slots of the found: " + "  ".join(f"{k} {v / slots['pairs']:.3f}" for k, v in slots.items() if k != "pairs"))


def write(name: str, model: Logistic, threshold: float, trained: str) -> None:
    DATA.mkdir(exist_ok=True)
    row = {"trained": trained, "threshold": round(threshold, 2), "bias": model.bias, "weights": dict(model.weights)}
    (DATA / name).write_text(json.dumps(row, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"wrote {name}: {len(model.weights)} weights")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", help="pairs: folder of gold .jsonl, folder of texts")
    parser.add_argument("--write", action="store_true", help="write the models")
    parser.add_argument(
        "--strengths",
        nargs=4,
        type=float,
        default=DEFAULT_STRENGTHS,
        metavar=("PARTICIPANTS", "TOGETHER", "CONFIDENCE", "COMPARISON"),
    )
    args = parser.parse_args()
    if len(args.folders) % 2:
        sys.exit("give folders in pairs: GOLD_DIR CORPUS_DIR")
    examples = load(args.folders)
    strengths: Strengths = tuple(args.strengths)
    threshold = cross_validate(examples, strengths)
    if args.write:
        models = train(examples, strengths)
        trained = f"{len(examples)} documents, {sum(len(e.gold) for e in examples)} claims"
        write("participants.json", models.alone, 0.5, trained)
        write("together.json", models.beside, 0.5, trained)
        write("confidence.json", models.confidence, 0.5, trained)
        write("comparison.json", models.comparison, threshold, trained)


if __name__ == "__main__":
    main()
