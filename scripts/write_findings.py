"""Writes the tables of docs/findings.md from records/data/findings.toml and plausible.toml, and an example of each rule's sentence.

usage: python scripts/write_findings.py
"""

from __future__ import annotations

import re
from pathlib import Path

from tarazy.records.faults.plausible import ranges
from tarazy.records.rulebook import rules

PAGE = Path(__file__).parent.parent / "docs" / "findings.md"


def rule_table() -> str:
    """One row a rule."""
    lines = ["| rule | type | slot | what it finds |", "|---|---|---|---|"]
    lines += [f"| `{r.name}` | {r.type} | {r.slot} | {r.description} |" for r in rules().values()]
    return "\n".join(lines)


def range_table() -> str:
    """One row a thing that is measured."""
    lines = ["| thing | unit | at least | at most |", "|---|---|---|---|"]
    for row in ranges():
        limits = (f"{row[name]:g}" if name in row else "·" for name in ("least", "most"))
        lines.append(f"| {row['thing']} | `{row['unit']}` | {' | '.join(limits)} |")
    return "\n".join(lines)


def page(text: str) -> str:
    """The page with its tables renewed."""
    for name, made in (("rules", rule_table()), ("ranges", range_table())):
        text = re.sub(rf"(<!-- {name} -->\n).*?(\n<!-- end -->)", rf"\g<1>{made}\g<2>", text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"wrote {PAGE}")
