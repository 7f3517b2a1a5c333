"""The command line: one command a verb; every error is one sentence."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.markup import escape

from tarazy import __version__
from tarazy.commands.chronology import chronology
from tarazy.commands.claims import claims
from tarazy.commands.compare import compare
from tarazy.commands.conflicts import conflicts
from tarazy.commands.decide import decide
from tarazy.commands.demo import demo
from tarazy.commands.evaluate import Errors, evaluate
from tarazy.commands.export import export
from tarazy.commands.import_ import import_
from tarazy.commands.info import info
from tarazy.commands.measure import measure
from tarazy.commands.read import read
from tarazy.commands.report import report
from tarazy.commands.resolve import resolve
from tarazy.commands.scenario import scenario
from tarazy.commands.serve import serve
from tarazy.commands.standing import standing
from tarazy.errors import TarazyError, UsageError
from tarazy.terminal.console import console

app = typer.Typer(
    name="tarazy",
    help="Read documents on international relations in Kazakh, Russian and English; keep every claim with its sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
_STOPPED = "Stopped: what was complete is kept; run the same command again to go on."
# Typer brings Click along under a name that differs between its versions.
_ARGUMENT_ERROR: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
INTERRUPTED = 130


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tarazy {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


app.command()(demo)
app.command()(read)
app.command()(claims)
app.command()(resolve)
app.command()(export)
app.command()(info)
app.command()(decide)
app.command(name="import")(import_)
app.command()(chronology)
app.command()(conflicts)
app.command()(standing)
app.command()(measure)
app.command()(report)
app.command()(compare)
app.command()(scenario)
app.command()(serve)
app.command(cls=Errors)(evaluate)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(_guarded(lambda: app(args=arguments, prog_name="tarazy", standalone_mode=False)))


def _guarded(command: Callable[[], Any]) -> int:
    """The exit code of a command; whatever goes wrong is told in one sentence."""
    try:
        result = command()
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        return _told(_STOPPED, INTERRUPTED)
    except _ARGUMENT_ERROR as error:
        sentence = _argument_sentence(error)
        return _told(sentence, 2) if sentence else 0
    except TarazyError as error:
        return _told(str(error), 2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:
        # The reader of the pipe, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _told(_disk_sentence(error), 1)
    except MemoryError:
        return _told("There is not enough memory: use fewer workers, or read the files in smaller groups.", 1)
    except Exception as error:
        if os.environ.get("TARAZY_DEBUG"):
            raise
        said = " ".join(f"{type(error).__name__}: {error}".split())
        return _told(f"This is a fault of tarazy, please report it ({said}); TARAZY_DEBUG=1 shows where it happens.", 1)
    # Typer turns Ctrl-C within a command into this code.
    return _told(_STOPPED, INTERRUPTED) if result == INTERRUPTED else result if isinstance(result, int) else 0


def _argument_sentence(error: Any) -> str:
    said = " ".join(error.format_message().split())
    command = getattr(getattr(error, "ctx", None), "command_path", None) or "tarazy"
    # Without arguments there is no fault: the help is shown.
    return f"{said.rstrip('.')}: see `{command} --help`." if said else ""


def _disk_sentence(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: free some space and run the same command again; what was complete is kept."
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}."


def _told(sentence: str, code: int) -> int:
    console(stderr=True).print(f"[red]tarazy:[/red] {escape(sentence)}", soft_wrap=True)
    return code
