"""What a resolve shows: the step it is at, and afterwards what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tarazy.store.resolving import ResolveSummary

_STEPS = 8


@contextmanager
def resolving_bar(console: Console) -> Iterator[Callable[[str], None]]:
    """Shows a bar over the steps while the context is open; gives what to tell the next step to. Nothing outside a terminal."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("Resolving"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[step]}[/dim]"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task("resolve", total=_STEPS, step="", completed=-1)

    def step(name: str) -> None:
        bar.update(task, advance=1, step=name)

    with bar:
        yield step


def resolve_report(console: Console, summary: ResolveSummary, path: Path) -> None:
    """Counts of claims and records, and what has changed."""
    lines = [
        f"{summary.claims:,} claims in {path} speak of {summary.records:,} things (records): "
        f"{summary.several_documents:,} in several documents, {summary.several_languages:,} in several languages."
    ]
    if summary.findings:
        lines.append(f"{summary.findings:,} conflicts and faults: `tarazy conflicts {path}` shows them.")
    changes = [
        f"{count:,} {word}"
        for word, count in (
            ("new", summary.made),
            ("with more claims", summary.grown),
            ("merged", summary.merged),
            ("split off", summary.split),
            ("gone", summary.gone),
        )
        if count
    ]
    what = f"{summary.compared:,} claims looked at in {summary.seconds:.1f} s"
    lines.append(f"{what}; records: {', '.join(changes)}." if changes else f"{what}; no record has come or gone.")
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)
