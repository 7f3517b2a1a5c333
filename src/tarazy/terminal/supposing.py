"""What `tarazy scenario` shows: models and cases, a result as tables or as a page, saved results, two of them side by side."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from tarazy.errors import UsageError
from tarazy.observatory import Observatory
from tarazy.scenarios.evidence import Evidence
from tarazy.scenarios.faults import ScenarioStoppedError
from tarazy.scenarios.numbers import percent, shown
from tarazy.scenarios.page import page, words
from tarazy.scenarios.reading import cases, parsed, read_case
from tarazy.scenarios.result import Result
from tarazy.scenarios.running import RunProgress, run_case
from tarazy.scenarios.saving import load, save, saved
from tarazy.scenarios.table import model_row, models
from tarazy.scenarios.titles import Titles, seldom, still
from tarazy.scenarios.writing import new_scenario
from tarazy.store.tables import storage_errors

_ROWS = 40


class Supposed:
    """Does what the command says, and shows it. ``output`` takes pages and tables instead of standard output."""

    def __init__(
        self, out: Console, errors: Console, obs: Observatory | None, language: str, form: str, output: Path | None
    ) -> None:
        self.out, self.errors, self.obs, self.form, self.output = out, errors, obs, form, output
        self.language, self.words = language, words(language)

    def models(self) -> None:
        """Models, and the cases that come along."""
        table = Table("model or case", "what it answers", box=None, padding=(0, 2, 0, 0))
        for row in models().values():
            table.add_row(f"[bold]{row.name}[/bold]", f"{row.title['en']}. {row.about['en']}.")
            for name, path in cases().items():
                given = parsed(path.read_text(encoding="utf-8"), path.name)
                if given["model"] == row.name:
                    title = given["title"]
                    table.add_row(f"  {name}", title["en"] if isinstance(title, dict) else title)
        self.out.print(table)
        self.out.print(
            "`tarazy scenario run CASE --on OBS` runs one, `tarazy scenario new NAME --on OBS` writes its file.",
            markup=False,
        )

    def new(self, name: str, changes: Sequence[str], why: str) -> None:
        """The text of a new file."""
        self._write(new_scenario(name, self.obs, changes, why))

    def run(self, source: str, changes: Sequence[str], why: str, workers: int) -> None:
        """Runs, keeps and shows."""
        case = read_case(source, self.obs, changes, why)
        try:
            with running_bar(self.errors) as report:
                result = run_case(case, self.obs, workers, progress=report)
        except KeyboardInterrupt:
            raise ScenarioStoppedError("The run was stopped: nothing was saved.") from None
        if self.obs is not None:
            save(self.obs.path, result)
        self._result(result)
        if self.obs is not None:
            self.errors.print(
                f"Kept as {result.id}: `tarazy scenario show {result.id} --on {self.obs.path}`.",
                markup=False,
                soft_wrap=True,
            )

    def list(self) -> None:
        """The saved results."""
        assert self.obs is not None
        rows = saved(self.obs.path)
        if rows.is_empty():
            self.out.print(f"No scenario has been run on {self.obs.path}.", markup=False, soft_wrap=True)
            return
        table = Table("result", "title", "model", "runs", "observatory", "made", box=None, padding=(0, 2, 0, 0))
        for row in rows.iter_rows(named=True):
            table.add_row(
                row["id"],
                row["title"],
                row["model"],
                f"{row['runs']:,}",
                f"version {row['observatory_version']}",
                row["made"],
            )
        self.out.print(table)

    def show(self, name: str) -> None:
        """A saved result."""
        assert self.obs is not None
        self._result(load(self.obs.path, name))

    def compare(self, a: str, b: str) -> None:
        """Two saved results."""
        assert self.obs is not None
        found = self.obs.compare_scenarios(a, b)
        if self.form == "json":
            self._write(
                json.dumps(
                    {
                        "a": found.a,
                        "b": found.b,
                        "outputs": found.outputs.to_dicts(),
                        "inputs": found.inputs.to_dicts(),
                    },
                    ensure_ascii=False,
                    indent=1,
                )
                + "\n"
            )
            return
        if self.form != "table":
            raise UsageError("scenario compare shows a table or json: choose one of them with --format.")
        one = load(self.obs.path, a)
        titles = self._titles(one)
        heads = self.words["headings"]
        self.out.print(f"A {found.a}\nB {found.b}\n", markup=False, soft_wrap=True)
        table = Table(heads["output"], "A", "B", heads["difference"], heads["apart"], box=None, padding=(0, 2, 0, 0))
        minor = pl.col("output").is_in(list(titles.minor))
        for row in found.outputs.sort(minor, maintain_order=True).head(_ROWS).iter_rows(named=True):
            sides = [_spanned(*(row[f"{side}_{part}"] for part in ("median", "low", "high"))) for side in "ab"]
            apart = "" if row["apart"] is None else self.words["yes" if row["apart"] else "no"]
            table.add_row(titles.of("outputs", row["output"]), *sides, shown(row["difference"]), apart)
        self.out.print(table)
        self.out.print(f"\n{self.words['differing'] if found.inputs.height else self.words['same_inputs']}")
        differing = Table(heads["input"], "A", "B", box=None, padding=(0, 2, 0, 0))
        for row in found.inputs.iter_rows(named=True):
            differing.add_row(row["input"], row["a"] or "", row["b"] or "")
        if found.inputs.height:
            self.out.print(differing)

    def _result(self, result: Result) -> None:
        names = self.obs.actor_names(self.language) if self.obs else {}
        if self.form in ("html", "markdown"):
            self._write(page(result, self.language, self.form, names, Evidence(self.obs).quotes))
        elif self.form == "json":
            self._write(_json(result))
        elif self.output is not None:
            raise UsageError("A table is for the terminal: choose --format html, markdown or json for a file.")
        else:
            self._tables(result)

    def _titles(self, result: Result) -> Titles:
        names = self.obs.actor_names(self.language) if self.obs else {}
        return Titles(model_row(result.facts["model"]), result.facts, self.language, names)

    def _tables(self, result: Result) -> None:
        said, heads, titles = self.words, self.words["headings"], self._titles(result)
        self.out.print(result.facts["title"][self.language], style="bold", markup=False)
        self.out.print(said["no_prediction"] + "\n", style="yellow", markup=False)
        many = result.facts["runs"] > 1
        columns = ("given", "median", "low", "high") if many else ("given",)
        table = Table(heads["output"], *(heads[one] for one in columns), heads["unit"], box=None, padding=(0, 2, 0, 0))
        minor = pl.col("output").is_in(list(titles.minor))
        moved = ~pl.col("output").is_in(sorted(still(result.summary) | seldom(result.summary)))
        numbers = result.summary.filter(pl.col("label").is_null(), moved).sort(minor, maintain_order=True)
        for row in numbers.head(_ROWS).iter_rows(named=True):
            table.add_row(
                titles.of("outputs", row["output"]),
                *(shown(row[one]) for one in columns),
                said["units"].get(row["unit"], row["unit"]),
            )
        self.out.print(table)
        for word, outputs in titles.zeros(result.summary).items():
            self.out.print(said[word].format(outputs=outputs), markup=False)
        for row in result.summary.filter(pl.col("label").is_not_null()).head(_ROWS).iter_rows(named=True):
            self.out.print(
                f"{titles.of('outputs', row['output'])}: {titles.name(row['label'])} {percent(row['share'])}",
                markup=False,
            )
        self._hangs(result, titles)
        counts = result.inputs["basis"].value_counts().sort("basis").iter_rows()
        bases = ", ".join(f"{said['basis'][basis]} {count}" for basis, count in counts)
        self.out.print(f"\n{heads['basis']}: {bases}.", markup=False)

    def _hangs(self, result: Result, titles: Titles) -> None:
        said, heads = self.words, self.words["headings"]
        self.out.print(f"\n{said['hangs']}", style="bold")
        explained = titles.explained(result.sensitivity, result.summary)
        if explained.is_empty():
            self.out.print(said["hangs_none"], markup=False)
            return
        table = Table(
            heads["output"],
            heads["input"],
            heads["effect"],
            heads["half"],
            heads["part"],
            heads["basis"],
            box=None,
            padding=(0, 2, 0, 0),
        )
        top = explained.group_by("output", maintain_order=True).head(3).filter(pl.col("effect") > 0)
        for row in top.head(_ROWS).iter_rows(named=True):
            numbers = [shown(row["effect"]), shown(row["effect_half_width"]), percent(row["part"])]
            table.add_row(
                titles.of("outputs", row["output"]),
                titles.of("inputs", row["input"]),
                *numbers,
                said["basis"][row["basis"]],
            )
        self.out.print(table)

    def _write(self, text: str) -> None:
        if self.output is None:
            self.out.file.write(text)
            return
        with storage_errors(self.output):
            self.output.write_text(text, encoding="utf-8")


def _spanned(median: float | None, low: float | None, high: float | None) -> str:
    return "" if median is None else f"{shown(median)} ({shown(low)} – {shown(high)})"


def _json(result: Result) -> str:
    frames: dict[str, Any] = {"summary": result.summary, "sensitivity": result.sensitivity, "inputs": result.inputs}
    rows = {name: frame.to_dicts() for name, frame in frames.items()}
    tables = {name: frame.to_dicts() for name, frame in result.tables.items()}
    body = {
        "id": result.id,
        "digest": result.digest,
        "facts": result.facts,
        **rows,
        "tables": tables,
        "notes": result.notes,
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


@contextmanager
def running_bar(console: Console) -> Iterator[Callable[[RunProgress], None]]:
    """Shows a bar over the runs while the context is open; gives what to report to. Nothing outside a terminal."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("Running"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task("run", total=None)

    def report(progress: RunProgress) -> None:
        bar.update(task, completed=progress.done, total=progress.total)

    with bar:
        yield report
