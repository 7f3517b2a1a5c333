"""The progress bar of a read: files, documents, words a second, claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from tarazy.pipeline import Progress
from tarazy.second_reader.tally import Price, Tally


class ReadingBar:
    """Takes the reports of a read; ``last`` is the one that came last."""

    def __init__(self, show: Callable[[Progress], None]) -> None:
        self.last = Progress()
        self._show = show

    def show(self, progress: Progress) -> None:
        """Show how far the read has come."""
        self.last = progress
        self._show(progress)


@contextmanager
def reading_bar(console: Console, price: Price | None = None) -> Iterator[ReadingBar]:
    """Shows a bar over the files while the context is open; gives what to report to.

    Where the console is no terminal nothing is shown. ``price`` is the second reader's.
    """
    bar = Bar(
        SpinnerColumn(),
        TextColumn("Reading"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn(
            "{task.fields[words]} words  {task.fields[speed]}/s  {task.fields[claims]} claims{task.fields[second]}"
        ),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[current]}[/dim]"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task("read", total=None, words="0", speed="–", claims="0", second="", current="")

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
            second=_spent(progress.second, price).replace("[", "\\["),
            current=name.replace("[", "\\["),
        )

    with bar:
        yield ReadingBar(report)


def _spent(tally: Tally | None, price: Price | None) -> str:
    """The second reader's pieces, tokens and their price, for the bar."""
    if tally is None:
        return ""
    cost = f" {price.of(tally):,.2f} {price.currency}".rstrip() if price else ""
    return f"  {tally.pieces:,} asked, {tally.tokens_asked + tally.tokens_answered:,} tokens{cost}"
