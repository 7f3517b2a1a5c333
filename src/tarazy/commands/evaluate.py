"""`tarazy evaluate`: scores against a gold standard."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from tarazy.commands.options import FORMAT
from tarazy.terminal.console import console

CASES = 3
"""Cases of each reason that `evaluate --errors` shows unless told otherwise."""


class Scores(StrEnum):
    """Formats of `evaluate`."""

    table = "table"
    json = "json"


class Errors(TyperCommand):
    """Lets `--errors` stand without its number."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given = list(args)
        for at in [at for at, word in enumerate(args) if word == "--errors"][::-1]:
            if not args[at + 1 : at + 2] or not args[at + 1].isdecimal():
                given.insert(at + 1, str(CASES))
        return super().parse_args(ctx, given)


def evaluate(
    gold: Annotated[
        Path, typer.Option("--gold", metavar="DIR", help="A folder of gold claims as .jsonl, or one file.")
    ],
    obs: Annotated[Path | None, typer.Argument(metavar="[OBS]", help="The observatory's folder.")] = None,
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts", metavar="DIR", help="The documents of the gold claims; without OBS they are read anew."
        ),
    ] = None,
    errors: Annotated[
        int,
        typer.Option(
            "--errors",
            min=0,
            metavar="[N]",
            help=f"Say why claims are missed or spurious; N cases of each reason, {CASES} unless told.",
        ),
    ] = 0,
    form: Annotated[Scores, FORMAT] = Scores.table,
) -> None:
    """Score the claims against a gold standard, and explain the errors."""
    from tarazy.terminal.scoring import score

    score(console(), console(stderr=True), obs, gold, texts, errors, form is Scores.json)
