"""Claims in a terminal: date, kind, actors, object, and the quote with the actors' words highlighted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from rich.console import Console
from rich.text import Text

from tarazy.terminal.console import print_indented
from tarazy.terminal.wording import actors_line, amount, counted, shortened, span

_QUOTE = 600


def highlighted(row: Mapping[str, Any], words: str | None = None) -> Text:
    """The quote on one line, with the words that name the participants and the words sought highlighted."""
    shown = Text(shortened(str(row["quote"]), _QUOTE), style="italic")
    surfaces = {" ".join(p["surface"].split()) for p in row["participants"] if p["surface"]}
    for surface in sorted(surfaces, key=len):
        _mark(shown, surface, "bold cyan not italic")
    for word in (words or "").split():
        _mark(shown, word, "bold yellow not italic")
    return shown


def _mark(text: Text, words: str, style: str) -> None:
    # Lower case can change the length of a text (İ): offsets then fit the original only where it does not.
    plain, sought = text.plain, words
    if len(plain.lower()) == len(plain):
        plain, sought = plain.lower(), words.lower()
    at = plain.find(sought)
    while at >= 0 and sought:
        text.stylize(style, at, at + len(sought))
        at = plain.find(sought, at + len(sought))


def headline(row: Mapping[str, Any], names: Mapping[str, str]) -> Text:
    """Date, kind, stage and modality, actors."""
    line = Text()
    line.append(f"{span(row['time_start'], row['time_end']):<12} ", style="bold green")
    line.append(row["kind"], style="bold")
    if row["stage"]:
        line.append(f" {row['stage']}")
    if row["modality"] != "asserted":
        line.append(f" [{row['modality']}]", style="bold magenta")
    line.append("  ")
    line.append(actors_line(row["participants"], names), style="cyan")
    return line


def detail(row: Mapping[str, Any]) -> str:
    """Object and quantities."""
    parts = [row["object"]] if row["object"] else []
    parts += [amount(quantity) for quantity in row["quantities"]]
    return " · ".join(parts)


def origin(row: Mapping[str, Any]) -> str:
    """Where the quote stands, who speaks and what is cited."""
    place = f"{row['document']} {row['start']}:{row['end']}"
    if row["part"]:
        place += f" · {row['part']}"
    if row["speaker"]:
        place += f" · said by {row['speaker']}"
    if row["cited"]:
        place += " · cites " + ", ".join(" ".join(filter(None, (c["author"], c["year"]))) for c in row["cited"])
    return place


def show_claim(
    console: Console, row: Mapping[str, Any], names: Mapping[str, str], explain: bool = False, words: str | None = None
) -> None:
    """One claim in three or four lines."""
    console.print(headline(row, names), soft_wrap=not console.is_terminal)
    if said := detail(row):
        print_indented(console, Text(said))
    print_indented(console, highlighted(row, words))
    print_indented(console, Text(origin(row), style="dim"))
    if explain:
        roles = ", ".join(
            f"{p['actor']} {p['role']}" + (f" via {p['via']}" if p["via"] else "") for p in row["participants"]
        )
        why = f"rule {row['rule'] or '–'} · confidence {row['confidence']:.2f} · {roles} · {row['domain']} · {row['claim_id']}"
        print_indented(console, Text(why, style="dim yellow"))


def show_claims(
    console: Console,
    claims: pl.DataFrame,
    names: Mapping[str, str],
    limit: int,
    explain: bool = False,
    words: str | None = None,
) -> None:
    """Claims by date, undated ones last, at most ``limit`` (0: all), and how many there are."""
    ordered = claims.sort(pl.coalesce("time_start", "time_end"), "document", "start", nulls_last=True)
    shown = ordered.head(limit) if limit else ordered
    for row in shown.iter_rows(named=True):
        show_claim(console, row, names, explain, words)
        console.print()
    documents = claims["document"].n_unique()
    total = f"{counted(claims.height, 'claim')} in {counted(documents, 'document')}"
    more = f"; the first {shown.height} are shown, --limit 0 shows all" if shown.height < claims.height else ""
    console.print(Text(total + more + ".", style="dim"))
