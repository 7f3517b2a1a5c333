"""The package's own data files, in the folder ``data`` beside the code that uses them."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any


def toml(package: str, name: str) -> dict[str, Any]:
    """The TOML file ``name`` of a package, such as ``tarazy.records``."""
    return tomllib.loads((files(package) / "data" / name).read_text(encoding="utf-8"))


def rows(package: str, name: str) -> Iterator[dict[str, str]]:
    """Rows of the tab-separated table ``name`` of a package, by column; quotes are plain characters, a cell that is left out is empty."""
    with (files(package) / "data" / name).open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield {column: (value or "").strip() for column, value in row.items() if column}
