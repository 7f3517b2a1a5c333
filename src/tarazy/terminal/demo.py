"""What was found in the sample, in a screenful: counts, a timeline, a claim in each language, a disagreement, what to try next."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tarazy.observatory import Observatory
from tarazy.pipeline import ReadSummary
from tarazy.terminal.claims import detail, headline, highlighted
from tarazy.terminal.findings import show_finding
from tarazy.terminal.reports import LANGUAGES
from tarazy.terminal.wording import actor_name, actors_line, span

_TIMELINE_KINDS = ("agreement", "exercise", "transfer", "deployment", "presence", "meeting", "membership", "aid")
_BLOCKS = 4
_WEIGHTY = 0.6


def show_demo(console: Console, observatory: Observatory, summary: ReadSummary) -> None:
    """The whole screenful."""
    claims, names = observatory.claims(), observatory.actor_names()
    documents = observatory.documents()
    speed = f" in {summary.seconds:.1f} s" if summary.documents else ""
    console.print(
        Text.assemble(
            f"{documents.height} documents, {int(documents['words'].sum()):,} words{speed}: ",
            (f"{claims.height:,} claims", "bold cyan"),
            f" about {observatory.actors().height} actors, each with the sentence that makes it.",
        )
    )
    if claims.is_empty():
        return
    console.print(_counts(claims))
    actor = _main_state(observatory)
    timeline = _timeline(claims, actor) if actor else claims.clear()
    if timeline.height:
        console.print(Text(f"\n{actor_name(actor, names)} and its partners", style="bold"))
        for row in timeline.iter_rows(named=True):
            _line(console, row, names)
    console.print(Text("\nOne claim in each language", style="bold"))
    for language, called in LANGUAGES.items():
        example = _example(claims, language)
        if example:
            _quoted(console, example, names, Text.assemble("  ", (called, "dim"), "  "))
    _disagreement(console, observatory, claims, names)
    _next(console, observatory.path, actor or "KAZ")


def _counts(claims: pl.DataFrame) -> Table:
    """Claims by kind and language, the kinds in several columns side by side."""
    counts = claims.group_by("kind", "language").len().pivot("language", index="kind", values="len").fill_null(0)
    known = [language for language in LANGUAGES if language in counts.columns]
    rows = counts.sort(pl.sum_horizontal(known), descending=True).rows(named=True)
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    height = -(-(len(rows) + 1) // _BLOCKS)
    for _ in range(-(-(len(rows) + 1) // height)):
        table.add_column("")
        for language in known:
            table.add_column(language, justify="right")
        table.add_column(" ")
    total: dict[str, Any] = {"kind": "all"} | {language: int(counts[language].sum()) for language in known}
    width = len(known) + 2
    cells = [[row["kind"], *(f"{row[language]}" for language in known), " "] for row in [total, *rows]]
    cells += [[""] * width] * (-len(cells) % height)
    for line in range(height):
        table.add_row(*(cell for column in cells[line::height] for cell in column))
    return table


def _main_state(observatory: Observatory) -> str:
    states = observatory.actors().filter((pl.col("type") == "state") & pl.col("known"))
    return str(states["actor"][0]) if states.height else ""


def _timeline(claims: pl.DataFrame, actor: str, length: int = 6) -> pl.DataFrame:
    """Dated events of the actor with others, spread over the years, the surest of each stretch."""
    events = claims.filter(
        pl.col("actors").list.contains(pl.lit(actor)),
        pl.col("actors").list.len().is_between(2, 4),
        pl.col("kind").is_in(_TIMELINE_KINDS),
        pl.col("modality") == "asserted",
        pl.col("time_start").is_not_null(),
        pl.col("object").is_not_null() | (pl.col("quantities").list.len() > 0),
    ).unique(["kind", "time_start", "actors"], keep="first", maintain_order=True)
    chosen = events.sort("time_start").with_row_index("at").with_columns(stretch=pl.col("at") * length // pl.len())
    surest = chosen.sort(pl.col("time_start").str.len_chars() + pl.col("confidence"), descending=True)
    return surest.unique("stretch", keep="first", maintain_order=True).sort("time_start")


def _example(claims: pl.DataFrame, language: str) -> dict[str, Any] | None:
    """A claim that shows well: sure, dated, of two named actors, with a quote of one or two lines."""
    named = pl.col("participants").list.eval(pl.element().struct.field("surface").is_not_null()).list.sum()
    fitting = claims.filter(
        pl.col("language") == language,
        pl.col("quote").str.len_chars().is_between(60, 190),
        pl.col("actors").list.len().is_between(2, 4),
    )
    if fitting.is_empty():
        return None
    merit = (
        2 * pl.col("confidence")
        + pl.col("time_start").is_not_null().cast(pl.Float64)
        + (pl.col("quantities").list.len() > 0).cast(pl.Float64)
        + (pl.col("modality") == "asserted").cast(pl.Float64) * 0.5
        + (named >= 2).cast(pl.Float64) * 0.5
    )
    return fitting.sort(merit, pl.col("claim_id"), descending=[True, False]).row(0, named=True)


def _line(console: Console, row: Mapping[str, Any], names: Mapping[str, str]) -> None:
    line = Text.assemble((f"  {span(row['time_start'], row['time_end']):<14}", "green"))
    line.append(f"{row['kind']} {row['stage'] or ''}".strip().ljust(21), style="bold")
    line.append(actors_line(row["participants"], names), style="cyan")
    if said := detail(row):
        line.append(f" · {said}")
    line.append(f"  {row['document']}", style="dim")
    line.truncate(console.width, overflow="ellipsis")
    console.print(line)


def _disagreement(console: Console, observatory: Observatory, claims: pl.DataFrame, names: Mapping[str, str]) -> None:
    """The weightiest finding, where one is weighty enough to be shown first."""
    found = observatory.findings().filter(pl.col("weight") >= _WEIGHTY)
    if found.is_empty():
        return
    finding = found.row(0, named=True)
    title = "Where sources disagree" if finding["type"] == "conflict" else "What cannot be right"
    console.print(Text(f"\n{title}", style="bold"))
    rows = {row["claim_id"]: row for row in claims.iter_rows(named=True)}
    show_finding(console, finding, rows, names)


def _quoted(console: Console, row: Mapping[str, Any], names: Mapping[str, str], before: Text) -> None:
    console.print(before + headline(row, names))
    said = Text.assemble(highlighted(row), ("  " + row["document"], "dim"))
    console.print(Padding(said, (0, 0, 0, 4)))


def _next(console: Console, path: Path, actor: str) -> None:
    console.print(Text("\nTry next", style="bold"))
    for command, what in (
        (f"tarazy serve {path}", "the page: all of it in the browser"),
        (f"tarazy claims {path} --actor {actor} --kind agreement --from 2010", "who signed what with whom"),
        (f"tarazy claims {path} --language kk --explain", "which rule made each claim, and how sure it is"),
        (f"tarazy conflicts {path}", "where sources disagree, where figures cannot be right"),
        (f"tarazy export {path} claims --format csv --output claims.csv", "for a spreadsheet"),
        (f"tarazy read YOUR-FOLDER --into {path}", "your own documents beside these"),
    ):
        console.print(Text("  ") + Text(command, style="cyan") + Text(f"   {what}", style="dim"), soft_wrap=True)
