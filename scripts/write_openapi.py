"""Writes web/openapi.json, from which the page's types are made, from the service itself.

usage: python scripts/write_openapi.py && npm --prefix web run api
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import tarazy
from tarazy.web.app import create_app
from tarazy.web.settings import Settings

FILE = Path(__file__).parent.parent / "web" / "openapi.json"


def description() -> str:
    """The OpenAPI description as text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty"
        tarazy.create(path)
        return json.dumps(create_app(Settings(path)).openapi(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(description(), encoding="utf-8")
    print(f"wrote {FILE}")
