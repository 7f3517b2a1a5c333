"""`tarazy compare`: actors, initiatives or periods side by side."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from tarazy.commands.asking import Actors, Carry, Language, On, Periods, Rows, settings
from tarazy.commands.options import FORMAT, Domain, End, Obs, Output, Start, Version


class CompareForm(StrEnum):
    """Formats of `compare`."""

    table = "table"
    csv = "csv"
    json = "json"


def compare(
    obs: Obs,
    actors: Actors = None,
    rows: Rows = None,
    periods: Periods = None,
    language: Language = "en",
    start: Start = None,
    end: End = None,
    on: On = None,
    domain: Domain = None,
    carry: Carry = None,
    form: Annotated[CompareForm, FORMAT] = CompareForm.table,
    output: Output = None,
    version: Version = None,
) -> None:
    """Show actors, initiatives or periods side by side over chosen rows, each statement with its sentences."""
    from tarazy.observatory import open as open_observatory
    from tarazy.terminal.comparing import show_comparison
    from tarazy.terminal.console import console
    from tarazy.terminal.relating import note_unresolved

    observatory = open_observatory(obs, version)
    note_unresolved(console(stderr=True), observatory)
    found = observatory.comparison(actors, language, **settings(start, end, on, domain, carry, periods, rows))
    show_comparison(console(), found, language, observatory.actor_names(language), form.value, output)
