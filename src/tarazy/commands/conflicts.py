"""`tarazy conflicts`: where sources disagree, and where figures and dates cannot be right."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from tarazy.commands.options import FORMAT, Kind, Limit, Obs, Version


class FindingType(StrEnum):
    """Types of findings."""

    conflict = "conflict"
    fault = "fault"


class FindingForm(StrEnum):
    """Formats of `conflicts`."""

    table = "table"
    json = "json"
    csv = "csv"


class SentenceLanguage(StrEnum):
    """Languages of the sentences."""

    en = "en"
    ru = "ru"
    kk = "kk"


def conflicts(
    obs: Obs,
    type_: Annotated[
        FindingType | None, typer.Option("--type", help="Sources disagree, or arithmetic and logic fail.")
    ] = None,
    actor: Annotated[
        list[str] | None, typer.Option("--actor", metavar="ID", help="Is named; give it twice for two that both are.")
    ] = None,
    kind: Kind = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", help="A rule, such as amounts or change-rate.")] = None,
    language: Annotated[
        SentenceLanguage, typer.Option("--language", help="The language of the sentences.")
    ] = SentenceLanguage.en,
    limit: Limit = 20,
    form: Annotated[FindingForm, FORMAT] = FindingForm.table,
    version: Version = None,
) -> None:
    """Show where sources contradict each other, and figures and dates that cannot be right, each with its claims."""
    from tarazy.observatory import open as open_observatory
    from tarazy.terminal.console import console
    from tarazy.terminal.findings import show_findings, told
    from tarazy.terminal.tables import csv_lines, json_lines, write_lines

    observatory = open_observatory(obs, version)
    found = observatory.findings(type_.value if type_ else None, actor, kind, rule)
    names = observatory.actor_names(language.value)
    shown = found.head(limit) if limit else found
    if form is FindingForm.table:
        show_findings(console(), shown, found.height, observatory.claims(), names, language.value)
        return
    rows = told(shown, names, language.value)
    if form is FindingForm.json:
        lines = json_lines(row | {"values": json.loads(row["values"])} for row in rows)
    else:
        lines = csv_lines([*shown.columns, "sentence"], rows)
    write_lines(lines, None)
