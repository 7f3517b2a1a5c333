"""`tarazy demo`: the sample documents, read and shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tarazy.commands.read import read_into
from tarazy.terminal.console import console


def demo(
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="Where to put the observatory.")] = Path(
        "central-asia"
    ),
) -> None:
    """Read the sample documents and show what was found; in a terminal go on to the page in the browser."""
    from tarazy.observatory import create
    from tarazy.sample import sample_files
    from tarazy.terminal.demo import show_demo

    observatory = create(output)
    files = [str(path) for path in sample_files()]
    summary = read_into(observatory, files, workers=1, again=False, quiet=True)
    if summary.outdated:
        summary = read_into(observatory, files, workers=1, again=True, quiet=True)
    observatory.resolve()
    show_demo(console(), observatory, summary)
    if sys.stdin.isatty() and sys.stdout.isatty():
        from tarazy.web.serving import run
        from tarazy.web.settings import Settings

        console(stderr=True).print()
        run(console(stderr=True), Settings(output), any_port=True)
