"""`tarazy standing`: who belonged to what, and which agreements were in force, on a day."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tarazy.commands.options import FORMAT, Obs, Version
from tarazy.errors import UsageError


class StandingForm(StrEnum):
    """Formats of `standing`."""

    table = "table"
    json = "json"


def standing(
    obs: Obs,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day, or a month or year: on some day of it.")],
    organisation: Annotated[
        list[str] | None, typer.Option("--organisation", metavar="ID", help="Only this organisation's members.")
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option(
            "--actor", metavar="ID", help="Only this actor; of agreements: is a party, twice for two that both are."
        ),
    ] = None,
    agreements: Annotated[
        bool, typer.Option("--agreements", help="Which agreements were in force, instead of who belonged to what.")
    ] = False,
    carry: Annotated[
        float | None,
        typer.Option(
            "--carry",
            min=0,
            metavar="YEARS",
            help="Carry the last thing known on for so many years; none unless given.",
        ),
    ] = None,
    form: Annotated[StandingForm, FORMAT] = StandingForm.table,
    version: Version = None,
) -> None:
    """Answer who belonged to what, or what was in force: yes, no or unknown, with the last thing known and its source."""
    from tarazy.observatory import open as open_observatory
    from tarazy.terminal.console import console
    from tarazy.terminal.relating import note_unresolved, show_standing
    from tarazy.terminal.tables import json_lines, write_lines

    if agreements and organisation:
        raise UsageError(
            "--organisation is about members: leave it out beside --agreements, whose parties --actor names."
        )
    observatory = open_observatory(obs, version)
    if agreements:
        found = observatory.in_force(on, actor, carry)
    else:
        found = observatory.members_on(on, organisation, actor, carry)
    note_unresolved(console(stderr=True), observatory)
    if form is StandingForm.json:
        write_lines(json_lines(found.iter_rows(named=True)), None)
    else:
        show_standing(console(), found, observatory.actor_names(), on)
