"""Chronologies and answers about a day in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.console import Console
from rich.text import Text

from tarazy.records.telling import Telling
from tarazy.terminal.console import print_indented
from tarazy.terminal.wording import actor_name, day, shortened

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

_QUOTE = 300
_COLOURS = {"yes": "bold green", "no": "bold red", "unknown": "bold yellow"}
_REASONS = {
    "stated": "said of that time",
    "between": "known before and after",
    "carried": "carried on from the last thing known",
    "before": "not yet",
    "ended": "it had ended",
    "later": "nothing known since",
    "nothing-before": "known only later",
    "imprecise": "the date is not precise enough",
    "disputed": "sources differ",
    "no-date": "said without a date",
}


def note_unresolved(errors: Console, observatory: Observatory) -> None:
    """Tell on the error stream that claims have not been brought together yet."""
    if count := observatory.unresolved():
        which = "Claims are" if count == observatory.info()["claims"] else f"{count:,} claims are"
        fate = "each counts as a record of its own" if which == "Claims are" else "they are left out"
        errors.print(
            f"{which} not resolved yet, {fate}: run `tarazy resolve {observatory.path}`.",
            markup=False,
            style="dim",
            soft_wrap=True,
        )


def show_chronology(console: Console, found: pl.DataFrame, telling: Telling, left_out: int) -> None:
    """An entry in two or more lines: date, its precision, what and who; object and amounts; each source with its sentence."""
    words = telling.words
    dates = [telling.span(row["time_start"], row["time_end"]) for row in found.iter_rows(named=True)]
    width = min(max((len(date) for date in dates), default=0), 32)
    dated = True
    for row, date in zip(found.iter_rows(named=True), dates, strict=True):
        if dated and row["precision"] == "none":
            dated = False
            console.print(Text(words["undated"], style="bold underline"))
        _entry(console, row, date, width, telling)
    undated = found.filter(precision="none").height
    total = words["entries"].format(dated=found.height - undated, undated=undated) if found.height else words["nothing"]
    if left_out:
        total += " " + words["left_out"].format(count=left_out)
    console.print(Text(total, style="dim"))


def _entry(console: Console, row: Mapping[str, Any], date: str, width: int, telling: Telling) -> None:
    line = Text()
    line.append(f"{date:<{width}} ", style="bold green")
    line.append(f"{telling.words['precision'][row['precision']]:<6} ", style="dim")
    line.append(telling.what(row["kind"], row["stage"], row["modality"]), style="bold")
    line.append("  ")
    line.append(telling.who(row["participants"]), style="cyan")
    console.print(line, soft_wrap=not console.is_terminal)
    if detail := telling.detail(row):
        print_indented(console, Text(detail))
    for source in row["sources"]:
        _source(console, source, telling)
    console.print()


def _source(console: Console, source: Mapping[str, Any], telling: Telling | None = None) -> None:
    shown = Text(shortened(source["quote"], _QUOTE), style="italic")
    said = ""
    if source["said"]:
        date = telling.date(source["said"]) if telling else day(source["said"])
        said = f" · {telling.words['said'].format(date=date) if telling else f'said: {date}'}"
    shown.append(f"  {source['document']} {source['start']}:{source['end']}{said}", style="dim not italic")
    print_indented(console, shown)


def show_standing(console: Console, found: pl.DataFrame, names: Mapping[str, str], on: str) -> None:
    """Answers with their reasons, the last thing known, how old it is, and the sentences they rest on."""
    for row in found.iter_rows(named=True):
        line = Text()
        line.append(f"{row['answer']:<8}", style=_COLOURS[row["answer"]])
        if "organisation" in row:
            line.append(f"{actor_name(row['actor'], names)} in {actor_name(row['organisation'], names)}", style="cyan")
        else:
            parties = ", ".join(actor_name(one, names) for one in row["actors"])
            line.append(f"{row['object'] or 'agreement'} · ", style="bold")
            line.append(parties, style="cyan")
        line.append(f"  {_reason(row)}")
        console.print(line, soft_wrap=not console.is_terminal)
        for source in row["sources"]:
            _source(console, source)
    counts = {name: found.filter(answer=name).height for name in _COLOURS}
    total = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    console.print(Text(f"On {on}: {total}." if found.height else f"Nothing is known of {on}.", style="dim"))


def _reason(row: Mapping[str, Any]) -> str:
    held = row["answer"] == "yes" and "organisation" in row and row["stage"]
    parts = [f"as {row['stage']}"] if held else []
    parts.append(_REASONS[row["basis"]])
    if row["last_known"] is not None:
        age = f", {row['age']:g} years before" if row["age"] else ""
        parts.append(f"last known: {row['stage'] or 'in force'} {day(row['last_known'])}{age}")
    if row["next_known"] is not None:
        parts.append(f"next known: {day(row['next_known'])}")
    return "; ".join(parts)
