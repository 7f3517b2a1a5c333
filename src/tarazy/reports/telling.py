"""What a record or an entry of a chronology says, as one sentence in the language of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tarazy.data_files import rows
from tarazy.reports.wording import Actors, Noun, Words, capital, table

Row = Mapping[str, Any]


@cache
def _sentences() -> dict[tuple[str, str], list[dict[str, str]]]:
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows("tarazy.reports", "sentences.tsv"):
        found.setdefault((row["kind"], row["stage"]), []).append(row)
    return found


@cache
def _objects() -> dict[str, dict[str, str]]:
    return {row["label"]: row for row in rows("tarazy.reports", "objects.tsv")}


def event(row: Row, words: Words) -> str:
    """``Kazakhstan and Türkiye signed a treaty (defence): 5 million US dollars``, without a full stop.

    ``row`` has ``kind``, ``stage``, ``modality``, ``participants``, ``object``, ``quantities`` of a record or an entry. What is not asserted
    is told without a verb of fact: ``Agreement (planned): Kazakhstan, Türkiye``.
    """
    by_role: dict[str, list[str]] = {}
    for one in row["participants"]:
        if one["actor"] not in by_role.setdefault(one["role"], []):
            by_role[one["role"]].append(one["actor"])
    parts = [part for piece in (row["object"] or "").split(", ") for part in piece.split(": ") if part]
    nouns = {name: _noun(name, parts, words.language) for name in ("paper", "meeting", "work")}
    template = None
    if row["modality"] == "asserted":
        template = _chosen(row, by_role, parts)
    used = ""
    if template is None:
        stage = "" if row["modality"] != "asserted" else row["stage"]
        line = f"{words.telling.what(row['kind'], stage, row['modality'])}: {words.telling_who(row['participants'])}"
    else:
        pattern = template[words.language]
        slots = {role: Actors(tuple(ids)) for role, ids in by_role.items()} | nouns
        line = capital(words.filled(pattern, slots))
        rest = [one for role, ids in by_role.items() if f"{{{role}" not in pattern for one in ids]
        if rest:
            line += words.text("also", names=", ".join(map(words.name, dict.fromkeys(rest))))
        used = next((name for name in nouns if f"{{{name}" in pattern), "")
    topics = [one for one in _topics(row["kind"], parts, used, words.language) if one.lower() not in line.lower()]
    if topics:
        # A template that ends in brackets takes the rest into them.
        line = f"{line[:-1]}; {'; '.join(topics)})" if line.endswith(")") else f"{line} ({'; '.join(topics)})"
    if amounts := [words.amount(one) for one in row["quantities"]]:
        line += f": {'; '.join(amounts)}"
    return line


def label(name: str | None, language: str) -> str:
    """An object's label in the language: ``trade turnover`` → ``товарооборот``; words that are not in the table stay."""
    parts = [part for piece in (name or "").split(", ") for part in piece.split(": ") if part]
    shown = [_translated(part, language) or part for part in parts]
    return ", ".join(dict.fromkeys(shown))


def _chosen(row: Row, by_role: Mapping[str, Sequence[str]], parts: Sequence[str]) -> dict[str, str] | None:
    """The template that takes up most of the participants."""
    fitting = []
    for order, one in enumerate(_sentences().get((row["kind"], row["stage"] or ""), ())):
        roles = one["roles"].split(",")
        enough = all(len(by_role.get(role.rstrip("+"), ())) >= (2 if role.endswith("+") else 1) for role in roles)
        if enough and (not one["word"] or any(one["word"] in part for part in parts)):
            fitting.append((-len(roles), order, one))
    return min(fitting, key=lambda fit: fit[:2])[2] if fitting else None


def _noun(name: str, parts: Sequence[str], language: str) -> Noun:
    """The kind of paper, meeting or work that the label names."""
    things = table("words.toml")["things"][name]
    return Noun(_translated(next((part for part in parts if part in things), things[0]), language) or things[0])


def _topics(kind: str, parts: Sequence[str], used: str, language: str) -> list[str]:
    """What the label says beyond what the sentence has said already."""
    told = set(table("words.toml")["redundant"].get(kind, ()))
    if used:
        told |= set(table("words.toml")["things"][used])
    shown = []
    for part in parts:
        if part not in told and (written := _translated(part, language)):
            shown.append(written)
    return list(dict.fromkeys(shown))


def _translated(part: str, language: str) -> str | None:
    """A part of a label in the language; names as they are; None for English words that the table does not have."""
    row = _objects().get(part)
    if row:
        return row[language]
    is_name = (
        part[0] in '«"' or any(char.isdigit() or "А" <= char <= "ӿ" for char in part) or part[1:] != part[1:].lower()
    )
    return part if language == "en" or is_name else None
