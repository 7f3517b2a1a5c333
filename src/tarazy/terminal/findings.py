"""Conflicts and faults in a terminal: the sentence, and each claim with its document, date and quote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from rich.console import Console
from rich.text import Text

from tarazy.records.findings import sentence
from tarazy.terminal.claims import highlighted
from tarazy.terminal.console import print_indented
from tarazy.terminal.wording import counted, day

_CLAIMS = 4
_STYLES = {"conflict": "bold magenta", "fault": "bold red"}


def show_findings(
    console: Console,
    findings: pl.DataFrame,
    total: int,
    claims: pl.DataFrame,
    names: Mapping[str, str],
    language: str,
) -> None:
    """Each finding in words with its claims, and how many there are of ``total``."""
    wanted = findings.select(claim_id=pl.col("claims").explode()).unique()
    rows = {row["claim_id"]: row for row in claims.join(wanted, on="claim_id", how="semi").iter_rows(named=True)}
    for finding in findings.iter_rows(named=True):
        show_finding(console, finding, rows, names, language)
        console.print()
    more = f"; the first {findings.height} are shown, --limit 0 shows all" if findings.height < total else ""
    console.print(Text(f"{counted(total, 'finding')}{more}.", style="dim"))


def show_finding(
    console: Console,
    finding: Mapping[str, Any],
    claims: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, str],
    language: str = "en",
) -> None:
    """One finding: rule, sentence, record, and its claims, each value's in turn."""
    line = Text.assemble((finding["rule"], _STYLES[finding["type"]]), "  ", sentence(finding, language, names))
    console.print(line, soft_wrap=not console.is_terminal)
    if finding["record_id"]:
        print_indented(console, Text(f"record {finding['record_id']} · {finding['finding_id']}", style="dim"))
    for claim in _order(finding)[:_CLAIMS]:
        if (row := claims.get(claim)) is not None:
            said = f", {day(row['said'])}" if row["said"] else ""
            print_indented(console, Text.assemble(highlighted(row), (f"  {row['document']}{said}", "dim")))
    if len(finding["claims"]) > _CLAIMS:
        print_indented(console, Text(f"and {len(finding['claims']) - _CLAIMS} more claims", style="dim"))


def _order(finding: Mapping[str, Any]) -> list[str]:
    """The claims so that each value has its first one before any has its second."""
    camps = [one["claims"] for one in json.loads(finding["values"]).get("values", ())]
    taken = [camp[at] for at in range(max(map(len, camps), default=0)) for camp in camps if at < len(camp)]
    return list(dict.fromkeys([*taken, *finding["claims"]]))


def told(findings: pl.DataFrame, names: Mapping[str, str], language: str) -> Iterator[dict[str, Any]]:
    """The rows, each with its ``sentence``."""
    for row in findings.iter_rows(named=True):
        yield row | {"sentence": sentence(row, language, names)}
