"""`tarazy chronology`: what happened between whom, in the order of its times."""

from __future__ import annotations

from enum import StrEnum
from io import StringIO
from typing import Annotated

import typer
from rich.console import Console

from tarazy.commands.options import FORMAT, Actor, Domain, End, Kind, Obs, Output, Start, Version


class ChronologyForm(StrEnum):
    """Formats of `chronology`."""

    table = "table"
    markdown = "markdown"
    json = "json"


def chronology(
    obs: Obs,
    actor: Actor = None,
    with_: Annotated[list[str] | None, typer.Option("--with", metavar="ID", help="Takes part too.")] = None,
    start: Start = None,
    end: End = None,
    kind: Kind = None,
    domain: Domain = None,
    modality: Annotated[
        list[str] | None,
        typer.Option("--modality", help="planned, forecast, denied …, or all; asserted unless given."),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Words of the chronology: kk, ru or en.")] = "en",
    form: Annotated[ChronologyForm, FORMAT] = ChronologyForm.table,
    output: Output = None,
    version: Version = None,
) -> None:
    """Show what happened in the order of its times, each with its sources; what has no date stands apart."""
    from tarazy.codebook.vocabulary import MODALITIES
    from tarazy.language import CODES
    from tarazy.observatory import open as open_observatory
    from tarazy.records.telling import Telling, markdown
    from tarazy.store.selection import checked
    from tarazy.terminal.console import console
    from tarazy.terminal.relating import note_unresolved, show_chronology
    from tarazy.terminal.tables import json_lines, write_lines

    checked(language, CODES, "language")
    observatory = open_observatory(obs, version)
    actors = list(dict.fromkeys([*(actor or ()), *(with_ or ())]))
    wanted = [] if modality and "all" in modality else checked(modality or "asserted", MODALITIES, "modality")
    telling = Telling(language, observatory.actor_names(language))
    every = observatory.chronology(actors, start, end, kind, domain, modality=None)
    found = every.filter(every["modality"].is_in(wanted)) if wanted else every
    note_unresolved(console(stderr=True), observatory)
    if form is ChronologyForm.json:
        write_lines(json_lines(found.iter_rows(named=True)), output)
    elif form is ChronologyForm.markdown:
        write_lines(markdown(found, telling, actors), output)
    else:
        plain = Console(file=StringIO(), width=120, highlight=False) if output else console()
        show_chronology(plain, found, telling, every.height - found.height)
        if isinstance(plain.file, StringIO):
            write_lines(plain.file.getvalue().splitlines(), output)
