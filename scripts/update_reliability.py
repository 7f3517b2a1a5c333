"""Puts the tables that the training script prints into docs/extraction.md, between their marks: reliability, and scores by kind.

usage: python scripts/train_confidence.py GOLD_DIR TEXT_DIR … | tee scores.txt
       python scripts/update_reliability.py scores.txt
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "extraction.md"
LANGUAGES = {"all": "all", "kk": "Kazakh", "ru": "Russian", "en": "English"}
KIND = re.compile(r"^  ([a-z]+) +((?:(?:all|kk|ru|en) \d\.\d\d \([^)]*\) *)+)$", re.MULTILINE)
CELL = re.compile(r"(all|kk|ru|en) (\d\.\d\d) \((\d\.\d\d), (\d\.\d\d); (\d+)\)")
SLOTS = re.compile(r"^slots of the found: (.*)$", re.MULTILINE)
ROW = re.compile(r"^\s+(\d\.\d)-(\d\.\d)\s+(\d+)\s+(\d\.\d\d)\s+\(mean confidence (\d\.\d\d)\)", re.MULTILINE)
CHOSEN = re.compile(r"^at threshold (\d\.\d\d)", re.MULTILINE)


def table(printed: str) -> str:
    """The rows as Markdown, and what the threshold gives."""
    rows = [
        f"| {low}–{high} | {mean} | {int(number):,} | {share} |"
        for low, high, number, share, mean in ROW.findall(printed)
    ]
    chosen = CHOSEN.search(printed)
    if not rows or not chosen:
        sys.exit("no table of reliability there: give the file with what scripts/train_confidence.py printed")
    line = re.search(rf"^threshold {chosen[1]}.*$", printed, re.MULTILINE)
    head = "| confidence | mean | candidates | share that is a gold claim |\n|---|---|---|---|"
    told = " ".join(line.group().split()) if line else ""
    return f"{head}\n" + "\n".join(rows) + f"\n\nWhat the script printed of its best threshold: `{told}`.\n"


def kinds(printed: str) -> str:
    """Scores by kind and language as Markdown: F1 (precision, recall; gold claims), a dot where there is no gold claim."""
    lines = ["| kind | " + " | ".join(LANGUAGES.values()) + " |", "|---" * (len(LANGUAGES) + 1) + "|"]
    for kind, cells in KIND.findall(printed):
        if kind == "all":
            continue
        shown = {language: rest for language, *rest in CELL.findall(cells)}
        row = [
            "·" if language not in shown or shown[language][3] == "0" else "{} ({}, {}; {})".format(*shown[language])
            for language in LANGUAGES
        ]
        lines.append(f"| {kind} | " + " | ".join(row) + " |")
    slots = SLOTS.search(printed)
    if len(lines) == 2 or not slots:
        sys.exit("no scores by kind there: give the file with what scripts/train_confidence.py printed")
    return (
        "\n".join(lines) + f"\n\nOf the claims found, the share with the right slot: `{' '.join(slots[1].split())}`.\n"
    )


def put(text: str, mark: str, table_: str) -> str:
    """The page with the table between ``<!-- mark -->`` and the next ``<!-- end -->``."""
    marks = re.compile(rf"(<!-- {mark} -->\n)(.*?)(<!-- end -->)", re.DOTALL)
    if not marks.search(text):
        sys.exit(f"{PAGE} has no place <!-- {mark} --> for the table")
    return marks.sub(lambda m: m[1] + table_ + m[3], text)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    printed = Path(sys.argv[1]).read_text(encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(put(put(text, "reliability", table(printed)), "kinds", kinds(printed)), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
