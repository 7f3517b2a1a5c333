"""Counts the training texts and their claims and puts the figures into training/README.md.

usage: python scripts/update_training.py
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "training"
LANGUAGES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}


def main() -> None:
    """Rewrite the table, the line of kinds and the line on layout."""
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    kinds: Counter[str] = Counter()
    broken = hyphenated = 0
    rows = []
    for code, language in LANGUAGES.items():
        texts = [path.read_text(encoding="utf-8") for path in sorted((FOLDER / "texts").glob(f"*.{code}.txt"))]
        lines = [
            line
            for path in (FOLDER / "claims").glob(f"*.{code}.jsonl")
            for line in path.read_text("utf-8").splitlines()
        ]
        kinds.update(json.loads(line)["kind"] for line in lines)
        broken += sum(_hard_breaks(text) for text in texts)
        hyphenated += sum(bool(re.search(r"\w-\n\w", text)) for text in texts)
        words = sum(len(text.split()) for text in texts)
        rows.append(f"| {language} | {len(texts)} | {words:,} | {len(lines):,} |")
    page = re.sub(r"(\| Kazakh \|.*\n)(\| Russian \|.*\n)(\| English \|.*)", "\n".join(rows), page)
    told = ", ".join(f"`{kind}` {number:,}" for kind, number in kinds.most_common())
    page = re.sub(r"^Kinds: .*$", f"Kinds: {told}.", page, flags=re.MULTILINE)
    page = re.sub(
        r"\d+ have hard line breaks, \d+ of them", f"{broken} have hard line breaks, {hyphenated} of them", page
    )
    (FOLDER / "README.md").write_text(page, encoding="utf-8")
    print("\n".join(rows), told, f"{broken} with hard line breaks, {hyphenated} with hyphens at line ends", sep="\n")


def _hard_breaks(text: str) -> bool:
    """Whether most sentences run over line ends."""
    lines = [line for line in text.splitlines() if line.strip()]
    return sum(not re.search(r"[.!?:;»”\")]\s*$", line) for line in lines) > len(lines) / 2


if __name__ == "__main__":
    main()
