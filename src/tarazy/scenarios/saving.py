"""Results in the observatory's folder: ``scenarios/NAME-KEY/`` holds the file as run, the result and its tables."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import polars as pl

from tarazy.errors import StoreError, UsageError
from tarazy.scenarios.result import Result, now
from tarazy.store.tables import storage_errors

FOLDER = "scenarios"
_FIXED = ("summary", "sensitivity", "inputs")
LISTED: dict[str, Any] = {
    "id": pl.String,
    "title": pl.String,
    "model": pl.String,
    "runs": pl.Int64,
    "seed": pl.Int64,
    "observatory_version": pl.Int64,
    "tarazy": pl.String,
    "made": pl.String,
    "digest": pl.String,
}


def save(folder: Path, result: Result) -> Path:
    """Write a result into the observatory at ``folder``; one of the same id is replaced by what is the same but for the time."""
    target = folder / FOLDER / _slug(result.id)
    draft = target.with_name(f".{target.name}.part")
    with storage_errors(folder):
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        (draft / "scenario.toml").write_text(result.text, encoding="utf-8")
        about = {"made": now(), "digest": result.digest, "facts": result.facts, "notes": result.notes}
        about["tables"] = list(result.tables)
        (draft / "result.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        frames = {"summary": result.summary, "sensitivity": result.sensitivity, "inputs": result.inputs}
        for name, frame in {**frames, **result.tables}.items():
            frame.write_parquet(draft / f"{name}.parquet")
        shutil.rmtree(target, ignore_errors=True)
        draft.replace(target)
    return target


def load(folder: Path, id: str) -> Result:  # noqa: A002
    """A saved result by its id, or the beginning of one where no other begins so. UsageError where there is none."""
    names = [path.name for path in _saved(folder)]
    hits = [name for name in names if name == id] or [name for name in names if name.startswith(id)]
    if len(hits) != 1:
        said = f"{len(hits)} scenarios begin so" if hits else "no scenario is saved under that name"
        raise UsageError(f"{id!r}: {said}; `tarazy scenario list --on {folder}` shows what there is.")
    place = folder / FOLDER / hits[0]
    try:
        about = json.loads((place / "result.json").read_text(encoding="utf-8"))
        frames = {name: pl.read_parquet(place / f"{name}.parquet") for name in (*_FIXED, *about["tables"])}
        text = (place / "scenario.toml").read_text(encoding="utf-8")
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
        raise StoreError(f"{place} is damaged ({type(error).__name__}): run the scenario again.") from None
    fixed = {name: frames.pop(name) for name in _FIXED}
    notes = tuple((name, values) for name, values in about["notes"])
    return Result(about["facts"], **fixed, tables=frames, notes=notes, text=text)


def saved(folder: Path) -> pl.DataFrame:
    """The saved results of an observatory, one row each (``LISTED``), by id."""
    rows = []
    for path in _saved(folder):
        try:
            about = json.loads((path / "result.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        facts = about["facts"]
        shared = {name: facts[name] for name in ("model", "runs", "seed", "observatory_version", "tarazy")}
        rows.append(
            {"id": path.name, "title": facts["title"]["en"], "made": about["made"], "digest": about["digest"], **shared}
        )
    return pl.DataFrame(rows, schema=LISTED)


def _saved(folder: Path) -> list[Path]:
    place = folder / FOLDER
    if not place.is_dir():
        return []
    return [path for path in sorted(place.iterdir()) if path.is_dir() and not path.name.startswith(".")]


def _slug(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", name).strip("-") or "scenario"
