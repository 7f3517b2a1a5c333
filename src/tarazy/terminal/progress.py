"""The progress bar of a read: files, documents, words a second, claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from tarazy.pipeline import Progress


@contextmanager
def reading_bar(console: Console) -> Iterator[Callable[[Progress], None]]:
    """Shows a bar over the files while the context is open; gives the function to report to.

    Where the console is no terminal nothing is shown.
    """
    bar = Bar(
        SpinnerColumn(),
        TextColumn("Reading"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[words]} words  {task.fields[speed]}/s  {task.fields[claims]} claims"),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[current]}[/dim]"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task("read", total=None, words="0", speed="–", claims="0", current="")

    first: list[tuple[int, float]] = []

    def report(progress: Progress) -> None:
        if progress.words and not first:
            # The first file waits for the models to load: the speed is counted from there.
            first.append((progress.words, progress.seconds))
        words, seconds = first[0] if first else (0, 0.0)
        passed = progress.seconds - seconds
        speed = f"{(progress.words - words) / passed:,.0f}" if passed > 0.5 else "–"
        name = progress.current if len(progress.current) <= 40 else f"…{progress.current[-39:]}"
        bar.update(
            task,
            completed=progress.files,
            total=progress.total,
            words=f"{progress.words:,}",
            speed=speed,
            claims=f"{progress.claims:,}",
            current=name.replace("[", "\\["),
        )

    with bar:
        yield report
