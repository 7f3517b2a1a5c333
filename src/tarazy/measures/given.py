"""Files of the user's own that a measure is given: their text, and the table of one in TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tarazy.errors import UsageError


def given_text(path: str | Path) -> str:
    """The text of a user's file; UsageError where it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{path} cannot be read as text in UTF-8: check the name.") from None


def given_toml(path: str | Path) -> dict[str, Any]:
    """The table of a user's file; UsageError where it cannot be read or is no TOML."""
    try:
        return tomllib.loads(given_text(path))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is no TOML file: {error}.") from None
