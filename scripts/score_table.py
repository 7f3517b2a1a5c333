"""Prints the table of quality that the README shows, in Markdown.

usage: python scripts/score_table.py [--gold DIR --texts DIR]

- names: forms of tests/data/surface_forms.tsv that the linker gives to the right actor, each alone as a text;
- Kazakh entities: from the card beside the model, which scripts/train_kazakh_ner.py wrote;
- claims: found and exact F1 on gold claims (JSON Lines in the exchange format) and their texts. Scores on texts that the
  models were trained on flatter: name a folder that they have not seen.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tarazy.actors.linker import Linker
from tarazy.errors import TarazyError
from tarazy.evaluation import evaluate, load_gold
from tarazy.extraction import extract
from tarazy.reading import read_bytes

ROOT = Path(__file__).resolve().parents[1]
FORMS = ROOT / "tests" / "data" / "surface_forms.tsv"
CARD = ROOT / "src" / "tarazy" / "language" / "kk" / "data" / "model_card.toml"
LANGUAGES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}


def names() -> Iterator[str]:
    """One line for each language and one for all."""
    linker = Linker()
    seen, right = Counter[str](), Counter[str]()
    with FORMS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found = linker.resolve(row["surface"], row["language"])
            for key in (row["language"], ""):
                seen[key] += 1
                right[key] += found == row["actor"]
    for key, called in {"": "all", **LANGUAGES}.items():
        yield f"| names linked, {called} | {right[key] / seen[key]:.1%} of {seen[key]} forms |"


def kazakh_entities() -> Iterator[str]:
    """The scores of the model's card."""
    card = tomllib.loads(CARD.read_text(encoding="utf-8"))
    three = card["micro_person_organisation_place"]["f1"]
    yield f"| Kazakh entities, all classes of KazNERD, five-fold | micro-F1 {card['micro']['f1']:.3f} |"
    yield f"| Kazakh entities, persons, organisations and places, five-fold | micro-F1 {three:.3f} |"


def claims(gold: Path, texts: Path) -> Iterator[str]:
    """Found and exact F1 over all and by language."""
    standard = load_gold(gold)
    guesses = []
    for name in sorted({row["document"] for row in standard}):
        path = texts / name
        if not path.is_file():
            sys.exit(f"{path}: no such file, although {gold} has claims of it")
        for document in read_bytes(path.read_bytes(), name):
            guesses += [claim.to_exchange() for claim in extract(document)]
    result = evaluate(standard, guesses)
    found, exact = result.found, result.exact
    counts = f"{found.gold} gold claims of {len(result.by_document)} documents"
    detail = f"precision {found.precision:.2f}, recall {found.recall:.2f}; {counts}"
    yield f"| claims found, all | F1 {found.f1:.3f} ({detail}) |"
    for code, score in result.by_language.items():
        yield f"| claims found, {LANGUAGES.get(code, 'mixed')} | F1 {score.f1:.3f} |"
    yield f"| claims exact: participants with roles, years and quantities | F1 {exact.f1:.3f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, metavar="DIR", help="gold claims as .jsonl")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="the texts of the gold claims")
    arguments = parser.parse_args()
    if (arguments.gold is None) != (arguments.texts is None):
        parser.error("give --gold and --texts together")
    print("| quality | |\n|---|---|")
    try:
        for line in (*names(), *kazakh_entities()):
            print(line)
        if arguments.gold is not None:
            for line in claims(arguments.gold, arguments.texts):
                print(line)
    except TarazyError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
