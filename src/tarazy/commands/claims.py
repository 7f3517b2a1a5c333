"""`tarazy claims`: claims, each with the sentence that makes it."""

from __future__ import annotations

from typing import Annotated

import typer

from tarazy.commands.options import Actor, End, Kind, Limit, Obs, Start, Version
from tarazy.errors import UsageError
from tarazy.terminal.console import console


def claims(
    obs: Obs,
    actor: Actor = None,
    kind: Kind = None,
    start: Start = None,
    end: End = None,
    language: Annotated[list[str] | None, typer.Option("--language", help="kk, ru or en.")] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="WORDS", help="Words of the sentence, in any form.")
    ] = None,
    document: Annotated[list[str] | None, typer.Option("--document", help="A document's name.")] = None,
    modality: Annotated[
        list[str] | None, typer.Option("--modality", help="asserted, planned, forecast, denied …")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the id, the rule and the confidence of each claim.")
    ] = False,
    ruled: Annotated[
        bool, typer.Option("--ruled", help="As people have decided: rejected ones out, the others corrected.")
    ] = False,
    limit: Limit = 50,
    version: Version = None,
) -> None:
    """Show claims, each with the sentence that makes it."""
    from tarazy.observatory import open as open_observatory
    from tarazy.terminal.claims import show_claims

    observatory = open_observatory(obs, version)
    names = observatory.documents().select("name", "document_id")
    for name in document or ():
        if not any(name in names[column] for column in names.columns):
            raise UsageError(f"{obs} has no document {name!r}: `tarazy export {obs} documents` lists those it has.")
    found = observatory.claims(actor, kind, start, end, language, text, document, modality, ruled)
    show_claims(console(), found, observatory.actor_names(), limit, explain, text)
