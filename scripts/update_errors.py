"""Puts the tables of found, missed and spurious claims by language and kind into docs/extraction.md, between their marks.

usage: tarazy evaluate --gold DIR --texts DIR --errors --format json > errors.json
       python scripts/update_errors.py errors.json
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tarazy.error_analysis import MISSED, SPURIOUS

PAGE = Path(__file__).parent.parent / "docs" / "extraction.md"
MARKS = re.compile(r"(<!-- errors -->\n)(.*?)(<!-- end -->)", re.DOTALL)
LANGUAGES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}


def tables(page: dict[str, Any]) -> str:
    """One table for each side: languages and kinds by reason, the scores beside the missed ones."""
    return "\n".join((_table(page, "missed", MISSED), _table(page, "spurious", SPURIOUS)))


def _table(page: dict[str, Any], side: str, reasons: dict[str, str]) -> str:
    errors = [error for error in page["errors"] if error["side"] == side]
    held = [reason for reason in reasons if any(error["reason"] == reason for error in errors)]
    share = "recall" if side == "missed" else "precision"
    lines = [f"| {side} | {share} | all | {' | '.join(held)} |", "|---|" + "---|" * (len(held) + 2)]
    rows = [("all", page["found"], errors)]
    for field in ("language", "kind"):
        for name, score in page[f"by_{field}"].items():
            rows.append((LANGUAGES.get(name, name), score, [error for error in errors if error[field] == name]))
    for name, score, own in rows:
        number = Counter(error["reason"] for error in own)
        cells = " | ".join(f"{number[reason]:,}" if number[reason] else "·" for reason in held)
        lines.append(f"| {name} | {score[share]:.2f} | {len(own):,} | {cells} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    page = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if "errors" not in page:
        sys.exit(f"{sys.argv[1]} has no errors: run tarazy evaluate with --errors --format json")
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(MARKS.sub(lambda m: m[1] + tables(page) + m[3], text), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
