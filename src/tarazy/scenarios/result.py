"""What a scenario gave: distributions, what they hang on, the inputs with their basis, tables; saved, found again, compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from tarazy import __version__
from tarazy.scenarios.case import Case
from tarazy.scenarios.model import Details, Note, Outputs
from tarazy.scenarios.table import ModelRow

LEVEL = 0.9
"""The part of the runs between ``low`` and ``high``."""
_PACKAGES = ("numpy", "polars", "SALib", "scipy", "highspy")
SUMMARY: dict[str, Any] = {
    "output": pl.String,
    "unit": pl.String,
    "given": pl.Float64,
    "median": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "mean": pl.Float64,
    "deviation": pl.Float64,
    "defined": pl.Float64,
    "label": pl.String,
    "share": pl.Float64,
}
INPUTS: dict[str, Any] = {
    "input": pl.String,
    "value": pl.String,
    "unit": pl.String,
    "low": pl.Float64,
    "high": pl.Float64,
    "shape": pl.String,
    "basis": pl.String,
    "evidence": pl.List(pl.String),
    "reason": pl.String,
    "reason_ru": pl.String,
    "reason_kk": pl.String,
    "who": pl.String,
    "before": pl.String,
}


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a scenario. Nothing in it is a prediction: it says what follows from these inputs in this model.

    ``summary``: an output a row (``SUMMARY``), the case as ``given`` beside the runs' ``median`` and the middle 90 % (``low`` to ``high``);
    of outputs that are no numbers a row for each ``label`` with its ``share`` of the runs. ``sensitivity``: see ``scenarios.sensitivity``.
    ``inputs``: an input a row (``INPUTS``). ``tables``: the model's own. ``notes``: names of sentences, with what to fill in. ``facts``: all
    that is needed to repeat it.
    """

    facts: Mapping[str, Any]
    summary: pl.DataFrame
    sensitivity: pl.DataFrame
    inputs: pl.DataFrame
    tables: Mapping[str, pl.DataFrame]
    notes: tuple[Note, ...]
    text: str

    @property
    def id(self) -> str:
        """The scenario's name and the first characters of the hash of all that it was made of."""
        return f"{self.facts['name']}-{self.facts['key'][:8]}"

    @property
    def digest(self) -> str:
        """SHA-256 of everything that came out; runs that are alike bit by bit have the same."""
        parts = [json.dumps(self.facts, sort_keys=True, ensure_ascii=False), json.dumps(self.notes, sort_keys=True)]
        frames = {"summary": self.summary, "sensitivity": self.sensitivity, "inputs": self.inputs, **self.tables}
        parts += [f"{name}\n{frames[name].write_json()}" for name in sorted(frames)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def assembled(
    case: Case,
    row: ModelRow,
    given: Outputs,
    drawn: Mapping[str, npt.NDArray[Any]],
    sensitivity: pl.DataFrame,
    details: Details,
) -> Result:
    """The result of a case from the outputs as given (arrays of one) and drawn (arrays of the runs)."""
    units = {name: field.unit for field in row.outputs.values() for name, _ in field.names(case.keys)}
    strange = [name for name in given if name not in units]
    if strange:
        raise ValueError(f"model {row.name}: output {strange[0]!r} is not in its file")
    rows: list[dict[str, Any]] = []
    for name in given:
        rows += _rows(name, units[name], given[name], drawn[name])
    inputs = [
        {
            "input": one.name,
            "value": json.dumps(one.value, ensure_ascii=False),
            "unit": one.unit,
            "low": one.low,
            "high": one.high,
            "shape": one.shape if one.uncertain else None,
            "basis": one.basis,
            "evidence": list(one.evidence),
            "reason": one.reason,
            "reason_ru": one.reasons.get("ru"),
            "reason_kk": one.reasons.get("kk"),
            "who": one.who,
            "before": None if one.before is None else json.dumps(one.before, ensure_ascii=False),
        }
        for one in case.inputs.values()
    ]
    runs = len(next(iter(drawn.values()))) if drawn else 0
    return Result(
        _facts(case, row, runs),
        pl.DataFrame(rows, schema=SUMMARY),
        sensitivity,
        pl.DataFrame(inputs, schema=INPUTS),
        dict(details.tables),
        tuple(details.notes),
        case.text,
    )


def _rows(name: str, unit: str, given: npt.NDArray[Any], drawn: npt.NDArray[Any]) -> list[dict[str, Any]]:
    if given.dtype.kind not in "fiub":
        labels, counts = np.unique(drawn.astype(str), return_counts=True)
        order = np.lexsort((labels, -counts))
        return [
            {"output": name, "unit": unit, "label": str(labels[at]), "share": float(counts[at] / len(drawn))}
            for at in order
            if labels[at]
        ]
    numbers = drawn.astype(np.float64)
    known = numbers[np.isfinite(numbers)]
    first = float(given[0])
    row: dict[str, Any] = {"output": name, "unit": unit, "given": first if np.isfinite(first) else None}
    row["defined"] = len(known) / len(numbers) if len(numbers) else None
    if len(known):
        edge = (1 - LEVEL) / 2
        low, median, high = np.quantile(known, [edge, 0.5, 1 - edge])
        row |= {"low": float(low), "median": float(median), "high": float(high)}
        row |= {"mean": float(known.mean()), "deviation": float(known.std())}
    return [row]


def _facts(case: Case, row: ModelRow, runs: int) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "name": case.name,
        "title": dict(case.title),
        "question": dict(case.question),
        "model": case.model,
        "model_version": row.version,
        "file": case.file,
        "file_sha256": case.digest,
        "seed": case.seed,
        "runs_asked": case.runs,
        "runs": runs,
        "sensitivity": case.sensitivity.method,
        "observatory": case.observatory,
        "observatory_version": case.observatory_version,
        "tarazy": __version__,
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
        "scope": dict(case.scope),
        "words": {name: dict(said) for name, said in case.words.items()},
        "change": dict(case.change),
        "settings": dict(case.settings),
        "files": {name: _sha256(path) for name, path in case.files.items()},
    }
    made_of = json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()
    return {**facts, "key": hashlib.sha256(made_of).hexdigest()}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _sha256(path: str) -> str:
    from pathlib import Path

    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def now() -> str:
    """The time, to the second, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
