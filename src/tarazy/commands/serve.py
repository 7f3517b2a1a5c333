"""`tarazy serve`: the page of an observatory in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tarazy.commands.options import Obs
from tarazy.terminal.console import console


def serve(
    obs: Obs,
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; other than this machine only with tokens.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = 8765,
    tokens: Annotated[
        Path | None,
        typer.Option(
            "--tokens", metavar="FILE", help="TOML: a table for each person with token and role (read, review)."
        ),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Without tokens: let nobody rule on anything.")
    ] = False,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="A host name under which others reach it; may be given several times."),
    ] = None,
    rate: Annotated[
        float,
        typer.Option("--rate", min=0, help="Requests a second that a visitor may make on average; 0 for no limit."),
    ] = 100.0,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = False,
) -> None:
    """Open the observatory as a page in the browser: read, see, question and mend it there. Ctrl-C ends it."""
    from tarazy.web.serving import run
    from tarazy.web.settings import Settings, read_tokens

    people = read_tokens(tokens) if tokens is not None else {}
    settings = Settings(
        observatory=obs,
        host=host,
        port=port,
        tokens=people,
        role="read" if read_only else "review",
        rate=rate,
        names=tuple(name or ()),
    )
    run(console(stderr=True), settings, browser)
