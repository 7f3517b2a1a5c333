"""The comparator of FactRuEval-2016's third track (facts): what it counts as right, written anew from its description.

Source: https://github.com/dialogue-evaluation/factRuEval-2016, ``scripts/dialent`` (``task3/eval.py``, ``objects/fact.py``,
``objects/argument.py``, ``objects/entity.py``, ``objects/attribute.py``, ``common/util.py``, ``config.py``), and Starostin et al.,
FactRuEval 2016: Evaluation of Named Entity Recognition and Fact Extraction Systems for Russian, Dialogue 2016. Its rules:

1. Facts of one document and one type are compared. An argument of a response (name and one string) fits an argument of the standard of
   the same name when the string equals one of its values within an edit distance of 0 (one character), 1 (two to eight) or 2 (more),
   whatever the case, ё, quotation marks and dashes.
2. The values of an object are: its text in the fact; the text of each of its mentions; for a person all usual orders of first name,
   patronymic, surname and nickname; for others its names; each also with its descriptors before or after it, and as quoted.
3. A response can be matched with one fact of the standard with which it has an argument in common; one fact can take several responses.
   The matching is the one with the best F1 of the document.
4. The quality of a matched fact is q = A · (1 + I) / 2. A = weight of matched arguments / (matched + missing + superfluous); all arguments of
   Deal and Meeting weigh 1 (position and phase, 0.5). I is 1 for one response, else the share of pairs of matched arguments that one response holds together.
5. Recall is the sum of q over the standard / its facts; precision the sum of q over the responses / their number; over all documents at once.
6. Easy mode (the default): facts marked difficult («Сложность повышенная») are neither asked for nor wrong, phases are no
   arguments. Hard mode: they are, and facts that are possible, future or denied (Модальность) are left out of the standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path

ORDERS = ("lfp", "fpl", "fp", "fl", "lf", "n", "f", "p", "l", "fn")
NAMES = {"f": "firstname", "l": "lastname", "p": "patronymic", "n": "nickname"}
WEIGHTS = {"position": 0.5, "фаза": 0.5}
SPECIAL = ("модальность", "сложность")
UNREAL = frozenset(["возможность", "будущее", "отрицание"])
SEARCH = 20_000


@dataclass(frozen=True)
class Argument:
    """One argument of a fact: its name in lower case, and the strings that count as its value."""

    name: str
    values: frozenset[str]


@dataclass(eq=False)
class Fact:
    """A fact of the standard or of a response; two that say the same are still two."""

    kind: str
    arguments: list[Argument]
    unreal: bool = False
    difficult: bool = False


@dataclass
class Score:
    """Sums over documents: qualities of the standard's facts and of the responses, and how many there are of each."""

    right_standard: float = 0.0
    right_response: float = 0.0
    standard: int = 0
    response: int = 0

    def add(self, other: Score) -> None:
        """Add the sums of another document."""
        self.right_standard += other.right_standard
        self.right_response += other.right_response
        self.standard += other.standard
        self.response += other.response

    @property
    def precision(self) -> float:
        """Between 0 and 1; 1 where nothing was answered."""
        return self.right_response / self.response if self.response else 1.0

    @property
    def recall(self) -> float:
        """Between 0 and 1; 1 where nothing was asked for."""
        return self.right_standard / self.standard if self.standard else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def normal(text: str) -> str:
    """Lower case, one kind of quotation mark and dash, ё as е, no space around hyphens and before commas."""
    text = text.lower().strip().replace("ё", "е")
    text = re.sub("[«»“”„]", '"', text)
    text = re.sub("[’`]", "'", text)
    text = re.sub("[‐−‒–—―]", "-", text)
    return re.sub(r"\s+(?=[,.)\-])|(?<=[(\-])\s+", "", text)


@lru_cache(maxsize=1 << 16)
def distance(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def alike(one: str, other: str) -> bool:
    """Equal within the edit distance that the comparator allows for the longer of the two."""
    longer = max(len(one), len(other))
    allowed = 0 if longer < 2 else 1 if longer < 9 else 2
    return abs(len(one) - len(other)) <= allowed and distance(one, other) <= allowed


def fits(standard: Argument, response: Argument) -> bool:
    """Whether a response's argument has a value of the standard's."""
    return standard.name == response.name and any(alike(a, b) for a in standard.values for b in response.values)


def can_match(standard: Fact, response: Fact) -> bool:
    """Whether two facts of one type have an argument in common that is more than a position."""
    return any(fits(a, b) for a in standard.arguments for b in response.arguments if a.name != "position")


def compare(standard: Sequence[Fact], response: Sequence[Fact], hard: bool = False) -> Score:
    """The score of one document for facts of one type, by the matching with the best F1.

    Above 20,000 possible matchings they are improved one response at a time instead of tried all.
    """
    if hard:
        standard = [s for s in standard if not s.unreal]
    options: list[list[Fact | None]] = [[*(s for s in standard if can_match(s, r)), None] for r in response]
    size = 1
    for choice in options:
        size *= len(choice)
    if size <= SEARCH:
        scores = (_score(standard, response, chosen, hard) for chosen in product(*options))
        return max(scores, key=lambda s: s.f1)
    current: list[Fact | None] = [choice[0] for choice in options]
    for at in [*range(len(options))] * 2:
        trials = [[*current[:at], choice, *current[at + 1 :]] for choice in options[at]]
        current = max(trials, key=lambda chosen: _score(standard, response, chosen, hard).f1)
    return _score(standard, response, current, hard)


def _score(standard: Sequence[Fact], response: Sequence[Fact], chosen: Sequence[Fact | None], hard: bool) -> Score:
    score = Score()
    for fact in standard:
        own = [r for r, s in zip(response, chosen, strict=True) if s is fact]
        if fact.difficult and not hard:
            continue
        quality = _quality(fact, own, hard) if own else 0.0
        score.add(Score(quality, quality * len(own), 1, len(own)))
    score.response += sum(s is None for s in chosen)
    return score


def _quality(fact: Fact, responses: Sequence[Fact], hard: bool) -> float:
    asked = [a for a in fact.arguments if hard or a.name != "фаза"]
    held: dict[int, set[int]] = {}
    superfluous = 0.0
    for number, response in enumerate(responses):
        for argument in response.arguments:
            at = next((i for i, a in enumerate(asked) if fits(a, argument)), None)
            if at is None:
                superfluous += _weight(argument)
            else:
                held.setdefault(at, set()).add(number)
    matched = sum(_weight(asked[i]) for i in held)
    missing = sum(_weight(a) for i, a in enumerate(asked) if i not in held)
    extraction = matched / (matched + missing + superfluous)
    pairs = len(held) * (len(held) - 1) / 2
    # The comparator looks at the first n arguments of the standard, n being the number of the matched ones.
    together = sum(bool(held.get(i, set()) & held.get(j, set())) for i, j in combinations(range(len(held)), 2))
    identification = 1.0 if len(responses) == 1 or not pairs else together / pairs
    return extraction * (1 + identification) / 2


def _weight(argument: Argument) -> float:
    return WEIGHTS.get(argument.name, 1.0)


@dataclass
class Standard:
    """The annotation of one document: its facts of all types, and its text."""

    name: str
    text: str
    facts: list[Fact] = field(default_factory=list)


def load(folder: Path) -> Iterator[Standard]:
    """The documents of a folder with ``NAME.txt``, ``.tokens``, ``.spans``, ``.objects``, ``.coref`` and ``.facts``, by number."""
    paths = sorted(folder.glob("book_*.facts"), key=lambda p: int(p.stem.removeprefix("book_")))
    for path in paths:
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        yield Standard(path.stem, text, list(_facts(path, text)))


def _blocks(path: Path) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield block
            block = []


def _facts(path: Path, text: str) -> Iterator[Fact]:
    objects = _objects(path, normal_text(text))
    for first, *rest in _blocks(path):
        fact = Fact(first.split()[1].lower(), [])
        for line in rest:
            name, _, value = line.partition(" ")
            name = name.lower()
            parts = [part.strip() for part in value.split("|")]
            number, _, words = value.partition(" ")
            if name == "модальность":
                fact.unreal |= bool(UNREAL & {part.lower() for part in parts})
            elif name == "сложность":
                fact.difficult = value.lower() == "повышенная"
            elif number.startswith("obj"):
                fact.arguments.append(Argument(name, objects[number[3:]] | {normal(words)}))
            else:
                strings = [re.sub(r"^span\d+\s", "", part) for part in parts]
                fact.arguments.append(Argument(name, frozenset(normal(s) for s in strings)))
        yield fact


def normal_text(text: str) -> str:
    """The document as mentions are cut from it: of the same length as given."""
    return re.sub("[«»“”„]", '"', text.lower().replace("ё", "е"))


def _objects(path: Path, text: str) -> dict[str, frozenset[str]]:
    """The strings that count as each object of a document, by its number."""
    spans: dict[str, tuple[str, int, int, str]] = {}
    for line in path.with_suffix(".spans").read_text(encoding="utf-8").splitlines():
        left, _, right = line.partition("  # ")
        if right:
            number, kind, start, length, _token, count = left.split()[:6]
            words = " ".join(right.split()[int(count) :])
            spans[number] = (kind, int(start), int(start) + int(length), normal(words))
    mentions: dict[str, tuple[str, list[str]]] = {}
    for line in path.with_suffix(".objects").read_text(encoding="utf-8").splitlines():
        number, kind, *own = line.partition("#")[0].split()
        mentions[number] = (kind, own)
    found: dict[str, frozenset[str]] = {}
    for first, *rest in _blocks(path.with_suffix(".coref")):
        number, *own = first.split()
        attributes: dict[str, set[str]] = {}
        for line in rest:
            name, _, value = line.partition(" ")
            attributes.setdefault(name.lower().rstrip("0123456789"), set()).add(normal(value))
        person = any(mentions[i][0] == "Person" for i in own if i in mentions)
        named = [i for m in own if m in mentions for i in mentions[m][1]] + [i for i in own if i in spans]
        values = _person(attributes) if person else _named(attributes, [spans[i] for i in named], text)
        for mention in own:
            if mention in mentions:
                values |= _mention([spans[i] for i in mentions[mention][1]], text)
        found[number] = frozenset(v for v in values if v)
    return found


def _mention(spans: list[tuple[str, int, int, str]], text: str) -> set[str]:
    """A mention as its words in their order, and as the stretch of text from the first to the last, with quotation marks around it."""
    ordered = sorted(set(spans), key=lambda s: (s[1], s[1] - s[2]))
    words: list[str] = []
    reached = -1
    for _, start, end, span_words in ordered:
        if start >= reached:
            words.append(span_words)
            reached = end
    first, last = min(s[1] for s in spans), max(s[2] for s in spans)
    while first and text[first - 1] == '"':
        first -= 1
    while last < len(text) and text[last] == '"':
        last += 1
    return {" ".join(words), normal(text[first:last])}


def _described(values: set[str], descriptors: set[str]) -> set[str]:
    """Values, and values with each descriptor that they lack before or after them."""
    more = {f"{a} {b}" for v in values for d in descriptors if f" {d} " not in f" {v} " for a, b in ((v, d), (d, v))}
    return values | more


def _descriptors(attributes: dict[str, set[str]]) -> set[str]:
    return {v for name, values in attributes.items() if name.endswith(("descr", "descriptor")) for v in values}


def _person(attributes: dict[str, set[str]]) -> set[str]:
    described = {
        name: _described(values, _descriptors(attributes))
        for name, values in attributes.items()
        if name in NAMES.values()
    }
    lists = {letter: described.get(name, set()) for letter, name in NAMES.items()}
    return {
        " ".join(parts)
        for order in ORDERS
        for parts in product(*(sorted(lists[o]) for o in order if lists[o]))
        if parts
    }


def _named(attributes: dict[str, set[str]], spans: list[tuple[str, int, int, str]], text: str) -> set[str]:
    values = set(attributes.get("name", ()))
    quoted = {
        words
        for kind, start, end, words in spans
        if "name" in kind and words in values and text[start - 1 : start] == '"' == text[end : end + 1]
    }
    return _described(values | {f'"{words}"' for words in quoted}, _descriptors(attributes))
