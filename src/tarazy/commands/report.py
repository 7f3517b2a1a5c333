"""`tarazy report`: dossiers, chronologies, comparisons, conflicts and briefs as files, each sentence cited."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tarazy.commands.asking import Actors, Carry, Language, On, Periods, Rows, settings
from tarazy.commands.options import Domain, End, Obs, Start, Version


class What(StrEnum):
    """The reports there are."""

    dossier = "dossier"
    dyad = "dyad"
    initiative = "initiative"
    chronology = "chronology"
    comparison = "comparison"
    conflicts = "conflicts"
    brief = "brief"


def report(
    obs: Obs,
    what: Annotated[What, typer.Argument(help="Which report.")],
    actors: Actors = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FILE", help="Ends in .html, .pdf, .docx or .md; otherwise Markdown on standard output."
        ),
    ] = None,
    language: Language = "en",
    start: Start = None,
    end: End = None,
    on: On = None,
    domain: Domain = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Events of this kind of the codebook alone.")] = None,
    every: Annotated[
        int, typer.Option("--every", min=1, metavar="YEARS", help="Years of a period of the balance.")
    ] = 5,
    carry: Carry = None,
    periods: Periods = None,
    rows: Rows = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Events that a chapter lists; 0: all.")] = 40,
    sources: Annotated[int, typer.Option("--sources", min=0, help="Passages that one statement cites; 0: all.")] = 10,
    version: Version = None,
) -> None:
    """Write a cited report: a dossier, a dyad, an initiative, a chronology, a comparison, conflicts or a brief."""
    from tarazy.observatory import open as open_observatory
    from tarazy.reports.writers import check_output, rendered, write
    from tarazy.terminal.console import console
    from tarazy.terminal.relating import note_unresolved

    if output is not None:
        check_output(output)
    observatory = open_observatory(obs, version)
    errors = console(stderr=True)
    note_unresolved(errors, observatory)
    asked = settings(start, end, on, domain, carry, periods, rows)
    with errors.status("Writing the report"):
        found = observatory.report(
            what.value, actors, language, kind=kind, every=every, limit=limit, most=sources, **asked
        )
        written = write(found, output) if output else []
    if output is None:
        typer.echo(next(iter(rendered(found, ".md").values())).decode(), nl=False)
    else:
        count = len(found.sources)
        errors.print(
            f"{', '.join(str(one) for one in written)}: {count:,} source{'s' * (count != 1)}.",
            markup=False,
            soft_wrap=True,
        )
