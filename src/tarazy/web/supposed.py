"""Scenarios in the words of a language: a case as a form with its evidence, a result as tables with titles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast

import polars as pl
from pydantic import BaseModel, Field

from tarazy.scenarios.case import Case, Input
from tarazy.scenarios.courses import courses
from tarazy.scenarios.evidence import Evidence
from tarazy.scenarios.fields import Field as Row
from tarazy.scenarios.numbers import shown
from tarazy.scenarios.page import explained, measured, words
from tarazy.scenarios.result import Result
from tarazy.scenarios.table import ModelRow, model_row
from tarazy.scenarios.titles import Titles, seldom, still
from tarazy.web.here import Here

ROWS = 200
"""Rows of a model's table that the page gets."""
Basis = Literal["evidence", "assumption", "override", "default"]


class Quoted(BaseModel):
    """A sentence behind an input."""

    quote: str
    document: str


class FormField(BaseModel):
    """A field of the form: its title, its value, and what it may be. ``minimum`` and ``maximum`` are allowed, ``above`` and ``below`` are not."""

    name: str
    title: str
    type: str
    unit: str
    value: Any
    minimum: float | None
    maximum: float | None
    above: float | None
    below: float | None
    choices: list[dict[str, str]] = Field(description="Of a choice: value and title.")
    shown: str = Field(description="The value in words.")


class FormInput(FormField):
    """An input with what it rests on."""

    low: float | None
    high: float | None
    basis: Basis
    reason: str
    evidence: list[str] = Field(description="Ids of claims and records, published works.")
    quotes: list[Quoted]


class Form(BaseModel):
    """A case as a form."""

    version: int
    case: str
    model: str
    model_title: str
    about: str
    title: str
    question: str
    no_prediction: str
    source: str
    runs: int
    seed: int
    sensitivity: str
    scope: list[FormField]
    filling: list[FormField] = Field(
        description="Settings of an empty case by which records fill inputs; asked for with the scope."
    )
    change: list[FormField]
    settings: list[FormField]
    inputs: list[FormInput]


class OutputRow(BaseModel):
    """An output: as given, and over the runs; or of one that is no number the part of the runs of a label."""

    output: str
    title: str
    unit: str
    minor: bool
    still: bool = Field(description="0 as given and in all runs, or nearly all: `unchanged` tells of it.")
    given: float | None
    median: float | None
    low: float | None
    high: float | None
    label: str | None
    share: float | None


class EffectRow(BaseModel):
    """How much an output hangs on an input."""

    output: str
    title: str
    input: str
    input_title: str
    effect: float
    half: float | None
    part: float
    basis: str


class InputRow(BaseModel):
    """An input as it was run."""

    input: str
    title: str
    value: str
    unit: str
    low: float | None
    high: float | None
    basis: str
    reason: str
    who: str
    before: str | None
    evidence: list[str]
    quotes: list[Quoted]


class CourseLine(BaseModel):
    """A line of a figure: its name, and where it goes."""

    title: str
    points: list[tuple[float, float]]


class CourseFigure(BaseModel):
    """How something goes on: what lies across, what goes up, and the lines."""

    title: str
    across: str
    up: str
    lines: list[CourseLine]


class NamedTable(BaseModel):
    """A table of the model, or of named values."""

    name: str
    title: str
    columns: list[str]
    rows: list[list[str]]
    left_out: int
    figures: list[CourseFigure]


class Shown(BaseModel):
    """A result in words."""

    result_id: str
    model: str
    title: str
    question: str
    no_prediction: str
    model_title: str
    about: str
    source: str
    runs: int
    seed: int
    explained: str = Field(description="How the runs were made.")
    sensitivity: str
    hangs: str = Field(description="What the effects are.")
    summary: list[OutputRow]
    unchanged: list[str] = Field(
        description="A sentence of the outputs that are 0 in every run, one of those that nearly always are."
    )
    effects: list[EffectRow]
    inputs: list[InputRow]
    change: list[list[str]]
    settings: list[list[str]]
    notes: list[str]
    tables: list[NamedTable]
    facts: dict[str, Any]


class Wording:
    """The words of a model in one language."""

    def __init__(self, here: Here, row: ModelRow, facts: Mapping[str, Any]) -> None:
        self.language, self.row = here.language, row
        self.words = words(here.language)
        self.titles = Titles(row, facts, here.language, here.frames.actors.names[here.language])

    def unit(self, unit: str | None) -> str:
        """A unit as the language writes it."""
        return str(self.words["units"].get(unit, unit or ""))

    def value(self, value: Any) -> str:
        """Any value in words."""
        if isinstance(value, bool):
            return str(self.words["yes" if value else "no"])
        if isinstance(value, list | tuple):
            return ", ".join(self.value(one) for one in value)
        if isinstance(value, str):
            return self.titles.name(value)
        return shown(value, self.language) if isinstance(value, int | float) else "" if value is None else str(value)

    def supposed(self, name: str, value: Any) -> str:
        """What is supposed, with its unit."""
        return measured(value, self.titles.unit("change", name), self.language) or self.value(value)

    def given(self, result: Result, name: str) -> str | None:
        """What a result was run with under a name such as ``inputs.fall``: the value, its range and what it rests on; None where it has none."""
        part, _, field = name.partition(".")
        if part != "inputs":
            return self.value(result.facts[part][field]) if field in result.facts[part] else None
        found = result.inputs.filter(input=field)
        if found.is_empty():
            return None
        row = found.row(0, named=True)
        span = f" ({self.value(row['low'])} – {self.value(row['high'])})" if row["low"] is not None else ""
        return f"{self.value(json.loads(row['value']))}{span}, {self.words['basis'][row['basis']]}"


def form_of(here: Here, name: str, case: Case) -> Form:
    """A case as a form, each input with the sentences behind it."""
    row = model_row(case.model)
    facts = {"scope": case.scope, "words": case.words}
    wording = Wording(here, row, facts)
    evidence = Evidence(here.frames.observatory)
    # A case says by itself what it fills in; of an empty one records are asked anew.
    filling = {one: field for one, field in row.settings.items() if field.fills and name == case.model}
    others = {one: field for one, field in row.settings.items() if one not in filling}
    return Form(
        version=here.frames.version,
        case=name,
        model=case.model,
        model_title=row.title[here.language],
        about=row.about[here.language],
        title=case.title[here.language],
        question=case.question[here.language],
        no_prediction=wording.words["no_prediction"],
        source=row.source,
        runs=case.runs,
        seed=case.seed,
        sensitivity=case.sensitivity.method,
        scope=_fields(wording, "scope", row.scope, {}, case.scope),
        change=_fields(wording, "change", row.change, case.keys, case.change),
        filling=_fields(wording, "settings", filling, case.keys, case.settings),
        settings=_fields(wording, "settings", others, case.keys, case.settings),
        inputs=[
            _input(wording, field, case.inputs[full], evidence)
            for field in row.inputs.values()
            for full, _ in field.names(case.keys)
            if full in case.inputs
        ],
    )


def _fields(
    wording: Wording,
    part: str,
    fields: Mapping[str, Row],
    keys: Mapping[str, tuple[str, ...]],
    values: Mapping[str, Any],
) -> list[FormField]:
    return [
        FormField(**_field(wording, part, name, field, values.get(name)))
        for field in fields.values()
        for name, _ in field.names(keys)
    ]


def _field(wording: Wording, part: str, name: str, field: Row, value: Any) -> dict[str, Any]:
    return {
        "name": name,
        "title": wording.titles.of(part, name),
        "type": field.type,
        "unit": wording.unit(field.unit),
        "value": value,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "above": field.above,
        "below": field.below,
        "choices": [{"value": one, "title": wording.value(one)} for one in field.choices],
        "shown": wording.value(value),
    }


def _input(wording: Wording, field: Row, one: Input, evidence: Evidence) -> FormInput:
    return FormInput(
        **_field(wording, "inputs", one.name, field, one.value),
        low=one.low,
        high=one.high,
        basis=cast(Basis, one.basis),
        reason=one.reasons.get(wording.language) or one.reason,
        evidence=list(one.evidence),
        quotes=_quotes(evidence, one.evidence),
    )


def _quotes(evidence: Evidence, ids: Iterable[str]) -> list[Quoted]:
    found = [Quoted(quote=" ".join(quote.split()), document=document) for quote, document in evidence.quotes(ids)]
    return found + [
        Quoted(quote=one.removeprefix("cite:").strip(), document="") for one in ids if one.startswith("cite:")
    ]


def shown_result(here: Here, result: Result) -> Shown:
    """A result in words, its tables cut to what a page shows."""
    facts, row = result.facts, model_row(result.facts["model"])
    wording = Wording(here, row, facts)
    language, said = here.language, wording.words
    zero = still(result.summary) | seldom(result.summary)
    effects = wording.titles.explained(result.sensitivity, result.summary).filter(pl.col("effect") > 0)
    return Shown(
        result_id=result.id,
        model=facts["model"],
        title=facts["title"][language],
        question=facts["question"][language],
        no_prediction=said["no_prediction"],
        model_title=row.title[language],
        about=row.about[language],
        source=row.source,
        runs=facts["runs"],
        seed=facts["seed"],
        explained=explained(result, language),
        sensitivity=facts["sensitivity"],
        hangs=said.get(f"hangs_{facts['sensitivity']}", said["hangs_none"]) if effects.height else said["hangs_none"],
        summary=[_output(wording, one, zero) for one in result.summary.iter_rows(named=True)],
        unchanged=[
            said[word].format(outputs=outputs) for word, outputs in wording.titles.zeros(result.summary).items()
        ],
        effects=[_effect(wording, one) for one in effects.iter_rows(named=True)],
        inputs=_inputs(here, wording, result),
        change=[
            [wording.titles.of("change", name), wording.supposed(name, value)]
            for name, value in facts["change"].items()
        ],
        settings=[
            [wording.titles.of("settings", name), wording.value(value)] for name, value in facts["settings"].items()
        ],
        notes=[
            row.notes[name][language].format_map({key: wording.value(value) for key, value in values.items()})
            for name, values in result.notes
        ],
        tables=[_table(wording, name, frame) for name, frame in result.tables.items()],
        facts={
            name: facts[name]
            for name in ("observatory", "observatory_version", "tarazy", "file", "file_sha256", "model_version", "key")
        },
    )


def _output(wording: Wording, row: Mapping[str, Any], zero: frozenset[str]) -> OutputRow:
    return OutputRow(
        output=row["output"],
        title=wording.titles.of("outputs", row["output"]),
        unit=wording.unit(row["unit"]),
        minor=row["output"] in wording.titles.minor,
        still=row["output"] in zero,
        label=None if row["label"] is None else wording.titles.name(row["label"]),
        **{name: row[name] for name in ("given", "median", "low", "high", "share")},
    )


def _effect(wording: Wording, row: Mapping[str, Any]) -> EffectRow:
    return EffectRow(
        output=row["output"],
        title=wording.titles.of("outputs", row["output"]),
        input=row["input"],
        input_title=wording.titles.of("inputs", row["input"]),
        effect=row["effect"],
        half=row["effect_half_width"],
        part=row["part"],
        basis=row["basis"],
    )


def _inputs(here: Here, wording: Wording, result: Result) -> list[InputRow]:
    evidence = Evidence(here.frames.observatory)
    return [
        InputRow(
            title=title,
            value=wording.value(json.loads(row["value"])),
            unit=wording.unit(row["unit"]),
            reason=row.get(f"reason_{here.language}") or row["reason"] or "",
            who=row["who"] or "",
            before=None if row["before"] is None else wording.value(json.loads(row["before"])),
            evidence=row["evidence"] or [],
            quotes=_quotes(evidence, row["evidence"] or ()),
            **{name: row[name] for name in ("input", "low", "high", "basis")},
        )
        for title, row in wording.titles.gathered(result.inputs)
    ]


def _table(wording: Wording, name: str, frame: pl.DataFrame) -> NamedTable:
    about = wording.row.tables[name]
    heads = about.get("columns", {})
    return NamedTable(
        name=name,
        title=about[wording.language],
        columns=[heads.get(column, {}).get(wording.language, column) for column in frame.columns],
        rows=[[wording.value(value) for value in row] for row in frame.head(ROWS).iter_rows()],
        left_out=max(0, frame.height - ROWS),
        figures=[
            CourseFigure(
                title=one.title,
                across=one.across,
                up=one.up,
                lines=[CourseLine(title=title, points=list(points)) for title, points in one.lines],
            )
            for one in courses(about, frame, wording.titles.name, wording.language)
        ],
    )
