"""`tarazy resolve`: claims that speak of one thing become one record."""

from __future__ import annotations

from typing import Annotated

import typer

from tarazy.commands.options import Obs
from tarazy.terminal.console import console


def resolve(
    obs: Obs,
    again: Annotated[
        bool, typer.Option("--again", help="Resolve all claims anew, such as when the weights have changed.")
    ] = False,
) -> None:
    """Bring together the claims that speak of one thing. Only what is new or changed is looked at."""
    from tarazy.observatory import open as open_observatory
    from tarazy.terminal.resolving import resolve_report, resolving_bar

    observatory = open_observatory(obs)
    with resolving_bar(console(stderr=True)) as step:
        summary = observatory.resolve(again, step)
    resolve_report(console(), summary, obs)
