"""Writers: one report in HTML, PDF, DOCX or Markdown, by the suffix of the file."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from os import PathLike
from pathlib import Path

from tarazy.errors import StoreError, UsageError
from tarazy.reports.document import Report
from tarazy.store.tables import storage_errors

FORMATS = {".html": "html", ".pdf": "pdf", ".docx": "docx", ".md": "markdown"}
Writer = Callable[[Report, str], dict[str, bytes]]


def check_output(output: str | PathLike[str]) -> Path:
    """The path, if a report can be written there. UsageError for a suffix of no format, StoreError for a folder that is not there."""
    target = Path(output)
    if target.suffix.lower() not in FORMATS:
        raise UsageError(f"{target.name} has no suffix of a report: end it in {', '.join(FORMATS)}.")
    if not target.resolve().parent.is_dir():
        raise StoreError(f"{target.parent} is not there, so {target.name} could not be written: make the folder first.")
    return target


def rendered(report: Report, suffix: str, stem: str = "report") -> dict[str, bytes]:
    """The files that make up the report by their names: one, and beside Markdown its figures. ``stem`` begins each name."""
    if suffix not in FORMATS:
        raise UsageError(f"{suffix!r} is no suffix of a report: choose from {', '.join(FORMATS)}.")
    writer: Writer = import_module(f"tarazy.reports.writers.{FORMATS[suffix]}").files
    return writer(report, stem)


def write(report: Report, output: str | PathLike[str]) -> list[Path]:
    """Write the report where ``output`` says; returns the files written. Raises UsageError and StoreError as ``check_output`` does."""
    target = check_output(output)
    written = []
    with storage_errors(target):
        for name, data in rendered(report, target.suffix.lower(), target.stem).items():
            place = target if Path(name).suffix == target.suffix.lower() else target.with_name(name)
            place.write_bytes(data)
            written.append(place)
    return written
