"""The rules of conflicts and faults, their wording, and the words and limits that they work with, read from ``records/data``."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from tarazy.data_files import toml
from tarazy.store.schema import FINDINGS

COLUMNS = {name: kind for name, kind in FINDINGS.items() if name != "batch"}
Finding = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of ``findings.toml``: ``type`` is conflict or fault, ``slot`` what it is about, ``wording`` the sentence by language."""

    name: str
    type: str
    slot: str
    description: str
    wording: Mapping[str, str]


def table(name: str) -> dict[str, Any]:
    """A TOML file of ``records/data``."""
    return toml("tarazy.records", name)


@cache
def rules() -> dict[str, Rule]:
    """All rules by name, in the order of the file."""
    rows = table("findings.toml")["rule"]
    return {
        name: Rule(name, row["type"], row["slot"], row["description"], {code: row[code] for code in ("en", "ru", "kk")})
        for name, row in rows.items()
    }


@cache
def pattern(language: str, *names: str) -> re.Pattern[str]:
    """Any word of these lists of ``fault_words.toml``, as a whole word."""
    return compiled([word for name in names for word in table_of_words()[language][name]])


@cache
def table_of_words() -> dict[str, Any]:
    """``fault_words.toml``."""
    return table("fault_words.toml")


def compiled(words: Sequence[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words (``word*``: with any ending) as whole words."""
    return re.compile(source(words))


def source(words: Sequence[str]) -> str:
    """The regular expression of a word list; it also works in Polars."""
    if not words:
        return r"[^\s\S]"
    written = sorted(words, key=len, reverse=True)
    forms = (re.escape(word).replace(r"\ ", r"\s+").replace(r"\*", r"\w*") for word in written)
    return rf"\b(?:{'|'.join(forms)})(?:\b|$)"


def finding(
    rule: str,
    claims: Iterable[str],
    values: Mapping[str, Any],
    weight: float,
    actors: Iterable[str] = (),
    record: str | None = None,
    place: str | None = None,
) -> Finding:
    """One row of FINDINGS. Its id is a hash of rule, claims and values, so that the same finding keeps it.

    A finding about one quote, its ``place``, keeps its id whatever claims rest on the quote.
    """
    row = rules()[rule]
    named = sorted(set(claims))
    content = json.dumps(values, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(json.dumps([rule, place or named, content]).encode()).hexdigest()[:16]
    return {
        "finding_id": f"f-{digest}",
        "type": row.type,
        "rule": rule,
        "slot": row.slot,
        "record_id": record,
        "actors": sorted(set(actors)),
        "claims": named,
        "values": content,
        "weight": round(min(1.0, max(0.0, weight)), 3),
    }


def frame(rows: Sequence[Finding]) -> pl.DataFrame:
    """Findings as a frame, each once, the weightiest first."""
    found = pl.DataFrame(list(rows), schema=COLUMNS)
    found = found.unique("finding_id", keep="first", maintain_order=True)
    return found.sort("weight", "finding_id", descending=[True, False])
