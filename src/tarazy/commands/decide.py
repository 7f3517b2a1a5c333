"""`tarazy decide`: what a person rules on claims, records and actors."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tarazy.commands.options import Obs
from tarazy.errors import UsageError


class Action(StrEnum):
    """What `tarazy decide OBS` does."""

    accept = "accept"
    reject = "reject"
    correct = "correct"
    add_claim = "add-claim"
    same = "same"
    different = "different"
    prefer = "prefer"
    merge_actors = "merge-actors"
    split_actors = "split-actors"
    name_actor = "name-actor"
    undo = "undo"
    list = "list"
    disputes = "disputes"
    export = "export"
    import_ = "import"
    patch = "patch"


class PatchForm(StrEnum):
    """Formats of `decide OBS patch`."""

    diff = "diff"
    tsv = "tsv"


def decide(
    obs: Obs,
    action: Annotated[Action, typer.Argument(help="What to do.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORD]...", help="Ids, then what is said of them; - reads them from standard input."),
    ] = None,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Who decides; the login name unless given.")
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; prefer needs one.")] = "",
    new: Annotated[
        bool, typer.Option("--new", help="merge-actors: the last id is new, nobody knows that actor yet.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="export, patch: the file; otherwise standard output."),
    ] = None,
    form: Annotated[
        PatchForm, typer.Option("--format", help="patch: a unified diff, or the rows alone.")
    ] = PatchForm.diff,
    version: Annotated[
        int | None, typer.Option("--version", min=0, help="list, disputes, export, patch: as it stood at this version.")
    ] = None,
) -> None:
    """Rule on claims, records and actors; show, undo, export and import what was ruled."""
    from tarazy.observatory import open as open_observatory
    from tarazy.terminal.console import console
    from tarazy.terminal.deciding import run

    looks = (Action.list, Action.disputes, Action.export, Action.patch)
    if version is not None and action not in looks:
        raise UsageError(f"--version shows the past, which {action.value} cannot change: leave it out.")
    observatory = open_observatory(obs, version)
    run(
        console(), console(stderr=True), observatory, action.value, words or [], who, why, output, form.value, new
    )  # fmt: skip
