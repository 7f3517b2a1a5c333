"""What a read did, and what an observatory holds, in a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tarazy.evaluation import Evaluation
from tarazy.pipeline import ReadSummary
from tarazy.second_reader.tally import Price, Tally
from tarazy.terminal.wording import counted

LANGUAGES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}


def tally_report(console: Console, tally: Tally, price: Price | None = None) -> None:
    """What a second reader did and used, in a few lines."""
    first, *others = tally.told(price)
    for line in (f"Second reader: {first}", *others):
        console.print(line, markup=False, soft_wrap=True)


def read_report(console: Console, summary: ReadSummary, path: Path, price: Price | None = None) -> None:
    """What a read did, in two or three lines; ``price`` is the second reader's."""
    if summary.documents:
        console.print(
            f"Read {counted(summary.documents, 'document')}, {counted(summary.words, 'word')} in {summary.seconds:.1f} s "
            f"({summary.words_per_second:,.0f} words/s): {counted(summary.claims, 'claim')}.",
            markup=False,
        )
    if summary.second is not None and summary.second.pieces:
        tally_report(console, summary.second, price)
    if summary.unchanged:
        console.print(f"{counted(summary.unchanged, 'file')} unchanged, skipped.")
    if summary.outdated:
        console.print(
            f"{summary.outdated:,} of them {'was' if summary.outdated == 1 else 'were'} read by other rules than today's: "
            "--again reads them anew.",
            soft_wrap=True,
        )
    for note in summary.notes:
        console.print(note, markup=False, soft_wrap=True)
    if summary.failures:
        console.print(f"{counted(len(summary.failures), 'file')} left out.")
    if not (summary.documents or summary.unchanged or summary.failures):
        console.print("There was nothing to read.")
    console.print(f"{path} is at version {summary.version}.", markup=False, soft_wrap=True)


def info_report(console: Console, info: dict[str, Any]) -> None:
    """Versions and counts."""
    console.print(Text(f"{info['name']}", style="bold") + Text(f"  {info['path']}", style="dim"))
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim")
    facts.add_column()
    changed = info["changed"].strftime("%Y-%m-%d %H:%M UTC") if info["changed"] else "never"
    facts.add_row("version", f"{info['version']} (format {info['format']}), changed {changed}")
    facts.add_row("tables", ", ".join(f"{name} v{max(number, 0)}" for name, number in info["table_versions"].items()))
    facts.add_row("rules", ", ".join(info["extractors"]) or "–")
    for name in ("documents", "words", "passages", "claims", "actors", "decisions"):
        facts.add_row(name, f"{info[name]:,}")
    console.print(facts)
    columns = (
        ("Documents by language", {LANGUAGES.get(k, k): v for k, v in info["documents_by_language"].items()}),
        ("Claims by language", {LANGUAGES.get(k, k or "–"): v for k, v in info["claims_by"]["language"].items()}),
        ("Claims by kind", info["claims_by"]["kind"]),
        ("Claims by modality", info["claims_by"]["modality"]),
    )
    if not info["documents"]:
        return
    side = Table.grid(padding=(1, 3, 0, 0))
    side.add_row(*(counts_table(title, counts) for title, counts in columns))
    console.print(side)


def counts_table(title: str, counts: dict[str, int]) -> Table:
    """Names with their counts."""
    table = Table(
        title=title, title_justify="left", title_style="bold", box=None, show_header=False, padding=(0, 1, 0, 0)
    )
    table.add_column()
    table.add_column(justify="right")
    for name, count in counts.items():
        table.add_row(name, f"{count:,}")
    return table


def evaluation_report(console: Console, result: Evaluation) -> None:
    """Found and exact, the slots, scores by language and kind."""
    for name, score in (("found", result.found), ("exact", result.exact)):
        console.print(
            f"{name:<6} F1 {score.f1:.3f}  precision {score.precision:.3f}  recall {score.recall:.3f}  "
            f"({score.hits:,} of {score.gold:,} gold, {score.predicted:,} predicted)",
            soft_wrap=True,
        )
    if result.slots:
        shares = "  ".join(f"{name} {share:.3f}" for name, share in result.slots.items())
        console.print(f"slots of the found: {shares}", soft_wrap=True)
    for title, scores in (("language", result.by_language), ("kind", result.by_kind)):
        table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
        table.add_column(title)
        for column in ("F1", "precision", "recall", "gold", "predicted"):
            table.add_column(column, justify="right")
        for name, score in scores.items():
            rates = (f"{rate:.3f}" for rate in (score.f1, score.precision, score.recall))
            table.add_row(name or "–", *rates, f"{score.gold:,}", f"{score.predicted:,}")
        console.print()
        console.print(table)
