"""`tarazy read`: documents into an observatory, with a second reader where one is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from tarazy.commands.options import INTO
from tarazy.errors import UsageError
from tarazy.terminal.console import console

if TYPE_CHECKING:
    from tarazy.observatory import Observatory
    from tarazy.pipeline import ReadSummary
    from tarazy.second_reader.reader import SecondReader
    from tarazy.second_reader.tally import Price

LEFT_OUT = 1
"""Exit code where something could not be read."""


def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, archives; - is standard input.")
    ],
    into: Annotated[Path, INTO],
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that share the work.")] = 1,
    again: Annotated[
        bool,
        typer.Option("--again", help="Read files anew that are there already, such as when the rules have changed."),
    ] = False,
    second_reader: Annotated[
        str | None,
        typer.Option(
            "--second-reader", metavar="URL", help="Also ask a language model at this OpenAI-compatible address."
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="NAME", help="The second reader's model, as its server names it.")
    ] = None,
    at_once: Annotated[
        int, typer.Option("--at-once", min=1, help="Questions to the second reader that are under way at once.")
    ] = 1,
    price: Annotated[
        str | None,
        typer.Option(
            "--price", metavar="IN/OUT", help="What a million tokens of its questions and answers cost: 0.15/0.60."
        ),
    ] = None,
) -> None:
    """Read documents into an observatory. Files that are there already are skipped."""
    from tarazy.observatory import create

    second = _second_reader(second_reader, model, at_once, price)
    summary = read_into(create(into), paths, workers, again, second=second)
    if summary.failures:
        raise typer.Exit(LEFT_OUT)


def _second_reader(
    address: str | None, model: str | None, at_once: int, price: str | None
) -> tuple[SecondReader, Price | None] | None:
    if address is None:
        for name, given in (("--model", model), ("--at-once", at_once > 1), ("--price", price)):
            if given:
                raise UsageError(f"{name} is about the second reader: give its address with --second-reader.")
        return None
    from tarazy.second_reader.address import is_local
    from tarazy.second_reader.reader import SecondReader
    from tarazy.second_reader.tally import Price

    if model is None:
        raise UsageError("The second reader needs a model: name one that its server has with --model.")
    second = SecondReader(address, model, at_once=at_once), Price.parse(price) if price is not None else None
    if not is_local(second[0].address):
        console(stderr=True).print(
            f"The text of the documents is sent to {second[0].address}.", markup=False, soft_wrap=True
        )
    return second


def read_into(
    observatory: Observatory,
    paths: list[str],
    workers: int,
    again: bool,
    quiet: bool = False,
    second: tuple[SecondReader, Price | None] | None = None,
) -> ReadSummary:
    from tarazy.terminal.progress import reading_bar
    from tarazy.terminal.reports import read_report, tally_report

    errors = console(stderr=True)
    reader, price = second or (None, None)
    with reading_bar(errors, price) as bar:
        try:
            summary = observatory.read(paths, workers=workers, again=again, progress=bar.show, second_reader=reader)
        except BaseException:
            # What was spent is told, however the read ends.
            if bar.last.second is not None:
                tally_report(errors, bar.last.second, price)
            raise
    for sentence in summary.failures:
        errors.print(f"[red]left out:[/red] {escape(sentence)}", soft_wrap=True)
    if not quiet:
        read_report(console(), summary, observatory.path, price)
    return summary
