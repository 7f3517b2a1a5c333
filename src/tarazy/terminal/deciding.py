"""`tarazy decide` in a terminal: what the words of the command rule, and how decisions and disputes are shown."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.console import Console
from rich.text import Text

from tarazy.errors import UsageError
from tarazy.records.decisions import Decision, Draft
from tarazy.records.disputes import describe
from tarazy.terminal.tables import write_text
from tarazy.terminal.wording import counted

if TYPE_CHECKING:
    from tarazy.observatory import Observatory


_STYLES = {"stands": "green", "overruled": "yellow", "in part": "yellow", "undone": "dim"}


def drafts(action: str, words: Sequence[str], new: bool = False) -> list[Draft]:
    """What the words of a command rule. UsageError, one sentence, where they do not fit the action."""
    if new and action != "merge-actors":
        raise UsageError("--new is about merge-actors: leave it out.")
    if action in ("accept", "reject", "undo"):
        _need(words, 1, f"{action} needs {'serials of decisions' if action == 'undo' else 'ids of claims'}")
        return [Draft(action, word) for word in words]
    if action in ("correct", "add-claim", "name-actor", "prefer"):
        _need(words, 2, f"{action} needs an id and what is said of it, such as {_EXAMPLES[action]}")
        given = dict(_assignment(word, action) for word in words[1:])
        if action != "prefer":
            return [Draft(action, words[0], value=given)]
        return [Draft(action, words[0], value={"slot": slot, "value": value}) for slot, value in given.items()]
    if action in ("same", "different"):
        _need(words, 2, f"{action} needs two ids or more")
        if action == "same":
            return [Draft(action, words[0], other) for other in words[1:]]
        return [Draft(action, one, other) for at, one in enumerate(words) for other in words[at + 1 :]]
    if action == "merge-actors":
        _need(words, 2, "merge-actors needs the ids of actors and, last, of the one that they are")
        return [Draft(action, one, words[-1], {"new": True} if new else None) for one in words[:-1]]
    _need(words, 2, "split-actors needs the ids of two actors, and of claims in which the first is the second")
    return [Draft(action, words[0], words[1], {"claims": list(words[2:])} if words[2:] else None)]


_EXAMPLES = {
    "correct": "stage=signed",
    "add-claim": 'kind=agreement participants="KAZ:party; TUR:party" quote="…"',
    "prefer": "time=2018-05",
    "name-actor": "en=Kazatomprom",
}


def _need(words: Sequence[str], count: int, sentence: str) -> None:
    if len(words) < count:
        raise UsageError(f"{sentence}: see `tarazy decide --help`.")


def _assignment(word: str, action: str) -> tuple[str, str]:
    key, equals, value = word.partition("=")
    if not equals:
        raise UsageError(f"{word!r} says nothing: write it like {_EXAMPLES[action]}.")
    return key.strip(), value


def run(
    console: Console,
    errors: Console,
    observatory: Observatory,
    action: str,
    words: Sequence[str],
    who: str | None,
    why: str,
    output: Path | None,
    form: str,
    new: bool,
) -> None:
    """Do what was asked and show it; ``-`` among the words stands for the words on standard input."""
    words = [one for word in words for one in (sys.stdin.read().split() if word == "-" else [word])]
    if action in ("disputes", "export", "patch") and words:
        raise UsageError(f"{action} takes no ids: leave {words[0]!r} out.")
    if output is not None and action not in ("export", "patch"):
        raise UsageError("--output is about export and patch: leave it out.")
    if action == "list":
        show_decisions(console, observatory.decisions(), words)
    elif action == "disputes":
        show_disputes(console, observatory.disputes())
    elif action == "export":
        _write(observatory.export_decisions(), output, errors, counted(observatory.decisions().height, "decision"))
    elif action == "patch":
        text, left_out = observatory.registry_patch(form)
        for sentence in left_out:
            errors.print(f"left out: {sentence}", markup=False, soft_wrap=True)
        _write(text, output, errors, "The patch" if text else "No names that the registry lacks: an empty patch")
    elif action == "import":
        _need(words, 1, "import needs files that export wrote")
        for word in words:
            count = observatory.import_decisions(word)
            console.print(f"{counted(count, 'new decision')} from {word}.", markup=False, soft_wrap=True)
        _tell_waiting(errors, observatory)
        _tell_disputes(errors, observatory)
    else:
        for one in observatory.decide_all(drafts(action, words, new), who, why):
            console.print(_sentence(one), markup=False, soft_wrap=True)


def _write(text: str | None, output: Path | None, errors: Console, what: str) -> None:
    write_text(text or "", output)
    if output is not None:
        errors.print(f"{what} written to {output}.", markup=False, soft_wrap=True)


def _sentence(decision: Decision) -> str:
    reason = f" – {decision.why}" if decision.why else ""
    return f"Decision {decision.serial} by {decision.who}: {describe(decision)}{reason}"


def _tell_waiting(errors: Console, observatory: Observatory) -> None:
    count = int(observatory.decisions()["waits"].sum())
    if count:
        several = f"{count:,} decisions rule" if count > 1 else "1 decision rules"
        errors.print(
            f"{several} on claims that are not here: read the same documents with the same version of tarazy.",
            markup=False,
            soft_wrap=True,
        )


def _tell_disputes(errors: Console, observatory: Observatory) -> None:
    count = observatory.disputes().height
    if count:
        several = f"{count:,} disputes" if count > 1 else "1 dispute"
        mend = f"`tarazy decide {observatory.path} disputes` shows what contradicts what"
        errors.print(f"{several} among the decisions: {mend}.", markup=False, soft_wrap=True)


def show_decisions(console: Console, decisions: pl.DataFrame, ids: Sequence[str] = ()) -> None:
    """One line a decision, newest last; with ``ids`` those that name one of them (or a beginning of it)."""
    shown = [row for row in decisions.iter_rows(named=True) if not ids or _is_about(row, ids)]
    for row in shown:
        line = Text(f"{row['serial']:>4}  ", style="bold")
        state = row["state"] + (f" by {', '.join(str(one) for one in row['by'])}" if row["by"] else "")
        state += ", waits for claims that are not here" if row["waits"] else ""
        line.append(f"{row['recorded']:%Y-%m-%d %H:%M}  ", style="dim")
        line.append(f"{row['who']}  ", style="cyan")
        line.append(row["text"], style="")
        line.append(f"  [{state}]", style=_STYLES[row["state"]])
        if row["why"]:
            line.append(f"  {row['why']}", style="italic")
        console.print(line, soft_wrap=True)
    console.print(Text(f"{counted(len(shown), 'decision')}.", style="dim"))


def _is_about(row: Mapping[str, Any], ids: Sequence[str]) -> bool:
    named = str(row["serial"]), row["decision_id"], row["left"], row["right"] or "", row["who"]
    return any(one == named[0] or any(name.startswith(one) for name in named[1:]) for one in ids)


def show_disputes(console: Console, disputes: pl.DataFrame) -> None:
    """One sentence a dispute."""
    for sentence in disputes["sentence"]:
        console.print(Text(sentence), soft_wrap=True)
    console.print(Text(f"{counted(disputes.height, 'dispute')}.", style="dim"))
