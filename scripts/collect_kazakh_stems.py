"""Collects stems that are attested in KazNERD with several suffixes and writes ``language/kk/data/attested.txt``.

KazNERD (IS2AI, CC BY 4.0): https://github.com/IS2AI/KazNERD. Usage: ``python scripts/collect_kazakh_stems.py IOB2_valid.txt``

A noun stem counts when it stands bare and with suffixes that fit its sounds; a verb stem when it has a finite and a
non-finite form. Stems are taken greedily, the one that explains most word types first; a type explained by the written
word list or by an earlier stem is spent.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

from tarazy.language.kk import lexicon as lexicon_module
from tarazy.language.kk.lexicon import Lexicon, verb_lemma
from tarazy.language.kk.morphology import Morphology
from tarazy.language.kk.suffixes import VOWELS, chains, harmony, letter_classes

DATA = Path(lexicon_module.__file__).parent / "data" / "attested.txt"
HEADER = """\
# Stems attested in KazNERD (IS2AI, CC BY 4.0, https://github.com/IS2AI/KazNERD) with several suffixes.
# Made by scripts/collect_kazakh_stems.py; the words written by hand stand in words.txt.
"""
LEAST_NOUN_TYPES, LEAST_VERB_TYPES, SHORTEST = 3, 3, 3


def word_types(path: Path) -> Counter[str]:
    """Lower-case word types of an IOB2 file with the number of times each occurs in small letters."""
    counts: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        word = line.split(" ")[0] if line else ""
        if word.isalpha() and word == word.lower() and all("а" <= letter <= "ӿ" for letter in word):
            counts[word] += 1
    return counts


def explained_by_list(counts: Counter[str]) -> set[str]:
    """The types that the written word list explains."""
    DATA.write_text(HEADER, encoding="utf-8")
    lexicon_module.lexicon.cache_clear()
    morphology = Morphology()
    return {word for word in counts if any(reading.known for reading in morphology.readings(word))}


def candidates(types: set[str]) -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, set[str]]]:
    """Noun stem → types, verb stem → types, verb stem → forms (finite, other) that it is seen in."""
    table = chains()
    nouns: dict[str, set[str]] = defaultdict(set)
    verbs: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    for word in types:
        for cut in range(SHORTEST, len(word)):
            stem = word[:cut]
            if not any(letter in VOWELS for letter in stem):
                continue
            tone, classes = harmony(stem), frozenset(letter_classes(stem[-1]))
            for chain in table.get(word[cut:], ()):
                if not classes & chain.after or (tone and chain.harmony and tone != chain.harmony):
                    continue
                if chain.kind == "noun":
                    nouns[stem].add(word)
                elif stem[-1] not in "бгғуію":
                    verbs[stem].add(word)
                    forms[stem].add("finite" if ("VerbForm", "Fin") in chain.features else "other")
    return nouns, verbs, forms


def looks_inflected(word: str) -> bool:
    """True where the word could itself be a stem with an ending of two letters or more."""
    return any(
        chain.kind == "noun" and frozenset(letter_classes(word[cut - 1])) & chain.after
        for cut in range(SHORTEST, len(word) - 1)
        for chain in chains().get(word[cut:], ())
    )


def collect(counts: Counter[str]) -> tuple[list[str], list[str]]:
    """Noun stems and verb lemmas, sorted."""
    free = set(counts) - explained_by_list(counts)
    nouns, verbs, forms = candidates(free)
    for stem in nouns:
        if stem in free:
            nouns[stem].add(stem)
    options: list[tuple[str, str]] = [("noun", stem) for stem in nouns if stem in free and not looks_inflected(stem)]
    options += [("verb", stem) for stem in verbs if len(forms[stem]) == 2]
    taken: dict[str, list[str]] = {"noun": [], "verb": []}

    def gain(option: tuple[str, str]) -> int:
        kind, stem = option
        return len((nouns if kind == "noun" else verbs)[stem] & free)

    ordered = sorted(options, key=lambda option: (-gain(option), option))
    while ordered:
        ordered.sort(key=lambda option: (-gain(option), option))
        option = ordered.pop(0)
        kind, stem = option
        least = LEAST_NOUN_TYPES if kind == "noun" else LEAST_VERB_TYPES
        if gain(option) < least:
            break
        taken[kind].append(stem)
        free -= (nouns if kind == "noun" else verbs)[stem]
    # A word that stands bare several times and in which no longer ending can be seen is a word of its own.
    inflected = set().union(*(words for stem, words in nouns.items() if len(stem) >= 3), *verbs.values())
    taken["noun"] += [word for word in free - inflected if counts[word] >= 4 and len(word) >= SHORTEST]
    return sorted(taken["noun"]), sorted({verb_lemma(stem) for stem in taken["verb"]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("iob2", type=Path, help="a KazNERD file in IOB2 layout")
    path = parser.parse_args().iob2
    if not path.is_file():
        sys.exit(f"{path}: no such file; give a KazNERD file in IOB2 layout")
    nouns, verbs = collect(word_types(path))
    body = ["[NOUN]", *_rows(nouns), "", "[VERB]", *_rows(verbs)]
    DATA.write_text(HEADER + "\n" + "\n".join(body) + "\n", encoding="utf-8")
    Lexicon()
    print(f"{len(nouns)} noun stems and {len(verbs)} verbs written to {DATA}")


def _rows(words: list[str], width: int = 20) -> list[str]:
    return [" ".join(words[at : at + width]) for at in range(0, len(words), width)]


if __name__ == "__main__":
    main()
