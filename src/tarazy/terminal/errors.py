"""The errors of an evaluation in a terminal: counted by reason, language, kind and rule, then case by case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tarazy.error_analysis import MISSED, SPURIOUS, Error, counts, rules
from tarazy.evaluation import Evaluation
from tarazy.terminal.wording import amount, span

_TITLES = {"missed": "Missed", "spurious": "Spurious"}
_RULES = 12


def errors_report(console: Console, result: Evaluation, errors: Sequence[Error], cases: int) -> None:
    """Tables of the reasons, the rules with the most spurious claims, then ``cases`` cases of each reason."""
    for side, reasons in (("missed", MISSED), ("spurious", SPURIOUS)):
        _counts(console, side, reasons, errors)
    _rules(console, result)
    for side, reasons in (("missed", MISSED), ("spurious", SPURIOUS)):
        ranked = sorted((e for e in errors if e.side == side), key=lambda e: list(reasons).index(e.reason))
        for reason, group in groupby(ranked, key=lambda e: e.reason):
            several = list(group)
            shown = several[:cases]
            if shown:
                of = f", {len(shown)} of {len(several):,}" if len(shown) < len(several) else ""
                console.print()
                console.print(Text(f"{side}: {reason}{of}", style="bold"))
            for error in shown:
                console.print(Text(_case(error)), soft_wrap=True)


def _counts(console: Console, side: str, reasons: Mapping[str, str], errors: Sequence[Error]) -> None:
    by_language, by_kind = counts(errors, side, "language"), counts(errors, side, "kind")
    total = by_language.pop("")
    by_kind.pop("")
    held = [reason for reason in reasons if total[reason]]
    console.print()
    if not held:
        console.print(f"[bold]{_TITLES[side]}[/bold]: none")
        return
    table = Table(title=_TITLES[side], title_justify="left", title_style="bold", box=None, header_style="bold")
    table.add_column("")
    for column in ("all", *held):
        table.add_column(column, justify="right")
    for name, row in (("all", total), *by_language.items(), *by_kind.items()):
        table.add_row(name or "–", f"{row.total():,}", *(f"{row[reason]:,}" if row[reason] else "·" for reason in held))
    console.print(table)
    for reason in held:
        console.print(Text(f"  {reason}: {reasons[reason]}", style="dim"), soft_wrap=True)


def _rules(console: Console, result: Evaluation) -> None:
    worst = [(name, right, wrong) for name, (right, wrong) in rules(result).items() if wrong][:_RULES]
    if not worst:
        return
    table = Table(
        title="Rules with the most spurious claims",
        title_justify="left",
        title_style="bold",
        box=None,
        header_style="bold",
    )
    table.add_column("rule")
    table.add_column("spurious", justify="right")
    table.add_column("right", justify="right")
    for name, right, wrong in worst:
        table.add_row(name, f"{wrong:,}", f"{right:,}")
    console.print()
    console.print(table)


def _case(error: Error) -> str:
    lines = [f"  {_place(error.claim)} {claim_line(error.claim)}{_made(error) if error.side == 'spurious' else ''}"]
    if error.nearest is not None:
        called = "gold" if error.side == "spurious" else "made"
        lines.append(f"    {called}: {claim_line(error.nearest)}{_made(error) if error.side == 'missed' else ''}")
    lines.append(f"    {error.sentence}")
    return "\n".join(lines)


def _place(claim: Mapping[str, Any]) -> str:
    return f"{claim['document']} {claim['evidence']['start']}:{claim['evidence']['end']}"


def _made(error: Error) -> str:
    return f"  [{error.rule} {error.confidence:.2f}]" if error.rule and error.confidence is not None else ""


def claim_line(row: Mapping[str, Any]) -> str:
    """Kind, stage, modality, actors with roles, time and quantities of a claim in the exchange format."""
    who = ", ".join(f"{p['actor']} {p.get('role')}" for p in row.get("participants") or ())
    time = row.get("time") or {}
    held = span(time.get("start"), time.get("end"))
    much = ", ".join(amount(quantity) for quantity in row.get("quantities") or ())
    return " · ".join(filter(None, (row["kind"], row.get("stage"), row.get("modality"), who, held, much)))
