"""A result as a page, HTML or Markdown, in English, Russian or Kazakh: what came out, what it hangs on, what is assumed."""

from __future__ import annotations

import html
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl

from tarazy.errors import UsageError
from tarazy.scenarios.courses import courses
from tarazy.scenarios.figures import Span, effects, lines, ranges
from tarazy.scenarios.numbers import percent, shown
from tarazy.scenarios.result import Result
from tarazy.scenarios.table import data, model_row
from tarazy.scenarios.titles import Titles, seldom, still

LANGUAGES = ("en", "ru", "kk")
FORMS = ("html", "markdown")
SHOWN = 40
"""Rows of a table that a page shows."""
HANGS = 3
"""Inputs that the sentence about an output names, and rows of its table."""
FIGURES, BARS = 6, 8
"""Outputs of which a figure shows what they hang on, and inputs in it."""
PART = "part"
"""The unit of parts of one."""
Block = tuple[str, Any]
Quotes = Callable[[Sequence[str]], list[tuple[str, str]]]


@cache
def words(language: str) -> dict[str, Any]:
    """The words of a language; UsageError for one that pages do not have."""
    if language not in LANGUAGES:
        raise UsageError(f"language {language!r} is none of pages: choose from {', '.join(LANGUAGES)}.")
    table = tomllib.loads((data() / "words.toml").read_text(encoding="utf-8"))
    return dict(table[language])


def page(
    result: Result,
    language: str = "en",
    form: str = "html",
    names: Mapping[str, str] | None = None,
    quotes: Quotes | None = None,
) -> str:
    """The page of a result. ``names``: actors' names by id (``obs.actor_names(language)``); ``quotes``: ids of evidence → sentences and documents.

    Raises UsageError for a language or form that there is not.
    """
    if form not in FORMS:
        raise UsageError(f"format {form!r} is none of pages: choose from {', '.join(FORMS)}.")
    blocks = list(_Page(result, language, names or {}, quotes or (lambda _: [])).blocks())
    return _html(blocks, language) if form == "html" else _markdown(blocks)


def explained(result: Result, language: str) -> str:
    """How the runs of a result were made."""
    runs, said = result.facts["runs"], words(language)
    if runs > 1:
        return str(said["outcome_runs"].format(runs=shown(runs, language)))
    uncertain = result.inputs["low"].is_not_null().any() and result.facts["runs_asked"] == 1
    return str(said["outcome_single" if uncertain else "outcome_one"])


def measured(value: Any, unit: str, language: str) -> str:
    """A number with its unit, a part of one in hundredths; empty for what has no unit."""
    if not unit or isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if unit == PART:
        return percent(value, language)
    return f"{shown(value, language)} {words(language)['units'].get(unit, unit)}"


class _Page:
    def __init__(self, result: Result, language: str, names: Mapping[str, str], quotes: Quotes) -> None:
        self.result, self.language, self.quotes = result, language, quotes
        self.words, self.row = words(language), model_row(result.facts["model"])
        self.titles = Titles(self.row, result.facts, language, names)
        self.heads: Mapping[str, str] = self.words["headings"]

    def blocks(self) -> Iterator[Block]:
        facts = self.result.facts
        yield "h1", facts["title"][self.language]
        if facts["question"][self.language]:
            yield "p", facts["question"][self.language]
        yield "aside", self.words["no_prediction"]
        yield "h2", self.words["about"]
        yield "p", f"{self.row.title[self.language]}. {self.row.about[self.language]}."
        yield from self._outcome()
        yield from self._hangs()
        yield from self._notes()
        yield from self._inputs()
        yield from self._tables()
        yield "h2", self.words["repeat"]
        said = {**facts, "observatory": facts["observatory"] or self.words["alone"]}
        said["observatory_version"] = (
            self.words["alone"] if facts["observatory"] is None else facts["observatory_version"]
        )
        yield "p", self.words["repeat_text"].format_map(said)
        yield "p", f"{self.words['source']}: {self.row.source}"

    def _outcome(self) -> Iterator[Block]:
        runs, summary = self.result.facts["runs"], self.result.summary
        yield "h2", self.words["outcome"]
        many = runs > 1
        yield "p", explained(self.result, self.language)
        numbers = summary.filter(
            pl.col("label").is_null(), ~pl.col("output").is_in(sorted(still(summary) | seldom(summary)))
        )
        columns = ("given", "median", "low", "high") if many else ("given",)
        minor = pl.col("output").is_in(list(self.titles.minor))
        for part in (numbers.filter(~minor), numbers.filter(minor)):
            if not part.is_empty():
                rows = [
                    [
                        self.titles.of("outputs", row["output"]),
                        *(self._number(row[column]) for column in columns),
                        self._unit(row),
                    ]
                    for row in part.iter_rows(named=True)
                ]
                yield self._table(("output", *columns, "unit"), rows)
        for word, outputs in self.titles.zeros(summary).items():
            yield "p", self.words[word].format(outputs=outputs)
        if many:
            yield from self._ranges(numbers.filter(~minor))
        labels = summary.filter(pl.col("label").is_not_null())
        if not labels.is_empty():
            rows = [
                [self.titles.of("outputs", row["output"]), self.titles.name(row["label"]), self._percent(row["share"])]
                for row in labels.iter_rows(named=True)
            ]
            yield self._table(("output", "label", "share"), rows)

    def _ranges(self, numbers: pl.DataFrame) -> Iterator[Block]:
        for (unit,), part in numbers.drop_nulls("median").group_by("unit", maintain_order=True):
            rows = part.head(SHOWN).iter_rows(named=True)
            spans = [
                Span(self.titles.of("outputs", row["output"]), row["low"], row["median"], row["high"], row["given"])
                for row in rows
            ]
            heads = self.heads
            said = f"{heads['low']} – {heads['high']}, {heads['median']} |, {heads['given']} ○"
            note = f"{said}, {self._unit({'unit': unit})}".rstrip(", ")
            yield "figure", (ranges(spans, note, self._number), note)

    def _hangs(self) -> Iterator[Block]:
        found, method = (
            self.titles.explained(self.result.sensitivity, self.result.summary),
            self.result.facts["sensitivity"],
        )
        yield "h2", self.words["hangs"]
        if found.is_empty():
            varied = method != "none" and self.result.inputs["low"].is_not_null().any()
            yield "p", self.words["hangs_still" if varied else "hangs_none"]
            return
        sentences, rows = [], []
        for (output,), part in found.group_by("output", maintain_order=True):
            title = self.titles.of("outputs", str(output))
            moving = part.filter(pl.col("effect") > 0).head(HANGS)
            listed = ", ".join(
                f"{self.titles.of('inputs', one['input'])} ({self._percent(one['part'])})"
                for one in moving.iter_rows(named=True)
            )
            sentences.append(self.words["hangs_most"].format(output=title, inputs=listed))
            assumed = float(part.filter(pl.col("basis") != "evidence")["part"].sum())
            sentences.append(self.words["assumed_part"].format(output=title, part=self._percent(assumed)))
            for one in moving.iter_rows(named=True):
                numbers = [
                    self._number(one["effect"]),
                    self._number(one["effect_half_width"]),
                    self._percent(one["part"]),
                ]
                rows.append(
                    [title, self.titles.of("inputs", one["input"]), *numbers, self.words["basis"][one["basis"]]]
                )
        yield "ul", sentences[: 2 * SHOWN]
        yield "p", self.words[f"hangs_{method}"]
        yield self._table(("output", "input", "effect", "half", "part", "basis"), rows)
        yield from self._effects(found)

    def _effects(self, found: pl.DataFrame) -> Iterator[Block]:
        for (output,), part in list(found.group_by("output", maintain_order=True))[:FIGURES]:
            moving = part.filter(pl.col("effect") > 0).head(BARS).iter_rows(named=True)
            rows = [
                (self.titles.of("inputs", one["input"]), one["effect"], one["effect_half_width"] or 0.0)
                for one in moving
            ]
            if rows:
                note = self.titles.of("outputs", str(output))
                yield "figure", (effects(rows, note, self._number), note)

    def _tables(self) -> Iterator[Block]:
        for name, frame in self.result.tables.items():
            about = self.row.tables[name]
            yield "h2", about[self.language]
            heads = about.get("columns", {})
            titles = [heads.get(column, {}).get(self.language, column) for column in frame.columns]
            for course in courses(about, frame, self.titles.name, self.language):
                note = ", ".join(filter(None, (course.title, course.up)))
                yield "figure", (lines(course, note, self._number), note)
            rows = [[self._cell(value) for value in row] for row in frame.head(SHOWN).iter_rows()]
            yield "table", (titles, rows)
            if frame.height > SHOWN:
                yield "p", self.words["most"].format(count=frame.height - SHOWN)

    def _cell(self, value: Any) -> str:
        if isinstance(value, str):
            return self.titles.name(value)
        return self._plain(value)

    def _inputs(self) -> Iterator[Block]:
        facts, inputs = self.result.facts, self.result.inputs
        if facts["change"]:
            yield "h2", self.words["supposed"]
            yield (
                "ul",
                [
                    f"{self.titles.of('change', name)}: {self._supposed(name, value)}"
                    for name, value in facts["change"].items()
                ],
            )
        assumed = inputs.filter(pl.col("basis").is_in(["assumption", "default"]))
        yield "h2", self.words["assumptions"]
        if assumed.is_empty():
            yield "p", self.words["assumptions_none"]
        else:
            yield self._table(
                ("input", "value", "range", "unit", "reason"),
                [[title, *self._row(row)[1:]] for title, row in self.titles.gathered(assumed)],
            )
        changed = inputs.filter(pl.col("basis") == "override")
        if not changed.is_empty():
            yield "h2", self.words["overridden"]
            yield self._table(
                ("input", "value", "range", "unit", "reason"),
                [self._changed(row) for row in changed.iter_rows(named=True)],
            )
        sourced = inputs.filter(pl.col("basis") == "evidence")
        yield "h2", self.words["sourced"]
        if sourced.is_empty():
            yield "p", self.words["sourced_none"]
        else:
            rows = [[*self._row(row)[:4], self._quoted(row["evidence"])] for row in sourced.iter_rows(named=True)]
            yield self._table(("input", "value", "range", "unit", "evidence"), rows)
        if facts["settings"]:
            yield "h2", self.words["method"]
            yield self._table(
                ("setting", "value"),
                [[self.titles.of("settings", name), self._plain(value)] for name, value in facts["settings"].items()],
            )

    def _row(self, row: Mapping[str, Any]) -> list[str]:
        span = f"{self._number(row['low'])} – {self._number(row['high'])}" if row["low"] is not None else ""
        value = self._plain(json.loads(row["value"]))
        reason = row.get(f"reason_{self.language}") or row["reason"]
        if row["basis"] == "assumption" and row["evidence"]:
            reason = f"{reason}; {self._quoted(row['evidence'])}"
        return [self.titles.of("inputs", row["input"]), value, span, self._unit(row), reason]

    def _unit(self, row: Mapping[str, Any]) -> str:
        return str(self.words["units"].get(row["unit"], row["unit"]))

    def _changed(self, row: Mapping[str, Any]) -> list[str]:
        said = [row["reason"]]
        if row["before"] is not None:
            said.append(self.words["was"].format(value=self._plain(json.loads(row["before"]))))
        if row["who"]:
            said.append(self.words["by"].format(who=row["who"]))
        return [*self._row(row)[:4], "; ".join(said)]

    def _quoted(self, evidence: Sequence[str]) -> str:
        said = [one.removeprefix("cite:").strip() for one in evidence if one.startswith("cite:")]
        said += [f"«{' '.join(quote.split())}» {document}" for quote, document in self.quotes(evidence)]
        return "; ".join(said) or ", ".join(evidence)

    def _notes(self) -> Iterator[Block]:
        if self.result.notes:
            yield "h2", self.words["notes"]
            said = []
            for name, values in self.result.notes:
                filled = {key: self._cell(value) for key, value in values.items()}
                said.append(self.row.notes[name][self.language].format_map(filled))
            yield "ul", said

    def _plain(self, value: Any) -> str:
        if isinstance(value, bool):
            return str(self.words["yes" if value else "no"])
        if isinstance(value, list):
            return ", ".join(self._cell(one) for one in value)
        if isinstance(value, str):
            return self.titles.name(value)
        return self._number(value) if isinstance(value, int | float) else "" if value is None else str(value)

    def _supposed(self, name: str, value: Any) -> str:
        return measured(value, self.titles.unit("change", name), self.language) or self._plain(value)

    def _number(self, value: float | None) -> str:
        return shown(value, self.language)

    def _percent(self, part: float) -> str:
        return percent(part, self.language)

    def _table(self, columns: Iterable[str], rows: list[list[str]]) -> Block:
        return "table", ([self.heads[column] for column in columns], rows)


def _markdown(blocks: Iterable[Block]) -> str:
    lines: list[str] = []
    for kind, body in blocks:
        if kind in ("h1", "h2"):
            lines.append(f"{'#' * int(kind[1])} {body}")
        elif kind == "figure":
            # Markdown shows the numbers of its table.
            continue
        elif kind == "ul":
            lines.append("\n".join(f"- {one}" for one in body))
        elif kind == "table":
            heads, rows = body
            cells = [[one.replace("|", "\\|").replace("\n", " ") for one in row] for row in (heads, *rows)]
            drawn = [f"| {' | '.join(row)} |" for row in cells]
            drawn.insert(1, "|" + "---|" * len(heads))
            lines.append("\n".join(drawn))
        else:
            lines.append(f"> {body}" if kind == "aside" else body)
    return "\n\n".join(lines) + "\n"


_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}th,td{border-bottom:1px solid #d0d7de;padding:.3rem .6rem;text-align:left;vertical-align:top}
figure{margin:1rem 0}figcaption{font-size:.85rem;color:#57606a}aside{border-left:4px solid #bf8700;background:#fff8e6;padding:.6rem 1rem}h2{margin-top:2rem}"""


def _html(blocks: Sequence[Block], language: str) -> str:
    title = html.escape(str(blocks[0][1]))
    lines = [f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8"><title>{title}</title>']
    lines.append(f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>\n<body>')
    for kind, body in blocks:
        if kind == "figure":
            lines.append(f"<figure>{body[0]}<figcaption>{html.escape(body[1])}</figcaption></figure>")
        elif kind == "ul":
            lines.append("<ul>" + "".join(f"<li>{html.escape(one)}</li>" for one in body) + "</ul>")
        elif kind == "table":
            heads, rows = body
            lines.append(
                "<table><thead><tr>" + "".join(f"<th>{html.escape(one)}</th>" for one in heads) + "</tr></thead><tbody>"
            )
            lines += ["<tr>" + "".join(f"<td>{html.escape(one)}</td>" for one in row) + "</tr>" for row in rows]
            lines.append("</tbody></table>")
        else:
            lines.append(f"<{kind}>{html.escape(str(body))}</{kind}>")
    return "\n".join([*lines, "</body>\n</html>"]) + "\n"
