"""`tarazy export`: tables and texts for other programs."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tarazy.commands.options import FORMAT, Obs, Output, Version
from tarazy.errors import UsageError
from tarazy.terminal.console import console

if TYPE_CHECKING:
    from tarazy.observatory import ExportedTable


class Format(StrEnum):
    """Formats of `export`."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    graphml = "graphml"
    geojson = "geojson"
    jsonld = "jsonld"
    ftm = "ftm"


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
