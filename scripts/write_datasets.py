"""Writes the tables of docs/datasets.md from src/tarazy/datasets/data/datasets.toml.

usage: python scripts/write_datasets.py
"""

from __future__ import annotations

import re
from pathlib import Path

from tarazy.datasets.catalogue import datasets

PAGE = Path(__file__).parent.parent / "docs" / "datasets.md"
START, END = "<!-- written by scripts/write_datasets.py -->", "<!-- end -->"


def table() -> str:
    """The table of data sets."""
    lines = ["| data set | file | becomes | years | terms |", "|---|---|---|---|---|"]
    for one in datasets().values():
        years = f"{one.start or '…'}–{one.end}" if one.start or one.end else ""
        title = f"[{one.title}]({one.url})" if one.url else one.title
        cells = (f"`{one.name}`", f"{title}: {one.layout}", one.claims, years, one.terms)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def page() -> str:
    """The page with today's table."""
    text = PAGE.read_text(encoding="utf-8")
    return re.sub(f"{START}.*?{END}", lambda _: f"{START}\n{table()}\n{END}", text, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")
