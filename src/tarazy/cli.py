"""The command line: one command a verb; every error is one sentence."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from typer.core import TyperCommand

from tarazy import __version__
from tarazy.commands.chronology import chronology
from tarazy.commands.compare import compare
from tarazy.commands.conflicts import conflicts
from tarazy.commands.decide import decide
from tarazy.commands.import_ import import_
from tarazy.commands.measure import measure
from tarazy.commands.options import FORMAT, INTO, Actor, End, Kind, Limit, Obs, Output, Start, Version
from tarazy.commands.report import report
from tarazy.commands.serve import serve
from tarazy.commands.scenario import scenario
from tarazy.commands.standing import standing
from tarazy.errors import TarazyError, UsageError
from tarazy.terminal.console import console

if TYPE_CHECKING:
    from tarazy.observatory import ExportedTable, Observatory
    from tarazy.pipeline import ReadSummary
    from tarazy.second_reader.reader import SecondReader
    from tarazy.second_reader.tally import Price

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
LEFT_OUT = 1
CASES = 3
"""Cases of each reason that `evaluate --errors` shows unless told otherwise."""
INTERRUPTED = 130


class Format(StrEnum):
    """Formats of `export`."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    graphml = "graphml"
    geojson = "geojson"
    jsonld = "jsonld"
    ftm = "ftm"


class Scores(StrEnum):
    """Formats of `evaluate`."""

    table = "table"
    json = "json"


class What(StrEnum):
    """What `export` writes."""

    claims = "claims"
    documents = "documents"
    passages = "passages"
    actors = "actors"
    records = "records"
    ties = "ties"
    texts = "texts"


_TABLES: dict[What, ExportedTable] = {
    What.claims: "claims",
    What.documents: "documents",
    What.passages: "passages",
    What.actors: "actors",
    What.records: "records",
    What.ties: "ties",
}


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


@app.command()
def demo(
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="Where to put the observatory.")] = Path(
        "central-asia"
    ),
) -> None:
    """Read the sample documents and show what was found."""
    from tarazy.observatory import create
    from tarazy.sample import sample_files
    from tarazy.terminal.demo import show_demo

    observatory = create(output)
    files = [str(path) for path in sample_files()]
    summary = _read(observatory, files, workers=1, again=False, quiet=True)
    if summary.outdated:
        summary = _read(observatory, files, workers=1, again=True, quiet=True)
    observatory.resolve()
    show_demo(console(), observatory, summary)


@app.command()
def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, archives; - is standard input.")
    ],
    into: Annotated[Path, INTO],
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that share the work.")] = 1,
    again: Annotated[
        bool,
        typer.Option("--again", help="Read files anew that are there already, such as when the rules have changed."),
    ] = False,
    second_reader: Annotated[
        str | None,
        typer.Option(
            "--second-reader", metavar="URL", help="Also ask a language model at this OpenAI-compatible address."
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="NAME", help="The second reader's model, as its server names it.")
    ] = None,
    at_once: Annotated[
        int, typer.Option("--at-once", min=1, help="Questions to the second reader that are under way at once.")
    ] = 1,
    price: Annotated[
        str | None,
        typer.Option(
            "--price", metavar="IN/OUT", help="What a million tokens of its questions and answers cost: 0.15/0.60."
        ),
    ] = None,
) -> None:
    """Read documents into an observatory. Files that are there already are skipped."""
    from tarazy.observatory import create

    second = _second_reader(second_reader, model, at_once, price)
    summary = _read(create(into), paths, workers, again, second=second)
    if summary.failures:
        raise typer.Exit(LEFT_OUT)


def _second_reader(
    address: str | None, model: str | None, at_once: int, price: str | None
) -> tuple[SecondReader, Price | None] | None:
    if address is None:
        for name, given in (("--model", model), ("--at-once", at_once > 1), ("--price", price)):
            if given:
                raise UsageError(f"{name} is about the second reader: give its address with --second-reader.")
        return None
    from tarazy.second_reader.address import is_local
    from tarazy.second_reader.reader import SecondReader
    from tarazy.second_reader.tally import Price

    if model is None:
        raise UsageError("The second reader needs a model: name one that its server has with --model.")
    second = SecondReader(address, model, at_once=at_once), Price.parse(price) if price is not None else None
    if not is_local(second[0].address):
        console(stderr=True).print(
            f"The text of the documents is sent to {second[0].address}.", markup=False, soft_wrap=True
        )
    return second


def _read(
    observatory: Observatory,
    paths: list[str],
    workers: int,
    again: bool,
    quiet: bool = False,
    second: tuple[SecondReader, Price | None] | None = None,
) -> ReadSummary:
    from tarazy.terminal.progress import reading_bar
    from tarazy.terminal.reports import read_report, tally_report

    errors = console(stderr=True)
    reader, price = second or (None, None)
    with reading_bar(errors, price) as bar:
        try:
            summary = observatory.read(paths, workers=workers, again=again, progress=bar.show, second_reader=reader)
        except BaseException:
            # What was spent is told, however the read ends.
            if bar.last.second is not None:
                tally_report(errors, bar.last.second, price)
            raise
    for sentence in summary.failures:
        errors.print(f"[red]left out:[/red] {escape(sentence)}", soft_wrap=True)
    if not quiet:
        read_report(console(), summary, observatory.path, price)
    return summary


@app.command()
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


@app.command()
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


@app.command()
def export(
    obs: Obs,
    what: Annotated[What, typer.Argument(help="What to write.")],
    form: Annotated[Format, FORMAT] = Format.jsonl,
    output: Output = None,
    measure: Annotated[
        list[str] | None, typer.Option("--measure", help="ties: count, amount, quantity, share, depth, position.")
    ] = None,
    modality: Annotated[str, typer.Option("--modality", help="ties: one modality of the codebook.")] = "asserted",
    gather: Annotated[
        bool, typer.Option("--gather", help="ties: those of one pair, kind, measure and unit as one.")
    ] = False,
    version: Version = None,
) -> None:
    """Write claims (or documents, passages, actors, records, ties) for other programs, or the texts in which the offsets count."""
    from tarazy.observatory import open as open_observatory

    observatory = open_observatory(obs, version)
    if what is What.texts:
        if output is None:
            raise UsageError("Texts are files: name a folder with --output.")
        count = observatory.export_texts(output)
        console(stderr=True).print(f"{count:,} texts written to {output}.", markup=False, soft_wrap=True)
        return
    if output is None and form is Format.parquet and sys.stdout.isatty():
        raise UsageError("Parquet is no text: name a file with --output.")
    rows = None
    if what is What.ties:
        from tarazy.records.ties import gathered
        from tarazy.terminal.relating import note_unresolved

        note_unresolved(console(stderr=True), observatory)
        rows = observatory.ties(measure, modality)
        rows = gathered(rows) if gather else rows
    elif measure or gather or modality != "asserted":
        raise UsageError(f"--measure, --modality and --gather are about ties: leave them out for {what.value}.")
    data = observatory.export(_TABLES[what], form.value, output, rows)
    if data is not None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


@app.command()
def info(
    obs: Obs,
    version: Version = None,
) -> None:
    """Show versions and counts of an observatory."""
    from tarazy.observatory import open as open_observatory
    from tarazy.terminal.reports import info_report

    info_report(console(), open_observatory(obs, version).info())


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


class _Errors(TyperCommand):
    """Lets `--errors` stand without its number."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given = list(args)
        for at in [at for at, word in enumerate(args) if word == "--errors"][::-1]:
            if not args[at + 1 : at + 2] or not args[at + 1].isdecimal():
                given.insert(at + 1, str(CASES))
        return super().parse_args(ctx, given)


@app.command(cls=_Errors)
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
