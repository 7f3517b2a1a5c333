"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Obs = Annotated[Path, typer.Argument(metavar="OBS", help="The observatory's folder.")]
Version = Annotated[int | None, typer.Option("--version", min=0, help="As the observatory stood at this version.")]
Actor = Annotated[
    list[str] | None, typer.Option("--actor", metavar="ID", help="Takes part; give it twice for two that both do.")
]
Kind = Annotated[list[str] | None, typer.Option("--kind", help="A kind of the codebook, such as agreement.")]
Domain = Annotated[list[str] | None, typer.Option("--domain", help="A domain, such as defence.")]
Start = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Held at or after: 2018, 2018-05, 2018-05-10.")
]
End = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Held at or before.")]
Limit = Annotated[int, typer.Option("--limit", min=0, help="How many to show; 0 shows all.")]
Output = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="The file; otherwise standard output.")]

FORMAT = typer.Option("--format", help="The format.")
INTO = typer.Option("--into", metavar="OBS", help="The observatory's folder, made if it is new.")
