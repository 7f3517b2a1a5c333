"""`tarazy import`: the file of a data set, each row a claim."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tarazy.commands.options import INTO
from tarazy.errors import UsageError


def import_(
    dataset: Annotated[
        str | None, typer.Argument(metavar="[DATASET]", help="The data set's name; --list shows them all.")
    ] = None,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The file as it was downloaded; .zip and .gz are unpacked.")
    ] = None,
    into: Annotated[Path | None, INTO] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="TOML", help="table: which column means what.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Import a file anew that is there already.")] = False,
    template: Annotated[
        str | None, typer.Option("--template", metavar="table", help="Print a mapping to fill in, and stop.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show the data sets, and stop.")] = False,
) -> None:
    """Import a data set, such as SIPRI's arms transfers; each row is a claim. A file that is there already is skipped."""
    from tarazy.terminal.console import console
    from tarazy.terminal.importing import import_report, importing_bar, show_datasets

    if listed:
        show_datasets(console())
        return
    if template is not None:
        from tarazy.datasets.mapping import template_text

        typer.echo(template_text(template), nl=False)
        return
    if dataset is None or file is None or into is None:
        missing = "DATASET" if dataset is None else "FILE" if file is None else "--into OBS"
        raise UsageError(
            f"{missing} is missing: write `tarazy import DATASET FILE --into OBS`; `tarazy import --list` shows the data sets."
        )
    from tarazy.datasets.catalogue import dataset as known
    from tarazy.observatory import create

    known(dataset)
    if not file.is_file():
        raise UsageError(f"{file} is {'a folder' if file.is_dir() else 'not there'}: name the data set's file.")
    with importing_bar(console(stderr=True)) as progress:
        summary = create(into).import_data(dataset, file, mapping=mapping, again=again, progress=progress)
    import_report(console(), summary, into)
