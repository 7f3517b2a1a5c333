"""Puts the table of reliability that the training script prints into docs/extraction.md, between its marks.

usage: python scripts/train_confidence.py GOLD_DIR TEXT_DIR … | tee scores.txt
       python scripts/update_reliability.py scores.txt
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "extraction.md"
MARKS = re.compile(r"(<!-- reliability -->\n)(.*?)(<!-- end -->)", re.DOTALL)
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


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    printed = Path(sys.argv[1]).read_text(encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(MARKS.sub(lambda m: m[1] + table(printed) + m[3], text), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
