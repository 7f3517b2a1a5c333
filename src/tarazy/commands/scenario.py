"""`tarazy scenario`: new files, runs, comparisons and pages of scenarios."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tarazy.errors import UsageError


class ScenarioAction(StrEnum):
    """What `tarazy scenario` does."""

    models = "models"
    new = "new"
    run = "run"
    list = "list"
    show = "show"
    compare = "compare"


class ScenarioForm(StrEnum):
    """Formats of `scenario run`, `show` and `compare`."""

    table = "table"
    html = "html"
    markdown = "markdown"
    json = "json"


def scenario(
    action: Annotated[ScenarioAction, typer.Argument(help="What to do.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...", help="new: a model or case; run: a file or case; show: a result; compare: two results."
        ),
    ] = None,
    on: Annotated[
        Path | None, typer.Option("--on", metavar="OBS", help="The observatory's folder; results are kept in it.")
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="Overwrite what the file says: runs=500, inputs.capability.KAZ=40."
        ),
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why --set changes inputs.")] = "",
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that share the runs.")] = 1,
    language: Annotated[str, typer.Option("--language", help="Of the page: en, ru or kk.")] = "en",
    form: Annotated[ScenarioForm, typer.Option("--format", help="The format.")] = ScenarioForm.table,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="The file; otherwise standard output.")
    ] = None,
) -> None:
    """Suppose a change and see what follows from it in a model, how sure that is, and what it hangs on. Nothing is a prediction."""
    from tarazy.observatory import open as open_observatory
    from tarazy.scenarios.reading import named_observatory
    from tarazy.terminal.console import console
    from tarazy.terminal.supposing import Supposed

    _check(action, words or [], on)
    observatory = open_observatory(on) if on is not None else None
    if on is None and action is ScenarioAction.run and (named := named_observatory((words or [""])[0])):
        observatory = open_observatory(*named)
    told = Supposed(console(), console(stderr=True), observatory, language, form.value, output)
    given, names = changes or [], words or []
    if action is ScenarioAction.models:
        told.models()
    elif action is ScenarioAction.new:
        told.new(names[0], given, why)
    elif action is ScenarioAction.run:
        told.run(names[0], given, why, workers)
    elif action is ScenarioAction.list:
        told.list()
    elif action is ScenarioAction.show:
        told.show(names[0])
    else:
        told.compare(*names)


_NEEDS = {
    ScenarioAction.models: (0, ""),
    ScenarioAction.new: (1, "a model or a case: `tarazy scenario models` lists them"),
    ScenarioAction.run: (1, "a scenario file, or a case: `tarazy scenario models` lists them"),
    ScenarioAction.list: (0, ""),
    ScenarioAction.show: (1, "a result: `tarazy scenario list --on OBS` lists them"),
    ScenarioAction.compare: (2, "two results: `tarazy scenario list --on OBS` lists them"),
}


def _check(action: ScenarioAction, words: list[str], on: Path | None) -> None:
    count, what = _NEEDS[action]
    if len(words) != count:
        said = f"needs {what}" if count else "takes no name"
        raise UsageError(f"scenario {action.value} {said}.")
    if on is None and action in (ScenarioAction.list, ScenarioAction.show, ScenarioAction.compare):
        raise UsageError(f"scenario {action.value} needs an observatory: name it with --on OBS.")
