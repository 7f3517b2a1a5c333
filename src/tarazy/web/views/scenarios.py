"""Scenarios: models and cases, a case as a form, runs beside the service, results that are kept, two of them compared."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from tarazy.errors import UsageError
from tarazy.observatory import Observatory
from tarazy.scenarios.case import Case
from tarazy.scenarios.comparing import compared
from tarazy.scenarios.faults import ScenarioError
from tarazy.scenarios.reading import cases, read_case
from tarazy.scenarios.result import Result
from tarazy.scenarios.running import RunProgress, run_case
from tarazy.scenarios.saving import FOLDER, load, save, saved
from tarazy.scenarios.table import model_row, models
from tarazy.scenarios.writing import new_scenario, toml
from tarazy.web.here import Here, HereDep, LibraryDep, ReviewerDep
from tarazy.web.jobs import Job, JobsDep
from tarazy.web.problems import NotThereError
from tarazy.web.supposed import Form, Shown, Wording, form_of, shown_result
from tarazy.web.views.jobs import JobRow, job_row

router = APIRouter(tags=["scenarios"])
_MOST_RUNS = 20_000
_MANY = 500
Scope = Annotated[
    list[str],
    Query(
        max_length=100,
        description="Of an empty case of a model: who takes part, actors=KAZ,UZB, and by what records fill its inputs, settings.words.issue=dam,reservoir. Cases have their own.",
    ),
]


class ModelLine(BaseModel):
    """A model."""

    model: str
    title: str
    about: str


class CaseLine(BaseModel):
    """A case that comes along."""

    case: str
    model: str
    title: str
    question: str


class SavedLine(BaseModel):
    """A result that is kept in the observatory."""

    result_id: str
    title: str
    model: str
    runs: int
    seed: int
    observatory_version: int | None
    made: str


class Scenarios(BaseModel):
    """What there is to suppose, and what was found before, the newest first."""

    version: int
    models: list[ModelLine]
    cases: list[CaseLine]
    saved: list[SavedLine]


class Override(BaseModel):
    """Another value for an input, and why."""

    input: str = Field(max_length=300)
    value: float | bool | str | list[str] | list[float]
    low: float | None = None
    high: float | None = None
    reason: str = Field(min_length=1, max_length=2000)


class Asked(BaseModel):
    """A case with what is to be different in this run."""

    case: str = Field(max_length=200)
    scope: dict[str, str | list[str]] = Field(default_factory=dict, description="Of an empty case of a model.")
    runs: int | None = Field(None, ge=1, le=_MOST_RUNS)
    seed: int | None = Field(None, ge=0, le=2**31)
    title: str | None = Field(None, max_length=200, description="What the result is called.")
    change: dict[str, Any] = Field(default_factory=dict, max_length=_MANY)
    settings: dict[str, Any] = Field(default_factory=dict, max_length=_MANY)
    inputs: list[Override] = Field(default_factory=list, max_length=_MANY)


class ComparedRow(BaseModel):
    """An output of both: medians with bounds, their difference (b − a), and whether the middle 90 % of the runs do not touch."""

    output: str
    title: str
    unit: str
    a_median: float | None
    a_low: float | None
    a_high: float | None
    b_median: float | None
    b_low: float | None
    b_high: float | None
    difference: float | None
    apart: bool | None


class DifferentInput(BaseModel):
    """A value in which two scenarios differ."""

    input: str
    title: str
    a: str | None
    b: str | None


class Compared(BaseModel):
    """Two results side by side."""

    a: str
    b: str
    outputs: list[ComparedRow]
    inputs: list[DifferentInput]


@router.get("/scenarios")
def scenarios(here: HereDep) -> Scenarios:
    """The models, the cases that come along, and the results that are kept."""
    kept = saved(here.frames.observatory.path)
    titles = {name: _title(here, name, said) for name, said in kept.select("id", "title").iter_rows()}
    return Scenarios(
        version=here.frames.version,
        models=[
            ModelLine(model=row.name, title=row.title[here.language], about=row.about[here.language])
            for row in models().values()
        ],
        cases=[_case_line(here, name) for name in cases()],
        saved=[
            SavedLine(
                result_id=row["id"],
                title=titles[row["id"]],
                **{name: row[name] for name in ("model", "runs", "seed", "observatory_version", "made")},
            )
            for row in kept.sort("made", "id", descending=[True, False]).iter_rows(named=True)
        ],
    )


@router.get("/scenarios/cases/{case}")
def scenario_form(here: HereDep, case: str, scope: Scope = []) -> Form:  # noqa: B006
    """A case, or an empty one of a model, as a form: fields with titles and bounds, inputs with what they rest on."""
    taking_part = {}
    for one in scope:
        name, _, value = one.partition("=")
        taking_part[name] = [part.strip() for part in value.split(",") if part.strip()]
    return form_of(here, case, _read(here.frames.observatory, case, taking_part))


@router.post("/scenarios/runs")
def run_scenario(here: HereDep, library: LibraryDep, jobs: JobsDep, person: ReviewerDep, asked: Asked) -> JobRow:
    """Run a case beside the service; the result is kept. All that is wrong with it is said at once."""
    observatory = library.observatory()
    case = _read(observatory, asked.case, dict(asked.scope), asked, person.name)

    def work(job: Job) -> None:
        def progress(seen: RunProgress) -> None:
            job.done, job.total = seen.done, seen.total

        result = run_case(case, observatory, progress=progress, stop=job.stop)
        save(observatory.path, result)
        job.result = {"result_id": result.id}

    return job_row(jobs.start("scenario", case.title[here.language], person.name, work))


@router.get("/scenarios/results/{result}")
def scenario_result(here: HereDep, result: str) -> Shown:
    """A result that is kept."""
    return shown_result(here, _result(here, result))


@router.get("/scenarios/results/{result}/page", response_class=Response)
def scenario_page(here: HereDep, result: str) -> Response:
    """A result as a page of its own to keep and send on, with its figures."""
    found = _result(here, result)
    text = here.frames.observatory.scenario_page(found, here.language, "html")
    headers = {"Content-Disposition": f'attachment; filename="{_ascii(found.id)}.{here.language}.html"'}
    return Response(text, media_type="text/html; charset=utf-8", headers=headers)


@router.get("/scenarios/results/{result}/beside/{other}")
def scenarios_compared(here: HereDep, result: str, other: str) -> Compared:
    """Two results that are kept, output by output, and the inputs in which they differ."""
    a, b = _result(here, result), _result(here, other)
    both = compared(a, b)
    wordings = [Wording(here, model_row(one.facts["model"]), one.facts) for one in (b, a)]
    minor = pl.col("output").is_in([name for wording in wordings for name in wording.titles.minor])

    def title(part: str, name: str) -> str:
        said = [wording.titles.of(part, name) for wording in wordings]
        return next((one for one in said if one != name), name)

    return Compared(
        a=a.id,
        b=b.id,
        outputs=[
            ComparedRow(
                title=title("outputs", row["output"]),
                unit=wordings[0].unit(row["unit"]),
                **{name: row[name] for name in ComparedRow.model_fields if name not in ("title", "unit")},
            )
            for row in both.outputs.sort(minor, maintain_order=True).iter_rows(named=True)
        ],
        inputs=[
            DifferentInput(
                input=name,
                title=title(*name.split(".", 1)),
                a=wordings[1].given(a, name),
                b=wordings[0].given(b, name),
            )
            for name in both.inputs["input"]
        ],
    )


def _case_line(here: Here, name: str) -> CaseLine:
    given = _case_words(name)
    said = {part: given.get(part, name) for part in ("title", "question")}
    words = {part: one if isinstance(one, str) else one.get(here.language) or one["en"] for part, one in said.items()}
    return CaseLine(case=name, model=given["model"], **words)


@cache
def _case_words(name: str) -> dict[str, Any]:
    """What the list says of a case that comes along, whose file stays as it is while the service runs."""
    given = tomllib.loads(cases()[name].read_text(encoding="utf-8"))
    return {part: given[part] for part in ("model", "title", "question") if part in given}


def _title(here: Here, name: str, english: str) -> str:
    try:
        about = json.loads((here.frames.observatory.path / FOLDER / name / "result.json").read_text(encoding="utf-8"))
        return str(about["facts"]["title"][here.language])
    except (OSError, ValueError, KeyError):
        return english


def _result(here: Here, name: str) -> Result:
    # An id is compared with those that are kept, so that none leads elsewhere.
    if name not in saved(here.frames.observatory.path)["id"].to_list():
        raise NotThereError(f"Result {name!r} is not there: `/scenarios` lists those that are kept.")
    return load(here.frames.observatory.path, name)


def _read(
    observatory: Observatory, name: str, scope: dict[str, Any], asked: Asked | None = None, who: str = ""
) -> Case:
    """The case with its changes. UsageError with all of its faults in one line."""
    if name not in cases() and name not in models():
        raise NotThereError(f"Case {name!r} is not there: `/scenarios` lists the cases and models.")
    try:
        if name in cases():
            if scope:
                raise UsageError(f"{name} says itself who takes part: begin with a model to choose others.")
            text = cases()[name].read_text(encoding="utf-8")
        else:
            text = new_scenario(name, observatory, _scope(name, scope))
        changes: list[str] = []
        if asked is not None:
            text, changes = _changed(text, asked, who)
        return read_case(cases().get(name, Path(f"{name}.toml")), observatory, changes, text=text)
    except ScenarioError as error:
        raise UsageError(" ".join(error.faults)) from None


def _scope(model: str, given: dict[str, Any]) -> list[str]:
    row, changes = model_row(model), []
    for name, value in given.items():
        part, _, setting = name.partition(".")
        stems = {field.stem: field for field in row.settings.values() if field.fills}
        field = stems.get(setting.partition(".")[0]) if part == "settings" else row.scope.get(name)
        if field is None:
            raise UsageError(f"scope.{name} is no field of {model}: choose from {', '.join(row.scope)}.")
        full = name if part == "settings" else f"scope.{name}"
        several = value if isinstance(value, list) else [value]
        if field.type == "number":
            several = [_number(full, one) for one in several]
        one = field.type in ("actor", "choice", "text", "date", "number")
        changes.append(f"{full}={toml(several[0] if one and several else several)}")
    return changes


def _number(name: str, said: str) -> float:
    try:
        return float(said)
    except ValueError:
        raise UsageError(f"{name} is {said!r}: give a number.") from None


def _changed(text: str, asked: Asked, who: str) -> tuple[str, list[str]]:
    """The text of the case with the overrides below it, and the changes of everything else."""
    row = model_row(tomllib.loads(text)["model"])
    for one in asked.inputs:
        field = next((f for f in row.inputs.values() if f.stem == one.input.split(".")[0]), None)
        if field and field.type == "file":
            raise UsageError(
                f"{one.input} is a file: name files with `tarazy scenario run` on the machine that has them."
            )
        lines = [
            "",
            "[[override]]",
            f"input = {toml(one.input)}",
            f"value = {toml(one.value)}",
            f"reason = {toml(one.reason)}",
        ]
        if who:
            lines.append(f"who = {toml(who)}")
        if one.low is not None and one.high is not None:
            lines.append(f"range = {toml([one.low, one.high])}")
        text += "\n".join([*lines, ""])
    changes = [f"{name}={value}" for name, value in (("runs", asked.runs), ("seed", asked.seed)) if value is not None]
    if asked.title and asked.title.strip():
        changes.append(f"title={toml(asked.title.strip())}")
    for part in ("change", "settings"):
        for name, value in getattr(asked, part).items():
            if value is not None:
                changes.append(f"{part}.{name}={toml(value)}")
    return text, changes


def _ascii(name: str) -> str:
    return name.encode("ascii", "ignore").decode() or "scenario"
